"""What is not kept for ever: pages and pictures that no finding needs, and evidence whose time is over."""

import os
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.config import EvidenceSettings
from monitor.errors import StoreError
from monitor.evidence.snapshots import delete_snapshot
from monitor.runs.evidence_writing import EVIDENCE, writing_evidence
from monitor.store.read.retention import (
    deleted_captures,
    old_captures,
    old_pages,
    old_pictures,
    unfinished_removals,
)
from monitor.store.store import Store
from monitor.store.write.custody import CustodyEvent, add_custody
from monitor.store.write.retention import forget_unmatched
from monitor.store.write.snapshots import files_gone, remove_snapshots

_BATCH = 500
"""Files that are deleted before this is noted."""


@dataclass(frozen=True, slots=True)
class Removals:
    """How many things of each kind were removed because their time was over."""

    pages: int
    """Kept pages and pictures, by their files."""
    captures: int


def remove_old(store: Store, settings: EvidenceSettings, now: datetime | None = None) -> Removals:
    """Remove what nothing needs any more, under the store's lock. `now`: UTC.

    Rows are written first and files deleted afterwards: what an interrupted call left is finished by the next.
    """
    now = now or datetime.now(UTC)
    forget_unmatched(store, now)
    before = now - timedelta(days=settings.keep_pages_days)
    with store.write() as connection:
        remove_snapshots(connection, old_pages(connection, before) | old_pictures(connection, before), "expired", now)
    return Removals(delete_removed_files(store), _remove_old_evidence(store, settings.keep_evidence_days, now))


def delete_removed_files(store: Store) -> int:
    """Delete the files of pages and pictures that are removed; returns how many there were."""
    with store.read() as connection:
        digests = list(unfinished_removals(connection))
    try:
        for start in range(0, len(digests), _BATCH):
            batch = digests[start : start + _BATCH]
            for sha256 in batch:
                delete_snapshot(store.snapshots, sha256)
            with store.write() as connection:
                files_gone(connection, batch)
    except OSError as error:
        raise StoreError(f"{store.root}: an expired page can't be deleted ({error.strerror})") from None
    return len(digests)


def _remove_old_evidence(store: Store, days: int | None, now: datetime) -> int:
    """Delete captures that were sealed longer ago; the ledger's lines and the rows stay, with a tombstone each."""
    captures = store.root / EVIDENCE / "captures"
    with store.read() as connection:
        left = [name for name in deleted_captures(connection) if (captures / name).is_dir()]
    if not captures.is_dir() or (days is None and not left):
        return 0
    with writing_evidence(store):
        if days is not None:
            _bury(store, days, now)
        with store.read() as connection:
            return _delete_folders(captures, deleted_captures(connection))


def _bury(store: Store, days: int, now: datetime) -> None:
    """Write the tombstones of captures whose time is over."""
    with store.write() as connection:
        old = old_captures(connection, now - timedelta(days=days))
        reason = f"kept for {days} days"
        events = [
            CustodyEvent(
                "deleted",
                "keep_evidence_days",
                now,
                capture_id=capture.id,
                batch=capture.batch,
                facts={"manifest_sha256": capture.manifest_sha256, "reason": reason},
            )
            for capture in old
        ]
        add_custody(connection, events)


def _delete_folders(captures: Path, deleted: Collection[str]) -> int:
    """Delete the folders of deleted captures that are still there; returns how many."""
    left = [captures / name for name in sorted(deleted) if (captures / name).is_dir()]
    try:
        for folder in left:
            for parent, _, _ in os.walk(folder):
                Path(parent).chmod(0o700)
            shutil.rmtree(folder)
    except OSError as error:
        raise StoreError(f"{error.filename}: expired evidence can't be deleted ({error.strerror})") from None
    return len(left)
