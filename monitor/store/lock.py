"""One run at a time on a store. The lock dies with the last process that holds it, however it died."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.errors import StoreError, StoreInputError

_GRACE_SECONDS = 5.0
"""How long to wait for the crawlers of a killed run, which end as soon as they notice."""


@contextmanager
def store_lock(root: Path, wait: float = _GRACE_SECONDS, file: str = "lock") -> Iterator[int]:
    """Hold the store's lock; yields its file descriptor, for child processes to inherit and so to keep.

    `file`: another lock, of what may go on beside a run.

    Raises `StoreInputError` when another run holds it for longer than `wait` seconds.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        handle = os.open(root / file, os.O_RDWR | os.O_CREAT, 0o600)
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
        raise StoreInputError(f"{error.filename}: not what a store has here; move it away") from None
    except OSError as error:
        raise StoreError(
            f"{root}: the store can't be written ({error.strerror}); choose another folder with --store"
        ) from None
    try:
        _acquire(handle, root, wait)
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield handle
    finally:
        os.close(handle)


def _acquire(handle: int, root: Path, wait: float) -> None:
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                holder = os.pread(handle, 20, 0).decode(errors="replace") or "unknown"
                raise StoreInputError(
                    f"{root}: another run is working on this store (process {holder}); wait for it, or stop it"
                ) from None
            time.sleep(0.1)
        else:
            return
