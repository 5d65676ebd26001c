"""What sites show beside their results, or in their place: each trap is laid in a composed page."""

import json
from functools import cache

import pytest

from monitor.crawling.registry import spider_for
from monitor.pages.read import read_page
from monitor.pages.reading import PageReading
from tests.commands import FIXTURES


@cache
def _read(case: str) -> PageReading:
    meta = json.loads((FIXTURES / case / "meta.json").read_text(encoding="utf-8"))
    spider = spider_for(meta["url"])
    page = spider.page_for(meta["url"]) if spider else None
    assert page is not None
    return read_page(page, _body(case), meta["url"], meta["status"], meta["headers"]["Content-Type"])


def _body(case: str) -> bytes:
    return next((FIXTURES / case).glob("page.*")).read_bytes()


def _titles(case: str) -> list[str]:
    return [listing.title or "" for listing in _read(case).listings]


def test_ebays_placeholders_are_no_listings() -> None:
    assert _body("ebay/search_nordwerk_1").count(b"Shop on eBay") >= 2
    assert "Shop on eBay" not in " ".join(_titles("ebay/search_nordwerk_1"))
    assert len(_titles("ebay/search_nordwerk_1")) == _read("ebay/search_nordwerk_1").total == 5


def test_ebays_lines_between_results_are_told_by_their_words() -> None:
    """One line's class stands for sellers abroad, a corrected spelling, fewer words: only these are other goods."""
    abroad = _read("ebay/search_international")
    assert [listing.location for listing in abroad.listings] == ["China", "Germany"]
    assert abroad.total == 2
    assert _titles("ebay/search_did_you_mean") == ["Nordwrek drill, as the box says"]
    assert _titles("ebay/search_domain_de_fewer_words") == ["Nordwerk Koffer leer"]


def test_ebays_old_count_of_nothing() -> None:
    url = "https://www.ebay.com/sch/i.html?_nkw=Nordwerk"
    spider = spider_for(url)
    page = spider.page_for(url) if spider else None
    assert page is not None
    body = b"<h1>Nordwerk</h1><span class=listingscnt>0 listings</span>"
    assert read_page(page, body, url).outcome == "empty"


def test_amazons_prices_are_those_of_buyers() -> None:
    """Neither a rent nor the nothing that members pay; what costs nothing costs nothing."""
    prices = [str(listing.price_min) for listing in _read("amazon/search_members").listings]
    assert prices == ["8.95", "24.95", "96.87", "0.00", "None", "None", "39.00"]
    (product,) = _read("amazon/listing_range").listings
    assert (str(product.price_min), str(product.price_max)) == ("29.99", "35.99")


def test_amazons_pictures_of_words() -> None:
    error = _read("amazon/search_blocked_error")
    assert (error.outcome, error.reason) == ("blocked", "status")
    assert _read("amazon/listing_gone_picture").reason == "gone"


def test_etsys_shop_is_a_name_of_one_word() -> None:
    names = [listing.vendor.name for listing in _read("etsy/search_shop_2021").listings]
    assert names == ["SignsAndSawdust", "WorkshopWalls", None]


def test_ebays_results_matching_fewer_words_are_other_goods() -> None:
    """Behind some results they don't count; behind none, the page is empty, whatever it shows."""
    for case in ("ebay/search_fewer_words", "ebay/search_empty"):
        assert b"Results matching fewer words" in _body(case)
    assert _titles("ebay/search_fewer_words") == ["Nordwerk X200 Cordless Drill 18V Brushless Set New In Box"]
    assert _read("ebay/search_empty").outcome == "empty"
    assert _read("ebay/search_empty").next_page is None, "the next page is of the other goods"


def test_ebays_words_in_a_title_are_none_of_it() -> None:
    assert "New Listing" in _body("ebay/search_domain_uk").decode()
    assert not any("New Listing" in title or "Opens in" in title for title in _titles("ebay/search_domain_uk"))


def test_jds_recommendations_are_no_results() -> None:
    text = _body("jd/search_empty").decode()
    assert "没有找到与" in text
    assert "为您推荐" in text
    assert text.count("gl-item") == 2
    assert _read("jd/search_empty").outcome == "empty"
    assert _read("jd/search_empty").total == 0, "the number on the page is the other word's"


def test_bings_other_results_are_none() -> None:
    text = _body("bing/search_empty").decode()
    assert "No results found for" in text
    assert text.count("b_algo") == 2
    assert (_read("bing/search_empty").outcome, _read("bing/search_empty").next_page) == ("empty", None)


def test_an_undecoded_brotli_body_is_unreadable() -> None:
    """Bytes that happen to hold no wall and no result: never empty."""
    assert _read("baidu/search_unreadable").outcome == "unreadable"


def test_jds_gbk_page_of_2013_is_read() -> None:
    """Its server says no charset, its meta tag one that is too small."""
    with pytest.raises(UnicodeDecodeError):
        _body("jd/search_solvanta_gbk").decode("utf-8")
    assert _titles("jd/search_solvanta_gbk")[0] == "索凡塔（Solvanta）水润24小时面霜 50ml"


@pytest.mark.parametrize(
    ("case", "title", "reason"),
    [
        ("jd/search_blocked", "Nordwerk - 商品搜索 - 京东", "rate_limit"),
        ("bing/search_blocked", "Solvanta Paris - Search", "wall"),
        ("amazon/search_blocked", "Amazon.com", "wall"),
        ("lazada/search_blocked", "Lazada.sg | Online Shopping", "wall"),
        ("shopee/search_blocked", "Shopee Singapore | Best Deals", "login"),
        ("shopee/search_blocked_br", "Shopee Brasil | Ofertas", "login"),
    ],
)
def test_walls_with_status_200_and_an_ordinary_title(case: str, title: str, reason: str) -> None:
    meta = json.loads((FIXTURES / case / "meta.json").read_text(encoding="utf-8"))
    assert meta["status"] == 200
    assert f">{title}</title>" in _body(case).decode()
    assert (_read(case).outcome, _read(case).reason) == ("blocked", reason)


def test_advertisements_are_marked() -> None:
    for case, ads in {"bing/search_nordwerk_1": 1, "baidu/search_nordwerk_1": 1, "amazon/search_nordwerk_1": 1}.items():
        assert sum(listing.ad is True for listing in _read(case).listings) == ads, case


def test_bing_tells_the_true_target() -> None:
    urls = [listing.url or "" for listing in _read("bing/search_nordwerk_1").listings]
    assert not any("bing.com" in url for url in urls)
    assert "https://www.aliexpress.com/item/1005990000000004.html?spm=demo" in urls


def test_boxes_between_results_are_none() -> None:
    assert b"People also ask" in _body("bing/search_nordwerk_1")
    assert "People also ask" not in _titles("bing/search_nordwerk_1")
    assert b"Customers also viewed" in _body("amazon/search_nordwerk_1")
    assert len(_titles("amazon/search_nordwerk_1")) == 7
