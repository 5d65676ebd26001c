"""What is not kept for ever: pages and pictures that nothing needs, evidence past its time; and room on the disk."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from monitor.config import EvidenceSettings
from monitor.doctor.store import kept_pages, store_checks
from monitor.errors import StoreError, StoreInputError
from monitor.evidence.room import check_room, room_warning, used_bytes
from monitor.evidence.snapshots import snapshot_name, write_snapshot
from monitor.model import Listing, PageVisit
from monitor.page_reasons import PageReason
from monitor.pictures.problems import PictureProblem
from monitor.runs.retention import Removals, delete_removed_files, remove_old
from monitor.store.db.schema_evidence import CaptureListingRow, CaptureRow, EvidenceBatchRow
from monitor.store.read.custody import held_listings
from monitor.store.read.pictures import pictures_of, waiting_pictures
from monitor.store.read.runs import load_plan
from monitor.store.store import Store
from monitor.store.write.custody import CustodyEvent, add_custody
from monitor.store.write.pictures import record_picture, want_pictures
from monitor.store.write.runs import begin_run
from monitor.store.write.snapshots import write_snapshots
from monitor.store.write.visit import record_visit
from tests.commands import WATCHLIST, monitor
from tests.store_helper import NOON, decide, finding, listing, make_store, visit
from tests.test_pictures_store import some_picture

SETTINGS = EvidenceSettings()
LATER = timedelta(days=31)
UNFLAGGED = finding(level=None)


def _now() -> datetime:
    return datetime.now(UTC)


def _kept(store: Store, name: str, *pairs: tuple[Listing, Any], number: int = 1, **facts: Any) -> PageVisit:
    """A visit whose page is kept, with a body of its own."""
    snapshot = write_snapshot(store.snapshots, f"<p>{name}</p>".encode(), "text/html")
    return visit(*pairs, number=number, kept=snapshot.sha256_body, **facts)


def _add(store: Store, *visits: PageVisit) -> list[str]:
    """Write visits in run 1; returns the digests of their pages."""
    with store.write() as connection:
        for one in visits:
            record_visit(connection, 1, one, salt=store.salt, state="failed" if one.error else "done")
    return [one.snapshot.sha256_body if one.snapshot else "" for one in visits]


def _is_there(store: Store, sha256: str) -> bool:
    return store.snapshots.exists(snapshot_name(sha256))


def _hold(store: Store, event: Any, key: str) -> None:
    with store.write() as connection:
        add_custody(connection, [CustodyEvent(event, "A. Weber", _now(), listing_key=key, facts={"why": "case 7"})])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path, [visit((listing("1"), UNFLAGGED), at=NOON - timedelta(days=90))])


def test_pages_that_nothing_needs_expire(store: Store) -> None:
    """After 30 days; the rows stay and say when, `doctor` misses nothing, the newest page of each listing stays."""
    old, new = _add(
        store,
        _kept(store, "old", (listing("1"), UNFLAGGED), number=2),
        _kept(store, "new", (listing("1"), UNFLAGGED), number=3, at=NOON + timedelta(hours=1)),
    )
    assert remove_old(store, SETTINGS, _now() + timedelta(days=29)) == Removals(0, 0)
    assert remove_old(store, SETTINGS, _now() + LATER) == Removals(1, 0)
    assert (_is_there(store, old), _is_there(store, new)) == (False, True)
    assert remove_old(store, SETTINGS, _now() + LATER) == Removals(0, 0)
    with pytest.raises(StoreInputError, match=rf"^the kept page {old} expired on 20..-..-..: no finding needed"):
        store.kept_bytes(old)
    assert store.kept_bytes(new) == b"<p>new</p>"
    assert kept_pages(store).state == "ok"
    asked = monitor("page", old, "--raw", "--store", store.root)
    assert (asked.returncode, asked.stderr.count("\n")) == (2, 1), asked.stderr
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM visit WHERE sha256_body = ?", (old,)).scalar() == 1


def test_a_page_that_comes_again_is_kept_again(store: Store) -> None:
    [old, _] = _add(
        store,
        _kept(store, "same", (listing("1"), UNFLAGGED), number=2),
        _kept(store, "new", (listing("1"), UNFLAGGED), number=3, at=NOON + timedelta(hours=1)),
    )
    remove_old(store, SETTINGS, _now() + LATER)
    _add(store, _kept(store, "same", (listing("1"), UNFLAGGED), number=4, at=NOON + timedelta(hours=2)))
    assert store.kept_bytes(old) == b"<p>same</p>"
    assert remove_old(store, SETTINGS, _now() + LATER).pages == 1, "the other is no longer the newest"
    assert store.kept_bytes(old) == b"<p>same</p>"


@pytest.mark.parametrize("need", ["flagged", "decided", "held", "released", "sealed", "failed", "wall", "gone", "now"])
def test_pages_that_something_needs_stay(store: Store, need: str) -> None:
    """Each reason by itself; what is released expires."""
    found = finding() if need in ("flagged", "gone") else UNFLAGGED
    made: dict[str, Any] = {"at": NOON}
    if need == "failed":
        made["error"] = "ValueError: x"
    elif need == "wall":
        made |= {"outcome": "blocked", "reason": PageReason.WALL}
    elif need == "gone":
        made |= {"page": "listing", "target": "listing:1", "listing_id": "1", "reason": PageReason.GONE}
        _add(store, visit((listing("1"), finding()), number=8))
    pairs = () if need in ("wall", "gone") else ((listing("1"), found),)
    [page] = _add(store, _kept(store, "page", *pairs, number=2, **made))
    _add(store, _kept(store, "newer", (listing("1"), found), number=3, at=NOON + timedelta(hours=1)))
    if need == "decided":
        decide(store, "taobao:1:nordwerk", "dismissed")
    elif need in ("held", "released"):
        _hold(store, "held", "taobao:1")
        if need == "released":
            _hold(store, "released", "taobao:1")
    elif need == "sealed":
        seal_capture(store, "20261129T224500Z-0a0b0c0d", visit_id=2, listings=())
    remove_old(store, SETTINGS, _now() if need == "now" else _now() + LATER)
    assert _is_there(store, page) == (need != "released")


def test_an_interrupted_removal_is_finished(store: Store) -> None:
    """Rows first, files afterwards."""
    old, _ = _add(
        store,
        _kept(store, "old", (listing("1"), UNFLAGGED), number=2),
        _kept(store, "new", (listing("1"), UNFLAGGED), number=3, at=NOON + timedelta(hours=1)),
    )
    remove_old(store, SETTINGS, _now() + LATER)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE removed_snapshot SET file_gone = 0")
    write_snapshot(store.snapshots, b"<p>old</p>", "text/html")
    assert delete_removed_files(store) == 1
    assert not _is_there(store, old)


def test_screenshots_go_with_their_page(store: Store) -> None:
    """They are kept beside a page that a browser rendered, and no other row names them."""
    beside = [write_snapshot(store.snapshots, name, "image/png") for name in (b"picture", b"mhtml")]
    fetch = {
        "browser": {
            "screenshot": {"sha256": beside[0].sha256_body, "width": 8, "height": 8},
            "mhtml": {"sha256": beside[1].sha256_body, "size": 5},
        }
    }
    with store.write() as connection:
        write_snapshots(connection, beside)
    _add(
        store,
        _kept(store, "old", (listing("1"), UNFLAGGED), number=2, fetch=fetch),
        _kept(store, "new", (listing("1"), UNFLAGGED), number=3, at=NOON + timedelta(hours=1)),
    )
    assert remove_old(store, SETTINGS, _now() + LATER).pages == 3
    assert [_is_there(store, one.sha256_body) for one in beside] == [False, False]


def test_pictures_expire_and_are_asked_for_again_when_flagged(store: Store) -> None:
    """Those of flagged listings stay; what is flagged later is fetched anew."""
    shown = {"image_urls": ("https://img.example/a.jpg",)}
    _add(store, visit((listing("2", **shown), UNFLAGGED), (listing("3", **shown), finding()), number=2))
    red, blue = some_picture(store), some_picture(store, "blue")
    with store.write() as connection:
        record_picture(connection, 1, ["taobao:2"], "https://img.example/a.jpg", red)
        record_picture(connection, 1, ["taobao:3"], "https://img.example/b.jpg", blue)
    remove_old(store, SETTINGS, _now() + LATER)
    assert [_is_there(store, part.sha256_body) for part in (red.original, red.view, red.thumbnail)] == [False] * 3
    assert _is_there(store, blue.view.sha256_body)
    with store.read() as connection:
        assert pictures_of(connection, ["taobao:2"])["taobao:2"] == PictureProblem.EXPIRED
    _add(store, visit((listing("2", "诺德沃克 X200 仿", **shown), finding()), number=3, at=NOON + timedelta(hours=1)))
    plan = load_plan(store, 1)
    run = begin_run(store, plan)
    with store.write() as connection:
        want_pictures(connection, run, "taobao", 10)
    with store.read() as connection:
        assert [picture.listing_keys for picture in waiting_pictures(connection, run, "taobao")] == [["taobao:2"]]


def seal_capture(store: Store, capture_id: str, *, visit_id: int, listings: tuple[str, ...], number: int = 1) -> Path:
    """A capture as sealing leaves it: rows, and a folder that nobody may write."""
    batch = EvidenceBatchRow(number=number, at=NOON, previous="0" * 64, root="1" * 64, captures=1, head_sha256="2" * 64)
    row = {
        "id": capture_id, "visit_id": visit_id, "sealed_at": NOON, "sealed_by": "A. Weber", "session": False,
        "manifest_sha256": "3" * 64, "batch": number, "position": 0,
    }  # fmt: skip
    with store.write() as connection:
        columns = ("number", "at", "previous", "root", "captures", "head_sha256")
        connection.execute(insert(EvidenceBatchRow), {name: getattr(batch, name) for name in columns})
        connection.execute(insert(CaptureRow), row)
        for key in listings:
            connection.execute(insert(CaptureListingRow), {"capture_id": capture_id, "listing_key": key, "own": True})
    folder = store.root / "evidence" / "captures" / capture_id
    (folder / "pictures").mkdir(parents=True)
    for path in (folder / "capture.json", folder / "pictures" / "a.png"):
        path.write_text("sealed")
        path.chmod(0o400)
    for path in (folder / "pictures", folder):
        path.chmod(0o500)
    return folder


def test_evidence_stays_for_ever_or_as_long_as_the_owner_says(store: Store) -> None:
    """A hold wins; a tombstone says what was deleted, by its digest, and why."""
    _add(store, visit((listing("2"), finding()), number=2))
    held = seal_capture(store, "20261120T120000Z-00000001", visit_id=1, listings=("taobao:1",))
    free = seal_capture(store, "20261120T120000Z-00000002", visit_id=2, listings=("taobao:2",), number=2)
    _hold(store, "held", "taobao:1")
    years = NOON + timedelta(days=3651)
    assert remove_old(store, EvidenceSettings(), years).captures == 0
    limited = EvidenceSettings(keep_evidence_days=3650)
    assert remove_old(store, limited, NOON + timedelta(days=3649)).captures == 0
    assert remove_old(store, limited, years).captures == 1
    assert (held.is_dir(), free.is_dir()) == (True, False)
    with store.read() as connection:
        assert held_listings(connection) == {"taobao:1"}
        tombstones = connection.exec_driver_sql(
            "SELECT capture_id, json_extract(facts, '$.manifest_sha256'), json_extract(facts, '$.reason') "
            "FROM custody WHERE event = 'deleted'"
        ).all()
    assert [tuple(row) for row in tombstones] == [(free.name, "3" * 64, "kept for 3650 days")]
    free.mkdir()  # as if the folder's deletion had been interrupted
    assert remove_old(store, limited, years).captures == 1
    _hold(store, "released", "taobao:1")
    assert remove_old(store, limited, years).captures == 1
    assert not held.exists()


def test_the_owners_limit_of_room(store: Store) -> None:
    """Warned from 80 % on, refused at the limit, nothing deleted; no limit, no word."""
    (store.root / "logs").mkdir(exist_ok=True)
    before = used_bytes(store.root)
    (store.root / "logs" / "large.log").write_bytes(b"x" * 2_000_000)
    used = used_bytes(store.root)
    assert used == before + 2_000_000
    assert room_warning(store.root, None) is None
    assert room_warning(store.root, used / 0.79 / 1e9) is None
    assert "GB" in (room_warning(store.root, used / 0.81 / 1e9) or "")
    check_room(store.root, used / 0.99 / 1e9)
    with pytest.raises(StoreInputError, match="disk_limit_gb"):
        check_room(store.root, used / 1.01 / 1e9)
    (store.root / "settings.toml").write_text(f"[evidence]\ndisk_limit_gb = {used / 1.01 / 1e9:.6f}\n")
    refused = monitor("resume", "--store", store.root)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1), refused.stderr
    assert used_bytes(store.root) >= used
    check = next(check for check in store_checks(store.root, named=True, now=_now()) if check.name == "room")
    assert (check.state, check.advice is not None) == ("warning", True)


def test_a_page_that_is_missing_without_a_word_is_damage(store: Store) -> None:
    [page] = _add(store, _kept(store, "page", (listing("1"), finding()), number=2))
    store.snapshots.delete(snapshot_name(page))
    with pytest.raises(StoreError, match="can't be read"):
        store.kept_bytes(page)
    assert kept_pages(store).state == "problem"


def test_an_import_begins_with_what_expired(store: Store, tmp_path: Path) -> None:
    """As a run does; and at its end it warns of a store that is almost full."""
    old, _ = _add(
        store,
        _kept(store, "old", (listing("1"), UNFLAGGED), number=2),
        _kept(store, "new", (listing("1"), UNFLAGGED), number=3, at=NOON + timedelta(hours=1)),
    )
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE visit SET recorded_at = '2026-01-01T00:00:00.000000Z'")
    (tmp_path / "page.html").write_text("<title>电钻</title>")
    (store.root / "settings.toml").write_text("[evidence]\ndisk_limit_gb = 0.000001\n")
    saved = ("import", tmp_path / "page.html", "--url", "https://item.taobao.com/item.htm?id=5")
    words = (*saved, "--watchlist", WATCHLIST, "--store", store.root)
    assert "disk_limit_gb" in monitor(*words).stderr
    assert _is_there(store, old), "no run begins at the limit, and nothing is deleted"
    (store.root / "settings.toml").write_text(f"[evidence]\ndisk_limit_gb = {used_bytes(store.root) * 1.1 / 1e9:.6f}\n")
    done = monitor(*words)
    assert done.returncode in (0, 1), done.stderr
    assert "disk_limit_gb" in done.stderr
    assert not _is_there(store, old)
