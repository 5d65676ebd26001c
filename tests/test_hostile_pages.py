"""Every page class reads its fixtures with odd values in the place of its own: no exception, and storable listings."""

import json
import random
import re
from pathlib import Path

import pytest

from monitor.crawling.registry import spider_class
from monitor.model import Listing, listing_record
from monitor.pages.limits import MAX_ADDRESS, MAX_ID, MAX_LISTINGS, MAX_NAME, MAX_PICTURES, MAX_PRICE_STEPS, MAX_TITLE
from monitor.pages.read import read_page
from tests.commands import FIXTURES
from tests.limits import limited

VALUES = (
    '{"a":1}', "[]", '["x"]', "true", "null", "0", "-1", "1e16", "1e-5", "NaN", "-Infinity", "9" * 4300, "9" * 80,
    r'"\ud800x"', '"1e16"', '"0x1F"', '"12⁹⁹"', '"<script>"', '""', '"\\u0000"', '"' + "x" * 5000 + '"',
)  # fmt: skip
_VALUE = re.compile(r'(?<=":)\s*(?:"(?:[^"\\]|\\.)*"|-?\d[\d.]*|true|false|null)')
_ATTRIBUTE = re.compile(r'="[^"<>]*"|>[^<>]+(?=<)')
PAGES = sorted(FIXTURES.glob("*/*/meta.json"))


def _storable(listing: Listing) -> None:
    json.dumps(listing_record(listing), ensure_ascii=False, allow_nan=False).encode("utf-8")
    limits = {
        listing.title: MAX_TITLE, listing.listing_id: MAX_ID, listing.vendor.id: MAX_ID, listing.vendor.name: MAX_NAME,
        listing.location: MAX_NAME, listing.url: MAX_ADDRESS, listing.vendor.url: MAX_ADDRESS,
    }  # fmt: skip
    assert all(len(text) <= longest for text, longest in limits.items() if text)
    assert len(listing.image_urls) <= MAX_PICTURES
    assert len(listing.price_steps) <= MAX_PRICE_STEPS
    assert listing.currency is None or re.fullmatch("[A-Z]{3}", listing.currency)
    counts = [listing.units_sold, listing.stock, listing.min_order, *(step.min_qty for step in listing.price_steps)]
    assert all(type(count) is int and 0 <= count < 10**12 for count in counts if count is not None)


@pytest.mark.parametrize("meta", PAGES, ids=lambda meta: "/".join(meta.parts[-3:-1]))
def test_odd_values(meta: Path) -> None:
    chance = random.Random(str(meta.relative_to(FIXTURES)))
    url = json.loads(meta.read_text(encoding="utf-8"))["url"]
    page_class = spider_class(meta.parts[-3]).page_for(url)
    assert page_class is not None
    text = next(meta.parent.glob("page.*")).read_bytes().decode("utf-8", "replace")
    for share in (0.02, 0.3, 1):
        odd = _VALUE.sub(lambda m, share=share: chance.choice(VALUES) if chance.random() < share else m[0], text)
        odd = _ATTRIBUTE.sub(
            lambda m, share=share: (
                m[0][0] + '"' * (m[0][0] == "=") + chance.choice(VALUES).strip('"').replace('"', "&quot;")
                + '"' * (m[0][0] == "=") if chance.random() < share / 4 else m[0]
            ), odd,
        )  # fmt: skip
        reading = read_page(page_class, odd.encode("utf-8", "replace"), url)
        assert len(reading.listings) <= MAX_LISTINGS
        for listing in reading.listings:
            _storable(listing)


@limited(cpu_seconds=20)
def test_many_cards_of_ebay() -> None:
    """A selector that looks at the cards before each card would take minutes."""
    card = '<li class="s-card" data-listingid="1"><div class="s-card__title">x</div></li>'
    body = f'<ul class="srp-results">{card * 40_000}</ul>'.encode()
    page_class = spider_class("ebay").search_page
    assert page_class is not None
    assert len(read_page(page_class, body, "https://www.ebay.com/sch/i.html?_nkw=x").listings) == MAX_LISTINGS
