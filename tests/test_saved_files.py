"""Pages that somebody saved: cases, browser files and WARC files, whole, broken and hostile."""

import gzip
import io
import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.errors import InputError
from monitor.runs.import_pages import HandedIn, collect, import_plan
from monitor.saved.address_inside import address_inside
from monitor.saved.files import (
    case_page,
    file_digest,
    hand_saved_page,
    saved_pages,
)
from monitor.text.dates import iso_date
from monitor.watchlist import Brand, Watchlist
from tests.limits import limited

SEARCH = "https://s.taobao.com/search?q=nordwerk"
ITEM = "https://item.taobao.com/item.htm?id=1"
YEAR = datetime(2024, 1, 1, tzinfo=UTC)


def html(url: str | None) -> bytes:
    """A page as Chrome saves it."""
    note = f"<!-- saved from url=({len(url):04d}){url} -->\n" if url else ""
    return f"<!DOCTYPE html>\n{note}<html><head><title>x</title></head><body></body></html>".encode()


def write(path: Path, body: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return path


def case(folder: Path, meta: Any, body: bytes = b"<html></html>", name: str = "page.html") -> Path:
    write(folder / name, body)
    return write(folder / "meta.json", meta if isinstance(meta, bytes) else json.dumps(meta).encode())


# --- the address that a page tells of itself


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (html(SEARCH), SEARCH),
        (b"\xef\xbb\xbf" + html(SEARCH), SEARCH),
        (b"<!-- saved from url=(0014)about:internet -->", None),  # Windows' mark of the web: no address
        (b"<!--\n Page saved with SingleFile \n url: https://a.example/search?q=a&b=c \n saved date: x -->",
         "https://a.example/search?q=a&b=c"),
        (b'<head><link rel="canonical" href="https://a.example/?x=1&amp;y=2"></head>', "https://a.example/?x=1&y=2"),
        (b"<link href='https://a.example/1' rel='canonical'/>", "https://a.example/1"),
        (b"<LINK data-x REL=canonical HREF='https://a.example/1'>", "https://a.example/1"),
        (b'<meta property="og:url" content="https://a.example/og">', "https://a.example/og"),
        (b'<meta property="og:url" content="https://a.example/og"><link rel="canonical" href="https://a.example/c">',
         "https://a.example/c"),
        (html(SEARCH) + b'<link rel="canonical" href="https://a.example/c">', SEARCH),
        (b"", None),
        (b"<html><body>https://a.example/</body></html>", None),
        (b'<link rel="stylesheet" href="https://a.example/c.css">', None),
        (b'<link rel="stylesheet"><a href="https://a.example/c">', None),
        (b'<link rel="canonical" href="">', None),
        (b'<meta property="og:title" content="https://a.example/og">', None),
        (b"<!-- saved from url=(0022)", None),
        (b"\xff\xfe\x00", None),
    ],
)  # fmt: skip
def test_address_inside(head: bytes, url: str | None) -> None:
    assert address_inside(head) == url


@pytest.mark.parametrize(
    "piece",
    [
        b"<link ",
        b"<link rel=canonical ",
        b'<meta property="og:url" ',
        b"<link href='a' ",
        b"<!-- saved from url=(1)",
        b"\x00",
        b"Page saved with SingleFile ",
    ],
)
@limited(cpu_seconds=20)
def test_a_hostile_head_is_read_in_linear_time(piece: bytes) -> None:
    address_inside(piece * (500_000 // len(piece)))


def test_a_page_that_a_person_saved(tmp_path: Path) -> None:
    path = write(tmp_path / "a.html", html(SEARCH))
    os.utime(path, (YEAR.timestamp(), YEAR.timestamp()))
    page = hand_saved_page(path, None)
    assert page is not None
    assert (page.url, page.saved, page.status, page.body()) == (SEARCH, YEAR, 200, html(SEARCH))
    named = hand_saved_page(path, ITEM)
    assert named is not None
    assert named.url == ITEM, "what the person says wins"
    assert hand_saved_page(write(tmp_path / "b.html", html(None)), None) is None


# --- cases


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-05", datetime(2026, 11, 5, tzinfo=UTC)),
        ("2018-07", datetime(2018, 7, 1, tzinfo=UTC)),
        (" 2018-07 ", datetime(2018, 7, 1, tzinfo=UTC)),
        ("2026-11-05T10:20:30Z", datetime(2026, 11, 5, 10, 20, 30, tzinfo=UTC)),
        ("2026-11-05T10:20:30+08:00", datetime(2026, 11, 5, 2, 20, 30, tzinfo=UTC)),
        ("2026-11-05 10:20", datetime(2026, 11, 5, 10, 20, tzinfo=UTC)),
        ("2026-11-05T10:20:30.123456Z", datetime(2026, 11, 5, 10, 20, 30, 123456, tzinfo=UTC)),
        ("2026", None),
        ("2026-13", None),
        ("2026-02-30", None),
        ("05.11.2026", None),
        ("2026-11-05 or so", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("0000-01", None),
        ("", None),
        (None, None),
        (20261105, None),
        (["2026-11-05"], None),
        ("٢٠٢٦-١١", None),
    ],
)
def test_dates(text: Any, moment: datetime | None) -> None:
    assert iso_date(text) == moment


@given(st.text() | st.from_regex(r"\d{4}-\d{2}-\d{2}.{0,12}", fullmatch=True))
def test_any_date(text: str) -> None:
    found = iso_date(text)
    assert found is None or found.utcoffset() == timedelta(0)


def test_a_case_tells_all_it_knows(tmp_path: Path) -> None:
    meta = {
        "url": SEARCH, "status": 404, "saved": "2024-01-01",
        "headers": {"Content-Type": "text/html; charset=gbk", "Content-Encoding": "br", "content-length": 5, "Age": 3},
    }  # fmt: skip
    (page,) = case_page(case(tmp_path / "c", meta, b"body"))
    assert (page.url, page.status, page.saved, page.body()) == (SEARCH, 404, YEAR, b"body")
    assert page.headers == {"Content-Type": "text/html; charset=gbk", "Age": "3"}


@pytest.mark.parametrize("more", [{}, {"headers": None, "status": None, "saved": None}, {"headers": {}, "saved": "?"}])
def test_a_case_that_tells_its_address_only(tmp_path: Path, more: dict[str, Any]) -> None:
    (page,) = case_page(case(tmp_path / "c", {"url": SEARCH, **more}))
    assert (page.url, page.status, page.headers) == (SEARCH, 200, {})
    assert datetime.now(UTC) - page.saved < timedelta(minutes=5), "the file's own time"


@pytest.mark.parametrize(
    "meta",
    [
        b"", b"{", b"null", b"[]", b'"url"', b"7", b"\xff\xfe", b"{}", b'{"url": null}', b'{"url": 7}',
        b'{"url": ["a"]}',
        b"[" * 100_000, b'{"url": "https://a.example", "status": "ok"}', b'{"url": "https://a.example", "status": 2.5}',
        b'{"url": "https://a.example", "status": true}', b'{"url": "https://a.example", "headers": ["a"]}',
        b'{"url": "https://a.example", "headers": "a"}', b'{"url": "about:blank"}',
    ],
    ids=range(18),
)  # fmt: skip
def test_a_broken_meta_is_named(tmp_path: Path, meta: bytes) -> None:
    path = case(tmp_path / "c", meta)
    with pytest.raises(InputError, match="expected") as error:
        list(saved_pages(tmp_path))
    assert str(error.value).startswith(str(path))


def test_cases_below_a_folder(tmp_path: Path) -> None:
    case(tmp_path / "b" / "deep", {"url": ITEM}, b"{}", "page.json")
    case(tmp_path / "a", {"url": SEARCH})
    write(tmp_path / "a" / "page.md", b"notes")
    write(tmp_path / "no page" / "meta.json", b'{"url": "https://a.example"}')
    write(tmp_path / "loose.html", html(SEARCH))
    assert [(page.url, page.path.name) for page in saved_pages(tmp_path)] == [
        (SEARCH, "page.html"),
        (ITEM, "page.json"),
    ]


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        list(saved_pages(tmp_path / "missing"))
    with pytest.raises(InputError, match=r"expected a folder .* or a \.warc"):
        list(saved_pages(write(tmp_path / "a.html", html(SEARCH))))
    assert list(saved_pages(tmp_path)) == []


# --- WARC files

_Record = tuple[str, str, list[tuple[str, str]], bytes]


def warc(path: Path, records: Iterable[_Record], *, kind: str = "response") -> Path:
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=path.suffix == ".gz")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "test"}))
        for url, status, headers, payload in records:
            answer = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    url,
                    kind,
                    payload=io.BytesIO(payload),
                    http_headers=answer,
                    warc_headers_dict={"WARC-Date": "2024-01-01T00:00:00Z"},
                )
            )
    return path


_BODY = "<html>诺德沃克</html>".encode("gbk")
_RECORDS: list[_Record] = [
    (SEARCH, "200 OK", [("Content-Type", "text/html; charset=gbk")], _BODY),
    (SEARCH + "&s=44", "200 OK", [("content-type", "text/html"), ("Transfer-Encoding", "chunked")],
     b"6\r\n<html>\r\n7\r\n</html>\r\n0\r\n\r\n"),
    (ITEM, "404 Not Found", [("Content-Encoding", "gzip"), ("Content-Length", "9"), ("X-A", "b")],
     gzip.compress(_BODY)),
    (ITEM + "2", "302 Found", [("Location", ITEM)], b""),
]  # fmt: skip


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_warc_pages_come_back_with_their_own_body(tmp_path: Path, name: str) -> None:
    path = warc(tmp_path / name, _RECORDS)
    for root in (path, tmp_path):
        pages = list(saved_pages(root))
        assert [(page.url, page.status) for page in pages] == [(r[0], int(r[1][:3])) for r in _RECORDS]
        # in any order: each body is read at its own place
        assert [page.body() for page in reversed(pages)] == [b"", _BODY, b"<html></html>", _BODY]
        assert {page.saved for page in pages} == {YEAR}
        assert [page.headers for page in pages] == [
            {"Content-Type": "text/html; charset=gbk"}, {"content-type": "text/html"}, {"X-A": "b"}, {"Location": ITEM},
        ]  # fmt: skip


def test_other_records_are_passed_over(tmp_path: Path) -> None:
    """Requests, and answers without a readable status."""
    assert list(saved_pages(warc(tmp_path / "r.warc", _RECORDS, kind="request"))) == []
    strange = [(SEARCH, status, [], b"x") for status in ("OK", "20 OK", "2000 OK")]
    path = warc(tmp_path / "s.warc", [*strange, *_RECORDS[:1]])
    assert [page.url for page in saved_pages(path)] == [SEARCH]
    whole = path.read_bytes()
    for line in (b"JUNK/1.1 200 OK", b"HTTP/1.1\t200 OK", b"\x00" * 15, b"\r\n" + b"x" * 13):
        path.write_bytes(whole.replace(b"HTTP/1.1 200 OK", line))
        assert [page.url for page in saved_pages(path)] in ([SEARCH], [])


def test_a_file_that_is_no_warc_is_named(tmp_path: Path) -> None:
    whole = warc(tmp_path / "whole.warc", _RECORDS).read_bytes()
    for name, body in {
        "junk.warc": b"junk junk\r\n\r\n",
        "junk.warc.gz": b"\x1f\x8bjunk",
        "one-piece.warc.gz": gzip.compress(whole),
        "addressless.warc": whole.replace(f"WARC-Target-URI: {SEARCH}\r\n".encode(), b""),
    }.items():
        with pytest.raises(InputError, match="not a WARC file") as error:
            list(saved_pages(write(tmp_path / name, body)))
        assert name in str(error.value)
    assert list(saved_pages(write(tmp_path / "empty.warc", b""))) == []


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_warc_cut_anywhere_never_crashes(tmp_path: Path, name: str) -> None:
    whole = warc(tmp_path / name, _RECORDS).read_bytes()
    for end in range(0, len(whole), 37):
        path = write(tmp_path / f"cut.{name}", whole[:end])
        try:
            pages = list(saved_pages(path))
        except InputError:
            continue
        assert [page.url for page in pages] == [record[0] for record in _RECORDS[: len(pages)]]


# --- handed in


def urls(found: HandedIn) -> list[str]:
    return [file.url for file in found.files]


def test_a_folder_of_everything(tmp_path: Path) -> None:
    case(
        tmp_path / "case", {"url": ITEM, "status": 404, "saved": "2024-01-01", "headers": {"content-type": "text/html"}}
    )
    write(tmp_path / "search.html", html(SEARCH))
    write(tmp_path / "mobile" / "x.HTM", html("https://detail.1688.com/offer/7.html"))
    write(tmp_path / "search_files" / "frame.html", html(SEARCH + "2"))
    write(tmp_path / "Suche_Dateien" / "deep" / "frame.html", html(SEARCH + "3"))
    write(tmp_path / "notes.txt", html(SEARCH + "4"))
    write(tmp_path / "other.html", html("https://news.example/1"))
    write(tmp_path / "bare.html", html(None))
    warc(tmp_path / "w.warc.gz", _RECORDS[:2])
    found = collect([tmp_path], None)
    assert sorted(urls(found)) == sorted(
        [ITEM, SEARCH, "https://detail.1688.com/offer/7.html", SEARCH, SEARCH + "&s=44"]
    )
    assert {file.marketplace for file in found.files} == {"taobao", "alibaba_1688"}
    first = next(file for file in found.files if file.url == ITEM)
    assert (first.status, first.saved, first.content_type, first.part) == (404, YEAR, "text/html", None)
    no_address, other_site = sorted(one.line() for one in found.passed_over)
    assert no_address.startswith(
        f"{tmp_path}/bare.html: the page does not tell its address; save it with the save button"
    )
    assert other_site == f"{tmp_path}/other.html: no marketplace that we read has the address https://news.example/1"


def test_a_folder_that_itself_looks_like_a_resource_folder(tmp_path: Path) -> None:
    root = tmp_path / "case_files"
    write(root / "a.html", html(SEARCH))
    assert urls(collect([root], None)) == [SEARCH]


def test_single_files(tmp_path: Path) -> None:
    page = write(tmp_path / "a.html", html(SEARCH))
    meta = case(tmp_path / "case", {"url": ITEM}, html(SEARCH) + b"2")
    archive = warc(tmp_path / "w.warc", _RECORDS[1:2])
    assert urls(collect([page], None)) == [SEARCH]
    assert urls(collect([page], ITEM)) == [ITEM]
    assert urls(collect([meta.parent / "page.html"], None)) == [ITEM], "what the case tells wins"
    assert urls(collect([page, archive], None)) == [SEARCH, SEARCH + "&s=44"]
    assert urls(collect([write(tmp_path / "page.txt", b"x")], SEARCH)) == [SEARCH]


def test_the_same_file_twice_is_handed_in_once(tmp_path: Path) -> None:
    page = write(tmp_path / "a.html", html(SEARCH))
    write(tmp_path / "copy.html", html(SEARCH))
    (file,) = collect([page, tmp_path, tmp_path], None).files
    assert file.sha256 == file_digest(page)


def test_pages_of_one_warc_are_told_apart(tmp_path: Path) -> None:
    path = warc(tmp_path / "w.warc", _RECORDS)
    found = collect([path], None)
    assert len({file.sha256 for file in found.files}) == 4
    assert {file.sha256.split("@")[0] for file in found.files} == {file_digest(path)}
    assert [file.content_type for file in found.files] == ["text/html; charset=gbk", "text/html", None, None]


def test_wrong_requests(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="missing: no such file or folder"):
        collect([tmp_path / "missing"], None)
    with pytest.raises(InputError, match="--url goes with one file"):
        collect([tmp_path], SEARCH)
    assert collect([tmp_path], None) == HandedIn([], [])


def test_a_long_address_is_told_short(tmp_path: Path) -> None:
    write(tmp_path / "a.html", html("https://evil.test/" + "a" * 1500))
    (passed_over,) = collect([tmp_path], None).passed_over
    assert len(passed_over.line()) < 300 + len(str(tmp_path))


def test_the_plan_of_an_import(tmp_path: Path) -> None:
    write(tmp_path / "a.html", html(SEARCH))
    write(tmp_path / "b.html", html("https://detail.1688.com/offer/7.html"))
    watchlist = Watchlist(brand=[Brand(name="Nordwerk")])
    plan = import_plan(collect([tmp_path], None), watchlist, "A. Weber")
    assert (plan.method, plan.kind, plan.handed_in_by) == ("hand-saved", "live", "A. Weber")
    assert plan.marketplaces == ["alibaba_1688", "taobao"]
    assert len(plan.saved) == 2
