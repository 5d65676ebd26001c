"""What a seller's infringements add up to under a platform's rules: points, strikes, and the steps that follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from monitor.casework.calendar import ZONES
from monitor.casework.rules import Platform
from monitor.errors import InputError, expected

_SEVERITIES = ("general", "serious")


@dataclass(frozen=True, slots=True)
class Infringement:
    """A removal that the platform counts against the seller."""

    at: datetime
    """UTC."""
    kind: Literal["general", "serious"]
    points: int = 0
    """Of a general one, as the platform said."""
    owner: str = ""
    """The right holder who complained."""


@dataclass(frozen=True, slots=True)
class Penalty:
    """Where a seller stands on one day."""

    points: int | None
    """None: no source says how points are counted there."""
    points_step: int | None
    """The highest step that the points reached; None: none, or not known."""
    warned: bool
    """Whether the points reach the warning that comes before all steps."""
    blocked_days: int | None
    """For how long that step blocks the shop; None: no step reached, or the platform's rule does not say."""
    all_removed: bool
    """Whether the points also remove all of the seller's products."""
    strikes: int | None
    """Serious infringements after merging; None: no source."""
    strike_step: str | None
    """What the strikes lead to."""
    ended: bool
    """Whether points or strikes end the account."""
    next_points: int | None
    """Points up to the next step, or to the warning before all steps."""
    next_strike: str | None
    """What one more strike of another right holder leads to; None: no source, or the account has ended."""


def penalty(platform: Platform, marketplace: str, day: date, infringements: Sequence[Infringement]) -> Penalty:
    """What a seller's infringements come to under the rules of a day; days are the platform's own calendar days."""
    zone = ZONES[platform.calendar]
    in_order = sorted(infringements, key=lambda one: one.at)
    past = [(on, one) for one in in_order if (on := one.at.astimezone(zone).date()) <= day]
    points_rule = platform.value("points", marketplace, day)
    serious_rule = platform.value("serious", marketplace, day)
    points = _points(points_rule, [(on, one.points) for on, one in past if one.kind == "general"])
    strikes = _strikes(serious_rule, day, [(on, one.owner) for on, one in past if one.kind == "serious"])
    step = _step(points_rule, points)
    return Penalty(
        points,
        step,
        points_rule is not None and points is not None and points >= points_rule.get("warning", points + 1),
        _blocked(points_rule, step),
        points_rule is not None and points is not None and points >= points_rule.get("all_removed", points + 1),
        len(strikes) if strikes is not None else None,
        _strike_step(serious_rule, strikes),
        _is_ended(points_rule, points) or _is_ended_by_strikes(serious_rule, strikes),
        _next(points_rule, points),
        _strike_after(serious_rule, strikes),
    )


def check_told(platform: Platform, marketplace: str, at: datetime, severity: str | None, points: int | None) -> None:
    """Whether a platform can have told this of a removal at a time (UTC), by its rules. Raises `InputError`."""
    day = at.astimezone(ZONES[platform.calendar]).date()
    if severity is not None and severity not in _SEVERITIES:
        raise InputError(f"severity {severity[:60]!r}: unknown; {expected(severity, _SEVERITIES)}")
    if severity == "serious":
        if points is not None:
            raise InputError("points: serious infringements count by their number; leave the points or `serious` out")
        _rule_of("severity serious", "serious", platform, marketplace, day)
        return
    if severity is None and points is None:
        return
    rule = _rule_of("severity general" if points is None else f"points {points}", "points", platform, marketplace, day)
    most = rule.get("day_cap", rule["end"])
    if points is not None and not 1 <= points <= most:
        raise InputError(
            f"points {points}: outside of the rule of {platform.name} for {marketplace}, 1 to {most}; check its words"
        )


def _rule_of(what: str, key: str, platform: Platform, marketplace: str, day: date) -> dict[str, Any]:
    rule: dict[str, Any] | None = platform.value(key, marketplace, day)
    if rule is None:
        raise InputError(
            f"{what}: no source tells such a rule of {platform.name} for {marketplace} on {day}; keep what it wrote "
            "in the event's text"
        )
    return rule


def _points(rule: dict[str, Any] | None, dated: list[tuple[date, int]]) -> int | None:
    """The sum, of each day at most the rule's cap."""
    if rule is None:
        return None
    by_day: dict[date, int] = {}
    for on, points in dated:
        by_day[on] = by_day.get(on, 0) + points
    cap = rule.get("day_cap")
    return sum(points if cap is None else min(points, cap) for points in by_day.values())


def _strikes(rule: dict[str, Any] | None, day: date, dated: list[tuple[date, str]]) -> list[str] | None:
    """The owner of each strike. `merge`: all of the first days count as one (first), or all of any such days (each)."""
    if rule is None:
        return None
    valid = rule.get("valid_days")
    window = timedelta(days=rule["merge_days"])
    strikes: list[str] = []
    begin: date | None = None
    for on, owner in dated:
        if valid is not None and on <= day - timedelta(days=valid):
            continue
        if begin is not None and on < begin + window:
            continue
        if begin is None or rule["merge"] == "each":
            begin = on
        strikes.append(owner)
    return strikes


def _step(rule: dict[str, Any] | None, points: int | None) -> int | None:
    steps = rule.get("steps", []) if rule else []
    return max((step for step in steps if points is not None and points >= step), default=None)


def _blocked(rule: dict[str, Any] | None, step: int | None) -> int | None:
    if rule is None or step is None:
        return None
    return int(rule["blocked_days"][rule["steps"].index(step)]) or None


def _next(rule: dict[str, Any] | None, points: int | None) -> int | None:
    if rule is None or points is None:
        return None
    marks = (rule.get("warning", rule["end"]), *rule.get("steps", ()), rule["end"])
    return min((mark - points for mark in marks if mark > points), default=None)


def _strike_step(rule: dict[str, Any] | None, strikes: list[str] | None) -> str | None:
    if not rule or not strikes:
        return None
    if _is_ended_by_strikes(rule, strikes):
        return str(rule["steps"][-1])
    return str(rule["steps"][min(len(strikes), len(rule["steps"])) - 1])


def _strike_after(rule: dict[str, Any] | None, strikes: list[str] | None) -> str | None:
    """Of one more strike, by a right holder who had none."""
    if rule is None or strikes is None or _is_ended_by_strikes(rule, strikes):
        return None
    return _strike_step(rule, [*strikes, ""])


def _is_ended(rule: dict[str, Any] | None, points: int | None) -> bool:
    return rule is not None and points is not None and points >= rule["end"]


def _is_ended_by_strikes(rule: dict[str, Any] | None, strikes: list[str] | None) -> bool:
    """By their number, or by that of one owner where the rule says so."""
    if not rule or not strikes:
        return False
    same = rule.get("same_owner_ends")
    most = max(strikes.count(owner) for owner in strikes)
    return len(strikes) >= len(rule["steps"]) or (same is not None and most >= same)
