"""A time stamp in the store: its row, and the event of the custody log."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection

from monitor.store.db.bulk import insert_rows
from monitor.store.db.schema_evidence import StampRow
from monitor.store.write.custody import CustodyEvent, add_custody


@dataclass(frozen=True, slots=True)
class NewStamp:
    """A reply that was checked and is kept; the columns are those of the table `stamp`."""

    batch: int
    authority: str
    number: int
    url: str
    qualified: bool
    at: datetime
    gen_time: datetime | None
    state: str
    tsr_sha256: str


def add_stamp(connection: Connection, stamp: NewStamp, who: str) -> None:
    """Add a stamp and say so in the custody log."""
    insert_rows(connection, StampRow, [asdict(stamp)])
    facts = {
        "authority": stamp.authority,
        "number": stamp.number,
        "url": stamp.url,
        "qualified": stamp.qualified,
        "gen_time": stamp.gen_time.isoformat() if stamp.gen_time else None,
        "state": stamp.state,
        "tsr_sha256": stamp.tsr_sha256,
    }
    add_custody(connection, [CustodyEvent("stamped", who, stamp.at, batch=stamp.batch, facts=facts)])
