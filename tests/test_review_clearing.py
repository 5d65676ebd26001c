"""Two hundred cases are cleared by the keyboard alone, and all of it can be taken back, also after a restart."""

from collections import Counter
from pathlib import Path

import pytest

from monitor.fetch.chromium import find_browser
from tests.review_server import Review, review

pytest.importorskip("playwright.sync_api", reason="needs Playwright: it comes with scrapy-playwright")

from bench.clearing import clear, logged_in, make_cases

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_browser(None) is None, reason="no Chromium: apt-get install chromium"),
]

_CASES = 200


def _states(running: Review) -> Counter[str]:
    return Counter(running.api("GET", "/overview").json["states"])


def test_two_hundred_cases_are_cleared_and_taken_back_after_a_restart(tmp_path: Path) -> None:
    root = make_cases(tmp_path, _CASES)
    with review(root) as running, logged_in(running) as page:
        cleared = clear(page, f"http://{running.host}/case", _CASES)
        assert "Nothing is left" in page.inner_text("main")
        decided = _states(running)
        assert decided["new"] == 0
        assert decided["confirmed"] + decided["dismissed"] == _CASES
        assert len(cleared.painted) == len(cleared.stored) == _CASES
        items = running.api("GET", "/findings?limit=200").json["items"]
        assert len({item["decision"]["batch"] for item in items}) == _CASES
        assert {item["decision"]["ground"] for item in items if item["state"] == "confirmed"} == {
            "counterfeit", "mark", "copied", "patent", "other",
        }  # fmt: skip
    with review(root) as running, logged_in(running) as page:
        page.goto(f"http://{running.host}/")
        for left in range(1, 11):
            with page.expect_navigation():
                page.keyboard.press("u")
            assert page.inner_text("h1") == f"{left} finding{'s' if left > 1 else ''}"
            assert page.inner_text("#said") == "1 taken back"
        assert _states(running)["new"] == 10
