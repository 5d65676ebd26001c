"""Guide, row 5: a large number of units is available. A few units may be a lawful resale: no points for those."""

from monitor.indicators.case import Case, Verdict, points_of
from monitor.marketplaces import WHOLESALE
from monitor.model import Reason

CODE = "large_volume"
POINTS = 5
MANY_IN_STOCK, MANY_SOLD, MANY_TO_ORDER = 300, 300, 50
_ABSURD = 100_000_000  # sites answer with such numbers when they don't know


def large_volume(case: Case) -> Verdict:
    """Points from 300 units in stock or sold on, or from a least order of 50 on retail marketplaces."""
    listing = case.listing
    if listing.stock is None and listing.units_sold is None:
        return Verdict(missing="units in stock or sold")
    told = []
    if listing.stock is not None and MANY_IN_STOCK <= listing.stock < _ABSURD:
        told.append(f"{listing.stock:,} in stock")
    if listing.units_sold is not None and MANY_SOLD <= listing.units_sold < _ABSURD:
        told.append(f"{listing.units_sold:,} sold")
    if case.marketplace not in WHOLESALE and MANY_TO_ORDER <= (listing.min_order or 0) < _ABSURD:
        told.append(f"at least {listing.min_order:,} to order")
    if not told:
        return Verdict()
    saw = ", ".join(told)
    text = f"A large number of units: {saw}. One or a few could be a lawful resale."
    return Verdict(Reason(CODE, points_of(case.brand, CODE, POINTS), saw, f"fewer than {MANY_IN_STOCK}", text))
