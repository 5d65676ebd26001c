"""What a listing's own history shows: back after it was gone, a sudden fall of the price, a jump of the sales."""

from decimal import Decimal

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.codes import ReasonCode
from monitor.indicators.lawful_use import is_comparable
from monitor.indicators.offered_price import with_percent
from monitor.model import Reason, decimal_text

PRICE_DAYS, SALES_DAYS = 60, 7
"""How far back earlier prices and sales are looked at."""
BACK_POINTS, DROP_POINTS, JUMP_POINTS = 15, 10, 10
_DROP = Decimal("0.5")
_JUMP, _JUMP_UNITS = 3, 200


def came_back(case: Case) -> Verdict:
    """The same listing is back after its own page had said that it was gone."""
    times = case.history.came_back
    if not times:
        return Verdict()
    points = points_of(case.brand, ReasonCode.CAME_BACK, BACK_POINTS)
    return Verdict(Reason(ReasonCode.CAME_BACK, points, {"times": times}))


def price_drop(case: Case) -> Verdict:
    """The price fell by half or more within 60 days."""
    price, before = case.listing.price_min, case.history.price_before
    if price is None or before is None or not 0 < price <= before * _DROP or not is_comparable(case):
        return Verdict()
    facts = {"price": decimal_text(price), "before": decimal_text(before), "currency": case.listing.currency}
    facts = with_percent(facts | {"days": PRICE_DAYS}, price / before)
    return Verdict(Reason(ReasonCode.PRICE_DROP, points_of(case.brand, ReasonCode.PRICE_DROP, DROP_POINTS), facts))


def sales_jump(case: Case) -> Verdict:
    """Three times the sales, and 200 more, since a week or less before."""
    sold, before = case.listing.units_sold, case.history.sold_before
    if sold is None or before is None or before < 0 or sold < before * _JUMP or sold - before < _JUMP_UNITS:
        return Verdict()
    points = points_of(case.brand, ReasonCode.SALES_JUMP, JUMP_POINTS)
    return Verdict(Reason(ReasonCode.SALES_JUMP, points, {"sold": sold, "before": before, "days": SALES_DAYS}))
