"""How long a platform took to answer, and until when one can complain about its decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.casework.calendar import ZONES, Deadline, add_days, add_months, is_working_day
from monitor.casework.procedure import CaseState
from monitor.casework.rules import Platform
from monitor.store.read.cases import StoredEvent


@dataclass(frozen=True, slots=True)
class TimeTaken:
    """From filing to an answer, in the platform's own days."""

    filed_on: date
    days: int
    working_days: int


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of a complaint about a decision."""

    deadline: Deadline
    source: str


def time_taken(platform: Platform, events: Sequence[StoredEvent], received_at: datetime) -> TimeTaken | None:
    """From the last filing before an answer; None: none is entered. `received_at`: UTC."""
    filed = [event.at for event in events if event.state == CaseState.FILED and event.at <= received_at]
    if not filed:
        return None
    zone = ZONES[platform.calendar]
    first, last = filed[-1].astimezone(zone).date(), received_at.astimezone(zone).date()
    days = (last - first).days
    after = (first + timedelta(days=number) for number in range(1, days + 1))
    return TimeTaken(first, days, sum(is_working_day(day, platform.calendar) for day in after))


def last_day_to_complain(platform: Platform, marketplace: str, received_at: datetime) -> LastDay | None:
    """The last day of a complaint about a decision that came then (UTC); None: no source says.

    An end that is no working day is moved back: the law moves it on (Regulation 1182/71, article 3(4)), but early is
    on the safe side.
    """
    day = received_at.astimezone(ZONES[platform.calendar]).date()
    rule = platform.find("complaint_months", marketplace, day)
    return None if rule is None else LastDay(add_days(add_months(day, rule.value), 0, platform.calendar), rule.source)
