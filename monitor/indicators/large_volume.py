"""Guide, row 5: a large number of units is available. A few units may be a lawful resale: no points for those."""

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.codes import MissingCode, ReasonCode
from monitor.marketplaces import WHOLESALE
from monitor.model import Missing, Reason

CODE = ReasonCode.LARGE_VOLUME
POINTS = 5
MANY_IN_STOCK, MANY_SOLD, MANY_TO_ORDER = 300, 300, 50
_ABSURD = 100_000_000  # sites answer with such numbers when they don't know


def large_volume(case: Case) -> Verdict:
    """Points from 300 units in stock or sold on, or from a least order of 50 on retail marketplaces."""
    listing = case.listing
    if listing.stock is None and listing.units_sold is None:
        return Verdict(missing=Missing(MissingCode.UNITS))
    large = {}
    if listing.stock is not None and MANY_IN_STOCK <= listing.stock < _ABSURD:
        large["stock"] = listing.stock
    if listing.units_sold is not None and MANY_SOLD <= listing.units_sold < _ABSURD:
        large["units_sold"] = listing.units_sold
    if case.marketplace not in WHOLESALE and MANY_TO_ORDER <= (listing.min_order or 0) < _ABSURD:
        large["min_order"] = listing.min_order or 0
    if not large:
        return Verdict()
    limits = {"limit": MANY_IN_STOCK} | ({"order_limit": MANY_TO_ORDER} if "min_order" in large else {})
    return Verdict(Reason(CODE, points_of(case.brand, CODE, POINTS), {**large, **limits}))
