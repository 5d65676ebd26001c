"""A person clears cases by keys in a real browser: `python -m bench.clearing [--cases 200]`.

Two keys a decision, in turn each ground and each reason. Prints in milliseconds how long after the deciding key the
next case is painted, and how long until the server has answered that the decision is written; beside it, in the same
run, the plain way: one page load a case.
"""

import argparse
import itertools
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from monitor.decision import DismissalReason, Ground
from monitor.fetch.chromium import browser_arguments, find_browser
from tests.review_server import Review, review
from tests.store_helper import finding, listing, make_store, visit

_KEYS = [("c", str(n)) for n in range(1, len(Ground) + 1)] + [("d", str(n)) for n in range(1, len(DismissalReason) + 1)]
_PLAIN = 30
"""Cases of the plain way."""
# The time of a key is the event's own; a frame is painted when the task after its animation callbacks runs.
_WATCH = """
    window.painted = []; window.pressed = 0;
    document.addEventListener('keydown', event => { window.pressed = event.timeStamp; }, true);
    new MutationObserver(() => {
        const pressed = window.pressed;
        requestAnimationFrame(() => setTimeout(() => window.painted.push(performance.now() - pressed)));
    }).observe(document.querySelector('main'), {childList: true});
    window.keys = [];
    const send = window.fetch;
    window.fetch = async (path, asked) => {
        const pressed = window.pressed;
        const answer = await send(path, asked);
        if (path === '/decisions') window.keys.push(performance.now() - pressed);
        return answer;
    };"""


@dataclass(frozen=True, slots=True)
class Cleared:
    """Milliseconds of each decision, from its last key."""

    painted: list[float]
    """Until the next case is on the screen."""
    stored: list[float]
    """Until the page knows that it is written."""


def make_cases(folder: Path, number: int) -> Path:
    """A store with so many findings of one brand, none alike; its folder."""
    rows = [
        (listing(str(n), f"诺德沃克 X{n} 充电电钻 厂家直销 {n} 件套"), finding(brand="nordwerk")) for n in range(number)
    ]
    store = make_store(folder, [visit(*rows)])
    store.close()
    return Path(store.root)


@contextmanager
def logged_in(running: Review) -> Iterator[Any]:
    """A page of a browser on a laptop's screen, logged in."""
    with sync_playwright() as program:
        browser = program.chromium.launch(executable_path=find_browser(None), args=browser_arguments())
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(f"http://{running.host}/?code={running.code}")
        yield page
        browser.close()


def clear(page: Any, address: str, number: int) -> Cleared:
    """Decide about so many cases by keys, as soon as each is shown."""
    page.goto(address)
    page.evaluate(_WATCH)
    for keys in itertools.islice(itertools.cycle(_KEYS), number):
        shown = page.locator(".case").get_attribute("data-id")
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_function("id => document.querySelector('.case')?.dataset.id !== id", arg=shown)
    page.wait_for_selector("body:not([data-writing])")
    page.wait_for_timeout(100)
    return Cleared(page.evaluate("window.painted"), page.evaluate("window.keys"))


def plain(page: Any, address: str, number: int) -> list[float]:
    """Milliseconds from asking for a page until its first paint, one page load a case."""
    times = []
    for _ in range(number):
        page.goto(address)
        page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
        times.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
    return times


def _line(name: str, times: list[float]) -> str:
    p95 = statistics.quantiles(times, n=20)[-1]
    return f"{name:<44} {len(times):>5} {statistics.median(times):>8.1f} {p95:>8.1f} {max(times):>8.1f}"


def main() -> None:
    """Run it and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=200)
    cases = parser.parse_args().cases
    with tempfile.TemporaryDirectory() as folder:
        root = make_cases(Path(folder), cases + 1)
        with review(root) as running, logged_in(running) as page:
            cleared = clear(page, f"http://{running.host}/case", cases)
            loads = plain(page, f"http://{running.host}/case?state=confirmed", _PLAIN)
    print(f"{'milliseconds':<44} {'':>5} {'median':>8} {'p95':>8} {'longest':>8}")
    print(_line("key to paint", cleared.painted))
    print(_line("key to the answer that it is written", cleared.stored))
    print(_line("plain: asking for a page to its first paint", loads))


if __name__ == "__main__":
    main()
