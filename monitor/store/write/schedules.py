"""Schedules: add, change, remove."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from monitor.store.db.schema import ScheduleRow
from monitor.store.read.runs import last_run


def insert_schedule(
    connection: Connection, name: str, watchlist: str, recurrence: str, *, jitter: int, next_at: datetime
) -> bool:
    """Add a schedule; False, and nothing changed, when there is one of that name. `jitter`: seconds."""
    if connection.execute(select(ScheduleRow.name).where(ScheduleRow.name == name)).scalar() is not None:
        return False
    last = last_run(connection)
    row = {"name": name, "watchlist": watchlist, "recurrence": recurrence, "jitter": jitter, "next_at": next_at}
    # what was found before is no news
    connection.execute(insert(ScheduleRow), {**row, "digested": last[0] if last else 0})
    return True


def delete_schedule(connection: Connection, name: str) -> bool:
    """Remove a schedule; False when there is none of that name."""
    return bool(connection.execute(delete(ScheduleRow).where(ScheduleRow.name == name)).rowcount)


def update_schedule(connection: Connection, name: str, **values: object) -> None:
    """Set columns of a schedule."""
    connection.execute(update(ScheduleRow).where(ScheduleRow.name == name), values)
