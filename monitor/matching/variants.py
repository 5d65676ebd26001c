"""Spellings that change a name's letters: turned around, upside down, a character drawn alike or written in parts."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from monitor.lexicon.ordinary import is_compound, is_everyday, is_word
from monitor.lexicon.ordinary_chinese import is_everyday_chinese
from monitor.matching.candidate import Candidate
from monitor.matching.names import Name
from monitor.matching.segment import is_chinese_word
from monitor.matching.title import Title, key_of
from monitor.text.confusables import turned
from monitor.text.hanzi import parts, similar

_MOST_ALIKE, _MOST_ALIKE_OF_TWO = 6, 5  # characters tried; of a name of two fewer, since little remains of it
# Letters that become each other upside down; for the rest of the alphabet there are turned characters (ɐ, ʞ).
_UPSIDE_DOWN = str.maketrans("bdnpqu", "qpudbn")
_UPSIDE_DOWN_CAPITALS = str.maketrans("bdpqu", "qpdbn")  # N stays N
_DRAWN_AS = {"w": "vv", "m": "rn", "d": "cl"}
"""Two letters that look like one."""
_JOINT = frozenset(" -_/,.·&、")
_LONGEST_JOINT = 2  # characters between the parts of a name turned around: "Veldt, Maison"

_ORDERS = frozenset({"reversed", "rotated", "swapped"})
_SCORES = {"upside down": 0.9, "look-alike": 0.8, "split": 0.8} | dict.fromkeys(_ORDERS, 0.8)


class Variant(NamedTuple):
    """A changed spelling of a name, to be looked for as it is. A small tuple, since there are tens for each name."""

    name: Name
    kind: str
    at: int = 0
    """The index of the character that is replaced, that comes first (rotated), or that changes place with the next."""
    other: str = ""
    """What stands in its place."""

    @property
    def letters(self) -> str:
        """The changed spelling."""
        letters = self.name.letters
        if self.kind == "reversed":
            return letters[::-1]
        if self.kind == "rotated":
            return letters[self.at :] + letters[: self.at]
        if self.kind == "swapped":
            return letters[: self.at] + letters[self.at + 1] + letters[self.at] + letters[self.at + 2 :]
        if self.kind == "upside down":
            return letters[::-1].translate(_UPSIDE_DOWN_CAPITALS if self.at else _UPSIDE_DOWN)
        return letters[: self.at] + self.other + letters[self.at + 1 :]

    @property
    def key(self) -> str:
        """Its letters by class (`title.key_of`)."""
        return key_of(self.letters)

    @property
    def how(self) -> str:
        """What was done to the name, in words for the reader."""
        if self.kind == "look-alike":
            return f"with {self.other}, which is drawn like {self.name.letters[self.at]}"
        if self.kind == "split":
            return f"with {self.name.letters[self.at]} written as its parts {self.other}"
        return {
            "reversed": "written backwards",
            "rotated": "with its end before its beginning",
            "swapped": "with two characters in each other's place",
            "upside down": "upside down",
        }[self.kind]

    @property
    def joints(self) -> frozenset[int]:
        """The indexes of its letters before which a space or the like may stand."""
        size, breaks = len(self.name.letters), self.name.breaks
        if self.kind == "rotated":
            return frozenset((at - self.at) % size for at in (self.at, *breaks, 0)) - {0}
        return frozenset(size - at for at in breaks) if self.kind == "reversed" else frozenset()


def variants(name: Name) -> Iterator[Variant]:
    """The changed spellings to look for. Those that are words themselves are left out."""
    if name.latin and len(name.letters) >= 4:
        yield from _latin_variants(name)
    elif name.chinese and len(name.letters) > 1:
        yield from _chinese_variants(name)


def _latin_variants(name: Name) -> Iterator[Variant]:
    letters = name.letters
    size = len(letters)
    backwards = letters[::-1]
    if backwards != letters:
        yield Variant(name, "reversed")
    if backwards.translate(_UPSIDE_DOWN) != backwards:
        yield Variant(name, "upside down")
    if "n" in letters and backwards.translate(_UPSIDE_DOWN_CAPITALS) != backwards:
        yield Variant(name, "upside down", 1)
    changed = [Variant(name, "rotated", at) for at in sorted(name.breaks) or range(3, size - 2)]
    changed += [
        Variant(name, "look-alike", at, _DRAWN_AS[char]) for at, char in enumerate(letters) if char in _DRAWN_AS
    ]
    yield from (variant for variant in changed if variant.letters != letters and not is_word(variant.letters))


def _chinese_variants(name: Name) -> Iterator[Variant]:
    letters = name.letters
    size = len(letters)
    backwards = letters[::-1]
    if backwards != letters:
        yield Variant(name, "reversed")
    if size > 2:
        turned_around = [Variant(name, "rotated", at) for at in range(1, size)]
        turned_around += [Variant(name, "swapped", at) for at in range(size - 1)]
        unlike = {variant.letters: variant for variant in turned_around if variant.letters not in (letters, backwards)}
        yield from (variant for spelt, variant in unlike.items() if not is_chinese_word(spelt))
    for at, char in enumerate(letters):
        for other in _drawn_like(char, size):
            if not is_chinese_word(letters[:at] + other + letters[at + 1 :]):
                yield Variant(name, "look-alike", at, other)
        yield from (Variant(name, "split", at, split) for split in parts(char))


def _drawn_like(char: str, size: int) -> list[str]:
    """Characters drawn like one of a name of so many; of longer names also what is left of it without its left part."""
    alike = list(similar(char)[: _MOST_ALIKE if size > 2 else _MOST_ALIKE_OF_TWO])
    right = [way[-1] for way in parts(char) if len(way) == 2] if size > 2 else []
    return list(dict.fromkeys(alike + right))


def variant_in(title: Title, variant: Variant, first: int, last: int) -> Candidate | None:
    """The variant at letters `first` to `last` of the title's key; None where it belongs to other words."""
    places = title.places[first : last + 1]
    start, end = places[0], places[-1] + 1
    name = variant.name
    text = title.text[start:end]
    if text != variant.letters and not _is_joined(title, variant, places):
        return None
    if name.chinese:
        edges = title.edges if len(name.letters) > 2 else title.edges & title.edges_guessed(start, end)
        if not {start, end} <= edges:
            return None
    elif title.token_around(start, end) != (start, end):
        return None
    mention = title.raw[slice(*title.span(start, end))]
    upside_down = any(char in turned() for char in mention)
    if upside_down and variant.kind in ("reversed", "upside down"):
        return Candidate(name, start, end, "look-alike", 0.9, "upside down")
    if variant.kind == "upside down" or (variant.kind == "reversed" and _is_a_word(name, variant.letters)):
        return None
    kind = "reversed" if variant.kind in _ORDERS else variant.kind
    doubtful = _is_doubtful(variant, text)
    return Candidate(name, start, end, kind, _SCORES[variant.kind], variant.how, needs_context=doubtful)


def _is_joined(title: Title, variant: Variant, places: Sequence[int]) -> bool:
    """Whether the letters are the variant's, with a space or the like at nothing but its joints."""
    joints = variant.joints
    if not joints or any(title.text[place] != letter for place, letter in zip(places, variant.letters, strict=True)):
        return False
    for at in range(1, len(places)):
        between = title.text[places[at - 1] + 1 : places[at]]
        if between and (at not in joints or len(between) > _LONGEST_JOINT or not _JOINT.issuperset(between)):
            return False
    return True


def _is_a_word(name: Name, spelt: str) -> bool:
    return is_chinese_word(spelt) if name.chinese else is_word(spelt)


def _is_doubtful(variant: Variant, text: str) -> bool:
    """Whether the changed spelling, as it stands in the title (`text`), may be something else."""
    name = variant.name
    size = len(name.letters)
    if not name.chinese:
        pieces = (name.letters[variant.at :], name.letters[: variant.at])
        if variant.kind == "rotated":
            apart = text != variant.letters and not name.breaks  # werk nord
            return apart or all(map(is_everyday, pieces)) or is_compound(variant.letters)
        return size == 4 or is_compound(variant.letters)
    if variant.kind == "look-alike":
        return size == 2 or _makes_a_word(variant)
    return variant.kind in _ORDERS and size < (3 if variant.kind == "reversed" else 4)


def _makes_a_word(variant: Variant) -> bool:
    """Whether the replaced character makes an everyday word with its neighbour: 市里 in 市里可 for 布里可."""
    spelt, at = variant.letters, variant.at
    return any(is_everyday_chinese(spelt[start : start + 2]) for start in (at - 1, at) if start >= 0)
