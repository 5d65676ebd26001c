"""New cases and what became of them. Rows are only ever added."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from monitor.store.db.bulk import insert_rows
from monitor.store.db.schema_cases import CaseEventRow, CaseFileRow, CaseListingRow


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case to be written. `created_at`: UTC; the other fields as in `CaseFileRow`."""

    created_at: datetime
    created_by: str
    platform: str
    marketplace: str
    brand: str
    ground: str
    right_id: int
    seller: str | None
    reason: str | None
    complaint_type: str | None


@dataclass(frozen=True, slots=True)
class NewCaseListing:
    """A listing of a new case, as in `CaseListingRow`."""

    finding_id: str
    listing_key: str
    url: str
    capture_id: str


@dataclass(frozen=True, slots=True)
class NewCaseEvent:
    """What a person enters about a case, as in `CaseEventRow`."""

    case_id: str
    at: datetime
    entered_at: datetime
    who: str
    state: str
    note: str | None = None
    text: str | None = None
    reason: str | None = None
    links: Sequence[int] | None = None
    severity: str | None = None
    points: int | None = None


def add_case(connection: Connection, case: NewCase, listings: Sequence[NewCaseListing]) -> str:
    """Write a case; returns its id, the next of its year."""
    year = f"{case.created_at.year}-"
    ids = select(func.count()).select_from(CaseFileRow).where(CaseFileRow.id.startswith(year))
    case_id = f"{year}{(connection.execute(ids).scalar() or 0) + 1:04}"
    insert_rows(connection, CaseFileRow, [{"id": case_id, **asdict(case)}])
    rows = [
        {"case_id": case_id, "position": number, **asdict(listing)} for number, listing in enumerate(listings, start=1)
    ]
    insert_rows(connection, CaseListingRow, rows)
    return case_id


def add_case_event(connection: Connection, event: NewCaseEvent) -> None:
    """Write an event, which has been checked."""
    insert_rows(connection, CaseEventRow, [asdict(event)])
