"""Spellings that change a name as a whole: reversed, a character drawn alike, a character in two parts."""

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.lexicon.ordinary import is_word
from monitor.matching.found import Found
from monitor.matching.names import Name
from monitor.matching.segment import is_chinese_word
from monitor.matching.title import Title, key_of
from monitor.text.hanzi import parts, similar
from monitor.text.lookalikes import turned

_MOST_ALIKE, _MOST_ALIKE_OF_TWO = 8, 6  # of two characters' names fewer: what remains of them is little
# Turned upside down these are each other; the rest of the alphabet has turned letters of its own.
_ROTATED = str.maketrans("bdnpqu", "qpudbn")


@dataclass(frozen=True, slots=True)
class Variant:
    """A changed spelling of a name, to be looked for as it is."""

    name: Name
    letters: str
    kind: str
    score: float
    how: str
    needs_company: bool = False

    @property
    def key(self) -> str:
        """Its letters by class."""
        return key_of(self.letters)


def variants(name: Name) -> Iterator[Variant]:
    """The changed spellings of a name that counts by itself."""
    letters = name.letters
    size = len(letters)
    backwards = letters[::-1]
    if backwards != letters and (name.latin or name.chinese) and size >= (2 if name.chinese else 4):
        short = name.chinese and size < 3
        yield Variant(name, backwards, "reversed", 0.8, "written backwards", needs_company=short)
    if name.latin and size >= 4 and (rotated := backwards.translate(_ROTATED)) != backwards:
        yield Variant(name, rotated, "upside down", 0.9, "upside down")
    if not name.chinese or size < 2:
        return
    for at, char in enumerate(letters):
        for other in similar(char)[: _MOST_ALIKE if size > 2 else _MOST_ALIKE_OF_TWO]:
            changed = letters[:at] + other + letters[at + 1 :]
            if not is_chinese_word(changed):
                yield Variant(name, changed, "look-alike", 0.8, f"with {other}, which is drawn like {char}")
        for split in parts(char):
            changed = letters[:at] + split + letters[at + 1 :]
            yield Variant(name, changed, "split", 0.8, f"with {char} written as its parts {split}")


def standing(title: Title, variant: Variant, first: int, last: int) -> Found | None:
    """The variant as it stands in the title; None where it belongs to other words."""
    places = title.places[first : last + 1]
    start, end = places[0], places[-1] + 1
    name = variant.name
    if title.text[start:end] != variant.letters:
        return None
    if name.chinese:
        if not {start, end} <= title.edges:
            return None
    elif title.token_around(start, end) != (start, end):
        return None
    mention = title.raw[slice(*title.span(start, end))]
    upside_down = any(char in turned() for char in mention)
    if upside_down and variant.kind in ("reversed", "upside down"):
        return Found(name, start, end, "look-alike", 0.9, "upside down")
    if variant.kind == "upside down":
        return None
    if variant.kind == "reversed" and (is_chinese_word if name.chinese else is_word)(variant.letters):
        return None
    return Found(name, start, end, variant.kind, variant.score, variant.how, needs_company=variant.needs_company)
