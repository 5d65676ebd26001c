"""Words about a person, found and blanked in texts, JSON and bytes, in the forms that pages and addresses use."""

import html
import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, quote_plus

BLANK = "[forgotten]"
"""What stands in the place of a word."""
_LEAST = 2
"""Characters of a word that is looked for."""
_LEAST_ASCII, _LEAST_DIGITS = 4, 5
"""Characters of such a word that is looked for beyond the person's own rows."""


def usable_words(given: Iterable[str | None]) -> tuple[str, ...]:
    """The words that can be looked for, each once, the longest first."""
    words = {word.strip() for word in given if word}
    return tuple(sorted((word for word in words if len(word) >= _LEAST), key=lambda word: (-len(word), word)))


def is_long_enough(word: str) -> bool:
    """Whether a word is long enough to mean the person wherever it stands."""
    least = _LEAST_DIGITS if word.isdecimal() else _LEAST_ASCII if word.isascii() else _LEAST
    return len(word) >= least


class PersonWords:
    """Some words of a person; letters of either case are the same."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        forms = {form: None for word in self.words for form in _forms(word)}
        self._text = _pattern([_bounded(form) for form in forms])
        in_bytes = {form.encode() for form in forms} | {
            word.encode("gb18030") for word in self.words if not word.isascii()
        }
        bounded = [_bounded(re.escape(form), is_pattern=True) for form in map(_as_latin, in_bytes)]
        self._bytes = None if not bounded else re.compile("|".join(bounded).encode("latin-1"), re.IGNORECASE)

    def are_in(self, text: str | None) -> bool:
        """Whether one of the words stands in a text."""
        return text is not None and self._text is not None and self._text.search(text) is not None

    def blanked(self, text: str) -> str:
        """The text without the words."""
        return text if self._text is None else self._text.sub(BLANK, text)

    def blanked_json(self, text: str) -> str:
        """JSON whose texts are without the words; numbers and structure stay."""
        return json.dumps(self._walk(json.loads(text)), ensure_ascii=False, separators=(",", ":"))

    def are_in_bytes(self, data: Any) -> bool:
        """Whether one of the words stands in bytes (or what is like bytes), in UTF-8 or GB 18030."""
        return self._bytes is not None and self._bytes.search(data) is not None

    def blanked_bytes(self, data: bytes) -> bytes:
        """The bytes without the words."""
        return data if self._bytes is None else self._bytes.sub(BLANK.encode(), data)

    def _walk(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.blanked(value)
        if isinstance(value, list):
            return [self._walk(member) for member in value]
        if isinstance(value, dict):
            return {self.blanked(name): self._walk(member) for name, member in value.items()}
        return value


def _forms(word: str) -> Iterable[str]:
    """A word as texts, addresses, JSON and HTML hold it."""
    yield word
    yield from (quote(word, safe=""), quote_plus(word), quote(word, safe="/:"))
    yield from (json.dumps(word)[1:-1], json.dumps(word, ensure_ascii=False)[1:-1], html.escape(word))
    try:
        yield quote(word.encode("gb18030"), safe="")
    except UnicodeEncodeError:
        return


def _bounded(form: str, *, is_pattern: bool = False) -> str:
    """A pattern for a form: a number is no part of a longer number."""
    pattern = form if is_pattern else re.escape(form)
    return rf"(?<!\d){pattern}(?!\d)" if form.isascii() and form.isdecimal() else pattern


def _pattern(parts: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(sorted(parts, key=len, reverse=True)), re.IGNORECASE) if parts else None


def _as_latin(data: bytes) -> str:
    return data.decode("latin-1")
