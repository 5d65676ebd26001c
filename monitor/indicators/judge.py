"""From reasons to a finding: the score is the sum of the points, which a reader can redo by hand."""

from monitor.indicators.below_market_price import below_market_price
from monitor.indicators.facts import Case
from monitor.indicators.unauthorised_vendor import AUTHORISED, unauthorised_vendor
from monitor.listing import Finding, Level

INDICATORS = (unauthorised_vendor, below_market_price)
HIGH, MEDIUM, LOW = 60, 35, 15
"""Least score of each level; below LOW a listing is on record, not flagged."""


def judge(case: Case) -> Finding:
    """Judge one listing that names the brand. An authorised seller's is on record, without a level."""
    verdicts = [indicator(case) for indicator in INDICATORS]
    reasons = tuple(verdict.reason for verdict in verdicts if verdict.reason is not None)
    missing = tuple(verdict.missing for verdict in verdicts if verdict.missing is not None)
    score = sum(reason.points for reason in reasons)
    cleared = any(reason.code == AUTHORISED for reason in reasons)
    return Finding(case.brand.id, score, None if cleared else _level(case, score), reasons, missing)


def _level(case: Case, score: int) -> Level | None:
    judging = case.brand.judging
    if score >= (judging.high or HIGH):
        return "high"
    if score >= (judging.medium or MEDIUM):
        return "medium"
    return "low" if score >= LOW else None
