"""The overview and the plots of a finding: as pages without a script, and as a browser draws them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from monitor.deciding.decide import decide
from monitor.decision import verdict
from monitor.fetch.chromium import browser_arguments, find_browser
from monitor.page_reasons import PageReason
from monitor.store.write.runs import end_run
from tests.record_book import Book, gone, own_page
from tests.review_server import Review, review
from tests.store_helper import PRICE, finding, listing, visit

_CHROMIUM = find_browser(None)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    """Forty findings of this week, most decided; a wall; a search that brings nothing; a listing with a history."""
    now = datetime.now(UTC)
    book = Book(tmp_path_factory.mktemp("overview") / "store")
    for number in range(6):
        book.next_run()
        at = now - timedelta(days=40 - 5 * number)
        if number == 3:
            book.add(gone("history", at))
        else:
            one = listing("history", price_min=Decimal(300 - number), price_max=Decimal(320), stock=9 - number)
            book.add(own_page(one, at))
    book.next_run()
    pairs = [(listing(str(n), f"诺德沃克 {n}"), finding(PRICE)) for n in range(40)]
    told: dict[str, Any] = {"at": now, "brand": "nordwerk"}
    book.add(visit(*pairs, keyword="<b>诺德沃克</b>", **told))
    book.add(visit(number=2, outcome="blocked", reason=PageReason.WALL, keyword="walled", **told))
    book.add(visit(number=3, keyword="barren", **told))
    ids = [f"taobao:{n}:nordwerk" for n in range(36)]
    decide(book.store, ids, verdict("confirmed"), by="A <i>Weber</i>")
    decide(book.store, ids[30:], verdict("dismissed"), by="B")
    decide(book.store, ids[:30], verdict("confirmed"), by="B")
    end_run(book.store, book.run, "done")
    book.store.close()
    with review(book.store.root) as its:
        its.log_in()
        yield its


def test_every_figure_stands_in_a_table(running: Review) -> None:
    page = running.page("GET", "/overview")
    assert page.status == 200
    assert page.body.count("<details><summary>As a table") == 4
    for words in (
        "Found: 41", "Confirmed: 30", "Dismissed: 6", "Gone by the word of their own page: 1",
        "price below the market", "83 % (68 % to 92 %)", "The site shows a captcha", "brought no finding",
        "barren", "&lt;b&gt;诺德沃克&lt;/b&gt;", "A &lt;i&gt;Weber&lt;/i&gt;",
    ):  # fmt: skip
        assert words in page.body, words
    assert page.body.count("83 % (68 % to 92 %)") == 2, "of the indicator, and of both reviewers"
    assert "style=" not in page.body


def test_a_decision_is_in_the_next_view_of_a_small_store(running: Review) -> None:
    running.api("POST", "/decisions", {"ids": ["taobao:38:nordwerk"], "state": "confirmed"})
    assert "Confirmed: 31" in running.page("GET", "/overview").body
    running.api("POST", "/decisions/undo")
    assert "Confirmed: 30" in running.page("GET", "/overview").body


def test_a_history_of_one_price_is_a_sentence(running: Review) -> None:
    page = running.page("GET", "/finding/taobao:1:nordwerk").body
    assert "Price: told once, 260 CNY on " in page
    assert "data-history" not in page
    page = running.page("GET", "/finding/taobao:history:nordwerk").body
    assert page.count("data-history=") == 2
    assert "Sold" in page


def test_an_empty_store_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    book = Book(tmp_path_factory.mktemp("empty") / "store")
    book.store.close()
    with review(book.store.root) as its:
        its.log_in()
        page = its.page("GET", "/overview")
    assert page.status == 200
    for words in ("No indicator has fired yet.", "No page was asked for yet.", "No search was made yet."):
        assert words in page.body


@pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium: apt-get install chromium")
@pytest.mark.parametrize(("path", "plots"), [("/overview", 4), ("/finding/taobao:history:nordwerk", 2)])
def test_the_browser_draws_them_under_the_strict_policy(running: Review, path: str, plots: int) -> None:
    """No error, no scrolling sideways on a phone, something painted on each canvas."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: it comes with scrapy-playwright")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=_CHROMIUM, args=list(browser_arguments()))
        context = browser.new_context(viewport={"width": 390, "height": 844})
        name, _, value = running.cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": f"http://{running.host}/"}])
        page = context.new_page()
        errors: list[str] = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"http://{running.host}{path}")
        page.wait_for_selector(".plot canvas")
        assert page.locator(".plot canvas").count() == plots
        painted = page.evaluate(
            "[...document.querySelectorAll('.plot canvas')].map((canvas) => canvas.getContext('2d')"
            ".getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value))"
        )
        assert painted == [True] * plots
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert errors == []
        browser.close()
