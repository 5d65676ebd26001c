"""Run the crawlers of a run: one `scrapy crawl` process per marketplace, side by side, until nothing is left."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO

from monitor.config import StoreSettings
from monitor.crawling.context import CrawlContext
from monitor.crawling.planner import Planner, reachable_from_results
from monitor.crawling.registry import spider_class
from monitor.fetch.politeness import CoolDown, politeness_for
from monitor.judging import rejudge
from monitor.plan import Plan
from monitor.runs.commands.crawl import PARENT_PIPE
from monitor.store.store import Store
from monitor.store.write.runs import end_run

_TICK = 0.2
_MOST_WORDS = 65_536
_GRACE_SECONDS = 30.0
"""How long a crawler may take to finish its page after Ctrl-C, before it is killed."""


@dataclass(frozen=True)
class _Crawler:
    process: subprocess.Popen[bytes]
    stderr: IO[bytes]

    def last_words(self) -> str:
        """What it said of its own end, else its exit code."""
        self.stderr.seek(0)
        lines = self.stderr.read(_MOST_WORDS).decode("utf-8", "replace").splitlines()
        own = [line.removeprefix("scrapy crawl: ") for line in lines if line.startswith("scrapy crawl: ")]
        return own[-1] if own else f"ended with exit code {self.process.returncode}"


@dataclass
class CrawlSupervisor:
    """Runs and watches the crawlers of one run. Progress lives in the store, so nothing else comes back from them."""

    store: Store
    run_id: int
    plan: Plan
    settings: StoreSettings
    lock: int
    """The store lock's descriptor: crawlers inherit it, so it is held until the last of them is gone."""
    on_tick: Callable[[], None] = lambda: None
    failed: list[str] = field(default_factory=list)
    """Marketplaces whose crawler failed, with its last words."""
    held: dict[str, CoolDown] = field(default_factory=dict)
    """Marketplaces that are not to be asked now and have work left."""
    _running: dict[str, _Crawler] = field(default_factory=dict)

    def conduct(self) -> str:
        """Crawl until nothing is left and judge what was read; returns `done`, `held`, `stopped` or `failed`.

        Only a run that is judged is done: one that was killed in between is judged when it is resumed.
        """
        state = "failed"
        try:
            crawled = self._crawl_all()
            # also when it was stopped: what was read is judged with all that it tells together
            rejudge(self.store, self.plan.watchlist)
            state = crawled
        finally:
            end_run(self.store, self.run_id, state)
        return state

    def _crawl_all(self) -> str:
        read_end, write_end = os.pipe()
        try:
            self._crawl(self._to_be_asked(self.plan.marketplaces), read_end, late=False)
            # what the searches of one marketplace found of another's listings
            if not self.failed and (left := self._to_be_asked(self._with_work_left())):
                self._crawl(left, read_end, late=True)
            if not self.failed:
                self._account_for(self._with_work_left())
        except KeyboardInterrupt:
            self._stop()
            return "stopped"
        finally:
            os.close(write_end)
            os.close(read_end)
        return "failed" if self.failed else "held" if self.held else "done"

    def _to_be_asked(self, names: list[str]) -> list[str]:
        return [name for name in names if self._cool_down(name) is None]

    def _account_for(self, left: list[str]) -> None:
        """Why the marketplaces have work left: they are held, or their crawler failed."""
        for name in left:
            if cool_down := self._cool_down(name):
                self.held[name] = cool_down
            else:
                self.failed.append(f"{name}: its crawler ended before its work was done")

    def _cool_down(self, name: str) -> CoolDown | None:
        """Why a marketplace is not to be asked now; saved pages can always be read."""
        if self.plan.method != "crawl":
            return None
        return politeness_for(name, self.settings, self.store.root, self.plan.origins.get(name)).cool_down()

    def _crawl(self, names: list[str], pipe: int, *, late: bool) -> None:
        waiting = deque(names)
        while waiting or self._running:
            while waiting and len(self._running) < self.settings.parallel:
                name = waiting.popleft()
                self._running[name] = self._start(name, pipe, late=late)
            time.sleep(_TICK)
            for name, crawler in list(self._running.items()):
                if crawler.process.poll() is not None:
                    del self._running[name]
                    if crawler.process.returncode not in (0, 1):
                        self.failed.append(f"{name}: {crawler.last_words()}")
            self.on_tick()

    def _start(self, name: str, pipe: int, *, late: bool) -> _Crawler:
        log = self.store.root / "logs" / f"run-{self.run_id}-{name}.log"
        log.parent.mkdir(exist_ok=True)
        command = [sys.executable, "-m", "scrapy", "crawl", name, "-s", f"LOG_FILE={log}"]
        command += ["-a", f"store={self.store.root}", "-a", f"run={self.run_id}"] + (["-a", "late=1"] if late else [])
        environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "monitor.settings", PARENT_PIPE: str(pipe)}
        # not in the store: it may be full, and then this is what says so
        stderr = tempfile.TemporaryFile()  # noqa: SIM115 (as long as the crawler)
        process = subprocess.Popen(  # noqa: S603 (our own command, no shell)
            command,
            stdin=subprocess.DEVNULL,
            stdout=stderr,
            stderr=stderr,
            env=environment,
            pass_fds=(pipe, self.lock),
            start_new_session=True,  # Ctrl-C comes to us alone; we tell the crawlers
        )
        return _Crawler(process, stderr)

    def _with_work_left(self) -> list[str]:
        context = CrawlContext(self.store, self.run_id, self.plan)
        planners = []
        for name in (*self.plan.marketplaces, *reachable_from_results(self.plan)):
            site = self.settings.of(name)
            planners.append(Planner(context, spider_class(name), site.detail_pages, site.domain, late=True))
        return [planner.spider.name for planner in planners if planner.next_targets()]

    def _stop(self) -> None:
        """Ask all crawlers to finish their page; a second Ctrl-C, or 30 seconds, kills them: nothing is lost."""
        for crawler in self._running.values():
            crawler.process.send_signal(signal.SIGINT)
        deadline = time.monotonic() + _GRACE_SECONDS
        try:
            while any(one.process.poll() is None for one in self._running.values()) and time.monotonic() < deadline:
                time.sleep(_TICK)
                self.on_tick()
        except KeyboardInterrupt:
            pass
        for crawler in self._running.values():
            crawler.process.kill()
            crawler.process.wait()
