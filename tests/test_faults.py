"""What a live site can do to a crawler, one real server on loopback: each fault has its outcome, and nothing is lost.

The table with the results stands in docs/reliability.md.
"""

import gzip
import json
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from monitor.state_folder import state_folder
from monitor.store.db.sqlite import sqlite
from tests import composed
from tests.commands import ROOT, monitor, scrapy_crawl, started
from tests.market import rows
from tests.server import Answer, Asked, serve

_ITEMS = [composed.item(n, f"诺德沃克 X200 电钻 {n}") for n in range(1, 21)]


def _slow_header(connection: BaseHTTPRequestHandler) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 200:
        connection.wfile.write(bytes([byte]))
        time.sleep(0.05)


def _endless(pause: float) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(connection: BaseHTTPRequestHandler) -> None:
        connection.send_response(200)
        connection.end_headers()
        end = time.monotonic() + 20
        while time.monotonic() < end:
            connection.wfile.write(b"<p>more</p>" * (5000 if not pause else 1))
            time.sleep(pause)

    return answer


def _cut_off(connection: BaseHTTPRequestHandler) -> None:
    body = composed.search_page(_ITEMS)
    connection.send_response(200)
    connection.send_header("Content-Length", str(len(body)))
    connection.end_headers()
    connection.wfile.write(body[: len(body) // 2])


def _reset(connection: BaseHTTPRequestHandler) -> None:
    connection.connection.close()


_FAULTS: dict[str, Answer] = {
    "诺德沃克": (200, {}, composed.search_page(_ITEMS)),
    "slow header": _slow_header,
    "good one": (200, {}, composed.search_page(_ITEMS)),
    "dripping body": _endless(0.02),
    "good two": (200, {}, composed.search_page(_ITEMS)),
    "endless body": _endless(0.0),
    "cut off": _cut_off,
    "reset": _reset,
    "good three": (200, {}, composed.search_page(_ITEMS)),
    "wrong charset": (
        200,
        {"Content-Type": "text/html; charset=utf-8"},
        composed.search_page(_ITEMS).decode().encode("gb18030"),
    ),
    "redirect loop": (302, {"Location": "https://s.taobao.com/search?q=redirect+loop"}, b""),
    "to a file": (302, {"Location": "file:///etc/passwd"}, b""),
    "server error": (500, {}, b"oops"),
    "small but large": (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(4_000_000))),
    "good four": (200, {}, composed.search_page(_ITEMS)),
    "empty page": (200, {}, b""),
    "cards without data": (200, {}, b"<html><body><div id=app></div><script src=x.js></script></body></html>"),
}
_EXPECTED = {
    "slow header": ("blocked", "timeout"),
    "dripping body": ("blocked", "timeout"),
    "endless body": ("blocked", "too_large"),
    "cut off": ("unreadable", "truncated"),
    "reset": ("blocked", "connection"),
    "wrong charset": ("listings", None),
    "redirect loop": ("blocked", "too_many_redirects"),
    "to a file": ("unreadable", "broken_redirect"),
    "server error": ("blocked", "status"),
    "small but large": ("blocked", "too_large"),
    "empty page": ("unreadable", "empty_body"),
    "cards without data": ("unreadable", "script_shell"),
}


def test_each_fault_has_its_outcome_and_the_run_goes_on(work: Path) -> None:
    """One search per fault; no listing is gone, none is lost, no page is missing."""
    text = (work / "watchlist.toml").read_text(encoding="utf-8")
    (work / "watchlist.toml").write_text(
        text.replace('chinese = ["诺德沃克"]', f'chinese = ["诺德沃克"]\naliases = {json.dumps(list(_FAULTS)[1:])}')
    )

    def faulty(_: str, path: str) -> Answer:
        parts = urlsplit(path)
        words = parse_qs(parts.query).get("q", [""])[0] if parts.path == "/search" else ""
        other = 200 if parts.path.startswith("/item") else 404
        return _FAULTS.get(words, (other, {}, b"<html>a new layout of listing pages</html>"))

    with serve(faulty) as site:
        done = scrapy_crawl(
            "taobao", "-a", "watchlist=watchlist.toml", "-a", "store=store", "-a", f"origin={site.url}",
            "-a", "max_pages=1", "-s", "DOWNLOAD_TIMEOUT=3", "-s", "DOWNLOAD_MAXSIZE=3000000", "-s", "RETRY_TIMES=0",
            cwd=work,
        )  # fmt: skip
    assert done.returncode == 1, done.stderr
    outcomes = {word: (outcome, reason) for word, outcome, reason in rows(
        work, "SELECT keyword, outcome, reason FROM visit WHERE page = 'search'"
    )}  # fmt: skip
    good = {word: ("listings", None) for word in _FAULTS if word.startswith("good")}
    assert outcomes == {
        "诺德沃克": ("listings", None),
        "Nordwerk": ("blocked", "status"),
        **good,
        **_EXPECTED,
    }
    assert rows(work, "SELECT count(*), sum(gone) FROM listing") == [(20, 0)]
    assert rows(work, "SELECT title FROM listing WHERE listing_id = '7'") == [("诺德沃克 X200 电钻 7",)]


_MARKETPLACES = {
    "taobao": "s.taobao.com", "tmall": "list.tmall.com", "aliexpress": "www.aliexpress.com",
    "alibaba": "www.alibaba.com",
}  # fmt: skip
_DELAY = 0.3


def test_politeness_at_the_server(work: Path) -> None:
    """Four marketplaces, two processes with a store each, one site that asks for pauses: measured where it counts."""
    text = (work / "watchlist.toml").read_text(encoding="utf-8")
    (work / "watchlist.toml").write_text(
        text.replace('marketplaces = ["taobao"]', f"marketplaces = {json.dumps(list(_MARKETPLACES))}")
    )
    settings = "".join(f"[site.{name}]\ndelay = {_DELAY}\ndetail_pages = 0\n" for name in _MARKETPLACES)
    for store in ("store", "other"):
        (work / store).mkdir(exist_ok=True)
        (work / store / "settings.toml").write_text(settings)
    refusals = {"s.taobao.com": lambda: "2", "list.tmall.com": lambda: formatdate(time.time() + 3, usegmt=True)}

    def answer(host: str, path: str) -> Answer:
        time.sleep(0.05)
        if path.startswith("/robots.txt"):
            return 200, {}, b""
        if host in refusals:
            return 429, {"Retry-After": refusals.pop(host)()}, b"slow down"
        return 200, {}, composed.search_page(_ITEMS) if host == "s.taobao.com" else b"<html>new layout</html>"

    with serve(answer) as site:
        origins = [word for name in _MARKETPLACES for word in ("--origin", f"{name}={site.url}")]
        both = [
            started("run", "watchlist.toml", "--store", store, "--max-pages", 2, *origins, cwd=work)
            for store in ("store", "other")
        ]
        assert [process.wait(timeout=300) for process in both] == [1, 1], "the new layouts need a person"
    for host in _MARKETPLACES.values():
        asked = sorted((one for one in site.asked if one.host == host), key=lambda one: one.began)
        assert len(asked) >= 4, (host, len(asked))
        gaps = [after.began - before.ended for before, after in pairwise(asked)]
        # the server's clock stops when it has written, which on a busy machine is later than when that was read
        assert min(gaps) >= 0.8 * _DELAY, f"{host}: never two at once, never closer than the delay"
        _pause_was_kept(host, asked)


def _pause_was_kept(host: str, asked: list[Asked]) -> None:
    pauses = {"s.taobao.com": 1.9, "list.tmall.com": 1.9}  # a date has whole seconds: three are two at least
    if host in pauses:
        pages = [one for one in asked if not one.path.startswith("/robots")]
        after = next(one for one in asked if one.began > pages[0].ended)
        assert after.began - pages[0].ended >= pauses[host], host


def test_a_wall_holds_its_marketplace_and_the_others_go_on(work: Path) -> None:
    """A cool-down that a restart does not forget; the run says what to do; resume asks for the rest later."""
    text = (work / "watchlist.toml").read_text(encoding="utf-8")
    (work / "watchlist.toml").write_text(text.replace('["taobao"]', '["taobao", "tmall"]'))
    (work / "store" / "settings.toml").write_text(
        "[site.taobao]\ndelay = 1.0\ndetail_pages = 0\n[site.tmall]\ndelay = 0.0\n"
    )
    walls: list[str] = []

    def answer(host: str, path: str) -> Answer:
        if path.startswith("/robots.txt"):
            return 404, {}, b""
        if host == "s.taobao.com" and not walls:
            walls.append(path)
            return 200, {}, composed.wall_page()
        return 200, {}, composed.search_page(_ITEMS) if "taobao" in host else composed.no_result_page()

    with serve(answer) as site:
        origins = [word for name in ("taobao", "tmall") for word in ("--origin", f"{name}={site.url}")]
        done = monitor("run", "watchlist.toml", "--store", "store", "--json", *origins, cwd=work)
        assert done.returncode == 1, done.stderr
        summary = json.loads(done.stdout)
        assert summary["state"] == "held"
        assert list(summary["held"]) == ["taobao"]
        assert any("monitor import" in line and "left alone until" in line for line in summary["to_do"])
        asked = len([one for one in site.asked if "taobao" in one.host and "/search" in one.path])
        assert asked == 1, "after the wall nothing more"
        assert len([one for one in site.asked if "tmall" in one.host]) >= 2
        resumed = monitor("resume", "--store", "store", "--json", cwd=work)
        assert resumed.returncode == 1
        assert json.loads(resumed.stdout)["held"]["taobao"]["reason"] == "wall"
        assert len([one for one in site.asked if "taobao" in one.host and "/search" in one.path]) == asked
        for file in state_folder().glob("taobao-*.json"):
            file.unlink()  # the cool-down is over
        resumed = monitor("resume", "--store", "store", "--json", cwd=work)
        assert json.loads(resumed.stdout)["state"] == "done"
    assert rows(work, "SELECT count(*) FROM visit WHERE marketplace = 'taobao' AND outcome = 'listings'")[0][0] > 0


def test_a_locked_database_is_waited_for(work: Path) -> None:
    """Another program writes for two seconds in the middle of a run: no page is lost."""
    held: list[threading.Thread] = []

    def hold() -> None:
        with closing(sqlite.connect(work / "store" / "monitor.db", timeout=20)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            time.sleep(2)
            connection.rollback()

    def answer(_: str, path: str) -> Answer:
        if "/search" in path and not held:
            held.append(threading.Thread(target=hold))
            held[0].start()
            time.sleep(0.3)
        return 200, {}, composed.search_page(_ITEMS) if "/search" in path else b""

    with serve(answer) as site:
        done = scrapy_crawl(
            "taobao", "-a", "watchlist=watchlist.toml", "-a", "store=store", "-a", f"origin={site.url}",
            "-a", "max_pages=1", cwd=work,
        )  # fmt: skip
    held[0].join()
    assert done.returncode == 1, done.stderr
    assert rows(work, "SELECT count(*) FROM visit WHERE page = 'search' AND outcome = 'listings'") == [(2,)]


def test_a_certificate_that_nobody_vouches_for(work: Path) -> None:
    """TLS is verified: a page from who knows whom is none; and meanwhile nothing of ours listens."""
    listening: list[str] = []
    key, certificate = work / "key.pem", work / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2",
         "-subj", "/CN=localhost"], check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serve(lambda *_: (200, {}, b"secret"), context) as site:
        process = started(
            "run", "watchlist.toml", "--store", "store", "--origin", f"taobao={site.url}", "--json", cwd=work
        )
        while process.poll() is None:
            listening += _listening(process.pid)
            time.sleep(0.05)
    assert process.wait() == 1
    assert site.asked == []
    assert set(rows(work, "SELECT outcome, reason FROM visit")) == {("blocked", "certificate")}
    assert listening == []


def _listening(parent: int) -> list[str]:
    """Sockets on which a process or its children listen."""
    inodes = {
        line.split()[9] for table in ("tcp", "tcp6") for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
        if line.split()[3] == "0A"
    }  # fmt: skip
    found = []
    for pid in [str(parent), *Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]:
        try:
            links = [str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()]
        except OSError:
            continue
        found += [link for link in links if link.removeprefix("socket:[").rstrip("]") in inodes]
    return found


_CALL = """
import sys
from types import SimpleNamespace
from scrapy import Request, Spider, signals
from scrapy.crawler import CrawlerProcess
from scrapy.utils.project import get_project_settings
from monitor.fetch.politeness import politeness_for
from monitor.fetch import public_address
from monitor.config import StoreSettings
from pathlib import Path

class Caller(Spider):
    name = "taobao"
    def __init__(self):
        super().__init__()
        settings = StoreSettings.model_validate({"site": {"taobao": {"delay": 0.0}}})
        self.politeness = politeness_for("taobao", settings, Path("."))
    def politeness_of(self, url):
        return self.politeness
    async def start(self):
        for url in sys.argv[1:]:
            yield Request(url, callback=self.told, errback=self.refused, dont_filter=True)
    def told(self, response):
        print("ANSWERED", response.url, response.status)
    def refused(self, failure):
        print("REFUSED", failure.request.url, type(failure.value).__name__)

settings = get_project_settings()
settings.setdict({"ROBOTSTXT_OBEY": False, "RETRY_ENABLED": False, "DOWNLOAD_DELAY": 0, "LOG_ENABLED": False,
    "EXTENSIONS": {}, "ITEM_PIPELINES": {}}, priority="cmdline")
process = CrawlerProcess(settings)
process.crawl(Caller)
process.start()
print("HOSTS", sorted(public_address.refused))
"""


def test_no_request_reaches_a_private_address(tmp_path: Path) -> None:
    """Names, literals in all spellings, and redirects from a public page: the server inside is never asked."""
    with serve(lambda *_: (200, {}, b"secret")) as inside:
        port = inside.url.rpartition(":")[2]
        hosts = ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0.0.0.0", "[::ffff:127.0.0.1]", "127.1"]
        done = started(
            *[f"http://{host}:{port}/" for host in hosts], program=["-c", _CALL], cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        out, _ = done.communicate(timeout=60)
    assert "ANSWERED" not in out
    assert out.count("REFUSED") == len(hosts), out
    assert inside.asked == []
    assert sys.platform != "linux" or "127.0.0.1" in out.rpartition("HOSTS")[2]
