"""What the seller's other listings of all watched brands say: a shop of copies offers some of them without a sign."""

from monitor.indicators.case import Case, SellerRecord, Verdict, points_of
from monitor.indicators.codes import ReasonCode
from monitor.indicators.unauthorised_vendor import is_authorised, name_or_id
from monitor.model import Reason
from monitor.statistics import least_share

CODE = ReasonCode.SELLER_RECORD
STRONG_POINTS, MILD_POINTS = 40, 25
SIGNS = (
    ReasonCode.IMITATED_SELLER,
    ReasonCode.BELOW_MARKET_PRICE,
    ReasonCode.REPLICA_SLANG,
    ReasonCode.DISGUISED_NAME,
    ReasonCode.COPYING_SUPPLIES,
    ReasonCode.OFF_PLATFORM_CONTACT,
)
"""What a listing says against its seller by itself. Nothing that is told by other listings is among them, least of all
this record: it would feed on itself."""
LAWFUL = (ReasonCode.FEW_USED_UNITS, ReasonCode.FEW_UNITS, ReasonCode.ACCESSORY, ReasonCode.COMPARISON)
"""What speaks for the seller of a listing."""
SUSPICIOUS = 30
"""Points of these reasons together from which on a listing counts against its seller."""
_DECISION = 3
"""Listings that one counts for which a person decided about."""
_STRONG, _MILD = (3, 0.2), (2, 0.025)
"""Least number of suspicious listings, and least share of them (the lower end of its 95 % interval)."""
_SHOWN = 3
"""Examples that a reason names."""


def seller_record(case: Case) -> Verdict:
    """Points for a listing of a seller, not authorised, many of whose other listings are suspicious."""
    record = case.record
    if record is None or is_authorised(case) or not (points := record_points(record)):
        return Verdict()
    own = points_of(case.brand, CODE, STRONG_POINTS)
    examples = record.examples[:_SHOWN]
    facts = {
        "vendor": name_or_id(case.listing.vendor),
        "listings": record.listings,
        "suspicious": record.suspicious,
        "confirmed": record.confirmed,
        "dismissed": record.dismissed,
        "exact": record.is_exact,
        "examples": [key for key, _ in examples],
        "signs": [code for code in SIGNS if any(code in codes for _, codes in examples)],
    }
    return Verdict(Reason(CODE, own * points // STRONG_POINTS, facts))


def record_points(record: SellerRecord) -> int:
    """The points that a record is worth: 0 for one that may be chance."""
    against = record.suspicious + (_DECISION - 1) * record.confirmed
    of = record.listings + (_DECISION - 1) * (record.confirmed + record.dismissed)
    share = least_share(against, of)
    for points, (least, least_of_share) in ((STRONG_POINTS, _STRONG), (MILD_POINTS, _MILD)):
        if against >= least and share >= least_of_share:
            return points
    return 0
