"""A sample or a refill: a fact of the listing, without points, which says why its price is not compared."""

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.codes import ReasonCode
from monitor.indicators.named_product import products_in
from monitor.indicators.portions import portion_of
from monitor.indicators.wording import quoted
from monitor.model import Reason

CODE = ReasonCode.SAMPLE_OR_REFILL


def sample_or_refill(case: Case) -> Verdict:
    """A reason of 0 points where the title offers one; not where the product that it names is one itself."""
    portion = portion_of(case.listing.title) if case.listing.title else None
    if portion is None:
        return Verdict()
    if any(portion.kind in its.goods.portions for its in products_in(case.brand, case.listing.title)):
        return Verdict()
    return Verdict(Reason(CODE, points_of(case.brand, CODE, 0), {**quoted(portion.words), "portion": portion.kind}))
