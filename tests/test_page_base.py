"""The page bases: what becomes of a page, whatever its bytes are."""

import json
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.crawling.reader import read_in_worker
from monitor.model import Listing, PriceStep, Vendor, listing_record
from monitor.pages.extract import attr_of, json_after, records, text_of, without_scheme
from monitor.pages.page import ListingPage, Page, SearchPage
from monitor.pages.read import read_page
from monitor.pages.site import Site
from monitor.sandbox import Worker
from spiders.taobao import TaobaoListingPage, TaobaoSearchPage, TaobaoShopPage
from tests.composed import item, no_result_page, search_page
from tests.limits import limited

URL = "https://shop.example.com/search?q=nordwerk"
TAOBAO = "https://s.taobao.com/search?q=nordwerk"
MIB = 1024 * 1024


class TinySite(Site):
    """A marketplace as small as can be."""

    currency = "CNY"
    item_url = "https://shop.example.com/item/{id}"


class TinyPage(SearchPage, site=TinySite):
    """Data in a script, else cards."""

    address = r"shop\.example\.com/search"
    layouts = ("data", "cards")

    def says_empty(self) -> bool:
        return "nothing found" in self.text

    def data(self) -> Iterator[Listing]:
        for record in records(json_after(self.text, "data ="), "items"):
            yield self.listing(
                record.get("id"),
                record.get("title"),
                price=record.get("price"),
                price_max=record.get("max"),
                price_list=record.get("list"),
                vendor_id=record.get("shop"),
                vendor_name=record.get("nick"),
                units_sold=record.get("sold"),
                images=[record.get("image")],
                url=record.get("url"),
                location=record.get("place"),
            )

    def cards(self) -> Iterator[Listing]:
        for card in self.dom.css(".card"):
            yield self.listing(attr_of(card, "", "data-id"), text_of(card, "h2"), price=text_of(card, ".price"))


class TinyListingPage(ListingPage):
    """A listing's own page of the same site."""

    address = r"shop\.example\.com/item/(?P<id>\d+)"
    layouts = ("title",)

    def title(self) -> Iterator[Listing]:
        if title := text_of(self.dom, "h1"):
            yield self.listing(self.address_id, title)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with closing(Worker(cpu_seconds=3)) as process:
        yield process


def _data(*items: Any) -> bytes:
    return f"<script>data = {json.dumps({'items': list(items)})}</script>".encode()


def _read(body: bytes, **more: Any) -> Any:
    return read_page(TinyPage, body, URL, **more)


CARD = b'<div class="card" data-id="7"><h2>Nordwerk X200</h2><span class="price">\xc2\xa5189</span></div>'

HOSTILE = {
    "empty": b"",
    "white space": b" \r\n\t" * 1000,
    "binary": bytes(range(256)) * 4000,
    "zeros": bytes(MIB),
    "30 MB of text": b"nordwerk " * (30 * MIB // 9),
    "30 MB of high bytes": b"\xff" * 30 * MIB,
    "30 MB of tags": b"<p>x</p>" * (30 * MIB // 8),
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + bytes(range(256)) * 100,
    "JSON": b'{"ret": ["SUCCESS"], "data": {"items": []}}',
    "cut off in a script": b'<html><script>g_page_config = data = {"items": [{"id": "1", "title": "Nord',
    "20 MB attribute": b'<div title="' + b"x" * 20 * MIB + b'">',
    "20 MB attribute without an end": b'<div title="' + b"x" * 20 * MIB,
    "deep JSON": b"<script>data = " + b"[" * 200_000 + b"</script>",
    "deep JSON objects": b'<script>g_page_config = data = {"items": ' + b'{"a":' * 100_000 + b"</script>",
    "deep JSON that ends": b"data = " + b"[" * 50_000 + b"]" * 50_000,
    "NUL": b"\x00<\x00h\x00t\x00m\x00l\x00",
    "end tags only": b"</div>" * 100_000,
    "comment without an end": b"<!-- " + b"<div>" * 100_000,
    "huge number": b"<script>data = [" + b"9" * 100_000 + b"]</script>",
}


_LARGE = 10 * MIB
"""What is larger is read by one of the classes: decoding and parsing, which take the time, are all the same."""


@pytest.mark.parametrize(
    ("kind", "page_class"),
    [
        (kind, page_class)
        for kind, body in HOSTILE.items()
        for page_class in (TinyPage, TaobaoSearchPage, TaobaoShopPage, TaobaoListingPage)
        if len(body) < _LARGE or page_class is TaobaoSearchPage
    ],
)
@limited(cpu_seconds=60)
def test_hostile_bytes_are_unreadable(kind: str, page_class: type[Page], worker: Worker) -> None:
    reading = read_in_worker(worker, page_class, HOSTILE[kind], TAOBAO).reading
    assert reading.outcome == "unreadable", reading
    assert reading.reason


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 200_000,
        b"<div class=card><div>" * 200_000,
        b"<b><p>" * 200_000,
        b"<div>" + b"".join(b"<font a=%d>" % i for i in range(2000)) + b"</div>" + b"<p>x</p>" * 20_000,
        b"<div " + b" ".join(b"a%d" % i for i in range(200_000)) + b">",
        b"<a><div>" * 20_000,
        b"".join(b"<body a%d=1></body>" % i for i in range(60_000)),
    ],
    ids=["nested", "nested behind a card", "nested formatting", "formatting", "attributes", "anchors", "body again"],
)
def test_markup_that_would_take_minutes_or_gigabytes(body: bytes, worker: Worker) -> None:
    """The expensive corners of the HTML standard: nested and unclosed elements, attributes that are compared."""
    reading = read_in_worker(worker, TinyPage, body, URL).reading
    assert reading.reason in ("too_costly", "unknown_layout")
    assert read_in_worker(worker, TinyPage, CARD, URL).reading.outcome == "listings"


@limited(cpu_seconds=60)
def test_embedded_data_is_read_whatever_the_markup_is() -> None:
    """And the markup, which would take minutes to parse, is left alone."""
    body = _data({"id": 1, "title": "Nordwerk X200"}) + b"<div>" * 200_000
    assert _read(body).outcome == "listings"


def test_outcomes() -> None:
    assert _read(CARD).outcome == "listings"
    assert _read(CARD).layout == "cards"
    assert _read(_data({"id": 1, "title": "x"}) + CARD).layout == "data"
    assert _read(_data() + CARD).layout == "cards"
    assert _read(b"<p>nothing found</p>").outcome == "empty"
    assert _read(b"<title>Security check</title>").outcome == "blocked"
    assert _read(b"<title>Nordwerk</title>").outcome == "unreadable"
    assert read_page(TinyPage, b"<p>x", "https://login.example.com/").reason == "login"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (401, "login"),
        (403, "wall"),
        (405, "wall"),
        (420, "wall"),
        (429, "rate_limit"),
        (503, "rate_limit"),
        (500, "status"),
        (404, "status"),
    ],
)
def test_refused_by_status(status: int, reason: str) -> None:
    for body in (b"", b"<p>no", b"<div>" * 10):
        reading = _read(body, status=status)
        assert (reading.outcome, reading.reason, reading.detail) == ("blocked", reason, f"status {status}")
    assert _read(CARD, status=status).outcome == "listings"


def test_a_listing_is_gone_by_its_status_only_on_its_own_page() -> None:
    for status in (404, 410):
        assert read_page(TinyListingPage, b"x", "https://shop.example.com/item/5", status).outcome == "empty"
    assert read_page(TinyListingPage, b"<h1>x</h1>", "https://shop.example.com/item/5").listings[0].listing_id == "5"
    assert read_page(TinyListingPage, b"", "https://shop.example.com/item/5").outcome == "unreadable"


def test_what_a_listing_lacks_is_unknown() -> None:
    first, second, third = _read(
        _data({"id": 5}, {"title": "Nordwerk"}, {"id": "6", "title": "x", "price": "0"})
    ).listings
    assert (first.listing_id, first.title, first.url) == ("5", None, "https://shop.example.com/item/5")
    assert (second.listing_id, second.url, second.price_min, second.currency) == (None, None, None, None)
    assert third.price_min == 0
    told = {"position", "listing_id", "title", "url", "vendor"}
    for listing in (first, second):
        assert not any(value for key, value in listing_record(listing).items() if key not in told)
        assert listing.vendor == Vendor()


def test_a_record_without_id_and_title_is_no_listing() -> None:
    assert _read(_data({}, {"price": 5}, {"id": "", "title": " "})).outcome == "unreadable"
    assert [one.position for one in _read(_data({}, {"id": 1}, {}, {"id": 2})).listings] == [1, 2]


def test_the_same_id_twice_stands_twice() -> None:
    listings = _read(_data({"id": 1, "title": "a"}, {"id": 1, "title": "a"}, {"id": "1", "title": "b"})).listings
    assert [(one.position, one.listing_id) for one in listings] == [(1, "1"), (2, "1"), (3, "1")]


def test_a_taobao_card_that_the_data_has_already_is_not_read_twice() -> None:
    assert len(read_page(TaobaoSearchPage, search_page([item(1, "a"), item(1, "a")]), TAOBAO).listings) == 2
    assert read_page(TaobaoSearchPage, no_result_page(), TAOBAO).outcome == "empty"


def test_what_no_file_can_hold_is_replaced() -> None:
    odd = {
        "id": "1\ud800",
        "title": "Nord\x00werk \udfff",
        "nick": "\ud83d",
        "url": "/\ud800",
        "image": "//x/\x00",
        "shop": "\x00",
    }
    listing = _read(_data(odd)).listings[0]
    text = json.dumps(listing_record(listing), ensure_ascii=False)
    assert "\x00" not in text
    text.encode("utf-8")
    body = search_page([item(1, "HALF诺德沃克", shop="HALF")]).replace(b"HALF", b"\\udfff")
    json.dumps(listing_record(read_page(TaobaoSearchPage, body, TAOBAO).listings[0]), ensure_ascii=False).encode()


@limited(cpu_seconds=60)
def test_vendors_cannot_break_the_page_with_a_title() -> None:
    for title in ("&#" + "1" * 5000 + ";", "<" * MIB, "<a" * MIB, "&" * MIB, "\\ud800" * 1000, "x" * MIB):
        assert len(_read(_data({"id": 1, "title": title}, {"id": 2, "title": "b"})).listings) == 2


@pytest.mark.parametrize(
    ("given", "low", "high"),
    [
        ({"price": 12}, "12", "12"),
        ({"price": 12.5}, "12.5", "12.5"),
        ({"price": "¥12-35"}, "12", "35"),
        ({"price": 12, "max": "35"}, "12", "35"),
        ({"price": 35, "max": "12"}, "35", "35"),
        ({"price": "1.234"}, "1.234", "1.234"),
        ({"price": 1e-7}, "0.0000001", "0.0000001"),
        ({"price": 0.1 + 0.2}, "0.30000000000000004", "0.30000000000000004"),
        ({"max": 5}, None, None),
        *(({"price": odd}, None, None) for odd in (1e22, 1e308, float("nan"), float("inf"), -1, 10**4000)),
        *(({"price": odd}, None, None) for odd in (True, [], {"a": 1}, "", None)),
    ],
)
def test_prices_of_embedded_data(given: dict[str, Any], low: str | None, high: str | None) -> None:
    listing = _read(_data({"id": 1, "title": "x", **given})).listings[0]
    assert (listing.price_min, listing.price_max) == (Decimal(low) if low else None, Decimal(high) if high else None)
    assert listing.currency == ("CNY" if low else None)


@pytest.mark.parametrize("odd", [True, False, 1.5, [], {}, {"a": 1}, None, ""])
def test_ids_are_texts_or_numbers(odd: Any) -> None:
    listing = _read(_data({"id": odd, "title": "x", "shop": odd})).listings[0]
    assert listing.listing_id is None
    assert listing.vendor.id is None


def test_a_ladder_gives_the_price_where_none_is_shown() -> None:
    page = TinyPage("", URL)
    listing = page.listing("1", "x", price_steps=(("2 pieces", "¥9"), (100, 7)))
    assert listing.price_steps == (PriceStep(2, Decimal(9)), PriceStep(100, Decimal(7)))
    assert (listing.price_min, listing.price_max, listing.currency) == (7, 9, "CNY")


def test_address() -> None:
    assert without_scheme("HTTPS://a.example/x") == "a.example/x"
    assert TinyListingPage.id_of("http://shop.example.com/item/12?x") == "12"
    assert TinyListingPage.id_of("http://elsewhere.example.com/") is None


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
RECORD = st.dictionaries(st.sampled_from("id title price max list shop nick sold image url place".split()), JSON)


@given(st.lists(RECORD, max_size=3))
def test_any_data(items: list[dict[str, Any]]) -> None:
    for listing in _read(_data(*items)).listings:
        assert listing.price_min is None or 0 <= listing.price_min <= (listing.price_max or 0)
        assert listing.units_sold is None or listing.units_sold >= 0
        json.dumps(listing_record(listing), ensure_ascii=False).encode()


@given(st.binary(), st.sampled_from([200, 403, 404, 500]), st.none() | st.text())
def test_any_bytes(body: bytes, status: int, content_type: str | None) -> None:
    for page_class in (TinyPage, TinyListingPage, TaobaoSearchPage, TaobaoListingPage, TaobaoShopPage):
        assert read_page(page_class, body, URL, status, content_type).outcome != "listings"
