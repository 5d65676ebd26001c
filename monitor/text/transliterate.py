"""Kana, Hangul, Cyrillic and Greek in Latin letters by their sound, and whether that sounds like a Latin name."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache

_KANA = """
ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko サ sa シ shi ス su セ se ソ so タ ta チ chi ツ tsu テ te ト to
ナ na ニ ni ヌ nu ネ ne ノ no ハ ha ヒ hi フ fu ヘ he ホ ho マ ma ミ mi ム mu メ me モ mo ヤ ya ユ yu ヨ yo
ラ ra リ ri ル ru レ re ロ ro ワ wa ヲ o ン n ガ ga ギ gi グ gu ゲ ge ゴ go ザ za ジ ji ズ zu ゼ ze ゾ zo
ダ da ヂ ji ヅ zu デ de ド do バ ba ビ bi ブ bu ベ be ボ bo パ pa ピ pi プ pu ペ pe ポ po ヴ vu
""".split()
_SMALL = dict(zip("ァィゥェォャュョヮ", ["a", "i", "u", "e", "o", "ya", "yu", "yo", "wa"], strict=True))
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
        "a b v g d e e zh z i i k l m n o p r s t u f h ts ch sh sh - y - e yu ya i i e g".split(),
        strict=True,
    )
)
_GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψω", "a v g d e z i th i k l m n x o p r s t y f h ps o".split(), strict=True))
_INITIALS = "g kk n d tt r m b pp s ss - j jj ch k t p h".split()
_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
_FINALS = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split()

# Consonants by class: those that other languages can't tell apart are one capital letter.
_SOUNDS = (
    ("sch", "S"), ("tch", "S"), ("sh", "S"), ("ch", "S"), ("ph", "F"), ("th", "S"), ("ck", "K"), ("qu", "K"),
    ("ts", "S"), ("x", "KS"), ("ce", "Se"), ("ci", "Si"), ("cy", "Si"), ("ng", "N"), ("gi", "Si"), ("ge", "Se"),
)  # fmt: skip
_CLASSES = str.maketrans(
    {**dict.fromkeys("cgkq", "K"), **dict.fromkeys("szj", "S"), **dict.fromkeys("td", "T"), **dict.fromkeys("pb", "P"),
     **dict.fromkeys("fhvw", "F"), **dict.fromkeys("lr", "R"), **dict.fromkeys("mn", "N"), "y": "i"}
)  # fmt: skip


@cache
def _kana() -> dict[str, str]:
    return dict(zip(_KANA[::2], _KANA[1::2], strict=True))


def latin_of(text: str) -> str:
    """The text in small Latin letters by its sound: naiki for ナイキ, naik for Найк. Other scripts are left out."""
    read: list[str] = []
    doubled = False
    for written in unicodedata.normalize("NFKC", text).lower():
        char = chr(ord(written) + 0x60) if "\u3041" <= written <= "\u3096" else written
        if char in "ッー":
            doubled = char == "ッ"
        elif char in _SMALL:
            if read and read[-1]:
                read[-1] = read[-1].rstrip("aiueo") + _SMALL[char].removeprefix("y" if read[-1][:1] in "scj" else "")
        elif "\uac00" <= char <= "\ud7a3":
            read.append(_hangul(char))
        else:
            said = _kana().get(char) or _CYRILLIC.get(char) or _GREEK.get(char) or (char if char.isascii() else "")
            said = said.replace("-", "") if not char.isascii() else said
            read.append(said[:1] + said if doubled and said else said)
            doubled = False
    return "".join(read)


def _hangul(char: str) -> str:
    index = ord(char) - 0xAC00
    parts = _INITIALS[index // 588], _VOWELS[index % 588 // 28], _FINALS[index % 28]
    return "".join(parts).replace("-", "")


def skeleton_of(latin: str) -> str:
    """The consonants of a Latin spelling by class, which a transliteration keeps: NK for nike and for naiki."""
    return re.sub("[^A-Z]", "", _sounds(latin))


def _sounds(latin: str) -> str:
    """A Latin spelling with its consonants by class, in capitals, and its vowels as they are: NiKe for nike."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", latin.lower()) if c.isascii() and c.isalpha())
    plain = re.sub(r"(?<=[a-z])h(?![aeiou])", "", re.sub(r"([a-z])\1+", r"\1", plain)) if "ch" not in plain else plain
    plain = re.sub(r"([a-z])\1+", r"\1", plain)
    for spelt, said in _SOUNDS:
        plain = plain.replace(spelt, said)
    return re.sub(r"([A-Z])\1+", r"\1", plain.translate(_CLASSES))


def spoken(name: str) -> tuple[str, ...]:
    """Spellings of a Latin name as it may be pronounced: as written, without silent letters, with b for v (Korean)."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if c.isascii() and c.isalpha())
    quiet = plain.removeprefix("h")  # Hermès
    silent = re.sub("(?<=[aeiouy])(?:[strxz]|er)$", "", plain)
    as_b = re.sub("[vw]", "b", plain)
    return tuple(dict.fromkeys(said for said in (plain, quiet, silent, as_b) if len(said) > 1))


def sounds_like(name: str, read: str) -> float:
    """How much a Latin name sounds like `read` (from `latin_of`), 0 to 1.

    From 0.75 on the two are most likely the same; with one or two consonants (nike, nokia) only from 0.9 on.
    """
    return max((_alike(said, read) for said in spoken(name)), default=0.0)


def _alike(name: str, read: str) -> float:
    wanted, heard = _sounds(name), _sounds(read)
    if not wanted or not heard or skeleton_of(name) != skeleton_of(read):
        return 0.0
    vowels = SequenceMatcher(None, wanted, heard).ratio()
    initial = 1.0 if wanted[0] == heard[0] or wanted[0].islower() == heard[0].islower() else 0.0
    return round(0.55 + 0.25 * vowels + 0.2 * initial, 3)
