"""The door to the net: what answers may hold (headers, charsets, bombs, cookies), from a real server on loopback."""

import gzip
import json
import zlib
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import brotli
import pytest
import zstandard
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from monitor.fetch.cookies import SiteCookies
from monitor.fetch.record import RecordFetch, begin_fetch
from monitor.fetch.redirects import FollowMetaRefresh, FollowRedirect
from tests import composed
from tests.commands import scrapy_crawl
from tests.market import rows
from tests.server import Answer, serve

_ITEMS = [composed.item(n, f"诺德沃克 X200 电钻 {n}") for n in range(1, 4)]
_PAGE = composed.search_page(_ITEMS)
_ZEROS = bytes(4_000_000)
_NO_TEXT = ("base64", "undefined", "idna", "punycode", "zlib", "hex", "rot13", "bz2", "quopri", "uu", "unicode_escape")


def _head(lines: int, value: bytes) -> Answer:
    def answer(connection: BaseHTTPRequestHandler) -> None:
        connection.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(lines):
            connection.wfile.write(b"X-%d: %s\r\n" % (number, value))
        connection.wfile.write(b"Content-Length: %d\r\n\r\n" % len(_PAGE) + _PAGE)

    return answer


def _interim(connection: BaseHTTPRequestHandler) -> None:
    connection.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 100_000)


_ANSWERS: dict[str, Answer] = {
    **{label: (200, {"Content-Type": f"text/html; charset={label}"}, _PAGE) for label in _NO_TEXT},
    "meta": (200, {"Content-Type": "text/html"}, _PAGE.replace(b"<head>", b'<head><meta charset="base64">')),
    "gbk": (200, {"Content-Type": "text/html; charset=base64"}, _PAGE.decode().encode("gb18030")),
    "bad refresh": (200, {}, _PAGE.replace(b"<head>", b'<head><meta http-equiv=refresh content="0;url=http://[bad">')),
    "endless headers": _head(1_000_000, b"x"),
    "large headers": _head(30, b"x" * 4000),
    "interim answers": _interim,
    "many headers": _head(150, b"x" * 100),
    "gzip": (200, {"Content-Encoding": "gzip"}, gzip.compress(_ZEROS)),
    "deflate": (200, {"Content-Encoding": "deflate"}, zlib.compress(_ZEROS)),
    "br": (200, {"Content-Encoding": "br"}, brotli.compress(_ZEROS)),
    "zstd": (200, {"Content-Encoding": "zstd"}, zstandard.compress(_ZEROS)),
    "nested": (200, {"Content-Encoding": "gzip, gzip"}, gzip.compress(gzip.compress(bytes(100_000_000), 9), 9)),
    "no address": (302, {"Location": "http://[::1"}, b""),
}
_TOO_LARGE = ("endless headers", "large headers", "interim answers", "gzip", "deflate", "br", "zstd", "nested")


def test_what_an_answer_may_hold(work: Path) -> None:
    """Each has its outcome and its right reason; a page that can be read is read and kept."""
    text = (work / "watchlist.toml").read_text(encoding="utf-8")
    words = json.dumps(list(_ANSWERS))
    (work / "watchlist.toml").write_text(
        text.replace('chinese = ["诺德沃克"]', f'chinese = ["诺德沃克"]\naliases = {words}')
    )

    def answer(_: str, path: str) -> Answer:
        parts = urlsplit(path)
        asked = parse_qs(parts.query).get("q", [""])[0]
        return _ANSWERS.get(asked, (404, {}, b"no such page"))

    with serve(answer) as site:
        done = scrapy_crawl(
            "taobao", "-a", "watchlist=watchlist.toml", "-a", "store=store", "-a", f"origin={site.url}",
            "-a", "max_pages=1", "-s", "DOWNLOAD_MAXSIZE=3000000", "-s", "DOWNLOAD_TIMEOUT=20", cwd=work,
        )  # fmt: skip
    assert done.returncode == 1, done.stderr
    seen = {
        word: (outcome, reason, bool(kept))
        for word, outcome, reason, kept in rows(
            work, "SELECT keyword, outcome, reason, sha256_body IS NOT NULL FROM visit WHERE page = 'search'"
        )
        if word in _ANSWERS
    }
    expected = dict.fromkeys(_ANSWERS, ("listings", None, True))
    expected |= dict.fromkeys(_TOO_LARGE, ("blocked", "too_large", False))
    expected["no address"] = ("unreadable", "broken_redirect", False)
    assert seen == expected
    assert sum(f"q={word.replace(' ', '+')}&" in path for path in site.pages() for word in _TOO_LARGE) == len(
        _TOO_LARGE
    ), "what is too large is not asked for again"
    (fetch,) = rows(work, "SELECT fetch FROM visit WHERE keyword = 'many headers'")[0]
    headers = json.loads(str(fetch))["hops"][0]["headers"]
    assert len(headers) == 101
    assert headers[-1] == ["(cut)", "51 more lines"]


def test_a_robots_txt_that_unpacks_without_end(work: Path) -> None:
    """The page is not asked for, and the reason is the size."""

    def answer(_: str, path: str) -> Answer:
        if path.startswith("/robots.txt"):
            return 200, {"Content-Type": "text/plain", "Content-Encoding": "gzip"}, gzip.compress(_ZEROS)
        return 200, {}, _PAGE

    with serve(answer) as site:
        scrapy_crawl(
            "taobao", "-a", "watchlist=watchlist.toml", "-a", "store=store", "-a", f"origin={site.url}",
            "-a", "max_pages=1", "-s", "DOWNLOAD_MAXSIZE=3000000", cwd=work,
        )  # fmt: skip
    assert site.pages() == []
    assert set(rows(work, "SELECT outcome, reason FROM visit")) == {("blocked", "too_large")}


def test_a_kept_header_says_that_it_was_cut() -> None:
    request = Request("https://shop.example/", meta={"target": None})
    record = RecordFetch("allowed")
    begin_fetch(request)
    record.process_response(request, Response(request.url, headers={"X-Long": "x" * 5000}))
    (hop,) = request.meta["fetch_hops"]
    assert hop["headers"] == [["X-Long", "x" * 2000 + " (cut, of 5000 characters)"]]


def _cookies() -> SiteCookies:
    return SiteCookies.from_crawler(get_crawler())


def _sent(middleware: SiteCookies, url: str) -> bytes | None:
    request = Request(url)
    middleware.process_request(request)
    return request.headers.get("Cookie")


def _set(middleware: SiteCookies, url: str, *cookies: str) -> None:
    request = Request(url)
    middleware.process_request(request)
    middleware.process_response(request, Response(url, headers={"Set-Cookie": list(cookies)}))


def test_cookies_go_back_to_their_own_site_only() -> None:
    middleware = _cookies()
    _set(middleware, "https://www.shop.example/", "a=1; Domain=.shop.example", "b=2; Domain=.other.example")
    _set(middleware, "https://www.shop.co.uk/", "c=3; Domain=.co.uk")
    _set(middleware, "https://one.myshopify.com/", "d=4; Domain=.myshopify.com")
    assert _sent(middleware, "https://m.shop.example/x") == b"a=1"
    assert _sent(middleware, "https://other.example/") is None
    assert _sent(middleware, "https://rival.co.uk/") is None
    assert _sent(middleware, "https://two.myshopify.com/") is None
    assert _sent(_cookies(), "https://m.shop.example/") is None, "the next run begins without cookies"


def test_a_redirect_takes_no_cookie_along() -> None:
    middleware = _cookies()
    _set(middleware, "https://www.shop.example/", "a=1")
    request = Request("https://www.shop.example/")
    middleware.process_request(request)
    assert request.headers["Cookie"] == b"a=1"
    onward = request.replace(url="https://rival.example/")
    middleware.process_request(onward)
    assert "Cookie" not in onward.headers


def test_a_site_cannot_fill_the_jar() -> None:
    middleware = _cookies()
    _set(middleware, "https://www.shop.example/", *[f"a{n}=1" for n in range(100)])
    assert _sent(middleware, "https://www.shop.example/") is None


@pytest.mark.parametrize("page", [b"<html>", b"\xff\xfe<\x00", b"\x80\x81", "<p>诺".encode("gb18030")])
@pytest.mark.parametrize("label", ["utf-8", *_NO_TEXT])
def test_a_meta_refresh_is_followed_whatever_charset_is_named(label: str, page: bytes) -> None:
    middleware = FollowMetaRefresh.from_crawler(get_crawler())
    request = Request("https://shop.example/a/")
    headers = {"Content-Type": f"text/html; charset={label}"}
    plain = HtmlResponse(request.url, headers=headers, body=page)
    assert middleware.process_response(request, plain) is plain
    if page != b"<html>":
        return
    refresh = HtmlResponse(request.url, headers=headers, body=page + b'<meta http-equiv=refresh content="0;url=../b">')
    following = middleware.process_response(request, refresh)
    assert isinstance(following, Request)
    assert following.url == "https://shop.example/b"


@pytest.mark.parametrize("address", ["http://[::1", "http://[bad]/", "//[", "http://shop.example:port/"])
def test_a_redirect_to_no_address_is_not_followed(address: str) -> None:
    request = Request("https://shop.example/")
    answer = Response(request.url, status=302, headers={"Location": address})
    following = FollowRedirect.from_crawler(get_crawler()).process_response(request, answer)
    assert following is answer or isinstance(following, Request)


@pytest.mark.parametrize("label", ["base64", "undefined", "gbk", "utf-8"])
def test_a_rendered_page_has_bytes_whatever_charset_it_names(label: str) -> None:
    """The browser's text is encoded anew, and may hold half a character."""
    from scrapy_playwright import handler

    import monitor.fetch.browser  # noqa: F401 (sets it)

    headers = {"content-type": f"text/html; charset={label}".encode()}
    assert handler._encode_body(headers=headers, text="诺\ud800") == ("诺?".encode(), "utf-8")
