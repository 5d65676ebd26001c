"""Names in which an emoji stands for one character: N🍎rdwerk, 诺🔥维克, 💡umeo."""

import re
from collections.abc import Iterable, Iterator

from monitor.lexicon.ordinary import is_word
from monitor.matching.candidate import Candidate
from monitor.matching.names import Name
from monitor.matching.title import Title, has_edges

EMOJIS = "\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
"""Their ranges, for a regular expression's class of characters."""
EMOJI = f"[{EMOJIS}]"
"""One code point of an emoji, as a regular expression; an emoji in a skeleton is one or several."""
HAS_EMOJI = re.compile(EMOJI)
_EMOJI = re.compile(EMOJI + "{1,8}")
_MOST = 20
"""Emoji of a title that are looked at."""
_LONGEST = 24
"""Letters of a name."""
_HOLE = "\0"
_HOW = "with an emoji for one character"


class EmojiNames:
    """Finds such names. Made of all names, indexed by their letters with a hole for each of them."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._with_a_hole: dict[str, list[Name]] = {}
        self._longest_chinese = 0
        for name in names:
            size = len(name.letters)
            if size > _LONGEST or size < (3 if name.chinese else 4) or not (name.chinese or name.latin):
                continue
            if name.chinese:
                self._longest_chinese = max(size, self._longest_chinese)
            for at in range(size):
                with_a_hole = name.letters[:at] + _HOLE + name.letters[at + 1 :]
                self._with_a_hole.setdefault(with_a_hole, []).append(name)

    def find(self, title: Title) -> Iterator[Candidate]:
        """For each of the first 20 emoji the names whose letters stand right beside it."""
        text = title.text
        for _, emoji in zip(range(_MOST), _EMOJI.finditer(text), strict=False):
            start, end = emoji.span()
            first, last = title.token_around(start, end)
            yield from self._named(text, first, last, start, end)
            most = self._longest_chinese
            befores = _chinese_places(text, range(start - 1, max(start - most, -1), -1))
            afters = _chinese_places(text, range(end, min(end + most - 1, len(text))))
            for first in (start, *befores):
                for last in (end, *(at + 1 for at in afters)):
                    if start - first + last - end < most:
                        yield from self._named(text, first, last, start, end)

    def _named(self, text: str, first: int, last: int, start: int, end: int) -> Iterator[Candidate]:
        """The names from `first` to before `last` where the emoji stands from `start` to before `end`."""
        before, after = text[first:start], text[end:last]
        shown = len(before) + len(after)
        for name in self._with_a_hole.get(before + _HOLE + after, ()):
            at_an_end = not before or not after
            if at_an_end and is_word(before + after):
                continue  # hot🔥 is no Hotel
            if has_edges(text, first, last):
                doubtful = at_an_end or shown < (3 if name.chinese else 4)
                yield Candidate(name, first, last, "masked", 0.8 if shown > 3 else 0.75, _HOW, needs_context=doubtful)


def _chinese_places(text: str, way: range) -> list[int]:
    """The places of the characters beside an emoji as far as they are no Latin letters, spaces or signs."""
    places = []
    for at in way:
        if not text[at].isalnum() or text[at].isascii():
            break
        places.append(at)
    return places
