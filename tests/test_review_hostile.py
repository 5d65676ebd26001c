"""Two hundred hostile texts in every field and on every page: no dialog, no request elsewhere, no decision, no mess."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from monitor.deciding.decide import decide
from monitor.decision import verdict
from monitor.fetch.chromium import browser_arguments, find_browser
from monitor.model import Finding, Reason, Vendor
from tests.hostile_words import hostile_words
from tests.review_server import Review, review
from tests.store_helper import finding, listing, make_store, visit
from tests.stranger import Stranger, stranger_server

playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: it comes with scrapy-playwright")

_CHROMIUM = find_browser(None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def stranger() -> Iterator[Stranger]:
    with stranger_server() as its:
        yield its


def _finding(text: str) -> Finding:
    """With the text in every fact of its reasons, also of one that nobody knows."""
    facts = {"vendor": text, "sellers": [text], "terms": [text], "percent": text, "why": text, "contact": text}
    return finding(*(Reason(code, 20, facts) for code in ("unauthorised_vendor", "replica_slang", text)))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, stranger: Stranger) -> Iterator[Review]:
    """A finding for each text, in all its fields; a decision about every tenth, with the text as note and name."""
    words = hostile_words(stranger.url)
    rows = [
        (
            listing(
                str(n), text, url=text, vendor=Vendor(f"x{n}", text, text), location=text, image_urls=(text,),
                currency="CNY",
            ),
            _finding(text),
        )
        for n, text in enumerate(words)
    ]  # fmt: skip
    store = make_store(tmp_path_factory.mktemp("hostile"), [visit(*rows)])
    for n, text in list(enumerate(words))[::10]:
        name = "".join(char for char in text if char.isprintable())[:90] or "A. Weber"
        note = "".join(char for char in text if char.isprintable())[:1_900]
        decide(store, [f"taobao:{n}:nordwerk"], verdict("watch", note=note), by=name)
    store.close()
    with review(Path(store.root)) as its:
        yield its


def test_hostile_texts_are_shown_and_nothing_else(running: Review, stranger: Stranger) -> None:
    words = hostile_words(stranger.url)
    before = running.api("GET", "/overview").json["states"]
    faults: list[str] = []
    with playwright.sync_playwright() as program:
        browser = program.chromium.launch(executable_path=_CHROMIUM, args=browser_arguments())
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.on("dialog", lambda dialog: (faults.append(f"dialog on {page.url}"), dialog.dismiss()))
        page.on("pageerror", lambda fault: faults.append(f"{page.url}: {fault}"))
        page.goto(f"http://{running.host}/?code={running.code}")
        for address in _addresses(words):
            page.goto(f"http://{running.host}{address}")
            if not page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"):
                faults.append(f"wider than the window: {address}")
            if not page.locator("nav").is_visible():
                faults.append(f"no page: {address}")
        browser.close()
    assert faults == []
    assert stranger.asked == []
    assert running.api("GET", "/overview").json["states"] == before
    assert running.api("GET", "/findings?state=new,watch&limit=1").json["total"] == len(words)


def _addresses(words: list[str]) -> Iterator[str]:
    """Lists, and each text on one page; every fifth is asked for too."""
    yield from ("/?state=new,watch", "/?state=watch", "/case", "/case?state=watch", "/overview")
    yield from (f"/?state=new,watch&after={score}~x" for score in (60, 59))
    for n, text in enumerate(words):
        pages = (f"/finding/taobao:{n}:nordwerk", f"/case?seller=taobao:id:x{n}&state=new,watch")
        yield pages[n % 2]
        asked = quote(text[:500], safe="")
        names = ("/?q=", "/?marketplace=", "/finding/", "/?brand=", "/seller/")
        if n % 5 == 0:
            yield names[n // 5 % 5] + asked
            yield f"/seller/taobao:id:x{n}"
