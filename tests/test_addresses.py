"""Addresses there and back: what a search asks for, which page an address is, and whose it is not."""

from itertools import product
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.crawling.registry import spider_class, spider_for
from monitor.marketplaces import MARKETPLACES
from monitor.pages.extract import without_scheme
from monitor.pages.search_address import parse_search
from tests.limits import limited

SPIDERS = [spider_class(name) for name in MARKETPLACES]
_NAMES = [spider.name for spider in SPIDERS]
_GB2312 = [bytes((high, low)).decode("gb2312") for high, low in product(range(0xB0, 0xD7), range(0xA1, 0xFF))]
"""The 3,700 common characters: all that watchlists are made of, in any of the sites' charsets."""
_WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=126) | st.sampled_from(_GB2312), min_size=1, max_size=20)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SPIDERS), _WORDS, st.integers(1, 1000))
def test_search_address_and_search_of_are_inverse(spider: type, words: str, number: int) -> None:
    words = " ".join(words.split())  # as the watchlist strips them
    if spider.keyword_space != "+":  # type: ignore[attr-defined]
        words = " ".join(words.replace(spider.keyword_space, " ").split())  # type: ignore[attr-defined]
    if not words:
        return
    url = spider.search_address(words, number)  # type: ignore[attr-defined]
    assert url.isascii()
    assert spider.search_of(url) == (words, number)  # type: ignore[attr-defined]
    page = spider.page_for(url)  # type: ignore[attr-defined]
    assert page is spider.search_page  # type: ignore[attr-defined]
    assert spider_for(url) is spider
    national = f"{next(iter(spider.domains))}:" if spider.domains else ""  # type: ignore[attr-defined]
    assert spider.saved_key(url) == f"search:{national}{words.casefold()}:{number}"  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["alibaba_1688", "tmall"])
@pytest.mark.parametrize("words", ["通", "小", "联通", "机械", "诺德沃克 电钻", "C++ 50% & more", "Ω", "ёж", "café"])
def test_gbk_words_that_look_like_utf8(name: str, words: str) -> None:
    """`通` is %CD%A8 in GBK, which is a combining mark in UTF-8."""
    spider = spider_class(name)
    kept = words.encode("gbk", "ignore").decode("gbk")
    assert spider.search_of(spider.search_address(words, 2)) == (kept, 2)


@pytest.mark.parametrize("name", _NAMES)
def test_characters_that_a_site_lacks_are_dropped(name: str) -> None:
    spider = spider_class(name)
    found = spider.search_of(spider.search_address("诺\U0001f600沃", 1))
    assert found == (("诺沃" if spider.keyword_encoding == "gbk" else "诺\U0001f600沃"), 1)


def test_letters_that_a_charset_lacks_are_searched_plain() -> None:
    spider = spider_class("alibaba_1688")
    assert spider.search_of(spider.search_address("Löwe™ Ñord", 1)) == ("Lowetm nord", 1)
    assert spider_class("aliexpress").search_of(spider_class("aliexpress").search_address("Löwe", 1)) == ("Löwe", 1)


_GBK, _UTF8 = quote("诺德沃克", encoding="gbk"), quote("诺德沃克")


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        (
            "taobao",
            [
                f"https://s.taobao.com/search?q={_UTF8}",
                f"https://s.taobao.com/search?q={_UTF8}&ie=utf8&s=0",
                f"http://s.taobao.com/search?spm=a21bo.1&initiative_id=x&q={_UTF8}&s=0&_input_charset=utf-8#top",
                f"https://S.TAOBAO.COM/search?q={_UTF8.lower()}&s=",
                "https://s.taobao.com/search?q=诺德沃克",
                f" https://s.taobao.com/search?q={_UTF8}&s=43 ",
            ],
        ),
        (
            "tmall",
            [
                f"https://list.tmall.com/search_product.htm?q={_GBK}",
                f"https://list.tmall.com/search_product.htm?q={_UTF8}&s=0",
                f"https://list.tmall.com/search_product.htm?q={_GBK}&type=p&vmarket=&spm=3.7396704",
            ],
        ),
        (
            "alibaba_1688",
            [
                f"https://s.1688.com/selloffer/offer_search.htm?keywords={_GBK}",
                f"https://s.1688.com/selloffer/offer_search.htm?keywords={_UTF8}&beginPage=1",
                f"https://s.1688.com/selloffer/offer_search.htm?spm=a&keywords={_GBK}&beginPage=&n=y",
            ],
        ),
        (
            "aliexpress",
            [
                "https://www.aliexpress.com/w/wholesale-nord-werk.html",
                "https://www.aliexpress.com/w/wholesale-Nord-Werk.html?page=1&spm=x",
                "https://www.aliexpress.com/w/wholesale-nord+werk.html?page=1",
                "https://de.aliexpress.com/w/wholesale-nord%20werk.html?g=y",
            ],
        ),
        (
            "alibaba",
            [
                "https://www.alibaba.com/trade/search?SearchText=nordwerk",
                "https://www.alibaba.com/trade/search?IndexArea=product_en&SearchText=Nordwerk&page=1&tracelog=x",
                "https://www.alibaba.com/trade/search?SearchText=NORDWERK+&page=0",
            ],
        ),
    ],
)
def test_all_spellings_of_a_search_are_one(name: str, spellings: list[str]) -> None:
    keys = {spider_class(name).saved_key(url) for url in spellings}
    assert len(keys) == 1, keys
    assert keys.pop().startswith("search:")


@pytest.mark.parametrize(
    ("name", "urls", "key"),
    [
        (
            "taobao",
            ["https://item.taobao.com/item.htm?id=11&spm=1", "http://item.taobao.com/item.htm?spm=1&id=11#a"],
            "listing:11",
        ),
        (
            "taobao",
            ["https://shop7.taobao.com", "https://shop7.world.taobao.com/?spm=1", "https://SHOP7.taobao.com/a"],
            "shop:7",
        ),
        (
            "tmall",
            ["https://detail.tmall.com/item.htm?id=12", "https://detail.m.tmall.com/item.htm?x=1&id=12"],
            "listing:12",
        ),
        ("alibaba_1688", ["https://detail.1688.com/offer/13.html", "https://m.1688.com/offer/13.html?x"], "listing:13"),
        (
            "aliexpress",
            ["https://www.aliexpress.com/item/14.html?a=b", "https://de.aliexpress.com/i/14.html"],
            "listing:14",
        ),
        (
            "alibaba",
            [
                "https://www.alibaba.com/product-detail/_15.html",
                "https://www.alibaba.com/product-detail/Drill_15.html?s=p",
            ],
            "listing:15",
        ),
    ],
)
def test_all_spellings_of_a_listing_or_shop_are_one(name: str, urls: list[str], key: str) -> None:
    assert {spider_class(name).saved_key(url) for url in urls} == {key}


_WITH_ITEM_URL = [s.name for s in SPIDERS if s.listing_page and s.item_url]


@pytest.mark.parametrize("name", _WITH_ITEM_URL)
def test_a_listings_own_address_is_its_page(name: str) -> None:
    spider = spider_class(name)
    number = "B0AB12CD34" if name == "amazon" else "123456789012"
    for domain in (*spider.domains, None):
        url = spider.listing_address(number, f"https://www.{domain}/" if domain else None)
        assert url is not None
        assert spider.page_for(url) is spider.listing_page
        assert spider.saved_key(url) == f"listing:{number}"
        assert spider_for(url) is spider
        assert domain is None or f"{domain}/" in url


def test_a_listing_without_a_canonical_address_is_where_it_was_found() -> None:
    url = "https://nordfake.en.made-in-china.com/product/AbCdEfGhIjKl/China-Drill.html"
    assert spider_class("made_in_china").listing_address("AbCdEfGhIjKl", url) == url
    assert {name for name in _NAMES if name not in _WITH_ITEM_URL} == {"made_in_china", "baidu", "bing", "shopee"}


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 1),
        ("&s=0", 1),
        ("&s=43", 1),
        ("&s=44", 2),
        ("&s=x", 1),
        ("&s=-44", 1),
        ("&s=٤٤", 1),
        ("&s=" + "9" * 5000, 1),
    ],
)
def test_page_numbers(query: str, number: int) -> None:
    assert spider_class("taobao").search_of(f"https://s.taobao.com/search?q=a{query}") == ("a", number)


def test_what_is_no_search() -> None:
    taobao, aliexpress = spider_class("taobao"), spider_class("aliexpress")
    assert taobao.search_of("https://s.taobao.com/search") is None
    assert taobao.search_of("https://s.taobao.com/search?q=&s=44") is None
    assert taobao.search_of("https://s.taobao.com/search?q") is None
    assert aliexpress.search_of("https://www.aliexpress.com/w/wholesale-.html") is None
    assert aliexpress.search_of("https://www.aliexpress.com/w/other.html?page=2") is None
    assert taobao.saved_key("https://s.taobao.com/search") == "s.taobao.com/search"


def test_a_search_whose_pages_are_not_told_is_its_first() -> None:
    url = "https://shop.example/find?w=a"
    assert parse_search(
        url,
        "https://shop.example/find?w={keyword}",
        encoding="utf-8",
        space="+",
        first_page=1,
        page_step=1,
        page_size=0,
    ) == ("a", 1)


@pytest.mark.parametrize(
    ("name", "url", "search"),
    [
        ("jd", "https://search.jd.com/Search?keyword=drill&enc=utf-8&page=1", ("drill", 1)),
        ("jd", "https://search.jd.com/Search?keyword=drill&enc=utf-8&page=2", ("drill", 1)),
        ("jd", "https://search.jd.com/Search?keyword=drill&enc=utf-8&page=5", ("drill", 3)),
        ("bing", "https://cn.bing.com/search?q=nordwerk+drill&first=11&FORM=PERE", ("nordwerk drill", 2)),
        ("bing", "https://www.bing.com/search?q=nordwerk", ("nordwerk", 1)),
        ("baidu", "https://www.baidu.com/s?ie=utf-8&wd=%E8%AF%BA%E5%BE%B7&pn=20", ("诺德", 3)),
        (
            "made_in_china",
            "https://www.made-in-china.com/multi-search/cordless%2Bdrill/F1/4.html",
            ("cordless+drill", 4),
        ),
        ("shopee", "https://shopee.sg/search?keyword=drill&page=2", ("drill", 3)),
        ("amazon", "https://www.amazon.de/s?k=drill&page=2&ref=sr_pg_2", ("drill", 2)),
    ],
)
def test_searches_with_steps_and_paths(name: str, url: str, search: tuple[str, int]) -> None:
    assert spider_class(name).search_of(url) == search


def test_each_national_domain_is_a_search_of_its_own() -> None:
    amazon = spider_class("amazon")
    keys = {amazon.saved_key(amazon.search_address("drill", 1, domain)) for domain in amazon.domains}
    assert len(keys) == len(amazon.domains)
    assert amazon.search_address("drill", 2, "amazon.de") == "https://www.amazon.de/s?k=drill&page=2"
    assert amazon.search_address("drill", 2) == "https://www.amazon.com/s?k=drill&page=2"


# --- whose an address is not

_KNOWN = [
    "s.taobao.com/search?q=a",
    "item.taobao.com/item.htm?id=1",
    "shop1.taobao.com/",
    "list.tmall.com/search_product.htm?q=a",
    "detail.tmall.com/item.htm?id=1",
    "s.1688.com/selloffer/offer_search.htm?keywords=a",
    "detail.1688.com/offer/1.html",
    "www.aliexpress.com/w/wholesale-a.html",
    "www.aliexpress.com/item/1.html",
    "www.aliexpress.com/store/1",
    "www.alibaba.com/trade/search?SearchText=a",
    "www.alibaba.com/product-detail/_1.html",
    "nordfake.en.alibaba.com/productlist.html",
]


@pytest.mark.parametrize("known", _KNOWN)
def test_an_address_with_http_or_https_is_known_and_nothing_else(known: str) -> None:
    host, slash, rest = known.partition("/")
    for good in (
        f"https://{known}",
        f"http://{known}",
        f"HTTPS://{known}",
        known,
        f"  https://{known}\n",
        f"//{known}",
    ):
        assert spider_for(good) is not None, good
    for bad in (
        f"javascript:{known}",
        f"javascript://{known}",
        f"data:text/html,{known}",
        f"file://{known}",
        f"ftp://{known}",
        f"view-source:https://{known}",
        f"https://evil.test/{known}",
        f"https://evil.test/?u=https://{known}",
        f"https://evil.test#{known}",
        f"https://evil.test\\{known}",
        f"https://{host}.evil.test{slash}{rest}",
        f"https://{host}@evil.test{slash}{rest}",
        f"https://{host}:80@evil.test{slash}{rest}",
        f"https://user@{known}",
        f"https://user:pw@{known}",
        f"https://evil.test@{known}",
        f"https://evil{host.replace('.', '-')}{slash}{rest}",
        f"https://{host}\\.evil.test{slash}{rest}",
        f"https://{host.replace('s', 'ſ')}.test{slash}{rest}",
        f"https://{host.replace('m', 'ｍ')}{slash}{rest}",
        f"https://{host}\x00.evil.test{slash}{rest}",
        f"https://\x00{known}",
        f"https:///{known}",
        f"///{known}",
    ):
        assert spider_for(bad) is None, bad


@pytest.mark.parametrize(
    "host", ["eviltaobao.com", "taobao.com.evil.test", "xs.taobao.com", "evilaliexpress.com", "s.taobao.comx"]
)
def test_hosts_that_only_look_alike(host: str) -> None:
    for path in ("search?q=a", "item.htm?id=1", "w/wholesale-a.html", "item/1.html", ""):
        assert spider_for(f"https://{host}/{path}") is None


def test_ids_are_ascii_digits() -> None:
    assert spider_for("https://item.taobao.com/item.htm?id=١٢") is None
    assert spider_for("https://shop١.taobao.com/") is None


_LONG = [
    "https://s.taobao.com/search?q=" + "a" * 10**6,
    "https://s.taobao.com/search?q=" + "%E8" * 300_000,
    "https://s.taobao.com/search?" + "q=a&" * 200_000,
    "https://item.taobao.com/item.htm?" + "?id=" * 200_000,
    "https://" + "a." * 300_000 + "aliexpress.com",
    "https://" + "a" * 10**6 + ".en.alibaba.com",
    "https://" + "a-" * 10**5 + "alibaba.com/product-detail/" + "_-1" * 10**5,
    "https://m.1688.com/page/offer" + "?&id=" * 10**5,
    "https://www.aliexpress.com/item/" + "1/" * 10**5,
    "https://www.aliexpress.com/w/wholesale-" + "-" * 10**6 + ".html",
    "\x00" * 10**6,
    "https://" * 10**5,
    " " * 10**6 + "x",
]


@pytest.mark.parametrize("url", _LONG, ids=range(len(_LONG)))
@limited(cpu_seconds=60)
def test_very_long_addresses_are_read_in_linear_time(url: str) -> None:
    for spider in SPIDERS:
        spider.saved_key(url)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["", "https://", "http://", "javascript:", "//"]),
    st.sampled_from([*_KNOWN, "", "[::1", "s.taobao.com", "s.taobao.com/search?q=%", "[s.taobao.com]/search?q=a"]),
    st.text(st.characters(codec=None, categories=None), max_size=20),
)
def test_any_address(scheme: str, known: str, tail: str) -> None:
    for url in (scheme + known + tail, tail + known, scheme + tail + known):
        for spider in SPIDERS:
            assert isinstance(spider.saved_key(url), str)
            if (page := spider.page_for(url)) and page.kind == "search":
                spider.search_of(url)


def test_without_scheme() -> None:
    assert without_scheme(" HTTPS://a.example/b ") == "a.example/b"
    assert without_scheme("ftp://a.example/b") == "ftp://a.example/b"
