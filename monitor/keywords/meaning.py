"""How much of a Latin name a Chinese one translates: Blue Moon and 蓝月亮, Nordwerk and 北工."""

import re
from functools import cache

from monitor.lexicon.ordinary import fold_latin
from monitor.text.tables import rows

_PIECES = dict(
    piece.split("=")
    for piece in """
acqua=水 alta=高 aqua=水 bau=建|筑 beau=美 bella=美|丽 berg=山 bio=生|物 blau=蓝 bon=好 burg=堡 casa=家
dolce=甜 eco=生|态 feld=田|野 fer=铁 fleur=花 fort=强 gold=金 grand=大 grun=绿 gut=好 haus=家|屋 hof=院
jour=日 klar=清 kraft=力 land=地 licht=光 luna=月 lux=光 maison=家|屋 mar=海 mare=海 mer=海 mond=月 mont=山
natur=自然 neu=新 noir=黑 nord=北 nova=新 ost=东 petit=小 pharma=药 pro=专业 puro=纯 roche=石|岩 rosa=红|玫瑰
rot=红 royal=皇|王 schwarz=黑 sol=太阳|日 stadt=城 stein=石 stella=星 stern=星 sud=南 tech=技|科 terra=地
vert=绿 vin=酒 vita=生|命 wald=林|森 wasser=水 weiss=白 welt=世界 werk=工|厂 west=西 wind=风
""".split()
)
"""German, French, Italian and Latin parts of names, with characters that translate them."""
_SHORTEST = 3  # letters of a part of a compound


def translated(latin: str, chinese: str) -> list[tuple[str, str]]:
    """The words of a Latin name whose translation stands in the Chinese one, each with the longest such translation."""
    pairs = []
    for word in words_of_name(latin):
        in_name = [meaning for meaning in translations(word) if meaning in chinese]
        if in_name:
            pairs.append((word, max(in_name, key=len)))
    return pairs


def meaning_score(latin: str, chinese: str) -> float:
    """The share that is translated, 0 to 1: of the Latin letters or of the Chinese characters, whichever is smaller."""
    pairs = translated(latin, chinese)
    words = words_of_name(latin)
    if not pairs or not words:
        return 0.0
    letters = sum(len(word) for word, _ in pairs) / sum(map(len, words))
    characters = len({at for _, meaning in pairs for at in _places(chinese, meaning)}) / len(chinese)
    return min(letters, characters)


def words_of_name(latin: str) -> list[str]:
    """The words of a name, compounds split where both parts are known: nord and werk, jack and rabbit."""
    apart = re.sub("(?<=[a-zß-ÿ])(?=[A-Z])", " ", latin)
    return [piece for word in re.findall("[a-z]+", fold_latin(apart)) for piece in _pieces(word)]


def _pieces(word: str) -> list[str]:
    if translations(word):
        return [word]
    for at in range(_SHORTEST, len(word) - _SHORTEST + 1):
        if translations(word[:at]) and translations(word[at:]):
            return [word[:at], word[at:]]
    return [word]


def translations(word: str) -> list[str]:
    """Short Chinese words for the word; empty when the tables don't have it."""
    return [*filter(None, _PIECES.get(word, "").split("|")), *_meanings().get(word, "").split()]


def _places(chinese: str, part: str) -> range:
    start = chinese.index(part)
    return range(start, start + len(part))


@cache
def _meanings() -> dict[str, str]:
    return dict(rows("monitor.keywords", "meanings.tsv.gz"))
