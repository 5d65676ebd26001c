"""Kept pages beside the report: each once, safe to open, linked from its rows; what can't be shown is said."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor.evidence.snapshots import snapshot_name, write_snapshot
from monitor.fetch.chromium import browser_arguments, find_browser
from monitor.store.store import Store
from tests.store_helper import finding, listing, make_store, run, visit
from tests.test_safe_copy import check

_PAGES = [f"<p>word {number}</p><script>alert(1)</script>".encode() * 300 for number in range(2)]
_FIRST, _SECOND = (sha256(page).hexdigest() for page in _PAGES)
_DAMAGED, _LOST = "ab" * 32, "cd" * 32


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two findings on one kept page, one on another, one without a page."""
    made = make_store(
        tmp_path,
        [
            visit((listing("1"), finding()), (listing("2"), finding()), kept=_FIRST),
            visit((listing("3"), finding()), number=2, kept=_SECOND),
            visit((listing("4"), finding()), number=3),
        ],
    )
    for page in _PAGES:
        write_snapshot(made.snapshots, page, "text/html")
    yield made
    made.close()


def _links(report: Path) -> list[str]:
    tree = LexborHTMLParser(report.read_text(encoding="utf-8"))
    return [str(node.attributes["href"]) for node in tree.css("td.seen a")]


def test_rows_link_to_copies_beside_the_report(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    report, folder = tmp_path / "report.html", tmp_path / "pages"
    assert run(monkeypatch, capfd, "export", report, "--store", store.root)[0] == 0
    assert sorted(file.name for file in folder.iterdir()) == sorted([f"{_FIRST}.html", f"{_SECOND}.html"])
    assert _links(report) == [f"pages/{_FIRST}.html"] * 2 + [f"pages/{_SECOND}.html"]
    for file in folder.iterdir():
        assert file.stat().st_mode & 0o777 == 0o600
        check(file.read_text(encoding="utf-8"))
    (folder / "mine.txt").write_text("mine")
    before = (folder / f"{_FIRST}.html").stat().st_mtime_ns
    (folder / f"{_SECOND}.html").unlink()
    assert run(monkeypatch, capfd, "export", report, "--force", "--store", store.root)[0] == 0
    assert len(list(folder.iterdir())) == 3
    assert (folder / f"{_FIRST}.html").stat().st_mtime_ns == before, "same names are same pages"


@pytest.mark.parametrize("name", ["report.html", "report.csv", "report.xlsx", "report.jsonl"])
def test_no_pages_where_nobody_asked_for_them(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    options = ["--no-pages"] if name.endswith("html") else []
    assert run(monkeypatch, capfd, "export", tmp_path / name, *options, "--store", store.root)[0] == 0
    assert not (tmp_path / "pages").exists()
    if options:
        assert _links(tmp_path / name) == []


def test_what_cannot_be_shown_is_said_and_the_rest_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    costly = b"<div>" * 200_000
    digests = [_DAMAGED, _LOST, sha256(costly).hexdigest(), _FIRST]
    pages = [visit((listing(str(n)), finding()), number=n, kept=kept) for n, kept in enumerate(digests)]
    store = make_store(tmp_path, pages)
    store.snapshots.put(snapshot_name(_DAMAGED), b"no zstd")
    for page in (costly, _PAGES[0]):
        write_snapshot(store.snapshots, page, "text/html")
    monkeypatch.setattr("monitor.sandbox.worker.Worker.__init__.__defaults__", (lambda: False, 1.0))
    report = tmp_path / "report.html"
    code, out, err = run(monkeypatch, capfd, "export", report, "--store", store.root)
    store.close()
    assert (code, out) == (1, "")
    assert err.count("no copy of a kept page") == 3
    assert "it took more than 1 seconds of work" in err
    assert "4 findings" in err
    assert _links(report) == [f"pages/{_FIRST}.html"]
    text = report.read_text(encoding="utf-8")
    assert text.count("no safe copy") == 3
    assert [file.name for file in (tmp_path / "pages").iterdir()] == [f"{_FIRST}.html"]


def test_a_file_in_the_place_of_the_folder_is_refused(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pages").write_text("mine")
    report = tmp_path / "report.html"
    code, out, err = run(monkeypatch, capfd, "export", report, "--store", store.root)
    assert (code, out, len(err.splitlines()), report.exists()) == (2, "", 1, False)
    assert "--no-pages" in err
    assert run(monkeypatch, capfd, "export", report, "--no-pages", "--store", store.root)[0] == 0


def test_a_folder_that_cannot_be_written_leaves_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_text", full)
    report = tmp_path / "report.html"
    code, out, err = run(monkeypatch, capfd, "export", report, "--store", store.root)
    assert (code, out, len(err.splitlines()), report.exists()) == (3, "", 1, False)
    assert "No space left" in err
    assert list((tmp_path / "pages").iterdir()) == []


@pytest.mark.skipif(find_browser(None) is None, reason="no Chromium: apt-get install chromium")
def test_a_click_opens_the_copy(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: it comes with scrapy-playwright")
    report = tmp_path / "a folder with ü" / "report.html"
    report.parent.mkdir()
    assert run(monkeypatch, capfd, "export", report, "--store", store.root)[0] == 0
    with playwright.sync_playwright() as program:
        browser = program.chromium.launch(executable_path=find_browser(None), args=browser_arguments())
        page = browser.new_page()
        page.goto(report.as_uri())
        with page.expect_popup() as opened:
            page.locator("td.seen a").first.click()
        assert _FIRST in opened.value.locator("header").inner_text()
        assert "word 0" in opened.value.locator("main").inner_text()
        browser.close()
