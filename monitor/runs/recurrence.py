"""When a schedule is due: "every 6 hours", or a cron expression. Arithmetic only, no clock."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

from cronsim import CronSim, CronSimError

from monitor.errors import InputError

_EVERY = re.compile(r"every\s+(?:(\d{1,4})\s+)?(minute|hour|day|week)s?", re.IGNORECASE | re.ASCII)
_LEAST = timedelta(minutes=15)
"""The shortest interval: more often would burden the sites and show nothing more."""


def next_after(recurrence: str, due: datetime, now: datetime, zone: tzinfo | None) -> datetime:
    """The next time of a recurrence after `now`, in UTC; times that were missed are left out.

    `due`: when the schedule was due last, from which "every …" counts. Cron expressions are in the time of `zone`
    (None: the machine's). Raises `InputError` for text that is neither.
    """
    if every := interval_of(recurrence):
        missed = max(0, (now - due) // every)
        return due + every * (missed + 1)
    fields = recurrence.split()
    if len(fields) != 5:
        raise InputError(
            f'{recurrence!r}: expected "every 6 hours", or a cron expression of five fields such as "0 6 * * 1-5"'
        )
    if fields[2] != "*" and fields[4] != "*":
        raise InputError(f"{recurrence!r}: expected a day of the month or a day of the week, not both")
    try:
        following = next(CronSim(recurrence, now.astimezone(zone)), None)
    except CronSimError as error:
        raise InputError(f"{recurrence!r}: not a cron expression ({error})") from None
    if following is None:
        raise InputError(f"{recurrence!r}: such a time never comes")
    return following.astimezone(UTC)


def interval_of(recurrence: str) -> timedelta | None:
    """The interval of "every …"; None for anything else. Raises `InputError` for an interval that is too short."""
    match = _EVERY.fullmatch(recurrence.strip())
    if match is None:
        return None
    interval = int(match[1] or 1) * timedelta(**{f"{match[2].lower()}s": 1})
    if interval < _LEAST:
        raise InputError(f"{recurrence!r}: too often; expected every 15 minutes at most")
    return interval


def check_recurrence(recurrence: str, zone: tzinfo | None) -> None:
    """Raise `InputError` unless the recurrence is valid and never comes twice within a quarter of an hour."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    first = next_after(recurrence, now, now, zone)
    for _ in range(50):
        second = next_after(recurrence, first, first, zone)
        if second - first < _LEAST:
            raise InputError(f"{recurrence!r}: too often; expected every 15 minutes at most")
        first = second
