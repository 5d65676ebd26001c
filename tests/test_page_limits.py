"""What is more than any site shows is left out, and the reading says so; a value of the wrong kind is none."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from monitor.model import Listing
from monitor.pages.extract import get_path, id_at, int_at, number_at, text_at
from monitor.pages.limits import (
    MAX_ADDRESS,
    MAX_ID,
    MAX_LISTINGS,
    MAX_NAME,
    MAX_PICTURES,
    MAX_PRICE_STEPS,
    MAX_TITLE,
)
from monitor.pages.page import SearchPage
from monitor.pages.read import read_page
from monitor.pages.reading import PageReading
from spiders.alibaba import AlibabaShopPage
from spiders.aliexpress import AliexpressSearchPage
from spiders.taobao import TaobaoSearchPage
from tests.composed import item, search_page

TAOBAO = "https://s.taobao.com/search?q=x"


class ShopWindow(SearchPage):
    """A page of listings with everything that a listing may have."""

    address = r"shop\.example/"
    layouts = {"offers": "2026"}  # noqa: RUF012
    counted = 0

    def offers(self) -> Iterator[Listing]:
        for one in self.answer:
            self.counted += 1
            yield self.listing(
                one.get("id"), one.get("title"), currency=one.get("currency"), price=one.get("price"),
                price_steps=[tuple(step) for step in one.get("steps", ())], url=one.get("url"),
                vendor_id=one.get("vendor"), vendor_name=one.get("name"), location=one.get("place"),
                images=one.get("images", ()), units_sold=one.get("sold"),
            )  # fmt: skip


def _read(*listings: dict[str, Any]) -> PageReading:
    return read_page(ShopWindow, json.dumps(listings).encode(), "https://shop.example/")


def test_an_ordinary_page_says_nothing_of_limits() -> None:
    assert _read({"id": 1, "title": "x" * MAX_TITLE, "vendor": "v" * MAX_ID, "name": "n" * MAX_NAME}).detail is None


def test_long_words_are_cut() -> None:
    reading = _read({"id": 1, "title": "x" * 5_000_000, "name": "n" * 1000, "place": "p" * 1000})
    (listing,) = reading.listings
    assert (listing.title, listing.vendor.name, listing.location) == ("x" * MAX_TITLE, "n" * MAX_NAME, "p" * MAX_NAME)
    assert reading.detail == "cut: names to 300 characters, places to 300 characters, titles to 1,000 characters"


def test_a_long_id_or_address_is_none() -> None:
    reading = _read({"id": "1" * 100_000, "title": "x", "vendor": "v" * 201, "url": "/" + "a" * MAX_ADDRESS})
    (listing,) = reading.listings
    assert (listing.listing_id, listing.vendor.id, listing.url) == (None, None, None)
    assert reading.detail == "cut: addresses of more than 4,000 characters, ids of more than 200 characters"


def test_many_pictures_and_steps() -> None:
    steps, images = [[n, n] for n in range(1, 1000)], [f"https://i.example/{n}.jpg" for n in range(1000)]
    reading = _read({"id": 1, "steps": steps, "images": images})
    (listing,) = reading.listings
    assert (len(listing.price_steps), len(listing.image_urls)) == (MAX_PRICE_STEPS, MAX_PICTURES)
    assert reading.detail == "cut: pictures to 50, price steps to 20"


def test_many_listings_are_not_even_made() -> None:
    page = ShopWindow(json.dumps([{"id": n} for n in range(3 * MAX_LISTINGS)]), "https://shop.example/")
    reading = page.read()
    assert (len(reading.listings), reading.detail) == (MAX_LISTINGS, "cut: listings to 5,000")
    assert page.counted == MAX_LISTINGS + 1
    many = read_page(TaobaoSearchPage, search_page([item(n, "a") for n in range(MAX_LISTINGS + 9)]), TAOBAO)
    assert (len(many.listings), many.detail) == (MAX_LISTINGS, "cut: listings to 5,000")


@pytest.mark.parametrize("code", ["\ud800x", "<script>alert(1)</script>", "usd", "US", "USDX", "ＵＳＤ", 5, True, {}])
def test_a_currency_is_three_capital_letters(code: Any) -> None:
    (listing,) = _read({"id": 1, "price": "12.50", "currency": code}).listings
    assert (listing.price_min, listing.currency) == (Decimal("12.50"), None)
    prices = {"salePrice": {"minPrice": 12.5, "currencyCode": code, "formattedPrice": "12.5"}}
    fields = {"mods": {"itemList": {"content": [{"productId": 1, "prices": prices}]}}}
    script = f"<script>_init_data_= {{ data: {json.dumps({'data': {'root': {'fields': fields}}})} }}</script>".encode()
    (shown,) = read_page(AliexpressSearchPage, script, "https://www.aliexpress.com/w/wholesale-x.html").listings
    assert (shown.price_min, shown.currency) == (Decimal("12.5"), None)


def test_a_code_with_spaces_around_it_is_one() -> None:
    assert _read({"id": 1, "price": "12", "currency": " EUR "}).listings[0].currency == "EUR"


@pytest.mark.parametrize("quantity", [10**80, True, -1, 1e300, "9" * 400, "1e5"])
def test_a_quantity_that_no_shop_means_is_none(quantity: Any) -> None:
    (listing,) = _read({"id": 1, "sold": quantity, "steps": [[quantity, "5"]]}).listings
    assert (listing.units_sold, listing.price_steps) == (None, ())


@pytest.mark.parametrize("number", [int("9" * 4300), True, "2", 1.5, {}, None, -5])
def test_page_numbers(number: Any) -> None:
    view = {"totalLines": 99, "currentPage": number, "pageLines": 0, "formatString": "/list-{0}.html"}
    module = json.dumps({"mds": {"moduleData": {"data": {"pageNavView": view, "productList": [{"id": 1}]}}}})
    quoted = module.replace('"', "&quot;")
    body = f'<div module-name="x-productListPc" module-data="{quoted}"></div>'.encode()
    reading = read_page(AlibabaShopPage, body, "https://seller.en.alibaba.com/productlist.html")
    assert reading.next_page is None or reading.outcome == "unreadable"


def test_typed_readers() -> None:
    data = {
        "t": " a ",
        "b": " ",
        "n": 5,
        "f": 1.5,
        "yes": True,
        "big": 10**12,
        "nan": float("nan"),
        "l": [1, "2"],
        "o": {},
    }
    kinds = {
        text_at: {"t": " a "},
        int_at: {"n": 5},
        number_at: {"t": " a ", "n": 5, "f": 1.5},
        id_at: {"t": "a", "n": "5", "big": str(10**12)},
    }
    for reader, right in kinds.items():
        assert {key: value for key in data if (value := reader(data, key)) is not None} == right
    assert [reader(10**4000) for reader in (int_at, number_at, id_at)] == [None, None, None]
    assert get_path([1, 2, 3], "²") is get_path([1], "٠") is get_path([1], "9" * 5000) is None
