"""From reasons to a finding: the score is the sum of the points, which a reader can redo by hand."""

from collections.abc import Mapping

from monitor.indicators.below_market_price import below_market_price
from monitor.indicators.case import Case
from monitor.indicators.codes import MissingCode, ReasonCode
from monitor.indicators.copying_supplies import copying_supplies
from monitor.indicators.disguised_name import disguised_name
from monitor.indicators.group_facts import many_listings, market_price_spread, price_spread, same_text
from monitor.indicators.history import came_back, price_drop, sales_jump
from monitor.indicators.imitated_seller import imitated_seller
from monitor.indicators.large_volume import large_volume
from monitor.indicators.lawful_use import accessory, comparison, few_units, few_used_units
from monitor.indicators.off_platform_contact import off_platform_contact
from monitor.indicators.offered_price import STRONG_POINTS
from monitor.indicators.operator_record import operator_record
from monitor.indicators.replica_slang import replica_slang
from monitor.indicators.sample_or_refill import sample_or_refill
from monitor.indicators.seller_record import seller_record
from monitor.indicators.unauthorised_vendor import unauthorised_vendor
from monitor.model import Finding, Level

INDICATORS = (
    unauthorised_vendor,
    imitated_seller,
    seller_record,
    operator_record,
    many_listings,
    below_market_price,
    price_spread,
    market_price_spread,
    large_volume,
    replica_slang,
    disguised_name,
    copying_supplies,
    off_platform_contact,
    same_text,
    came_back,
    price_drop,
    sales_jump,
    few_used_units,
    few_units,
    accessory,
    comparison,
    sample_or_refill,
)
"""In the guide's order, then what the guide doesn't have, then what speaks for the seller."""
HIGH, MEDIUM, LOW = 60, 35, 15
"""Least score of each level; below LOW a listing is on record, not flagged."""
OWN_PAGE_GIVES: Mapping[str, int] = {MissingCode.UNIT_PRICE: STRONG_POINTS}
"""Missing facts that a listing's own page gives where a search's page does not, and the points that they may bring."""


def judge(case: Case) -> Finding:
    """Judge one listing that names the brand.

    An authorised seller's, and a few used units, are on record, without a level.
    """
    verdicts = [indicator(case) for indicator in INDICATORS]
    reasons = tuple(verdict.reason for verdict in verdicts if verdict.reason is not None)
    missing = tuple(verdict.missing for verdict in verdicts if verdict.missing is not None)
    score = sum(reason.points for reason in reasons)
    codes = {reason.code for reason in reasons}
    few_used = ReasonCode.FEW_USED_UNITS in codes and all(fact.code != MissingCode.USED_UNITS for fact in missing)
    cleared = ReasonCode.AUTHORISED_SELLER in codes or few_used
    return Finding(case.brand.id, score, None if cleared else _level(case, score), reasons, missing)


def is_flagged_by_itself(finding: Finding) -> bool:
    """Whether a finding has a level also without what other listings of the seller, and of the operator, say."""
    of_others = (ReasonCode.SELLER_RECORD, ReasonCode.OPERATOR_RECORD)
    itself = sum(reason.points for reason in finding.reasons if reason.code not in of_others)
    return finding.level is not None and itself >= LOW


def _level(case: Case, score: int) -> Level | None:
    judging = case.brand.judging
    if score >= (judging.high or HIGH):
        return "high"
    if score >= (judging.medium or MEDIUM):
        return "medium"
    return "low" if score >= LOW else None
