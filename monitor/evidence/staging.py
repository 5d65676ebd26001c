"""Files that become evidence all at once: written aside, named by one transaction of the database, then put in place.

A crash before the transaction leaves a folder that `recover` deletes; one after it, a folder that `recover` puts in
place. So what lies in place is what the database names.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from monitor.evidence.archive import sync_folder

STAGING = "staging"
_MANY = 30
"""More files are flushed faster with everything else that waits for the disk than one by one."""
_FOLDER, _SEALED_FOLDER, _SEALED_FILE = 0o700, 0o500, 0o400


class Staging:
    """What one transaction will name. `root`: the folder `evidence`; `token`: tells it apart, and is named by a row."""

    def __init__(self, root: Path, token: str) -> None:
        self._root = root
        self._folder = root / STAGING / token
        self._folder.mkdir(parents=True, mode=_FOLDER)
        self._files: list[Path] = []

    def write(self, name: str, data: bytes) -> None:
        """Write a file as it will lie below `evidence`; on the disk after `flush`. Raises OSError."""
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=_FOLDER)
        with path.open("xb") as stream:
            stream.write(data)
        path.chmod(_SEALED_FILE)
        self._files.append(path)

    def flush(self) -> None:
        """Have all files and folders on the disk: before the transaction. Raises OSError."""
        if len(self._files) > _MANY:
            os.sync()  # all at once; asked one by one afterwards, each says whether it failed
        for path in self._files:
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        for folder, _, _ in os.walk(self._folder):
            sync_folder(Path(folder))
        sync_folder(self._folder.parent)

    def discard(self) -> None:
        """Delete all of it: where the transaction won't come. Raises OSError."""
        shutil.rmtree(self._folder)

    def place(self) -> None:
        """Put all in place: after the transaction. Raises OSError."""
        _place(self._root, self._folder)


def recover(root: Path, is_committed: Callable[[str], bool]) -> None:
    """Put in place what an interrupted command had committed, and delete what it had not. Raises OSError."""
    staging = root / STAGING
    for folder in sorted(staging.iterdir()) if staging.is_dir() else []:
        if is_committed(folder.name):
            _place(root, folder)
            for capture in root.glob("captures/*"):  # the one that was moved last may have been left writable
                _make_read_only(capture)
        else:
            shutil.rmtree(folder)


def staged_paths(root: Path, name: str) -> list[Path]:
    """Where a named file or folder lies that is not in place yet."""
    return [path for path in root.glob(f"{STAGING}/*/{name}") if path.exists()]


def _place(root: Path, folder: Path) -> None:
    """Move each file, and each folder of a capture as a whole, to where it belongs; done again after a crash."""
    parents = set()
    for path in [*folder.glob("captures/*"), *(path for path in folder.glob("ledger/**/*") if path.is_file())]:
        target = root / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True, mode=_FOLDER)
        path.rename(target)
        if target.is_dir():
            _make_read_only(target)
        parents.add(target.parent)
    for parent in sorted(parents):
        sync_folder(parent)
    shutil.rmtree(folder)


def _make_read_only(capture: Path) -> None:
    for inner, _, _ in os.walk(capture, topdown=False):
        Path(inner).chmod(_SEALED_FOLDER)
