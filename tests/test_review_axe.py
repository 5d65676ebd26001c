"""Every page of the review can be used with a screen reader and is legible: axe-core finds nothing serious."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.deciding.decide import decide
from monitor.decision import verdict
from monitor.fetch.chromium import browser_arguments, find_browser
from monitor.model import Vendor
from tests.review_app import FINDING, InProcess
from tests.review_server import Review, review
from tests.store_helper import finding, listing, make_store, visit

playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: it comes with scrapy-playwright")

_CHROMIUM = find_browser(None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium: apt-get install chromium"),
]

_AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text()
_SERIOUS = """async () => (await axe.run()).violations.filter(one => ['serious', 'critical'].includes(one.impact))
    .map(one => `${one.id}: ${one.help}: ` + one.nodes.map(node => node.html.slice(0, 200)).slice(0, 3).join(' | '))"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Review, list[str]]]:
    """Findings of each level, decided and not, alike and not; and the addresses of all pages."""
    vendor = Vendor("7001", "劲拓工具专营店", "https://shop7001.taobao.com")
    rows = [(listing(str(n), f"诺德沃克 X200 电钻 {n % 6}", vendor=vendor), finding()) for n in range(1, 9)]
    store = make_store(tmp_path_factory.mktemp("axe"), [visit(*rows)])
    decide(store, ["taobao:2:nordwerk"], verdict("confirmed", ground="mark", note="bought one"), by="A. Weber")
    shutil.copy("monitor/watchlist/example.toml", store.root / "watchlist.toml")
    pages = [route.address for route in InProcess(store).pages if route.method == "GET"]
    store.close()
    with review(Path(store.root)) as its:
        yield its, [*pages, "/?state=dismissed", "/nothing-here", f"/finding/{FINDING}x"]


@pytest.fixture(scope="module")
def page(running: tuple[Review, list[str]]) -> Iterator[Any]:
    with playwright.sync_playwright() as program:
        browser = program.chromium.launch(executable_path=_CHROMIUM, args=browser_arguments())
        opened = browser.new_page()
        opened.goto(f"http://{running[0].host}/?code={running[0].code}")
        yield opened
        browser.close()


@pytest.mark.parametrize("width", [1366, 390])
def test_nothing_serious_is_wrong_on_any_page(running: tuple[Review, list[str]], page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    faults, seen = [], 0
    for address in running[1]:
        answer = page.request.get(f"http://{running[0].host}{address}")
        if not answer.text().startswith("<!doctype html>"):
            continue  # a file, or a part of a page that is shown in another
        page.goto(f"http://{running[0].host}{address}")
        seen += 1
        faults += [f"{address}: {fault}" for fault in _faults(page)]
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), address
    assert not faults
    assert seen >= 6


@pytest.mark.parametrize(
    ("address", "keys", "opened"),
    [
        ("/", "j x d", ".bulk"),
        ("/case", "c", "#grounds"),
        ("/case", "?", "dialog[open]"),
        (f"/finding/{FINDING}", "d", "#reasons"),
    ],
)
def test_what_keys_open_is_accessible_too(
    running: tuple[Review, list[str]], page: Any, address: str, keys: str, opened: str
) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"http://{running[0].host}{address}")
    for key in keys.split():
        page.keyboard.press(key)
    assert page.locator(opened).is_visible()
    assert _faults(page) == []


def test_the_start_page_and_a_watchlist_that_grows(page: Any, tmp_path: Path) -> None:
    with review(tmp_path / "new") as its:
        page = page.context.browser.new_page()
        page.goto(f"http://{its.host}/?code={its.code}")
        assert page.url.endswith("/start")
        assert _faults(page) == []
        page.get_by_label("Name of the brand").fill("Nordwerk")
        page.get_by_role("button", name="Go on").click()
        assert _faults(page) == []
        page.goto(f"http://{its.host}/watchlist")
        for name in ("Add a product", "Add an authorised seller", "Add a right", "Add a brand"):
            page.get_by_role("button", name=name).first.click()
        page.get_by_role("button", name="Suggest names and searches").click()
        page.locator("#suggestions table").wait_for()
        assert _faults(page) == []
        page.close()


def _faults(page: Any) -> list[str]:
    page.evaluate(_AXE)
    faults: list[str] = page.evaluate(_SERIOUS)
    return faults
