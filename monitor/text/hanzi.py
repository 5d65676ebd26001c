"""Chinese characters one by one: simplified, their pinyin, characters drawn alike, the parts of a character.

What is slow to load (OpenCC, pypinyin, the tables) is loaded at the first call that needs it.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from monitor.text.tables import rows

if TYPE_CHECKING:
    from opencc import OpenCC


_RADICALS = dict(
    zip(
        "⺁⺃⺄⺅⺇⺉⺊⺌⺍⺎⺐⺒⺓⺕⺖⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺰⺱⺲⺶⺷⺹⺼⺽⺾⺿⻀⻁⻂⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "厂乚乙亻几刂卜小小兀尢巳幺彐忄扌攵旡日月歹母民氵氺灬爫爫丬牛犭王疋目示礻竹纟罓罒羊羊耂月臼艹艹艹虎衤西见角角讠贝足车辶辶辶阝钅長长门阝雨青韦页风飞食飠饣首马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
"""Radicals with code points of their own that fold to no character, by Unicode's EquivalentUnifiedIdeograph."""


@cache
def simplified(char: str) -> str:
    """The simplified character for a traditional or a Japanese one (萬, 気), a character for a radical (⻜).

    Any other character as it is.
    """
    char = _RADICALS.get(char, char)
    if not is_hanzi(char):
        return char
    # Japan's simple forms of some characters are other words in Chinese (芸 is 藝 there, and a name here).
    if not _in_daily_use(char):
        char = _converter("jp2t").convert(char)
    return str(_converter("t2s").convert(char))


def simplified_text(text: str) -> str:
    """Hanzi in simplified characters, one for each; whole words tell that 乾 stays in 乾坤 and is 干 in 乾燥."""
    converted = str(_converter("t2s").convert(text))
    chars = converted if len(converted) == len(text) else text
    return "".join(char if _in_daily_use(char) else simplified(char) for char in chars)


@cache
def readings(char: str) -> tuple[str, ...]:
    """The pinyin syllables of one character without tones, the commonest first, ü as v; empty if it has no reading."""
    if not is_hanzi(char):
        return ()
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 (reads a dictionary of phrases)

    syllables = map(_toneless, PINYIN_DICT.get(ord(char), "").split(","))
    return tuple(dict.fromkeys(syllable for syllable in syllables if syllable.isascii() and syllable.isalpha()))


def _toneless(syllable: str) -> str:
    apart = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def name_readings(name: str) -> tuple[str, ...]:
    """The toneless pinyin of each character, as read in the name's words; other characters stay as they are."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    return tuple(lazy_pinyin(name, errors=_as_they_are))


def _as_they_are(run: str) -> Any:
    # pypinyin takes a list as one reading for each of the characters, which its own types don't say.
    return list(run)


def toned(text: str) -> str:
    """Pinyin with tone marks, for people who don't read characters, as read in words: `nài kè` for 耐克."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    return " ".join(lazy_pinyin(text, style=Style.TONE))


def similar(char: str) -> str:
    """The characters that are drawn like `char`, the most alike first; empty if none are known."""
    return _shapes().get(char, "")


def parts(char: str) -> tuple[str, ...]:
    """The ways to write `char` as the two or three characters that stand side by side in it: `女子` for 好."""
    return _parts().get(char, ())


def is_hanzi(char: str) -> bool:
    """Whether a character is a Chinese one."""
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\U00020000" <= char <= "\U0003ffff"


def joins_words(char: str) -> bool:
    """Whether names of such characters stand in a text without spaces around them: Hanzi and Hangul."""
    return is_hanzi(char) or "\uac00" <= char <= "\ud7a3"


def _in_daily_use(char: str) -> bool:
    """Whether mainland China's first standard (GB 2312, simplified characters) has a character."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _converter(direction: str) -> "OpenCC":
    from opencc import OpenCC  # noqa: PLC0415 (reads its tables)

    return OpenCC(direction)


@cache
def _shapes() -> Mapping[str, str]:
    return MappingProxyType(dict(rows("monitor.text", "hanzi_shapes.tsv.gz")))


@cache
def _parts() -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({char: tuple(ways.split(" ")) for char, ways in rows("monitor.text", "hanzi_parts.tsv.gz")})
