"""Statistics of groups of listings: numbers, market prices, spreads, shared titles. Rounded."""

import statistics
from collections.abc import Iterable, Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from itertools import groupby
from typing import Any

from monitor.indicators.case import GroupStats
from monitor.indicators.group_facts import MANY, MARKET_RATIO, SHARED_BY, VENDOR_RATIO
from monitor.indicators.groups import Groups, offers_key
from monitor.store.read.groups import GroupFacts, MarketPrice, listing_counts, market_prices, seller_counts
from monitor.store.store import Connection

LEAST_VENDORS = 5
"""From so many vendors on a market has a middle price."""
_SPREAD_VENDORS = 10
"""From so many vendors on a market has a spread."""
_STEPS = (3, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)


def group_stats_of(connection: Connection, keys: Iterable[str]) -> GroupFacts:
    """The statistics of groups by key, from all listings that are not gone; groups without any are left out."""
    by_kind: dict[str, list[str]] = {"vendor": [], "market": [], "text": []}
    for key in keys:
        by_kind[key.partition("|")[0]].append(key)
    stats: GroupFacts = {}
    for key, listings in listing_counts(connection, by_kind["vendor"], least=MANY).items():
        stats[key] = {"listings": _step(listings)}
    for key, vendors in seller_counts(connection, by_kind["text"], least=SHARED_BY).items():
        stats[key] = {"vendors": _step(vendors)}
    prices = market_prices(connection, by_kind["market"], wide=VENDOR_RATIO)
    for market, rows in groupby(prices, key=lambda row: row.market):
        stats |= _market_stats(market, list(rows))
    return stats


def _market_stats(market: str, rows: list[MarketPrice]) -> GroupFacts:
    stats: GroupFacts = {}
    for row in rows:
        if row.high > VENDOR_RATIO * row.low and not row.own:
            stats[offers_key(market, row.seller)] = _bounds(row.low, row.high)
    own = [row.low for row in rows if row.own]
    if own:
        stats[market] = {"official": _rounded(statistics.median(own))}
    vendors = rows[0].vendors
    lows = {row.place: row.low for row in rows}
    if vendors >= LEAST_VENDORS:
        middle = (lows[(vendors + 1) // 2] + lows[vendors // 2 + 1]) / 2
        stats.setdefault(market, {}).update(price=_rounded(middle), vendors=_step(vendors))
    if vendors >= _SPREAD_VENDORS:
        low, high = lows[vendors // 10 + 1], lows[vendors - vendors // 10]
        if high >= MARKET_RATIO * low:
            stats[market] |= _bounds(low, high)
    return stats


def stats_around(groups: Groups, stats: GroupFacts) -> GroupStats:
    """The statistics that matter for one listing."""
    vendor, market = stats.get(groups.vendor or "", {}), stats.get(groups.market or "", {})
    offers, shared = stats.get(groups.offers or "", {}), stats.get(groups.text or "", {})
    return GroupStats(
        vendor_listings=vendor.get("listings"),
        market_price=Decimal(market["price"]) if "price" in market else None,
        market_vendors=market.get("vendors", 0),
        official_price=Decimal(market["official"]) if "official" in market else None,
        vendor_spread=_spread(offers),
        rounded_bounds=frozenset(offers.get("rounded", ())),
        market_spread=_spread(market),
        text_vendors=shared.get("vendors", 0),
    )


def _bounds(low: Decimal, high: Decimal) -> dict[str, Any]:
    """Two prices far apart, rounded away from each other: every price between them stays between them."""
    bounds = {"low": _rounded(low, ROUND_FLOOR), "high": _rounded(high, ROUND_CEILING)}
    rounded = [name for name, price in (("low", low), ("high", high)) if Decimal(bounds[name]) != price]
    return bounds | ({"rounded": rounded} if rounded else {})


def _spread(facts: dict[str, Any]) -> tuple[Decimal, Decimal] | None:
    return (Decimal(facts["low"]), Decimal(facts["high"])) if "low" in facts else None


def keys_of(groups: Groups) -> Iterator[str]:
    """The keys of the groups that have one."""
    yield from (key for key in (groups.vendor, groups.market, groups.offers, groups.text) if key)


def _step(count: int) -> int:
    """The round number that a count has reached: a finding says "at least 50", and holds until it is 100."""
    return max((step for step in _STEPS if step <= count), default=count)


def _rounded(price: Decimal, rounding: str = ROUND_HALF_EVEN) -> str:
    """Two significant digits: the middle price of a market moves with every listing, the statistics should not."""
    return format(Context(prec=2, rounding=rounding).plus(price), "f")
