"""kill -9 at any moment, then `monitor resume`: the store equals that of an undisturbed run."""

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from monitor.config import StoreSettings
from monitor.runs import supervisor
from monitor.store.db.sqlite import sqlite
from monitor.store.read.runs import load_plan
from tests import composed
from tests.commands import monitor, monitor_process, processes
from tests.store_dump import dump
from tests.store_helper import make_store, visit

_SEARCHES, _PAGES = 6, 5
_WATCHLIST = """
marketplaces = ["taobao"]
[[brand]]
name = "Nordwerk"
chinese = ["诺德沃克"]
aliases = {aliases}
[[brand.product]]
name = "X200"
reference_price = "189.00"
currency = "EUR"
[[brand.authorised_seller]]
marketplace = "taobao"
id = "900"
"""

Calm = tuple[dict[str, list[tuple[object, ...]]], float]


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A watchlist and saved pages: eight searches of six pages, listing pages, some of them gone, a wall, a shell."""
    root = tmp_path_factory.mktemp("market")
    names = ["诺德沃克", "Nordwerk", *(f"诺沃{n}" for n in range(_SEARCHES - 2))]
    (root / "watchlist.toml").write_text(_WATCHLIST.format(aliases=json.dumps(names[2:])), encoding="utf-8")
    number = 0
    for search, name in enumerate(names):
        for page in range(_PAGES):
            items = [
                composed.item(
                    search * 100 + page * 10 + n, f"{name} X200 电钻 {n}" if n % 2 else "别的电钻", f"{200 + n}.00"
                )
                for n in range(20)
            ]
            body = composed.search_page(items, page=page + 1, pages=_PAGES)
            if (search, page) == (3, 2):
                body = composed.wall_page()
            if (search, page) == (4, 1):
                body = b"<html><title>new layout</title></html>"
            _save(root, number, f"https://s.taobao.com/search?q={name}&s={page * 44}", body)
            number += 1
    for nid in range(1, 30):
        page_body = composed.gone_page() if nid % 5 == 0 else composed.listing_page(nid, f"诺德沃克 X200 电钻 {nid}")
        _save(root, number + nid, f"https://item.taobao.com/item.htm?id={nid}", page_body)
    return root


def _save(root: Path, number: int, url: str, body: bytes) -> None:
    folder = root / "pages" / f"{number:04}"
    folder.mkdir(parents=True)
    (folder / "page.html").write_bytes(body)
    (folder / "meta.json").write_text(json.dumps({"url": url, "status": 200, "saved": "2026-11-10"}), encoding="utf-8")


def _start(market: Path, store: Path, *command: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "monitor", *map(str, command), "--store", str(store)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=market, start_new_session=True,
    )  # fmt: skip


def _run(market: Path, store: Path) -> subprocess.Popen[bytes]:
    return _start(market, store, "run", "watchlist.toml", "--replay", "pages", "--max-pages", _PAGES)


def _go_on(market: Path, store: Path) -> subprocess.Popen[bytes]:
    """Resume; where the kill came before there was a run, run again."""
    return _start(market, store, "resume") if _has_run(store) else _run(market, store)


def _has_run(store: Path) -> bool:
    return _rows(store, "run") > 0


def _rows(store: Path, table: str) -> int:
    if not (store / "monitor.db").exists():
        return 0
    with closing(sqlite.connect(store / "monitor.db", timeout=10)) as connection:
        made = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) if made else 0


def _crawlers(store: Path) -> list[int]:
    """Without the processes that these have forked to read pages: each crawler leads a session of its own."""
    found = [process for process, line in processes() if b"scrapy" in line and str(store).encode() in line]
    return [process for process in found if _leads_session(process)]


def _leads_session(process: int) -> bool:
    try:
        return os.getsid(process) == process
    except ProcessLookupError:  # it has ended meanwhile
        return False


@pytest.fixture(scope="module")
def calm(market: Path, tmp_path_factory: pytest.TempPathFactory) -> Calm:
    """What a run that nobody disturbs leaves in its store, and how many seconds it takes here."""
    store = tmp_path_factory.mktemp("calm") / "store"
    began = time.monotonic()
    assert _run(market, store).wait() == 1, "the wall and the shell need a person"
    expected = dump(store)
    assert len(expected["visit"]) > 40
    return expected, time.monotonic() - began


def _kill_loop(market: Path, calm: Calm, tmp_path: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    expected, takes = calm
    done = 0
    for attempt in itertools.count():
        if done >= kills:
            break
        store = tmp_path / f"store-{attempt}"
        process = _run(market, store)
        for _ in range(chance.randint(1, 4)):
            time.sleep(chance.uniform(0.3, takes))
            if process.poll() is not None:
                break
            crawlers = _crawlers(store)
            # the supervisor, one of its crawlers, or both
            victims = [process.pid] if not crawlers or chance.random() < 0.6 else [chance.choice(crawlers)]
            for victim in victims:
                os.kill(victim, signal.SIGKILL)
            done += 1
            process.wait()
            process = _go_on(market, store)
        process.wait()
        for _ in range(3):
            if _go_on(market, store).wait() in (0, 1):
                break
        found = dump(store)
        for table, rows in expected.items():
            extra, lost = (
                [row for row in found[table] if row not in rows],
                [row for row in rows if row not in found[table]],
            )
            assert (extra, lost) == ([], []), f"{table} (seed {seed})"
        assert found == expected, f"double rows (seed {seed})"


def test_two_kills_lose_nothing_and_double_nothing(market: Path, calm: Calm, tmp_path: Path) -> None:
    """The quick version of the loop below."""
    _kill_loop(market, calm, tmp_path, kills=2, seed=1)


@pytest.mark.slow
def test_twenty_kills_lose_nothing_and_double_nothing(market: Path, calm: Calm, tmp_path: Path) -> None:
    """Twenty random moments, supervisor or crawler."""
    _kill_loop(market, calm, tmp_path, kills=20, seed=20)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_is_clean_and_resume_goes_on(market: Path, calm: Calm, tmp_path: Path, stop: signal.Signals) -> None:
    """Ctrl-C or a service manager: the page at hand is finished, exit code 3 says that work is left, resume does it."""
    store = tmp_path / "store"
    process = _run(market, store)
    deadline = time.monotonic() + 120
    # as soon as the first page is stored: sixty are to come
    while not _rows(store, "visit") and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(stop)
    assert process.wait(timeout=120) == 3
    assert _crawlers(store) == []
    assert monitor("resume", "--store", store, cwd=market).returncode == 1
    assert dump(store) == calm[0]


def test_a_run_is_done_only_when_it_is_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between the last page and the judging: resume must find something to do."""
    store = make_store(tmp_path, [visit()])
    seen: list[str] = []
    monkeypatch.setattr(supervisor, "rejudge", lambda *_: seen.append(_state(store.root)))
    plan = load_plan(store, 1).model_copy(update={"marketplaces": []})
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE run SET state = 'running'")
    assert supervisor.CrawlSupervisor(store, 1, plan, StoreSettings(), lock=-1).supervise() == "done"
    assert seen == ["running"]
    assert _state(store.root) == "done"


def _state(store: Path) -> str:
    with closing(sqlite.connect(store / "monitor.db")) as connection:
        return str(connection.execute("SELECT state FROM run").fetchone()[0])


def test_second_run_on_a_busy_store_is_refused(market: Path, calm: Calm, tmp_path: Path) -> None:
    """One line, exit code 2, and the first run is not disturbed."""
    store = tmp_path / "store"
    process = _run(market, store)
    deadline = time.monotonic() + 120
    while not _rows(store, "visit") and time.monotonic() < deadline:
        time.sleep(0.02)
    assert process.poll() is None
    os.kill(process.pid, signal.SIGSTOP)  # so that it is still at work when the second one comes
    try:
        second = monitor_process("run", "watchlist.toml", "--replay", "pages", "--store", store, cwd=market)
    finally:
        os.kill(process.pid, signal.SIGCONT)
    assert (second.returncode, second.stdout) == (2, "")
    assert "another run is working on this store" in second.stderr
    assert second.stderr.count("\n") == 1
    assert process.wait() == 1
    assert dump(store) == calm[0]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_crawler_is_not_deaf_while_a_page_spins(tmp_path: Path, stop: signal.Signals) -> None:
    """A stop while the reader is busy for ten seconds: the page is given up and stays pending."""
    (tmp_path / "watchlist.toml").write_text(_WATCHLIST.format(aliases="[]"), encoding="utf-8")
    _save(tmp_path, 1, "https://s.taobao.com/search?q=Nordwerk", b"<div>" * 400_000)
    store = tmp_path / "store"
    process = _run(tmp_path, store)
    deadline = time.monotonic() + 120
    while not _readers(store) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert _readers(store), "a page is being read"
    process.send_signal(stop)
    assert process.wait(timeout=120) == 3
    assert _targets(store) == set(), "the page stays pending"
    assert not _readers(store)


def _targets(store: Path) -> set[str]:
    """What was asked for and is among the saved pages."""
    with closing(sqlite.connect(store / "monitor.db")) as connection:
        return {row[0] for row in connection.execute("SELECT target FROM visit WHERE reason IS NOT 'not_saved'")}


def _readers(store: Path) -> list[int]:
    """The processes that read pages, once they work: the fork server and its child."""
    found = [process for process, line in processes() if b"scrapy" in line and str(store).encode() in line]
    forked = [process for process in found if not _leads_session(process)]
    return forked if len(forked) > 1 else []
