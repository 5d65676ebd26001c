"""All that the store knows about one finding, besides its record: the listing's history, its seller, kept pages."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Connection, text

from monitor.decision import Decided, SellerDecision
from monitor.model import Vendor
from monitor.seller_ids import current_vendor_key
from monitor.store.db.types import Money, UtcTime
from monitor.store.read.decisions import decision_history, seller_decisions
from monitor.store.read.findings import FindingRecord, findings_by_id
from monitor.store.read.sellers import ToldIdentifier, identifiers_told

_SHOWN = text("""
    SELECT o.at, v.url, v.page, v.sha256_body, o.title, o.price_min, o.price_max, o.currency, o.units_sold, o.stock,
    coalesce(v.layout, '') = 'guessed' AS guessed
    FROM observation AS o JOIN visit AS v ON v.id = o.visit_id WHERE o.listing_key = :key
    ORDER BY o.at, o.id""").columns(at=UtcTime, price_min=Money, price_max=Money, guessed=Boolean)
_EVENTS = text("""
    SELECT e.at, e.event, v.url, v.sha256_body FROM lifecycle AS e JOIN visit AS v ON v.id = e.visit_id
    WHERE e.listing_key = :key ORDER BY e.at, e.id""").columns(at=UtcTime)
_LAST_KEPT = text("""
    SELECT l.last_kept FROM listing AS l WHERE l.key = :key AND l.last_kept IS NOT NULL""")
_SELLER = text("""
    SELECT s.key, s.vendor_id, coalesce(s.name, max(n.name)) AS name, coalesce(s.url, max(n.url)) AS url,
           min(n.first_seen) AS first_seen, count(l.key) AS listings
    FROM vendor AS asked JOIN vendor AS s ON s.key = asked.seller JOIN vendor AS n ON n.seller = s.key
    LEFT JOIN listing AS l ON l.vendor_key = n.key WHERE asked.key = :key GROUP BY s.key""").columns(first_seen=UtcTime)
_SELLER_STATES = text("""
    SELECT q.state, count(*) AS number FROM queue AS q WHERE q.seller = :seller GROUP BY q.state ORDER BY q.state""")


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What a page told about a listing when that was new, or that it was gone or back."""

    at: datetime
    event: str
    """shown | gone | back"""
    url: str
    """Of the page."""
    sha256_body: str | None
    """Of the page, where it is kept."""
    title: str | None = None
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    currency: str | None = None
    units_sold: int | None = None
    stock: int | None = None
    guessed: bool = False
    """Whether the page was read by the general reader: its facts are to be checked."""


@dataclass(frozen=True, slots=True)
class Seller:
    """A vendor with its figures in this store."""

    key: str
    vendor: Vendor
    first_seen: datetime
    listings: int
    """That name a watched brand."""
    flagged: dict[str, int]
    """Flagged findings by state."""
    identifiers: list[ToldIdentifier]
    """All that pages told of who it is, but for its names."""


@dataclass(frozen=True, slots=True)
class FindingDetail:
    """All that is known about a finding."""

    finding: FindingRecord
    history: list[HistoryEntry]
    """Of its listing, oldest first."""
    seller: Seller | None
    seller_decisions: list[SellerDecision]
    """That the seller as a whole is of no concern."""
    decisions: list[Decided]
    """Oldest first, those that were taken back included."""
    kept_pages: list[str]
    """SHA-256, oldest first."""


def finding_detail(connection: Connection, finding_id: str) -> FindingDetail | None:
    """All that is known about a finding, flagged or not; None for an unknown one."""
    finding = findings_by_id(connection, [finding_id], flagged=False).get(finding_id)
    if finding is None:
        return None
    key = f"{finding.marketplace}:{finding.listing.listing_id}"
    history = listing_history(connection, key)
    return FindingDetail(
        finding,
        history,
        seller_of(connection, finding.seller) if finding.seller else None,
        seller_decisions(connection, finding.seller) if finding.seller else [],
        decision_history(connection, finding.id),
        _kept_pages(connection, key, history),
    )


def listing_history(connection: Connection, listing_key: str) -> list[HistoryEntry]:
    """What pages told about a listing, oldest first."""
    key = {"key": listing_key}
    shown = [HistoryEntry(event="shown", **_named(row, _TOLD)) for row in connection.execute(_SHOWN, key)]
    events = [HistoryEntry(**_named(row, _EVENT)) for row in connection.execute(_EVENTS, key)]
    return sorted([*shown, *events], key=lambda entry: entry.at)


_EVENT = ("at", "event", "url", "sha256_body")
_TOLD = (
    "at", "url", "sha256_body", "title", "price_min", "price_max", "currency", "units_sold", "stock", "guessed",
)  # fmt: skip


def _kept_pages(connection: Connection, listing_key: str, history: list[HistoryEntry]) -> list[str]:
    """SHA-256 of the kept pages that told something about a listing, and of the newest that showed it; oldest first."""
    told = [entry.sha256_body for entry in history if entry.sha256_body]
    last = connection.execute(_LAST_KEPT, {"key": listing_key}).scalars().all()
    return list(dict.fromkeys([*told, *last]))


def seller_of(connection: Connection, key: str) -> Seller | None:
    """A seller by the key, which may be an old one, of any vendor that it is; None for an unknown one."""
    row = connection.execute(_SELLER, {"key": current_vendor_key(key)}).first()
    if row is None:
        return None
    states = {state.state: state.number for state in connection.execute(_SELLER_STATES, {"seller": row.key})}
    vendor = Vendor(row.vendor_id, row.name, row.url)
    return Seller(row.key, vendor, row.first_seen, row.listings, states, identifiers_told(connection, row.key))


def _named(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
