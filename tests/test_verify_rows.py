"""`monitor evidence verify`: rows that somebody edited, took out or put in, past the triggers."""

import hashlib
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.config import load_settings
from monitor.evidence.problems import Code
from monitor.evidence.snapshots import snapshot_name
from monitor.runs.stamping import stamp_due
from monitor.store.store import open_store
from tests.commands import monitor
from tests.evidence_store import sealed_store
from tests.test_verify_store import problems, wheres
from tests.time_authority import make_authority, needs_openssl, serve_authority

pytestmark = needs_openssl

_ZERO = "0" * 64


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sealed_store(tmp_path_factory.mktemp("whole") / "store")


@pytest.fixture
def store(whole: Path) -> Path:
    """The same store with the database as it was."""
    kept = whole.parent / "kept.db"
    if not kept.exists():
        sqlite3.connect(whole / "monitor.db").execute("VACUUM INTO ?", (str(kept),))
    for path in whole.glob("monitor.db*"):
        path.unlink()
    shutil.copy(kept, whole / "monitor.db")
    return whole


def edit(store: Path, *statements: str) -> None:
    database = sqlite3.connect(store / "monitor.db", isolation_level=None)
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        assert database.execute(statement).rowcount > 0, statement
    database.close()


_EDITS = {
    "UPDATE evidence_batch SET root = replace(root, substr(root, 64), 'f0') WHERE number = 1": "evidence_batch 1",
    f"UPDATE evidence_batch SET root = '{_ZERO}' WHERE number = 2": "evidence_batch 2",
    f"UPDATE evidence_batch SET head_sha256 = '{_ZERO}' WHERE number = 1": "evidence_batch 1",
    f"UPDATE evidence_batch SET head_sha256 = '{_ZERO}' WHERE number = 2": "ledger/000002.head",
    f"UPDATE evidence_batch SET previous = '{_ZERO}' WHERE number = 2": "evidence_batch 2",
    "UPDATE evidence_batch SET at = '2026-11-20T12:00:00.000000Z' WHERE number = 1": "evidence_batch 1",
    "UPDATE evidence_batch SET captures = 2 WHERE number = 1": "evidence_batch 1",
    "UPDATE evidence_batch SET number = 3 WHERE number = 2": "evidence_batch 3",
    "DELETE FROM evidence_batch WHERE number = 1": "ledger/000001.head",
    "DELETE FROM evidence_batch WHERE number = 2": "ledger/000002.head",
    f"UPDATE capture SET manifest_sha256 = '{_ZERO}' WHERE batch = 2": "evidence_batch 2",
    "UPDATE capture SET position = position + 7 WHERE batch = 1": "evidence_batch 1",
    "UPDATE capture SET position = position + 10 WHERE batch = 1; "
    "UPDATE capture SET position = 12 - position WHERE batch = 1": "evidence_batch 1",
    "UPDATE capture SET batch = 1, position = 3 WHERE batch = 2": "ledger/000001.lines",
    "UPDATE capture SET id = '20261129T000000Z-00000000' WHERE batch = 2": "captures/20261129T000000Z-00000000",
    "DELETE FROM capture WHERE batch = 2": "evidence_batch 2",
    "DELETE FROM stamp WHERE number = 1": "ledger/000001/local-1.tsr",
    "DELETE FROM stamp WHERE number = 2": "ledger/000001/local-2.tsr",
    f"UPDATE stamp SET tsr_sha256 = '{_ZERO}' WHERE number = 1": "ledger/000001/local-1.tsr",
    "UPDATE stamp SET batch = 2 WHERE number = 1": "ledger/000002/local-1.tsr",
    "UPDATE stamp SET authority = 'other'": "ledger/000001/other-1.tsr",
    "UPDATE stamp SET gen_time = '2026-11-20T12:00:00.000000Z' WHERE number = 1": "stamp 000001 local 1",
    "UPDATE stamp SET at = '2026-11-20T12:00:00.000000Z' WHERE number = 1": "stamp 000001 local 1",
    "UPDATE stamp SET qualified = 1 WHERE number = 2": "stamp 000001 local 2",
    "UPDATE stamp SET state = 'openssl' WHERE number = 2": "stamp 000001 local 2",
    "UPDATE stamp SET url = 'https://other.example' WHERE number = 2": "stamp 000001 local 2",
    "DELETE FROM custody WHERE event = 'stamped'": "custody",
    "DELETE FROM custody WHERE id = 1": "custody",
    f"UPDATE custody SET facts = json_set(facts, '$.manifest_sha256', '{_ZERO}') WHERE id = 2": "custody 2",
    f"UPDATE custody SET facts = json_set(facts, '$.tsr_sha256', '{_ZERO}') WHERE id = 4": "stamp 000001 local 1",
    "UPDATE custody SET facts = 'x' WHERE id = 2": "custody 2",
    "UPDATE custody SET batch = 2 WHERE id = 2": "custody 2",
    "UPDATE custody SET batch = 'x' WHERE id = 2": "custody 2",
    "UPDATE custody SET facts = '[[]]' WHERE id = 2": "custody 2",
    "UPDATE custody SET facts = json_set(facts, '$.number', json('[1]')) WHERE id = 4": "custody 4",
    "UPDATE evidence_batch SET captures = 'x' WHERE number = 1": "ledger/000001.head",
    "UPDATE evidence_batch SET root = 7.5 WHERE number = 2": "evidence_batch 2",
    "UPDATE evidence_batch SET root = x'00ff' WHERE number = 2": "ledger/000002.head",
    "UPDATE evidence_batch SET at = 'x' WHERE number = 2": "evidence_batch 2",
    "UPDATE capture SET position = 'x' WHERE batch = 2": "evidence_batch 2",
    "UPDATE capture SET manifest_sha256 = '../../x' WHERE batch = 2": "evidence_batch 2",
    "UPDATE stamp SET authority = '../../x' WHERE number = 2": "ledger/000001/../../x-2.tsr",
    "UPDATE stamp SET gen_time = NULL WHERE number = 2": "stamp 000001 local 2",
    "UPDATE stamp SET number = 'x' WHERE number = 2": "ledger/000001/local-2.tsr",
    "UPDATE stamp SET number = -3 WHERE number = 2": "ledger/000001/local-2.tsr",
}


@pytest.mark.parametrize("statement", _EDITS)
def test_edited_rows_are_named(store: Path, statement: str) -> None:
    edit(store, *statement.split(";"))
    assert _EDITS[statement] in wheres(store)


@pytest.mark.parametrize("column", ["sealed_at", "sealed_by", "session", "visit_id"])
def test_what_the_capture_itself_says_stands_against_its_row(store: Path, column: str) -> None:
    other = {"sealed_at": "'2026-11-20T12:00:00.000000Z'", "sealed_by": "'B'", "session": "1", "visit_id": "2"}[column]
    edit(store, f"UPDATE capture SET {column} = {other} WHERE batch = 2")
    assert any(problem.where.startswith("capture ") and column in str(problem.detail) for problem in problems(store))


@pytest.mark.parametrize(
    "statement", ["UPDATE capture_listing SET own = 1 - own", "DELETE FROM capture_listing",
                  "UPDATE capture_listing SET listing_key = 'taobao:2' WHERE listing_key = 'taobao:3'"],
)  # fmt: skip
def test_the_listings_of_a_capture_are_compared(store: Path, statement: str) -> None:
    edit(store, statement)
    assert any("listings" in str(problem.detail) for problem in problems(store))


@pytest.mark.parametrize(
    "statement", ["UPDATE visit SET url = 'https://other.example' WHERE id = 1", "DELETE FROM observation",
                  "UPDATE observation SET title = 'other'", "UPDATE visit SET at = '2026-11-20T12:00:00.000001Z'"],
)  # fmt: skip
def test_the_rows_of_a_sealed_visit_are_compared(store: Path, statement: str) -> None:
    edit(store, statement)
    assert "visit 1" in wheres(store)


def test_a_damaged_or_missing_kept_page_is_named(tmp_path: Path) -> None:
    store = sealed_store(tmp_path / "store")
    database = sqlite3.connect(store / "monitor.db")
    first, second = (row[0] for row in database.execute("SELECT sha256_body FROM visit ORDER BY id LIMIT 2"))
    (store / "snapshots" / snapshot_name(first)).unlink()
    (store / "snapshots" / snapshot_name(second)).write_bytes(b"x")
    assert {f"../snapshots/{snapshot_name(name)}" for name in (first, second)} == wheres(store).keys()


def test_a_tombstone_explains_a_missing_folder_and_nothing_else(store: Path, tmp_path: Path) -> None:
    shutil.copytree(store, tmp_path / "store")
    root = tmp_path / "store"
    database = sqlite3.connect(root / "monitor.db", isolation_level=None)
    capture, manifest = database.execute("SELECT id, manifest_sha256 FROM capture WHERE batch = 2").fetchone()
    tombstone = f'{{"manifest_sha256":"{manifest}","reason":"kept for 10 days"}}'
    database.execute(
        "INSERT INTO custody (at, who, event, capture_id, batch, facts) VALUES (?, 'x', 'deleted', ?, 2, ?)",
        ("2026-11-29T12:00:00.000000Z", capture, tombstone),
    )
    assert problems(root) == []  # its files are still there: the next deletion removes them
    shutil.rmtree(root / "evidence" / "captures" / capture)
    assert problems(root) == []
    (root / "evidence" / "ledger" / "000002.lines").write_bytes(b"")
    assert "ledger/000002.lines" in wheres(root)


def test_a_foreign_stamp_is_found_though_all_rows_were_fitted_to_it(tmp_path: Path) -> None:
    """An authority of the forger's own stamps the very head anew: only the configured root tells."""
    store = sealed_store(tmp_path / "store")
    ledger = store / "evidence" / "ledger" / "000001"
    foreign = make_authority(tmp_path / "foreign")
    reply = foreign.reply((ledger / "local-2.tsq").read_bytes())
    (ledger / "local-2.tsr").write_bytes(reply)
    digest = hashlib.sha256(reply).hexdigest()
    edit(
        store,
        f"UPDATE stamp SET tsr_sha256 = '{digest}' WHERE number = 2",
        f"UPDATE custody SET facts = json_set(facts, '$.tsr_sha256', '{digest}') WHERE facts ->> '$.number' = 2",
    )
    (problem,) = problems(store)
    assert (problem.where, problem.code) == ("ledger/000001/local-2.tsr", Code.STAMP)


def test_stamps_of_two_batches_that_were_exchanged_are_found(tmp_path: Path) -> None:
    store = sealed_store(tmp_path / "store")
    stamp_with(store, tmp_path, "no")
    ledger = store / "evidence" / "ledger"
    for ending in ("tsq", "tsr", "pem"):
        one, two = ledger / "000001" / f"new-1.{ending}", ledger / "000002" / f"new-1.{ending}"
        data = one.read_bytes()
        one.write_bytes(two.read_bytes())
        two.write_bytes(data)
    edit(
        store,
        "UPDATE stamp SET batch = 9 WHERE authority = 'new' AND batch = 1",
        "UPDATE stamp SET batch = 1 WHERE authority = 'new' AND batch = 2",
        "UPDATE stamp SET batch = 2 WHERE authority = 'new' AND batch = 9",
    )
    seen = wheres(store)
    assert {"ledger/000001/new-1.tsr", "ledger/000002/new-1.tsr"} <= seen.keys()
    assert "ledger/000001.head" not in seen


@pytest.mark.parametrize("order", ["sorted", "unsorted"])
def test_what_the_library_cant_read_is_checked_by_openssl(tmp_path: Path, order: str) -> None:
    store = sealed_store(tmp_path / "store")
    stamp_with(store, tmp_path, order)
    done = monitor("evidence", "verify", "--store", store)
    assert done.returncode == 0, done.stdout
    expected = 2 if order == "unsorted" else 0
    assert done.stdout.count("unverified by the library, checked by openssl; its time ") == expected
    assert "Without a checked time stamp" not in done.stdout


def stamp_with(store: Path, folder: Path, order: str) -> None:
    """Have both batches stamped by a further authority, named `new`."""
    authority = make_authority(folder / "authority", root_in_reply=order)  # type: ignore[arg-type]
    (store / "new.pem").write_bytes(authority.root)
    with serve_authority(authority.reply) as served, (store / "settings.toml").open("a") as text:
        text.write(f'[[timestamp]]\nname = "new"\nurl = "{served.url}"\nroot = "new.pem"\n')
        text.flush()
        opened = open_store(store, write=True)
        report = stamp_due(opened, load_settings(store), datetime.now(UTC))
        opened.close()
    assert report.unstamped == []
