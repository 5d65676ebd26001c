"""Supervising the crawlers of a run: one `scrapy crawl` process per marketplace, several at once, until all is done."""

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

_TICK = 0.2  # seconds between two looks at the crawlers
_MOST_BYTES = 65_536  # of a crawler's stderr that are read
_GRACE_SECONDS = 30.0
"""How long a crawler may take to finish its page after Ctrl-C, before it is killed."""


@dataclass(frozen=True)
class _Crawler:
    process: subprocess.Popen[bytes]
    stderr: IO[bytes]

    def last_line(self) -> str:
        """The last line that the crawl command itself wrote to stderr, else the exit code in words."""
        self.stderr.seek(0)
        lines = self.stderr.read(_MOST_BYTES).decode("utf-8", "replace").splitlines()
        own = [line.removeprefix("scrapy crawl: ") for line in lines if line.startswith("scrapy crawl: ")]
        return own[-1] if own else f"ended with exit code {self.process.returncode}"


@dataclass
class CrawlSupervisor:
    """Starts and watches the crawlers of one run. They write their progress into the store and return nothing else."""

    store: Store
    run_id: int
    plan: Plan
    settings: StoreSettings
    lock: int
    """The file descriptor of the store's lock: crawlers inherit it, so it is held until the last of them has ended."""
    on_tick: Callable[[], None] = lambda: None
    failed: dict[str, str] = field(default_factory=dict)
    """Marketplaces whose crawler failed, and the last line of each on stderr."""
    held: dict[str, CoolDown] = field(default_factory=dict)
    """Marketplaces with work left that are not to be asked now, and why."""
    _running: dict[str, _Crawler] = field(default_factory=dict)

    def supervise(self) -> str:
        """Crawl until nothing is left, then judge the listings; returns `done`, `held`, `stopped` or `failed`.

        The run is marked as done only after judging, so a run that was killed in between is judged when it is resumed.
        """
        state = "failed"
        try:
            crawled = self._crawl_all()
            # also when it was stopped: what was read so far is judged together
            rejudge(self.store, self.plan.watchlist)
            state = crawled
        finally:
            end_run(self.store, self.run_id, state)
        return state

    def _crawl_all(self) -> str:
        read_end, write_end = os.pipe()
        try:
            self._crawl(self._to_be_asked(self.plan.marketplaces), read_end, late=False)
            # second wave: listings of one marketplace that the searches of another found
            if left := self._to_be_asked(self._with_work_left()):
                self._crawl(left, read_end, late=True)
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
        """Note for each marketplace with work left that it is held, or else that its crawler failed."""
        for name in left:
            if cool_down := self._cool_down(name):
                self.held[name] = cool_down
            else:
                self.failed[name] = "its crawler ended before its work was done"

    def _cool_down(self, name: str) -> CoolDown | None:
        """The cool-down of a marketplace that is not to be asked now; None if it may be, as saved pages always may."""
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
                        self.failed[name] = crawler.last_line()
            self.on_tick()

    def _start(self, name: str, pipe: int, *, late: bool) -> _Crawler:
        log = self.store.root / "logs" / f"run-{self.run_id}-{name}.log"
        log.parent.mkdir(exist_ok=True)
        command = [sys.executable, "-m", "scrapy", "crawl", name, "-s", f"LOG_FILE={log}"]
        command += ["-a", f"store={self.store.root}", "-a", f"run={self.run_id}"] + (["-a", "late=1"] if late else [])
        environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "monitor.settings", PARENT_PIPE: str(pipe)}
        # not in the store: its disk may be full, which stderr then reports
        stderr = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as the crawler)
        process = subprocess.Popen(  # noqa: S603 (our own command, no shell)
            command,
            stdin=subprocess.DEVNULL,
            stdout=stderr,
            stderr=stderr,
            env=environment,
            pass_fds=(pipe, self.lock),
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops the crawlers
        )
        return _Crawler(process, stderr)

    def _with_work_left(self) -> list[str]:
        context = CrawlContext(self.store, self.run_id, self.plan)
        planners = []
        for name in (*self.plan.marketplaces, *reachable_from_results(self.plan)):
            if name in self.failed:
                continue  # it would fail again; its work is left for `monitor resume`
            site = self.settings.of(name)
            planners.append(Planner(context, spider_class(name), site.detail_pages, site.domain, late=True))
        return [planner.spider.name for planner in planners if planner.next_targets()]

    def _stop(self) -> None:
        """Ask all crawlers to finish their page; kill them after 30 seconds or a second Ctrl-C."""
        for crawler in self._running.values():
            crawler.process.send_signal(signal.SIGINT)
        deadline = time.monotonic() + _GRACE_SECONDS
        try:
            while (
                any(crawler.process.poll() is None for crawler in self._running.values())
                and time.monotonic() < deadline
            ):
                time.sleep(_TICK)
                self.on_tick()
        except KeyboardInterrupt:
            pass
        for crawler in self._running.values():
            crawler.process.kill()
            crawler.process.wait()
