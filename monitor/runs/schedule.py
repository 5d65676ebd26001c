"""Schedules: a table in the store, and a loop that starts what is due, one run after the other, in one process."""

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
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
"""The wait until the next try, when another run is working on the store."""
_LONGEST_SLEEP = 60.0
"""Seconds; short, so that a machine that wakes up and a schedule that was added are noticed soon."""


@dataclass(frozen=True)
class Ended:
    """How a run ended. `to_do`: lines for a person; `words`: the last line on stderr of a run that did not begin."""

    exit_code: int
    run_id: int | None
    to_do: list[str]
    words: str = ""


Start = Callable[[Path | None], Ended]
"""Runs a watchlist file, or resumes the last run (None); returns when the run has ended."""
Tell = Callable[[Schedule, Ended], bool]
"""Sends the digest of a schedule's runs; returns whether it was delivered."""


def add_schedule(
    store: Store, name: str, watchlist: Path, recurrence: str, *, jitter: int, now: datetime, settings: StoreSettings
) -> datetime:
    """Add a schedule; returns when it is due first, in UTC.

    `jitter`: at most so many seconds are added at random to each time. Raises `InputError` for a wrong recurrence and
    for a name that is taken.
    """
    check_recurrence(recurrence, settings.zone)
    due = next_after(recurrence, now, now, settings.zone)
    with store.write() as connection:
        added = insert_schedule(connection, name, str(watchlist.resolve()), recurrence, jitter=jitter, next_at=due)
    if not added:
        raise InputError(f"schedule {name!r} is there already; choose another --name, or remove that one first")
    return due


def remove_schedule(store: Store, name: str) -> None:
    """Delete a schedule; its runs stay. Raises `InputError` when the store has none of that name."""
    with store.write() as connection:
        removed = delete_schedule(connection, name)
    if not removed:
        raise InputError(f"no schedule {name!r} in this store; `monitor schedule list` shows them")


@dataclass
class Loop:
    """The loop of `monitor schedule run`. `now` (UTC) and `sleep` (seconds) are its clock, simulated in tests."""

    store: Store
    settings: StoreSettings
    start: Start
    tell: Tell
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep
    prepare: Callable[[datetime], None] = lambda _: None
    """Called before each run with the time in UTC: what all runs need is brought up to date."""
    busy_until: dict[str, datetime] = field(default_factory=dict)
    """Schedules that wait for a run that somebody started by hand."""

    def forever(self) -> None:
        """Wait and run, until interrupted."""
        self.go_on()
        while True:
            self.once()
            rows = schedules(self.store)
            due = min(map(self._starts_at, rows), default=self.now() + timedelta(seconds=_LONGEST_SLEEP))
            self.sleep(min(max((due - self.now()).total_seconds(), 0.1), _LONGEST_SLEEP))

    def go_on(self) -> None:
        """Resume a scheduled run that was interrupted when the loop was killed."""
        with self.store.read() as connection:
            last = last_run(connection)
        started = [(row.started_at, row) for row in schedules(self.store) if row.started_at is not None]
        newest = max(started)[1] if started else None
        interrupted = last is not None and last[1] in ("running", "stopped")
        if newest is not None and last is not None and interrupted and newest.run_id in (None, last[0]):
            logger.info("%s: going on with run %d, which was interrupted", newest.name, last[0])
            self._ended(newest, self.start(None))

    def once(self) -> int:
        """Run all schedules that are due, one after the other; returns how many they were."""
        due = [row for row in schedules(self.store) if self._starts_at(row) <= self.now()]
        for row in due:
            self._run(row)
        return len(due)

    def _starts_at(self, row: Schedule) -> datetime:
        """When a schedule's next run starts: later than due by its jitter, which moves no later time."""
        dice = random.Random(f"{row.name} {row.next_at}")  # noqa: S311 (no secret)
        jittered = row.next_at + timedelta(seconds=dice.randint(0, row.jitter))
        return max(jittered, self.busy_until.get(row.name, jittered))

    def _run(self, row: Schedule) -> None:
        now = self.now()
        try:
            with store_lock(self.store.root, wait=0):
                pass
        except StoreInputError:
            # another run is on, which somebody started by hand
            self.busy_until[row.name] = now + _BUSY
            return
        following = next_after(row.recurrence, row.next_at, now, self.settings.zone)
        # noted before the run: a run that kills the loop must not be started again and again
        self._note(row.name, next_at=following, started_at=now, run_id=None)
        self.prepare(now)
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
