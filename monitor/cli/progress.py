"""Live progress of a run: read from the store, drawn on a terminal; plain lines elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import Self

from rich.live import Live
from rich.progress import Progress
from rich.table import Table

from monitor.cli.output import say, stderr
from monitor.config import StoreSettings
from monitor.crawling.planner import searches
from monitor.crawling.registry import spider_class
from monitor.plan import Plan
from monitor.store.read.runs import run_tallies
from monitor.store.store import Store

_EVERY_SECONDS = 0.5
_HEADS = ("marketplace", "pages", "listings", "name a brand", "flagged", "empty", "blocked", "unreadable", "at most")


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, nothing elsewhere, for work that tells how much is done, of how much."""
    with Progress(console=stderr, transient=True, disable=not stderr.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


class RunProgress(AbstractContextManager["RunProgress"]):
    """A table that follows a run: one row per marketplace. `tick` is cheap to call often."""

    def __init__(self, store: Store, run_id: int, plan: Plan, settings: StoreSettings) -> None:
        self._store = store
        self._run_id = run_id
        self._plan = plan
        self._most = {name: _most_pages(plan, settings, name) for name in plan.marketplaces}
        self._began = time.monotonic()
        self._drawn = 0.0
        self._live = Live(console=stderr, auto_refresh=False, transient=True) if stderr.is_terminal else None

    def __enter__(self) -> Self:
        """Begin to draw."""
        if self._live is not None:
            self._live.start()
        else:
            say(f"run {self._run_id}: {', '.join(self._plan.marketplaces)}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wipe the table: the summary follows."""
        if self._live is not None:
            self._live.stop()

    def tick(self) -> None:
        """Draw anew, at most twice a second."""
        now = time.monotonic()
        if self._live is None or now - self._drawn < _EVERY_SECONDS:
            return
        self._drawn = now
        with self._store.read() as connection:
            tallies = run_tallies(connection, self._run_id)
        drawn = Table(*_HEADS, title=f"run {self._run_id}", title_justify="left", pad_edge=False)
        for name in self._plan.marketplaces:
            tally = tallies.get(name, {})
            counts = [
                str(tally.get(key, 0))
                for key in ("pages", "listings", "matched", "flagged", "empty", "blocked", "unreadable")
            ]
            drawn.add_row(name, *counts, self._time_left(name, tally.get("pages", 0), now))
        self._live.update(drawn, refresh=True)

    def _time_left(self, name: str, pages: int, now: float) -> str:
        """An upper bound: most searches end before their last page."""
        if not pages:
            return "…"
        seconds = (now - self._began) / pages * max(self._most[name] - pages, 0)
        return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"


def _most_pages(plan: Plan, settings: StoreSettings, name: str) -> int:
    if plan.method == "hand-saved":
        return sum(file.marketplace == name for file in plan.saved)
    return len(searches(plan, spider_class(name))) * plan.max_pages + settings.of(name).detail_pages
