"""Take-down cases as the store keeps them, and what it knows of the findings that may become some."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Connection, RowMapping, select, text

from monitor.store.db.lists import listed
from monitor.store.db.schema_cases import CaseEventRow
from monitor.store.db.types import Json, UtcTime

_CASE = """
    SELECT c.id, c.created_at, c.created_by, c.platform, c.marketplace, c.brand, c.ground, c.right_id, c.seller,
           c.reason, c.complaint_type, r.kind AS right_kind, r.number AS right_number, r.jurisdiction, r.facts,
           r.documents, coalesce(n.name, n.vendor_id) AS seller_name,
           (SELECT count(*) FROM case_listing AS l WHERE l.case_id = c.id) AS listings
    FROM case_file AS c JOIN right_version AS r ON r.id = c.right_id LEFT JOIN vendor AS n ON n.key = c.seller"""
OPEN_LINKS = """
    SELECT l.case_id, l.capture_id FROM case_listing AS l WHERE coalesce(
        (SELECT e.state FROM case_event AS e
         WHERE e.case_id = l.case_id
           AND (e.links IS NULL OR EXISTS (SELECT 1 FROM json_each(e.links) AS j WHERE j.value = l.position))
         ORDER BY e.id DESC LIMIT 1), 'draft'
    ) NOT IN ('removed', 'accepted', 'reinstated', 'rejected', 'withdrawn')"""
"""The links that have not ended, as `events_of_link` deals the events."""
_CASES = text(f"{_CASE} ORDER BY c.id").columns(created_at=UtcTime, facts=Json, documents=Json)
_ONE_CASE = text(f"{_CASE} WHERE c.id = :case").columns(created_at=UtcTime, facts=Json, documents=Json)
_LISTINGS = text("""
    SELECT cl.position, cl.finding_id, cl.listing_key, cl.url, cl.capture_id, c.sealed_at, v.at AS taken_at, c.session,
           c.manifest_sha256, v.sha256_body, l.title, l.gone
    FROM case_listing AS cl JOIN capture AS c ON c.id = cl.capture_id JOIN visit AS v ON v.id = c.visit_id
    JOIN listing AS l ON l.key = cl.listing_key
    WHERE cl.case_id = :case ORDER BY cl.position""").columns(
    sealed_at=UtcTime, taken_at=UtcTime, session=Boolean, gone=Boolean
)
_OF_FINDINGS = listed("""
    SELECT l.finding_id, l.case_id, l.position, c.platform, r.number AS right_number
    FROM json_each(:keys) AS asked JOIN case_listing AS l ON l.finding_id = asked.value
    JOIN case_file AS c ON c.id = l.case_id JOIN right_version AS r ON r.id = c.right_id ORDER BY c.id""")
_OWN_CAPTURES = listed("""
    SELECT cl.listing_key, c.id, c.sealed_at, v.at AS taken_at, c.session, c.manifest_sha256
    FROM json_each(:keys) AS asked JOIN capture_listing AS cl ON cl.listing_key = asked.value AND cl.own
    JOIN capture AS c ON c.id = cl.capture_id JOIN visit AS v ON v.id = c.visit_id
    WHERE NOT EXISTS (SELECT 1 FROM custody AS d WHERE d.capture_id = c.id AND d.event = 'deleted')
    ORDER BY v.at, c.id""").columns(sealed_at=UtcTime, taken_at=UtcTime, session=Boolean)


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case as it was made, and where it stands."""

    id: str
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
    right_kind: str
    right_number: str | None
    jurisdiction: str
    facts: Mapping[str, Any]
    """Of the right, as the watchlist had it."""
    documents: Mapping[str, str]
    """Of the right: SHA-256 of the kept bytes."""
    seller_name: str | None
    listings: int
    """How many links it has."""
    states: tuple[str, ...]
    """Where each of them stands, in order."""


@dataclass(frozen=True, slots=True)
class CaseListing:
    """A listing of a case, with the capture that the case rests on."""

    position: int
    finding_id: str
    listing_key: str
    url: str
    capture_id: str
    sealed_at: datetime
    taken_at: datetime
    session: bool
    manifest_sha256: str
    sha256_body: str | None
    title: str | None
    """As pages have told it last."""
    gone: bool


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event of a case as it was entered."""

    id: int
    case_id: str
    at: datetime
    entered_at: datetime
    who: str
    state: str
    note: str | None
    text: str | None
    reason: str | None
    links: Sequence[int] | None
    severity: str | None
    points: int | None


@dataclass(frozen=True, slots=True)
class StoredCapture:
    """A sealed capture of a listing's own page whose files are not deleted."""

    listing_key: str
    id: str
    sealed_at: datetime
    taken_at: datetime
    session: bool
    manifest_sha256: str


@dataclass(frozen=True, slots=True)
class CaseLink:
    """A link of a case, and where it stands."""

    finding_id: str
    case_id: str
    position: int
    platform: str
    right_number: str | None
    state: str


def cases(connection: Connection) -> list[CaseRecord]:
    """All cases, the oldest first."""
    events = case_events(connection)
    return [_record(row, events.get(row["id"], ())) for row in connection.execute(_CASES).mappings()]


def find_case(connection: Connection, case_id: str) -> CaseRecord | None:
    """A case; None for an unknown one."""
    row = connection.execute(_ONE_CASE, {"case": case_id}).mappings().first()
    return None if row is None else _record(row, case_events(connection, case_id).get(case_id, ()))


def case_listings(connection: Connection, case_id: str) -> list[CaseListing]:
    """The listings of a case in order."""
    return [CaseListing(**row) for row in connection.execute(_LISTINGS, {"case": case_id}).mappings()]


def case_events(connection: Connection, case_id: str | None = None) -> dict[str, list[StoredEvent]]:
    """The events of a case, or of all, by case; those of a case in the order in which they were entered."""
    query = select(CaseEventRow.__table__).order_by(CaseEventRow.id)
    if case_id is not None:
        query = query.where(CaseEventRow.case_id == case_id)
    events: dict[str, list[StoredEvent]] = {}
    for row in connection.execute(query).mappings():
        events.setdefault(row["case_id"], []).append(StoredEvent(**row))
    return events


def events_of_link(events: Sequence[StoredEvent], position: int) -> list[StoredEvent]:
    """Those of a case's events that are about the link at this place (from 1 on): about all links, or naming it."""
    return [event for event in events if event.links is None or position in event.links]


def links_of_findings(connection: Connection, finding_ids: Sequence[str]) -> list[CaseLink]:
    """The links, ended or not, in which cases hold some of the findings."""
    rows = connection.execute(_OF_FINDINGS, {"keys": list(finding_ids)}).mappings()
    events = case_events(connection)
    return [CaseLink(**row, state=_state(events.get(row["case_id"], ()), row["position"])) for row in rows]


def own_captures(connection: Connection, listing_keys: Sequence[str]) -> dict[str, StoredCapture]:
    """The newest sealed capture of each listing's own page; listings without one are left out."""
    rows = connection.execute(_OWN_CAPTURES, {"keys": list(listing_keys)}).mappings()
    return {row["listing_key"]: StoredCapture(**row) for row in rows}


def _record(row: RowMapping, events: Sequence[StoredEvent]) -> CaseRecord:
    return CaseRecord(**row, states=tuple(_state(events, position + 1) for position in range(row["listings"])))


def _state(events: Sequence[StoredEvent], position: int) -> str:
    """Where a link stands: what its newest event says."""
    own = events_of_link(events, position)
    return own[-1].state if own else "draft"
