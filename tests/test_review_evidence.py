"""Evidence in the review: what is sealed is shown, sealed and bundled by a button, with the account's name."""

import io
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from monitor.account import Role
from monitor.evidence.snapshots import write_snapshot
from monitor.fetch.chromium import browser_arguments, find_browser
from monitor.review.evidence import note_viewed
from monitor.store.read.sealed import CustodyRecord, captures_of, custody_log
from monitor.store.store import Store, open_store
from tests.review_app import FINDING, InProcess, shared
from tests.review_server import TOKEN, Answer, review
from tests.store_helper import finding, listing, make_store, visit

_EVENTS = ("sealed", "viewed", "exported")
_CHROMIUM = find_browser(None)


def _store(folder: Path) -> Path:
    """A finding with its own page kept, and one of which no page is."""
    store = make_store(folder)
    kept = write_snapshot(store.snapshots, "<p>诺德沃克</p>".encode(), "text/html").sha256_body
    store.close()
    own = visit(
        (listing("1"), finding()), page="listing", target="listing:1", listing_id="1", kept=kept, method="hand-saved",
        fetch={"file": "1.html"},
    )  # fmt: skip
    made = make_store(folder, [own, visit((listing("2"), finding()))])
    made.settle_kind("live")
    made.close()
    return made.root


def _log(store: Store) -> list[CustodyRecord]:
    with store.read() as connection:
        captures = [capture.id for capture in captures_of(connection, ["taobao:1"])]
        return custody_log(connection, captures, [], [], _EVENTS)


def _form(app: InProcess, path: str, role: Role, finding_id: str = FINDING) -> Answer:
    headers = {"Origin": app.origin, "Sec-Fetch-Site": "same-origin", "Cookie": app.cookie_of(role)}
    body = urlencode({"id": finding_id}).encode()
    return app.ask("POST", path, body, Content_Type="application/x-www-form-urlencoded", **headers)


def test_a_reviewer_seals_and_bundles_and_a_reader_looks(tmp_path: Path) -> None:
    app = shared(_store(tmp_path))
    assert (
        "No page of this finding is sealed."
        in app.from_page("GET", f"/finding/{FINDING}", app.cookie_of(Role.READER)).body
    )
    for path in ("/evidence/seal", "/evidence/bundle"):
        assert _form(app, path, Role.READER).status == 403
    refused = _form(app, "/evidence/bundle", Role.REVIEWER)
    assert (refused.status, "seal it first" in refused.body) == (400, True)
    assert _form(app, "/evidence/seal", Role.REVIEWER, "taobao:77:nordwerk").status == 400
    assert _form(app, "/evidence/seal", Role.REVIEWER, "--help").status == 400
    assert _form(app, "/evidence/bundle", Role.REVIEWER, "--help").status == 400
    sealed = _form(app, "/evidence/seal", Role.REVIEWER)
    assert (sealed.status, sealed.headers["location"]) == (303, f"/finding/{FINDING.replace(':', '%3A')}#evidence")
    page = app.from_page("GET", f"/finding/{FINDING}", app.cookie_of(Role.READER)).body
    assert "unstamped" in page
    assert "own page" in page
    assert "/evidence/bundle" not in page, "a reader has no button"
    assert "/evidence/bundle" in app.from_page("GET", f"/finding/{FINDING}", app.cookie_of(Role.REVIEWER)).body
    answer = _form(app, "/evidence/bundle", Role.REVIEWER)
    assert answer.status == 200, answer.body
    assert answer.headers["content-disposition"] == 'attachment; filename="evidence.zip"'
    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert "report.html" in names
    assert [(event.event, event.who) for event in _log(app.store)] == [("sealed", "reviewer"), ("exported", "reviewer")]
    app.store.close()


def test_programs_do_the_same(tmp_path: Path) -> None:
    app = InProcess(open_store(_store(tmp_path), write=True))

    def ask(method: str, path: str, body: bytes = b"") -> Answer:
        own = {"Authorization": f"Bearer {TOKEN}"}
        return app.ask(method, f"/api/v1/evidence/{path}", body, Content_Type="application/json", **own)

    body = f'{{"id": "{FINDING}"}}'.encode()
    assert ask("GET", FINDING).json == []
    assert ask("POST", "seal", body).json["batch"] == "000001"
    (capture,) = ask("GET", FINDING).json
    assert (capture["own"], capture["stamps"], capture["verified_at"], capture["damaged"]) == (True, [], None, False)
    assert ask("POST", "bundle", body).data[:2] == b"PK"
    assert ask("POST", "bundle", b'{"id": "taobao:2:nordwerk"}').status == 400
    app.store.close()


def test_who_looks_at_a_sealed_page_is_noted(tmp_path: Path) -> None:
    store = open_store(_store(tmp_path), write=True)
    app = InProcess(store)
    with store.read() as connection:
        sha256 = connection.exec_driver_sql("SELECT sha256_body FROM visit WHERE page = 'listing'").scalar_one()
    note_viewed(store, sha256, "A. Weber")
    assert _log(store) == [], "no page is sealed yet"
    _form(app, "/evidence/seal", Role.OWNER)
    note_viewed(store, sha256, "A. Weber")
    assert [(event.event, event.who) for event in _log(store)][1:] == [("viewed", "A. Weber")]
    store.close()


@pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium: apt-get install chromium")
def test_keys_seal_and_bundle_in_a_browser(tmp_path: Path) -> None:
    playwright: Any = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
    with review(_store(tmp_path)) as running, playwright.sync_playwright() as program:
        browser = program.chromium.launch(executable_path=_CHROMIUM, args=browser_arguments())
        page = browser.new_page(accept_downloads=True)
        page.goto(f"http://{running.host}/?code={running.code}")
        page.goto(f"http://{running.host}/finding/{FINDING}")
        with page.expect_navigation():
            page.keyboard.press("s")
        assert page.locator("#evidence ~ .wide td code").count() == 1
        page.locator("details summary").first.click()
        page.frame_locator("iframe").locator("p").first.wait_for()
        with page.expect_download() as waiting:
            page.keyboard.press("b")
        assert zipfile.ZipFile(waiting.value.path()).testzip() is None
        with page.expect_download() as waiting:
            page.get_by_role("button", name="save as a bundle").click()
        assert waiting.value.suggested_filename == "evidence.zip"
        browser.close()
        store = open_store(tmp_path / "store")
        assert [(event.event, event.who) for event in _log(store)] == [
            ("sealed", "A. Weber"), ("viewed", "A. Weber"), ("exported", "A. Weber"), ("exported", "A. Weber"),
        ]  # fmt: skip
        store.close()
