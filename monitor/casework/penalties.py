"""What a seller's infringements add up to under a platform's rules: points, strikes, and the steps that follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from monitor.casework.calendar import ZONES
from monitor.casework.rules import Platform


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
    """Points up to the next step."""


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
        _blocked(points_rule, step),
        points_rule is not None and points is not None and points >= points_rule.get("all_removed", points + 1),
        len(strikes) if strikes is not None else None,
        _strike_step(serious_rule, strikes),
        _is_ended(points_rule, points) or _is_ended_by_strikes(serious_rule, strikes),
        _next(points_rule, points),
    )


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
    return min((step - points for step in (*rule.get("steps", ()), rule["end"]) if step > points), default=None)


def _strike_step(rule: dict[str, Any] | None, strikes: list[str] | None) -> str | None:
    if not rule or not strikes:
        return None
    if _is_ended_by_strikes(rule, strikes):
        return str(rule["steps"][-1])
    return str(rule["steps"][min(len(strikes), len(rule["steps"])) - 1])


def _is_ended(rule: dict[str, Any] | None, points: int | None) -> bool:
    return rule is not None and points is not None and points >= rule["end"]


def _is_ended_by_strikes(rule: dict[str, Any] | None, strikes: list[str] | None) -> bool:
    """By their number, or by that of one owner where the rule says so."""
    if not rule or not strikes:
        return False
    same = rule.get("same_owner_ends")
    most = max(strikes.count(owner) for owner in strikes)
    return len(strikes) >= len(rule["steps"]) or (same is not None and most >= same)
