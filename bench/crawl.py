"""Speed and memory of the crawler beside bare Scrapy and a plain spider: `python -m bench.crawl` (`make bench`).

Every variant is a process of its own, in turn A B C A B C …, against the same loopback server, which counts the pages.
Two figures of each run are printed: of the whole process, start-up included, and per further page (a run with all pages
less a run with one page). CPU time is user and system time of the crawler's process, all its threads.
`--memory` runs this program alone over many pages and samples what it holds.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from bench.plain import SETTINGS
from bench.server import LAST_PAGE, PAGE_BYTES

_ROOT = Path(__file__).parent.parent
_SEARCHES = 12
_VARIANTS = {
    "bare": "(a) bare Scrapy, no parsing",
    "plain": "(b) plain spider: parsel CSS, batched SQLite",
    "monitor": "(c) this program, everything on",
}
_EVERY = 2.0
"""Seconds between two looks at the memory."""


@dataclass(frozen=True)
class Cost:
    """What a run took: seconds of wall and CPU time; peak memory in MB."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Round:
    """A variant's two runs: all pages, and one page."""

    whole: Cost
    start: Cost


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, help="pages of a run (600; 20000 with --memory)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=_VARIANTS, action="append", help="repeatable")
    parser.add_argument("--memory", action="store_true", help="only (c): its memory over many pages")
    given = parser.parse_args()
    searches = max(_SEARCHES, -(-(given.pages or 20_000) // LAST_PAGE)) if given.memory else _SEARCHES
    each, rest = divmod(given.pages or (20_000 if given.memory else 600), searches)
    if rest or not 1 <= each <= LAST_PAGE or given.rounds < 1:
        parser.error(
            f"--pages: expected a multiple of {searches}, at most {searches * LAST_PAGE}; --rounds: at least 1"
        )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # let the clean-up run
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _server() as port:
        bench = Bench(Path(folder), port)
        if given.memory:
            bench.memory(searches, each)
        else:
            bench.compare(given.only or list(_VARIANTS), each, given.rounds)


@dataclass(frozen=True)
class Bench:
    """A folder for the stores and a server to ask."""

    folder: Path
    port: int

    def compare(self, names: list[str], each: int, rounds: int) -> None:
        """All variants in turn, then the table."""
        served = _server_speed(self.port)
        done: dict[str, list[Round]] = {name: [] for name in names}
        for number in range(rounds):
            for name in names:
                sys.stderr.write(f"round {number + 1}/{rounds}: {name}\n")
                start = self._run(name, 1, 1)
                done[name].append(Round(self._run(name, _SEARCHES, each), start))
        pages = each * _SEARCHES
        print(f"{pages} pages of {PAGE_BYTES // 1000} kB with 48 listings; median (least-most) of {rounds} rounds")
        print(f"the server alone: {served:.0f} pages/s, one after the other")
        _table("whole process, start-up included", done, pages, {n: [r.whole for r in done[n]] for n in names})
        if pages > 1:
            _table("per further page, without start-up", done, pages - 1, {n: _further(done[n]) for n in names})
        if "monitor" in names:
            print(f"\n(c) has {self._findings()} findings on record after its last run")

    def memory(self, searches: int, each: int) -> None:
        """Resident memory of (c) while the server counts the pages."""
        pages = searches * each
        samples: list[tuple[int, float]] = []
        self._ask("__reset")
        with _child(self._command("monitor", searches, each)) as process:
            while process.poll() is None:
                time.sleep(_EVERY)
                held = _resident(process.pid)
                if held is not None:
                    samples.append((self._ask("__count"), held))
            served, code = self._ask("__count"), process.returncode
        if code or served != pages or not samples:
            sys.exit(f"(c) ended with {code} after {served} of {pages} pages")
        print(f"(c) over {pages} pages: resident memory, looked at every {_EVERY:.0f} s")
        for share in (10, 25, 50, 75, 100):
            count, held = min(samples, key=lambda sample: abs(sample[0] - share * pages / 100))
            print(f"{share:4} % ({count:6} pages) {held:7.1f} MB")
        late = [(count / 1000, held) for count, held in samples if count >= pages / 10]
        if len({count for count, _ in late}) > 1:
            slope = statistics.linear_regression(*zip(*late, strict=True)).slope
            print(f"slope after the first tenth: {slope:+.2f} MB per 1000 pages")

    def _run(self, name: str, searches: int, each: int) -> Cost:
        shutil.rmtree(self.folder / "run", ignore_errors=True)
        (self.folder / "run").mkdir()
        command = self._command(name, searches, each)
        self._ask("__reset")
        began = time.perf_counter()
        with _child(command) as process:
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - began
            process.returncode = os.waitstatus_to_exitcode(status)
        served = self._ask("__count")
        if process.returncode or served != searches * each:
            sys.exit(f"{name} ended with {process.returncode} after {served} of {searches * each} pages")
        return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)

    def _command(self, name: str, searches: int, each: int) -> list[str]:
        run = self.folder / "run"
        if name != "monitor":
            arguments = (name, self.port, searches, each, run / "plain.db")
            return [sys.executable, "-m", "bench.plain", *map(str, arguments)]
        store = run / "store"
        store.mkdir(parents=True)
        # (a) and (b) fetch no listing pages; the store's own delay is 0 like theirs
        (store / "settings.toml").write_text("[site.taobao]\ndelay = 0.0\ndetail_pages = 0\n")
        (run / "watchlist.toml").write_text(_watchlist(searches), encoding="utf-8")
        spider = {
            "watchlist": run / "watchlist.toml",
            "store": store,
            "origin": f"http://127.0.0.1:{self.port}",
            "max_pages": each,
        }
        options = [("-a", f"{key}={value}") for key, value in spider.items()]
        options += [("-s", f"{key}={value}") for key, value in SETTINGS.items()]
        return [sys.executable, "-m", "scrapy", "crawl", "taobao", *(word for pair in options for word in pair)]

    def _findings(self) -> int:
        with closing(sqlite3.connect(self.folder / "run" / "store" / "monitor.db")) as connection:
            return int(connection.execute("SELECT count(*) FROM findings").fetchone()[0])

    def _ask(self, path: str) -> int:
        with urlopen(f"http://127.0.0.1:{self.port}/{path}") as answer:
            return int(answer.read())


def _watchlist(searches: int) -> str:
    """The brands of examples/watchlist.toml, but searched with words made for the benchmark."""
    text = (_ROOT / "examples" / "watchlist.toml").read_text(encoding="utf-8")
    words = json.dumps([f"诺德沃克 {number}" for number in range(searches)], ensure_ascii=False)
    off = {"nordwerk": ["诺德沃克", "Nordwerk", "Nord-Werk"], "solvanta": ["索凡塔", "Solvanta", "Solvanta Paris"]}
    for brand, names in off.items():
        line = f'id = "{brand}"\n'
        text = text.replace(line, f"{line}keywords_off = {json.dumps(names, ensure_ascii=False)}\n", 1)
    return text.replace('id = "nordwerk"\n', f'id = "nordwerk"\nkeywords_on = {words}\n', 1)


def _further(rounds: list[Round]) -> list[Cost]:
    return [Cost(r.whole.wall - r.start.wall, r.whole.cpu - r.start.cpu, r.whole.memory) for r in rounds]


def _table(title: str, names: dict[str, list[Round]], pages: int, costs: dict[str, list[Cost]]) -> None:
    print(f"\n{title:46} {'pages/s':>22} {'to (b)':>7} {'CPU ms/page':>22} {'to (b)':>7} {'peak MB':>8}")
    for name in names:
        walls, cpus = [cost.wall for cost in costs[name]], [cost.cpu for cost in costs[name]]
        speed, work = _spread([pages / wall for wall in walls]), _spread([1000 * cpu / pages for cpu in cpus])
        base = costs.get("plain", [])
        # of the same round: what else the machine did then hits both
        faster = _ratio([b.wall / wall for b, wall in zip(base, walls, strict=False)])
        lighter = _ratio([cpu / b.cpu for b, cpu in zip(base, cpus, strict=False)])
        peak = max(cost.memory for cost in costs[name])
        print(f"{_VARIANTS[name]:46} {speed:>22} {faster:>7} {work:>22} {lighter:>7} {peak:8.0f}")


def _spread(values: list[float]) -> str:
    return f"{statistics.median(values):.1f} ({min(values):.1f}-{max(values):.1f})"


def _ratio(values: list[float]) -> str:
    return f"{statistics.median(values):.2f}" if values else "-"


def _resident(pid: int) -> float | None:
    """Memory of a process in MB; None once it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20 or None


@contextmanager
def _child(command: list[str], stdout: int = subprocess.DEVNULL) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "monitor.settings", "XDG_STATE_HOME": tempfile.gettempdir()}
    process = subprocess.Popen(command, cwd=_ROOT, env=environment, stdout=stdout)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def _server() -> Iterator[int]:
    with _child([sys.executable, "-m", "bench.server"], subprocess.PIPE) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())


def _server_speed(port: int, pages: int = 500) -> float:
    """Pages a second that a reader gets who does nothing with them: the crawlers must be far below."""
    with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rb") as stream:
        began = time.perf_counter()
        for number in range(pages):
            connection.sendall(b"GET /search?q=speed&s=%d HTTP/1.1\r\nHost: s.taobao.com\r\n\r\n" % (number % 100 * 44))
            while stream.readline() != b"\r\n":
                pass
            stream.read(PAGE_BYTES)
        return pages / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
