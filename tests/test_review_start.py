"""From an empty store to the first findings without a terminal: the brand's name, the searches, the saved pages."""

import gzip
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from monitor.account import Role
from monitor.fetch.chromium import browser_arguments, find_browser
from monitor.store.read.runs import last_run
from monitor.store.store import create_store, open_store
from monitor.watchlist import load_watchlist
from tests.review_app import InProcess, shared
from tests.review_server import Answer, review

TAOBAO = (
    b"<!-- saved from url=(0050)https://s.taobao.com/search?q=nordwerk -->\n"
    + Path("fixtures/taobao/search_nordwerk_1/page.html").read_bytes()
)
WALL = (
    b"<!-- saved from url=(0050)https://s.1688.com/selloffer/offer_search.htm?keywords=nordwerk -->\n"
    + Path("fixtures/alibaba_1688/search_blocked/page.html").read_bytes()
)
MHTML = b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x.example/\r\nMIME-Version: 1.0\r\n\r\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    create_store(tmp_path / "store").close()
    return tmp_path / "store"


@pytest.fixture
def empty(root: Path) -> InProcess:
    return InProcess(open_store(root, write=True))


@pytest.fixture
def begun(root: Path) -> InProcess:
    (root / "watchlist.toml").write_text('[[brand]]\nname = "Nordwerk"\nchinese = ["诺德沃克"]\n', encoding="utf-8")
    return InProcess(open_store(root, write=True))


def get(its: InProcess, path: str) -> Answer:
    return its.ask("GET", path, Cookie=its.cookie_of(Role.OWNER))


def post(its: InProcess, path: str, body: bytes = b"{}", kind: str = "application/json", cookie: str = "") -> Answer:
    headers = {
        "Origin": its.origin,
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": kind,
        "Accept": "application/json",
    }
    return its.ask("POST", path, body, Cookie=cookie or its.cookie_of(Role.OWNER), **headers)


def fill_in(its: InProcess, **fields: Any) -> Answer:
    body = urlencode({"marketplaces": "taobao", **fields}).encode()
    return post(its, "/start", body, "application/x-www-form-urlencoded")


def key_of(its: InProcess) -> str:
    return str(post(its, "/import").json["import"])


def hand_in(its: InProcess, key: str, name: str, content: bytes, saved: int = 1_700_000_000_000) -> Answer:
    return post(its, f"/import/{key}/files?name={quote(name, safe='')}&saved={saved}", content, "text/html")


def outcome(its: InProcess, key: str) -> str:
    while "data-hx-trigger" in (body := get(its, f"/import/{key}").body):
        time.sleep(0.2)
    return body


def test_an_empty_store_leads_to_the_brands_name_then_to_the_import(empty: InProcess, root: Path) -> None:
    for path in ("/", "/watchlist", "/import"):
        answer = get(empty, path)
        assert (answer.status, answer.headers["location"]) == (303, "/start")
    assert "What is your brand called?" in get(empty, "/start").body
    answer = fill_in(
        empty, name="Nordwerk", chinese="诺德沃克\r\n北工", product="X200", price="189.00",
        currency="EUR", categories=""
    )  # fmt: skip
    assert (answer.status, answer.headers["location"]) == (303, "/import")
    watched = load_watchlist(root / "watchlist.toml")
    brand = watched.brand[0]
    assert (brand.name, brand.chinese, brand.categories) == ("Nordwerk", ["诺德沃克", "北工"], [])
    assert (brand.product[0].name, str(brand.product[0].reference_price)) == ("X200", "189.00")
    assert watched.marketplaces == ["taobao"]
    assert get(empty, "/").headers["location"] == "/import"
    page = get(empty, "/import").body
    assert 'href="https://s.taobao.com/search?q=%E8%AF%BA%E5%BE%B7%E6%B2%83%E5%85%8B' in page
    assert f"monitor run {root}/watchlist.toml --store {root}" in page


def test_a_name_is_enough(empty: InProcess, root: Path) -> None:
    assert fill_in(empty, name="Nord & <Werk>").status == 303
    assert load_watchlist(root / "watchlist.toml").brand[0].name == "Nord & <Werk>"
    assert fill_in(empty, name="Another").headers["location"] == "/watchlist"
    assert load_watchlist(root / "watchlist.toml").brand[0].name == "Nord & <Werk>"


REFUSED = [
    ({"name": ""}, "must not be empty"), ({"name": "A", "product": "X", "price": "1,5"}, "expected a price such as"),
    ({"name": "A", "price": "1.5", "currency": "EUR"}, "this key is required"),
    ({"name": "!!!"}, "at least one letter"),
    ({"name": "A", "product": "X", "price": "1.5"}, "a price needs a currency"),
    ({"name": "A", "marketplaces": "nowhere"}, "is not known"),
]  # fmt: skip


def test_what_the_check_refuses_is_said_and_not_written(empty: InProcess, root: Path) -> None:
    for fields, words in REFUSED:
        answer = fill_in(empty, **fields)
        assert answer.status == 422
        assert words in answer.body
    assert not (root / "watchlist.toml").exists()


def test_pages_are_imported_and_each_outcome_is_said(begun: InProcess, root: Path) -> None:
    key = key_of(begun)
    assert hand_in(begun, key, "淘宝 <b>.html", TAOBAO).json == {"name": "淘宝 <b>.html"}
    assert hand_in(begun, key, "wall.html", WALL).status == 200
    assert hand_in(begun, key, "other.html", b"<html><p>hello").status == 200
    folder = next(root.glob("handed-in-*"))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in folder.iterdir()) == ["0001.html", "0002.html", "0003.html"]
    assert (folder / "0001.html").stat().st_mtime == 1_700_000_000
    assert post(begun, f"/import/{key}/run").status == 200
    assert post(begun, f"/import/{key}/run").status == 200, "a second click is no second import"
    body = outcome(begun, key)
    assert "淘宝 &lt;b&gt;.html" in body
    assert "blocked" in body
    assert "other.html: the page does not tell its address" in body
    assert "To do" in body
    assert "The saved page is a captcha or a refusal: open it in your browser" in body
    assert "pages: alibaba_1688" not in body, "once is enough"
    assert str(folder) not in body
    assert 'href="/case"' in body
    assert not list(root.glob("handed-in-*")), "what was read is kept in the store"
    queue = get(begun, "/").body
    assert "<h1>" in queue
    assert "诺德沃克" in queue
    assert "Nordwerk" in queue, "the brand's name, not its id alone"


NAMES = [
    "../../x.html", "/etc/passwd", "a\0b", "W" * 5_000, "con", "\u202elmth.exe", "..\\..\\x", "", ".", "..",
    "x_files/y",
    "-rf", "$(reboot)", "a\nb", "<img src=x onerror=alert(1)>", "诺" * 1_000, "meta.json", "page.html",
]  # fmt: skip


def test_a_files_name_is_shown_and_never_a_path(begun: InProcess, root: Path) -> None:
    key = key_of(begun)
    before = {path for path in root.parent.rglob("*") if "handed-in" not in str(path)}
    for name in NAMES:
        answer = hand_in(begun, key, name, TAOBAO)
        assert answer.status == 200
        shown = answer.json["name"]
        assert 0 < len(shown) <= 100
        assert not set(shown) & set("\0\n/\\\u202e")
    own = sorted(path.name for path in next(root.glob("handed-in-*")).iterdir())
    assert own == [f"{number:04d}.html" for number in range(1, len(NAMES) + 1)]
    assert {path for path in root.parent.rglob("*") if "handed-in" not in str(path)} == before


def test_pictures_come_with_the_page_that_they_were_saved_with(begun: InProcess, root: Path) -> None:
    key = key_of(begun)
    assert hand_in(begun, key, "dir/淘宝.html", TAOBAO).status == 200
    assert hand_in(begun, key, "dir/淘宝_files/a 1.JPG", b"\xff\xd8\xff").status == 200
    for name in (
        "淘宝_files/a.jpg", "dir/other_files/a.jpg", "dir/淘宝_files/.jpg", "dir/淘宝_files/a.svg",
        "dir/淘宝_files/诺.jpg",
        "dir/淘宝_files/../a.jpg", "dir/淘宝_files/a\0.jpg", "dir/淘宝_files", f"dir/淘宝_files/{'W' * 500}.jpg",
    ):  # fmt: skip
        assert hand_in(begun, key, name, b"\xff\xd8\xff").status == 400
    folder = next(root.glob("handed-in-*"))
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()) == [
        "0001.html", "0001_files/a 1.JPG",
    ]  # fmt: skip


NO_PAGES = [
    (b"", "the file is empty"), (b"%PDF-1.7", "a PDF"), (b"PK\x03\x04abc", "a ZIP archive: unpack it"),
    (b"bplist00", "Safari"), (b"\x89PNG\r\n", "a picture"), (b"\x00\x01\x02", "not a saved page"),
    (b"hello", "not a saved page"),
    (b'{"a": 1}', "not a saved page"),
]  # fmt: skip


def test_what_is_no_page_is_refused_in_clear_words(begun: InProcess, root: Path) -> None:
    key = key_of(begun)
    for content, words in NO_PAGES:
        answer = hand_in(begun, key, "x.html", content)
        assert answer.status == 400
        assert words in answer.json["detail"]
    assert not list(next(root.glob("handed-in-*")).iterdir())


CONTENTS = [
    (MHTML, ".mhtml"), (b'{"log": {"entries": []}}', ".har"), (b"WARC/1.0\r\n", ".warc"),
    (gzip.compress(b"x"), ".warc.gz"),
    (b"\xef\xbb\xbf<!doctype html>", ".html"), ("<html>".encode("utf-16"), ".html"),
]  # fmt: skip


def test_what_a_file_is_its_content_says(begun: InProcess, root: Path) -> None:
    key = key_of(begun)
    for content, _ in CONTENTS:
        assert hand_in(begun, key, "download", content).status == 200
    own = sorted(path.name for path in next(root.glob("handed-in-*")).iterdir())
    assert own == [f"{number:04d}{ending}" for number, (_, ending) in enumerate(CONTENTS, 1)]


def test_limits(begun: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.review.handed_in.MOST_FILES", 5)
    key = key_of(begun)
    answers = [hand_in(begun, key, f"{number}.html", b"<p>") for number in range(20)]
    assert [answer.status for answer in answers] == [200] * 5 + [400] * 15
    assert "at most 5 files at once" in answers[-1].json["detail"]
    monkeypatch.setattr("monitor.review.handed_in.MOST_BYTES_OF_FILE", 1_000)
    assert "too large" in hand_in(begun, key_of(begun), "x", b"<p>" * 500).json["detail"]
    unknown = post(begun, "/import/nothing/run")
    assert (unknown.status, "not known any more" in unknown.json["detail"]) == (400, True)
    assert "no page was handed in" in post(begun, f"/import/{key_of(begun)}/run").json["detail"]


@pytest.mark.slow
def test_a_bomb_and_a_watchlist_that_broke_meanwhile(begun: InProcess, root: Path) -> None:
    key = key_of(begun)
    assert hand_in(begun, key, "bomb.warc.gz", gzip.compress(b"\0" * 50_000_000)).status == 200
    post(begun, f"/import/{key}/run")
    body = outcome(begun, key)
    assert "The import did not begin" in body
    assert "bomb.warc.gz" in body
    (root / "watchlist.toml").write_text("[[brand]]\nname = 7", encoding="utf-8")
    assert "expected text in quotes" in get(begun, "/import").body
    key = key_of(begun)
    hand_in(begun, key, "a.html", TAOBAO)
    post(begun, f"/import/{key}/run")
    assert "expected text in quotes" in outcome(begun, key)
    with begun.store.read() as connection:
        assert last_run(connection) is None


def test_only_an_owner_brings_pages_in(root: Path) -> None:
    its = shared(root)
    for role in (Role.READER, Role.REVIEWER):
        cookie = its.cookie_of(role)
        for path in ("/start", "/import", "/import/x/files?name=a", "/import/x/run"):
            assert post(its, path, cookie=cookie).status == 403
        assert "Only an owner" in its.ask("GET", "/start", Cookie=cookie).body


@pytest.mark.slow
def test_from_nothing_to_the_queue_in_a_browser(tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    chromium = find_browser(None)
    if chromium is None:
        pytest.skip("no Chromium: apt-get install chromium")
    with review(tmp_path / "new") as running, playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(chromium), args=browser_arguments())
        page = browser.new_page()
        page.set_default_timeout(180_000)
        page.goto(f"{running.origin}/?code={running.code}")
        page.get_by_label("Name of the brand").fill("Nordwerk")
        page.get_by_label("Chinese names").fill("诺德沃克")
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("Drop saved pages here").set_input_files([
            {"name": "淘宝.html", "mimeType": "text/html", "buffer": TAOBAO},
            {"name": "../1688.html", "mimeType": "text/html", "buffer": WALL},
            {"name": "notes.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"},
        ])  # fmt: skip
        page.get_by_role("button", name="Import", exact=True).click()
        page.get_by_role("heading", name="Imported").wait_for()
        outcome = page.locator(".outcome").inner_text()
        assert "淘宝.html" in outcome
        assert "blocked" in outcome
        page.get_by_role("link", name="See the queue").click()
        page.locator("tr[data-id]").first.wait_for()
        assert "诺德沃克" in page.locator("main").inner_text()
        # decisions and another import go together
        page.goto(f"{running.origin}/case")
        assert page.locator(".case").count() == 1
        browser.close()
