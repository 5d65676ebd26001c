"""What has to be done, or is to be expected, in all open cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from monitor.casework.procedure import CaseEvent, CaseState, Due, dues
from monitor.casework.record import as_events, complaints_on
from monitor.casework.refusals import day_of
from monitor.casework.rules import platforms
from monitor.casework.standing import standing
from monitor.store.read.cases import CaseRecord, StoredEvent, events_of_link


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """A deadline of links of a case that came into the same state at the same time."""

    case: CaseRecord
    links: tuple[int, ...]
    """Their positions, in order."""
    state: CaseState
    since: datetime
    """When they came into this state, UTC."""
    due: Due
    is_past: bool
    """Whether its day is over on the platform's calendar."""


def agenda(
    cases: Sequence[CaseRecord], events: Mapping[str, Sequence[StoredEvent]], now: datetime
) -> list[AgendaEntry]:
    """All deadlines: first those after which silence loses, then by day; what has no day comes before the days."""

    @cache
    def status(platform_id: str, marketplace: str) -> str | None:
        platform = platforms()[platform_id]
        record = complaints_on(platform_id, cases, events)
        return standing(platform, marketplace, day_of(platform, now), record).status

    entries = []
    for case in cases:
        if case.platform not in platforms():
            continue
        platform = platforms()[case.platform]
        today = day_of(platform, now)
        for links, newest in _newest_events(case, events.get(case.id, ())):
            entries += [
                AgendaEntry(
                    case, links, newest.state, newest.at, due, due.deadline is not None and due.deadline.day < today
                )
                for due in dues(platform, case.marketplace, newest, status(case.platform, case.marketplace))
            ]
    return sorted(entries, key=_urgency)


def _newest_events(case: CaseRecord, stored: Sequence[StoredEvent]) -> list[tuple[tuple[int, ...], CaseEvent]]:
    """The newest event of each link, with the links that came into the same state at the same time."""
    found: dict[tuple[CaseState, datetime], list[int]] = {}
    newest: dict[tuple[CaseState, datetime], CaseEvent] = {}
    for position in range(1, case.listings + 1):
        for event in as_events(events_of_link(stored, position))[-1:]:
            found.setdefault((event.state, event.at), []).append(position)
            newest[event.state, event.at] = event
    return [(tuple(links), newest[key]) for key, links in found.items()]


def _urgency(entry: AgendaEntry) -> tuple[bool, date, str, tuple[int, ...]]:
    day = date.min if entry.due.deadline is None else entry.due.deadline.day
    return not entry.due.silence_loses, day, entry.case.id, entry.links
