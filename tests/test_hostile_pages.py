"""Every page class reads its fixtures with odd values in the place of its own: no exception, and storable listings."""

import json
import random
from pathlib import Path

import pytest

from bench.fuzz import cases, check_storable, fuzz
from bench.mutations import odd_values, original
from monitor.crawling.registry import spider_class
from monitor.pages.limits import MAX_LISTINGS
from monitor.pages.read import read_page
from tests.commands import FIXTURES
from tests.limits import limited

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
