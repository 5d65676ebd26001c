"""The report in a real Chromium: it fits laptops and phones, says its reasons there, and groups findings by seller."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.fetch.chromium import browser_arguments, find_browser
from monitor.model import Missing, Reason, Vendor
from monitor.reports.write import write_export
from monitor.store.read.findings import FindingRecord, select_findings
from tests.export_helper import about, with_text
from tests.store_helper import PRICE, VENDOR, finding, listing, make_store, visit

playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: it comes with scrapy-playwright")

_CHROMIUM = find_browser(None)
pytestmark = pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium: apt-get install chromium")

_LONG = ("W" * 900, "https://shop.example/" + "a" * 900, "诺" * 900, "x-" * 400, "&nbsp;" * 200, "\u00a0w" * 400)
_WIDTHS = (1920, 1366, 1280, 1100, 900, 899, 390, 320)
_PAPER = (702, 1031)
"""The width of A4 less its margins, in CSS pixels: upright and across."""
_SHOPS = [
    ("1", "7001", 65),
    ("2", "7002", 40),
    ("3", "7001", 40),
    ("4", None, 70),
    ("5", "7001", 25),
    ("6", "7003", 80),
]
"""Listing, shop and score: the shop with most findings is not the one with the highest score."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as program:
        opened = program.chromium.launch(executable_path=_CHROMIUM, args=browser_arguments())
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[FindingRecord]:
    pairs = [
        (
            listing(number, f"诺德沃克 X200 no{number}", vendor=Vendor(shop, shop and f"铺 {shop}")),
            finding(PRICE, Reason("unauthorised_vendor", points - 40, VENDOR.facts), missing=(Missing("price"),)),
        )
        for number, shop, points in _SHOPS
    ]
    store = make_store(tmp_path_factory.mktemp("store"), [visit(*pairs)])
    selected = list(select_findings(store))
    store.close()
    return selected


def _open(browser: Any, folder: Path, records: list[FindingRecord], width: int = 1366) -> Any:
    report = folder / "report.html"
    long = {record.brand: "Brand" * 100 for record in records if len(record.brand) > 100}
    write_export(report, "html", records, replace(about(records), brand_names=long))
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(report.as_uri())
    return page


@pytest.mark.parametrize("text", _LONG, ids=lambda text: text[:8])
def test_it_fits_with_long_words(browser: Any, tmp_path: Path, records: list[FindingRecord], text: str) -> None:
    hostile = replace(with_text(records[0], text), brand=text, marketplace=text, state=text, seller=text)
    page = _open(browser, tmp_path, [hostile, *records[1:]])
    page.evaluate("for (const closed of document.querySelectorAll('details')) closed.open = true")
    for grouped in (False, True):
        page.locator("#by-seller" if grouped else "#by-score").click()
        for width in _WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            whole, seen = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
            assert whole <= seen, width
            wide = """[...document.querySelectorAll('#findings td, #findings th, .facts, .gloss')]
                .filter((cell) => cell.getBoundingClientRect().right > innerWidth + 1).length"""
            assert page.evaluate(wide) == 0, width
    page.emulate_media(media="print")
    for width in _PAPER:
        page.set_viewport_size({"width": width, "height": 800})
        whole, seen = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
        assert whole <= seen, f"on paper, {width}"
    page.close()


def test_on_paper_the_counts_are_open_and_the_controls_gone(
    browser: Any, tmp_path: Path, records: list[FindingRecord]
) -> None:
    page = _open(browser, tmp_path, records, _PAPER[0])
    assert not page.locator(".counts").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator(".counts").first.is_visible()
    assert not page.locator(".tools, #findings > thead").first.is_visible()
    assert page.locator("#findings td.reasons:visible").count() == len(records)
    page.close()


def test_the_reasons_stand_under_the_title(browser: Any, tmp_path: Path, records: list[FindingRecord]) -> None:
    page = _open(browser, tmp_path, records)
    row = page.locator("#findings > tbody > tr").first
    for width in _WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        title, reasons = row.locator("td.title").bounding_box(), row.locator("td.reasons").bounding_box()
        assert reasons["y"] >= title["y"] + title["height"], width
        assert reasons["width"] >= row.bounding_box()["width"] * 0.9, width
        for words in row.locator("td.reasons td").all():
            assert words.is_visible()
            box = words.bounding_box()
            assert 0 <= box["x"] <= box["x"] + box["width"] <= width
        assert "far below the market" in row.inner_text()
    page.close()


def _outline(page: Any) -> list[str]:
    """Headings of sellers, and the ids of the findings under them, as they are shown."""
    lines = """[...document.querySelectorAll('#findings > tbody > tr')].filter((row) => !row.hidden).map((row) =>
        row.className === 'group' ? row.textContent : row.querySelector('td.title').dataset.value.slice(-1))"""
    shown: list[str] = page.evaluate(lines)
    return shown


def test_findings_are_grouped_by_seller_on_wish(browser: Any, tmp_path: Path, records: list[FindingRecord]) -> None:
    page = _open(browser, tmp_path, records)
    assert _outline(page) == ["6", "4", "1", "2", "3", "5"]
    page.locator("#by-seller").click()
    assert _outline(page) == [
        "铺 7001 · Taobao · 3 findings", "1", "3", "5",
        "铺 7003 · Taobao · 1 finding", "6",
        "铺 7002 · Taobao · 1 finding", "2",
        "no seller named · 1 finding", "4",
    ]  # fmt: skip
    page.locator("#findings thead button", has_text="Title").click()
    assert _outline(page)[:4] == ["铺 7001 · Taobao · 3 findings", "1", "3", "5"]
    page.locator("#findings thead button", has_text="Title").click()
    assert _outline(page)[:4] == ["铺 7001 · Taobao · 3 findings", "5", "3", "1"]
    page.locator("#filter").fill("no3")
    assert _outline(page) == ["铺 7001 · Taobao · 1 finding", "3"]
    page.locator("#filter").fill("")
    page.locator("#by-score").click()
    assert _outline(page) == ["6", "4", "1", "2", "3", "5"]
    page.close()


def test_without_scripts_the_report_is_whole(browser: Any, tmp_path: Path, records: list[FindingRecord]) -> None:
    _open(browser, tmp_path, records).close()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto((tmp_path / "report.html").as_uri())
    assert page.locator("#findings td.title:visible").count() == len(records)
    assert page.locator("#findings td.reasons:visible").count() == len(records)
    assert not page.locator(".tools").is_visible()
    context.close()
