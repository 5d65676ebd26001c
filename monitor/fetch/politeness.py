"""How a site is asked: one request at a time, with pauses, within a day's budget, and not at all after a wall.

What has to be remembered lies in one small file per site in the user's state folder, under a file lock: so it holds
over restarts, over parallel processes and over several stores of the same user. A killed process lets go of the lock.
The rules are those of `docs/reliability.md`, *Politeness*.
"""

import asyncio
import fcntl
import json
import os
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from hashlib import sha256
from pathlib import Path
from typing import Literal

from scrapy.exceptions import IgnoreRequest

from monitor.config import StoreSettings
from monitor.errors import InputError
from monitor.model import PageVisit
from monitor.text.dates import mail_date

HoldReason = Literal["wall", "login", "rate_limit", "failures", "budget", "quiet_hours"]

DAILY_BUDGET = 2000
"""Requests to one live site on one day when the settings name no number: twenty thorough runs."""
PATIENCE = 300.0
"""Seconds that a run waits for a site that asks for a pause; a longer one ends its part of the run."""
_FIRST_COOL_DOWN, _LONGEST_COOL_DOWN = 30 * 60.0, 24 * 3600.0
"""Seconds without a request after a wall; doubled with each further one, until a page can be read again."""
_FAILURES = 3
"""Pages in a row that could not be had, before the site is left alone for a while."""
_SLOWEST = 64.0
_LEAST_PAUSE = 0.5
"""Seconds, doubled each time, after "too much" from a site that does not say how long."""
_TICK = 0.05
_LARGEST = 1024 * 1024
"""Bytes of a site's file; a real one has some hundred."""


@dataclass(frozen=True, slots=True)
class CoolDown:
    """A site that is not asked now: why, and until when (UTC). `walls`: how many in a row."""

    reason: HoldReason
    until: datetime
    walls: int = 0


class SiteHeld(IgnoreRequest):
    """Raised by `Politeness.turn` in the place of a request that must not leave now; the target stays to be asked."""

    def __init__(self, hold: CoolDown) -> None:
        self.hold = hold
        super().__init__(f"not asked ({hold.reason}) until {hold.until:%Y-%m-%d %H:%M} UTC")


@dataclass(slots=True)
class _Refusals:
    """What a site has refused, and until when it is left alone for that."""

    held_until: float = 0.0
    held_for: HoldReason | None = None
    walls: int = 0
    failures: int = 0


@dataclass(slots=True)
class _State:
    """The file of a site. Times are seconds since 1970."""

    next_at: float = 0.0
    slow: float = 1.0
    """Factor on the delay: doubled when the site says that it is too much, less again with each good answer."""
    day: str = ""
    requests: int = 0
    refusals: dict[str, _Refusals] = field(default_factory=dict)
    """By who met them: one for all of a live site's users here, one per store for a stand-in."""


@dataclass(frozen=True)
class Politeness:
    """The manners towards one site; `now` and `sleep` are the clock, in seconds."""

    file: Path
    delay: float
    """Seconds between an answer and the next request at least; up to half as long again at random."""
    budget: int | None
    quiet: tuple[int, int] | None
    """Minutes of the day (from, to) in which the site is left alone."""
    zone: tzinfo | None
    """Of the days and of the quiet hours; None: the machine's."""
    whose: str = ""
    """Whose refusals count: a stand-in is an experiment of one store."""
    now: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep

    @asynccontextmanager
    async def turn(self, delay: float) -> AsyncIterator[None]:
        """Wait for the site's turn and hold it while the block asks. Raises `SiteHeld` instead of asking.

        `delay`: seconds, where the crawler has slowed down by itself; the longer one counts.
        """
        delay = max(delay, self.delay)
        with _opened(self.file.with_suffix(".turn")) as lock:
            while not _locked(lock):
                await self.sleep(_TICK)
            while (wait := self._leave(delay)) > 0:
                await self.sleep(min(wait, 1.0))
            try:
                yield
            finally:
                with self._state() as state:
                    state.next_at = max(state.next_at, self.now() + self._gap(state, delay))

    def record_response(self, status: int, retry_after: str | None) -> None:
        """Note an answer within a turn: "too much" (429, 503) slows the whole site down, a good one speeds up again."""
        with self._state() as state:
            if status not in (429, 503):
                state.slow = max(1.0, state.slow * 0.9)
                return
            state.slow = min(_SLOWEST, state.slow * 2)
            pause = _seconds(retry_after, self.now()) if retry_after else None
            if pause is None:
                pause = min(PATIENCE, max(self.delay, _LEAST_PAUSE) * state.slow)
            if pause > PATIENCE:
                self._hold(self._mine(state), "rate_limit", pause)
            else:
                state.next_at = max(state.next_at, self.now() + pause)

    def record_outcome(self, visit: PageVisit) -> None:
        """Note what a page was: a wall starts a cool-down that grows, pages that can't be had leave the site alone."""
        with self._state() as state:
            mine = self._mine(state)
            reason = (visit.reason or "").partition(":")[0]
            if visit.outcome in ("listings", "empty"):
                mine.walls = mine.failures = 0
            elif reason in ("wall", "login", "rate_limit"):
                mine.walls += 1
                # a site that said itself how long is taken at its word
                if reason != "rate_limit" or mine.held_until <= self.now():
                    self._hold(mine, reason, _FIRST_COOL_DOWN * 2.0 ** min(mine.walls - 1, 10))  # type: ignore[arg-type]
            elif reason in ("dns", "timeout", "connection", "certificate", "status", "robots_unreachable"):
                mine.failures += 1
                if mine.failures >= _FAILURES:
                    mine.failures = 0
                    self._hold(mine, "failures", _FIRST_COOL_DOWN)

    def hold(self) -> CoolDown | None:
        """Why the site is not to be asked now; None when it may be."""
        with self._state() as state:
            return self._held(state, self.now())

    def _leave(self, delay: float) -> float:
        """Count a request that may leave now; else the seconds until one may. Raises `SiteHeld`."""
        now = self.now()
        with self._state() as state:
            if hold := self._held(state, now):
                raise SiteHeld(hold)
            # a clock that was set back must not stop the site for ever
            state.next_at = min(state.next_at, now + PATIENCE + self.delay * _SLOWEST)
            if state.next_at > now:
                return state.next_at - now
            state.next_at = now + self._gap(state, delay)  # also when we are killed before the answer
            today = self._day(now)
            state.requests = state.requests + 1 if state.day == today else 1
            state.day = today
        return 0.0

    def _held(self, state: _State, now: float) -> CoolDown | None:
        mine = self._mine(state)
        if mine.held_until > now and mine.held_for is not None:
            return CoolDown(mine.held_for, _time(mine.held_until), mine.walls)
        local = self._local(now)
        if self.quiet and (until := _quiet_until(local, *self.quiet)):
            return CoolDown("quiet_hours", until)
        if self.budget is not None and state.day == self._day(now) and state.requests >= self.budget:
            tomorrow = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
            return CoolDown("budget", tomorrow.astimezone(UTC))
        return None

    def _hold(self, refusals: _Refusals, reason: HoldReason, seconds: float) -> None:
        refusals.held_for, refusals.held_until = reason, self.now() + min(seconds, _LONGEST_COOL_DOWN)

    def _mine(self, state: _State) -> _Refusals:
        return state.refusals.setdefault(self.whose, _Refusals())

    def _gap(self, state: _State, delay: float) -> float:
        return delay * state.slow * random.uniform(1.0, 1.5)  # noqa: S311 (jitter, no secret)

    def _day(self, now: float) -> str:
        return f"{self._local(now):%Y-%m-%d}"

    def _local(self, now: float) -> datetime:
        return _time(now).astimezone(self.zone)

    @contextmanager
    def _state(self) -> Iterator[_State]:
        """The file's content; changes are written at the end of the block."""
        with _opened(self.file) as descriptor:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            before = os.pread(descriptor, _LARGEST, 0)
            state = _read(before)
            yield state
            after = json.dumps(asdict(state)).encode()
            if after != before:
                os.ftruncate(descriptor, 0)
                os.pwrite(descriptor, after, 0)


def politeness_for(
    marketplace: str, settings: StoreSettings, store: Path, origin: str | None = None, *, host: str | None = None
) -> Politeness:
    """The manners towards a marketplace, or towards its stand-in (`origin`), of a store's crawler.

    `host`: one of the sites of a place that is many (the web), each with its own turn.

    Raises `InputError` when the user's state folder can't be written.
    """
    site = settings.of(marketplace)
    name = "-".join([marketplace, *(sha256(part.encode()).hexdigest()[:16] for part in (origin, host) if part)])
    return Politeness(
        file=state_folder() / f"{name}.json",
        delay=site.delay,
        budget=site.daily_budget or (DAILY_BUDGET if origin is None else None),
        quiet=site.quiet_minutes,
        zone=settings.zone,
        whose="" if origin is None else str(store.resolve()),
    )


def state_folder() -> Path:
    """Where the user's manners are remembered: `$XDG_STATE_HOME` (default `~/.local/state`)/marketplace-monitor."""
    base = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    folder = Path(base, "marketplace-monitor")
    try:
        folder = folder.expanduser()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (OSError, RuntimeError) as error:  # RuntimeError: a user without a home
        raise InputError(
            f"{folder}: what sites were asked can't be remembered here ({error}); "
            "set XDG_STATE_HOME to a folder that can be written"
        ) from None
    return folder


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """A file's descriptor; closing it lets go of its lock."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(content: bytes) -> _State:
    """The file as it stands; what is no state of ours (another program's, a damaged file) is begun anew."""
    try:
        found = json.loads(content)
        refusals = {whose: _Refusals(**facts) for whose, facts in found.pop("refusals").items()}
        return _State(**found, refusals=refusals)
    except (ValueError, TypeError, KeyError, AttributeError):
        return _State()


def _seconds(retry_after: str, now: float) -> float | None:
    """`Retry-After` in seconds from now, of both its forms (RFC 9110, 10.2.3); None when it is neither."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    moment = mail_date(text)
    return max(0.0, moment.timestamp() - now) if moment is not None else None


def _quiet_until(local: datetime, begin: int, end: int) -> datetime | None:
    """When the quiet hours that it is now end; None outside of them. They may go over midnight."""
    minute = local.hour * 60 + local.minute
    if not (begin <= minute < end if begin < end else minute >= begin or minute < end):
        return None
    day = local if minute < end else local + timedelta(days=1)
    return day.replace(hour=end // 60 % 24, minute=end % 60, second=0, microsecond=0).astimezone(UTC)


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
