"""Long ones (`make test-slow`): 100,000 listings in one run, and three days of scheduled runs."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest

from monitor.config import load_settings
from monitor.runs.child_process import run_as_process
from monitor.runs.schedule import Loop, add_schedule, schedules
from monitor.store.store import create_store, open_store
from tests import composed
from tests.commands import ROOT
from tests.market import rows
from tests.server import Answer, Asked, serve

pytestmark = pytest.mark.slow

_SEARCHES, _PAGES, _LISTINGS = 21, 100, 48


def test_a_hundred_thousand_listings(tmp_path: Path) -> None:
    """Memory flat, no file handle left, every page accounted for."""
    words = [f"诺德沃克 {number}" for number in range(_SEARCHES)]
    (tmp_path / "watchlist.toml").write_text(
        f'[[brand]]\nname = "Nordwerk"\nkeywords_off = ["Nordwerk"]\nkeywords_on = {json.dumps(words)}\n'
    )
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "settings.toml").write_text("[site.taobao]\ndelay = 0.0\ndetail_pages = 0\n")
    server = subprocess.Popen([sys.executable, "-m", "bench.server"], cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        origin = f"http://127.0.0.1:{int(server.stdout.readline())}"
        command = [
            sys.executable, "-m", "scrapy", "crawl", "taobao", "-a", "watchlist=watchlist.toml", "-a", "store=store",
            "-a", f"origin={origin}", "-a", f"max_pages={_PAGES}",
        ]  # fmt: skip
        environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "monitor.settings"}
        crawler = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL)
        samples: list[tuple[int, float, int]] = []
        while crawler.poll() is None:
            time.sleep(1.0)
            served = int(urlopen(f"{origin}/__count").read())
            if (held := _held(crawler.pid)) is not None:
                samples.append((served, *held))
        assert crawler.returncode == 0
        pages = _SEARCHES * _PAGES
        assert int(urlopen(f"{origin}/__count").read()) == pages
    finally:
        server.kill()
    counted = "SELECT count(*), sum(json_array_length(listing_keys)), sum(outcome = 'listings') FROM visit"
    assert rows(tmp_path, counted) == [(pages, pages * _LISTINGS, pages)]
    kept = rows(tmp_path, "SELECT (SELECT count(*) FROM listing) + (SELECT count(*) FROM unmatched)")
    assert kept == [(pages * _LISTINGS,)]
    crawling = [sample for sample in samples if pages * 0.2 <= sample[0] < pages]
    assert len(crawling) >= 5, samples
    early, late = crawling[0], crawling[-1]
    assert late[1] - early[1] < 40, f"MB: {early[1]:.0f} after {early[0]} pages, {late[1]:.0f} after {late[0]}"
    assert late[2] - early[2] <= 3, f"open files: {early[2]}, then {late[2]}"


def _held(pid: int) -> tuple[float, int] | None:
    """Resident memory (MB) and open files of a process; None once it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20, len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except (OSError, IndexError):
        return None


# Python loads this in every process of a run: the clock by which sites' budgets are counted is the schedule's.
_OTHER_TIME = """
import os, time

_real = time.time
time.time = lambda: _real() + float(os.environ["SECONDS_LATER"])
"""


def test_three_days_of_an_unchanged_market(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Real runs, two a day: within the budget, none missed, the second day costs 40 % of the first at most."""
    names = ["诺德沃克", "Nordwerk", "诺沃", "北工"]
    (tmp_path / "watchlist.toml").write_text(
        f'marketplaces = ["taobao"]\n[[brand]]\nname = "Nordwerk"\nchinese = {json.dumps(names[:1] + names[2:])}\n'
        '[[brand.product]]\nname = "X200"\nreference_price = "189.00"\ncurrency = "EUR"\n'
    )
    store = tmp_path / "store"
    store.mkdir()
    (store / "settings.toml").write_text(
        'contact = "a@firm.example"\ntimezone = "UTC"\npictures = 0\n'
        '[site.taobao]\ndelay = 0.0\ndaily_budget = 60\nfetch = "http"\n'
    )
    create_store(store).close()

    def answer(_: str, path: str) -> Answer:
        query = parse_qs(urlsplit(path).query)
        if path.startswith("/item"):
            return 200, {}, composed.listing_page(query["id"][0], f"诺德沃克 X200 电钻 {query['id'][0]}")
        if "/search" not in path:
            return 404, {}, b""
        search, page = names.index(query["q"][0]), int(query["s"][0]) // 44
        items = [
            composed.item(1000 * search + 20 * page + n, f"诺德沃克 X200 电钻 {n}" if n % 5 == 0 else "别的电钻")
            for n in range(20)
        ]
        return 200, {}, composed.search_page(items, page=page + 1, pages=8)

    clock = _Days()
    (tmp_path / "clock").mkdir()
    (tmp_path / "clock" / "sitecustomize.py").write_text(_OTHER_TIME)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'clock'}:{ROOT}")
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "monitor.settings")
    asked: list[tuple[datetime, Asked]] = []
    ends: list[tuple[int, list[str]]] = []
    with serve(answer) as site:
        start = run_as_process(store, "--origin", f"taobao={site.url}")

        def at_this_time(watchlist: Path | None) -> object:
            monkeypatch.setenv("SECONDS_LATER", str((clock.now() - datetime.now(UTC)).total_seconds()))
            before = len(site.asked)
            ended = start(watchlist)
            asked.extend((clock.now(), one) for one in site.asked[before:])
            ends.append((ended.exit_code, ended.to_do))
            return ended

        monkeypatch.chdir(tmp_path)
        opened = open_store(store, write=True)
        add_schedule(
            opened, "nordwerk", tmp_path / "watchlist.toml", "every 12 hours", jitter=0, now=clock.now(),
            settings=load_settings(store),
        )  # fmt: skip
        loop = Loop(opened, load_settings(store), at_this_time, lambda *_: True, clock.now, clock.sleep)  # type: ignore[arg-type]
        with pytest.raises(KeyboardInterrupt):
            loop.forever()
    assert ends == [(0, [])] * 6, "six runs, none missed"
    (row,) = schedules(opened)
    assert (row.run_id, row.digested) == (6, 6)
    per_day = Counter(f"{moment:%d}" for moment, _ in asked)
    first, second, third = (per_day[f"{clock.begin + timedelta(days=n):%d}"] for n in range(3))
    assert max(per_day.values()) <= 60
    assert first >= 30, per_day
    assert second <= 0.4 * first, per_day
    assert third <= 0.4 * first, per_day
    assert rows(tmp_path, "SELECT count(*) FROM listing") == [(len(names) * 5 * 4,)]


class _Days:
    """Three days that pass when somebody sleeps; begins at midnight."""

    def __init__(self) -> None:
        self.begin = datetime(2027, 1, 10, 0, 0, tzinfo=UTC)
        self.at = self.begin - timedelta(hours=6)

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        if self.at >= self.begin + timedelta(days=3):
            raise KeyboardInterrupt
