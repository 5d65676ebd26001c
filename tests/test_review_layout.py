"""A case fills the window of a laptop: whatever its listing says, nothing has to be scrolled and the keys are seen."""

from collections.abc import Iterator
from typing import Any

import pytest

from monitor.fetch.chromium import browser_arguments, find_browser
from monitor.model import Vendor
from tests.review_server import Review, review
from tests.store_helper import PRICE, VENDOR, finding, listing, make_store, visit

playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: it comes with scrapy-playwright")

_CHROMIUM = find_browser(None)
pytestmark = pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium: apt-get install chromium")

_WORDS = "诺德沃克 X200 电钻 高仿 厂家直销 一件代发 可贴牌 原装包装盒 支持验货 "
_FITS = """() => {
  const columns = document.querySelector(".columns"), keys = document.getElementById("states").getBoundingClientRect();
  return document.scrollingElement.scrollHeight <= innerHeight && columns.scrollHeight <= columns.clientHeight
    && keys.bottom <= innerHeight;
}"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    full = {"location": "浙江省 金华市 义乌市 国际商贸城", "units_sold": 32_650, "stock": 20_000}
    seller = Vendor("7002", _WORDS * 2, "https://shop7002.taobao.com")
    store = make_store(
        tmp_path_factory.mktemp("layout"),
        [
            visit(
                (listing("1", _WORDS * 5, vendor=seller, **full), finding(*[PRICE, VENDOR] * 4, brand="long")),
                (listing("2", "W" * 3_000, vendor=seller, **full), finding(*[PRICE, VENDOR] * 4, brand="one-word")),
                (listing("3", None), finding(brand="short")),
            )
        ],
    )
    store.close()
    with review(store.root) as its:
        yield its


@pytest.fixture(scope="module")
def page(running: Review) -> Iterator[Any]:
    with playwright.sync_playwright() as program:
        browser = program.chromium.launch(executable_path=_CHROMIUM, args=browser_arguments())
        opened = browser.new_page(viewport={"width": 1366, "height": 768})
        opened.goto(f"http://{running.host}/?code={running.code}")
        yield opened
        browser.close()


@pytest.mark.parametrize("brand", ["long", "one-word", "short"])
def test_a_case_fills_a_laptop_without_scrolling(running: Review, page: Any, brand: str) -> None:
    page.goto(f"http://{running.host}/case?brand={brand}")
    assert page.evaluate(_FITS)


def test_the_keys_stand_at_the_same_place_in_every_case(running: Review, page: Any) -> None:
    places = set()
    for brand in ("long", "one-word", "short"):
        page.goto(f"http://{running.host}/case?brand={brand}")
        places.add(page.evaluate("document.getElementById('states').getBoundingClientRect().bottom"))
    assert len(places) == 1
