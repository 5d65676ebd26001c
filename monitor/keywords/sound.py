"""How well a Chinese name fits a Latin one by sound: how likely its syllables stand for those letters.

A small model learned from foreign names in a dictionary (tools/make_sound_model.py): which letters each syllable stands
for, and, for pairs never seen, which letters its initial and its final stand for. Example: 耐克 is nai + ke; nike is
cut into runs of letters in all ways, each with its chance, P(ni | nai) · P(ke | ke) and so on, and the chances are
summed.
"""

import math
import re
from collections import defaultdict
from functools import cache, lru_cache
from statistics import mean

from monitor.lexicon.ordinary import fold_latin
from monitor.text.hanzi import name_readings, readings
from monitor.text.tables import rows

_INVENTED_WEIGHT, _BEST_INVENTED = 0.5, 10
_INVENTED = """
aldora amberol anvica bastelo belmira berrun brandis calvero carmenta clarex corvin dalmora deltano dorel elvanor
fabrion felgra gantor glorissa grenvil hallmer helvion ingram jarvil kelston krauver lambric lorvesse marvolo
melantis morgrave nordica norvel orvenne pallador perrino quentor ravensa rossel salvetti selkirk sorvane steinmar
tavola thornex trevano urbanel valtoro vermeil wendolin weston xantara yorvik zelmira zorbec
""".split()
"""Invented names of all sounds: syllables that fit many of them fit by chance."""

LONGEST_CHUNK = 6
"""The most letters that one syllable may stand for: 斯 for `ths`, 施 for `schw`."""
_PRIOR = 30.0
"""The weight of a syllable's parts (initial and final), in sightings of the syllable itself."""
_GUESS = 30.0
"""The weight of `ONSETS` below, in sightings."""
_LISTED = 0.1
"""The chance of consonants that `ONSETS` lists."""
_UNSEEN = {"onset": 0.001, "vowels": 0.03, "coda": 0.003}
"""The chance of a part never seen."""
_SKIPPED = 0.03
"""The chance that no syllable stands for a letter: Chinese names are shortened."""
_FIRST_SKIPPED = 0.001
"""The same for the first letter, which is seldom left out."""
_SILENT = 0.005
"""The chance of a syllable that stands for no letters (a suffix, a category)."""
_LETTER = math.log(1 / 17)
"""The logarithm of the chance of a letter in a name that has nothing to do with the syllables."""
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
"""Consonants that a Chinese initial may stand for, in Mandarin or the southern dialects that many names come from."""
_INITIAL = re.compile("zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?")
_CHUNK = re.compile("([^aeiouy]*)([aeiouy]*)(.*)", re.DOTALL)

Counts = dict[str, dict[str, float]]


def sound_score(latin: str, chinese: str) -> float:
    """How much likelier the Chinese name stands for the Latin one than for any other: a logarithm, above 0 if likelier.

    Of a Latin name of several words the best of the whole and the single words counts. 0 if either can't be read.
    """
    syllables = _syllables(chinese)
    words = spoken_parts(latin)
    if not syllables or not words:
        return 0.0
    return max(_score(letters, syllables) for letters in words) - _INVENTED_WEIGHT * _fit_of_any_name(syllables)


@lru_cache(maxsize=10_000)
def _fit_of_any_name(syllables: tuple[tuple[str, ...], ...]) -> float:
    """How well the syllables fit names in general: 家乐 fits half of them, and so says less about any one."""
    return mean(sorted(_score(letters, syllables) for letters in _INVENTED)[-_BEST_INVENTED:])


def likeness(score: float) -> float:
    """The score as 0 to 1. One in four names written by sound gets less than 0.7; one in twenty others gets more."""
    return 1 / (1 + math.exp((3 - score) / 1.5))


def spoken_parts(latin: str) -> list[str]:
    """The parts of a Latin name that may be written by sound: all of it, or one of its words."""
    words = [word for word in re.split(r"[^a-z]+", fold_latin(latin).replace("'", "")) if word]
    whole = "".join(words)
    return list(dict.fromkeys([whole, *(word for word in words if len(word) > 2)])) if whole else []


def split_syllable(syllable: str) -> tuple[str, str]:
    """Initial and final of a toneless pinyin syllable: `zh`, `ou`."""
    match = _INITIAL.match(syllable)
    initial = match[0] if match else ""
    return initial, syllable[len(initial) :]


def split_chunk(chunk: str) -> tuple[str, str, str]:
    """The consonants, the vowels and the rest of a run of letters: `schw`, `ei`, `n`."""
    match = _CHUNK.fullmatch(chunk)
    assert match is not None, "the pattern takes any text"
    return match[1], match[2], match[3]


def _syllables(chinese: str) -> tuple[tuple[str, ...], ...]:
    """The readings of each character: as read in the name's words, then its commonest two by itself."""
    as_word = name_readings(chinese)
    if len(as_word) != len(chinese):
        return ()
    return tuple(tuple(dict.fromkeys((said, *readings(char)[:2]))) for said, char in zip(as_word, chinese, strict=True))


def _score(letters: str, syllables: tuple[tuple[str, ...], ...]) -> float:
    """The logarithm of the chance of the letters given the syllables, less that of the letters by themselves.

    `reached[n]` is the chance that the syllables so far stand for the first `n` letters.
    """
    model = _model()
    reached = [1.0] + [_FIRST_SKIPPED * _SKIPPED**skipped for skipped in range(len(letters))]
    for said in syllables:
        after = [chance * _SILENT for chance in reached]
        for start, chance in enumerate(reached):
            if chance:
                for end in range(start + 1, min(len(letters), start + LONGEST_CHUNK) + 1):
                    after[end] += chance * max(model.chance(reading, letters[start:end]) for reading in said)
        reached = _with_skips(after)
    return math.log(reached[-1]) - _LETTER * len(letters)


def _with_skips(reached: list[float]) -> list[float]:
    """The same chances with letters skipped that no syllable stands for."""
    for place in range(1, len(reached)):
        reached[place] += reached[place - 1] * _SKIPPED
    return reached


class SoundModel:
    """The chance of letters given a syllable, estimated from counts.

    `counts`: by kind (chunk: whole syllables; onset, vowels, coda: their parts), by syllable or part, by letters.
    """

    def __init__(self, counts: dict[str, Counts]) -> None:
        self._counts = counts
        self._sums = {kind: {key: sum(row.values()) for key, row in table.items()} for kind, table in counts.items()}
        self._known: dict[tuple[str, str], float] = {}

    def chance(self, syllable: str, chunk: str) -> float:
        """The chance that a syllable stands for the letters `chunk`."""
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
        guess = _LISTED if kind == "onset" and part in ONSETS[key] else _UNSEEN[kind]
        return (row.get(part, 0.0) + _GUESS * guess) / (self._sums[kind].get(key, 0.0) + _GUESS)


@cache
def _model() -> SoundModel:
    counts: dict[str, Counts] = {kind: defaultdict(dict) for kind in ("chunk", "onset", "vowels", "coda")}
    for kind, key, part, count in rows("monitor.keywords", "sounds.tsv.gz"):
        counts[kind][key][part] = float(count)
    return SoundModel(counts)
