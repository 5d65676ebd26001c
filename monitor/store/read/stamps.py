"""The batches of the ledger and their time stamps."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from monitor.store.db.schema_evidence import EvidenceBatchRow, StampRow


@dataclass(frozen=True, slots=True)
class StoredStamp:
    """A kept time stamp: the authority's n-th of its batch. Times are UTC; `gen_time` is the authority's own."""

    batch: int
    authority: str
    number: int
    url: str
    qualified: bool
    at: datetime
    gen_time: datetime | None
    state: str
    tsr_sha256: str


@dataclass(frozen=True, slots=True)
class StampedBatch:
    """A batch of the ledger, and its stamps in the order in which they came. `at`: when it was sealed (UTC)."""

    number: int
    at: datetime
    head_sha256: str
    stamps: tuple[StoredStamp, ...]

    def newest_of(self, authority: str) -> StoredStamp | None:
        """The authority's newest stamp of the batch; None: it has stamped it never."""
        return max(
            (stamp for stamp in self.stamps if stamp.authority == authority),
            key=lambda stamp: stamp.number,
            default=None,
        )


_BATCHES = select(EvidenceBatchRow.number, EvidenceBatchRow.at, EvidenceBatchRow.head_sha256).order_by(
    EvidenceBatchRow.number
)
_STAMPS = select(*(getattr(StampRow, name) for name in StoredStamp.__dataclass_fields__))


def stamped_batches(connection: Connection) -> list[StampedBatch]:
    """All batches, the first one first."""
    stamps: dict[int, list[StoredStamp]] = {}
    for row in connection.execute(_STAMPS.order_by(StampRow.id)):
        stamps.setdefault(row.batch, []).append(StoredStamp(*row))
    return [StampedBatch(*row, tuple(stamps.get(row.number, ()))) for row in connection.execute(_BATCHES)]


def stamps_between(connection: Connection, first: int, last: int) -> list[StoredStamp]:
    """The time stamps of the batches from one to another, both included; by batch, authority and number."""
    query = _STAMPS.where(StampRow.batch.between(first, last))
    rows = connection.execute(query.order_by(StampRow.batch, StampRow.authority, StampRow.number))
    return [StoredStamp(*row) for row in rows]
