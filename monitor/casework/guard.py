"""The guard before filing: what a case does to the complainant's figures if it fails, and which listings are weak."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.casework.finding import CaseFinding
from monitor.casework.remark import Remark
from monitor.casework.rules import ANY, Platform
from monitor.casework.standing import Complaint, Standing, standing, with_failures
from monitor.indicators.codes import ReasonCode

_OLD = timedelta(days=30)
"""After this a page may show another offer than the listing does now. Our own choice: no platform names a time."""
SHOWN_ON_LISTING = frozenset({
    ReasonCode.BELOW_MARKET_PRICE, ReasonCode.PRICE_SPREAD, ReasonCode.MARKET_PRICE_SPREAD, ReasonCode.LARGE_VOLUME,
    ReasonCode.REPLICA_SLANG, ReasonCode.COPYING_SUPPLIES, ReasonCode.OFF_PLATFORM_CONTACT, ReasonCode.IMITATED_SELLER,
    ReasonCode.PRICE_DROP, ReasonCode.SALES_JUMP,
})  # fmt: skip
"""What can be shown to the platform on the listing itself, besides the name."""


@dataclass(frozen=True, slots=True)
class Effect:
    """The complainant's standing now, and if every link of a case fails by a successful counter-notice."""

    now: Standing
    if_it_fails: Standing


def weaknesses(finding: CaseFinding, now: datetime) -> list[Remark]:
    """Why a listing is too weak to risk; none: nothing is known against it. `now`: UTC."""
    return [*_of_evidence(finding, now), *_of_finding(finding)]


def effect(
    platform: Platform, marketplace: str, day: date, complaints: Sequence[Complaint], reason: str, links: int
) -> Effect:
    """What a case of so many links does to the record if it fails on `day`."""
    failed = with_failures(complaints, reason, links, day)
    return Effect(standing(platform, marketplace, day, complaints), standing(platform, marketplace, day, failed))


def standing_rules(platform: Platform, marketplace: str) -> dict[str, Platform]:
    """The platform under each rule of standing that held for a marketplace at some time, by that time in words.

    So that a record can be read by the older rules too.
    """
    rules = [
        rule for rule in platform.rule if rule.key == "standing" and (ANY in rule.only or marketplace in rule.only)
    ]
    return {
        f"{rule.valid_from} to {rule.valid_until or 'now'}": platform.model_copy(
            update={"rule": (rule.model_copy(update={"valid_from": date.min, "valid_until": None}),)}
        )
        for rule in rules
    }


def _of_evidence(finding: CaseFinding, now: datetime) -> Iterator[Remark]:
    capture = finding.capture
    if capture is None:
        yield Remark("no_own_capture")
        return
    if capture.problem is not None:
        yield Remark("damaged", {"problem": capture.problem})
    if now - capture.taken_at > _OLD:
        yield Remark("old_capture", {"day": capture.taken_at.date().isoformat()})
    if capture.session:
        yield Remark("session")


def _of_finding(finding: CaseFinding) -> Iterator[Remark]:
    if finding.state != "confirmed":
        yield Remark("not_confirmed", {"state": finding.state})
    if finding.gone:
        yield Remark("gone")
    if finding.authorised:
        yield Remark("authorised", {"seller": finding.seller_name or finding.seller})
    for lost in finding.lost:
        yield Remark("lost_before", {"case": lost.case_id, "case_state": lost.state})
    if finding.level not in ("high", "medium"):
        yield Remark("low_score")
    if not SHOWN_ON_LISTING.intersection(finding.reasons):
        yield Remark("name_only")
    if finding.note:
        yield Remark("note", {"note": finding.note})
