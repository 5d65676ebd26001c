"""Bad disks, bad pages, bugs of our own: one clear line, the right exit code, nothing lost."""

import json
import os
import socket
import subprocess
import threading
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from monitor import settings
from tests import composed
from tests.commands import ROOT, monitor, monitor_process, scrapy_crawl
from tests.market import SETTINGS, Market, rows, run
from tests.server import serve


def _replayed(folder: Path, pages: int = 12) -> Path:
    """Saved search pages of some weight."""
    for number in range(pages):
        items = [composed.item(number * 100 + n, f"诺德沃克 X200 {os.urandom(400).hex()}") for n in range(40)]
        case = folder / f"{number}"
        case.mkdir(parents=True)
        (case / "page.html").write_bytes(composed.search_page(items, page=number + 1, pages=pages))
        url = f"https://s.taobao.com/search?q=诺德沃克&s={44 * number}"
        (case / "meta.json").write_text(json.dumps({"url": url, "saved": "2026-11-10"}), encoding="utf-8")
    return folder


def test_full_disk_stops_with_one_line_and_resume_goes_on(work: Path, small_disk: Path) -> None:
    """The database stays whole; after some room is made the run goes on to the end."""
    saved, store = _replayed(work / "saved"), small_disk / "store"
    full = monitor_process("run", "watchlist.toml", "--replay", saved, "--store", store, "--max-pages", 12, cwd=work)
    assert full.returncode == 3, full.stdout + full.stderr
    assert "disk is full" in full.stdout + full.stderr or "No space left" in full.stdout + full.stderr
    assert "Traceback" not in full.stdout + full.stderr
    subprocess.run(["mount", "-o", "remount,size=60m", small_disk], check=True)
    done = monitor_process("resume", "--store", store, "--json", cwd=work)
    assert done.returncode in (0, 1), done.stderr
    assert json.loads(done.stdout)["marketplaces"]["taobao"]["matched"] == 480


def test_read_only_store_can_be_read_but_not_run_on(work: Path, small_disk: Path) -> None:
    """A run says why it can't; findings can still be read."""
    saved, store = _replayed(work / "saved", pages=1), small_disk / "store"
    monitor_process("run", "watchlist.toml", "--replay", saved, "--store", store, cwd=work)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    refused = monitor_process("run", "watchlist.toml", "--replay", saved, "--store", store, cwd=work)
    assert refused.returncode == 3
    assert "can't be written" in refused.stderr
    assert refused.stderr.count("\n") == 1, refused.stderr
    found = monitor_process("findings", "--store", store, "--json", cwd=work)
    assert found.returncode == 0, found.stderr
    assert len(found.stdout.splitlines()) == 40


def test_exception_in_a_step_keeps_the_page_as_failed(work: Path) -> None:
    """It is asked for once more; then the run ends, and says that a person is needed: the bytes are kept."""
    steps = {**settings.ITEM_PIPELINES, "tests.broken_step.BrokenStep": 150}
    with serve(Market().answer) as site:
        done = scrapy_crawl(
            "taobao", "-a", "watchlist=watchlist.toml", "-a", "store=store", "-a", f"origin={site.url}",
            "-s", f"ITEM_PIPELINES={json.dumps(steps)}", cwd=work, env={"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert done.returncode == 1, done.stderr
        failed = rows(work, "SELECT keyword, error, sha256_body IS NOT NULL FROM visit WHERE state = 'failed'")
        assert failed == [("Nordwerk", "ZeroDivisionError: a bug in a step", 1)] * 2
        asked = len(site.asked)
        resumed = monitor("resume", "--store", "store", cwd=work)
        assert len(site.asked) == asked
    assert resumed.returncode == 0, resumed.stderr
    assert rows(work, "SELECT state, count(*) FROM run GROUP BY 1") == [("done", 1)]
    assert ("诺德沃克", "done") in rows(work, "SELECT keyword, state FROM visit")


def _nasty_pages() -> dict[str, bytes]:
    whole = composed.search_page([composed.item(n, f"诺德沃克 {n}") for n in range(20)])
    lacking = [
        composed.item("", "诺德沃克 without an id"),
        composed.item(105, ""),
        composed.item(106, "诺德沃克 without a price", ""),
        composed.item(107, "诺德沃克 twice"),
        composed.item(107, "诺德沃克 twice"),
    ]
    return {
        "empty": b"",
        "binary": bytes(range(256)) * 400,
        "large": whole.replace(b"</body>", b"<p>x</p>" * 3_700_000 + b"</body>"),
        "not-html": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3 1 0 obj",
        "truncated": whole[: len(whole) // 2],
        "nested": b"<div>" * 200_000,
        "lacking": composed.search_page(lacking),
    }


def test_nasty_pages_end_in_their_outcome_and_the_run_goes_on(work: Path) -> None:
    """Each is a visit with an outcome; listings without id are counted, double ids are one listing."""
    pages = _nasty_pages()
    text = (work / "watchlist.toml").read_text(encoding="utf-8")
    (work / "watchlist.toml").write_text(
        text.replace('chinese = ["诺德沃克"]', f'chinese = ["诺德沃克"]\naliases = {json.dumps(list(pages))}')
    )

    def nasty(_: str, path: str) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(path)
        if parts.path != "/search":
            return 404, {}, b""
        return 200, {}, pages.get(parse_qs(parts.query)["q"][0], composed.no_result_page())

    with serve(nasty) as site:
        code, summary = run(work, site, "--max-pages", 1)
    assert code == 1, summary
    outcomes = dict(rows(work, "SELECT keyword, outcome FROM visit WHERE page = 'search'"))
    assert outcomes == {
        "诺德沃克": "empty", "Nordwerk": "empty", "empty": "unreadable", "binary": "unreadable", "large": "listings",
        "not-html": "unreadable", "truncated": "unreadable", "nested": "unreadable", "lacking": "listings",
    }  # fmt: skip
    assert rows(work, "SELECT without_id, json_array_length(listing_keys) FROM visit WHERE keyword = 'lacking'") == [
        (1, 4)
    ]
    assert rows(work, "SELECT count(*) FROM listing WHERE listing_id = '107'") == [(1,)]
    assert rows(work, "SELECT price_min FROM listing WHERE listing_id = '106'") == [(None,)]


def _raw_server(answer: bytes) -> str:
    """A server that sends these bytes and hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve_for_ever() -> None:
        while True:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(answer)

    threading.Thread(target=serve_for_ever, daemon=True).start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize(
    ("answer", "outcome", "reason"),
    [
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n" + composed.search_page([composed.item(1, "x")]),
            "unreadable",
            "truncated",
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 40000000\r\n\r\n", "blocked", "too_large"),
        (b"", "blocked", "connection"),
    ],
)
def test_broken_answers(work: Path, answer: bytes, outcome: str, reason: str) -> None:
    """A cut, an over-large and a refused answer are visits with their reason."""
    url = _raw_server(answer)
    monitor("run", "watchlist.toml", "--store", "store", "--origin", f"taobao={url}", cwd=work)
    assert set(rows(work, "SELECT outcome, reason FROM visit")) == {(outcome, reason)}


def test_broken_settings_are_one_line(work: Path) -> None:
    """settings.toml: file, key, what was expected."""
    for text, says in (
        ("contact = 5\n", "contact"),
        ("[site.ebuy]\n", "site.ebuy"),
        ("x = \n", "TOML"),
        ("[site.taobao]\ndelai = 1\n", "delai"),
    ):
        (work / "store" / "settings.toml").write_text(text)
        done = monitor("run", "watchlist.toml", "--store", "store", cwd=work)
        assert done.returncode == 2, text
        assert says in done.stderr
        assert "settings.toml" in done.stderr
        assert done.stderr.count("\n") == 1, done.stderr
    (work / "store" / "settings.toml").write_text(SETTINGS)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "nowhere.toml"], "no such file"),
        (["run", "watchlist.toml", "--marketplace", "ebuy"], "'ebuy' is unknown"),
        (["run", "watchlist.toml", "--replay", "nowhere"], "no such folder"),
        (["run", "watchlist.toml", "--origin", "taobao"], "expected MARKETPLACE=URL"),
        (["run", "watchlist.toml", "--brand", "nope", "--replay", "."], "expected one of nordwerk"),
        (["resume", "--store", "nowhere"], "no store here"),
        (["import", "nowhere"], "no such file"),
        (["extract", "watchlist.toml", "--url", "https://www.taobao.com/help"], "no marketplace has such pages"),
        (["extract", "nowhere.html", "--url", "https://s.taobao.com/search?q=x"], "can't be read"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(work: Path, arguments: list[str], says: str) -> None:
    """What, where, what was expected; no traceback."""
    done = monitor(*arguments, cwd=work)
    assert done.returncode == 2, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
