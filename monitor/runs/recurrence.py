"""When a schedule is due: "every 6 hours", or a cron expression. Arithmetic only, no clock."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from monitor.errors import InputError

_EVERY = re.compile(r"every\s+(?:(\d{1,4})\s+)?(minute|hour|day|week)s?", re.IGNORECASE | re.ASCII)
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_LEAST = timedelta(minutes=15)
"""More often than that is no monitoring but hammering."""


def next_after(recurrence: str, due: datetime, now: datetime, zone: tzinfo | None) -> datetime:
    """The first time after `now` (UTC), for a schedule that was due at `due`: missed times are not made up for.

    Cron expressions mean the time of `zone` (None: the machine's). Raises `InputError` for what is neither.
    """
    if every := interval_of(recurrence):
        missed = max(0, (now - due) // every)
        return due + every * (missed + 1)
    found = _trigger(recurrence, zone).get_next_fire_time(None, now.astimezone(zone) + timedelta(seconds=1))
    if found is None:
        raise InputError(f"{recurrence!r}: such a time never comes")
    return datetime.fromtimestamp(found.timestamp(), UTC)


def interval_of(recurrence: str) -> timedelta | None:
    """The interval of "every …"; None for a cron expression. Raises `InputError` for one that is too short."""
    match = _EVERY.fullmatch(recurrence.strip())
    if match is None:
        return None
    interval = int(match[1] or 1) * timedelta(**{f"{match[2].lower()}s": 1})
    if interval < _LEAST:
        raise InputError(f"{recurrence!r}: too often; expected every 15 minutes at most")
    return interval


def check_recurrence(recurrence: str, zone: tzinfo | None) -> None:
    """Raise `InputError` unless it can be understood, and comes less often than every quarter of an hour."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    first = next_after(recurrence, now, now, zone)
    for _ in range(50):
        second = next_after(recurrence, first, first, zone)
        if second - first < _LEAST:
            raise InputError(f"{recurrence!r}: too often; expected every 15 minutes at most")
        first = second


def _trigger(recurrence: str, zone: tzinfo | None) -> Any:
    from apscheduler.triggers.cron import CronTrigger  # noqa: PLC0415 (slow to import, and rarely needed)

    parts = recurrence.split()
    if len(parts) != 5:
        raise InputError(
            f'{recurrence!r}: expected "every 6 hours", or a cron expression of five fields such as "0 6 * * 1-5"'
        )
    minute, hour, day, month, weekday = parts
    if day != "*" and weekday != "*":
        raise InputError(f"{recurrence!r}: expected a day of the month or a day of the week, not both")
    try:
        return CronTrigger(
            minute=minute, hour=hour, day=day, month=month, day_of_week=_names(weekday), timezone=zone or _local_zone()
        )
    except (ValueError, KeyError) as error:
        raise InputError(f"{recurrence!r}: not a cron expression ({error})") from None


def _names(field: str) -> str:
    """Cron's numbers of weekdays (0 and 7: Sunday) as names: APScheduler counts from Monday."""

    def name(number: re.Match[str]) -> str:
        first, last = int(number[1]), int(number[2] or number[1])
        step = int(number[3] or 1)
        if first > 7 or last > 7 or last < first or not step:
            raise ValueError(f"{number[0]!r} is no day of the week")
        return ",".join(_DAYS[day % 7] for day in range(first, last + 1, step))

    return re.sub(r"(?<![a-z/\d])(\d)(?:-(\d))?(?:/(\d))?(?!\d)", name, field, flags=re.IGNORECASE)


def _local_zone() -> tzinfo:
    zone = datetime.now(UTC).astimezone().tzinfo
    assert zone is not None, "a local time has a zone"
    return zone
