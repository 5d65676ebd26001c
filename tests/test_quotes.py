"""What a reason quotes are the listing's own letters: its title's, or its seller's name.

Tried on the project's saved pages, on the simulated market, on composed titles, and on real saved pages where there are
some (`tests.commands.REAL_PAGES`).
"""

import json
import random
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.market.brands import watchlist as market_watchlist
from bench.market.world import DEALERS, Market
from monitor.crawling.registry import spider_class, spider_for
from monitor.indicators import judge
from monitor.indicators.case import Case
from monitor.lexicon.slang import slang_terms
from monitor.lexicon.supplies import supplies
from monitor.marketplaces import WEB
from monitor.matching import Matcher
from monitor.model import Listing, Reason
from monitor.pages.read import read_page
from monitor.text.hanzi import simplified_text
from monitor.watchlist import Brand, Watchlist
from monitor.watchlist.load import load_watchlist
from monitor.words.findings import reason_words
from tests.commands import REAL_PAGE_FOLDERS, REAL_PAGES, ROOT

DAY = date(2026, 11, 2)
_QUOTED_IN_WHY = re.compile(r"(?:replica slang|its category or product|a model number|to other words) \((.*?)\)")


def quotes_of(reason: Reason) -> list[str]:
    """Everything that a reason quotes of the listing."""
    facts: dict[str, Any] = dict(reason.facts)
    vendor = facts.get("vendor")
    name = vendor.get("name") if isinstance(vendor, dict) else vendor
    quotes = [*facts.get("quotes", []), facts.get("words"), facts.get("mention"), name]
    return [*filter(None, quotes), *_QUOTED_IN_WHY.findall(facts.get("why", ""))]


def check(listing: Listing, matcher: Matcher, watchlist: Watchlist, marketplace: str) -> list[str]:
    """Judge a listing for each brand that it names; the quotes, each of which stands in the listing and is told."""
    found = []
    brands = {brand.id: brand for brand in watchlist.brand}
    for match in matcher.match(listing.title):
        assert (listing.title or "")[match.start : match.end] == match.mention
        for reason in judge(Case(listing, match, brands[match.brand], marketplace, DAY)).reasons:
            for quote in quotes_of(reason):
                assert quote in (listing.title or "") or quote == listing.vendor.name, (quote, listing, reason)
                found.append(quote)
            for quote in reason.facts.get("quotes", []):
                told = [reason_words(reason, language).text for language in ("en", "zh")]
                assert all(quote in text for text in told), (quote, told)
    return found


def listings_of(folder: Path) -> Iterator[tuple[Listing, str]]:
    """What the page of a case says, and the marketplace."""
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    spider = spider_for(meta["url"]) or spider_class(WEB)
    page_class = spider.page_for(meta["url"])
    assert page_class is not None
    body = next(folder.glob("page.*")).read_bytes()
    headers = {name.lower(): value for name, value in (meta.get("headers") or {}).items()}
    reading = read_page(page_class, body, meta["url"], meta.get("status") or 200, headers.get("content-type"))
    yield from ((listing, spider.name) for listing in reading.listings)


def test_on_the_pages_of_the_demo() -> None:
    watchlist = load_watchlist(ROOT / "examples" / "watchlist.toml")
    matcher = Matcher(watchlist.brand)
    quotes = [
        quote
        for meta in sorted((ROOT / "fixtures").glob("*/*/meta.json"))
        for listing, marketplace in listings_of(meta.parent)
        for quote in check(listing, matcher, watchlist, marketplace)
    ]
    assert len(quotes) > 50


def test_on_the_simulated_market() -> None:
    watchlist = market_watchlist(DEALERS)
    matcher = Matcher(watchlist.brand)
    market = Market(random.Random(7))
    market.open(0.15)
    quotes = [
        quote for offer in market.offers for quote in check(offer.listing, matcher, watchlist, offer.seller.marketplace)
    ]
    assert len(quotes) > 300


def test_on_real_pages() -> None:
    if not REAL_PAGES.is_dir():
        pytest.skip(f"no real saved pages in {REAL_PAGES} (MONITOR_REAL_PAGES names their folder)")
    watchlist = load_watchlist(REAL_PAGES / "watchlist.toml")
    matcher = Matcher(watchlist.brand)
    quotes = [
        quote
        for folder in REAL_PAGE_FOLDERS
        for meta in sorted(folder.glob("*/*/meta.json"))
        for listing, marketplace in listings_of(meta.parent)
        for quote in check(listing, matcher, watchlist, marketplace)
    ]
    assert quotes


def _wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


_TRADITIONAL = str.maketrans(
    {simplified_text(char): char for char in "復單廠貨過專櫃驗級適閒讓飾錶鑽標證書紙盒號聯繫轉諾維"}
)
_WRITTEN = st.sampled_from([str, str.upper, str.title, _wide, lambda text: text.translate(_TRADITIONAL)])
_WORDS = st.sampled_from(
    [term.term for term in slang_terms()]
    + [supply.term for supply in supplies()]
    + "二手 闲置自用 95新 vintage 适用于 兼容 for 同款 style 风格 加微信 V信abc12345 专用 通用 电池 13800138000".split()
    + "charger strap compatible with|电钻|X200|wireless drill|🔥|50张|定制|replacement for".split("|")
)
_NAMES = st.sampled_from(
    ["Nordwerk", "诺德沃克", "N0rdwerk", "Nоrdwerk", "诺*沃克", "诺得沃克", "NW", "N家", "N.o.r.d.w.e.r.k"]
)
_BRAND = Brand(name="Nordwerk", chinese=["诺德沃克"], weak_names=["NW"], categories=["drill", "电钻"])
_WATCHLIST = Watchlist(brand=[_BRAND])
_MATCHER = Matcher(_WATCHLIST.brand)


@given(
    st.lists(st.tuples(_WORDS, _WRITTEN), max_size=3),
    _NAMES,
    st.lists(st.tuples(_WORDS, _WRITTEN), max_size=4),
    st.sampled_from([" ", "", "-", "　", "\u200b", "🔥"]),
)
def test_on_composed_titles(
    before: list[tuple[str, Any]], name: str, after: list[tuple[str, Any]], between: str
) -> None:
    parts = [write(word) for word, write in before] + [name] + [write(word) for word, write in after]
    check(Listing(1, "1", between.join(parts), price_min=Decimal(1), stock=2), _MATCHER, _WATCHLIST, "taobao")


@pytest.mark.parametrize(
    ("title", "quote"),
    [
        ("NW 復刻 電鑽", "復刻"),  # not 复刻, which the lexicon has
        ("NW ＲＥＰＬＩＣＡ", "ＲＥＰＬＩＣＡ"),
        ("N家 電鑽 高仿", "高仿"),
        ("诺* 電鑽 1：1", "1：1"),
    ],
)
def test_what_supports_a_name_is_quoted_as_written(title: str, quote: str) -> None:
    (match,) = _MATCHER.match(title)
    assert f"replica slang ({quote})" in match.why


@pytest.mark.parametrize(
    ("title", "code", "quote"),
    [
        ("適用於 Nordwerk X200 電池", "accessory", "適用於"),
        ("ｆｏｒ Nordwerk X200 battery", "accessory", "ｆｏｒ"),
        ("Nordwerk 專用電池", "accessory", "專用"),
        ("Nordwerk 同款電鑽", "comparison", "同款"),
        ("аналог Nordwerk", "comparison", "аналог"),
        ("faux fur Nordwerk 外套", "accessory", None),
        ("Nordwerk 電鑽 閒置 自用", "few_used_units", "閒置"),
        ("Nordwerk 電鑽 加薇信", "off_platform_contact", "加薇信"),
        ("Nordwerk 吊牌 訂製", "copying_supplies", "吊牌"),
    ],
)
def test_words_in_any_spelling_are_seen_and_quoted_as_written(title: str, code: str, quote: str | None) -> None:
    (match,) = _MATCHER.match(title)
    reasons = judge(Case(Listing(1, "1", title, stock=1), match, _BRAND, "taobao", DAY)).reasons
    assert [quotes_of(reason)[0] for reason in reasons if reason.code == code] == ([quote] if quote else [])
