"""A page that came without its length, or shorter than was said: its own form says whether it is whole."""

import gzip
import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from monitor.pages.whole import is_whole
from tests import composed
from tests.commands import scrapy_crawl
from tests.limits import limited
from tests.market import rows
from tests.server import Answer, serve

_ITEMS = [composed.item(n, f"诺德沃克 X200 电钻 {n}") for n in range(1, 21)]
_PAGE = composed.search_page(_ITEMS)
_HALF = _PAGE[: len(_PAGE) // 2]


@pytest.mark.parametrize(
    "text",
    [
        "<html><body><p>a</p></body></html>", "<!DOCTYPE html><p>a</body>\n", "<html>x</HTML ><script>a()</script>\n",
        "<html>x</html><!-- made in 0.1 s --><img src=/1.gif>", "<li><div>a</div></li>", '{"a": [1]}', "cb([1]);",
        "<p>a<p>b<br>",
        "<html><title>x</title><body><div><p>a</div><br>", "<html><script>w('</html>')</script><p>a</p></html>",
    ],
)  # fmt: skip
def test_a_whole_page(text: str) -> None:
    assert is_whole(text)


@pytest.mark.parametrize(
    "text",
    [
        "<html><body><div><p>a</p>",
        "<!DOCTYPE html><title>x</title>", "<li><div>a", "<li><div>a</div", "<div><a href=x>b</a>",
        '{"a": [1', "cb([1", "<html><script>w('</html>')", "<html></html><div>more</div>", "", "words",
    ],
)  # fmt: skip
def test_a_cut_page(text: str) -> None:
    assert not is_whole(text)


@pytest.mark.parametrize("piece", ["</html>", "<div ", "<script>", "</html><", "{", "<!--"])
@limited(cpu_seconds=20)
def test_a_hostile_page_is_looked_at_in_linear_time(piece: str) -> None:
    is_whole(piece * (2_000_000 // len(piece)))
    is_whole("<p>" + piece * (2_000_000 // len(piece)))


def _closed(
    body: bytes, *headers: tuple[str, str], version: str = "HTTP/1.1"
) -> Callable[[BaseHTTPRequestHandler], None]:
    """No length: the end of the connection is the end of the page."""

    def answer(connection: BaseHTTPRequestHandler) -> None:
        lines = "".join(f"{name}: {value}\r\n" for name, value in (("Connection", "close"), *headers))
        connection.wfile.write(
            f"{version} 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{lines}\r\n".encode() + body
        )

    return answer


def _chunk(body: bytes) -> bytes:
    return f"{len(body):x}\r\n".encode() + body + b"\r\n"


_CHUNKED = ("Transfer-Encoding", "chunked")
_GZIP = ("Content-Encoding", "gzip")
_LONGER = ("Content-Length", str(len(_PAGE) + 100))
_ANSWERS: dict[str, Answer] = {
    "whole closed": _closed(_PAGE),
    "whole old": _closed(_PAGE, version="HTTP/1.0"),
    "whole chunks without an end": _closed(_chunk(_PAGE), _CHUNKED),
    "whole but shorter than said": _closed(_PAGE, _LONGER),
    "whole packed": _closed(gzip.compress(_PAGE), _GZIP),
    "nothing there": _closed(composed.no_result_page()),
    "cut closed": _closed(_HALF),
    "cut old": _closed(_HALF, version="HTTP/1.0"),
    "cut chunks": _closed(_chunk(_HALF), _CHUNKED),
    "cut in a chunk": _closed(_chunk(_PAGE)[:-2000], _CHUNKED),
    "cut packed": _closed(gzip.compress(_PAGE)[:-500], _GZIP),
    "cut program": _closed(b"<html><body><script>window.g_page_config = {"),
}


def _crawl(work: Path, answers: dict[str, Answer]) -> tuple[dict[str, tuple[str, str | None]], list[str]]:
    """What became of each keyword's page, and the keywords in the order in which the marketplace was asked."""
    text = (work / "watchlist.toml").read_text(encoding="utf-8")
    names = json.dumps(list(answers))
    (work / "watchlist.toml").write_text(
        text.replace('chinese = ["诺德沃克"]', f'chinese = ["诺德沃克"]\naliases = {names}')
    )

    def keyword(path: str) -> str:
        return parse_qs(urlsplit(path).query).get("q", [""])[0]

    with serve(lambda _, path: answers.get(keyword(path), (404, {}, b"<html></html>"))) as site:
        scrapy_crawl(
            "taobao", "-a", "watchlist=watchlist.toml", "-a", "store=store", "-a", f"origin={site.url}",
            "-a", "max_pages=1", "-s", "RETRY_TIMES=1", cwd=work,
        )  # fmt: skip
        asked = [keyword(path) for path in site.pages()]
    pages = rows(work, "SELECT keyword, outcome, reason FROM visit WHERE page = 'search'")
    return {word: (outcome, reason) for word, outcome, reason in pages if word in answers}, asked


def test_the_form_of_a_page_says_whether_it_is_whole(work: Path) -> None:
    came, asked = _crawl(work, _ANSWERS)
    assert came == {
        name: ("listings", None) if name.startswith("whole") else ("unreadable", "truncated")
        for name in _ANSWERS
        if name.startswith(("whole", "cut"))
    } | {"nothing there": ("empty", "nothing")}
    assert {name: asked.count(name) for name in _ANSWERS} == {
        name: 2 if name.startswith("cut") else 1 for name in _ANSWERS
    }, "a page that came cut off is asked for once more"


def test_a_wall_without_a_length_is_a_wall(work: Path) -> None:
    came, _ = _crawl(work, {"wall closed": _closed(composed.wall_page())})
    assert came["wall closed"][0] == "blocked"
