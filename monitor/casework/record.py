"""The complainant's record: how the links of past cases ended, for rates and standing on each platform."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from monitor.casework.calendar import ZONES
from monitor.casework.procedure import CaseEvent, CaseState
from monitor.casework.rules import Platform, platforms
from monitor.casework.standing import Complaint
from monitor.store.read.cases import CaseRecord, StoredEvent, events_of_link

AnyEvent = TypeVar("AnyEvent", CaseEvent, StoredEvent)
_OUTCOMES = (CaseState.REMOVED, CaseState.REINSTATED, CaseState.REJECTED, CaseState.ACCEPTED)
NO_REASON = "not told"
"""Stands for the reason of a case for which nobody entered one."""


def as_events(stored: Sequence[StoredEvent]) -> list[CaseEvent]:
    """Events of a link as the procedure reads them."""
    return [CaseEvent(event.at, CaseState(event.state), event.who, event.note) for event in stored]


def complaints_on(
    platform_id: str, cases: Sequence[CaseRecord], events: Mapping[str, Sequence[StoredEvent]]
) -> list[Complaint]:
    """One complaint for each decided link of the cases on a platform; what was withdrawn is none.

    A link that began again is counted once for each time it was decided.
    """
    platform = platforms()[platform_id]
    found = (
        _complaint(platform, case, filed)
        for case in cases
        if case.platform == platform_id
        for position in range(1, case.listings + 1)
        for filed in rounds(as_events(events_of_link(events.get(case.id, ()), position)))
    )
    return [complaint for complaint in found if complaint is not None]


def rounds(events: Sequence[AnyEvent]) -> list[list[AnyEvent]]:
    """The events of a link in parts, each from one draft to the next."""
    parts: list[list[AnyEvent]] = [[]]
    for event in events:
        if event.state == CaseState.DRAFT:
            parts.append([])
        parts[-1].append(event)
    return parts


def outcome(events: Sequence[AnyEvent]) -> AnyEvent | None:
    """The event by which a round of a link was decided last; None: it was not, or the complaint was withdrawn.

    Of a removal that is entered again, because the platform told later what the seller got: the first.
    """
    decided: AnyEvent | None = None
    for place, event in enumerate(events):
        if event.state in _OUTCOMES and (place == 0 or events[place - 1].state != event.state):
            decided = event
    return None if events and events[-1].state == CaseState.WITHDRAWN else decided


def _complaint(platform: Platform, case: CaseRecord, events: Sequence[CaseEvent]) -> Complaint | None:
    decided = outcome(events)
    if decided is None:
        return None
    return Complaint(
        decided.at.astimezone(ZONES[platform.calendar]).date(),
        case.reason or NO_REASON,
        removed=decided.state == CaseState.REMOVED,
        countered=any(event.state == CaseState.COUNTER_NOTICE for event in events),
    )
