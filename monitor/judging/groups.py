"""What groups of listings tell together: numbers, market prices, spreads, shared texts. Set-based, rounded."""

import statistics
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.engine import Row

from monitor.indicators.case import GroupStats
from monitor.indicators.group_facts import MANY, SHARED_BY
from monitor.indicators.groups import Groups, offers_key
from monitor.store.db import schema
from monitor.store.db.bulk import insert_rows
from monitor.store.db.types import Json, Money

LEAST_VENDORS = 5
"""Of a market, for its middle price to count."""
_SPREAD_VENDORS = 10
_VENDOR_SPREAD, _MARKET_SPREAD = 2, 3
_STEPS = (3, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)

_NOT_GONE = "FROM grouping AS g WHERE NOT g.gone AND"
_IN_KEYS = "IN (SELECT value FROM json_each(:keys))"
_VENDORS = (
    f"SELECT g.vendor AS key, count(*) AS listings {_NOT_GONE} g.vendor {_IN_KEYS} GROUP BY 1 HAVING count(*) >= :least"
)
_TEXTS = (
    f"SELECT g.text AS key, count(DISTINCT g.seller) AS vendors {_NOT_GONE} g.text {_IN_KEYS} GROUP BY 1 "
    "HAVING count(DISTINCT g.seller) >= :least"
)
# Of each market one price per vendor, in order; only those that tell something leave the database.
_PRICES = """
    WITH asked AS (
        SELECT g.market, g.seller, min(g.price) AS low, max(g.price) AS high, max(g.authorised) AS own
        FROM grouping AS g WHERE NOT g.gone AND g.market IN (SELECT value FROM json_each(:keys))
              AND g.seller IS NOT NULL GROUP BY 1, 2),
    ranked AS (
        SELECT *, row_number() OVER (PARTITION BY market ORDER BY low, seller) AS place,
               count(*) OVER (PARTITION BY market) AS vendors FROM asked)
    SELECT * FROM ranked WHERE own OR high > :wide * low
        OR place IN ((vendors + 1) / 2, vendors / 2 + 1, vendors / 10 + 1, vendors - vendors / 10)
    ORDER BY market, place"""

Facts = dict[str, dict[str, Any]]


def group_stats_of(connection: Connection, keys: Iterable[str]) -> Facts:
    """What each of the groups tells, by key, from all listings that are not gone; silent groups are left out."""
    by_kind: dict[str, list[str]] = {"vendor": [], "market": [], "text": []}
    for key in keys:
        by_kind[key.partition("|")[0]].append(key)
    told: Facts = {}
    for row in _rows(connection, _VENDORS, by_kind["vendor"], least=MANY):
        told[row.key] = {"listings": _step(row.listings)}
    for row in _rows(connection, _TEXTS, by_kind["text"], least=SHARED_BY):
        told[row.key] = {"vendors": _step(row.vendors)}
    prices = _rows(connection, _PRICES, by_kind["market"], wide=_VENDOR_SPREAD)
    for market, rows in groupby(prices, key=lambda row: str(row.market)):
        told |= _market_stats(market, list(rows))
    return told


def _market_stats(market: str, rows: list[Row[Any]]) -> Facts:
    told: Facts = {}
    for row in rows:
        if row.high > _VENDOR_SPREAD * row.low and not row.own:
            told[offers_key(market, row.seller)] = {"low": _rounded(row.low), "high": _rounded(row.high)}
    own = [row.low for row in rows if row.own]
    if own:
        told[market] = {"official": _rounded(statistics.median(own))}
    vendors = rows[0].vendors
    lows = {row.place: row.low for row in rows}
    if vendors >= LEAST_VENDORS:
        middle = (lows[(vendors + 1) // 2] + lows[vendors // 2 + 1]) / 2
        told.setdefault(market, {}).update(price=_rounded(middle), vendors=_step(vendors))
    if vendors >= _SPREAD_VENDORS:
        low, high = lows[vendors // 10 + 1], lows[vendors - vendors // 10]
        if high >= _MARKET_SPREAD * low:
            told[market] |= {"low": _rounded(low), "high": _rounded(high)}
    return told


def write_group_stats(connection: Connection, groups: Iterable[str], told: Facts) -> set[str]:
    """Store what the groups (and their vendors' offers) tell now; returns the keys whose word changed."""
    asked = set(groups)
    stored = _stored(connection, asked)
    changed = {key for key in stored.keys() | told.keys() if stored.get(key) != told.get(key)}
    silent = [key for key in changed if key not in told]
    connection.execute(
        text("DELETE FROM crowd WHERE key IN (SELECT value FROM json_each(:keys))").bindparams(_KEYS), {"keys": silent}
    )
    rows = [{"key": key, "facts": told[key]} for key in sorted(changed) if key in told]
    insert_rows(connection, schema.GroupStatsRow, rows, verb="INSERT OR REPLACE")
    return changed


def _stored(connection: Connection, groups: set[str]) -> Facts:
    """What the store holds of the groups and of the offers on their markets."""
    markets = [key for key in groups if key.startswith("market|")]
    statement = text(
        "SELECT key, facts FROM crowd WHERE key IN (SELECT value FROM json_each(:keys)) UNION ALL "
        "SELECT c.key, c.facts FROM json_each(:markets) AS m JOIN crowd AS c "
        "ON c.key >= 'offers|' || substr(m.value, 8) || '|' AND c.key < 'offers|' || substr(m.value, 8) || '}'"
    ).bindparams(_KEYS, bindparam("markets", type_=Json))
    rows = connection.execute(statement.columns(facts=Json), {"keys": sorted(groups), "markets": markets})
    return {row.key: row.facts for row in rows}


_KEYS = bindparam("keys", type_=Json)


def load_group_stats(connection: Connection, keys: Iterable[str] | None = None) -> Facts:
    """The stored word of the groups with these keys, or of all."""
    if keys is None:
        rows = connection.execute(text("SELECT key, facts FROM crowd").columns(facts=Json))
    else:
        statement = text("SELECT key, facts FROM crowd WHERE key IN (SELECT value FROM json_each(:keys))")
        statement = statement.bindparams(_KEYS)
        rows = connection.execute(statement.columns(facts=Json), {"keys": sorted(set(keys))})
    return {row.key: row.facts for row in rows}


def stats_around(groups: Groups, told: Facts) -> GroupStats:
    """What the others tell of one listing."""
    vendor, market = told.get(groups.vendor or "", {}), told.get(groups.market or "", {})
    offers, shared = told.get(groups.offers or "", {}), told.get(groups.text or "", {})
    return GroupStats(
        vendor_listings=vendor.get("listings"),
        market_price=Decimal(market["price"]) if "price" in market else None,
        market_vendors=market.get("vendors", 0),
        official_price=Decimal(market["official"]) if "official" in market else None,
        vendor_spread=_spread(offers),
        market_spread=_spread(market),
        text_vendors=shared.get("vendors", 0),
    )


def _spread(facts: dict[str, Any]) -> tuple[Decimal, Decimal] | None:
    return (Decimal(facts["low"]), Decimal(facts["high"])) if "low" in facts else None


def keys_of(groups: Groups) -> Iterator[str]:
    """The keys of the groups that have one."""
    yield from (key for key in (groups.vendor, groups.market, groups.offers, groups.text) if key)


def _rows(connection: Connection, sql: str, keys: list[str], **values: Any) -> list[Row[Any]]:
    if not keys:
        return []
    statement = text(sql).bindparams(_KEYS).columns(low=Money, high=Money)
    return list(connection.execute(statement, {"keys": keys, **values}))


def _step(count: int) -> int:
    """The round number that a count has reached: a finding says "at least 50", and holds until it is 100."""
    return max((step for step in _STEPS if step <= count), default=count)


def _rounded(price: Decimal) -> str:
    """Two significant digits: the middle price of a market moves with every listing, its word should not."""
    return format(Decimal(f"{price:.1e}"), "f")
