"""The watchlist's file: read as it is, and written whole or not at all."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import InputError


@dataclass(frozen=True, slots=True)
class WatchlistFile:
    """A file's text, its BOM and line ends as they are, and the digest by which a change of it is noticed."""

    text: str
    digest: str


class FileChanged(InputError):
    """Raised where the file is no longer the one that was read."""


def read_watchlist_file(path: Path) -> WatchlistFile | None:
    """The file; None when there is none. Raises `InputError` for one that can't be read or is not UTF-8."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror}); expected one watchlist file") from None
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise InputError(f"{path}: not UTF-8 text; save the file with the encoding UTF-8") from None
    return WatchlistFile(text, hashlib.sha256(content).hexdigest())


def write_watchlist_file(path: Path, text: str, digest: str | None) -> None:
    """Put `text` in the place of the file that has `digest`; None: of no file.

    The file is the old or the new one, whatever happens meanwhile; its mode stays. Raises `FileChanged`, and
    `InputError` where it can't be written.
    """
    path = path.resolve()  # a link stays one
    before = read_watchlist_file(path)
    if (before.digest if before else None) != digest:
        raise FileChanged(f"{path}: the file was changed meanwhile; nothing was written")
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
        if before:
            Path(temporary).chmod(path.stat().st_mode & 0o7777)
        Path(temporary).replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise InputError(f"{path}: can't be written ({error.strerror})") from None


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
