"""The review in a real browser: cases are cleared by keys, and nothing that a title says is obeyed."""

from collections.abc import Iterator
from typing import Any

import pytest

from monitor.deciding.decide import decide
from monitor.decision import verdict
from monitor.fetch.chromium import browser_arguments, find_browser
from monitor.model import Vendor
from monitor.store.read.decisions import decision_history
from monitor.store.store import open_store
from tests.review_server import Review, review
from tests.store_helper import finding, listing, make_store, visit
from tests.stranger import Stranger, stranger_server

playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: it comes with scrapy-playwright")

_CHROMIUM = find_browser(None)
pytestmark = pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium: apt-get install chromium")


@pytest.fixture(scope="module")
def stranger() -> Iterator[Stranger]:
    with stranger_server() as its:
        yield its


def _hostile(stranger: str) -> list[str]:
    return [
        "<script>alert(1)</script>", f"<img src={stranger}/img onerror=alert(1)>", "</title><script>alert(1)</script>",
        f"'><svg onload=alert(1)><image href={stranger}/svg>", "{{7*7}}{% raw %}", f"<iframe src={stranger}/frame>",
        f"<link rel=prefetch href={stranger}/link>", f"<meta http-equiv=refresh content='0;url={stranger}/meta'>",
        f"<base href={stranger}/>", '" onmouseover=alert(1) x="', "javascript:alert(1)", "&lt;script&gt;",
        f"<form action={stranger}/form><button>", "\u202eevil\u2066", f"<style>@import '{stranger}/css'</style>",
        "W" * 3_000, f"url({stranger}/u)", "--></script><script>alert(1)//",
        f"<a href={stranger}/ ping={stranger}/ping>",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, stranger: Stranger) -> Iterator[Review]:
    """Findings of hostile titles and sellers, and seven ordinary ones; one decision with a hostile note."""
    hostile = [
        (
            listing(str(n), f"诺德沃克 {text}", vendor=Vendor(f"x{n}", text, "javascript:alert(2)"), location=text),
            finding(),
        )
        for n, text in enumerate(_hostile(stranger.url))
    ]
    ordinary = [(listing(str(n), f"诺德沃克 X200 电钻 {n}"), finding(brand="solvanta")) for n in range(100, 107)]
    alike = [(listing(str(n), "诺德沃克 同款"), finding(brand="alike")) for n in (200, 201, 202)]
    alike += [(listing("203", "诺德沃克 另一款"), finding(brand="alike"))]
    store = make_store(tmp_path_factory.mktemp("browser"), [visit(*hostile, *ordinary, *alike)])
    note = "<script>alert(3)</script>\u202e"
    decide(store, ["taobao:0:nordwerk"], verdict("watch", note=note), by="<img src=x onerror=alert(4)>")
    store.close()
    with review(store.root) as its:
        its.root = store.root  # type: ignore[attr-defined]
        yield its


@pytest.fixture(scope="module")
def page(running: Review) -> Iterator[Any]:
    """A browser that is logged in."""
    with playwright.sync_playwright() as program:
        browser = program.chromium.launch(executable_path=_CHROMIUM, args=browser_arguments())
        opened = browser.new_page(viewport={"width": 1366, "height": 768})
        faults: list[str] = []
        opened.on("pageerror", lambda fault: faults.append(str(fault)))
        opened.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        opened.goto(f"http://{running.host}/?code={running.code}")
        yield opened
        browser.close()
    assert not faults


def _case(page: Any) -> str:
    return str(page.locator(".case").get_attribute("data-id"))


def _press(page: Any, *keys: str) -> None:
    before = _case(page)
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_function("id => document.querySelector('.case')?.dataset.id !== id", arg=before)
    page.wait_for_selector("body:not([data-writing])")


def test_cases_are_cleared_by_keys_and_taken_back(running: Review, page: Any) -> None:
    page.goto(f"http://{running.host}/case?brand=solvanta")
    first = _case(page)
    _press(page, "c", "1")
    _press(page, "d", "2")
    _press(page, "w")
    _press(page, "l")
    fourth = _case(page)
    _press(page, "u")
    assert _case(page) == "taobao:103:solvanta"
    assert page.locator("#said").inner_text() == "1 taken back"
    assert fourth == "taobao:104:solvanta"
    states = {
        item["listing_id"]: (
            item["state"],
            item["decision"] and (item["decision"]["ground"] or item["decision"]["reason"]),
        )
        for item in running.api("GET", "/findings?brand=solvanta").json["items"]
    }
    assert states == {
        "100": ("confirmed", "counterfeit"), "101": ("dismissed", "resale"), "102": ("watch", None),
        **dict.fromkeys(("103", "104", "105", "106"), ("new", None)),
    }  # fmt: skip
    store = open_store(running.root)  # type: ignore[attr-defined]
    with store.read() as connection:
        decision = decision_history(connection, first)[0]
        took = connection.exec_driver_sql("SELECT took_ms FROM decision WHERE id = ?", (decision.id,)).scalar()
    assert decision.reviewer == "A. Weber"
    assert took is not None


def test_a_decision_that_is_refused_is_taken_back_on_the_page(running: Review, page: Any) -> None:
    """Here because the finding is not as it was shown: it stands again, and the page says why."""
    page.goto(f"http://{running.host}/case?brand=solvanta")
    first = _case(page)
    page.evaluate("document.querySelector('.case').dataset.seen = 'another'")
    page.keyboard.press("w")
    page.wait_for_selector("#said >> text=Not written")
    assert "it changed since you looked at it" in page.locator("#said").inner_text()
    assert _case(page) == first
    assert running.api("GET", f"/findings/{first}").json["state"] == "new"


def test_skipping_loses_no_place(running: Review, page: Any) -> None:
    page.goto(f"http://{running.host}/case?brand=solvanta")
    first = _case(page)
    _press(page, "j")
    assert _case(page) != first
    page.go_back()
    page.wait_for_function("id => document.querySelector('.case')?.dataset.id === id", arg=first)


def test_hostile_words_are_shown_and_nothing_else(running: Review, page: Any, stranger: Stranger) -> None:
    """On every page: no dialog, no request to a stranger, no decision, no page wider than the window."""
    before = running.api("GET", "/overview").json["states"]
    addresses = ["/?state=new,watch&limit=200", "/case?state=watch", "/case"]
    addresses += [f"/finding/taobao:{n}:nordwerk" for n in range(len(_hostile(stranger.url)))]
    addresses += [f"/seller/taobao:id:x{n}" for n in range(len(_hostile(stranger.url)))]
    for address in addresses:
        page.goto(f"http://{running.host}{address}")
        page.mouse.move(300, 150)
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), address
        assert "\u202e" not in page.content()
    for width in (390, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"http://{running.host}/")
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), width
    page.set_viewport_size({"width": 1366, "height": 768})
    assert stranger.asked == []
    assert running.api("GET", "/overview").json["states"] == before


def test_a_case_fills_a_laptop_without_scrolling(running: Review, page: Any) -> None:
    page.goto(f"http://{running.host}/case?brand=solvanta")
    assert page.evaluate("document.scrollingElement.scrollHeight <= innerHeight")
    assert page.locator("#states").is_visible()


def test_the_whole_seller_is_fine_by_one_key(running: Review, page: Any) -> None:
    page.goto(f"http://{running.host}/case?brand=nordwerk&q=javascript")
    assert _case(page) == "taobao:10:nordwerk"
    page.keyboard.press("a")
    page.wait_for_selector("text=Nothing is left to decide here")
    page.wait_for_selector("body:not([data-writing])")
    assert running.api("GET", "/findings/taobao:10:nordwerk").json["state"] == "dismissed"


def test_alike_findings_of_a_seller_are_decided_together(running: Review, page: Any) -> None:
    """One decision, one undo."""
    page.goto(f"http://{running.host}/case?brand=alike")
    assert page.locator("[data-key=g]").inner_text() == "g with 2 like it"
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.keyboard.press("1")
    page.wait_for_selector("body:not([data-writing])")
    assert page.locator("#said").inner_text().startswith("3 × confirmed")
    assert _case(page) == "taobao:203:alike"
    assert _states(running, "alike") == {"200": "confirmed", "201": "confirmed", "202": "confirmed", "203": "new"}
    _press(page, "u")
    assert _states(running, "alike") == dict.fromkeys(("200", "201", "202", "203"), "new")


def test_selected_findings_are_decided_at_once(running: Review, page: Any) -> None:
    page.goto(f"http://{running.host}/?brand=alike")
    for key in ("j", "x", "j", "j", "x"):
        page.keyboard.press(key)
    assert page.locator("#selected").inner_text() == "2 selected"
    page.keyboard.press("d")
    page.keyboard.press("2")
    page.wait_for_selector("text=2 × dismissed")
    assert _states(running, "alike") == {"200": "dismissed", "201": "new", "202": "dismissed", "203": "new"}
    page.keyboard.press("u")
    page.wait_for_selector("text=2 taken back")


def _states(running: Review, brand: str) -> dict[str, str]:
    items = running.api("GET", f"/findings?brand={brand}").json["items"]
    return {item["listing_id"]: item["state"] for item in items}


def test_a_findings_page_decides_about_it(running: Review, page: Any) -> None:
    page.goto(f"http://{running.host}/finding/taobao:203:alike")
    page.keyboard.press("c")
    page.keyboard.press("2")
    page.wait_for_selector("text=1 × confirmed")
    assert _states(running, "alike")["203"] == "confirmed"
    page.keyboard.press("u")
    page.wait_for_selector("text=1 taken back")
    assert _states(running, "alike")["203"] == "new"


def test_a_language_is_chosen_by_a_button(running: Review, page: Any) -> None:
    """What scripts say is in it too; decisions are the same in each."""
    page.goto(f"http://{running.host}/case?brand=solvanta")
    first = _case(page)
    page.click("button[data-language=zh]")
    page.wait_for_selector("html[lang=zh]")
    assert page.locator("[data-key=w]").inner_text() == "w 观察"
    _press(page, "w")
    page.wait_for_selector("#said >> text=观察中：1 件；按 u 撤销")
    _press(page, "u")
    assert page.locator("#said").inner_text() == "已撤销 1 件"
    assert _case(page) == first
    page.click("button[data-language=en]")
    page.wait_for_selector("html[lang=en]")
    assert page.locator("[data-key=w]").inner_text() == "w watch"


def test_filters_change_the_list_and_leave_the_page_standing(running: Review, page: Any) -> None:
    """Only the list is exchanged; its address, the way back, and the keys are right afterwards."""
    page.goto(f"http://{running.host}/?brand=solvanta")
    page.evaluate("window.standing = true")
    page.click("aside a:has-text('alike')")
    page.wait_for_selector("h1:has-text('4 findings')")
    assert page.evaluate("window.standing")
    page.wait_for_url("**/?*brand=alike*")
    for key in ("j", "x"):
        page.keyboard.press(key)
    assert page.locator("#selected").inner_text() == "1 selected"
    page.fill("input[name=q]", "另一款")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('1 finding')")
    assert page.evaluate("window.standing")
    page.go_back()
    page.wait_for_selector("h1:has-text('4 findings')")
    page.goto(f"http://{running.host}/?brand=solvanta")
    page.evaluate("document.querySelector('aside a').href = '/?brand=nobody'")
    page.click("aside a")
    page.wait_for_selector("#said >> text=the server answered 400")
    assert page.locator("h1").is_visible()


def test_the_ground_of_the_last_time_waits_for_enter(running: Review, page: Any) -> None:
    page.goto(f"http://{running.host}/case?brand=solvanta")
    _press(page, "c", "3")
    page.keyboard.press("c")
    assert page.evaluate("document.activeElement.dataset.ground") == "copied"
    _press(page, "Enter")
    _press(page, "u")
    _press(page, "u")


def test_an_undo_that_comes_before_the_next_case_is_there_is_not_lost(running: Review, page: Any) -> None:
    page.goto(f"http://{running.host}/case?brand=alike")
    for key in ("g", "d", "3", "d", "1", "u"):
        page.keyboard.press(key)
    page.wait_for_selector("text=3 taken back")
    page.wait_for_selector("body:not([data-writing])")
    assert _states(running, "alike") == dict.fromkeys(("200", "201", "202", "203"), "new")


def test_a_whole_seller_is_looked_at_again_by_one_key(running: Review, page: Any) -> None:
    """Also when something else was decided since; what was decided about a finding by itself stays."""
    page.goto(f"http://{running.host}/case?brand=nordwerk&seller=taobao:id:x7")
    page.keyboard.press("a")
    page.wait_for_selector("text=Nothing is left to decide here")
    page.wait_for_selector("body:not([data-writing])")
    page.goto(f"http://{running.host}/finding/taobao:203:alike")
    page.keyboard.press("w")
    page.wait_for_selector("text=1 × to be watched")
    page.goto(f"http://{running.host}/seller/taobao:id:x7")
    with page.expect_navigation():
        page.keyboard.press("a")
    assert page.inner_text("#said") == "1 taken back"
    assert running.api("GET", "/findings/taobao:7:nordwerk").json["state"] == "new"
    assert running.api("GET", "/sellers/taobao:id:x7").json["of_no_concern"] == []
    assert running.api("POST", "/decisions/undo", {"seller": "taobao:id:x7"}).status == 400
    assert running.api("GET", "/findings/taobao:203:alike").json["state"] == "watch"
    assert running.api("POST", "/decisions/undo").status == 200
