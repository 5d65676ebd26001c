"""The record of other shops that are probably the same operator's: it counts half of what the seller's own would."""

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.codes import ReasonCode
from monitor.indicators.seller_record import STRONG_POINTS as OWN_POINTS
from monitor.indicators.seller_record import record_points
from monitor.indicators.unauthorised_vendor import is_authorised, name_or_id
from monitor.model import Reason

CODE = ReasonCode.OPERATOR_RECORD
STRONG_POINTS = 20


def operator_record(case: Case) -> Verdict:
    """Points where another shop, tied to the seller by rare signs, has many suspicious listings.

    Not for a seller whose own record says so: it is one operator's either way.
    """
    operator = case.operator
    if operator is None or is_authorised(case) or (case.record is not None and record_points(case.record)):
        return Verdict()
    own = points_of(case.brand, CODE, STRONG_POINTS)
    points = own * record_points(operator.record) // OWN_POINTS
    if not points:
        return Verdict()
    facts = {
        "vendor": name_or_id(case.listing.vendor),
        "other": dict(operator.seller),
        "signs": [list(sign) for sign in operator.signs],
        "listings": operator.record.listings,
        "suspicious": operator.record.suspicious,
        "exact": operator.record.is_exact,
        "examples": [key for key, _ in operator.record.examples[:3]],
    }
    return Verdict(Reason(CODE, points, facts))
