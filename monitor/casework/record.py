"""The complainant's record: how the links of past cases ended, for rates and standing on each platform."""

from collections.abc import Mapping, Sequence

from monitor.casework.calendar import ZONES
from monitor.casework.procedure import CaseEvent, CaseState
from monitor.casework.rules import Platform, platforms
from monitor.casework.standing import Complaint
from monitor.store.read.cases import CaseRecord, StoredEvent

_OUTCOMES = (CaseState.REMOVED, CaseState.REINSTATED, CaseState.REJECTED, CaseState.ACCEPTED)
NO_REASON = "not told"
"""Stands for the reason of a case for which nobody entered one."""


def as_events(stored: Sequence[StoredEvent]) -> list[CaseEvent]:
    """Events of a case as the procedure reads them."""
    return [CaseEvent(event.at, CaseState(event.state), event.who, event.note) for event in stored]


def complaints_on(
    platform_id: str, cases: Sequence[CaseRecord], events: Mapping[str, Sequence[StoredEvent]]
) -> list[Complaint]:
    """One complaint for each link of each decided case on a platform; what was withdrawn is none.

    A case that began again is counted once for each time it was decided. All links of a case share its outcome: a link
    that ended otherwise is to be filed as a case of its own.
    """
    platform = platforms()[platform_id]
    return [
        complaint
        for case in cases
        if case.platform == platform_id
        for filed in rounds(as_events(events.get(case.id, ())))
        for complaint in _complaints(platform, case, filed)
    ]


def rounds(events: Sequence[CaseEvent]) -> list[list[CaseEvent]]:
    """The events of a case in parts, each from one draft to the next."""
    parts: list[list[CaseEvent]] = [[]]
    for event in events:
        if event.state == CaseState.DRAFT:
            parts.append([])
        parts[-1].append(event)
    return parts


def _complaints(platform: Platform, case: CaseRecord, events: Sequence[CaseEvent]) -> list[Complaint]:
    decided = next((event for event in reversed(events) if event.state in _OUTCOMES), None)
    if decided is None or events[-1].state == CaseState.WITHDRAWN:
        return []
    complaint = Complaint(
        decided.at.astimezone(ZONES[platform.calendar]).date(),
        case.reason or NO_REASON,
        removed=decided.state == CaseState.REMOVED,
        countered=any(event.state == CaseState.COUNTER_NOTICE for event in events),
    )
    return [complaint] * case.listings
