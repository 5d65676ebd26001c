"""Pictures of the review's pages: `make screenshots`, after `make demo`; needs Chromium.

Each page at the widths of a laptop, a large screen and a phone into build/screenshots, to be looked at; those that the
documents show into docs/images.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from monitor.fetch.chromium import browser_arguments, find_browser

_ROOT = Path(__file__).parents[1]
_STORE, _ALL, _DOCS = _ROOT / "demo-data", _ROOT / "build/screenshots", _ROOT / "docs/images"
_WIDTHS = (1366, 1920, 390)
_SHOWN_IN_DOCS = frozenset({"case", "queue", "finding", "overview"})
_KEYS = {"case-grounds": ("/case", "c"), "queue-bulk": ("/", "jxjxd")}
"""Pages on which keys were pressed."""


def _addresses(page: Any, base: str) -> dict[str, str]:
    """Name and address of each page: what the head links to, and the first finding with its seller."""
    page.goto(f"{base}/")
    links = [str(link.get_attribute("href")) for link in page.locator("nav a").all()]
    named = {link.strip("/") or "queue": link for link in links}
    page.goto(f"{base}/case")
    finding = str(page.locator(".case").get_attribute("data-id"))
    named["finding"] = f"/finding/{finding}"
    page.goto(f"{base}/finding/{finding}")
    if (seller := page.locator("a[href^='/seller/']").first).count():
        named["seller"] = str(seller.get_attribute("href"))
    return named | {"error": "/nothing-here"}


def _shoot(page: Any, base: str, name: str, address: str, keys: str = "") -> None:
    for width in _WIDTHS:
        page.set_viewport_size({"width": width, "height": 1080 if width > 1366 else 768})
        page.goto(f"{base}{address}")
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_timeout(200)
        page.screenshot(path=_ALL / f"{name}-{width}.png")


def main() -> None:
    """Take them all; says where they are."""
    if not _STORE.exists():
        sys.exit("no demo-data: `make demo` makes it")
    shutil.rmtree(_ALL, ignore_errors=True)
    _ALL.mkdir(parents=True)
    command = [sys.executable, "-m", "monitor", "review", "--store", str(_STORE), "--port", "0", "--no-browser"]
    with subprocess.Popen([*command, "--by", "A. Weber"], stdout=subprocess.PIPE, text=True) as review:
        assert review.stdout is not None
        address = review.stdout.readline().partition("Review: ")[2].strip()
        base = address.partition("/?")[0]
        with sync_playwright() as program:
            browser = program.chromium.launch(executable_path=find_browser(None), args=browser_arguments())
            page = browser.new_page()
            page.goto(address)
            for name, place in _addresses(page, base).items():
                _shoot(page, base, name, place)
            for name, (place, keys) in _KEYS.items():
                _shoot(page, base, name, place, keys)
            browser.close()
        review.terminate()
    for name in _SHOWN_IN_DOCS:
        if (shot := _ALL / f"{name}-{_WIDTHS[0]}.png").exists():
            shutil.copy(shot, _DOCS / f"review-{name}.png")
    print(f"{len(list(_ALL.iterdir()))} pictures in {_ALL.relative_to(_ROOT)}; those of the documents in docs/images")


if __name__ == "__main__":
    main()
