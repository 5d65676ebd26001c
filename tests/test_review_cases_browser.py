"""From a confirmed finding to a downloaded pack in the browser, in few clicks; what is refused is said in its place."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.fetch.chromium import browser_arguments, find_browser
from monitor.model import Vendor
from tests.case_helper import confirm, confirmed_store, write_watchlist
from tests.review_server import Review, review
from tests.store_helper import finding, listing, make_store, visit

playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: it comes with scrapy-playwright")

_CHROMIUM = find_browser(None)
pytestmark = pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium: apt-get install chromium")

_MOST_CLICKS = 9
_UNSEALED = "taobao:3:nordwerk"
_TITLE = "诺德沃克 X200 电钻 高仿 厂家直销 一件代发 可贴牌 原装包装盒 支持验货 " * 3


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    folder = tmp_path_factory.mktemp("cases")
    confirmed_store(folder, title=_TITLE, vendor=Vendor("7001", _TITLE, None)).close()
    store = make_store(folder, [visit((listing("3"), finding()))])
    confirm(store, _UNSEALED)
    store.close()
    write_watchlist(store.root)
    with review(store.root) as its:
        yield its


@pytest.fixture(scope="module")
def page(running: Review) -> Iterator[Any]:
    with playwright.sync_playwright() as program:
        browser = program.chromium.launch(executable_path=_CHROMIUM, args=browser_arguments())
        opened = browser.new_page(viewport={"width": 1366, "height": 768})
        faults: list[str] = []
        opened.on("pageerror", lambda fault: faults.append(str(fault)))
        opened.goto(f"http://{running.host}/?code={running.code}")
        yield opened
        browser.close()
    assert not faults


def _fits(page: Any) -> bool:
    return bool(page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"))


def test_from_a_confirmed_finding_to_a_downloaded_pack(running: Review, page: Any, tmp_path: Path) -> None:
    page.goto(f"http://{running.host}/?state=confirmed")
    clicks = 0

    def click(what: Any) -> None:
        nonlocal clicks
        clicks += 1
        what.click()

    click(page.locator("a[href='/finding/taobao%3A1%3Anordwerk']"))
    assert _fits(page)
    click(page.get_by_label("Complaint reason"))
    page.keyboard.type("Test buy")
    click(page.get_by_role("button", name="Make a case"))
    page.wait_for_url("**/cases/2*")
    name = f"case-{page.url.rpartition('/')[2]}"
    assert page.get_by_text("Nothing is missing.").is_visible()
    assert _fits(page)
    with page.expect_download() as waiting:
        click(page.get_by_role("button", name="Download the pack"))
    assert clicks <= _MOST_CLICKS
    assert waiting.value.suggested_filename == f"{name}.zip"
    waiting.value.save_as(tmp_path / "pack.zip")
    with zipfile.ZipFile(tmp_path / "pack.zip") as pack:
        assert pack.testzip() is None
        names = [one.removeprefix(f"{name}/") for one in pack.namelist()]
        assert pack.read(pack.namelist()[1]).decode().split() == ["https://item.taobao.com/item.htm?id=1"]
    assert [name for name in names if not name.endswith(".pdf") or name.startswith("documents/")] == [
        "00-missing.txt", "01-links.txt", "02-notice.en.docx", "02-notice.zh.docx", "03-comparison.docx",
        "04-test-purchase.docx", "05-evidence.zip", "06-checklist.txt", "documents/document.pdf",
        "documents/identity.pdf",
    ]  # fmt: skip


def test_a_finding_without_sealed_evidence_is_refused_in_its_place(running: Review, page: Any) -> None:
    page.goto(f"http://{running.host}/finding/{_UNSEALED}")
    page.keyboard.press("m")
    page.locator("output.refused >> text=no sealed capture of its own page").wait_for()
    assert page.url.endswith(_UNSEALED)
    assert _fits(page)


def test_what_happened_is_entered_by_keys_and_refused_in_its_place(running: Review, page: Any) -> None:
    page.goto(f"http://{running.host}/?state=confirmed&q=电钻")
    for key in ("j", "x", "j", "x", "m"):
        page.keyboard.press(key)
    page.get_by_role("button", name="Make cases of 2 findings").first.wait_for()
    assert _fits(page)
    page.goto(f"http://{running.host}/finding/taobao:2:nordwerk")
    page.keyboard.press("m")
    page.wait_for_url("**/cases/*")
    case = page.url
    page.keyboard.press("e")
    page.keyboard.type("filed")
    page.get_by_label("When").fill("2099-01-01 10:00")
    page.get_by_label("Note").fill("诺德沃克 <b>x</b>")
    page.get_by_role("button", name="Enter", exact=True).click()
    page.locator("output.refused >> text=has not come yet").wait_for()
    assert page.get_by_label("Note").input_value() == "诺德沃克 <b>x</b>", "what was typed stays"
    page.get_by_label("When").fill("")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("#said").inner_text().startswith("Entered.")
    assert page.locator("h1").inner_text().endswith("filed")
    assert page.get_by_text("诺德沃克 <b>x</b>").is_visible()
    page.goto(f"http://{running.host}/cases")
    assert page.locator("tbody a").first.get_attribute("href") == case.partition(running.host)[2], "it has a deadline"
    assert _fits(page)
