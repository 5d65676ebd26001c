"""Listings in which removed ones may have come back, and those of which that was noticed."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, text

from monitor.store.db.lists import is_among, listed
from monitor.store.db.schema import ListingRow, VendorRow
from monitor.store.db.types import UtcTime

# Flagged for a brand, still there, not dismissed by a reviewer, and in no case.
_OFFERS = """
    SELECT k.value AS like, f.listing_key, f.brand, l.marketplace, l.first_seen, l.first_visit AS visit_id
    FROM json_each(:keys) AS k {like} CROSS JOIN finding AS f ON f.listing_key = l.key
    WHERE f.level IS NOT NULL AND f.state != 'dismissed' AND NOT l.gone
      AND NOT EXISTS (SELECT 1 FROM case_listing AS c WHERE c.finding_id = f.id)"""
_OF_SELLERS = listed(
    _OFFERS.format(like="CROSS JOIN vendor AS n ON n.seller = k.value CROSS JOIN listing AS l ON l.vendor_key = n.key")
).columns(first_seen=UtcTime)
_OF_TEXTS = listed(
    _OFFERS.format(
        like="CROSS JOIN grouping AS g ON g.listing_key = k.value "
        "AND (SELECT count(DISTINCT s.seller) FROM grouping AS s WHERE s.text = g.text) <= :most "
        "CROSS JOIN grouping AS t ON t.text = g.text AND t.listing_key != k.value "
        "CROSS JOIN listing AS l ON l.key = t.listing_key"
    )
).columns(first_seen=UtcTime)
_SELLERS_OF = (
    select(ListingRow.key, VendorRow.seller)
    .join(VendorRow, VendorRow.key == ListingRow.vendor_key)
    .where(is_among(ListingRow.__table__.c.key))
)
_NOTICED = text("""
    SELECT r.case_id, r.position, r.listing_key, r.visit_id, r.how, r.noticed_at, v.at AS seen_at, l.title, l.url,
           (SELECT f.id FROM finding AS f WHERE f.listing_key = l.key AND f.brand = c.brand) AS finding_id
    FROM case_relisting AS r JOIN case_file AS c ON c.id = r.case_id JOIN visit AS v ON v.id = r.visit_id
    JOIN listing AS l ON l.key = r.listing_key ORDER BY r.case_id, r.noticed_at, r.position, r.listing_key
    """).columns(noticed_at=UtcTime, seen_at=UtcTime)


@dataclass(frozen=True, slots=True)
class Offer:
    """A flagged listing that has something in common with another one, or with its seller."""

    like: str
    """The seller's key, or that of the listing with the same title."""
    listing_key: str
    brand: str
    marketplace: str
    first_seen: datetime
    visit_id: int
    """The page that showed it first."""


@dataclass(frozen=True, slots=True)
class NoticedRelisting:
    """A listing in which a removed one has come back."""

    case_id: str
    position: int
    listing_key: str
    visit_id: int
    how: str
    """listing | seller | operator | text, as in `CaseRelistingRow`."""
    noticed_at: datetime
    seen_at: datetime
    """When the page came that showed it."""
    title: str | None
    url: str | None
    finding_id: str | None
    """Of the case's brand."""


def offers_of_sellers(connection: Connection, sellers: Collection[str]) -> list[Offer]:
    """The flagged listings of sellers, by key, that are there, not dismissed, and in no case."""
    return [Offer(**row) for row in connection.execute(_OF_SELLERS, {"keys": sorted(sellers)}).mappings()]


def offers_with_title(connection: Connection, keys: Collection[str], *, most: int) -> list[Offer]:
    """Such listings that have the very title of one of these, for the same brand.

    Titles that more than `most` sellers have are left out: they are of the trade.
    """
    rows = connection.execute(_OF_TEXTS, {"keys": sorted(keys), "most": most}).mappings()
    return [Offer(**row) for row in rows]


def sellers_of(connection: Connection, keys: Collection[str]) -> Mapping[str, str]:
    """The seller's key of each listing whose vendor is known."""
    return {row.key: row.seller for row in connection.execute(_SELLERS_OF, {"keys": sorted(keys)})}


def noticed_relistings(connection: Connection) -> dict[str, list[NoticedRelisting]]:
    """The relistings that were noticed, by case, in the order in which they were."""
    found: dict[str, list[NoticedRelisting]] = defaultdict(list)
    for row in connection.execute(_NOTICED).mappings():
        found[row["case_id"]].append(NoticedRelisting(**row))
    return dict(found)
