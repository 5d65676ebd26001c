"""Spellings that change the letters of a name: reversed, upside down, a Chinese character drawn alike or in parts."""

from collections.abc import Iterator
from typing import NamedTuple

from monitor.lexicon.ordinary import is_word
from monitor.matching.candidate import Candidate
from monitor.matching.names import Name
from monitor.matching.segment import is_chinese_word
from monitor.matching.title import Title, key_of
from monitor.text.confusables import turned
from monitor.text.hanzi import parts, similar

_MOST_ALIKE, _MOST_ALIKE_OF_TWO = 6, 5  # characters tried; of a name of two fewer, since little remains of it
# Letters that become each other upside down; for the rest of the alphabet there are turned characters (ɐ, ʞ).
_ROTATED = str.maketrans("bdnpqu", "qpudbn")

_SCORES = {"reversed": 0.8, "upside down": 0.9, "look-alike": 0.8, "split": 0.8}


class Variant(NamedTuple):
    """A changed spelling of a name, to be looked for as it is. A small tuple, since there are tens for each name."""

    name: Name
    kind: str
    at: int = 0
    """The index of the character that is replaced."""
    other: str = ""
    """What stands in its place."""

    @property
    def letters(self) -> str:
        """The changed spelling."""
        letters = self.name.letters
        if self.kind == "reversed":
            return letters[::-1]
        if self.kind == "upside down":
            return letters[::-1].translate(_ROTATED)
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
        return "written backwards" if self.kind == "reversed" else "upside down"


def variants(name: Name) -> Iterator[Variant]:
    """The changed spellings to look for. Those that are Chinese words are left out."""
    letters = name.letters
    size = len(letters)
    backwards = letters[::-1]
    if backwards != letters and (name.latin or name.chinese) and size >= (2 if name.chinese else 4):
        yield Variant(name, "reversed")
    if name.latin and size >= 4 and backwards.translate(_ROTATED) != backwards:
        yield Variant(name, "upside down")
    if not name.chinese or size < 2:
        return
    for at, char in enumerate(letters):
        for other in similar(char)[: _MOST_ALIKE if size > 2 else _MOST_ALIKE_OF_TWO]:
            if not is_chinese_word(letters[:at] + other + letters[at + 1 :]):
                yield Variant(name, "look-alike", at, other)
        yield from (Variant(name, "split", at, split) for split in parts(char))


def variant_in(title: Title, variant: Variant, first: int, last: int) -> Candidate | None:
    """The variant at letters `first` to `last` of the title's key; None where it belongs to other words."""
    places = title.places[first : last + 1]
    start, end = places[0], places[-1] + 1
    name = variant.name
    if title.text[start:end] != variant.letters:
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
    if variant.kind == "upside down":
        return None
    if variant.kind == "reversed" and (is_chinese_word if name.chinese else is_word)(variant.letters):
        return None
    short = variant.kind == "reversed" and name.chinese and len(name.letters) < 3
    return Candidate(name, start, end, variant.kind, _SCORES[variant.kind], variant.how, needs_context=short)
