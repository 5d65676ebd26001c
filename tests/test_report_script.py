"""The report's own script in a real Chromium: a click on a head sorts, words in the field leave the rows that fit."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from monitor.fetch.chromium import browser_arguments, find_browser
from monitor.model import Vendor
from monitor.reports.html_file import About
from monitor.reports.write import write_export
from monitor.store.read.findings import Group, select_findings
from tests.store_helper import NOON, PRICE, finding, listing, make_store, visit

playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: it comes with scrapy-playwright")

_CHROMIUM = find_browser(None)
pytestmark = pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium: apt-get install chromium")

_OFFERS = [
    ("2", "Nordwerk X10", "90.00", "阿强五金"),
    ("10", "Nordwerk X9", "1000.00", "Tool Shop"),
    ("3", None, None, ""),
]
"""Id, title, price and shop: numbers that sort wrongly as words, and a listing that tells nothing."""


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Any]:
    """The report of three findings, open in a browser."""
    pairs = [
        (
            listing(number, title, price_min=price and Decimal(price), vendor=Vendor(number, shop or None)),
            finding(PRICE, level="high" if price else "low"),
        )
        for number, title, price, shop in _OFFERS
    ]
    store = make_store(tmp_path, [visit(*pairs)])
    records = list(select_findings(store))
    store.close()
    counts = Counter(Group(record.level, record.brand, record.marketplace) for record in records)
    report = tmp_path / "report.html"
    write_export(report, "html", records, About("store", "live", NOON, {}, counts))
    with playwright.sync_playwright() as program:
        browser = program.chromium.launch(executable_path=_CHROMIUM, args=browser_arguments())
        opened = browser.new_page()
        faults: list[object] = []
        opened.on("pageerror", lambda fault: faults.append(fault))  # noqa: PLW0108 (Playwright sets an attribute on it)
        opened.goto(report.as_uri())
        yield opened
        browser.close()
    assert not faults


def _titles(page: Any) -> list[str]:
    """The titles of the rows that are shown, from the top."""
    cells = page.locator("#findings tbody tr:visible td.title").all()
    return [cell.get_attribute("data-value") for cell in cells]


def _click(page: Any, head: str) -> str | None:
    """Click on a head; returns how the column is sorted now."""
    page.locator("#findings thead button", has_text=head).click()
    order: str | None = page.locator("#findings thead th", has_text=head).get_attribute("aria-sort")
    return order


def test_a_head_sorts_and_what_is_not_told_stays_last(page: Any) -> None:
    assert _click(page, "Price") == "descending"
    assert _titles(page) == ["Nordwerk X9", "Nordwerk X10", ""]
    assert _click(page, "Price") == "ascending"
    assert _titles(page) == ["Nordwerk X10", "Nordwerk X9", ""]
    assert _click(page, "Title") == "ascending"
    assert _titles(page) == ["Nordwerk X9", "Nordwerk X10", ""], "numbers in words count as numbers"
    assert page.locator("#findings thead th[aria-sort]").count() == 1


def test_the_filter_shows_rows_with_all_words(page: Any) -> None:
    field, shown = page.locator("#filter"), page.locator("#shown")
    assert shown.text_content() == "3 / 3"
    field.fill("nordwerk SHOP")
    assert (_titles(page), shown.text_content()) == (["Nordwerk X9"], "1 / 3")
    field.fill("五金")
    assert (_titles(page), shown.text_content()) == (["Nordwerk X10"], "1 / 3")
    field.fill("nobody")
    assert (_titles(page), shown.text_content()) == ([], "0 / 3")
    field.fill("")
    assert shown.text_content() == "3 / 3"
