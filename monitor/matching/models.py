"""Model numbers by their shape: RB#### is any of Ray-Ban's, ######LN a watch's reference; # a digit, @ a letter."""

import re
from collections.abc import Iterable, Iterator

from monitor.matching.found import Found
from monitor.matching.names import Name
from monitor.matching.title import Title

_TOKEN = re.compile("[a-z0-9]+(?:[-.][a-z0-9]+)*")
_DIGIT, _LETTER, _ENDING = re.compile("[0-9]"), re.compile("[a-z]"), re.compile("[a-z]{1,3}$")
_MOST_TOKENS = 60


class ModelNumbers:
    """All weak names that are shapes."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._shapes: dict[str, list[Name]] = {}
        for name in names:
            if name.is_shape:
                self._shapes.setdefault(name.text.lower(), []).append(name)

    def find(self, title: Title) -> Iterator[Found]:
        """Every number of such a shape; a few letters may follow it (DHP482Z)."""
        if not self._shapes:
            return
        for count, token in enumerate(_TOKEN.finditer(title.text)):
            if count > _MOST_TOKENS:
                return
            if not _DIGIT.search(token[0]):
                continue
            shapes = {shape for word in (token[0], _ENDING.sub("", token[0])) for shape in _shapes_of(word)}
            for shape in sorted(shapes):
                for name in self._shapes.get(shape, ()):
                    common = not _LETTER.search(shape)  # any firm's number may look like that
                    yield Found(name, *token.span(), "weak", 0.6, "as a number of that kind", needs_slang=common)


def _shapes_of(word: str) -> tuple[str, str]:
    shape = _DIGIT.sub("#", word)
    return shape, _LETTER.sub("@", shape)
