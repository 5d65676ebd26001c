"""Where bytes are kept that never change: a folder today; a bucket of an object store has the same five verbs."""

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class Archive(Protocol):
    """Kept bytes by name (`ab/cdef.zst`). What is kept under a name stays as it is. All verbs raise OSError.

    `str(archive)` names it in messages.
    """

    def put(self, name: str, data: bytes) -> None:
        """Keep `data`; whole and on the disk when this returns. A name that is taken is left alone."""

    def get(self, name: str) -> bytes:
        """The bytes. Raises FileNotFoundError when there are none."""

    def exists(self, name: str) -> bool:
        """Whether something is kept under the name."""

    def list(self, folder: str) -> Iterator[str]:
        """The names below a folder (`ab`), in any order."""

    def delete(self, name: str) -> None:
        """Keep nothing under the name any more; nothing happens where nothing is."""


@dataclass(frozen=True)
class FolderArchive:
    """An archive in a folder of the file system: a name is a path below `root`."""

    root: Path

    def __str__(self) -> str:
        """As people name it: `f"{archive}/{name}"` is a file's path."""
        return str(self.root)

    def put(self, name: str, data: bytes) -> None:
        """See `Archive`: written beside, flushed, and renamed into place."""
        path = self.root / name
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.parent / f".{secrets.token_hex(8)}.tmp"
        try:
            with temporary.open("xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.rename(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)

    def get(self, name: str) -> bytes:
        """See `Archive`."""
        return (self.root / name).read_bytes()

    def exists(self, name: str) -> bool:
        """See `Archive`."""
        return (self.root / name).exists()

    def list(self, folder: str) -> Iterator[str]:
        """See `Archive`; without what an interrupted `put` left."""
        for path in (self.root / folder).glob("*"):
            if not path.name.startswith("."):
                yield f"{folder}/{path.name}"

    def delete(self, name: str) -> None:
        """See `Archive`."""
        (self.root / name).unlink(missing_ok=True)

    def sweep(self, before: float) -> int:
        """Remove what interrupted writes left before a time (seconds since 1970); returns how many files that were."""
        old = [path for path in self.root.glob("??/.*.tmp") if path.stat().st_mtime < before]
        for path in old:
            path.unlink()
        return len(old)


def sync_folder(folder: Path) -> None:
    """Have a folder's own entries on the disk: renames in it too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
