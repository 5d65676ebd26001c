"""Working days of China and of the EU, for deadlines: holidays, and the weekends on which China works instead."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

import holidays

Calendar = Literal["CN", "EU"]
ZONES: dict[Calendar, ZoneInfo] = {"CN": ZoneInfo("Asia/Shanghai"), "EU": ZoneInfo("Europe/Brussels")}
"""Whose day it is when something happens."""
_SUBSTITUTED = "substituted"
"""Stands in the names of days off that the State Council moves: it publishes them each November for the next year."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which something can be done, always a working day."""

    day: date
    provisional: bool
    """The calendar of that year is not published yet: the day is an early one, on the safe side."""


def add_working_days(start: date, number: int, calendar: Calendar) -> Deadline:
    """The `number`-th working day after `start` (which does not count, working day or not). `number`: at least 1.

    In a year whose calendar is not published, public holidays count as working days and the day found is moved back to
    a working day: the deadline may be too early, never too late.
    """
    if number < 1:
        raise ValueError("a deadline lies at least one working day ahead")
    day, left = start, number
    while left:
        day += _DAY
        left -= _counts(day, calendar)
    provisional = not all(_is_published(year, calendar) for year in range(start.year, day.year + 1))
    while not is_working_day(day, calendar):
        day -= _DAY
    if day <= start:  # nothing but holidays between
        while not is_working_day(day, calendar) or day <= start:
            day += _DAY
    return Deadline(day, provisional)


def add_days(start: date, number: int, calendar: Calendar) -> Deadline:
    """The last working day on or before the `number`-th day after `start`: of times that count in plain days."""
    day = start + timedelta(days=number)
    while not is_working_day(day, calendar):
        day -= _DAY
    return Deadline(day, not _is_published(day.year, calendar))


def add_months(day: date, months: int) -> date:
    """The same day so many months later (before, where negative), or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Whether people work on a day, as far as its calendar is known."""
    return bool(_calendar(calendar, day.year).is_working_day(day))


def _counts(day: date, calendar: Calendar) -> bool:
    return is_working_day(day, calendar) if _is_published(day.year, calendar) else day.weekday() < 5


def _is_published(year: int, calendar: Calendar) -> bool:
    """China's calendar of a year is known when it names the days that were moved; the EU's follows from rules."""
    return calendar == "EU" or any(_SUBSTITUTED in name for name in _calendar(calendar, year).values())


@cache
def _calendar(calendar: Calendar, year: int) -> holidays.HolidayBase:
    if calendar == "CN":
        return holidays.country_holidays("CN", years=year, expand=False)
    return holidays.financial_holidays("ECB", years=year, expand=False)
