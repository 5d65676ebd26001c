"""What the page bases do for all sites: data in a page or an answer, paging, price ladders, facts of the site."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

import pytest

from monitor.crawling.registry import spider_class
from monitor.marketplaces import PLACES
from monitor.model import Listing, PriceStep
from monitor.pages.extract import get_path, json_where, records
from monitor.pages.national_domains import Domain
from monitor.pages.page import ListingPage, Page, SearchPage
from monitor.pages.paging import Paging
from monitor.pages.read import read_page
from monitor.pages.reading import PageReading
from monitor.pages.site import Site
from monitor.pages.values import price_ladder
from monitor.pages.visible_words import says
from spiders.alibaba import AlibabaListingPage, AlibabaSearchPage, AlibabaShopPage
from spiders.aliexpress import AliexpressSearchPage
from spiders.lazada import LazadaSearchPage
from spiders.pages.taobao_app import TMALL_ITEM
from spiders.taobao import TaobaoListingPage, TaobaoSearchPage
from tests.commands import FIXTURES, REAL_PAGES

URL = "https://www.shop.example/search?q=drill&page=2"


class ShopSite(Site):
    """A site with two national domains."""

    domains: ClassVar = {"shop.example": Domain("EUR", "de"), "shop.example.uk": Domain("GBP", "en")}
    item_url = "https://www.{domain}/item/{id}"


class ShopSearchPage(SearchPage, site=ShopSite):
    """Data in a script, or the answer that the script gets."""

    address = r"www\.shop\.example[a-z.]*/search"
    layouts: ClassVar = {"items": "2026"}
    data_after = r"window\.results\s*="
    data_path = ("state.results", "results")
    paging = Paging(items="items", total="count", page="page", pages="pages", size="size", rule="rule")

    def items(self) -> Iterator[Listing]:
        for item in records(self.data, "items"):
            yield self.listing(item.get("id"), item.get("title"), price=item.get("price"), price_steps=_steps(item))


def _steps(item: Any) -> list[tuple[Any, Any]]:
    return [(step["from"], step["price"]) for step in item.get("steps", ())]


def _results(**facts: Any) -> dict[str, Any]:
    return {"count": 100, "page": 2, "items": [{"id": 1, "title": "Drill", "price": "12.50"}], **facts}


def _document(results: Any) -> bytes:
    return f"<p>Hello<script>window.results = {json.dumps({'state': {'results': results}})};</script>".encode()


def _read(body: bytes, url: str = URL, page: type[Page] = ShopSearchPage) -> PageReading:
    return read_page(page, body, url)


# data in a page, data in an answer


def test_the_same_data_is_read_in_a_page_and_in_an_answer() -> None:
    document = _read(_document(_results()))
    assert (document.outcome, document.total, len(document.listings)) == ("listings", 100, 1)
    answer = json.dumps({"results": _results()})
    for body in (answer, f"callback123({answer});", f"\n {answer}\n"):
        assert _read(body.encode()) == document


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"<p>window.results = [", b"window.results = 5", b'{"x": 7}'])
def test_no_data(body: bytes) -> None:
    page = ShopSearchPage(body.decode(), URL)
    assert page.data is None
    assert page.total() is None
    assert page.next_page() is None
    assert not page.says_empty()
    assert _read(body).outcome == "unreadable"


def test_a_page_class_without_data_has_the_answer() -> None:
    assert TaobaoListingPage("<p>", URL).data is None
    assert ShopListingPage('{"a": 1}', URL).data == {"a": 1}


_EMBEDDED: list[tuple[type[Page], str]] = [
    (AlibabaSearchPage, "alibaba/search_nordwerk_1"),
    (AlibabaSearchPage, "alibaba/search-1"),
    (AlibabaListingPage, "alibaba/listing_x200"),
    (AliexpressSearchPage, "aliexpress/search_nordwerk_1"),
    (AliexpressSearchPage, "aliexpress/search-1"),
    (LazadaSearchPage, "lazada/search_solvanta"),
    (TaobaoSearchPage, "taobao/search_nordwerk_1"),
    (TaobaoListingPage, "taobao/listing_m5"),
    (TaobaoListingPage, "taobao/detail-2-reduced"),
]
"""Saved pages with an embedded object: fixtures of the project, and real pages (with a hyphen)."""


@pytest.mark.parametrize(("page", "case"), _EMBEDDED)
def test_a_saved_page_and_its_data_as_an_answer_read_the_same(page: type[Page], case: str) -> None:
    folder = (REAL_PAGES if "-" in case else FIXTURES) / case
    if not folder.is_dir():
        pytest.skip(f"no real saved pages in {REAL_PAGES}")
    url = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["url"]
    body = next(folder.glob("page.*")).read_bytes()
    assert page.data_after is not None
    whole = json_where(body.decode("utf-8", "replace"), page.data_after)
    assert whole is not None
    document, answer = _read(body, url, page), _read(json.dumps(whole).encode(), url, page)
    assert document.outcome == "listings"
    assert answer == document


# paging


@pytest.mark.parametrize(
    ("facts", "following"),
    [
        ({"pages": 3, "rule": "//www.shop.example/s?page={0}"}, "https://www.shop.example/s?page=3"),
        ({"pages": 3}, True),
        ({"pages": 2, "rule": "//www.shop.example/s?page={0}"}, False),
        ({"size": 50}, False),
        ({"size": 49}, True),
        ({"size": "50", "pages": "3"}, None),
        ({"page": None, "pages": 3}, None),
        ({"pages": 3, "rule": "javascript:next({0})"}, None),
        ({}, None),
    ],
)
def test_next_page(facts: dict[str, Any], following: str | bool | None) -> None:
    assert _read(_document(_results(**facts))).next_page == following


def test_total_and_nothing_found() -> None:
    assert _read(_document(_results(count="1,234"))).total == 1234
    empty = _read(_document(_results(count=0, items=[])))
    assert (empty.outcome, empty.total) == ("empty", 0)
    assert _read(_document(_results(count=0))).outcome == "listings"
    assert _read(_document(_results(items=[]))).outcome == "unreadable"


@pytest.mark.parametrize(
    ("page", "case"),
    [
        (AlibabaSearchPage, "alibaba/search_nordwerk_1"),
        (AlibabaSearchPage, "alibaba/search-1"),
        (AlibabaShopPage, "alibaba/shop_1"),
        (AlibabaShopPage, "alibaba/shop-1"),
        (AliexpressSearchPage, "aliexpress/search_nordwerk_1"),
        (AliexpressSearchPage, "aliexpress/search-1"),
        (TaobaoSearchPage, "taobao/search_nordwerk_1"),
        (TaobaoSearchPage, "taobao/search-1"),
    ],
)
def test_total_and_next_page_of_saved_pages(page: type[Page], case: str) -> None:
    """As a person has read them: the page classes say no more than the paths."""
    folder, label = (REAL_PAGES / case, "label.json") if "-" in case else (FIXTURES / case, "expected.json")
    if not folder.is_dir():
        pytest.skip(f"no real saved pages in {REAL_PAGES}")
    meta, expected = (json.loads((folder / name).read_text(encoding="utf-8")) for name in ("meta.json", label))
    reading = _read(next(folder.glob("page.*")).read_bytes(), meta["url"], page)
    assert "next_page" not in vars(page)
    assert reading.total == expected["total"]
    assert bool(reading.next_page) == bool(expected["next_page"])


# price ladders


def test_price_steps_are_words_or_numbers() -> None:
    steps = [{"from": "≥10 pieces", "price": "€9.50"}, {"from": 100, "price": 8.25}, {"from": "500+", "price": "7"}]
    (listing,) = _read(_document(_results(items=[{"id": 1, "title": "Drill", "steps": steps}]))).listings
    assert listing.price_steps == (
        PriceStep(10, Decimal("9.50")),
        PriceStep(100, Decimal("8.25")),
        PriceStep(500, Decimal(7)),
    )
    assert (listing.price_min, listing.price_max, listing.currency) == (7, Decimal("9.50"), "EUR")


@pytest.mark.parametrize(
    "odd", [("", "5"), (None, "5"), (5, None), (True, 5), (5, True), ({}, "5"), ("5", []), (-1, 5), ("many", "5")]
)
def test_steps_that_tell_no_quantity_or_no_price_are_left_out(odd: tuple[Any, Any]) -> None:
    assert price_ladder([odd], "EUR") == ((), None)
    steps, prices = price_ladder([odd, ("&gt;=3", 4)], "EUR")
    assert steps == (PriceStep(3, Decimal(4)),)
    assert prices is not None
    assert (prices.low, prices.high, prices.currency) == (4, 4, "EUR")


def test_a_ladder_has_one_currency() -> None:
    steps, prices = price_ladder([(1, "GH₵80.51"), (10, "US$ 5"), (100, "GH₵70")], None)
    assert [step.min_qty for step in steps] == [1, 100]
    assert prices is not None
    assert prices.currency == "GHS"


# facts of the site


class ShopListingPage(ListingPage, site=ShopSite):
    """A page of the same site."""

    address = r"www\.shop\.example[a-z.]*/item/(?P<id>\d+)"
    layouts: ClassVar = {}


def test_a_page_knows_the_facts_of_its_site() -> None:
    body = _document(_results())
    (german,), (british,) = (_read(body, url).listings for url in (URL, "https://www.shop.example.uk/search?q=drill"))
    assert (german.currency, german.url) == ("EUR", "https://www.shop.example/item/1")
    assert (british.currency, british.url) == ("GBP", "https://www.shop.example.uk/item/1")
    assert (ShopSite.search_page, ShopSite.listing_page, ShopSite.shop_page) == (ShopSearchPage, ShopListingPage, None)


def test_a_site_has_one_class_of_each_kind_of_page() -> None:
    with pytest.raises(TypeError, match="ShopSite has two classes of listing pages"):

        class SecondListingPage(ListingPage, site=ShopSite):
            """One too many."""


def test_an_address_tells_its_id_without_a_page() -> None:
    assert ShopListingPage.id_of("http://www.shop.example/item/12?x=1") == "12"
    assert ShopListingPage.id_of("http://www.elsewhere.example/item/12") is None
    assert TaobaoListingPage.id_of("https://item.taobao.com/item.htm?spm=a&id=99") == "99"


@pytest.mark.parametrize("place", PLACES)
def test_facts_of_a_site_stand_on_its_spider(place: str) -> None:
    spider = spider_class(place)
    for page in spider.page_classes():
        assert page.site is spider
        for fact in ("domains", "currency", "item_url"):
            assert not any(fact in vars(base) for base in page.__mro__)
    assert list(spider.domains) in ([], spider.allowed_domains)


def test_taobao_names_tmalls_listings_as_tmall_does() -> None:
    assert spider_class("tmall").item_url == TMALL_ITEM


# words


def test_words_are_looked_for_in_the_page_first() -> None:
    page = Page.__new__(SearchPage)
    page.text = "<p>No results&nbsp;for “x”</p><script>nothing here</script><div title='gone for ever'></div>"
    assert says(page.dom, "no results for")
    assert not says(page.dom, "nothing here")
    assert not says(page.dom, "gone for ever")


def test_the_empty_path_leads_to_the_whole() -> None:
    assert get_path([1], "") == [1]
    assert list(records([{"a": 1}, 2])) == [{"a": 1}]
