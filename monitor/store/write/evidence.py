"""Name what was sealed: a batch, its captures, the listings they show, and the custody log. One transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from monitor.store.db.bulk import insert_rows
from monitor.store.db.schema_evidence import CaptureListingRow, CaptureRow, EvidenceBatchRow
from monitor.store.write.custody import CustodyEvent, add_custody


@dataclass(frozen=True, slots=True)
class NewCapture:
    """A capture that was staged. `listings`: whether it is the listing's own page, by listing key."""

    id: str
    visit_id: int
    manifest_sha256: str
    session: bool
    listings: dict[str, bool]
    why: str


@dataclass(frozen=True, slots=True)
class NewBatch:
    """The head of the batch that holds them. `at`: UTC."""

    number: int
    at: datetime
    previous: str
    root: str
    head_sha256: str


def last_batch(connection: Connection) -> tuple[int, str] | None:
    """The number of the newest batch and the digest of its head; None before the first."""
    query = select(EvidenceBatchRow.number, EvidenceBatchRow.head_sha256).order_by(EvidenceBatchRow.number.desc())
    row = connection.execute(query).first()
    return (row.number, row.head_sha256) if row is not None else None


def record_sealed(connection: Connection, batch: NewBatch, captures: Sequence[NewCapture], who: str) -> None:
    """Write a batch with its captures in the ledger's order, each with its event `sealed`."""
    row = {
        "number": batch.number, "at": batch.at, "previous": batch.previous, "root": batch.root,
        "captures": len(captures), "head_sha256": batch.head_sha256,
    }  # fmt: skip
    insert_rows(connection, EvidenceBatchRow, [row])
    rows = [
        {
            "id": capture.id, "visit_id": capture.visit_id, "sealed_at": batch.at, "sealed_by": who,
            "session": capture.session, "manifest_sha256": capture.manifest_sha256, "batch": batch.number,
            "position": position,
        }
        for position, capture in enumerate(captures)
    ]  # fmt: skip
    insert_rows(connection, CaptureRow, rows)
    shown = [
        {"capture_id": capture.id, "listing_key": key, "own": own}
        for capture in captures
        for key, own in capture.listings.items()
    ]
    insert_rows(connection, CaptureListingRow, shown)
    add_custody(
        connection,
        [
            CustodyEvent(
                "sealed", who, batch.at, capture.id, batch.number,
                facts={"manifest_sha256": capture.manifest_sha256, "why": capture.why},
            )
            for capture in captures
        ],
    )  # fmt: skip
