"""The way of a link from draft to its end, as events that a person enters, and the deadlines that each state sets.

An event about a whole case is one of each of its links.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.casework.calendar import ZONES, Deadline, add_days, add_working_days
from monitor.casework.rules import Platform
from monitor.errors import InputError


class CaseState(StrEnum):
    """Where a link of a case stands."""

    DRAFT = "draft"
    READY = "ready"
    FILED = "filed"
    RIGHT_CHECKED = "right_checked"
    SELLER_NOTIFIED = "seller_notified"
    COUNTER_NOTICE = "counter_notice"
    ACCEPTED = "accepted"
    """The owner accepted the counter-notice: the listings stay."""
    DISPUTED = "disputed"
    """The owner objected to it: the platform decides."""
    REMOVED = "removed"
    REINSTATED = "reinstated"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


_S = CaseState
_NEXT: dict[CaseState, frozenset[CaseState]] = {
    _S.DRAFT: frozenset({_S.READY, _S.FILED, _S.WITHDRAWN}),
    _S.READY: frozenset({_S.DRAFT, _S.FILED, _S.WITHDRAWN}),
    _S.FILED: frozenset({_S.RIGHT_CHECKED, _S.SELLER_NOTIFIED, _S.REMOVED, _S.REJECTED, _S.WITHDRAWN}),
    _S.RIGHT_CHECKED: frozenset({_S.SELLER_NOTIFIED, _S.REMOVED, _S.REJECTED, _S.WITHDRAWN}),
    _S.SELLER_NOTIFIED: frozenset({_S.REMOVED, _S.COUNTER_NOTICE, _S.REJECTED, _S.WITHDRAWN}),
    _S.COUNTER_NOTICE: frozenset({_S.ACCEPTED, _S.DISPUTED, _S.REINSTATED, _S.WITHDRAWN}),
    _S.DISPUTED: frozenset({_S.REMOVED, _S.REINSTATED, _S.REJECTED, _S.WITHDRAWN}),
    _S.REMOVED: frozenset({_S.COUNTER_NOTICE, _S.DRAFT}),  # a late counter-notice; relisted: the case begins again
    _S.REINSTATED: frozenset({_S.DISPUTED, _S.DRAFT}),  # after silence the owner may still answer
    _S.REJECTED: frozenset({_S.DRAFT}),
    _S.ACCEPTED: frozenset(),
    _S.WITHDRAWN: frozenset(),
}
"""Which states may follow which (guide, the procedure)."""
_ENDED = frozenset({_S.REMOVED, _S.ACCEPTED, _S.REINSTATED, _S.REJECTED, _S.WITHDRAWN})
_FILED_ONCE = frozenset(_S) - {_S.DRAFT, _S.READY, _S.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """What a person entered about a case."""

    at: datetime
    """When it happened, UTC."""
    state: CaseState
    """What the case became by it."""
    who: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """What has to be done or is to be expected by a day."""

    what: str
    """A code: right_check | platform_answer | seller_answer | answer_counter_notice | court_or_authority."""
    deadline: Deadline | None
    """None: no source gives a time, so the sooner the better."""
    silence_loses: bool
    """Whether the listings come back when the owner lets it pass."""
    source: str | None


def state_of(events: Sequence[CaseEvent]) -> CaseState:
    """Where a link stands after its events, the oldest first."""
    return events[-1].state if events else CaseState.DRAFT


def has_ended(state: CaseState) -> bool:
    """Whether the platform has nothing more to do: what was removed or refused may be filed again, in another case."""
    return state in _ENDED


def what_may_follow(state: CaseState) -> list[CaseState]:
    """The states that a link can come into next, in the order of the procedure."""
    return [following for following in CaseState if following in _NEXT[state]]


def check_event(
    events: Sequence[CaseEvent], event: CaseEvent, sealed_at: datetime | None, now: datetime, link: str = "the case"
) -> str | None:
    """Whether an event may be entered about a link; returns a warning, or None. Raises `InputError`.

    `events`: of the link, which errors call `link`. `sealed_at`: when its evidence was sealed, before which nothing is
    filed; None: it is not.
    """
    state = state_of(events)
    told_later = event.state == state == CaseState.REMOVED  # what the seller got for it
    if event.state not in _NEXT[state] and not told_later:
        allowed = ", ".join(sorted(_NEXT[state])) or "nothing: it has ended"
        raise InputError(f"event {event.state}: {link} is {state}; what may follow: {allowed}")
    if event.at > now:
        raise InputError(
            f"event {event.state}: {event.at:%Y-%m-%d %H:%M} UTC has not come yet; enter what has happened"
        )
    if events and event.at < events[-1].at:
        raise InputError(
            f"event {event.state}: {event.at:%Y-%m-%d %H:%M} UTC lies before the event before it ({events[-1].state}, "
            f"{events[-1].at:%Y-%m-%d %H:%M} UTC); check the date"
        )
    if event.state in _FILED_ONCE and (sealed_at is None or event.at < sealed_at):
        when = f"was sealed on {sealed_at:%Y-%m-%d %H:%M} UTC" if sealed_at else "is not sealed"
        raise InputError(
            f"event {event.state}: the evidence of {link} {when}: it is filed on sealed evidence, not before"
        )
    if state == CaseState.DRAFT and event.state == CaseState.FILED:
        return "filed from a draft: the check for completeness was not passed"
    return None


def dues(platform: Platform, marketplace: str, event: CaseEvent, standing_status: str | None) -> list[Due]:
    """What follows from the newest event of a link, with the rules of that day and the platform's working days."""
    day = event.at.astimezone(ZONES[platform.calendar]).date()

    def due(what: str, key: str, *, silence_loses: bool = False) -> list[Due]:
        rule = platform.find(key, marketplace, day)
        if rule is None:
            return [Due(what, None, silence_loses, None)] if silence_loses else []
        days = rule.value[1] if isinstance(rule.value, list | tuple) else rule.value
        add = add_working_days if "working_days" in key else add_days
        return [Due(what, add(day, days, platform.calendar), silence_loses, rule.source)]

    match event.state:
        case CaseState.FILED:
            return [
                *due("right_check", "right_check_working_days"),
                *due("platform_answer", f"processing_working_days.{standing_status or 'normal'}"),
            ]
        case CaseState.SELLER_NOTIFIED:
            return due("seller_answer", "seller_answer_working_days")
        case CaseState.COUNTER_NOTICE:
            loses = bool(platform.value("silence_reinstates", marketplace, day))
            return [
                *due("answer_counter_notice", "owner_answer_working_days", silence_loses=loses),
                *due("court_or_authority", "law_waiting_days"),
            ]
        case _:
            return []
