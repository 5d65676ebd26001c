"""Files that are written whole or not at all: under another name first, renamed when they are done."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.errors import InputError, MonitorError


class ExportError(MonitorError):
    """Raised by `whole_file` when a file could not be finished (full disk, no permission): nothing is left of it."""


def check_target(target: Path, *, force: bool) -> None:
    """Refuse early what can't be written, or would overwrite. Raises `InputError`."""
    if target.is_dir():
        raise InputError(f"{target}: is a folder; expected the name of a file")
    if not target.parent.is_dir():
        raise InputError(f"{target}: there is no folder {target.parent}; make it first")
    if target.exists() and not force:
        raise InputError(f"{target}: exists already; choose another name, or overwrite it with --force")


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A file to write, which takes the place of `target` at the end. Raises `ExportError` in the place of OSError."""
    temporary = target.parent / f".{secrets.token_hex(8)}.tmp"
    try:
        temporary.touch(mode=0o600)  # it holds sellers' names, as the store does
        yield temporary
        temporary.replace(target)
    except OSError as error:
        why = error.strerror or str(error)
        raise ExportError(f"{target}: can't be written ({why}); free space or choose another place") from None
    finally:
        temporary.unlink(missing_ok=True)
