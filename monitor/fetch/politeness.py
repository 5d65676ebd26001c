"""How a site is asked: one request at a time, with pauses, within a day's budget, and not at all after a wall.

This file has the rules, those of `docs/reliability.md`, *Politeness*; what has to be remembered for them is a
`SiteState`. It is the one owner of delays: Scrapy's own delay and AutoThrottle are off.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from hashlib import sha256
from pathlib import Path

from scrapy.exceptions import IgnoreRequest

from monitor.config import StoreSettings
from monitor.fetch.site_state import CoolDownReason, Refusals, SiteFile, SiteMemory, SiteState
from monitor.model import PageVisit
from monitor.page_reasons import REASON_RULES, PageReason
from monitor.state_folder import state_folder
from monitor.text.dates import mail_date

DAILY_BUDGET = 2000
"""Requests to one live site on one day when the settings name no number: twenty thorough runs."""
PICTURE_PAUSE = 1.0
"""Seconds between two pictures of one host at most, where the settings ask for more between pages."""
PATIENCE = 300.0
"""Seconds that a run waits for a site that asks for a pause; a longer one ends its part of the run."""
_FIRST_COOL_DOWN, _LONGEST_COOL_DOWN = 30 * 60.0, 24 * 3600.0
"""Seconds without a request after a wall; doubled with each further one, until a page can be read again."""
_FAILURES = 3
"""Pages in a row that could not be had, before the site is left alone for a while."""
_LARGEST_BACKOFF = 64.0
_LEAST_PAUSE = 0.5
"""Seconds, doubled each time, after "too much" from a site that does not say how long."""
_SLOWEST_PACE = 60.0
"""Seconds between two requests, however slowly the site answers."""


@dataclass(frozen=True, slots=True)
class CoolDown:
    """A site that is not asked now: why, and until when (UTC). `walls`: how many in a row."""

    reason: CoolDownReason
    until: datetime
    walls: int = 0


class SiteHeld(IgnoreRequest):
    """Raised by `Politeness.slot` in the place of a request that must not leave now; the target stays to be asked."""

    def __init__(self, cool_down: CoolDown) -> None:
        self.cool_down = cool_down
        super().__init__(f"not asked ({cool_down.reason}) until {cool_down.until:%Y-%m-%d %H:%M} UTC")


@dataclass(frozen=True)
class Politeness:
    """How one site is asked; `now` and `sleep` are the clock, in seconds."""

    state: SiteState
    delay: float
    """Seconds between an answer and the next request at least; up to half as long again at random."""
    budget: int | None
    """Most requests on one day; None: as many as come."""
    quiet: tuple[int, int] | None
    """Minutes of the day (from, to) in which the site is left alone."""
    zone: tzinfo | None
    """Of the days and of the quiet hours; None: the machine's."""
    scope: str = ""
    """Whose refusals count: those of a live site are all its users' here, those of a stand-in one store's."""
    now: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep

    @asynccontextmanager
    async def slot(self, least_delay: float = 0.0) -> AsyncIterator[None]:
        """Wait for the site's slot and keep it while the block asks. Raises `SiteHeld` instead of asking.

        `least_delay`: seconds; the longer one of this and the settings' delay counts.
        """
        delay = max(least_delay, self.delay)
        async with self.state.slot(self.sleep):
            while (wait := self._leave(delay)) > 0:
                await self.sleep(min(wait, 1.0))
            try:
                yield
            finally:
                with self.state.change() as memory:
                    memory.next_at = max(memory.next_at, self.now() + self._pause(memory, delay))

    def record_response(self, status: int, retry_after: str | None, latency: float | None) -> None:
        """Note an answer within a slot.

        "Too much" (429, 503) slows the whole site down, a good answer speeds up again. `latency`, in seconds: a site
        that answers slowly is asked no faster than it answers; None: not known.
        """
        with self.state.change() as memory:
            if latency is not None:
                self._adapt_pace(memory, status, latency)
            if status not in (429, 503):
                memory.backoff = max(1.0, memory.backoff * 0.9)
                return
            memory.backoff = min(_LARGEST_BACKOFF, memory.backoff * 2)
            pause = _seconds(retry_after, self.now()) if retry_after else None
            if pause is None:
                pause = min(PATIENCE, max(self.delay, _LEAST_PAUSE) * memory.backoff)
            if pause > PATIENCE:
                self._cool_down(self._refusals(memory), PageReason.RATE_LIMIT, pause)
            else:
                memory.next_at = max(memory.next_at, self.now() + pause)

    def record_outcome(self, visit: PageVisit) -> None:
        """Note what a page was: a wall starts a cool-down that grows, pages that can't be had leave the site alone."""
        with self.state.change() as memory:
            refusals = self._refusals(memory)
            pause = REASON_RULES[visit.reason].pause if visit.reason else None
            if visit.outcome in ("listings", "empty"):
                refusals.walls = refusals.failures = 0
            elif visit.reason and pause in ("cool_down", "own_pause"):
                refusals.walls += 1
                # a site that said itself how long is taken at its word
                if pause == "cool_down" or refusals.cool_down_until <= self.now():
                    self._cool_down(refusals, visit.reason, _FIRST_COOL_DOWN * 2.0 ** min(refusals.walls - 1, 10))
            elif pause == "after_failures":
                refusals.failures += 1
                if refusals.failures >= _FAILURES:
                    refusals.failures = 0
                    self._cool_down(refusals, "failures", _FIRST_COOL_DOWN)

    def cool_down(self) -> CoolDown | None:
        """Why the site is not to be asked now; None when it may be."""
        with self.state.change() as memory:
            return self._current_cool_down(memory, self.now())

    def _leave(self, delay: float) -> float:
        """Count a request that may leave now; else the seconds until one may. Raises `SiteHeld`."""
        now = self.now()
        with self.state.change() as memory:
            if cool_down := self._current_cool_down(memory, now):
                raise SiteHeld(cool_down)
            # a clock that was set back must not stop the site for ever
            memory.next_at = min(memory.next_at, now + PATIENCE + self.delay * _LARGEST_BACKOFF)
            if memory.next_at > now:
                return memory.next_at - now
            memory.next_at = now + self._pause(memory, delay)  # also when we are killed before the answer
            today = self._day(now)
            memory.requests = memory.requests + 1 if memory.day == today else 1
            memory.day = today
        return 0.0

    def _current_cool_down(self, memory: SiteMemory, now: float) -> CoolDown | None:
        refusals = self._refusals(memory)
        if refusals.cool_down_until > now and refusals.cool_down_reason is not None:
            return CoolDown(refusals.cool_down_reason, _time(refusals.cool_down_until), refusals.walls)
        local = self._local(now)
        if self.quiet and (until := _quiet_until(local, *self.quiet)):
            return CoolDown("quiet_hours", until)
        if self.budget is not None and memory.day == self._day(now) and memory.requests >= self.budget:
            tomorrow = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
            return CoolDown("budget", tomorrow.astimezone(UTC))
        return None

    def _cool_down(self, refusals: Refusals, reason: CoolDownReason, seconds: float) -> None:
        refusals.cool_down_reason = reason
        refusals.cool_down_until = self.now() + min(seconds, _LONGEST_COOL_DOWN)

    def _refusals(self, memory: SiteMemory) -> Refusals:
        return memory.refusals.setdefault(self.scope, Refusals())

    def _adapt_pace(self, memory: SiteMemory, status: int, latency: float) -> None:
        """Follow the site's latency: up at once, down by halves, as Scrapy's AutoThrottle does."""
        pace = max(latency, (max(memory.pace, self.delay) + latency) / 2)
        pace = 0.0 if pace <= self.delay else min(pace, _SLOWEST_PACE)
        # error pages are small and quick: they say nothing about how fast the site is
        if status == 200 or pace > memory.pace:
            memory.pace = pace

    def _pause(self, memory: SiteMemory, delay: float) -> float:
        return max(delay, memory.pace) * memory.backoff * random.uniform(1.0, 1.5)  # noqa: S311 (jitter, no secret)

    def _day(self, now: float) -> str:
        return f"{self._local(now):%Y-%m-%d}"

    def _local(self, now: float) -> datetime:
        return _time(now).astimezone(self.zone)


def politeness_for(
    marketplace: str, settings: StoreSettings, store: Path, origin: str | None = None, *, site: str | None = None
) -> Politeness:
    """How a store's crawler asks a marketplace, or its stand-in (`origin`).

    `site`: one of the sites of a place that is many (the web), each with its own slot and budget.

    Raises `InputError` when the user's state folder can't be written.
    """
    of_place = settings.of(marketplace)
    return Politeness(
        state=_memory_of(marketplace, origin, site),
        delay=of_place.delay,
        budget=of_place.daily_budget or (DAILY_BUDGET if origin is None else None),
        quiet=of_place.quiet_minutes,
        zone=settings.zone,
        scope="" if origin is None else str(store.resolve()),
    )


def picture_politeness_for(
    host: str, marketplace: str, settings: StoreSettings, store: Path, origin: str | None = None
) -> Politeness:
    """How a host that only gives pictures is asked, whichever marketplace's listings show them.

    It has a slot, a pause and a day's budget of its own, so that pictures take nothing of what pages may ask for.
    Raises `InputError` when the user's state folder can't be written.
    """
    pages = politeness_for(marketplace, settings, store, origin)
    return replace(
        pages,
        state=_memory_of("pictures", origin, host),
        delay=min(pages.delay, PICTURE_PAUSE),
        budget=DAILY_BUDGET if origin is None else None,
    )


def _memory_of(place: str, *parts: str | None) -> SiteFile:
    """The file of a site. `parts`: a stand-in's address, one of many sites."""
    name = "-".join([place, *(sha256(part.encode()).hexdigest()[:16] for part in parts if part)])
    return SiteFile(state_folder() / f"{name}.json")


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
