"""The custody log: what was done with evidence, when and by whom. Rows are only ever added."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection

from monitor.store.db.bulk import insert_rows
from monitor.store.db.schema_evidence import CustodyRow

EventName = Literal["sealed", "stamped", "viewed", "exported", "verified", "held", "released", "deleted"]


@dataclass(frozen=True, slots=True)
class CustodyEvent:
    """Something that was done with evidence. `at`: UTC; `facts`: what else is to be said, as JSON."""

    event: EventName
    who: str
    at: datetime
    capture_id: str | None = None
    batch: int | None = None
    listing_key: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def add_custody(connection: Connection, events: Sequence[CustodyEvent]) -> None:
    """Add events to the custody log."""
    insert_rows(connection, CustodyRow, [asdict(event) for event in events])
