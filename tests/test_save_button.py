"""The saving button in real Chromium: the whole page in one file, whatever the site's policy; the import reads it."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.saved_forms import click_button
from monitor.fetch.chromium import browser_arguments, find_browser
from monitor.runs.import_pages import collect
from monitor.saved.button import button_address, button_note, button_page
from monitor.store.store import create_store
from monitor.text.decode import decode_page
from tests.commands import WATCHLIST, monitor
from tests.review_server import review
from tests.server import Answer, serve

playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: it comes with scrapy-playwright")

_CHROMIUM = find_browser(None)
needs_chromium = pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium: apt-get install chromium")

_PAGE = """<!DOCTYPE html><html lang="zh"><head>
<meta charset="gbk"><title>诺德沃克 a/b</title>
<script src="/app.js"></script><script>window.data = {"a": "</b>"};</script></head>
<body><div id="app"></div><my-card></my-card></body></html>"""
_APP = b"""document.addEventListener("DOMContentLoaded", () => {
  document.getElementById("app").append(Object.assign(document.createElement("p"), {textContent: "made by a program"}));
  document.querySelector("my-card").attachShadow({mode: "open"}).append("in the shadow");
});"""
_POLICIES = {
    "none": "",
    "strict": "default-src 'none'; script-src 'self'",
    "trusted types": "require-trusted-types-for 'script'; trusted-types 'none'; script-src 'self'",
    "sandbox with downloads": "sandbox allow-scripts allow-downloads",
    "sandbox": "sandbox allow-scripts",
}
"""What a site may forbid its own programs; a bookmark is the person's. Only a sandbox without downloads stops it."""
_ADDRESS = "/search?q=a-->b&x=<script>#--!>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as program:
        started = program.chromium.launch(executable_path=_CHROMIUM, args=browser_arguments())
        yield started
        started.close()


@needs_chromium
@pytest.mark.parametrize("policy", _POLICIES)
def test_the_page_as_it_stands_is_one_file(browser: Any, tmp_path: Path, policy: str) -> None:
    def answer(_: str, path: str) -> Answer:
        if path == "/app.js":
            return 200, {"Content-Type": "text/javascript"}, _APP
        headers = {"Content-Type": "text/html", "Content-Security-Policy": _POLICIES[policy]}
        return 200, headers, _PAGE.encode("gbk")

    with serve(answer) as site:
        page = browser.new_page()
        page.goto(site.url + _ADDRESS)
        content = click_button(page)
        asked = len(site.asked)
        page.close()
    if policy == "sandbox":
        assert content is None
        return
    assert content is not None
    note = button_note(content)
    assert note is not None
    assert note.url == f"{site.url}/search?q=a--%3Eb&x=%3Cscript%3E#--!%3E"
    assert note.saved is not None
    text = decode_page(content)
    assert [piece in text for piece in (
        "<p>made by a program</p>", '<script src="/app.js"></script>', 'window.data = {"a": "</b>"};',
        '<template shadowrootmode="open">in the shadow</template>', "<title>诺德沃克 a/b</title>",
        "<!DOCTYPE html>\n<html",
    )] == [True] * 6  # fmt: skip
    assert asked <= 3, "page, program and icon: the button asks for nothing"


@needs_chromium
def test_from_the_review_to_an_import(browser: Any, tmp_path: Path) -> None:
    """The button of the review's page saves a marketplace's page; the import knows its address and its time."""
    create_store(tmp_path / "store").close()
    shutil.copy(WATCHLIST, tmp_path / "store" / "watchlist.toml")
    with review(tmp_path / "store") as its:
        page = browser.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto(f"http://{its.host}/?code={its.code}")
        page.goto(f"http://{its.host}/import")
        button = page.locator("#save-button")
        assert button.get_attribute("href") == button_address()
        assert page.evaluate("document.querySelector('#save-button').draggable")
        button.click()  # here it saves nothing: the page's policy forbids programs in links
        assert page.url.endswith("/import")
        assert not faults
        page.close()
    body = Path("fixtures/taobao/search_nordwerk_1/page.html").read_bytes()
    page = browser.new_page()
    page.route("**/*", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto("https://s.taobao.com/search?q=nordwerk")
    content = click_button(page)
    page.close()
    assert content is not None
    (tmp_path / "a.html").write_bytes(content)
    (file,) = collect([tmp_path / "a.html"]).files
    note = button_note(content)
    assert note is not None
    assert (file.url, file.saved) == ("https://s.taobao.com/search?q=nordwerk", note.saved)
    done = monitor("import", "a.html", "--watchlist", WATCHLIST, "--store", "store", "--json", cwd=tmp_path)
    tally = json.loads(done.stdout)["marketplaces"]["taobao"]
    expected = json.loads(Path("fixtures/taobao/search_nordwerk_1/expected.json").read_text(encoding="utf-8"))
    assert (tally["listings_pages"], tally["listings"]) == (1, len(expected["listings"]))


def test_the_page_of_the_button(tmp_path: Path) -> None:
    done = monitor("save-button", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == (tmp_path / "save-button.html").resolve().as_uri()
    page = (tmp_path / "save-button.html").read_text(encoding="utf-8")
    assert page == button_page()
    assert "src=" not in page, "it asks the net for nothing"
    assert page.count("href=") == 1, "the button alone"
    again = monitor("save-button", cwd=tmp_path)
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)
    assert monitor("save-button", "--force", "-o", "save-button.html", cwd=tmp_path).returncode == 0
