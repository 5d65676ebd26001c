"""One writer of evidence at a time, who first puts in order what an interrupted one left."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from monitor.errors import MonitorError, StoreError
from monitor.evidence.staging import recover
from monitor.store.lock import store_lock
from monitor.store.read.staged import is_committed
from monitor.store.store import Store

EVIDENCE = "evidence"
"""The folder of the store."""
_WAIT_SECONDS = 60.0
"""Sealing a thousand pages takes ten; no question to an authority is asked while the lock is held."""


@contextmanager
def writing_evidence(store: Store) -> Iterator[Path]:
    """Hold the lock of the evidence folder, from recovery to the last file in place; yields the folder.

    It may be held beside a run and its crawlers. Raises `StoreError`.
    """
    root = store.root / EVIDENCE
    with store_lock(store.root, _WAIT_SECONDS, "evidence.lock"):
        try:
            root.mkdir(mode=0o700, exist_ok=True)
            _put_in_order(store, root)
        except OSError as error:
            raise StoreError(f"{root}: the evidence folder can't be written ({error.strerror})") from None
        try:
            yield root
        except (OSError, MonitorError):
            with suppress(OSError, MonitorError):  # a full disk has its room back; else the next writer does it
                _put_in_order(store, root)
            raise


def _put_in_order(store: Store, root: Path) -> None:
    """Finish what was committed, and delete what was not."""
    with store.read() as connection:
        recover(root, lambda token: is_committed(connection, token))
