"""Folding: one spelling for texts that differ only in width, case and invisible characters, with the way back."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

_INVISIBLE = frozenset({"Cf", "Cc", "Mn", "Me"})
_BLANK_LETTERS = "\u115f\u1160"
"""Letters of Hangul that are drawn as nothing; two more become these (U+3164, U+FFA0)."""


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; `text[i]` comes from code point `origins[i]` of the original."""

    text: str
    origins: range | list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original, in code points, for a non-empty span of the folded text."""
        return self.origins[start], self.origins[end - 1] + 1


class FoldTable(dict[int, str]):
    """For `str.translate`: characters by code point to what they fold to, worked out when first met."""

    def __init__(self, fold_one: Callable[[str], str]) -> None:
        """`fold_one`: what one character folds to: no character, one or several."""
        super().__init__()
        self._fold_one = fold_one
        self._uneven: set[str] = set()
        """Characters that fold to none or several, so that places after them move."""

    def __missing__(self, code: int) -> str:
        chars = self[code] = self._fold_one(chr(code))
        if len(chars) != 1:
            self._uneven.add(chr(code))
        return chars

    def apply(self, text: str) -> Folded:
        """The text folded, with the way back to it."""
        if text.isascii() and text.isprintable():
            return Folded(text.lower(), range(len(text)))
        folded = text.translate(self)
        if self._uneven.isdisjoint(text):
            return Folded(folded, range(len(text)))
        letters: list[str] = []
        origins: list[int] = []
        for at, char in enumerate(text):
            for letter in self[ord(char)]:
                letters.append(letter)
                origins.append(at)
        return Folded("".join(letters), origins)


def fold_char(char: str) -> str:
    """What one character folds to: no character, one or several."""
    previous, now = "", char
    while previous != now:
        previous = now
        plain = unicodedata.normalize("NFKD", now).casefold()
        now = "".join(
            c for c in plain if c not in _BLANK_LETTERS and (unicodedata.category(c) not in _INVISIBLE or c.isspace())
        )
    return " " if now.isspace() else unicodedata.normalize("NFC", now)


_FOLDS = FoldTable(fold_char)


@lru_cache(maxsize=1024)
def fold(text: str) -> Folded:
    """NFKC and case folding, without zero-width, control and combining characters. Idempotent."""
    return _FOLDS.apply(text)
