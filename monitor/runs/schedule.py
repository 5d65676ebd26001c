"""Runs time after time: a table of schedules and a small loop. One process as a service; no overlap; nothing missed."""

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.config import StoreSettings
from monitor.errors import InputError, StoreInputError
from monitor.runs.recurrence import check_recurrence, next_after
from monitor.store.lock import store_lock
from monitor.store.read.runs import last_run
from monitor.store.read.schedules import Schedule, schedules
from monitor.store.store import Store
from monitor.store.write.schedules import delete_schedule, insert_schedule, update_schedule

logger = logging.getLogger(__name__)

_BUSY = timedelta(minutes=1)
"""Until the next try, when another run is working on the store."""
_LONGEST_SLEEP = 60.0
"""Seconds: so a machine that wakes up, and a schedule that was added, are noticed soon."""


@dataclass(frozen=True)
class Ended:
    """How a run that the loop started ended. `words`: its last line on stderr, for one that did not begin."""

    exit_code: int
    run_id: int | None
    to_do: list[str]
    words: str = ""


Start = Callable[[Path | None], Ended]
"""Run a watchlist's file, or (None) go on with the last run; comes back when that has ended."""
Tell = Callable[[Schedule, Ended], bool]
"""Send what is new of a schedule's runs; whether it was delivered."""


def add_schedule(
    store: Store, name: str, watchlist: Path, recurrence: str, *, jitter: int, now: datetime, settings: StoreSettings
) -> datetime:
    """Note a schedule; returns when it is due first. `jitter`: seconds. Raises `InputError`."""
    check_recurrence(recurrence, settings.zone)
    due = next_after(recurrence, now, now, settings.zone)
    with store.write() as connection:
        added = insert_schedule(connection, name, str(watchlist.resolve()), recurrence, jitter=jitter, next_at=due)
    if not added:
        raise InputError(f"schedule {name!r} is there already; choose another --name, or remove that one first")
    return due


def remove_schedule(store: Store, name: str) -> None:
    """Forget a schedule; its runs stay. Raises `InputError` when there is none of that name."""
    with store.write() as connection:
        removed = delete_schedule(connection, name)
    if not removed:
        raise InputError(f"no schedule {name!r} in this store; `monitor schedule list` shows them")


@dataclass
class Loop:
    """The loop of `monitor schedule run`; `now` and `sleep` are its clock (UTC, seconds)."""

    store: Store
    settings: StoreSettings
    start: Start
    tell: Tell
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep

    def forever(self) -> None:
        """Wait and run, until interrupted."""
        self.go_on()
        while True:
            self.once()
            rows = schedules(self.store)
            due = min((row.next_at for row in rows), default=self.now() + timedelta(seconds=_LONGEST_SLEEP))
            self.sleep(min(max((due - self.now()).total_seconds(), 0.1), _LONGEST_SLEEP))

    def go_on(self) -> None:
        """Finish a scheduled run that was killed with the loop."""
        with self.store.read() as connection:
            last = last_run(connection)
        started = [(row.started_at, row) for row in schedules(self.store) if row.started_at is not None]
        newest = max(started)[1] if started else None
        interrupted = last is not None and last[1] in ("running", "stopped")
        if newest is not None and last is not None and interrupted and newest.run_id in (None, last[0]):
            logger.info("%s: going on with run %d, which was interrupted", newest.name, last[0])
            self._ended(newest, self.start(None))

    def once(self) -> int:
        """Run what is due now, one after the other; returns how many."""
        due = [row for row in schedules(self.store) if row.next_at <= self.now()]
        for row in due:
            self._run(row)
        return len(due)

    def _run(self, row: Schedule) -> None:
        now = self.now()
        try:
            with store_lock(self.store.root, wait=0):
                pass
        except StoreInputError:
            # somebody runs by hand
            self._note(row.name, next_at=now + _BUSY)
            return
        following = next_after(row.recurrence, row.next_at, now, self.settings.zone)
        following += timedelta(seconds=random.randint(0, row.jitter))  # noqa: S311 (no secret)
        # before the run: a run that kills the loop must not be started again and again
        self._note(row.name, next_at=following, started_at=now, run_id=None)
        self._ended(row, self.start(Path(row.watchlist)))

    def _ended(self, row: Schedule, ended: Ended) -> None:
        self._note(row.name, run_id=ended.run_id)
        if ended.words:
            logger.warning("%s: %s", row.name, ended.words)
        if self.tell(row, ended) and ended.run_id is not None:
            self._note(row.name, digested=ended.run_id)

    def _note(self, name: str, **facts: object) -> None:
        with self.store.write() as connection:
            update_schedule(connection, name, **facts)
