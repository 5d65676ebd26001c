"""Decisions that are refused, or that no server writes: the case is back as it is now, and nothing else is touched."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from monitor.deciding.decide import decide
from monitor.decision import verdict
from monitor.fetch.chromium import browser_arguments, find_browser
from monitor.store.read.decisions import decision_history
from monitor.store.store import Store, open_store
from tests.review_server import Review, review
from tests.store_helper import finding, listing, make_store, visit

playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: it comes with scrapy-playwright")

_CHROMIUM = find_browser(None)
pytestmark = pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium: apt-get install chromium")

_CASES = 30


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(
        tmp_path, [visit(*((listing(str(n), f"诺德沃克 电钻 {n}"), finding()) for n in range(100, 100 + _CASES)))]
    )


@contextmanager
def _page(running: Review) -> Iterator[Any]:
    """A browser that is logged in, at the first case."""
    with playwright.sync_playwright() as program:
        browser = program.chromium.launch(executable_path=_CHROMIUM, args=browser_arguments())
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        faults: list[str] = []
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto(f"http://{running.host}/?code={running.code}")
        page.goto(f"http://{running.host}/case")
        yield page
        browser.close()
    assert not faults


def _case(page: Any) -> str:
    return str(page.locator(".case").get_attribute("data-id"))


def _said(page: Any) -> str:
    return str(page.locator("#said").inner_text())


def _written(page: Any) -> None:
    page.wait_for_selector("body:not([data-writing])")


def _press_at_once(page: Any, *keys: str) -> None:
    """Each as soon as the page can take it, before any server can answer."""
    press = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}))"
    page.evaluate(f"async (keys) => {{ for (const key of keys) {{ {press}; await new Promise(setTimeout); }} }}", keys)


def _states(store: Store) -> dict[str, str]:
    with open_store(store.root).read() as connection:
        rows = connection.exec_driver_sql("SELECT id, state FROM finding WHERE state <> 'new'")
        return {row.id: row.state for row in rows}


def test_what_a_colleague_decided_is_shown_and_can_be_decided_again(store: Store) -> None:
    with review(store.root) as running, _page(running) as page:
        first = _case(page)
        decide(store, [first], verdict("confirmed", ground="mark", note="mine"), by="Li Lei")
        page.keyboard.press("l")
        page.wait_for_selector("#said >> text=Not written")
        assert "somebody decided about it meanwhile" in _said(page)
        assert "What changed is marked." in _said(page)
        assert _case(page) == first
        changed = page.locator(".changed").all_inner_texts()
        assert len(changed) == 2
        assert ("1 confirmed" in changed[0], "Li Lei" in changed[1]) == (True, True)
        page.wait_for_timeout(600)  # before that no key decides
        page.keyboard.press("w")
        page.wait_for_selector("text=1 × to be watched")
        _written(page)
        assert _states(store) == {first: "watch"}
        assert _case(page) == "taobao:101:nordwerk"


def test_an_undo_pressed_before_the_refusal_takes_nothing_back(store: Store) -> None:
    with review(store.root) as running, _page(running) as page:
        before = _case(page)
        page.keyboard.press("w")
        _written(page)
        refused = _case(page)
        decide(store, [refused], verdict("watch"), by="Li Lei")
        _press_at_once(page, "l", "u")
        page.wait_for_selector("#said >> text=Not written")
        _written(page)
        assert _states(store) == {before: "watch", refused: "watch"}
        assert _case(page) == refused


def test_keys_that_are_faster_than_the_server_decide_only_what_is_on_the_screen(store: Store) -> None:
    """Two hundred presses: each case is decided once, and the last one ends the list."""
    with review(store.root) as running, _page(running) as page:
        for _ in range(200):
            page.keyboard.press("w")
        _written(page)
        while not page.locator(".case.empty").count():
            page.keyboard.press("w")
            _written(page)
        states = _states(store)
        assert states == {f"taobao:{n}:nordwerk": "watch" for n in range(100, 100 + _CASES)}
        with store.read() as connection:
            assert {len(decision_history(connection, key)) for key in states} == {1}


def test_without_a_server_the_first_case_that_was_not_written_is_back(store: Store) -> None:
    with review(store.root) as running, _page(running) as page:
        page.wait_for_timeout(300)  # until the next cases are loaded
        first = _case(page)
        page.route("**/decisions", lambda route: route.abort())
        _press_at_once(page, "w", "l")
        page.wait_for_selector("#said >> text=The server does not answer.")
        _written(page)
        assert _case(page) == first
        page.unroute("**/decisions")
        page.wait_for_timeout(600)
        page.keyboard.press("w")
        page.wait_for_selector("text=1 × to be watched")
        assert _states(store) == {first: "watch"}


def test_a_review_that_was_started_again_says_so(store: Store) -> None:
    with review(store.root) as running, _page(running) as page:
        first = _case(page)
        page.context.clear_cookies()
        page.keyboard.press("w")
        page.wait_for_selector("#said >> text=the review was started again")
        assert _case(page) == first
        assert _states(store) == {}


def test_a_refused_case_stays_when_the_next_one_arrives_after_it(store: Store) -> None:
    with review(store.root) as running, _page(running) as page:
        first = _case(page)
        held: list[Any] = []
        page.route(lambda _: True, lambda route: held.append(route) if _is_next_case(route) else route.fallback())
        page.route("**/decisions", lambda route: route.abort())
        page.reload()
        page.keyboard.press("w")
        page.wait_for_selector("#said >> text=The server does not answer.")
        assert held
        for route in held:
            route.continue_()
        page.wait_for_timeout(500)  # until it is there
        assert _case(page) == first
        assert "The server does not answer." in _said(page)


def _is_next_case(route: Any) -> bool:
    return bool(route.request.resource_type == "fetch" and "/case" in route.request.url)


def test_a_list_that_changed_meanwhile_is_shown_as_it_is_now(store: Store) -> None:
    with review(store.root) as running, _page(running) as page:
        page.goto(f"http://{running.host}/?state=new,watch")
        page.keyboard.press("j")
        page.keyboard.press("x")
        decide(store, ["taobao:100:nordwerk"], verdict("watch"), by="Li Lei")
        page.keyboard.press("l")
        page.wait_for_selector("#said >> text=Not written")
        assert page.locator("tr[data-id='taobao:100:nordwerk']").get_attribute("data-shown") == "watch"
