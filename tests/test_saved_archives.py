"""MHTML and HAR files as browsers write them, whole, broken and hostile: read with their own time."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import InputError
from monitor.pages.extract import json_answer
from monitor.pages.read import read_page
from monitor.runs.import_pages import collect
from monitor.saved.files import answers_of, pages_inside
from spiders.aliexpress import AliexpressSearchPage
from spiders.taobao import TaobaoSearchPage
from tests import composed
from tests.commands import WATCHLIST, monitor

SEARCH = "https://s.taobao.com/search?q=%E8%AF%BA%E5%BE%B7%E6%B2%83%E5%85%8B"
ITEMS = [composed.item(n, f"诺德沃克 X200 电钻 {n}") for n in range(1, 4)]
MORNING = datetime(2026, 11, 20, 8, 15, 30, tzinfo=UTC)


def mhtml(url: str | None = SEARCH, body: bytes = b"") -> bytes:
    """As Chrome writes it, with a frame before the page."""
    head = f"Snapshot-Content-Location: {url}\r\n" if url else ""
    soft = (body or composed.search_page(ITEMS)).replace(b"=", b"=3D").replace(b";", b"=3B=\r\n")
    lines = (
        f"From: <Saved by Blink>\r\n{head}Subject: =?utf-8?Q?x?=\r\nDate: Fri, 20 Nov 2026 16:15:30 +0800\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="--B"\r\n\r\n'
        "----B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: binary\r\n"
        "Content-Location: cid:frame-1\r\n\r\n<html>advertisement</html>\r\n"
        "----B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        f"Content-Location: {url or ''}\r\n\r\n"
    )
    return lines.encode() + soft + b"\r\n----B--\r\n"


def entry(url: str, text: str, kind: str = "text/html", page: str = "page_1", **more: Any) -> dict[str, Any]:
    content = {"mimeType": kind, "text": text, **more}
    return {
        "pageref": page,
        "startedDateTime": "2026-11-20T16:15:30.000+08:00",
        "request": {"method": "GET", "url": url, "headers": [{"name": "Cookie", "value": "session=canary"}]},
        "response": {"status": 200, "content": content},
    }


def har(*entries: Any) -> bytes:
    return json.dumps({"log": {"version": "1.2", "entries": list(entries)}}).encode()


def test_mhtml_is_the_page_not_its_frames(tmp_path: Path) -> None:
    file = tmp_path / "search.mhtml"
    file.write_bytes(mhtml())
    (page,) = pages_inside(file)
    assert (page.url, page.saved) == (SEARCH, MORNING)
    reading = read_page(TaobaoSearchPage, page.body(), page.url)
    assert [listing.listing_id for listing in reading.listings] == ["1", "2", "3"]


def test_har_keeps_pages_and_the_data_that_they_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "recording.har"
    file.write_bytes(
        har(
            entry(SEARCH, composed.SHELL),
            entry("https://h5api.m.taobao.com/h5/mtop", f"mtopjsonp3({composed.ANSWER})", "application/javascript"),
            entry("https://img.example/1.jpg", "", "image/jpeg"),
            entry("https://h5api.m.taobao.com/other", "{}", "application/json", page="page_2"),
        )
    )
    (page,) = pages_inside(file)
    assert (page.url, page.saved, page.part, page.answers) == (SEARCH, MORNING, 0, (1,))
    (answer,) = answers_of(page)
    (listing,) = read_page(TaobaoSearchPage, answer, page.url).listings
    assert (listing.listing_id, listing.title, str(listing.price_min)) == ("77", "诺德沃克 电钻", "99.00")
    assert (listing.units_sold, listing.vendor.name, listing.location) == (1000, "小铺", "浙江 杭州")


def test_import_takes_both_and_passes_over_what_is_broken(tmp_path: Path) -> None:
    """The whole way: pages with their own times, the answer read in the shell's place, secrets nowhere."""
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.mhtml").write_bytes(mhtml())
    (pages / "b.har").write_bytes(
        har(entry(SEARCH + "&s=44", composed.SHELL), entry("https://x.example", composed.ANSWER, "application/json"))
    )
    (pages / "c.har").write_bytes(b"not json")
    (pages / "d.har").write_bytes(har(entry("https://shop.example/", "<p>other</p>")))
    done = monitor(
        "import", pages, "--watchlist", WATCHLIST, "--store", tmp_path / "store", "--json", cwd=tmp_path
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "c.har: not a HAR file" in done.stderr
    assert "d.har: no page of a marketplace" in done.stderr
    summary = json.loads(done.stdout)
    assert summary["marketplaces"]["taobao"]["listings"] == 4
    assert summary["marketplaces"]["taobao"]["unreadable"] == 0
    for file in (tmp_path / "store").rglob("*"):
        assert not file.is_file() or b"session=canary" not in file.read_bytes()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.mhtml", b""), ("a.mht", b"hello"), ("a.har", b""), ("a.har", b"[]"), ("a.har", b'{"log": {"entries": 5}}'),
        ("a.har", b"[" * 100_000),
    ],
)  # fmt: skip
def test_broken_files_are_one_line(tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(InputError) as problem:
        list(pages_inside(file))
    assert "\n" not in str(problem.value)


_NAMES = ["response", "content", "text", "mimeType", "url", "request", "pageref", "startedDateTime", "status"]
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=5),
)


@given(entries=st.lists(_JSON, max_size=5))
def test_any_har_is_read(tmp_path_factory: pytest.TempPathFactory, entries: list[Any]) -> None:
    file = tmp_path_factory.mktemp("har") / "any.har"
    file.write_bytes(har(*entries))
    for page in pages_inside(file):
        page.body()
        answers_of(page)
    collect([file], None)


@given(content=st.binary(max_size=300), head=st.sampled_from([b"", mhtml()[:200], mhtml()[:700]]))
def test_any_mhtml_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes, head: bytes) -> None:
    file = tmp_path_factory.mktemp("mhtml") / "any.mhtml"
    file.write_bytes(head + content)
    try:
        for page in pages_inside(file):
            page.body()
    except InputError:
        pass


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "yesterday", ""])
def test_a_recording_of_no_time_has_its_files(tmp_path: Path, when: str) -> None:
    file = tmp_path / "recording.har"
    file.write_bytes(har({**entry(SEARCH, composed.SHELL), "startedDateTime": when}))
    (page,) = pages_inside(file)
    assert page.saved.timestamp() == pytest.approx(file.stat().st_mtime)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1}', {"a": 1}), (' mtopjsonp12({"a": 1}) ', {"a": 1}), ("cb([1]);", [1]), ("<html>", None), ("", None),
        ('{"a": 1} <p>', None), ("cb(", None), ("12", None), ("{" * 100_000, None),
    ],
)  # fmt: skip
def test_json_answer(text: str, value: Any) -> None:
    assert json_answer(text) == value


def test_aliexpress_data_as_an_answer() -> None:
    item = {
        "productId": "5",
        "title": {"displayTitle": "Nordwerk X200"},
        "prices": {"salePrice": {"minPrice": 5.0, "currencyCode": "USD"}},
    }
    fields = {"mods": {"itemList": {"content": [item]}}, "pageInfo": {"page": 1, "pageSize": 60, "totalResults": 1}}
    body = json.dumps({"data": {"data": {"root": {"fields": fields}}}}).encode()
    reading = read_page(AliexpressSearchPage, body, "https://www.aliexpress.com/w/wholesale-nordwerk.html")
    assert (reading.outcome, reading.total, reading.listings[0].listing_id) == ("listings", 1, "5")
