"""Numbers that a pattern finds within words, each with what touches it: the digits may be a part of another number."""

import re
from collections.abc import Iterable

from monitor.pages.limits import MAX_SEARCHED

_LONGEST = 24
"""Characters before or behind a number that may belong to it."""
_WORD_BEHIND = re.compile(rf"[^\s|]{{0,{_LONGEST}}}")
_SIGNS = frozenset(".,'’·´`_⁄∕")


def number_in(pattern: str, text: str | None) -> str | None:
    """The first group that took part in a match, for `read_count` and `read_price`, which refuse broken numbers.

    It comes with the digits, letters and signs that stand directly before it, and the rest of the word behind it:
    `1e16 sold` for the `16` that a pattern finds in it. What begins behind `MAX_SEARCHED` characters is not looked at.
    """
    match = re.compile(pattern).search(text, 0, MAX_SEARCHED) if text else None
    group = next((number for number, words in enumerate(match.groups(), 1) if words is not None), 0) if match else 0
    if text is None or match is None or not group:
        return None
    return whole_number(text, *match.span(group))


def number_among(pattern: str, texts: Iterable[str | None]) -> str | None:
    """As `number_in`, in the first text that matches."""
    return next((number for text in texts if (number := number_in(pattern, text))), None)


def whole_number(text: str, start: int, end: int) -> str:
    """The words of a number from `start` to before `end` of a text, with what touches them."""
    earliest = max(0, start - _LONGEST)
    while start > earliest and _touches(text[start - 1]):
        start -= 1
    behind = _WORD_BEHIND.match(text, end)
    return text[start : behind.end() if behind else end]


def _touches(char: str) -> bool:
    """Whether a character before digits makes them the end of a word or a number; scripts without capitals do not."""
    is_letter = char.lower() != char.upper()
    return is_letter or char.isnumeric() or char in _SIGNS or not (char.isprintable() or char.isspace())
