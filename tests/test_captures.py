"""Captures for evidence: a listing's own page by a real Chromium, with pictures, as picture and as MHTML."""

import asyncio
import base64
import hashlib
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from PIL import Image
from playwright.async_api import Page, async_playwright

from monitor.evidence.archive import FolderArchive
from monitor.evidence.snapshots import read_snapshot
from monitor.fetch.capture import Capture
from monitor.fetch.chromium import browser_arguments, find_browser
from monitor.fetch.page_record import PageRecord
from monitor.fetch.session_mhtml import scrubbed_mhtml
from monitor.fetch.session_secrets import Secrets
from monitor.saved.mhtml import read_mhtml
from monitor.store.store import open_store
from monitor.store.write.look_again import wish_capture
from tests.certificates import make_authority
from tests.commands import monitor
from tests.market import Market, rows, run
from tests.server import Answer, serve

needs_chromium = pytest.mark.skipif(find_browser(None) is None, reason="no Chromium: apt-get install chromium")

_TOKEN, _NAME = "tok3n-CANARY-7b1e4d", "李采购"
_RED = (200, 20, 20)


def _picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (300, 200), _RED).save(stream, "PNG")
    return stream.getvalue()


class Shop(Market):
    """The listing's own page is long, shows pictures (one of them when it is scrolled to), and has a tracker."""

    page = (
        "<script src='https://www.google-analytics.com/ga.js'></script><img src='https://img.alicdn.com/first.png'>"
        "<div style='height: 5000px'></div><img loading='lazy' src='https://img.alicdn.com/lazy.png'>"
        "<div style='height: 7000px'></div><script>console.error('stock: 5')</script></body>"
    )

    def answer(self, host: str, path: str) -> Answer:
        if host == "img.alicdn.com":
            return 200, {"Content-Type": "image/png"}, _picture()
        status, headers, body = super().answer(host, path)
        if host == "item.taobao.com":
            body = body.replace(b"</body>", self.page.encode())
        return status, headers, body


def _wish(work: Path) -> None:
    store = open_store(work / "store", write=True)
    with store.write() as connection:
        wish_capture(connection, "taobao:1", datetime.now(UTC) + timedelta(days=1))
    store.close()


def _captured(work: Path) -> dict[str, Any]:
    """The last hop of the newest visit of the listing's own page."""
    (fetch,) = rows(work, "SELECT fetch FROM visit WHERE target = 'listing:1' ORDER BY id DESC LIMIT 1")[0]
    hop: dict[str, Any] = json.loads(str(fetch))["hops"][-1]
    return hop


def _kept(work: Path, sha256: str) -> bytes:
    return read_snapshot(FolderArchive(work / "store" / "snapshots"), sha256)


@needs_chromium
def test_a_run_captures_the_page_that_a_case_needs(work: Path) -> None:
    """Once: the capture ends the wish. The pages of other listings are fetched as ever."""
    with serve(Shop().answer) as site:
        run(work, site, "--max-pages", 1)
        assert _captured(work)["browser"] is None
        _wish(work)
        run(work, site, "--max-pages", 1)
        hop = _captured(work)
        hosts = {one.host for one in site.asked}
        before = rows(work, "SELECT count(*) FROM visit WHERE target = 'listing:1'")
        run(work, site, "--max-pages", 1)
        assert rows(work, "SELECT count(*) FROM visit WHERE target = 'listing:1'") == before
    assert (hop["rendered"], hop["reason"], hop["tls"]) == (True, "OK", None)
    browser = hop["browser"]
    assert (browser["name"], browser["viewport"], browser["fresh"]) == ("Chromium", [1280, 720], True)
    assert browser["version"].split(".")[0].isdigit()
    assert "marketplace-monitor" in browser["user_agent"]
    assert browser["console"] == ["error: Failed to load resource: net::ERR_FAILED", "error: stock: 5"]
    assert browser["blocked"] == ["https://www.google-analytics.com/ga.js"]
    assert {"img.alicdn.com"} <= hosts
    assert "www.google-analytics.com" not in hosts
    shot = browser["screenshot"]
    assert (shot["height"], shot["cut"]) == (8000, True)
    assert shot["page_height"] > 12_000
    picture = Image.open(io.BytesIO(_kept(work, shot["sha256"])))
    assert picture.size == (shot["width"], shot["height"])
    colours = picture.convert("RGB").getcolors(1 << 20) or []
    red = sum(number for number, colour in colours if colour == _RED)
    assert red == 2 * 300 * 200, "both pictures stand in it"
    whole = _kept(work, browser["mhtml"]["sha256"])
    assert len(whole) == browser["mhtml"]["size"]
    kinds = [part.headers["content-type"] for part in read_mhtml(whole).parts[1:]]
    assert kinds.count("image/png") == 2
    kept = rows(work, "SELECT media_type FROM snapshot WHERE media_type IN ('image/png', 'multipart/related')")
    assert sorted(kept) == [("image/png",), ("multipart/related",)]
    monitor("evidence", "seal", "taobao:1:nordwerk", "--store", "store", cwd=work)
    (sealed,) = (work / "store" / "evidence" / "captures").glob("*/screenshot.png")
    assert sealed.read_bytes() == _kept(work, shot["sha256"])
    assert (sealed.parent / "page.mhtml").read_bytes() == whole
    assert rows(work, "SELECT count(*) FROM visit WHERE fetch LIKE '%\"rendered\":true%'") == [(1,)]


def test_without_a_browser_the_page_is_fetched_plainly(work: Path) -> None:
    """Also where the settings name a program that is none; then that is the capture that there is."""
    settings = work / "store" / "settings.toml"
    as_before = settings.read_text()
    with serve(Shop().answer) as site:
        run(work, site, "--max-pages", 1)
        for number, named in enumerate(("no-such-browser", "false"), 2):
            _wish(work)
            settings.write_text(f'browser = "{named}"\n{as_before}')
            run(work, site, "--max-pages", 1)
            hop = _captured(work)
            assert (hop["rendered"], hop["browser"], hop["status"]) == (False, None, 200)
            kept = rows(work, "SELECT count(*) FROM visit WHERE target = 'listing:1' AND sha256_body IS NOT NULL")
            assert kept == [(number,)]


@needs_chromium
def test_a_capture_with_a_login_leaves_no_trace(work: Path) -> None:
    """No screenshot, which can't be scrubbed; the MHTML has no secrets, though it breaks words, and no pictures."""
    (work / "store" / "settings.toml").write_text("[site.taobao]\ndelay = 0.0\n")
    profile = work / "store" / "browser" / "taobao"
    profile.mkdir(parents=True)
    (profile / "private.txt").write_text(f"{_NAME}\n", encoding="utf-8")
    (profile / "ready").touch()
    shop = Shop()
    shop.page = (
        f"<p>{_NAME}</p><img src='https://img.alicdn.com/{_TOKEN}.png'><script>document.title = '{_NAME} 的页面';"
        f"console.log('hello {_NAME} {_TOKEN}')</script><script src='https://www.google-analytics.com/?{_TOKEN}'>"
        "</script></body>"
    )

    def answer(host: str, path: str) -> Answer:
        given = shop.answer(host, path)
        assert isinstance(given, tuple)
        return given[0], {**given[1], "Set-Cookie": f"_m_h5_tk={_TOKEN}; Path=/"}, given[2]

    with serve(answer) as site:
        run(work, site, "--max-pages", 1)
        _wish(work)
        run(work, site, "--max-pages", 1)
    browser = _captured(work)["browser"]
    assert (browser["screenshot"], browser["fresh"]) == (None, False)
    assert "log: hello (private) (private)" in browser["console"]
    assert browser["blocked"] == ["https://www.google-analytics.com/?(private)"]
    message = read_mhtml(_kept(work, browser["mhtml"]["sha256"]))
    texts = [part.content() for part in message.parts[1:]]
    assert "诺德沃克".encode() in texts[0]
    assert b"(private)" in texts[0]
    assert not [part for part in message.parts if "image/" in part.headers.get("content-type", "")]
    snapshots = [read_snapshot(FolderArchive(work / "store" / "snapshots"), str(sha256))
                 for (sha256,) in rows(work, "SELECT sha256_body FROM snapshot")]  # fmt: skip
    everything = [*texts, *snapshots, str(rows(work, "SELECT * FROM visit")).encode(), repr(message).encode()]
    for secret in (_TOKEN, _NAME):
        assert not [text for text in everything if secret.encode() in text], secret


def test_an_mhtml_is_scrubbed_where_quoted_printable_breaks_words() -> None:
    page = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://shop.example/?u=hans.beispiel\r\n"
        "Subject: =?utf-8?Q?=E6=9D=8E=E9=87=87=E8=B4=AD?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----B"\r\n\r\n'
        "------B\r\nContent-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://shop.example/?u=hans.beispiel\r\n\r\n"
        "<p>hans.bei=\r\nspiel, =E6=9D=8E=E9=87=\r\n=87=E8=B4=AD</p>\r\n"
        "------B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\naGFucw==\r\n------B--\r\n"
    )
    message = read_mhtml(scrubbed_mhtml(page.encode(), Secrets(["hans.beispiel", _NAME])))
    (whole, frame) = message.parts
    assert (message.url, whole.headers["subject"]) == ("https://shop.example/?u=(private)", "(private)")
    assert frame.location == "https://shop.example/?u=(private)"
    assert frame.headers["content-id"] == "<frame-1@mhtml.blink>"
    assert frame.content().strip() == b"<p>(private), (private)</p>"


@needs_chromium
def test_a_browsers_page_by_tls_knows_version_cipher_and_chain(tmp_path: Path) -> None:
    """Asked of Chromium itself; the stand-in of a crawl answers in its place, and has no TLS of its own."""
    authority = make_authority(tmp_path, "localhost")
    chain = [x509.load_pem_x509_certificate(pem.encode()) for pem in authority.chain()]
    key = chain[0].public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    known = "--ignore-certificate-errors-spki-list=" + base64.b64encode(hashlib.sha256(key).digest()).decode()

    async def ask(url: str) -> tuple[dict[str, Any], dict[str, Any]]:
        record = PageRecord(fresh=True)
        async with _empty_page(known) as page:
            session = await record.begin(page)
            await page.goto(url)
            return await record.hop(session), record.browser()

    with serve(lambda *_: (200, {}, b"<p>page</p>"), authority.server_context()) as site:
        hop, browser = asyncio.run(ask(site.url.replace("127.0.0.1", "localhost")))
    assert (hop["reason"], hop["protocol"]) == ("OK", "http/1.1")
    assert hop["tls"]["version"] == "TLSv1.3"
    assert hop["tls"]["cipher"]
    assert hop["tls"]["chain"][0] == chain[0].public_bytes(Encoding.PEM).decode()
    assert (browser["screenshot"], browser["mhtml"]) == (None, None)


_HINDERING = b"<h1>page</h1><script>setTimeout = () => 0; document.documentElement.scrollTo = scrollTo = null</script>"
_HANGING = b"<h1>page</h1><script>onload = () => setTimeout(() => { for (;;); }, 0)</script>"


@needs_chromium
@pytest.mark.parametrize(("page", "is_captured"), [(_HINDERING, True), (_HANGING, False)])
def test_a_page_that_hinders_its_capture(page: bytes, is_captured: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """What can be had within the time is kept; what can't is None, and the time is kept to."""
    monkeypatch.setattr("monitor.fetch.capture._SCROLL_SECONDS", 1.0)
    capture = Capture()

    async def take(url: str) -> None:
        async with _empty_page() as shown:
            session = await PageRecord(fresh=True).begin(shown)
            await shown.goto(url)
            await capture.take(shown, session, 20.0 if is_captured else 3.0, with_screenshot=True)

    with serve(lambda *_: (200, {}, page)) as site:
        asyncio.run(take(site.url))
    kept = {name: facts is not None for name, facts in capture.record().items()}
    assert kept == {"screenshot": is_captured, "mhtml": is_captured}
    assert set(capture.files()) == ({"image/png", "multipart/related"} if is_captured else set())


@asynccontextmanager
async def _empty_page(*arguments: str) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=str(find_browser(None)), args=[*browser_arguments(), *arguments]
        )
        yield await browser.new_page()
        await browser.close()
