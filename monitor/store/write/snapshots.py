"""Rows of kept bytes: that they are kept, and that they were removed. The bytes themselves lie in the archive."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, delete, update

from monitor.model import Snapshot
from monitor.store.db.bulk import insert_new_rows
from monitor.store.db.lists import is_among
from monitor.store.db.schema import SnapshotRow
from monitor.store.db.schema_evidence import RemovedSnapshotRow

_REMOVED = RemovedSnapshotRow.__table__.c
_KEPT_ANEW = delete(RemovedSnapshotRow).where(is_among(_REMOVED.sha256_body))
_FILES_GONE = update(RemovedSnapshotRow).where(is_among(_REMOVED.sha256_body)).values(file_gone=True)


def write_snapshots(connection: Connection, snapshots: Sequence[Snapshot]) -> None:
    """Note kept bytes, which lie in the archive already; those that were removed once are there again."""
    insert_new_rows(connection, SnapshotRow, [asdict(snapshot) for snapshot in snapshots])
    connection.execute(_KEPT_ANEW, {"keys": [snapshot.sha256_body for snapshot in snapshots]})


def remove_snapshots(
    connection: Connection, digests: Collection[str], why: Literal["expired", "forgotten"], at: datetime
) -> None:
    """Note that bytes are removed; their files are deleted afterwards (`files_gone`)."""
    rows = [{"sha256_body": sha256, "at": at, "why": why, "file_gone": False} for sha256 in sorted(digests)]
    insert_new_rows(connection, RemovedSnapshotRow, rows)


def files_gone(connection: Connection, digests: Collection[str]) -> None:
    """Note that the files of removed bytes are deleted."""
    connection.execute(_FILES_GONE, {"keys": sorted(digests)})
