"""Folding: one spelling for texts that differ only in width, case and invisible characters, with the way back."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_INVISIBLE = frozenset({"Cf", "Cc", "Mn", "Me"})


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; `text[i]` comes from code point `origins[i]` of the original."""

    text: str
    origins: range | list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original, in code points, for a non-empty span of the folded text."""
        return self.origins[start], self.origins[end - 1] + 1


@lru_cache(maxsize=1024)
def fold(text: str) -> Folded:
    """NFKC and case folding, without zero-width, control and combining characters. Idempotent."""
    if text.isascii() and text.isprintable():
        return Folded(text.lower(), range(len(text)))
    folded = text.translate(_LETTERS)
    if _LETTERS.uneven.isdisjoint(text):
        return Folded(folded, range(len(text)))
    letters: list[str] = []
    origins: list[int] = []
    for at, char in enumerate(text):
        for letter in _LETTERS[ord(char)]:
            letters.append(letter)
            origins.append(at)
    return Folded("".join(letters), origins)


class _Letters(dict[int, str]):
    """For `str.translate`: characters by code point to what they fold to, worked out when first met."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()
        """Characters that fold to none or several, so that places after them move."""

    def __missing__(self, code: int) -> str:
        chars = self[code] = fold_char(chr(code))
        if len(chars) != 1:
            self.uneven.add(chr(code))
        return chars


_LETTERS = _Letters()


def fold_char(char: str) -> str:
    """What one character folds to: no character, one or several."""
    previous, now = "", char
    while previous != now:
        previous = now
        plain = unicodedata.normalize("NFKD", now).casefold()
        now = "".join(c for c in plain if unicodedata.category(c) not in _INVISIBLE or c.isspace())
    return " " if now.isspace() else unicodedata.normalize("NFC", now)
