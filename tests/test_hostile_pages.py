"""Every page class reads its fixtures with odd values in the place of its own: no exception, and storable listings."""

import json
import random
import re
from pathlib import Path

import pytest

from bench.fuzz import cases, check_storable, fuzz
from bench.mutations import odd_values, original
from monitor.crawling.registry import spider_class
from monitor.pages.limits import MAX_LISTINGS
from monitor.pages.read import read_page
from tests.commands import FIXTURES
from tests.limits import limited
from tests.numbers import BROKEN_NUMBERS

PAGES = sorted(FIXTURES.glob("*/*/meta.json"))


@pytest.mark.parametrize("meta", PAGES, ids=lambda meta: "/".join(meta.parts[-3:-1]))
def test_odd_values(meta: Path) -> None:
    chance = random.Random(str(meta.relative_to(FIXTURES)))
    url = json.loads(meta.read_text(encoding="utf-8"))["url"]
    page_class = spider_class(meta.parts[-3]).page_for(url)
    assert page_class is not None
    page = original(next(meta.parent.glob("page.*")).read_bytes())
    for share in (0.02, 0.3, 1):
        odd = odd_values(page, chance, share)
        reading = read_page(page_class, odd.encode("utf-8", "replace"), url)
        assert len(reading.listings) <= MAX_LISTINGS
        for listing in reading.listings:
            check_storable(listing)


TOTALS = {
    "amazon": ("search_nordwerk_1", '"totalResultCount":'),
    "etsy": ("search_nordwerk_1", '"organic_listings_count":'),
    "jd": ("search_nordwerk_1", "result_count:'"),
    "baidu": ("search_nordwerk_1", "找到相关结果约"),
}
"""Pages whose text tells the number of results, and what stands before it."""


@pytest.mark.parametrize("marketplace", TOTALS)
def test_broken_total(marketplace: str) -> None:
    """No part of a broken number is the number of results; some pages tell it twice."""
    case, before = TOTALS[marketplace]
    folder = FIXTURES / marketplace / case
    url = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["url"]
    page_class = spider_class(marketplace).page_for(url)
    assert page_class is not None
    text = original(next(folder.glob("page.*")).read_bytes()).text
    shown = re.compile(rf"(?<={re.escape(before)})\d+(?:,\d+)*")
    own = read_page(page_class, text.encode(), url).total
    assert own == int(shown.findall(text)[0].replace(",", ""))
    whole = read_page(page_class, shown.sub("4711", text).encode(), url)
    assert whole.total == 4711
    for number in BROKEN_NUMBERS:
        broken = read_page(page_class, shown.sub(number, text).encode(), url)
        assert broken.total in (None, own), number


@pytest.mark.parametrize(
    ("words", "units"),
    [("1 mil comprados el mes pasado", 1000), ("X739 bought in past month", None), ("50+ bought in past month", 50)],
)
def test_units_sold_of_amazon(words: str, units: int | None) -> None:
    page_class = spider_class("amazon").search_page
    assert page_class is not None
    sold = f'<span class="a-color-secondary">{words}</span>'
    card = f'<div data-component-type="s-search-result" data-asin="B000000001"><h2>x</h2>{sold}</div>'
    reading = read_page(page_class, card.encode(), "https://www.amazon.es/s?k=x")
    assert [listing.units_sold for listing in reading.listings] == [units]


@pytest.mark.parametrize(
    ("case", "shown", "swapped"),
    [
        ("tmall/listing_app", '"券后"', '"260.00"'),
        ("etsy/search_nordwerk_1", 'currency-symbol">$', 'currency-symbol">880'),
        ("alibaba_1688/search_nordwerk_1", ">8400+件", ">3005补贴件"),
    ],
)
def test_price_of_two_texts(case: str, shown: str, swapped: str) -> None:
    """The digits of two texts are never one number, whatever stands in them."""
    folder = FIXTURES / case
    url = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["url"]
    page_class = spider_class(folder.parent.name).page_for(url)
    assert page_class is not None
    text = original(next(folder.glob("page.*")).read_bytes()).text
    assert shown in text
    whole = read_page(page_class, text.encode(), url)
    reading = read_page(page_class, text.replace(shown, swapped).encode(), url)
    assert [listing.price_min for listing in reading.listings] == [listing.price_min for listing in whole.listings]


def test_page_that_another_parser_finds_empty() -> None:
    """extruct's parser refuses what is nothing but a comment."""
    page_class = spider_class("web").page_for("https://shop.example.com/x")
    assert page_class is not None
    body = b"<!-- https://schema.org/Product og:title -->"
    assert read_page(page_class, body, "https://shop.example.com/x").outcome == "unreadable"


@limited(cpu_seconds=20)
def test_items_in_items() -> None:
    """Reading microdata takes time with the square of its nesting."""
    scope = (
        '<div itemscope itemtype="https://schema.org/Product"><b itemprop="name">x</b><i itemprop="offers" itemscope>'
    )
    page_class = spider_class("web").page_for("https://shop.example.com/x")
    assert page_class is not None
    body = f"<title>Shop</title>{(scope * 100 + '</i></div>' * 100) * 40}".encode()
    assert read_page(page_class, body, "https://shop.example.com/x").layout == "web_page"


@pytest.mark.slow
def test_mutated_pages() -> None:
    """As `python -m bench.fuzz --pages 3000` prints it: about a minute."""
    *_, findings = fuzz(cases(FIXTURES), pages=3000, seed=20261129)
    assert findings.pages == 3000
    assert findings.listings > 3000
    assert not findings.exceptions
    assert not findings.invented
    assert not findings.slow


@limited(cpu_seconds=20)
def test_many_cards_of_ebay() -> None:
    """A selector that looks at the cards before each card would take minutes."""
    card = '<li class="s-card" data-listingid="1"><div class="s-card__title">x</div></li>'
    body = f'<ul class="srp-results">{card * 40_000}</ul>'.encode()
    page_class = spider_class("ebay").search_page
    assert page_class is not None
    assert len(read_page(page_class, body, "https://www.ebay.com/sch/i.html?_nkw=x").listings) == MAX_LISTINGS


@limited(cpu_seconds=20)
def test_cards_in_cards() -> None:
    """Tags that are left open put each card into the one before: no reader looks through all for each."""
    page_class = spider_class("alibaba").search_page
    assert page_class is not None
    card = '<div class="fy23-search-card" data-ctrdot="1"><h2>x</h2><div>$5.00</div><span>12 sold</span><div>'
    url = "https://www.alibaba.com/trade/search?SearchText=x"
    reading = read_page(page_class, (card * 2000).encode(), url)
    assert [listing.units_sold for listing in reading.listings] == [12] * 2000


@limited(cpu_seconds=20)
def test_links_in_links_by_guess() -> None:
    """Hundreds of places of a card may hold its title: not all are looked at."""
    page_class = spider_class("ebay").search_page
    assert page_class is not None
    page = original((FIXTURES / "ebay/search_recommended/page.html").read_bytes())
    link = next(
        page.text[start:end] for start, end in page.blocks if page.text[start:].startswith('<a class="s-card__')
    )
    body = page.text.replace(link, link.removesuffix("</a>") * 300 + link, 1).encode()
    url = "https://www.ebay.com/sch/i.html?_nkw=x"
    assert read_page(page_class, body, url, by_guess=True).listings
