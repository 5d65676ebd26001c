"""Who bears the signs by which sellers may be one operator, and the sellers that were tied by them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select, text

from monitor.store.db.lists import is_among
from monitor.store.db.schema import GroupStatsRow, VendorRow
from monitor.store.read.groups import group_stats

OPERATOR = "operator|"
"""The group of the sellers that are tied to one: this, and the seller's key."""

# The titles that several sellers have are told by the first and the last seller in the index, without the others.
_SHARED = text("""
    WITH titles AS (SELECT text FROM grouping WHERE text IS NOT NULL GROUP BY text HAVING min(seller) < max(seller)),
    borne AS (
        SELECT s.kind, s.value, g.seller FROM seller_link AS s JOIN grouping AS g ON g.listing_key = s.listing_key
        UNION SELECT 'title', g.text, g.seller FROM titles JOIN grouping AS g ON g.text = titles.text
        UNION SELECT 'picture', p.sha256, g.seller FROM listing_picture AS p
        JOIN grouping AS g ON g.listing_key = p.listing_key WHERE p.sha256 IS NOT NULL),
    counted AS (SELECT *, count(*) OVER (PARTITION BY kind, value) AS bearers FROM borne WHERE seller IS NOT NULL)
    SELECT c.kind, c.value, c.seller FROM counted AS c WHERE c.bearers BETWEEN 2 AND :most
    AND NOT EXISTS (SELECT 1 FROM grouping AS a WHERE a.seller = c.seller AND a.authorised) ORDER BY 1, 2, 3""")
_SELLERS = text("SELECT DISTINCT seller FROM grouping WHERE seller IS NOT NULL")
_NAMES = (
    select(VendorRow.seller, func.max(VendorRow.name).label("name"), func.max(VendorRow.vendor_id).label("vendor_id"))
    .where(is_among(VendorRow.seller))
    .group_by(VendorRow.seller)
)
_TIED = select(GroupStatsRow.key).where(GroupStatsRow.key >= OPERATOR, GroupStatsRow.key < f"{OPERATOR}\U0010ffff")


@dataclass(frozen=True, slots=True)
class TiedSeller:
    """A seller who is probably the same operator as another one."""

    key: str
    name: str | None
    """Or, of one without a name, the id."""
    signs: tuple[tuple[str, str], ...]
    """Kind and value of what both bear, the strongest first."""


def tied_sellers(connection: Connection, seller: str) -> list[TiedSeller]:
    """The sellers that are tied to one, as they were judged last, the most strongly tied first."""
    facts = group_stats(connection, [OPERATOR + seller]).get(OPERATOR + seller, {"tied": []})
    return [
        TiedSeller(
            tied["key"],
            tied["seller"].get("name") or tied["seller"].get("id"),
            tuple((kind, value) for kind, value in tied["signs"]),
        )
        for tied in facts["tied"]
    ]


def shared_signs(connection: Connection, *, most: int) -> dict[tuple[str, str], list[str]]:
    """Who bears each sign (kind and value) that 2 to `most` sellers bear, by the sellers' keys.

    Authorised sellers are counted, and then left out: what they share with others ties nobody.
    """
    bearers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in connection.execute(_SHARED, {"most": most}):
        bearers[row.kind, row.value].append(row.seller)
    return dict(bearers)


def seller_keys(connection: Connection) -> list[str]:
    """The keys of all sellers of listings that name a brand."""
    return list(connection.execute(_SELLERS).scalars())


def tied_groups(connection: Connection) -> list[str]:
    """The stored groups of sellers that are tied to one."""
    return list(connection.execute(_TIED).scalars())


def seller_names(connection: Connection, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
    """By what a reader knows sellers: `{"name": …}`, or `{"id": …}` for one without a name."""
    rows = connection.execute(_NAMES, {"keys": sorted(keys)})
    return {row.seller: {"name": row.name} if row.name else {"id": row.vendor_id} for row in rows}
