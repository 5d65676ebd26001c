"""A title prepared for matching: its skeleton, its letters by class, their sound, and where words begin and end."""

import re
import string
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import compress, count, pairwise

from monitor.matching.segment import word_edges
from monitor.text.fold import Folded
from monitor.text.hanzi import joins_words, readings
from monitor.text.skeleton import skeleton

# Symbols and digits that stand for letters, each with the letter of its class: i and l, b and g, u and v are one class,
# since 1 and ! are written for i and l, 6 for b and g, and V for U in inscriptions. `spelling` compares the letters.
_CLASS = {
    "0": "o", "1": "i", "!": "i", "l": "i", "2": "z", "3": "e", "4": "a", "@": "a", "5": "s", "$": "s",
    "7": "t", "6": "g", "8": "g", "9": "g", "b": "g", "q": "g", "v": "u", "€": "e", "£": "i", "¥": "y",
    "₦": "n", "₭": "k", "₴": "s", "₮": "t", "₩": "w", "₳": "a", "₱": "p", "₲": "g", "₵": "c", "฿": "g", "₤": "i",
}  # fmt: skip
IMITATES = {
    "0": "o", "1": "il", "!": "il", "2": "z", "3": "e", "4": "a", "@": "a", "5": "s", "$": "s",
    "6": "bg", "7": "t", "8": "b", "9": "gq", "€": "e", "£": "l", "¥": "y",
    "₦": "n", "₭": "k", "₴": "s", "₮": "t", "₩": "w", "₳": "a", "₱": "p", "₲": "g", "₵": "c", "฿": "b", "₤": "l",
}  # fmt: skip
"""The letters that a symbol or a digit is written for."""

_AROUND = 12  # characters beside a name that decide which words it stands between

_LONGEST_TOKEN = 40  # letters that may be glued to a name

_RUNS = re.compile("[a-zA-Z0-9]+")
_TOKENS = re.compile("[a-z0-9]+(?:['’][a-z0-9]+)*")
_HANZI = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def has_edges(text: str, start: int, end: int) -> bool:
    """Whether the span cuts no Latin word or number; beside Hanzi anything may begin and end."""

    def goes_on(outside: str, inside: str) -> bool:
        return outside.isalnum() and inside.isalnum() and not joins_words(outside) and not joins_words(inside)

    before = start > 0 and goes_on(text[start - 1], text[start])
    after = end < len(text) and goes_on(text[end], text[end - 1])
    return not before and not after


class _Classes(dict[int, str | None]):
    """For `str.translate`: a letter or Hanzi becomes the letter of its class, everything else None (dropped)."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        letter = self[code] = _CLASS.get(char) or (char if char.isalnum() else None)
        return letter


class _Sounds(dict[int, str | None]):
    """As `_Classes`, but a Hanzi becomes the class letters of its commonest pinyin reading."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        letters = self[code] = key_of(readings(char)[0]) if readings(char) else _CLASSES[code]
        return letters


_CLASSES = _Classes()


def key_of(text: str) -> str:
    """The letters of a skeleton by class, without spaces, hyphens and the like: "n0rd-we1k" becomes "nordweik"."""
    return text.translate(_CLASSES)


_SOUNDS = _Sounds()

LATIN = frozenset(string.ascii_letters + string.digits)
"""Letters and digits that Latin names are made of."""


class Title:
    """One title and its views: `text` (its skeleton), `key` (letters by class), `sound` (with pinyin for Hanzi).

    Places are places in `text`; `span` leads back to the title as given.
    """

    def __init__(self, raw: str, *, is_skeleton: bool = False) -> None:
        """`is_skeleton`: whether the text is a skeleton already."""
        self.raw = raw
        self._folded = Folded(raw, range(len(raw))) if is_skeleton else skeleton(raw)
        self.text = self._folded.text
        self.key = self.text.translate(_CLASSES)
        self.cuts: frozenset[int] = frozenset()
        """Places in `text` within a run of Latin letters and digits where a word ends all the same: 1:1|Nordwerk."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The code points of the title as given for a non-empty span of `text`."""
        return self._folded.span(start, end)

    def written(self, start: int, end: int) -> str:
        """What the title as given has for a non-empty span of `text`, letter for letter."""
        return self.raw[slice(*self.span(start, end))]

    def place_of(self, point: int) -> int:
        """The first place in `text` that comes from code point `point` of the title as given, or from a later one."""
        return bisect_left(self._folded.origins, point)

    @cached_property
    def places(self) -> Sequence[int]:
        """The place in `text` of each character of `key`."""
        if len(self.key) == len(self.text):
            return range(len(self.text))
        return list(compress(count(), map(_CLASSES.__getitem__, map(ord, self.text))))

    @cached_property
    def chinese(self) -> bool:
        """Whether any Hanzi stands in it."""
        return _HANZI.search(self.text) is not None

    @cached_property
    def sound(self) -> str:
        """`key` with Hanzi as their pinyin."""
        return self.text.translate(_SOUNDS) if self.chinese else self.key

    @cached_property
    def sound_units(self) -> tuple[dict[int, int], dict[int, int]]:
        """For `sound`: where each unit (a Hanzi's reading, a letter) starts and ends, with its index in `places`."""
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        at = 0
        for index, place in enumerate(self.places):
            starts[at] = index
            at += len(_SOUNDS[ord(self.text[place])] or "")
            ends[at] = index
        return starts, ends

    @cached_property
    def edges(self) -> frozenset[int]:
        """The places where Chinese words begin and end, by the dictionary."""
        return word_edges(self.text)

    def begins_word(self, start: int, end: int) -> bool:
        """Whether the dictionary's word at `start` goes on for two characters or more after `end`: 大众 in 大众汽车."""
        after = min((edge for edge in self.edges if edge > start), default=end)
        return after - end >= 2

    def edges_with(self, start: int, end: int, name: str) -> frozenset[int]:
        """The places near the span where words would begin and end if `name` stood between `start` and `end`."""
        first = max(0, start - _AROUND)
        moved = end - start - len(name)
        edges = word_edges(self.text[first:start] + name + self.text[end : end + _AROUND])
        return frozenset(first + edge if first + edge <= start else first + edge + moved for edge in edges)

    def edges_guessed(self, start: int, end: int) -> frozenset[int]:
        """The places near the span where words begin and end, with unknown words estimated."""
        first = max(0, start - _AROUND)
        return frozenset(first + edge for edge in word_edges(self.text[first : end + _AROUND], guess=True))

    @cached_property
    def words(self) -> list[str]:
        """The Latin words and numbers, apostrophes left out."""
        if self.cuts:
            words = [self.text[start:end] for start, end in self._spans(_TOKENS)]
        else:
            words = _TOKENS.findall(self.text)
        if "'" in self.text or "’" in self.text:
            return [word.replace("'", "").replace("’", "") for word in words]
        return words

    @cached_property
    def tokens(self) -> list[tuple[str, int, int]]:
        """The `words`, each with where it starts and ends in `text`."""
        return [(word, *span) for word, span in zip(self.words, self._spans(_TOKENS), strict=True)]

    def token_around(self, start: int, end: int) -> tuple[int, int]:
        """The run of Latin letters and digits that the span stands in: at most 40 more on each side."""
        starts, ends = self._runs
        before = bisect_left(ends, start)  # the first run that reaches up to the span
        if before < len(starts) and starts[before] < start and start not in self.cuts:
            first = max(starts[before], start - _LONGEST_TOKEN)
        else:
            first = start
        after = bisect_right(starts, end) - 1  # the last run that begins before the span's end, or right there
        goes_on = after >= 0 and ends[after] > end and end not in self.cuts
        return first, min(ends[after], end + _LONGEST_TOKEN) if goes_on else end

    @cached_property
    def _runs(self) -> tuple[list[int], list[int]]:
        """Where the runs of Latin letters and digits start, and where they end."""
        spans = self._spans(_RUNS)
        return [start for start, _ in spans], [end for _, end in spans]

    def _spans(self, runs: re.Pattern[str]) -> list[tuple[int, int]]:
        """Where the runs of a pattern start and end, in their parts between the cuts."""
        spans = [run.span() for run in runs.finditer(self.text)]
        if not self.cuts:
            return spans
        cuts = sorted(self.cuts)
        return [
            part for start, end in spans for part in pairwise([start, *(at for at in cuts if start < at < end), end])
        ]
