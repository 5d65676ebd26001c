"""The schedules of a store."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from monitor.store.db.schema import ScheduleRow
from monitor.store.store import Store


class Schedule(NamedTuple):
    """A watchlist's runs, time after time. `jitter`: seconds; `digested`: the last run whose news were sent."""

    name: str
    watchlist: str
    recurrence: str
    jitter: int
    next_at: datetime
    started_at: datetime | None
    run_id: int | None
    digested: int


_ALL = select(*(getattr(ScheduleRow, name) for name in Schedule._fields)).order_by(
    ScheduleRow.next_at, ScheduleRow.name
)


def schedules(store: Store) -> list[Schedule]:
    """All schedules, the next one due first."""
    with store.read() as connection:
        return [Schedule._make(row) for row in connection.execute(_ALL)]
