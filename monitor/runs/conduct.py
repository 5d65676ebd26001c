"""Run the crawlers of a run: one `scrapy crawl` process per marketplace, side by side, until nothing is left."""

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from monitor.crawling.job import CrawlJob
from monitor.crawling.marketplaces import spider_class
from monitor.runs.commands.crawl import PARENT_PIPE
from monitor.runs.targets import Planner
from monitor.store.plan import Plan
from monitor.store.runs import end_run
from monitor.store.settings import StoreSettings
from monitor.store.store import Store

_TICK = 0.2
_GRACE_SECONDS = 30.0
"""How long a crawler may take to finish its page after Ctrl-C, before it is killed."""


@dataclass
class Conductor:
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
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def conduct(self) -> str:
        """Crawl until nothing is left; returns how the run ended: `done`, `stopped` or `failed`."""
        state = "failed"
        read_end, write_end = os.pipe()
        try:
            self._crawl(self.plan.marketplaces, read_end, late=False)
            # what the searches of one marketplace found of another's listings
            left = [] if self.failed else [name for name in self.plan.marketplaces if self._has_more(name)]
            if left:
                self._crawl(left, read_end, late=True)
            state = "failed" if self.failed else "done"
        except KeyboardInterrupt:
            self._stop()
            state = "stopped"
        finally:
            os.close(write_end)
            os.close(read_end)
            end_run(self.store, self.run_id, state)
        return state

    def _crawl(self, names: list[str], pipe: int, *, late: bool) -> None:
        waiting = deque(names)
        while waiting or self._running:
            while waiting and len(self._running) < self.settings.parallel:
                name = waiting.popleft()
                self._running[name] = self._start(name, pipe, late=late)
            time.sleep(_TICK)
            for name, process in list(self._running.items()):
                if process.poll() is not None:
                    del self._running[name]
                    if process.returncode not in (0, 1):
                        self.failed.append(
                            f"{name}: {_last_line(self.log_of(name)) or f'exit code {process.returncode}'}"
                        )
            self.on_tick()

    def log_of(self, name: str) -> Path:
        """Where a crawler writes its log."""
        return self.store.root / "logs" / f"run-{self.run_id}-{name}.log"

    def _start(self, name: str, pipe: int, *, late: bool) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "scrapy", "crawl", name]
        command += ["-a", f"store={self.store.root}", "-a", f"run={self.run_id}"] + (["-a", "late=1"] if late else [])
        log = self.log_of(name)
        log.parent.mkdir(exist_ok=True)
        environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "monitor.settings", PARENT_PIPE: str(pipe)}
        with log.open("ab") as stream:
            return subprocess.Popen(  # noqa: S603 (our own command, no shell)
                command,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                env=environment,
                pass_fds=(pipe, self.lock),
                start_new_session=True,  # Ctrl-C comes to us alone; we tell the crawlers
            )

    def _has_more(self, name: str) -> bool:
        job = CrawlJob(self.store, self.run_id, self.plan)
        return bool(Planner(job, spider_class(name), self.settings.of(name).detail_pages, late=True).next_targets())

    def _stop(self) -> None:
        """Ask all crawlers to finish their page; a second Ctrl-C, or 30 seconds, kills them: nothing is lost."""
        for process in self._running.values():
            process.send_signal(signal.SIGINT)
        deadline = time.monotonic() + _GRACE_SECONDS
        try:
            while any(process.poll() is None for process in self._running.values()) and time.monotonic() < deadline:
                time.sleep(_TICK)
                self.on_tick()
        except KeyboardInterrupt:
            pass
        for process in self._running.values():
            process.kill()
            process.wait()


def _last_line(path: Path) -> str:
    lines = path.read_text(encoding="utf-8", errors="replace").strip().splitlines() if path.exists() else []
    return lines[-1][:300] if lines else ""
