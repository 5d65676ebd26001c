"""What is sealed of each kind of page: crawled, from a browser, handed in, replayed, of a stand-in, behind a login."""

import hashlib
import io
import json
import ssl
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import text

from monitor.errors import StoreError, StoreInputError
from monitor.evidence.capture import Page, Sealing, capture_files
from monitor.evidence.manifest import digests_of, manifest_of, read_manifest
from monitor.evidence.snapshots import snapshot_name
from monitor.evidence.warc import body_in
from monitor.model import Listing
from monitor.pictures.decode import DecodedPicture, decode_picture
from monitor.pictures.keep import KeptPicture, keep_picture
from monitor.plan import Plan
from monitor.store.db.schema import LookAgainRow
from monitor.store.db.schema_evidence import CaptureRow, EvidenceBatchRow
from monitor.store.write.pictures import record_picture
from monitor.store.write.runs import begin_run
from monitor.store.write.snapshots import remove_snapshots
from monitor.watchlist import Brand, Watchlist
from tests.commands import ROOT
from tests.kept_pages import FIRST, HOP, add_own, add_search, facts, folder, keep, page_bytes, seal
from tests.record_book import HOUR, Book, gone
from tests.store_helper import NOON, decide, finding, listing, visit


def files(book: Book, capture: str | None) -> set[str]:
    root = folder(book, capture)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def run_of(book: Book, method: str, **more: Any) -> None:
    plan = Plan(method=method, watchlist=Watchlist(brand=[Brand(name="Nordwerk")]), marketplaces=["taobao"],
                max_pages=1, **more)  # fmt: skip
    book.run = begin_run(book.store, plan)


# --- which pages


def test_the_newest_own_page_and_the_newest_that_shows_it(book: Book) -> None:
    add_own(book, listing("1"))
    newest = add_own(book, listing("1", stock=3), NOON + HOUR, target="listing:1 ", body=b"newest")
    add_search(book, listing("1"), listing("2"))
    shown = add_search(book, listing("1", stock=3), at=NOON + HOUR, number=2)
    (sealed,) = seal(book).findings
    assert (facts(book, sealed.own)["body"]["sha256"], facts(book, sealed.supporting)["body"]["sha256"]) == (
        newest,
        shown,
    )
    assert sealed.note is None
    assert [row["own"] for row in facts(book, sealed.own)["listings"]] == [True]


def test_an_own_page_that_told_nothing_new_is_a_later_look(book: Book) -> None:
    add_own(book, listing("1"))
    first = seal(book)
    book.next_run()
    again = add_own(book, listing("1"), NOON + HOUR)
    second = seal(book)
    assert facts(book, second.findings[0].own)["body"]["sha256"] == again
    assert facts(book, second.findings[0].own)["listings"] == [{"key": "taobao:1", "own": True, "as_shown": None}]
    assert first.findings[0].own != second.findings[0].own


def test_without_an_own_page_the_next_run_looks_at_it(book: Book) -> None:
    add_search(book, listing("1"))
    (sealed,) = seal(book).findings
    assert (sealed.own, sealed.is_damaged) == (None, False)
    assert "a case needs a capture of it" in str(sealed.note)
    assert sealed.supporting is not None
    assert [(row.listing_key, row.why) for row in book.rows(LookAgainRow)] == [("taobao:1", "capture")]


def test_of_a_listing_that_is_gone_nothing_is_wished(book: Book) -> None:
    add_search(book, listing("1"))
    book.add(gone("1", NOON + HOUR))
    assert "is gone" in str(seal(book).findings[0].note)
    assert book.rows(LookAgainRow) == []


def test_without_any_kept_page_nothing_is_sealed(book: Book) -> None:
    book.add(visit((listing("1"), finding())))
    report = seal(book)
    assert (report.batch, report.captures) == (None, ())
    assert str(report.findings[0].note).startswith("no page that shows it is kept; its own page is not kept")
    assert not (book.store.root / "evidence").exists()


def test_a_page_that_expired_is_not_there(book: Book) -> None:
    sha256 = add_own(book, listing("1"))
    with book.store.write() as connection:
        remove_snapshots(connection, [sha256], "expired", NOON)
    report = seal(book)
    assert (report.batch, report.findings[0].is_damaged) == (None, False)
    assert "no page that shows it is kept" in str(report.findings[0].note)


def test_only_damaged_pages_make_no_batch(book: Book) -> None:
    file = book.store.root / "snapshots" / snapshot_name(add_own(book, listing("1")))
    file.write_bytes(file.read_bytes()[:-1])
    report = seal(book)
    assert (report.batch, report.findings[0].is_damaged) == (None, True)
    assert list((book.store.root / "evidence" / "staging").iterdir()) == []
    assert book.rows(EvidenceBatchRow) == []


def test_unknown_findings_are_each_named(book: Book) -> None:
    add_own(book, listing("1"))
    with pytest.raises(StoreInputError) as refused:
        seal(book, FIRST, "taobao:9:nordwerk", "x\n")
    assert str(refused.value).count("no finding") == 2
    assert book.rows(EvidenceBatchRow) == []


# --- what a page was


def test_a_crawled_page(book: Book) -> None:
    add_own(book, listing("1"))
    sealed = seal(book).findings[0]
    assert files(book, sealed.own) == {"SHA256SUMS", "capture.json", "capture.warc.gz"}
    told = facts(book, sealed.own)
    assert (told["evidence"], told["session"], told["handed_in"]) == (True, False, None)
    assert told["redacted_headers"] == ["Cookie", "Set-Cookie"]
    assert {name: told["hops"][0][name] for name in ("reason", "seconds", "dns", "tls")} == dict.fromkeys(
        ("reason", "seconds", "dns", "tls")
    )
    assert told["listings"][0]["as_shown"] == {
        "title": "诺德沃克 X200 电钻", "price_min": "260.00", "price_max": None, "currency": "CNY", "stock": None,
        "units_sold": None,
    }  # fmt: skip
    assert "score" not in json.dumps(told)


def test_certificates_go_along(book: Book) -> None:
    pems = [ssl.DER_cert_to_PEM_cert(name) for name in (b"leaf", b"middle")]
    digests = [hashlib.sha256(name).hexdigest() for name in (b"leaf", b"middle")]
    tls = {"version": "TLSv1.3", "cipher": "x", "verified": True, "chain": pems}
    hop = {**HOP, "tls": tls, "tls_certificate": pems[0], "dns": ["192.0.2.7"]}
    add_own(book, listing("1"), fetch={"hops": [hop]})
    sealed = seal(book).findings[0]
    assert {name for name in files(book, sealed.own) if name.startswith("tls/")} == {
        f"tls/{one}.pem" for one in digests
    }
    assert (folder(book, sealed.own) / "tls" / f"{digests[0]}.pem").read_text() == pems[0]
    told = facts(book, sealed.own)
    assert (told["hops"][0]["tls"], told["gaps"]) == ({**tls, "chain": digests}, [])


def test_a_browsers_page_with_screenshot_and_mhtml(book: Book) -> None:
    shot, mhtml = keep(book, b"\x89PNG picture", "image/png"), keep(book, b"MIME-Version: 1.0", "multipart/related")
    browser = {"name": "Chromium", "screenshot": {"sha256": shot, "cut": True}, "mhtml": {"sha256": mhtml, "size": 17}}
    hop = {**HOP, "rendered": True, "request_headers": None, "address": None, "browser": browser}
    sha256 = add_own(book, listing("1"), fetch={"hops": [hop]})
    sealed = seal(book).findings[0]
    assert files(book, sealed.own) >= {"screenshot.png", "page.mhtml", "capture.warc.gz"}
    told = facts(book, sealed.own)
    assert told["browser"]["screenshot"]["cut"] is True
    assert told["body"]["rule"].startswith("what the browser had in the end")
    body = body_in((folder(book, sealed.own) / "capture.warc.gz").read_bytes())
    assert hashlib.sha256(body or b"").hexdigest() == sha256


def test_a_page_that_a_person_handed_in(book: Book) -> None:
    run_of(book, "hand-saved", handed_in_by="B. Chen")
    digest = "ab" * 32
    add_own(book, listing("1"), method="hand-saved", target=f"saved:{digest}@17", fetch={"file": "page.mhtml@17"})
    sealed = seal(book).findings[0]
    assert files(book, sealed.own) == {"SHA256SUMS", "capture.json", "page.html"}
    told = facts(book, sealed.own)
    assert told["handed_in"] == {
        "file": "page.mhtml@17", "file_sha256": digest, "part": "17", "saved_at": "2026-11-20T12:00:00.000000Z",
        "by": "B. Chen",
    }  # fmt: skip
    assert (told["hops"], told["body"]["wire_exact"], told["evidence"]) == ([], None, True)
    assert (folder(book, sealed.own) / "page.html").read_bytes().startswith(page_bytes(listing("1")))


@pytest.mark.parametrize(("kind", "more"), [("replay", {"method": "replay"}), ("stand-in", {"stand_in": "http://x"})])
def test_replayed_and_stand_in_pages_are_never_evidence(book: Book, kind: Any, more: dict[str, str]) -> None:
    with book.store.write() as connection:
        connection.execute(text("UPDATE store_info SET value = :kind WHERE key = 'kind'"), {"kind": kind})
    add_own(book, listing("1"), **more)
    report = seal(book)
    assert f"{kind} pages" in str(report.no_evidence)
    told = facts(book, report.findings[0].own)
    assert (told["evidence"], "never evidence" in told["no_evidence"]) == (False, True)


def test_a_page_behind_a_login_is_marked(book: Book) -> None:
    add_own(book, listing("1"), session=True)
    sealed = seal(book).findings[0]
    assert facts(book, sealed.own)["session"] is True
    assert [row.session for row in book.rows(CaptureRow)] == [True]


def test_captures_of_one_second_have_different_ids(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = iter(["0a1b2c3d"] * 3 + ["4e5f6071"])
    monkeypatch.setattr("monitor.evidence.seal.secrets.token_hex", lambda _: next(dice))
    add_own(book, listing("1"))
    add_search(book, listing("1"))
    captures = seal(book).captures
    assert [capture.partition("-")[2] for capture in captures] == ["0a1b2c3d", "4e5f6071"]


# --- pictures


def some_picture(book: Book, colour: str) -> KeptPicture:
    stream = io.BytesIO()
    Image.new("RGB", (60, 30), colour).save(stream, "PNG")
    decoded = decode_picture(stream.getvalue())
    assert isinstance(decoded, DecodedPicture)
    return keep_picture(book.store.snapshots, stream.getvalue(), decoded)


def shows(listing_id: str, *names: str) -> Listing:
    return listing(listing_id, image_urls=tuple(f"https://img.example/{name}.png" for name in names))


def note_pictures(book: Book, **pictures: KeptPicture) -> None:
    """By the name in its address; each is the first of the listing with the same number."""
    with book.store.write() as connection:
        for number, (name, picture) in enumerate(pictures.items(), 1):
            record_picture(connection, book.run, [f"taobao:{number}"], f"https://img.example/{name}.png", picture)


def test_kept_pictures_go_with_the_own_page(book: Book) -> None:
    add_own(book, shows("1", "a", "b", "c"))
    add_own(book, shows("2", "b"))
    add_search(book, shows("1", "a"), shows("2", "b"))
    red, blue = some_picture(book, "red"), some_picture(book, "blue")
    note_pictures(book, a=red, b=blue)
    sealed = seal(book).findings[0]
    assert files(book, sealed.own) >= {f"pictures/{one.sha256}.png" for one in (red, blue)}
    told = facts(book, sealed.own)
    assert [(one["url"][-5:], one["listing"]) for one in told["pictures"]] == [
        ("a.png", "taobao:1"),
        ("b.png", "taobao:1"),
    ]
    assert told["pictures_not_kept"] == ["https://img.example/c.png"]
    assert facts(book, sealed.supporting)["pictures"] == []


def test_at_most_so_many_further_pictures(book: Book) -> None:
    (book.store.root / "settings.toml").write_text("[evidence]\npictures = 0\n")
    add_own(book, shows("1", "a", "b"))
    add_own(book, shows("2", "b"))
    note_pictures(book, a=some_picture(book, "red"), b=some_picture(book, "blue"))
    told = facts(book, seal(book).findings[0].own)
    assert [one["url"][-5:] for one in told["pictures"]] == ["a.png"]
    assert told["pictures_not_kept"] == ["https://img.example/b.png"]


def test_a_damaged_picture_is_a_gap(book: Book) -> None:
    add_own(book, shows("1", "a"))
    red = some_picture(book, "red")
    note_pictures(book, a=red)
    (book.store.root / "snapshots" / snapshot_name(red.sha256)).unlink()
    sealed = seal(book).findings[0]
    assert facts(book, sealed.own)["gaps"] == [f"the kept picture {red.sha256} is missing or damaged"]
    assert not sealed.is_damaged


# --- later changes, and two at once


def test_nothing_that_changes_later_touches_what_is_sealed(book: Book) -> None:
    add_own(book, listing("1"))
    sealed = seal(book).findings[0]
    before = {name: (folder(book, sealed.own) / name).read_bytes() for name in files(book, sealed.own)}
    book.next_run()
    add_own(book, listing("1", "诺德沃克 别的", stock=1), NOON + HOUR)
    decide(book.store, FIRST, "dismissed")
    seal(book)
    assert {name: (folder(book, sealed.own) / name).read_bytes() for name in files(book, sealed.own)} == before
    root = folder(book, sealed.own)
    assert [path.stat().st_mode & 0o222 for path in [root, *root.rglob("*")]] == [0] * (1 + len(before))


_ONE_BY_ONE = """
import sys
from pathlib import Path
from monitor.runs.sealing import seal_findings
from monitor.store.store import open_store
for finding in sys.argv[2:]:
    seal_findings(open_store(Path(sys.argv[1]), write=True), [finding], "A. Weber", "asked for")
"""


def test_two_at_once_make_two_batches_each(book: Book) -> None:
    for number in range(1, 9):
        add_own(book, listing(str(number)))
    ids = [f"taobao:{number}:nordwerk" for number in range(1, 9)]
    program = [sys.executable, "-c", _ONE_BY_ONE, str(book.store.root)]
    both = [subprocess.Popen([*program, *ids[half::2]], cwd=ROOT) for half in (0, 1)]
    assert [process.wait() for process in both] == [0, 0]
    batches = book.rows(EvidenceBatchRow)
    assert [row.number for row in batches] == list(range(1, 9))
    assert [row.previous for row in batches] == ["0" * 64, *(row.head_sha256 for row in batches[:-1])]
    for row in batches:
        head = book.store.root / "evidence" / "ledger" / f"{row.number:06}.head"
        assert hashlib.sha256(head.read_bytes()).hexdigest() == row.head_sha256


def test_a_disk_that_is_full_leaves_nothing_behind(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    add_own(book, listing("1"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("monitor.evidence.staging.os.fsync", full)
        with pytest.raises(StoreError, match="No space left"):
            seal(book)
    assert list((book.store.root / "evidence" / "staging").iterdir()) == []
    assert seal(book).batch == "000001"


# --- hostile words

hostile = st.text(max_size=60) | st.sampled_from(["a\r\nb", "\x1b]0;x\x07", "\u202e", "\udc80", "../../x", "\x00"])


@given(title=hostile, url=hostile, name=hostile, value=hostile, body=st.binary(max_size=100))
def test_whatever_a_page_says_the_files_stay_ours(title: str, url: str, name: str, value: str, body: bytes) -> None:
    url = f"https://item.example/{url}"
    hop = {**HOP, "url": url, "headers": [[name, value]]}
    page = Page(
        visit_id=1, run_id=1, marketplace="taobao", page="listing", target=f"listing:{title}", outcome="listings",
        reason=None, url=url, final_url=url, at="2026-11-20T12:00:00.000000Z",
        recorded_at="2026-11-20T12:00:00.000000Z", method="crawl", session=False, stand_in=None, brand="nordwerk",
        keyword=title, layout=None, media_type="text/html", sha256=hashlib.sha256(body).hexdigest(),
        fetch={"hops": [hop]}, body=body, program="1", environment={"operator": title},
        listings=[{"key": f"taobao:{title}", "own": True, "as_shown": {"title": title}}],
        pictures_not_kept=[url],
    )  # fmt: skip
    made = capture_files(page, Sealing("20261129T120000Z-0a1b2c3d", "2026-11-29T12:00:00.000000Z", title, title))
    assert set(made) == {"capture.json", "capture.warc.gz"}
    assert read_manifest(manifest_of(digests_of(made))) == digests_of(made)
    assert json.loads(made["capture.json"])["page"]["url"] == url.encode("utf-8", "replace").decode()
    assert body_in(made["capture.warc.gz"]) == body
