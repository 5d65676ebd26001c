"""One spelling for what looks the same: width, case, invisible characters; with the way back to the original."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_INVISIBLE = frozenset({"Cf", "Cc", "Mn", "Me"})


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; `origins[i]` is the code point of the original that `text[i]` comes from."""

    text: str
    origins: range | list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's code points for a non-empty span of the folded text."""
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
    """Folded characters by code point, for `str.translate`; filled as they come."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()
        """Characters that fold to none or to several: then places move."""

    def __missing__(self, code: int) -> str:
        found = self[code] = fold_char(chr(code))
        if len(found) != 1:
            self.uneven.add(chr(code))
        return found


_LETTERS = _Letters()


def fold_char(char: str) -> str:
    """What one character folds to: none, one or several."""
    previous, now = "", char
    while previous != now:
        previous = now
        plain = unicodedata.normalize("NFKD", now).casefold()
        now = "".join(c for c in plain if unicodedata.category(c) not in _INVISIBLE or c.isspace())
    return " " if now.isspace() else unicodedata.normalize("NFC", now)
