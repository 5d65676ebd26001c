"""Where a saved page came from: what its saver noted, what it says itself, what a person noted in a table."""

import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.crawling.registry import spider_for
from monitor.errors import InputError
from monitor.runs.import_pages import collect
from monitor.saved.address_inside import address_inside
from monitor.saved.address_table import read_address_table
from monitor.saved.button import button_note
from monitor.saved.files import pages_inside
from monitor.text.web_address import web_address
from tests.commands import WATCHLIST, monitor
from tests.limits import limited
from tests.test_saved_archives import mhtml
from tests.test_saved_files import YEAR, html, warc, write

SEARCH = "https://s.taobao.com/search?q=nordwerk"
ITEM = "https://item.taobao.com/item.htm?id=7"
OTHER = "https://item.taobao.com/item.htm?id=8"
_TRANSLATIONS = """<html lang="de"><link rel="alternate" hreflang="en" href="https://www.amazon.com/dp/B000000001">
<link rel="alternate" hreflang="de" href="https://www.amazon.de/dp/B000000001">"""
FIXTURE = Path("fixtures/taobao/search_nordwerk_1/page.html").resolve()


def _is_known(url: str) -> bool:
    return spider_for(url) is not None


def _data(text: str) -> str:
    return f"<html><head><title>x</title></head><body><script>window.__INIT_DATA__ = {text};</script></body></html>"


def _linked(*nodes: object) -> str:
    return _data("{}") + f'<script type="application/ld+json">{json.dumps(nodes)}</script>'


@pytest.mark.parametrize(
    ("page", "address"),
    [
        # its saver's word
        (f"<!DOCTYPE html>\n<!-- saved from url=(0040){SEARCH} -->\n<link rel=canonical href={ITEM}>", SEARCH),
        (f"<html><!--\n Page saved with SingleFile \n url: {SEARCH} \n saved date:--><link rel=canonical href={ITEM}>",
         SEARCH),
        (f"<!-- saved from url=(0090)https://web.archive.org/web/20240102030405/{SEARCH} -->", SEARCH),
        (f"<!-- saved from url=(0014)about:internet --><link rel=canonical href='{ITEM}'>", ITEM),
        (f"<!-- saved from url=(0030)https://news.example/1 --><link rel=canonical href='{ITEM}'>",
         "https://news.example/1"),
        (f'<meta name="savepage-url" content="{SEARCH}"><link rel="canonical" href="{ITEM}">', SEARCH),
        # its head
        ('<link rel="canonical" href="//item.taobao.com/item.htm?id=7">', ITEM),
        ('<base href="https://item.taobao.com/"><link rel="canonical" href="/item.htm?id=7">', ITEM),
        (f'<link rel="canonical" href="https://www.taobao.com/"><meta property="og:url" content="{SEARCH}">', SEARCH),
        (f'<meta property="al:web:url" content="{ITEM}">', ITEM),
        (f'<meta content="{ITEM}" name="twitter:url">', ITEM),
        (f'<base href="{SEARCH}">', SEARCH),
        (f"<style>{'a{}' * 20_000}</style><link rel=canonical href='{ITEM}'>", ITEM),
        (_TRANSLATIONS, "https://www.amazon.de/dp/B000000001"),
        (f"<!-- saved from url=(0060){SEARCH}&currency=USD&copy=1&amp;a=1 -->", f"{SEARCH}&currency=USD&copy=1&a=1"),
        (f'<link rel="canonical" href="{SEARCH}&currency=USD&#38;a=1">', f"{SEARCH}&currency=USD&a=1"),
        # its data
        (_data('{"pageUrl": "https:\\/\\/item.taobao.com\\/item.htm?id=7"}'), ITEM),
        (_data('{"pageUrl": "https:\\u002F\\u002Fitem.taobao.com\\u002Fitem.htm?id=7"}'), ITEM),
        (_data('{currentUrl: "//item.taobao.com/item.htm?id=7"}'), ITEM),
        (_data(f'{{"itemUrl": "{ITEM}", "b": {{"itemUrl": "{ITEM}"}}}}'), ITEM),
        (_linked({"@type": "Product", "url": ITEM, "name": "x"}), ITEM),
        (_linked({"@graph": [{"url": "https://a.example/"}, {"@type": "ItemPage", "@id": ITEM}]}), ITEM),
        (_linked({"@type": "ItemList", "url": SEARCH, "itemListElement": [{"@type": "Product", "url": ITEM}]}), SEARCH),
        # another's address is not its own
        (_data('{"items": [{"itemUrl": "//item.taobao.com/item.htm?id=7"}]}'), None),
        (_data(f'{{"a": {{"itemUrl": "{ITEM}"}}, "b": {{"itemUrl": "{OTHER}"}}}}'), None),
        (_data(f'{{"ad": {{"pageUrl": "{ITEM}"}}, "pageUrl": "{OTHER}"}}'), None),
        (_linked({"@type": "ItemList", "itemListElement": [{"@type": "Product", "url": ITEM}]}), None),
        (_linked({"@type": "Product", "url": ITEM}, {"@type": "Product", "url": OTHER}), None),
        (f'<body><a href="{ITEM}">x</a></body>', None),
        (f'<body><link rel="canonical" href="{ITEM}"></body>', None),
        (f'<script>"<link rel=canonical href={ITEM}>"</script>', None),
        # without one that we read, the first counts
        ('<link rel="canonical" href="https://shop.example/1">', "https://shop.example/1"),
        ('<link rel="canonical" href="item/1">', None),
    ],
)  # fmt: skip
def test_the_address_inside_a_page(page: str, address: str | None) -> None:
    assert address_inside(page.encode(), _is_known) == address


@pytest.mark.parametrize(
    "piece",
    ['<link rel="canonical" href="', "<script", "<meta a=b ", '"pageUrl":"//', "pageUrl:'//a.b/", '"items":[',
     '<script type="application/ld+json">', '<script type="application/ld+json"></script>', "<!-- saved from url=(1)",
     "<base href=//"],
)  # fmt: skip
@limited(cpu_seconds=30)
def test_a_hostile_page_is_searched_in_linear_time(piece: str) -> None:
    address_inside((piece * (4_000_000 // len(piece))).encode(), _is_known)


_PIECES = st.sampled_from(
    ["<link rel=canonical href=", "<base href=", "'//[::1", "https://", "&#xD800;", "\\u002F",
     '"pageUrl":"', ">", "\ud800",
     '<script type="application/ld+json">', "</script>", '{"@type":"Product","url":', "[" * 100_000, "\x00"]
)  # fmt: skip


@given(st.lists(_PIECES | st.text(max_size=5), max_size=12))
def test_any_page_is_asked_for_its_address(pieces: list[str]) -> None:
    address = address_inside("".join(pieces).encode("utf-8", "surrogatepass"), _is_known)
    assert address is None or web_address(address) == address


@given(st.text() | st.lists(st.sampled_from(["a.html", ",", ";", '"', "\n", SEARCH, "file", "url"])).map("".join))
def test_any_table_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    table = write(tmp_path_factory.mktemp("table") / "list.csv", text.encode("utf-8", "replace"))
    with suppress(InputError):
        read_address_table(table)


# --- the note of the saving button


def _saved_by_button(url: str, at: str = "2026-11-05T10:20:30.123Z", body: str = "<html></html>") -> bytes:
    return f"\ufeff<!-- saved by the button of monitor, version 1, at {at} from {url} -->\n{body}".encode()


def test_the_note_of_the_button_is_believed_at_the_first_byte_only(tmp_path: Path) -> None:
    note = button_note(_saved_by_button(SEARCH))
    assert note is not None
    assert note.url == SEARCH
    for forged in (
        b"\n" + _saved_by_button(SEARCH),
        _saved_by_button(SEARCH)[3:],
        b"<html>" + _saved_by_button(SEARCH),
    ):
        assert button_note(forged) is None
    write(tmp_path / "a.html", _saved_by_button(SEARCH, body=f"<html><link rel=canonical href={ITEM}></html>"))
    write(tmp_path / "b.html", _saved_by_button(ITEM, at="2026-99-05T10:20:30.123Z"))
    os.utime(tmp_path / "b.html", (YEAR.timestamp(), YEAR.timestamp()))
    first, second = collect([tmp_path]).files
    assert (first.url, first.saved) == (SEARCH, datetime(2026, 11, 5, 10, 20, 30, 123000, UTC))
    assert (second.url, second.saved) == (ITEM, YEAR), "a time that is none"


# --- addresses beside a page


@pytest.mark.parametrize("note", ["a.meta.json", "a.json"])
def test_an_address_noted_beside_a_page(tmp_path: Path, note: str) -> None:
    write(tmp_path / "a.html", html(None))
    write(tmp_path / note, json.dumps({"url": ITEM, "saved": "2024-01-01"}).encode())
    for paths in ([tmp_path], [tmp_path / "a.html"]):
        (file,) = collect(paths).files
        assert (file.url, file.saved) == (ITEM, YEAR)


def test_data_beside_a_page_that_are_no_note(tmp_path: Path) -> None:
    write(tmp_path / "a.html", html(SEARCH))
    write(tmp_path / "a.json", b"[1]")
    write(tmp_path / "b.html", html(SEARCH))
    write(tmp_path / "b.meta.json", b"{}")
    write(tmp_path / "c.json", b'{"data": 1}')
    write(tmp_path / "c.meta.json", json.dumps({"url": SEARCH + "&s=44"}).encode())
    handed_in = collect([tmp_path])
    assert [file.url for file in handed_in.files] == [SEARCH, SEARCH + "&s=44"]
    assert [one.line() for one in handed_in.passed_over] == [
        f'{tmp_path}/b.html: {tmp_path}/b.meta.json: expected a JSON object with at least "url"'
    ]


# --- a table


@pytest.mark.parametrize(
    "text",
    [
        f"a.html,{SEARCH}\nsub/b.html,{ITEM},2024-01-01\n",
        f"file,url,saved\na.html,{SEARCH},\nsub/b.html,{ITEM},2024-01-01\n",
        f"\ufeffURL;Saved;File\r\n{SEARCH};;a.html\r\n\r\n{ITEM};2024-01-01T00:00:00Z;sub/b.html\r\n",
        f"a.html\t{SEARCH.removeprefix('https:')}\nsub/b.html\t{ITEM.removeprefix('https://')}\t2024-01-01\n",
        f'"a.html","{SEARCH}"\n"sub/b.html","{ITEM}","2024-01-01"',
    ],
    ids=["plain", "head", "excel", "tabs", "quoted"],
)
def test_a_table_of_addresses(tmp_path: Path, text: str) -> None:
    write(tmp_path / "a.html", html(None))
    write(tmp_path / "sub" / "b.html", html(OTHER))
    table = write(tmp_path / "list.csv", text.encode())
    first, second = collect([], table=table).files
    assert (first.url, second.url, second.saved) == (SEARCH, ITEM, YEAR), "what a person says wins"
    assert datetime.now(UTC) > first.saved > YEAR


def test_a_table_beside_the_folder_that_it_is_about(tmp_path: Path) -> None:
    write(tmp_path / "a.html", html(None))
    write(tmp_path / "b.mhtml", mhtml("https://x.example/"))
    table = write(tmp_path / "list.csv", f"a.html,{SEARCH}\nb.mhtml,{ITEM}\n".encode())
    handed_in = collect([tmp_path], table=table)
    assert [file.url for file in handed_in.files] == [SEARCH, ITEM]
    assert handed_in.passed_over == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no row in it"),
        ("file,url\n", "no row in it"),
        ("nordwerk,taobao\n", "line 1: expected the columns file and url"),
        ("a.html\n", "line 1: expected a file and its address"),
        (f"a.html,{SEARCH}\nb.html,\n", "line 2: expected a file and its address"),
        ("a.html,https://s.taobao.com:99999/search\n", "line 1: expected the columns file and url"),
        ("file,url\n\na.html,file:///a.html\n", "line 3: 'file:///a.html' is not the address of a page"),
        (f"a.html,{SEARCH},yesterday\n", "line 1: 'yesterday' is not a time"),
        (f"file,url\na.html,{SEARCH}&a=1,2\n", "line 2: 1 cells too many"),
        (f"a.html,{SEARCH}\nmissing.html,{ITEM}\n", r"line 2: .*missing\.html: no such file"),
        (f"a.html,{SEARCH}\na.html,{ITEM}\n", r"line 2: .* has another address further up"),
        ('a.html,"' + "x" * 200_000, "not CSV that can be read"),
    ],
)
def test_a_wrong_table_is_told_by_its_line(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path / "a.html", html(None))
    table = write(tmp_path / "list.csv", text.encode())
    with pytest.raises(InputError, match=message) as error:
        read_address_table(table)
    assert str(error.value).startswith(str(table))
    assert "\n" not in str(error.value)


def test_wrong_calls(tmp_path: Path) -> None:
    page = write(tmp_path / "a.html", html(None))
    archive = warc(tmp_path / "a.warc", [(SEARCH, "200 OK", [], b"x")])
    with pytest.raises(InputError, match="list: can't be read"):
        collect([], table=tmp_path / "no list")
    with pytest.raises(InputError, match="--url goes with one file"):
        collect([page, page], SEARCH)
    with pytest.raises(InputError, match="holds pages with their own addresses"):
        collect([archive], SEARCH)


# --- archives


def test_an_mhtml_file_that_does_not_tell_its_address_is_asked_inside(tmp_path: Path) -> None:
    page = f"<html><head><link rel=canonical href={ITEM}></head></html>".encode()
    write(tmp_path / "a.mhtml", mhtml(None, page))
    write(tmp_path / "b.mhtml", mhtml("file:///C:/page.html", page.replace(b"id=7", b"id=8")))
    assert [file.url for file in collect([tmp_path]).files] == [ITEM, OTHER]
    (named,) = collect([tmp_path / "a.mhtml"], SEARCH).files
    assert named.url == SEARCH


def test_a_warc_file_of_a_web_archive(tmp_path: Path) -> None:
    """The page's address is the inner one, its time that of the capture, and its links lead where they did."""
    page = FIXTURE.read_bytes().replace(b"//item.taobao.com", b"/web/20240102030405/https://item.taobao.com")
    page = page.replace(b"</head>", b'<script src="//web.archive.org/_static/x.js"></script></head>')
    url = f"https://web.archive.org/web/20240102030405/{SEARCH}"
    path = warc(tmp_path / "a.warc.gz", [(url, "200 OK", [("Content-Type", "text/html")], page)])
    (saved,) = pages_inside(path)
    assert (saved.url, saved.saved) == (SEARCH, datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC))
    (case,) = [tmp_path / "page.html"]
    case.write_bytes(page)
    one, other = (
        json.loads(monitor("extract", file, "--url", SEARCH, "--json", cwd=tmp_path).stdout) for file in (case, FIXTURE)
    )
    assert one == other


# --- the end of an import


def test_an_import_ends_with_what_was_passed_over_and_advice_for_who_saves(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    for number in range(5):
        write(pages / f"bare{number}.html", html(None))
    write(pages / "other.html", html("https://news.example/1"))
    write(pages / "shell.html", html(SEARCH).replace(b"<body>", b"<body><div id=app></div><script src=x.js></script>"))
    note = f"<!-- saved from url=(0040){SEARCH}&s=44 -->\n"
    write(pages / "login.html", note.encode() + "<html><title>登录</title><body></body></html>".encode())
    done = monitor("import", pages, "--watchlist", WATCHLIST, "--store", "store", cwd=tmp_path)
    told = " ".join(done.stdout.split())
    assert done.returncode == 1, done.stderr
    assert "Passed over, files: 5 (bare0.html, bare1.html, bare2.html, …): the page does not tell its address" in told
    assert "Passed over, files: 1 (other.html): no marketplace that we read" in told
    assert "monitor save-button" in told
    assert "log in yourself in your browser" in told
    assert "slow down" not in told
    assert "monitor login" not in told
    again = monitor("import", pages, "--watchlist", WATCHLIST, "--store", "store", "--json", cwd=tmp_path)
    assert [one["reason"][:13] for one in json.loads(again.stdout)["passed_over"]] == ["the page does", "no marketplac"]


def test_a_saved_page_that_would_lead_on_is_read_all_the_same(tmp_path: Path) -> None:
    refresh = b'<head><meta http-equiv="refresh" content="0;url=https://s.taobao.com/other">'
    body = FIXTURE.read_bytes().replace(b"<head>", refresh, 1)
    assert refresh in body
    write(tmp_path / "a.html", body)
    done = monitor(
        "import", "a.html", "--url", SEARCH, "--watchlist", WATCHLIST, "--store", "store", "--json", cwd=tmp_path
    )
    assert json.loads(done.stdout)["marketplaces"]["taobao"]["listings_pages"] == 1, done.stdout


def test_nothing_to_import(tmp_path: Path) -> None:
    done = monitor("import", "--watchlist", WATCHLIST, cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
