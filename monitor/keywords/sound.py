"""How well a Chinese name fits a Latin one by sound: the chance that its syllables are heard as those letters.

A small model learned from foreign names in a dictionary (bench/make_sound_model.py): which letters each syllable
stands for, and, for what was never seen, which letters its initial and its final stand for.
"""

import gzip
import math
import re
from collections import defaultdict
from functools import cache, lru_cache
from importlib.resources import files
from statistics import mean

from monitor.lexicon.ordinary import fold_latin
from monitor.text.hanzi import name_readings, readings

_OF_ANY, _BEST = 0.5, 10
_ANY = """
aldora amberol anvica bastelo belmira berrun brandis calvero carmenta clarex corvin dalmora deltano dorel elvanor
fabrion felgra gantor glorissa grenvil hallmer helvion ingram jarvil kelston krauver lambric lorvesse marvolo
melantis morgrave nordica norvel orvenne pallador perrino quentor ravensa rossel salvetti selkirk sorvane steinmar
tavola thornex trevano urbanel valtoro vermeil wendolin weston xantara yorvik zelmira zorbec
""".split()
"""Names that nobody has, of all sounds: what fits many of them fits by chance."""

LONGEST_CHUNK = 6
"""Letters that one syllable may stand for: 斯 for `ths`, 施 for `schw`."""
_PRIOR = 30.0
"""How many sightings the parts of a syllable weigh against those of the syllable itself."""
_GUESS = 30.0
"""How many sightings the rules below weigh."""
_ALIKE = 0.1
"""The chance of consonants that the rules have."""
_UNSEEN = {"onset": 0.001, "vowels": 0.03, "coda": 0.003}
"""The chance of a part never seen."""
_SKIPPED = 0.03
"""The chance of a letter that is not heard, or not written: names of goods are cut short."""
_FIRST = 0.001
"""The same for the first letter, which is seldom left out."""
_SILENT = 0.005
"""The chance of a syllable that stands for no letters (a suffix, a category)."""
_LETTER = math.log(1 / 17)
"""What a letter costs a name that has nothing to do with the syllables."""
ONSETS = {
    initial: frozenset(onsets.split(","))
    for initial, onsets in {
        "b": "b,p,v,br,bl", "p": "p,b,pr,pl,f", "m": "m,mc", "f": "f,ph,v,w,h,fr,fl,pf", "d": "d,t,th,dr",
        "t": "t,th,d,tr", "n": "n,kn,l,gn", "l": "l,r,n,rh,wr", "g": "g,c,k,gu,gr,gl,h,gh",
        "k": "k,c,q,x,ch,cr,cl,g,kr,sk", "h": "h,ch,j,g,w,f,v,r,wh", "j": "j,g,k,c,z,ch,cl,cr,gu,gh,dj",
        "q": "ch,k,c,tch,q,g,cz,j", "x": "s,sh,h,c,x,ch,sch,z,sc,th", "zh": "j,dj,z,g,ch,s,x",
        "ch": "ch,tch,tr,tw,c,j", "sh": "sh,s,sch,ch,sw,schw,c,x", "r": "r,j,y,n,l", "z": "z,s,ts,ds,j,x",
        "c": "ts,c,z,s,ch,tr,tz", "s": "s,c,z,th,x,sc,ss,st,sp,sw", "y": "y,i,e,j,h,a", "w": "w,v,o,u,r,wh,hu,qu",
        "": "h,",
    }.items()
}  # fmt: skip
"""Consonants that a Chinese initial may be heard for, in Mandarin or the southern dialects that many names came by."""
_INITIAL = re.compile("zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?")
_CHUNK = re.compile("([^aeiouy]*)([aeiouy]*)(.*)", re.DOTALL)

Counts = dict[str, dict[str, float]]


def sound_score(latin: str, chinese: str) -> float:
    """How much likelier the Latin name is heard in the Chinese one than by chance: a logarithm, above 0 if it is.

    Of a Latin name of several words the best of the whole and the single words counts.
    """
    syllables = _syllables(chinese)
    words = heard(latin)
    if not syllables or not words:
        return 0.0
    return max(_score(letters, syllables) for letters in words) - _OF_ANY * _of_any(syllables)


@lru_cache(maxsize=10_000)
def _of_any(syllables: tuple[tuple[str, ...], ...]) -> float:
    """How well the syllables fit names in general: 家乐 is heard in half of them, and says the less about one."""
    return mean(sorted(_score(letters, syllables) for letters in _ANY)[-_BEST:])


def likeness(score: float) -> float:
    """The score as 0 to 1. Of names written by sound one in four gets less than 0.7; of others one in twenty more."""
    return 1 / (1 + math.exp((3 - score) / 1.5))


def heard(latin: str) -> list[str]:
    """What of a Latin name may be spelt by sound: all of it, or one of its words."""
    words = [word for word in re.split(r"[^a-z]+", fold_latin(latin).replace("'", "")) if word]
    whole = "".join(words)
    return list(dict.fromkeys([whole, *(word for word in words if len(word) > 2)])) if whole else []


def split_syllable(syllable: str) -> tuple[str, str]:
    """Initial and final of a toneless pinyin syllable: `zh`, `ou`."""
    found = _INITIAL.match(syllable)
    initial = found[0] if found else ""
    return initial, syllable[len(initial) :]


def split_chunk(chunk: str) -> tuple[str, str, str]:
    """Consonants, vowels, and the rest of some letters."""
    found = _CHUNK.fullmatch(chunk)
    assert found is not None, "the pattern takes any text"
    return found[1], found[2], found[3]


def _syllables(chinese: str) -> tuple[tuple[str, ...], ...]:
    """The readings of each character: as words read it, then by itself."""
    usual = name_readings(chinese)
    if len(usual) != len(chinese):
        return ()
    return tuple(tuple(dict.fromkeys((said, *readings(char)[:2]))) for said, char in zip(usual, chinese, strict=True))


def _score(letters: str, syllables: tuple[tuple[str, ...], ...]) -> float:
    model = _model()
    reached = [1.0] + [_FIRST * _SKIPPED**skipped for skipped in range(len(letters))]
    for said in syllables:
        after = [chance * _SILENT for chance in reached]
        for start, chance in enumerate(reached):
            if chance:
                for end in range(start + 1, min(len(letters), start + LONGEST_CHUNK) + 1):
                    after[end] += chance * max(model.chance(one, letters[start:end]) for one in said)
        reached = _with_skips(after)
    return math.log(reached[-1]) - _LETTER * len(letters)


def _with_skips(reached: list[float]) -> list[float]:
    """Where one may be when letters are passed over."""
    for place in range(1, len(reached)):
        reached[place] += reached[place - 1] * _SKIPPED
    return reached


class SoundModel:
    """The chances of letters given a syllable, from counts."""

    def __init__(self, counts: dict[str, Counts]) -> None:
        self._counts = counts
        self._sums = {kind: {key: sum(row.values()) for key, row in of.items()} for kind, of in counts.items()}
        self._known: dict[tuple[str, str], float] = {}

    def chance(self, syllable: str, chunk: str) -> float:
        """P(letters | syllable)."""
        known = self._known.get((syllable, chunk))
        if known is None:
            initial, final = split_syllable(syllable)
            onset, vowels, coda = split_chunk(chunk)
            parts = (
                self._of("onset", initial, onset) * self._of("vowels", final, vowels) * self._of("coda", final, coda)
            )
            seen = self._counts["chunk"].get(syllable, {}).get(chunk, 0.0)
            total = self._sums["chunk"].get(syllable, 0.0)
            known = self._known[syllable, chunk] = (seen + _PRIOR * parts) / (total + _PRIOR)
        return known

    def _of(self, kind: str, key: str, part: str) -> float:
        row = self._counts[kind].get(key, {})
        guess = _ALIKE if kind == "onset" and part in ONSETS[key] else _UNSEEN[kind]
        return (row.get(part, 0.0) + _GUESS * guess) / (self._sums[kind].get(key, 0.0) + _GUESS)


@cache
def _model() -> SoundModel:
    counts: dict[str, Counts] = {kind: defaultdict(dict) for kind in ("chunk", "onset", "vowels", "coda")}
    packed = files("monitor.keywords").joinpath("sounds.tsv.gz").read_bytes()
    for line in gzip.decompress(packed).decode("ascii").splitlines():
        if not line.startswith("#"):
            kind, key, part, count = line.split("\t")
            counts[kind][key][part] = float(count)
    return SoundModel(counts)
