"""What can go wrong in a way that a user can mend. One root, one class per kind of mending."""

import difflib
from collections.abc import Iterable
from pathlib import Path


class MonitorError(Exception):
    """Root of all errors with a message for the user: one clear line. `exit_code` is what a command ends with."""

    exit_code = 3


class InputError(MonitorError):
    """Raised where something that the user gave can't be used: what, where, what was expected, what to do."""

    exit_code = 2


def expected(given: str, known: Iterable[str]) -> str:
    """The end of an error about an unknown name: the known ones, and the one that is spelled most like it."""
    names = list(known)
    near = difflib.get_close_matches(given[:100].lower(), names, n=1)
    return f"expected one of {', '.join(names)}" + (f"; did you mean {near[0]!r}?" if near else "")


def check_text(what: str, text: str) -> None:
    """Raise `InputError` where a text from the command line holds bytes that are no characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InputError(f"{what} {text[:100]!r}: holds bytes that are no characters; expected UTF-8") from None


def check_line(what: str, text: str, longest: int = 200) -> None:
    """Raise `InputError` where a text is not one line that can be read: long, or with characters that can't be seen."""
    check_text(what, text)
    if len(text) > longest:
        raise InputError(f"{what}: {len(text)} characters; expected one line of at most {longest}")
    if not text.isprintable():
        raise InputError(f"{what} {text[:100]!r}: has characters that can't be seen; expected one line of plain text")


class WatchlistError(InputError):
    """Raised by `monitor.watchlist.load`: one line per problem with file, key, what is wrong, what was expected."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        self.path = path
        self.problems = problems
        super().__init__("\n".join(f"{path}: {problem}" for problem in problems))


class StoreError(MonitorError):
    """Raised by `monitor.store` when the store itself can't do what is asked (read-only, full disk, damaged)."""


class StoreInputError(StoreError, InputError):
    """Raised by `monitor.store` when the store does not fit the request: newer version, other kind, in use, missing."""

    exit_code = 2
