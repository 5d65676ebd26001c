"""How a platform sees the complainant: rates of take-downs and of counter-notices, and the status that follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from monitor.casework.calendar import add_months
from monitor.casework.rules import Platform

Status = Literal["good faith", "normal", "bad faith"]


@dataclass(frozen=True, slots=True)
class Complaint:
    """How a complaint about one link ended."""

    decided: date
    """When, on the platform's calendar."""
    reason: str
    """The complaint's reason, as the platform calls it."""
    removed: bool
    """Whether the link was taken down in the end."""
    countered: bool = False
    """Whether the seller gave a counter-notice."""

    @property
    def counter_succeeded(self) -> bool:
        """Whether the counter-notice brought the link back."""
        return self.countered and not self.removed


@dataclass(frozen=True, slots=True)
class Rates:
    """What was counted; `None` where there is nothing to divide by."""

    complaints: int
    removed: int
    counter_notices: int
    """Those that the rule counts: all, or the successful ones."""

    @property
    def take_down(self) -> Decimal | None:
        """Share of the complaints that ended with a removal, exact."""
        return Decimal(self.removed) / self.complaints if self.complaints else None

    @property
    def counter_notice(self) -> Decimal | None:
        """Share of the complaints with a counter-notice that counts."""
        return Decimal(self.counter_notices) / self.complaints if self.complaints else None


@dataclass(frozen=True, slots=True)
class Standing:
    """The complainant on one platform, on one day."""

    status: Status | None
    """None: no source says by what the platform decides."""
    rates: Rates
    by_reason: dict[str, Rates]
    since: date | None
    """From which day on complaints count."""
    expected_working_days: tuple[int, int] | None
    """How long the platform takes for a complainant of this status."""
    source: str | None


def standing(platform: Platform, marketplace: str, day: date, complaints: Sequence[Complaint]) -> Standing:
    """The complainant's rates and status under the rule of the day. `complaints`: of this platform, of any time."""
    rule = platform.find("standing", marketplace, day)
    bar: dict[str, Any] = rule.value if rule else {}
    since = add_months(day, -bar["months"]) if bar else None
    counted = [one for one in complaints if one.decided <= day and (since is None or one.decided > since)]
    counters = bar.get("counters", "successful")
    reasons = dict.fromkeys(one.reason for one in counted)
    by_reason = {name: _rates([one for one in counted if one.reason == name], counters) for name in reasons}
    rates = _rates(counted, counters)
    status = _status(bar, rates, by_reason) if rule else None
    expected = platform.value(f"processing_working_days.{status}", marketplace, day) if status else None
    return Standing(
        status, rates, by_reason, since, (expected[0], expected[1]) if expected else None, rule.source if rule else None
    )


def with_failures(complaints: Sequence[Complaint], reason: str, number: int, day: date) -> list[Complaint]:
    """What the record would be if a case of `number` links failed, each by a successful counter-notice."""
    return [*complaints, *[Complaint(day, reason, removed=False, countered=True)] * number]


def _rates(complaints: Sequence[Complaint], counters: str) -> Rates:
    countered = sum(one.countered if counters == "all" else one.counter_succeeded for one in complaints)
    return Rates(len(complaints), sum(one.removed for one in complaints), countered)


def _status(bar: dict[str, Any], rates: Rates, by_reason: dict[str, Rates]) -> Status:
    judged = [rates, *(by_reason.values() if bar.get("each_reason") else ())]
    if rates.complaints and all(_is_good(bar, one) for one in judged):
        return "good faith"
    return "bad faith" if _is_bad(bar, rates) else "normal"


def _is_good(bar: dict[str, Any], rates: Rates) -> bool:
    # compared by multiplying: a quotient such as 1/3 is not exact
    countered = rates.counter_notices
    enough = rates.removed >= Decimal(bar["success"]) * rates.complaints
    if "counter_below" in bar:
        return enough and countered < Decimal(bar["counter_below"]) * rates.complaints
    return enough and countered <= Decimal(bar["counter_at_most"]) * rates.complaints


def _is_bad(bar: dict[str, Any], rates: Rates) -> bool:
    """Under the rules of 2015, which also call one bad of whom there is no record; later ones name no such bar."""
    if "bad_success" not in bar:
        return False
    return (
        rates.removed <= Decimal(bar["bad_success"]) * rates.complaints
        or rates.counter_notices >= Decimal(bar["bad_counter"]) * rates.complaints
    )
