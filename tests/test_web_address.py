"""Addresses as people give them: made whole, or refused before a run begins, wherever one can be given."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request

from monitor.saved.address import Place, place_of
from monitor.text.web_address import web_address
from tests.commands import WATCHLIST, monitor, scrapy_crawl

PAGE = Path("fixtures/taobao/search_nordwerk_1/page.html").resolve()
SEARCH = "https://s.taobao.com/search?q=nordwerk"


@pytest.mark.parametrize(
    ("given", "address"),
    [
        (SEARCH, SEARCH),
        ("s.taobao.com/search?q=nordwerk", SEARCH),
        ("//s.taobao.com/search?q=nordwerk", SEARCH),
        (f"  {SEARCH}\n", SEARCH),
        ("HTTPS://S.TaoBao.com/search?q=nordwerk", SEARCH),
        ("https://s.taobao.com:443/search?q=nordwerk", SEARCH),
        ("https://s.taobao.com:/search?q=nordwerk", SEARCH),
        ("https://s.taobao.com./search?q=nordwerk", SEARCH),
        ("https://a.weber:secret@s.taobao.com/search?q=nordwerk", SEARCH),
        ("https://s.taobao.com/se\narch?q=nordwerk", SEARCH),
        ("https://s.taobao.com/search?q=nord werk", "https://s.taobao.com/search?q=nord%20werk"),
        ("http://s.taobao.com:8080/x#top", "http://s.taobao.com:8080/x#top"),
        ("localhost:8000/x", "https://localhost:8000/x"),
        ("https://[::1]:8000/x", "https://[::1]:8000/x"),
        ("例子.中国/x?q=诺", "https://例子.中国/x?q=诺"),
        *((wrong, None) for wrong in (
            "", " ", "file:///etc/passwd", "about:internet", "javascript:alert(1)", "mailto:a@s.taobao.com", "https://",
            "https:///search", "https:s.taobao.com", "https:/s.taobao.com/x", "https://s.taobao.com:99999/x",
            "https://s.taobao.com:0/x", "https://s.taobao.com:port/x", "https://s taobao.com/x", "https://[::1/x",
            "https://s.taobao.com\\@evil.test/x", "https://https://s.taobao.com/x", "https://s.taobao.com/\x00",
            "https://s.taobao.com/\ud800", "nordwerk", "https://..", "https://s.taobao.com/" + "a" * 30_000,
        )),
    ],
)  # fmt: skip
def test_web_address(given: str, address: str | None) -> None:
    assert web_address(given) == address


@given(st.text(max_size=30) | st.from_regex(r"(https?:)?//[\w.:@\[\]-]{0,20}/?.{0,10}", fullmatch=True))
def test_any_address_can_be_asked_for_or_is_none(text: str) -> None:
    address = web_address(text)
    if address is not None:
        assert web_address(address) == address
        Request(address)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        (f"https://web.archive.org/web/20240102030405/{SEARCH}", (SEARCH, datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC))),
        (f"http://web.archive.org/web/20240102030405id_/{SEARCH}", (SEARCH, datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC))),
        (f"https://web.archive.org/web/20240102if_/{SEARCH}", (SEARCH, datetime(2024, 1, 2, tzinfo=UTC))),
        (f"https://web.archive.org/web/2024/{SEARCH}", (SEARCH, None)),
        (f"https://web.archive.org/web/20249999999999/{SEARCH}", (SEARCH, None)),
        (f"https://archive.ph/20240102030405/{SEARCH}", (SEARCH, datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC))),
        ("https://web.archive.org/web/20240102030405/https:/s.taobao.com/search?q=nordwerk",
         (SEARCH, datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC))),
        (f"https://evil.test/web/20240102030405/{SEARCH}", (f"https://evil.test/web/20240102030405/{SEARCH}", None)),
        ("https://web.archive.org/web/20240102030405/file:///etc/passwd", None),
        (SEARCH, (SEARCH, None)),
        ("about:blank", None),
    ],
)  # fmt: skip
def test_pages_of_web_archives(address: str, place: tuple[str, datetime | None] | None) -> None:
    assert place_of(address) == (Place(*place) if place else None)


@pytest.mark.parametrize("url", ["s.taobao.com/search?q=nordwerk", "//s.taobao.com/search?q=nordwerk"])
def test_an_address_without_a_scheme_is_taken(tmp_path: Path, url: str) -> None:
    done = monitor("import", PAGE, "--url", url, "--watchlist", WATCHLIST, "--store", "store", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["state"] == "done"
    read = monitor("extract", PAGE, "--url", url, "--json", cwd=tmp_path)
    assert all(one["url"].startswith("https://") for one in json.loads(read.stdout)["listings"])


@pytest.mark.parametrize("url", ["file:///tmp/page.html", "https://s.taobao.com:99999/search?q=x", "page", ""])
def test_what_is_no_address_is_refused_before_a_run_begins(tmp_path: Path, url: str) -> None:
    for command in (
        ["import", PAGE, "--url", url, "--watchlist", WATCHLIST, "--store", "store"],
        ["extract", PAGE, "--url", url],
        ["fixture", "add", PAGE, "--url", url, "--into", "cases"],
    ):
        done = monitor(*command, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, ""), done.stderr
        assert done.stderr.startswith("monitor: --url "), done.stderr
        assert done.stderr.count("\n") == 1
    assert not (tmp_path / "store").exists()
    assert not (tmp_path / "cases").exists()


@pytest.mark.parametrize("origin", ["http://127.0.0.1:99999", "http://[::1", "//127.0.0.1:8000", "http://a b"])
def test_a_stand_in_without_an_address_is_refused(work: Path, origin: str) -> None:
    done = monitor("run", "watchlist.toml", "--store", "store", "--origin", f"taobao={origin}", cwd=work)
    assert done.returncode == 2
    assert "expected MARKETPLACE=URL" in done.stderr
    done = scrapy_crawl("taobao", "-a", "watchlist=watchlist.toml", "-a", f"origin={origin}", cwd=work)
    assert done.returncode == 2, done.stderr
