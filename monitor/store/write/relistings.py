"""Listings in which removed ones came back. Rows are only ever added."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection

from monitor.store.db.bulk import insert_rows
from monitor.store.db.schema_cases import CaseRelistingRow


@dataclass(frozen=True, slots=True)
class NewRelisting:
    """A relisting to be written, as in `CaseRelistingRow`."""

    case_id: str
    position: int
    listing_key: str
    visit_id: int
    how: str


def add_relistings(connection: Connection, relistings: Sequence[NewRelisting], at: datetime) -> None:
    """Write relistings, none of which is there yet, as noticed at a time (UTC)."""
    insert_rows(connection, CaseRelistingRow, [{**asdict(one), "noticed_at": at} for one in relistings])
