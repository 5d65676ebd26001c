"""The groups that listings are in, what each group tells, and which listings are in it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlalchemy.engine import Row

from monitor.store.db import schema
from monitor.store.db.lists import is_among, listed
from monitor.store.db.types import Json, Money

GroupFacts = dict[str, dict[str, Any]]
"""What groups tell, by the group's key."""

_GROUPING = schema.GroupingRow.__table__
_STATS = schema.GroupStatsRow.__table__
_GROUPINGS_OF = select(_GROUPING).where(is_among(_GROUPING.c.listing_key))

_NOT_GONE = "FROM grouping AS g WHERE NOT g.gone AND"
_IN_KEYS = "IN (SELECT value FROM json_each(:keys))"
_VENDORS = listed(
    f"SELECT g.vendor AS key, count(*) AS number {_NOT_GONE} g.vendor {_IN_KEYS} GROUP BY 1 HAVING count(*) >= :least"
)
_TEXTS = listed(
    f"SELECT g.text AS key, count(DISTINCT g.seller) AS number {_NOT_GONE} g.text {_IN_KEYS} GROUP BY 1 "
    "HAVING count(DISTINCT g.seller) >= :least"
)
# Of each market one price per vendor, in order; only those that tell something leave the database.
_PRICES = listed("""
    WITH asked AS (
        SELECT g.market, g.seller, min(g.price) AS low, max(g.price) AS high, max(g.authorised) AS own
        FROM grouping AS g WHERE NOT g.gone AND g.market IN (SELECT value FROM json_each(:keys))
              AND g.seller IS NOT NULL GROUP BY 1, 2),
    ranked AS (
        SELECT *, row_number() OVER (PARTITION BY market ORDER BY low, seller) AS place,
               count(*) OVER (PARTITION BY market) AS vendors FROM asked)
    SELECT market, seller, low, high, own, place, vendors FROM ranked WHERE own = 1 OR high > :wide * low
        OR place IN ((vendors + 1) / 2, vendors / 2 + 1, vendors / 10 + 1, vendors - vendors / 10)
    ORDER BY market, place""").columns(low=Money, high=Money)
_MEMBERS = listed("""
    SELECT g.listing_key FROM json_each(:keys) AS k JOIN grouping AS g ON g.vendor = k.value
    UNION SELECT g.listing_key FROM json_each(:keys) AS k JOIN grouping AS g ON g.market = k.value
    UNION SELECT g.listing_key FROM json_each(:keys) AS k JOIN grouping AS g ON g.text = k.value""")
_OFFERS = listed("""
    SELECT listing_key FROM json_each(:keys) AS k
    JOIN grouping ON market = json_extract(k.value, '$.market') AND seller = json_extract(k.value, '$.seller')""")
# The offers of a market's vendors: `offers|<the market's key>|<vendor>`.
_WITH_OFFERS = listed(
    """
    SELECT key, facts FROM group_stats WHERE key IN (SELECT value FROM json_each(:keys))
    UNION ALL
    SELECT c.key, c.facts FROM json_each(:markets) AS m JOIN group_stats AS c
    ON c.key >= 'offers|' || substr(m.value, 8) || '|' AND c.key < 'offers|' || substr(m.value, 8) || '}'""",
    "keys",
    "markets",
).columns(facts=Json)


class MarketPrice(NamedTuple):
    """A vendor's lowest and highest price on a market, and its place there; the cheapest vendor's is 1."""

    market: str
    seller: str
    low: Decimal
    high: Decimal
    own: bool
    """An authorised seller's."""
    place: int
    vendors: int
    """How many the market has."""


def listing_counts(connection: Connection, vendors: Sequence[str], *, least: int) -> dict[str, int]:
    """How many listings, not gone, each vendor's group has; those with fewer than `least` are left out."""
    return _counts(connection.execute(_VENDORS, {"keys": vendors, "least": least}).all() if vendors else ())


def seller_counts(connection: Connection, texts: Sequence[str], *, least: int) -> dict[str, int]:
    """How many vendors use each title, in listings that are not gone; those of fewer than `least` are left out."""
    return _counts(connection.execute(_TEXTS, {"keys": texts, "least": least}).all() if texts else ())


def market_prices(connection: Connection, markets: Sequence[str], *, wide: int) -> Iterable[MarketPrice]:
    """The telling prices of each market, market by market: medians, tenths, own ones, and vendors' wide spreads.

    `wide`: so many times its lowest price is a vendor's highest.
    """
    rows = connection.execute(_PRICES, {"keys": markets, "wide": wide}).all() if markets else ()
    return map(MarketPrice._make, rows)


def group_stats(connection: Connection, keys: Iterable[str] | None = None) -> GroupFacts:
    """The stored statistics of the groups with these keys, or of all."""
    if keys is None:
        rows = connection.execute(select(_STATS))
    else:
        rows = connection.execute(select(_STATS).where(is_among(_STATS.c.key)), {"keys": sorted(set(keys))})
    return {row.key: row.facts for row in rows}


def stored_stats(connection: Connection, groups: Collection[str]) -> GroupFacts:
    """The stored statistics of the groups and of the offers on their markets."""
    markets = [key for key in groups if key.startswith("market|")]
    rows = connection.execute(_WITH_OFFERS, {"keys": sorted(groups), "markets": markets})
    return {row.key: row.facts for row in rows}


def groupings_of(connection: Connection, keys: Sequence[str]) -> Sequence[Row[Any]]:
    """The groups of listings, one row for each brand."""
    return connection.execute(_GROUPINGS_OF, {"keys": keys}).all()


def members_of(connection: Connection, groups: Sequence[str], offers: Sequence[Mapping[str, str]]) -> set[str]:
    """The listings in groups, and in one vendor's offers on a market (`market` and `seller`)."""
    members = set(connection.execute(_MEMBERS, {"keys": groups}).scalars())
    return members | set(connection.execute(_OFFERS, {"keys": offers}).scalars())


def _counts(rows: Iterable[Row[Any]]) -> dict[str, int]:
    return {row.key: row.number for row in rows}
