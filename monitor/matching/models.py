"""Model numbers by their shape, # for a digit and @ for a letter: RB#### is any of Ray-Ban's, ######LN a watch's."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from monitor.matching.candidate import Candidate
from monitor.matching.names import Name
from monitor.matching.title import Title

_NUMBER = re.compile("[a-z]{0,6}[0-9][a-z0-9]*(?:[-.][a-z0-9]+)*")
_ENDING = re.compile("[a-z]{1,3}$")
_DIGITS = str.maketrans("0123456789", "#" * 10)
_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "@" * 26)
_MOST_NUMBERS = 40


class ModelNumbers:
    """Finds numbers whose shape is a weak name. Made of all names; those that are no shapes are left out."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._shapes: dict[str, list[Name]] = {}
        for name in names:
            if name.is_shape:
                self._shapes.setdefault(name.text.lower(), []).append(name)
        longer = range(4)  # the letters that may follow a number
        self._lengths = frozenset(len(shape) + more for shape in self._shapes for more in longer)

    def find(self, title: Title) -> Iterator[Candidate]:
        """Every number of such a shape among the first 40 in the title; up to three letters may follow it (DHP482Z)."""
        if not self._shapes:
            return
        for token in islice(_NUMBER.finditer(title.text), _MOST_NUMBERS):
            if token.end() - token.start() not in self._lengths:
                continue
            for shape in _shapes_of(token[0]):
                for name in self._shapes.get(shape, ()):
                    common = not any(map(str.isalpha, shape))  # any firm's number may look like that
                    yield Candidate(name, *token.span(), "weak", 0.6, "as a number of that kind", needs_slang=common)


def _shapes_of(word: str) -> Iterator[str]:
    """The shapes of rb2140f: rb####f and @@####@, and without the letters at its end rb#### and @@####."""
    shape = word.translate(_DIGITS)
    yield from dict.fromkeys((shape, shape.translate(_LETTERS)))
    if shape[-1].isalpha() and (short := _ENDING.sub("", shape)) != shape:
        yield from dict.fromkeys((short, short.translate(_LETTERS)))
