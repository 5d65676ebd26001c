"""What was sealed of some listings: their captures, the batches of these, and their custody log."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Connection, select, text

from monitor.model import FACTS, Vendor
from monitor.store.db.lists import listed
from monitor.store.db.schema import ListingRow, ObservationRow, VendorRow
from monitor.store.db.schema_evidence import EvidenceBatchRow
from monitor.store.db.types import Json, UtcTime

CHANGES = ("sealed", "stamped", "held", "released", "deleted")
"""The events of the custody log that say what became of evidence; the others are looks at it."""

_CAPTURES = listed("""
    SELECT c.id, c.visit_id, c.sealed_at, c.sealed_by, c.session, c.manifest_sha256, c.batch, c.position,
           cl.listing_key, cl.own, v.marketplace, v.page, v.url, v.final_url, v.at, v.method, v.stand_in, v.layout,
           v.sha256_body, v.fetch, json_extract(r.plan, '$.handed_in_by') AS handed_in_by, r.program,
           EXISTS (SELECT 1 FROM custody AS d WHERE d.capture_id = c.id AND d.event = 'deleted') AS deleted
    FROM json_each(:keys) AS k JOIN capture_listing AS cl ON cl.listing_key = k.value
    JOIN capture AS c ON c.id = cl.capture_id JOIN visit AS v ON v.id = c.visit_id JOIN run AS r ON r.id = v.run_id
    ORDER BY c.batch, c.position, cl.listing_key""").columns(
    sealed_at=UtcTime, at=UtcTime, fetch=Json, session=Boolean, own=Boolean, deleted=Boolean
)
_LINES = text("SELECT id, manifest_sha256 FROM capture WHERE batch = :batch ORDER BY position")
_OF_PAGE = text("""
    SELECT c.id, c.batch FROM visit AS v JOIN capture AS c ON c.visit_id = v.id
    WHERE v.sha256_body = :sha256 ORDER BY c.batch, c.position""")
_CUSTODY = listed(
    """
    SELECT id, at, who, event, capture_id, batch, listing_key, facts FROM custody
    WHERE event IN (SELECT value FROM json_each(:events)) AND (
        capture_id IN (SELECT value FROM json_each(:captures))
        OR (capture_id IS NULL AND batch IN (SELECT value FROM json_each(:batches)))
        OR (capture_id IS NULL AND listing_key IN (SELECT value FROM json_each(:listings))))
    ORDER BY id""",
    "events", "captures", "batches", "listings",
).columns(at=UtcTime, facts=Json)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SealedCapture:
    """A sealed page, and what its visit knew of it. Times are UTC."""

    id: str
    visit_id: int
    sealed_at: datetime
    sealed_by: str
    session: bool
    """Fetched with the owner's login."""
    manifest_sha256: str
    batch: int
    position: int
    marketplace: str
    page: str
    url: str
    final_url: str | None
    at: datetime
    """When the page came; of a saved file its own time."""
    method: str
    stand_in: str | None
    layout: str | None
    sha256_body: str | None
    fetch: Mapping[str, Any] = field(repr=False)
    handed_in_by: str | None
    program: str
    """The version that visited the page."""
    deleted: bool
    """Whether its files were deleted since, by a rule that the custody log names."""
    listings: dict[str, bool] = field(default_factory=dict)
    """Those of the listings asked for that it shows: whether it is the listing's own page."""


@dataclass(frozen=True, slots=True)
class SealedBatch:
    """A batch of the ledger."""

    number: int
    at: datetime
    previous: str
    root: str
    captures: int
    head_sha256: str


@dataclass(frozen=True, slots=True)
class CustodyRecord:
    """An event of the custody log."""

    id: int
    at: datetime
    who: str
    event: str
    capture_id: str | None
    batch: int | None
    listing_key: str | None
    facts: Any


@dataclass(frozen=True, slots=True)
class ToldFacts:
    """What one page told of a listing when that was new."""

    visit_id: int
    at: datetime
    page: str
    facts: Mapping[str, Any]
    vendor: Vendor


_CAPTURE_FIELDS = tuple(name for name in SealedCapture.__dataclass_fields__ if name != "listings")


def captures_of(connection: Connection, listing_keys: Iterable[str]) -> list[SealedCapture]:
    """All captures that show one of the listings, in the ledger's order."""
    captures: dict[str, SealedCapture] = {}
    for row in connection.execute(_CAPTURES, {"keys": list(listing_keys)}):
        if row.id not in captures:
            captures[row.id] = SealedCapture(**{name: getattr(row, name) for name in _CAPTURE_FIELDS})
        captures[row.id].listings[row.listing_key] = row.own
    return list(captures.values())


def captures_of_page(connection: Connection, sha256_body: str) -> list[tuple[str, int]]:
    """The captures of a kept page, with the batch of each."""
    return [(row.id, row.batch) for row in connection.execute(_OF_PAGE, {"sha256": sha256_body})]


def manifests_of_batch(connection: Connection, batch: int) -> list[tuple[str, str]]:
    """The captures of a batch in order: id and SHA-256 of the manifest."""
    return [(row.id, row.manifest_sha256) for row in connection.execute(_LINES, {"batch": batch})]


def batches_between(connection: Connection, first: int, last: int) -> list[SealedBatch]:
    """The batches from one to another, both included."""
    query = select(EvidenceBatchRow.__table__).where(EvidenceBatchRow.number.between(first, last))
    return [SealedBatch(*row) for row in connection.execute(query.order_by(EvidenceBatchRow.number))]


def custody_log(
    connection: Connection,
    captures: Sequence[str],
    batches: Sequence[int],
    listings: Sequence[str],
    events: Sequence[str] = CHANGES,
) -> list[CustodyRecord]:
    """What was done with captures, with whole batches, and with listings; oldest first."""
    asked = {"captures": [*captures], "batches": [*batches], "listings": [*listings], "events": [*events]}
    return [CustodyRecord(*row) for row in connection.execute(_CUSTODY, asked)]


def told_facts(connection: Connection, listing_key: str) -> list[ToldFacts]:
    """What pages told of a listing, oldest first; a page that told nothing new has no entry."""
    columns = [getattr(ObservationRow, name) for name in FACTS]
    query = (
        select(ObservationRow.visit_id, ObservationRow.at, ObservationRow.page, *columns)
        .add_columns(VendorRow.vendor_id, VendorRow.name.label("vendor_name"), VendorRow.url.label("vendor_url"))
        .join(ListingRow, ListingRow.key == ObservationRow.listing_key)
        .outerjoin(VendorRow, VendorRow.key == ObservationRow.vendor_key)
        .where(ObservationRow.listing_key == listing_key)
        .order_by(ObservationRow.at, ObservationRow.id)
    )
    return [
        ToldFacts(
            row.visit_id, row.at, row.page, {name: getattr(row, name) for name in FACTS},
            Vendor(row.vendor_id, row.vendor_name, row.vendor_url),
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def told_by(capture: SealedCapture, told: Sequence[ToldFacts]) -> ToldFacts | None:
    """What a page told of the listing: what was new with its visit, or what such a page told last before it."""
    before = [facts for facts in told if facts.page == capture.page and facts.at <= capture.at]
    own = [facts for facts in told if facts.visit_id == capture.visit_id]
    return next(iter([*own, *reversed(before)]), None)
