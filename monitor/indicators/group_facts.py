"""What only many listings together tell: guide, rows 2 and 4, and texts that several vendors share."""

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.unauthorised_vendor import is_authorised
from monitor.model import Reason, decimal_text

MANY_LISTINGS, VENDOR_SPREAD, MARKET_SPREAD, SAME_TEXT = (
    "many_listings",
    "price_spread",
    "market_price_spread",
    "same_text",
)
MANY, VERY_MANY = 10, 50
MANY_POINTS, VERY_MANY_POINTS, SPREAD_POINTS, MARKET_SPREAD_POINTS, TEXT_POINTS = 5, 10, 15, 5, 10
SHARED_BY = 3


def many_listings(case: Case) -> Verdict:
    """Guide, row 2: one vendor, not authorised, has a large number of listings of the brand."""
    count = case.group_stats.vendor_listings
    if count is None or count < MANY or is_authorised(case):
        return Verdict()
    own = points_of(case.brand, MANY_LISTINGS, VERY_MANY_POINTS)
    points = own if count >= VERY_MANY else own * MANY_POINTS // VERY_MANY_POINTS
    saw = f"at least {count:,} listings of the brand in the searches so far"
    text = f"{case.listing.vendor.name or 'The vendor'} has {saw}."
    return Verdict(Reason(MANY_LISTINGS, points, saw, f"fewer than {MANY}", text))


def price_spread(case: Case) -> Verdict:
    """Guide, row 4: the same product, several times, with prices far apart, by one vendor."""
    spread = case.group_stats.vendor_spread
    if spread is None or is_authorised(case):
        return Verdict()
    low, high = (decimal_text(price) for price in spread)
    saw = f"{low} to {high} {case.listing.currency}"
    text = f"The vendor asks {saw} for the same product: prices of one product lie closer together."
    points = points_of(case.brand, VENDOR_SPREAD, SPREAD_POINTS)
    return Verdict(Reason(VENDOR_SPREAD, points, saw, "prices within 2 : 1", text))


def market_price_spread(case: Case) -> Verdict:
    """Guide, row 4, across vendors: points for the cheap end of a market whose prices lie far apart."""
    spread, price = case.group_stats.market_spread, case.listing.price_min
    if spread is None or price is None or price > spread[0] or is_authorised(case):
        return Verdict()
    low, high = (decimal_text(bound) for bound in spread)
    saw = f"{decimal_text(price)} {case.listing.currency}, among {low} to {high}"
    text = f"Vendors ask {low} to {high} {case.listing.currency} for the product; this offer is at the cheap end."
    points = points_of(case.brand, MARKET_SPREAD, MARKET_SPREAD_POINTS)
    return Verdict(Reason(MARKET_SPREAD, points, saw, "prices within 3 : 1", text))


def same_text(case: Case) -> Verdict:
    """The very same title by several vendors: one hand behind several shops, or a text that was copied."""
    if case.group_stats.text_vendors < SHARED_BY or is_authorised(case):
        return Verdict()
    saw = f"the same title by at least {case.group_stats.text_vendors} vendors"
    text = f"{saw[0].upper()}{saw[1:]}: several shops of one hand, or a copied text."
    return Verdict(Reason(SAME_TEXT, points_of(case.brand, SAME_TEXT, TEXT_POINTS), saw, "a title of its own", text))
