"""The sellers of a brand's listings, with how many of them speak of copies."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

_SHOPS = text("""
    SELECT s.key, s.marketplace, s.vendor_id, coalesce(s.name, max(v.name)) AS name, f.brand,
           count(*) AS listings,
           sum(EXISTS (SELECT 1 FROM json_each(iif(json_valid(f.reasons), f.reasons, '[]')) AS r
                       WHERE json_extract(r.value, '$.code') IN ('below_market_price', 'replica_slang',
                                                                 'disguised_name', 'copying_supplies')))
           AS suspicious
    FROM vendor AS v JOIN vendor AS s ON s.key = v.seller
    JOIN listing AS l ON l.vendor_key = v.key JOIN finding AS f ON f.listing_key = l.key
    WHERE v.name IS NOT NULL
    GROUP BY s.key, f.brand
    HAVING count(*) >= :least
    ORDER BY listings DESC, s.key""")


@dataclass(frozen=True, slots=True)
class Shop:
    """A seller with a name, and its listings of one brand."""

    key: str
    marketplace: str
    id: str | None
    name: str
    brand: str
    """The brand's id."""
    listings: int
    suspicious: int
    """Of the listings, those priced far below, in replica slang, with a disguised name or offering copying supplies."""


def shops_of_brands(connection: Connection, least: int) -> Iterator[Shop]:
    """The sellers with at least so many listings of a brand, the largest first."""
    for row in connection.execute(_SHOPS, {"least": least}):
        yield Shop(row.key, row.marketplace, row.vendor_id, row.name, row.brand, row.listings, row.suspicious)
