"""The review as a firm has it: behind a proxy with TLS, two names, people who log in, in a real browser."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from monitor.evidence.snapshots import write_snapshot
from monitor.fetch.chromium import browser_arguments, find_browser
from monitor.store.read.decisions import decision_history
from monitor.store.store import open_store
from tests.commands import monitor
from tests.review_server import review
from tests.store_helper import finding, listing, make_store, visit
from tests.tls_proxy import tls_proxy

playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: it comes with scrapy-playwright")

_CHROMIUM = find_browser(None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium: apt-get install chromium"),
]

OWN, FRAMES = "https://review.firm.example", "https://pages.firm.example"
FINDING, PASSWORD = "taobao:1:nordwerk", "correct horse battery staple"
_KEPT = b"<title>x</title><p>the words of the kept page</p><script>top.location = '/'</script>"


def _free_ports() -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@contextmanager
def _browser(proxy: int, *, scripts: bool) -> Iterator[Any]:
    """A page of a browser for which both names lead to the proxy."""
    rules = ", ".join(f"MAP {origin.partition('://')[2]} 127.0.0.1:{proxy}" for origin in (OWN, FRAMES))
    with playwright.sync_playwright() as program:
        arguments = [*browser_arguments(), f"--host-resolver-rules={rules}"]
        browser = program.chromium.launch(executable_path=_CHROMIUM, args=arguments)
        context = browser.new_context(ignore_https_errors=True, java_script_enabled=scripts)
        yield context.new_page()
        browser.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int]]:
    """The store's folder, and the port of the proxy before its review."""
    folder = tmp_path_factory.mktemp("tls")
    store = make_store(folder)
    store.close()
    sha256 = write_snapshot(store.snapshots, _KEPT, "text/html").sha256_body
    root = make_store(folder, [visit((listing("1"), finding()), kept=sha256)]).root
    for name, role in (("A. Weber", "reviewer"), ("Owner", "owner"), ("Reader", "reader")):
        monitor("account", "add", name, "--role", role, "--store", root, stdin=f"{PASSWORD}\n")
    port, frames_port = _free_ports()
    options = ("--port", str(port), "--frames-port", str(frames_port), "--address", OWN, "--frames-address", FRAMES)
    names = {OWN.partition("://")[2]: port, FRAMES.partition("://")[2]: frames_port}
    with review(root, *options), tls_proxy(folder, names) as proxy:
        yield root, proxy


def _log_in(page: Any, password: str, name: str = "A. Weber") -> None:
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("button:has-text('Log in')")


def test_log_in_see_a_kept_page_decide_log_out(served: tuple[Path, int]) -> None:
    root, proxy = served
    with _browser(proxy, scripts=True) as page:
        page.goto(f"{OWN}/finding/{FINDING}")
        assert page.url == f"{OWN}/login"
        _log_in(page, "something else")
        assert page.locator("[role=alert]").inner_text() == "Name or password is wrong."
        _log_in(page, PASSWORD)
        page.wait_for_url(f"{OWN}/")
        (cookie,) = page.context.cookies()
        assert (cookie["name"], cookie["secure"], cookie["httpOnly"]) == ("__Host-monitor_session", True, True)
        page.goto(f"{OWN}/finding/{FINDING}")
        page.click("summary:has(code)")
        frame = page.frame_locator("iframe")
        assert "the words of the kept page" in frame.locator("body").inner_text()
        page.goto(f"{OWN}/case")
        for key in ("c", "1"):
            page.keyboard.press(key)
        page.wait_for_selector("body:not([data-writing])")
        page.click("button:has-text('Log out')")
        page.wait_for_url(f"{OWN}/login")
        page.goto(f"{OWN}/")
        assert page.url == f"{OWN}/login"
    with open_store(root).read() as connection:
        (decision,) = decision_history(connection, FINDING)
    assert (decision.reviewer, decision.state) == ("A. Weber", "confirmed")


def test_logging_in_and_out_needs_no_scripts(served: tuple[Path, int]) -> None:
    _, proxy = served
    with _browser(proxy, scripts=False) as page:
        page.goto(OWN)
        _log_in(page, PASSWORD)
        page.wait_for_url(f"{OWN}/")
        assert "A. Weber" in page.inner_text("nav")
        page.click("button:has-text('Log out')")
        page.wait_for_url(f"{OWN}/login")


def test_a_reader_sees_all_and_is_offered_no_decision(served: tuple[Path, int]) -> None:
    _, proxy = served
    with _browser(proxy, scripts=True) as page:
        page.goto(OWN)
        _log_in(page, PASSWORD, "Reader")
        page.wait_for_url(f"{OWN}/")
        for path in ("/?state=new,confirmed", "/case?state=new,confirmed", f"/finding/{FINDING}"):
            page.goto(f"{OWN}{path}")
            assert "诺德沃克" in page.inner_text("main")
            for button in page.locator("[data-state], [data-opens], [data-undo], [data-seller], .bulk").all():
                assert not button.is_visible()
            sent: list[str] = []
            page.on("request", lambda request, sent=sent: sent.append(request.method))
            for key in ("j", "x", "c", "1", "w", "a"):
                page.keyboard.press(key)
            assert "POST" not in sent
