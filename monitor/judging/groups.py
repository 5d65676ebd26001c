"""What groups of listings tell together: numbers, market prices, spreads, shared texts. Rounded."""

import statistics
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from monitor.indicators.case import GroupStats
from monitor.indicators.group_facts import MANY, SHARED_BY
from monitor.indicators.groups import Groups, offers_key
from monitor.store.read.groups import GroupFacts, MarketPrice, listing_counts, market_prices, seller_counts
from monitor.store.store import Connection

LEAST_VENDORS = 5
"""Of a market, for its middle price to count."""
_SPREAD_VENDORS = 10
_VENDOR_SPREAD, _MARKET_SPREAD = 2, 3
_STEPS = (3, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)


def group_stats_of(connection: Connection, keys: Iterable[str]) -> GroupFacts:
    """What each of the groups tells, by key, from all listings that are not gone; silent groups are left out."""
    by_kind: dict[str, list[str]] = {"vendor": [], "market": [], "text": []}
    for key in keys:
        by_kind[key.partition("|")[0]].append(key)
    told: GroupFacts = {}
    for key, listings in listing_counts(connection, by_kind["vendor"], least=MANY).items():
        told[key] = {"listings": _step(listings)}
    for key, vendors in seller_counts(connection, by_kind["text"], least=SHARED_BY).items():
        told[key] = {"vendors": _step(vendors)}
    prices = market_prices(connection, by_kind["market"], wide=_VENDOR_SPREAD)
    for market, rows in groupby(prices, key=lambda row: row.market):
        told |= _market_stats(market, list(rows))
    return told


def _market_stats(market: str, rows: list[MarketPrice]) -> GroupFacts:
    told: GroupFacts = {}
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


def stats_around(groups: Groups, told: GroupFacts) -> GroupStats:
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


def _step(count: int) -> int:
    """The round number that a count has reached: a finding says "at least 50", and holds until it is 100."""
    return max((step for step in _STEPS if step <= count), default=count)


def _rounded(price: Decimal) -> str:
    """Two significant digits: the middle price of a market moves with every listing, its word should not."""
    return format(Decimal(f"{price:.1e}"), "f")
