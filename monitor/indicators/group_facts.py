"""What only the statistics of many listings show: guide, rows 2 and 4, and titles that several vendors share."""

from typing import Any

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.codes import ReasonCode
from monitor.indicators.offered_price import unit_price
from monitor.indicators.unauthorised_vendor import is_authorised
from monitor.model import Reason, decimal_text

MANY, VERY_MANY = 10, 50
MANY_POINTS, VERY_MANY_POINTS, SPREAD_POINTS, MARKET_SPREAD_POINTS, TEXT_POINTS = 5, 10, 10, 5, 10
VENDOR_RATIO, MARKET_RATIO = 2, 3
"""Highest : lowest price of one product from which on prices lie far apart, of one vendor and across vendors."""
SHARED_BY = 3
"""Vendors with the same title from which on it is no chance."""


def many_listings(case: Case) -> Verdict:
    """Guide, row 2: one vendor, not authorised, has a large number of listings of the brand."""
    count = case.group_stats.vendor_listings
    if count is None or count < MANY or is_authorised(case):
        return Verdict()
    own = points_of(case.brand, ReasonCode.MANY_LISTINGS, VERY_MANY_POINTS)
    points = own if count >= VERY_MANY else own * MANY_POINTS // VERY_MANY_POINTS
    facts = {"vendor": case.listing.vendor.name, "listings": count, "limit": MANY}
    return Verdict(Reason(ReasonCode.MANY_LISTINGS, points, facts))


def price_spread(case: Case) -> Verdict:
    """Guide, row 4: the same product, several times, with prices far apart, by one vendor.

    All points for an offer nearer to the lowest price than to the highest; a third for the others: an honest shop too
    has its clearance.
    """
    spread, price = case.group_stats.vendor_spread, unit_price(case.listing)
    if spread is None or price is None or is_authorised(case):
        return Verdict()
    low, high = min(spread[0], price), max(spread[1], price)  # the listing's price may be newer than the statistics
    facts: dict[str, Any] = {
        "price": decimal_text(price),
        "low": decimal_text(low),
        "high": decimal_text(high),
        "currency": case.listing.currency,
        "ratio": VENDOR_RATIO,
    }
    bounds = {"low": low, "high": high}
    if rounded := [name for name in sorted(case.group_stats.rounded_bounds) if bounds[name] in spread]:
        facts["rounded"] = rounded
    own = points_of(case.brand, ReasonCode.PRICE_SPREAD, SPREAD_POINTS)
    is_cheap = price * price <= low * high
    return Verdict(Reason(ReasonCode.PRICE_SPREAD, own if is_cheap else own // 3, facts))


def market_price_spread(case: Case) -> Verdict:
    """Guide, row 4, across vendors: points for the cheap end of a market whose prices lie far apart."""
    spread, price = case.group_stats.market_spread, unit_price(case.listing)
    if spread is None or price is None or price > spread[0] or is_authorised(case):
        return Verdict()
    low, high = (decimal_text(bound) for bound in spread)
    facts = {"price": decimal_text(price), "low": low, "high": high, "currency": case.listing.currency}
    points = points_of(case.brand, ReasonCode.MARKET_PRICE_SPREAD, MARKET_SPREAD_POINTS)
    return Verdict(Reason(ReasonCode.MARKET_PRICE_SPREAD, points, {**facts, "ratio": MARKET_RATIO}))


def same_text(case: Case) -> Verdict:
    """The very same title by several vendors: one operator behind several shops, or a text that was copied."""
    vendors = case.group_stats.text_vendors
    if vendors < SHARED_BY or is_authorised(case):
        return Verdict()
    points = points_of(case.brand, ReasonCode.SAME_TEXT, TEXT_POINTS)
    return Verdict(Reason(ReasonCode.SAME_TEXT, points, {"vendors": vendors}))
