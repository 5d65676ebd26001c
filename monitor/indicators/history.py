"""What a listing's own past tells: back after it had gone, a sudden fall of the price, a jump of the sales."""

from decimal import Decimal

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.lawful_use import is_comparable
from monitor.model import Reason, decimal_text

CAME_BACK, PRICE_DROP, SALES_JUMP = "came_back", "price_drop", "sales_jump"
BACK_POINTS, DROP_POINTS, JUMP_POINTS = 15, 10, 10
_DROP = Decimal("0.5")
_JUMP, _JUMP_UNITS = 3, 200


def came_back(case: Case) -> Verdict:
    """The same listing is back after its own page had said that it was gone."""
    times = case.past.came_back
    if not times:
        return Verdict()
    saw = "gone and back once" if times == 1 else f"gone and back {times} times"
    text = f"The listing was {saw}: taken down, and put up again."
    return Verdict(
        Reason(CAME_BACK, points_of(case.brand, CAME_BACK, BACK_POINTS), saw, "a listing that stays gone", text)
    )


def price_drop(case: Case) -> Verdict:
    """The price fell by half or more within 60 days."""
    price, before = case.listing.price_min, case.past.price_before
    if price is None or before is None or not 0 < price <= before * _DROP or not is_comparable(case):
        return Verdict()
    saw = f"{decimal_text(price)} {case.listing.currency}, before {decimal_text(before)}"
    text = f"The price fell to {price / before:.0%} within 60 days."
    points = points_of(case.brand, PRICE_DROP, DROP_POINTS)
    return Verdict(Reason(PRICE_DROP, points, saw, "a steady price", text))


def sales_jump(case: Case) -> Verdict:
    """Three times the sales, and 200 more, since a week or less before."""
    sold, before = case.listing.units_sold, case.past.sold_before
    if sold is None or before is None or before < 0 or sold < before * _JUMP or sold - before < _JUMP_UNITS:
        return Verdict()
    saw = f"{sold:,} sold, a week before {before:,}"
    points = points_of(case.brand, SALES_JUMP, JUMP_POINTS)
    return Verdict(Reason(SALES_JUMP, points, saw, "steady sales", f"The sales jumped: {saw}."))
