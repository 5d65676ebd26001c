"""The browser path, with a real headless Chromium: pages drawn by scripts, data that come as answers, crashes."""

import asyncio
import json
import logging
import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser
from zstandard import ZstdDecompressor

from monitor.evidence.archive import FolderArchive
from monitor.evidence.snapshots import read_snapshot
from monitor.fetch.chromium import find_browser
from monitor.fetch.public_proxy import PublicAddressProxy
from monitor.fetch.session_secrets import Secrets, scrubbed_logs
from monitor.pages.script_shell import is_script_shell
from monitor.text.decode import decode_page
from tests import composed
from tests.commands import monitor, processes
from tests.market import rows, run
from tests.server import Answer, serve

needs_chromium = pytest.mark.skipif(find_browser(None) is None, reason="no Chromium: apt-get install chromium")

_CARD = (
    '<div class="item J_MouserOnverReq"><a data-nid="{n}" href="//item.taobao.com/item.htm?id={n}"></a>'
    '<div class="title"><a>诺德沃克 X200 电钻 {n}</a></div><div class="price">260.00</div></div>'
)
_DRAWN = (
    "<html><head><title>淘宝搜索</title><script src='https://www.google-analytics.com/ga.js'></script></head>"
    "<body><img src='https://img.alicdn.com/logo.jpg'><div id='root'></div><script>setTimeout(() => {{"
    "document.getElementById('root').innerHTML = {cards};}}, 200)</script></body></html>"
)
_FETCHING = (
    "<html><head><title>淘宝搜索</title></head><body><div id='root'></div><script>"
    "fetch('https://h5api.m.taobao.com/h5/mtop.search')</script></body></html>"
)


class Site:
    """A site that works in browsers only; asks for some pages kill the browser."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    def answer(self, host: str, path: str) -> Answer:
        parts = urlsplit(path)
        if parts.path == "/robots.txt":
            return 404, {}, b""
        if host == "h5api.m.taobao.com":
            headers = {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"}
            return 200, headers, composed.ANSWER.encode()
        words = parse_qs(parts.query).get("q", [""])[0]
        self.asked[words or host] += 1
        if words == "page dies" and self.asked[words] == 2:
            _kill_browsers(b"--type=renderer")
        if (words == "dies once" and self.asked[words] == 2) or (words == "dies always" and self.asked[words] > 1):
            _kill_browsers()
        if words == "Nordwerk":
            return 200, {}, _FETCHING.encode()
        if words:
            first = 10 * len(words)
            cards = json.dumps("".join(_CARD.format(n=n) for n in range(first, first + 3)))
            return 200, {}, _DRAWN.format(cards=cards).encode()
        return 200, {}, composed.listing_page(parse_qs(parts.query).get("id", ["1"])[0], "诺德沃克 X200 电钻")


def _kill_browsers(kind: bytes = b"") -> None:
    """The browser itself, or its processes of a kind; never the browser of another test that runs meanwhile."""
    for process, line in processes():
        meant = kind in line if kind else b"--type=" not in line
        if b"playwright_chromiumdev_profile" in line and meant and os.getpid() in _ancestors(process):
            os.kill(process, signal.SIGKILL)


def _ancestors(process: int) -> Iterator[int]:
    """The processes that a process comes from, the nearest first; none of one that has ended."""
    while process > 1:
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return
        process = int(fields[1])
        yield process


@needs_chromium
def test_pages_that_only_a_browser_can_show(work: Path) -> None:
    """Drawn by a script; data as an answer; a browser that is killed once, and one that is killed every time."""
    text = (work / "watchlist.toml").read_text(encoding="utf-8")
    (work / "watchlist.toml").write_text(
        text.replace(
            'chinese = ["诺德沃克"]', 'chinese = ["诺德沃克"]\naliases = ["dies once", "page dies", "dies always"]'
        )
    )
    (work / "store" / "settings.toml").write_text("[site.taobao]\ndelay = 0.0\ndetail_pages = 1\n")
    market = Site()
    with serve(market.answer) as site:
        code, summary = run(work, site, "--max-pages", 1)
    found = {word: facts for word, *facts in rows(
        work, "SELECT keyword, outcome, layout, json_array_length(listing_keys) FROM visit WHERE page = 'search'"
    )}  # fmt: skip
    assert found == {
        "诺德沃克": ["listings", "cards", 3],
        "Nordwerk": ["listings", "answer_items", 1],
        "dies once": ["listings", "cards", 3],
        "page dies": ["listings", "cards", 3],
        "dies always": ["unreadable", None, 0],
    }
    assert code == 1, summary
    ((reason, detail, kept),) = rows(
        work, "SELECT reason, detail, sha256_body FROM visit WHERE keyword = 'dies always'"
    )
    assert reason == "browser_failed"
    assert detail
    snapshots = FolderArchive(work / "store" / "snapshots")
    assert b"setTimeout" in read_snapshot(snapshots, str(kept)), "what plain HTTP brought is kept"
    ((answer,),) = rows(work, "SELECT sha256_body FROM visit WHERE keyword = 'Nordwerk'")
    assert read_snapshot(snapshots, str(answer)) == composed.ANSWER.encode()
    ((fetch,),) = rows(work, "SELECT fetch FROM visit WHERE keyword = '诺德沃克'")
    hop = json.loads(str(fetch))["hops"][-1]
    assert (hop["rendered"], hop["sha256_wire"], hop["address"]) == (True, None, None)
    assert "www.google-analytics.com" not in market.asked
    assert "img.alicdn.com" not in market.asked
    assert {one.host for one in site.asked} == {"s.taobao.com", "h5api.m.taobao.com", "item.taobao.com"}


_TOKEN, _NAME, _ADDRESS = "tok3n-CANARY-5f2a9c", "张采购", "Beispielweg 7"


@needs_chromium
def test_a_login_leaves_no_trace(work: Path) -> None:
    """The session's cookie, the account's name and address: in no file of the store but the browser's own profile."""
    (work / "store" / "settings.toml").write_text("[site.taobao]\ndelay = 0.0\ndetail_pages = 0\n")
    profile = work / "store" / "browser" / "taobao"
    profile.mkdir(parents=True)
    (profile / "private.txt").write_text(f"{_NAME}\n{_ADDRESS}\n", encoding="utf-8")
    (profile / "ready").touch()
    items = [composed.item(1, f"诺德沃克 X200 {_NAME}"), composed.item(2, "诺德沃克 X200")]
    seen: list[str] = []

    def answer(host: str, path: str) -> Answer:
        if path.startswith("/robots"):
            return 404, {}, b""
        greeting = f"<p>{_NAME}, {_ADDRESS}</p><script>var token = '{_TOKEN}';</script></body>"
        body = composed.search_page(items).replace(b"</body>", greeting.encode())
        if "token" not in path:
            return 302, {"Location": f"{path}&token={_TOKEN}", "Set-Cookie": f"_m_h5_tk={_TOKEN}"}, b""
        return 200, {"Set-Cookie": f"_m_h5_tk={_TOKEN}; Path=/", "X-Who": quote(_NAME)}, body

    with serve(answer) as site:
        code, summary = run(work, site, "--max-pages", 1)
        asked = [{key.lower(): value for key, value in one.headers.items()} for one in site.asked]
        seen += [headers["user-agent"] for headers in asked]
    assert code == 0, summary
    assert all("marketplace-monitor" in agent for agent in seen), "honest in the browser too"
    assert set(rows(work, "SELECT session FROM visit WHERE page = 'search'")) == {(1,)}
    assert rows(work, "SELECT title FROM listing ORDER BY key")[0] == ("诺德沃克 X200 (private)",)
    monitor("export", "all.jsonl", "--store", "store", cwd=work)
    files = [file for file in (work / "store").rglob("*") if file.is_file() and profile not in file.parents]
    texts = {file: _content(file) for file in [*files, work / "all.jsonl"]}
    assert any(b"setTimeout" in text or b"g_page_config" in text for text in texts.values()), "pages are kept"
    for secret in (_TOKEN, _NAME, _ADDRESS, quote(_NAME)):
        leaks = [file.name for file, text in texts.items() if secret.encode() in text]
        assert leaks == [], secret


def _content(file: Path) -> bytes:
    data = file.read_bytes()
    return ZstdDecompressor().decompress(data) if file.suffix == ".zst" else data


def test_without_a_browser_the_run_says_what_is_missing(work: Path) -> None:
    """Everything else works; `fetch = "browser"` is refused before the run."""
    settings = work / "store" / "settings.toml"
    settings.write_text('browser = "no-such-browser"\n[site.taobao]\ndelay = 0.0\n')
    with serve(lambda _, path: (200, {}, composed.SHELL.encode() if "/search" in path else b"")) as site:
        code, summary = run(work, site, "--max-pages", 1)
        assert code == 1
        assert any("apt-get install chromium" in line for line in summary["to_do"])  # type: ignore[attr-defined]
        settings.write_text('browser = "no-such-browser"\n[site.taobao]\nfetch = "browser"\n')
        refused = monitor("run", "watchlist.toml", "--store", "store", "--origin", f"taobao={site.url}", cwd=work)
    assert refused.returncode == 2
    assert "needs Chromium" in refused.stderr


@pytest.mark.parametrize(
    ("body", "shell"),
    [
        (composed.SHELL.encode(), True),
        (_FETCHING.encode(), True),
        (b"<html><body>no script</body></html>", False),
        (b"", False),
        (composed.search_page([composed.item(1, "x")]), True),  # asked only about pages that nobody could read
        (b"<script>var x = 1</script>" + "<p>词语 words</p>".encode() * 100, False),
    ],
)
def test_shells(body: bytes, shell: bool) -> None:
    assert is_script_shell(LexborHTMLParser(decode_page(body, "text/html; charset=utf-8"))) is shell


def test_the_browsers_proxy_lets_nobody_into_the_private_network() -> None:
    """Plain requests and tunnels, names and literals; the stand-in alone is exempt."""

    async def asked(proxy: str, head: str) -> str:
        parts = urlsplit(proxy)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        writer.write(f"{head}\r\nHost: x\r\n\r\n".encode())
        answer = await asyncio.wait_for(reader.read(4096), 10)
        writer.close()
        return answer.decode("latin-1").partition("\r\n")[0]

    async def all_asked(port: int) -> list[str]:
        strict, open_one = PublicAddressProxy(), PublicAddressProxy(("127.0.0.1", port))
        hosts = ("127.0.0.1", "localhost", "2130706433", "[::1]", "0.0.0.0")
        heads = [f"GET http://{host}:{port}/ HTTP/1.1" for host in hosts]
        heads += [f"CONNECT localhost:{port} HTTP/1.1", "CONNECT 169.254.169.254:80 HTTP/1.1"]
        heads.append("GET file:///etc/passwd HTTP/1.1")
        found = [await asked(await strict.start(), head) for head in heads]
        found.append(await asked(await open_one.start(), f"GET http://127.0.0.1:{port}/x HTTP/1.1"))
        # what the proxy did is what the record of a page has of names and addresses
        assert (strict.connected, strict.resolved["2130706433"]) == ({}, ["127.0.0.1"])
        assert (open_one.connected, open_one.resolved) == ({"127.0.0.1": {"127.0.0.1"}}, {"127.0.0.1": ["127.0.0.1"]})
        await strict.close()
        await open_one.close()
        return found

    with serve(lambda *_: (200, {}, b"secret")) as inside:
        *refused, allowed = asyncio.run(all_asked(int(inside.url.rpartition(":")[2])))
    assert set(refused) <= {"HTTP/1.1 403 Forbidden", ""}, refused
    assert allowed == "HTTP/1.1 200 OK"
    assert [one.path for one in inside.asked] == ["/x"]


def test_the_log_is_scrubbed_while_the_browser_lives_and_not_after() -> None:
    """Handlers of the root log are the process's: a second crawler in it must not inherit the filter."""
    secrets = Secrets(["Hans Beispiel"])
    handlers = logging.getLogger().handlers
    before = [list(handler.filters) for handler in handlers]
    with scrubbed_logs(secrets):
        assert handlers
        assert all(secrets in handler.filters for handler in handlers)
    assert [handler.filters for handler in handlers] == before


def test_secrets_in_all_their_forms() -> None:
    secrets = Secrets(["王小明", "J. O'Neil & Söhne"])
    secrets.add_cookies([{"value": "tok3n-CANARY%2B77"}, {"value": "zh_CN"}, {"value": "1"}, {"value": "undefined"}])
    page = (
        '<p>王小明</p><a href="?u=%E7%8E%8B%E5%B0%8F%E6%98%8E&t=tok3n-CANARY%2B77">J. O&#x27;Neil &amp; S\u00f6hne</a>'
        '<script>{"name": "\\u738b\\u5c0f\\u660e", "lang": "zh_CN", "x": undefined}</script>'
    )
    for charset in ("utf-8", "gb18030"):
        found = secrets.scrub_bytes(page.encode(charset)).decode(charset)
        assert found.count("(private)") == 5, found
        assert "zh_CN" in found
        assert "undefined" in found
    assert secrets.scrub("https://x.example/?t=TOK3N-canary%2B77") == "https://x.example/?t=(private)"
    assert Secrets([]).scrub_bytes(b"nothing to hide") == b"nothing to hide"
