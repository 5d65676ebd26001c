"""What has to be done, or is to be expected, in all open cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from monitor.casework.procedure import CaseState, Due, dues
from monitor.casework.record import as_events, complaints_on
from monitor.casework.refusals import day_of
from monitor.casework.rules import platforms
from monitor.casework.standing import standing
from monitor.store.read.cases import CaseRecord, StoredEvent


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """A deadline of a case."""

    case: CaseRecord
    state: CaseState
    since: datetime
    """When the case came into this state, UTC."""
    due: Due
    is_past: bool
    """Whether its day is over on the platform's calendar."""


def agenda(
    cases: Sequence[CaseRecord], events: Mapping[str, Sequence[StoredEvent]], now: datetime
) -> list[AgendaEntry]:
    """All deadlines: first those after which silence loses, then by day; what has no day comes before the days."""
    entries = []
    for case in cases:
        stored = as_events(events.get(case.id, ()))
        if not stored or case.platform not in platforms():
            continue
        platform, last = platforms()[case.platform], stored[-1]
        today = day_of(platform, now)
        status = standing(platform, case.marketplace, today, complaints_on(case.platform, cases, events)).status
        entries += [
            AgendaEntry(case, last.state, last.at, due, due.deadline is not None and due.deadline.day < today)
            for due in dues(platform, case.marketplace, last, status)
        ]
    return sorted(entries, key=_urgency)


def _urgency(entry: AgendaEntry) -> tuple[bool, date, str]:
    day = date.min if entry.due.deadline is None else entry.due.deadline.day
    return not entry.due.silence_loses, day, entry.case.id
