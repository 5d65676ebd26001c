"""`monitor evidence bundle`: what a bundle holds, says and leaves out; the same store gives the same bytes."""

import hashlib
import io
import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from monitor.evidence.ledger import Head
from monitor.evidence.manifest import read_manifest
from monitor.evidence.merkle import leaf_hash, root_by_path
from monitor.fetch.chromium import browser_arguments, find_browser
from monitor.model import Vendor
from monitor.runs.bundling import bundle_findings
from monitor.store.read.sealed import custody_log
from monitor.store.store import Store, open_store
from tests.commands import monitor
from tests.evidence_store import sealed_bundle, sealed_store
from tests.export_helper import XSS
from tests.sealed_helper import Sealed, seal
from tests.store_helper import NOON, decide, finding, listing, make_store, visit

OWN, SUPPORTED, SESSION, UNSEALED = (f"taobao:{number}:nordwerk" for number in (1, 2, 3, 4))
_LATER = NOON + timedelta(hours=2)


def _png(width: int, height: int) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(stream, "PNG")
    return stream.getvalue()


PICTURE = _png(40, 30)
_OWN_FILES = {
    "capture.json": b"{}\n", "capture.warc.gz": b"\x1f\x8bwarc", "screenshot.png": _png(1366, 3000),
    f"pictures/{hashlib.sha256(PICTURE).hexdigest()}.png": PICTURE, "pictures/aa.jpg": b"no picture",
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A search page with four listings, one's own page, and one's own page with a login; the fourth is not sealed."""
    four = [(listing(str(number), stock=number), finding()) for number in (1, 2, 3, 4)]
    own = {"page": "listing", "at": _LATER}
    store = make_store(
        tmp_path,
        [
            visit(*four[:3], kept="a" * 64),
            visit(
                (listing("1", "诺德沃克 X200 \u202elive", stock=9), finding()), target="listing:1", kept="b" * 64, **own
            ),
            visit((listing("3"), finding()), target="listing:3", kept="c" * 64, session=True, **own),
            visit(four[3], (listing("5"), finding()), number=2),
        ],
    )
    decide(store, OWN, "confirmed")
    seal(store, [Sealed(1, {"taobao:1": False, "taobao:2": False})])
    seal(store, [Sealed(4, {"taobao:5": True})])  # of another client: only its head is in the bundle
    seal(store, [Sealed(2, {"taobao:1": True}, _OWN_FILES), Sealed(3, {"taobao:3": True}, session=True)])
    yield store
    store.close()


def _bundle(store: Store, *findings: str, name: str = "a.zip", **options: bool) -> tuple[zipfile.ZipFile, bytes]:
    target = store.root.parent / name
    bundle_findings(store, findings, target, by="A. Weber", **options)
    return zipfile.ZipFile(target), target.read_bytes()


def test_the_same_store_gives_the_same_bytes(store: Store) -> None:
    _, first = _bundle(store, OWN, SUPPORTED)
    _, second = _bundle(store, OWN, SUPPORTED, OWN, name="b.zip")  # asked for twice
    assert first == second
    with store.read() as connection:
        events = custody_log(connection, _captures(first), [], [], ["exported"])
    assert len(events) == 4, "each making is noted, of each capture"
    assert {(event.who, event.facts["sha256"]) for event in events} == {("A. Weber", hashlib.sha256(first).hexdigest())}


def test_what_lies_in_a_bundle(store: Store, tmp_path: Path) -> None:
    bundle, data = _bundle(store, OWN)
    names = bundle.namelist()
    supporting, own = _captures(data)
    assert [name for name in names if "/" not in name] == [
        "VERIFY.md", "verify.py", "report.html", "report.pdf", "findings.json", "custody.jsonl", "SHA256SUMS",
    ]  # fmt: skip
    assert {name for name in names if name.startswith("ledger/")} == {
        f"ledger/00000{number}.head" for number in (1, 2, 3)
    }
    assert [name for name in names if name.startswith("captures/")] == [
        *(f"captures/{supporting}/{name}" for name in ("SHA256SUMS", "capture.json", "page.html")),
        *(f"captures/{own}/{name}" for name in ("SHA256SUMS", *sorted(_OWN_FILES))),
    ]
    sums = read_manifest(bundle.read("SHA256SUMS"))
    assert sums == {n: hashlib.sha256(bundle.read(n)).hexdigest() for n in names if n != "SHA256SUMS"}
    for capture in (supporting, own):
        proof = json.loads(bundle.read(f"proofs/{capture}.json"))
        head = Head.read(bundle.read(f"ledger/{proof['batch']}.head"))
        manifest = hashlib.sha256(bundle.read(f"captures/{capture}/SHA256SUMS")).hexdigest()
        assert head is not None
        assert proof["line"] == f"{manifest}  captures/{capture}/SHA256SUMS"
        path = [bytes.fromhex(node) for node in proof["path"]]
        root = root_by_path(leaf_hash(proof["line"].encode()), proof["index"], proof["captures"], path)
        assert root is not None
        assert root.hex() == head.root
    bundle.extractall(tmp_path / "out")
    for command in (["sha256sum", "--strict", "-c", "SHA256SUMS"], [sys.executable, "-I", "verify.py"]):
        checked = subprocess.run(command, cwd=tmp_path / "out", capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout + checked.stderr


def test_statements_name_the_file_where_they_stand(store: Store) -> None:
    bundle, data = _bundle(store, OWN)
    supporting, own = _captures(data)
    record = json.loads(bundle.read("findings.json"))["findings"][0]
    sums = read_manifest(bundle.read("SHA256SUMS"))
    assert sums is not None
    facts = record["facts_as_seen"]
    its_page = f"captures/{own}/capture.warc.gz"
    assert facts["title"] == {"value": "诺德沃克 X200 \u202elive", "file": its_page, "sha256": sums[its_page]}
    assert facts["stock"]["value"] == 9
    assert facts["location"] == {
        "value": None,
        "file": facts["location"]["file"],
        "sha256": facts["location"]["sha256"],
    }
    assert [(entry["stock"], entry["file"]) for entry in record["history"]] == [
        (1, f"captures/{supporting}/page.html"), (9, its_page),
    ]  # fmt: skip
    assert record["machine"]["score"] == 65
    assert [decision["state"] for decision in record["decisions"]] == ["confirmed"]
    assert record["captures"] == [{"id": own, "own_page": True}, {"id": supporting, "own_page": False}]
    custody = [json.loads(line) for line in bundle.read("custody.jsonl").decode().splitlines()]
    assert [event["event"] for event in custody] == ["sealed", "sealed"]


def test_only_supporting_pages_say_so_first(store: Store) -> None:
    bundle, _ = _bundle(store, SUPPORTED)
    page = bundle.read("report.html").decode()
    assert page.index("own page is not among the sealed pages") < page.index("For the owner of")
    done = monitor("evidence", "bundle", SUPPORTED, "-o", store.root.parent / "c.zip", "--store", store.root)
    assert done.returncode == 0, done.stderr
    assert f"{SUPPORTED}: only pages that show it among others are sealed" in done.stderr


def test_pages_of_a_login_are_left_out_unless_asked_for(store: Store) -> None:
    done = monitor("evidence", "bundle", SESSION, "-o", store.root.parent / "a.zip", "--store", store.root)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "--include-session-pages" in done.stderr
    bundle, _ = _bundle(store, OWN, SESSION, session_pages=True)
    assert sum(name.startswith("proofs/") for name in bundle.namelist()) == 3
    seal(store, [Sealed(1, {"taobao:3": False})], at=_LATER)
    bundle, _ = _bundle(store, SESSION, name="b.zip")
    assert "1 sealed page, fetched with the owner&#39;s login, left out" in bundle.read("report.html").decode()


def test_what_is_not_sealed_or_damaged_is_refused_in_a_line(store: Store) -> None:
    target = store.root.parent / "a.zip"

    def asked(*words: object) -> tuple[int, str]:
        done = monitor("evidence", "bundle", *words, "-o", target, "--store", store.root)
        assert done.stderr.count("\n") == 1, done.stderr
        return done.returncode, done.stderr

    advice = f"{UNSEALED}: no page of it is sealed; seal it first: monitor evidence seal {UNSEALED}"
    assert asked(OWN, UNSEALED) == (2, f"monitor: {advice}\n")
    assert asked("taobao:77:nordwerk")[0] == 2
    capture = next((store.root / "evidence/captures").glob("*/capture.warc.gz"))
    capture.chmod(0o600)
    capture.write_bytes(b"\x1f\x8bwarC")
    code, error = asked(OWN)
    assert code == 1
    assert str(capture) in error
    assert [file.name for file in store.root.parent.iterdir()] == ["store"], "nothing is left of it"
    capture.write_bytes(b"\x1f\x8bwarc")
    target.write_text("mine")
    assert asked(OWN)[0] == 2
    assert target.read_text() == "mine"
    target.unlink()
    head = store.root / "evidence/ledger/000002.head"
    head.chmod(0o600)
    head.write_bytes(head.read_bytes().replace(b"captures 1", b"captures 2"))
    code, error = asked(OWN)
    assert (code, "000002.head" in error) == (1, True)


def test_without_typst_there_is_no_pdf_and_that_is_said(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    done = monitor("evidence", "bundle", OWN, "-o", store.root.parent / "a.zip", "--store", store.root, "--json")
    assert done.returncode == 0, done.stderr
    assert "no report.pdf" in done.stderr
    record = json.loads(done.stdout)
    assert (record["has_pdf"], record["captures"], record["unstamped"]) == (False, 2, 2)
    bundle = zipfile.ZipFile(record["file"])
    assert "report.pdf" not in bundle.namelist()
    assert "There is no report.pdf" in bundle.read("report.html").decode()


def _captures(bundle: bytes) -> list[str]:
    names = zipfile.ZipFile(io.BytesIO(bundle)).namelist()
    return [name[7:-5] for name in names if name.startswith("proofs/")]


def _pdf_text(data: bytes, folder: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext: apt-get install poppler-utils")
    (folder / "report.pdf").write_bytes(data)
    command = ["pdftotext", "-layout", "-enc", "UTF-8", "report.pdf", "-"]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def test_the_pdf_says_what_the_page_says_and_no_title_turns_it(store: Store, tmp_path: Path) -> None:
    bundle, _ = _bundle(store, OWN)
    text, page = _pdf_text(bundle.read("report.pdf"), tmp_path), bundle.read("report.html").decode()
    for document in (text, page):
        words = " ".join(document.split())
        assert "[U+202E]live" in words, "turned characters are shown, and the words stand as they are"
        assert "诺德沃克" in words
        assert "Observed: 260.00 CNY" in words
        assert "far below the market." in words, "each reason as a sentence, too"
        assert "is counterfeit" not in words
        assert hashlib.sha256(PICTURE).hexdigest() in words
        assert "Not stamped yet" in words
        assert "\u202e" not in words
    assert bundle.read("report.pdf").count(b"/Subtype /Image") >= 2 or b"/Image" in bundle.read("report.pdf")


def test_hostile_words_are_words_in_both_reports(tmp_path: Path) -> None:
    typst = ('#read("/etc/passwd")', "#panic()", '#import "@preview/x:0.1.0"', "$x$ *b* _i_ `c` <l> @r", "\\u{202e}")
    hostile = [*XSS, *typst, "\u202e\u2066\u200b\x07", "W" * 3_000, "\ud800".encode("utf-8", "replace").decode()]
    pairs = [
        (listing(str(number), f"诺德沃克 {text}", vendor=Vendor(f"x{number}", text, text), location=text), finding())
        for number, text in enumerate(hostile)
    ]
    store = make_store(tmp_path, [visit(*pairs, kept="a" * 64)])
    seal(store, [Sealed(1, {f"taobao:{number}": False for number in range(len(hostile))})])
    bundle, _ = _bundle(store, *(f"taobao:{number}:nordwerk" for number in range(len(hostile))))
    store.close()
    page = bundle.read("report.html").decode()
    assert "<script" not in page.lower()
    assert "onerror=alert" not in page.replace("&lt;img src=x onerror=alert", "").replace("img src onerror=alert", "")
    text = _pdf_text(bundle.read("report.pdf"), tmp_path)
    for word in ('#read("/etc/passwd")', "#panic()", "[U+202E]"):
        assert word in text
    assert "root:x:" not in text


def test_the_template_asks_for_no_package_and_reads_no_file() -> None:
    template = (Path(__file__).parent.parent / "monitor/reports/evidence_report.typ").read_text()
    for word in ("@preview", "@local", "import", "include", "read(", "eval(", "plugin(", "http"):
        assert word not in template


def test_a_replay_is_a_specimen(store: Store) -> None:
    assert "SPECIMEN" not in _bundle(store, OWN)[0].read("report.html").decode()
    from sqlalchemy import text

    with store.write() as connection:
        connection.execute(text("INSERT OR REPLACE INTO store_info (key, value) VALUES ('kind', 'replay')"))
    again = open_store(store.root, write=True)
    bundle, _ = _bundle(again, OWN, name="b.zip")
    again.close()
    page = bundle.read("report.html").decode()
    assert page.index("SPECIMEN") < page.index("For the owner of")


def test_the_report_tells_stamps_and_their_gap(tmp_path: Path) -> None:
    bundle = zipfile.ZipFile(sealed_bundle())
    page = bundle.read("report.html").decode()
    assert "by local (not a qualified trust service), " in page
    assert " after the page came; checked when it came" in page
    assert "stamp 2 of this authority, which covers the earlier ones" in page
    assert "1 sealed page without a time stamp that could be checked" in page
    assert "saved by hand: the file&#39;s bytes" in page
    assert "ledger/roots/local.pem" in bundle.namelist()
    root = sealed_store(tmp_path / "store")
    with closing(sqlite3.connect(root / "monitor.db")) as database, database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'stamp'")
        for (name,) in triggers.fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE stamp SET qualified = 1, state = 'unverified', gen_time = NULL")
    store = open_store(root, write=True)
    again, _ = _bundle(store, "taobao:1:nordwerk")
    store.close()
    page = again.read("report.html").decode()
    assert "local (a qualified trust service by the owner&#39;s word): the time could not be read; not checked" in page


def test_the_html_report_opens_offline(store: Store, tmp_path: Path) -> None:
    program: Any = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
    if (chromium := find_browser(None)) is None:
        pytest.skip("no Chromium: apt-get install chromium")
    bundle, _ = _bundle(store, OWN)
    (tmp_path / "report.html").write_bytes(bundle.read("report.html"))
    faults, asked = [], []
    with program.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=browser_arguments())
        page = browser.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"file://{tmp_path}/report.html")
        sizes = page.evaluate("[...document.images].map(one => one.naturalWidth)")
        browser.close()
    assert faults == []
    assert [url for url in asked if not url.startswith("data:")] == [f"file://{tmp_path}/report.html"]
    assert sorted(sizes) == [40, 1000], "the picture and the screenshot are shown; what is no picture is not"
