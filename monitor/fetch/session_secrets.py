"""A person's own login to a marketplace, for pages fetched by browser: where it lies, and what must never leave it.

`monitor login` makes the profile. Its cookies, and the words that the person named as private (account, name, address),
are replaced in everything that is kept, written or logged of a page.
"""

import html
import json
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import format_exception
from typing import Any
from urllib.parse import quote, quote_plus

REPLACED = "(private)"
_SHORTEST, _SURELY = 8, 16
"""Characters of a cookie's value from which on it can be a token: with letters and digits, or however it looks."""


def profile_of(store: Path, marketplace: str) -> Path:
    """The folder of a marketplace's login, mode 0700."""
    return store / "browser" / marketplace


def has_session(profile: Path) -> bool:
    """Whether a person has logged in with this profile."""
    return (profile / "ready").is_file()


def private_words(profile: Path) -> list[str]:
    """The words that the person named."""
    try:
        return (profile / "private.txt").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []


class Secrets(logging.Filter):
    """What must not leave a session; a logging filter too."""

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__()
        self._words = {word.strip() for word in words if len(word.strip()) > 1}
        self._text, self._bytes = _patterns(self._words)

    def add_cookies(self, cookies: Iterable[Any]) -> None:
        """Also the values of these cookies."""
        values = {str(cookie["value"]) for cookie in cookies}
        new = {value for value in values if _is_token(value)} - self._words
        if new:
            self._words |= new
            self._text, self._bytes = _patterns(self._words)

    def scrub(self, text: str) -> str:
        """`text` without secrets."""
        return self._text.sub(REPLACED, text)

    def scrub_bytes(self, body: bytes) -> bytes:
        """A page's bytes without secrets, in the charsets and escapes that pages use."""
        return self._bytes.sub(REPLACED.encode(), body)

    def filter(self, record: logging.LogRecord) -> bool:
        """Scrub a log record; it is always written."""
        text = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            text += "\n" + "".join(format_exception(record.exc_info[1])).rstrip()
        record.msg, record.args, record.exc_info, record.exc_text = self.scrub(text), (), None, None
        return True


@contextmanager
def scrubbed_logs(secrets: Secrets) -> Iterator[None]:
    """Keep secrets out of all that is logged while the block runs: every handler of the root log gets the filter."""
    handlers = list(logging.getLogger().handlers)
    for handler in handlers:
        handler.addFilter(secrets)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(secrets)


def _is_token(value: str) -> bool:
    mixed = any(letter.isdigit() for letter in value) and any(letter.isalpha() for letter in value)
    return len(value) >= _SURELY or (len(value) >= _SHORTEST and mixed)


def _patterns(words: set[str]) -> tuple[re.Pattern[str], re.Pattern[bytes]]:
    forms = {form for word in words for form in _forms(word)}
    longest = sorted(forms, key=len, reverse=True)
    encoded = {form.encode(charset, "ignore") for form in longest for charset in ("utf-8", "gb18030")} - {b""}
    text = re.compile("|".join(map(re.escape, longest)) or r"(?!)", re.IGNORECASE)
    return text, re.compile(
        b"|".join(map(re.escape, sorted(encoded, key=len, reverse=True))) or rb"(?!)", re.IGNORECASE
    )


def _forms(word: str) -> set[str]:
    return {word, html.escape(word), json.dumps(word)[1:-1], quote(word), quote(word, safe=""), quote_plus(word)}
