"""Search engines lead on: to a marketplace's listing, to a shop that nobody knows, or to a page kept as a hit."""

import base64
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from monitor.crawling.search_engine import is_redirect, resolve_result, shown_site, true_target
from monitor.model import Listing, Vendor
from monitor.pages.normalised_url import normalised_url, short_id
from tests.commands import FIXTURES, monitor_process
from tests.no_network import without_network
from tests.record_book import HOUR, NOON, Book, own_page, search
from tests.store_helper import listing

WATCHLIST = """
marketplaces = ["bing", "baidu"]
[[brand]]
name = "Nordwerk"
chinese = ["诺德沃克"]
categories = ["cordless drills", "电钻"]
[[brand.product]]
name = "X200"
reference_price = "189.00"
currency = "EUR"
[[brand.authorised_seller]]
marketplace = "web"
id = "werkzeug-ecke.example"
"""


def _result(url: str, **facts: Any) -> Listing:
    return Listing(1, None, "Nordwerk X200 drill", url, vendor=Vendor(None, "shop.example"), **facts)


def _hidden(url: str, prefix: str = "a1") -> str:
    return f"https://www.bing.com/ck/a?!&&p=1&u={prefix}{base64.urlsafe_b64encode(url.encode()).decode().rstrip('=')}&ntb=1"


@pytest.mark.parametrize(
    ("url", "marketplace", "listing_id"),
    [
        ("https://item.taobao.com/item.htm?spm=1&id=7101", "taobao", "7101"),
        ("https://detail.tmall.com/item.htm?id=6501", "tmall", "6501"),
        ("https://de.aliexpress.com/item/100599.html?spm=x", "aliexpress", "100599"),
        ("https://www.amazon.co.uk/Some-Drill/dp/B0AB12CD34/ref=sr_1_1", "amazon", "B0AB12CD34"),
        ("https://www.ebay.de/itm/Bohrer/287000000101?hash=x", "ebay", "287000000101"),
        ("https://item.jd.com/100900.html", "jd", "100900"),
        ("https://www.dhgate.com/product/a-drill/990000101.html#x", "dhgate", "990000101"),
        ("https://fictiva.en.made-in-china.com/product/AbCdEfGhIjKl/China-Drill.html", "made_in_china", "AbCdEfGhIjKl"),
        ("https://www.etsy.com/de/listing/1290000101/drill", "etsy", "1290000101"),
        ("https://www.lazada.sg/products/drill-i3900000101-s1.html", "lazada", "3900000101"),
    ],
)
def test_a_marketplaces_listing_is_led_to_as_its_own(url: str, marketplace: str, listing_id: str) -> None:
    found = resolve_result(_result(url))
    assert (found.marketplace, found.listing_id) == (marketplace, listing_id)
    assert found.vendor == Vendor(), "the site that the engine shows is no vendor"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.shop.example/p/1?utm_source=bing&gclid=2",
        "http://shop.example/p/1/",
        "https://shop.example/p/1#top",
        "https://SHOP.example/p/1?spm=a.b",
    ],
)
def test_links_to_one_page_are_one_hit(url: str) -> None:
    found = resolve_result(_result(url))
    assert (found.marketplace, found.listing_id) == ("web", short_id("shop.example/p/1"))


def test_other_pages_of_a_marketplace_are_hits_of_the_web() -> None:
    """A search on Taobao is no listing; the spider of the web does not ask marketplaces for it."""
    assert resolve_result(_result("https://s.taobao.com/search?q=nordwerk")).marketplace == "web"


def test_what_an_engine_hides_is_known_by_its_words() -> None:
    one, other = (resolve_result(_result(f"http://www.baidu.com/link?url={code}")) for code in ("abc", "xyz"))
    assert one.listing_id == other.listing_id
    assert resolve_result(_result("http://www.baidu.com/link?url=abc", units_sold=1)).marketplace == "web"


def test_an_engines_own_offer_stays_its_own() -> None:
    offer = Listing(1, "374", "Nordwerk X200", "https://www.bing.com/shop/productpage?q=x")
    assert resolve_result(offer) is offer


@pytest.mark.parametrize(
    ("shown", "target"),
    [
        (_hidden("https://a.example/b?c=d"), "https://a.example/b?c=d"),
        (_hidden("/shop/productpage?q=x"), "/shop/productpage?q=x"),
        (_hidden(quote("https://a.example/ü", safe=""), prefix=""), "https://a.example/ü"),
        ("https://a.example/?u=a1aHR0cDovL2IuZXhhbXBsZQ", "https://a.example/?u=a1aHR0cDovL2IuZXhhbXBsZQ"),
        ("https://www.bing.com/ck/a?u=a1!!!!", "https://www.bing.com/ck/a?u=a1!!!!"),
        (_hidden("javascript:alert(1)"), _hidden("javascript:alert(1)")),
        (None, None),
    ],
)
def test_true_target(shown: str | None, target: str | None) -> None:
    assert true_target(shown) == target


@given(st.text(max_size=80))
def test_any_target(tail: str) -> None:
    for url in (tail, "https://www.bing.com/ck/a?" + tail, "https://www.bing.com/ck/a?u=a1" + tail):
        assert isinstance(true_target(url), str)
        assert isinstance(normalised_url(url), str)
        assert isinstance(shown_site(url), str | None)
        assert isinstance(is_redirect(url), bool)


@pytest.mark.parametrize(
    ("shown", "site"),
    [
        ("https://www.a.example › p › x", "www.a.example"),
        ("tieba.a.example/p/23...", "tieba.a.example"),
        ("演示百科", "演示百科"),
        ("", None),
        (None, None),
    ],
)
def test_shown_site(shown: str | None, site: str | None) -> None:
    assert shown_site(shown) == site


# --- what a lead changes in the store


def test_a_lead_changes_nothing_of_a_known_listing(tmp_path: Path) -> None:
    """The engine's words about a listing are older and fewer than its own page's."""
    book = Book(tmp_path / "store")
    book.add(own_page(listing("1")))
    visits = ("visit", "visit_digest", "unjudged_visit")
    before = book.dump(without=visits)
    lead = listing("1", "Nordwerk X200 - Taobao", marketplace="taobao", price_min=None, currency=None, vendor=Vendor())
    book.add(search(lead, marketplace="bing", at=NOON + HOUR))
    with book.store.write() as connection:
        connection.execute(text("UPDATE listing SET last_seen = first_seen"))  # it was seen, and that is all
    assert book.dump(without=visits) == before


def test_a_lead_to_an_unknown_listing_is_a_listing(tmp_path: Path) -> None:
    book = Book(tmp_path / "store")
    lead = listing("1", "Nordwerk X200 - Taobao", marketplace="taobao", price_min=None, currency=None, vendor=Vendor())
    book.add(search(lead, marketplace="bing"))
    assert book.one().key == "taobao:1"
    book.add(own_page(listing("1"), at=NOON + HOUR))
    assert (book.one().title, book.one().currency) == ("诺德沃克 X200 电钻", "CNY")


# --- the whole way, on saved pages


@pytest.fixture(scope="module")
def led(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A replayed run of two engines: their results lead to marketplaces that the plan does not name, and elsewhere."""
    root = tmp_path_factory.mktemp("led")
    (root / "watchlist.toml").write_text(WATCHLIST, encoding="utf-8")
    command = ["run", "watchlist.toml", "--replay", FIXTURES, "--store", "store", "--json"]
    done = monitor_process(*command, cwd=root, env=without_network(root))
    assert done.returncode == 1, done.stderr
    book = Book.__new__(Book)
    from monitor.store.store import open_store

    book.store = open_store(root / "store")
    tallies = json.loads(done.stdout)["marketplaces"]
    assert {"web", "aliexpress", "taobao", "alibaba_1688"} <= set(tallies)
    assert any(tally["not_saved"] for tally in tallies.values()), "a page that is not saved is reported"
    return book


def test_a_replay_opens_no_socket(led: Book) -> None:
    """Also for pages that are not saved, and for the sites that search results lead to."""
    assert not (led.store.root.parent / "tried.txt").exists()


def test_the_led_to_listing_pages_are_read(led: Book) -> None:
    pages = led.read("SELECT marketplace, target, outcome FROM visit WHERE page = 'listing' AND marketplace != 'web'")
    assert {tuple(row) for row in pages} == {
        ("aliexpress", "listing:1005990000000004", "empty"),
        ("taobao", "listing:710000000106", "listings"),
        ("alibaba_1688", "listing:820000000104", "listings"),
    }
    assert led.read("SELECT vendor FROM listings WHERE listing_id = '710000000106'")[0][0] == "劲拓木石工具铺"


def test_unknown_shops_are_read_and_judged(led: Book) -> None:
    told = led.read("SELECT url, price, currency FROM listings WHERE marketplace = 'web' AND price IS NOT NULL")
    assert {row[0]: tuple(row[1:]) for row in told} == {
        "https://www.toolbargain.example/products/nordwerk-x200": (49.0, "EUR"),
        "https://werkzeug-ecke.example/p/17": (39.9, "EUR"),
        "https://drill-corner.example/m5": (17.5, "USD"),
    }
    rows = led.read("SELECT url, level FROM findings WHERE marketplace = 'web'")
    assert {tuple(row) for row in rows} == {
        ("https://www.toolbargain.example/products/nordwerk-x200", "high"),
        ("https://drill-corner.example/m5", "low"),
    }, "the M5 has no reference price in this watchlist"


def test_a_brands_own_site_is_an_authorised_seller(led: Book) -> None:
    """The vendor's id of a page of the web is the site: on record, not flagged, and the others are unauthorised."""
    rows = led.read(
        "SELECT l.url, f.level, f.reasons FROM finding AS f JOIN listing AS l ON l.key = f.listing_key "
        "WHERE l.marketplace = 'web' AND l.price_min IS NOT NULL"
    )
    codes = {row[0]: {reason["code"] for reason in json.loads(row[2])} for row in rows}
    assert "authorised_seller" in codes["https://werkzeug-ecke.example/p/17"]
    for url in ("https://www.toolbargain.example/products/nordwerk-x200", "https://drill-corner.example/m5"):
        assert "unauthorised_vendor" in codes[url]


def test_what_sells_nothing_is_kept_as_a_hit(led: Book) -> None:
    url = "https://forum.heimwerken.example/t/4711"
    (row,) = led.read(f"SELECT title, price, marketplace FROM listings WHERE url = '{url}'")
    assert tuple(row) == ("Is my Nordwerk drill a fake? - Forum", None, "web")


def test_a_page_that_is_gone_or_walled_is_said(led: Book) -> None:
    pages = {row[0]: row[1:] for row in led.read("SELECT url, outcome, reason FROM visit WHERE marketplace = 'web'")}
    assert pages["https://www.toolbargain.example/ads/nordwerk"] == ("blocked", "wall")
    assert pages["https://baike.demo.example/nordwerk"][0] == "empty"


def test_nothing_is_searched_where_the_plan_does_not_say_so(led: Book) -> None:
    searched = {row[0] for row in led.read("SELECT DISTINCT marketplace FROM visit WHERE page = 'search'")}
    assert searched == {"bing", "baidu"}
