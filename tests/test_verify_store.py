"""`monitor evidence verify` of a store: every change of a sealed file is found and named, and nothing is changed."""

import json
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.config import load_settings
from monitor.doctor.machine import Check
from monitor.doctor.verification import verification
from monitor.errors import StoreError
from monitor.evidence.problems import Code, Problem
from monitor.runs import verifying
from monitor.runs.verifying import verify_store
from monitor.store.store import open_store
from tests.commands import monitor
from tests.evidence_store import changed, files_of, flips, sealed_store
from tests.time_authority import needs_openssl

pytestmark = needs_openssl


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For tests that leave it as it was."""
    return sealed_store(tmp_path_factory.mktemp("sealed") / "store")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return sealed_store(tmp_path / "store")


def problems(root: Path) -> list[Problem]:
    store = open_store(root)
    try:
        return verify_store(store, load_settings(root)).problems
    finally:
        store.close()


def wheres(root: Path) -> dict[str, Code]:
    return {problem.where: problem.code for problem in problems(root)}


def _names() -> list[str]:
    """Kinds of files; the captures' folders are named by chance."""
    return ["captures/*/SHA256SUMS", "captures/*/capture.json", "captures/*/capture.warc.gz", "captures/*/page.*",
            "ledger/*.lines", "ledger/*.head", "ledger/*/*.tsq", "ledger/*/*.tsr", "ledger/*/*.pem",
            "ledger/*/*.sums"]  # fmt: skip


def test_what_is_whole_is_said_to_be(shared: Path) -> None:
    before = files_of(shared / "evidence")
    done = monitor("evidence", "verify", "--store", shared, "--by", "A. Weber")
    assert done.returncode == 0, done.stdout
    assert "All is as it was sealed: 4 captures, 23 files, 2 batches, 2 time stamps." in done.stdout
    assert "Without a checked time stamp: 1 batch; no damage" in done.stdout
    assert files_of(shared / "evidence") == before
    (row,) = sqlite3.connect(shared / "monitor.db").execute("SELECT who, facts FROM custody WHERE event = 'verified'")
    facts = json.loads(row[1])
    assert (row[0], facts["problems"], facts["captures"], facts["batches"]) == ("A. Weber", 0, 4, 2)


def test_every_kind_of_file_is_tried(shared: Path) -> None:
    evidence = shared / "evidence"
    tried = {path.relative_to(evidence).as_posix() for kind in _names() for path in evidence.glob(kind)}
    assert tried == set(files_of(evidence))


@pytest.mark.parametrize("kind", _names())
def test_every_changed_bit_is_named(shared: Path, kind: str) -> None:
    evidence = shared / "evidence"
    for path in sorted(evidence.glob(kind)):
        for data in flips(path.read_bytes()):
            with changed(path, data):
                assert path.relative_to(evidence).as_posix() in wheres(shared)
    assert problems(shared) == []


@pytest.mark.parametrize("kind", _names())
def test_what_is_missing_cut_or_lengthened_is_named(shared: Path, kind: str) -> None:
    evidence = shared / "evidence"
    path = sorted(evidence.glob(kind))[0]
    name = path.relative_to(evidence).as_posix()
    data = path.read_bytes()
    for other in (data[:-1], data + b"\n", b"", data + data):
        with changed(path, other):
            assert name in wheres(shared), other[:20]
    path.rename(shared / "aside")
    assert wheres(shared)[name] in (Code.MISSING, Code.EXTRA)
    (shared / "aside").rename(path)


@pytest.mark.parametrize("kind", _names())
def test_swapped_files_are_named(shared: Path, kind: str) -> None:
    evidence = shared / "evidence"
    paths = sorted(evidence.glob(kind))
    other = next((path for path in paths[1:] if path.read_bytes() != paths[0].read_bytes()), None)
    if other is None:
        other = sorted(evidence.glob("captures/*/capture.json"))[0]
    data = paths[0].read_bytes(), other.read_bytes()
    with changed(paths[0], data[1]), changed(other, data[0]):
        seen = wheres(shared)
        assert {path.relative_to(evidence).as_posix() for path in (paths[0], other)} <= seen.keys()


_STRAY = ["x", "captures/x", "captures/20261129T000000Z-00000000/page.html", "ledger/000003.head", "ledger/x/a-1.tsr",
          "ledger/000001/local-3.tsr", "ledger/000002/other-1.tsr", "ledger/000001/.hidden", "captures/a b/c",
          "ledger/ü"]  # fmt: skip


@pytest.mark.parametrize("name", _STRAY)
def test_what_nothing_names_is_named(store: Path, name: str) -> None:
    path = store / "evidence" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x")
    (problem,) = problems(store)
    assert problem.code in (Code.ROW_MISSING, Code.BAD_NAME)
    assert problem.where.isascii()


def test_a_file_too_many_in_a_capture_and_an_empty_folder_are_named(store: Path) -> None:
    capture = next((store / "evidence" / "captures").iterdir())
    (capture / "note.txt").write_bytes(b"")
    (store / "evidence" / "captures" / "empty").mkdir()
    assert wheres(store) == {f"captures/{capture.name}/note.txt": Code.EXTRA, "captures/empty": Code.EXTRA}


def test_links_are_no_files(store: Path, tmp_path: Path) -> None:
    page = next((store / "evidence" / "captures").glob("*/capture.warc.gz"))
    shutil.move(page, tmp_path / "moved")
    page.symlink_to(tmp_path / "moved")
    name = page.relative_to(store / "evidence").as_posix()
    assert {problem.code for problem in problems(store) if problem.where == name} == {Code.NO_FILE}


def test_other_modes_are_no_damage(store: Path) -> None:
    for path in (store / "evidence").rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert problems(store) == []


def test_a_whole_capture_that_is_gone_is_named(store: Path) -> None:
    capture = next((store / "evidence" / "captures").iterdir())
    shutil.rmtree(capture)
    assert wheres(store) == {f"captures/{capture.name}": Code.MISSING}


def test_all_that_is_gone_is_named(store: Path) -> None:
    shutil.rmtree(store / "evidence")
    done = monitor("evidence", "verify", "--store", store)
    assert done.returncode == 1
    assert done.stdout.count("missing") >= 8
    assert "Traceback" not in done.stderr


def test_the_newest_batch_cut_off_with_its_rows_is_found_by_an_earlier_check(store: Path) -> None:
    assert monitor("evidence", "verify", "--store", store).returncode == 0
    database = sqlite3.connect(store / "monitor.db")
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f"DROP TRIGGER {name}")
    (last,) = database.execute("SELECT id FROM capture WHERE batch = 2").fetchone()
    database.execute("DELETE FROM capture_listing WHERE capture_id = ?", (last,))
    database.execute("DELETE FROM capture WHERE batch = 2")
    database.execute("DELETE FROM custody WHERE event = 'sealed' AND batch = 2")
    database.execute("DELETE FROM evidence_batch WHERE number = 2")
    database.commit()
    database.close()
    shutil.rmtree(store / "evidence" / "captures" / last)
    for name in ("000002.head", "000002.lines"):
        (store / "evidence" / "ledger" / name).unlink()
    assert wheres(store) == {"evidence_batch": Code.CUSTODY, "custody": Code.CUSTODY}


def test_damage_is_named_and_noted(store: Path) -> None:
    head = store / "evidence" / "ledger" / "000001.head"
    head.write_bytes(head.read_bytes().replace(b"captures 3", b"captures 4"))
    done = monitor("evidence", "verify", "--store", store, "--json")
    assert done.returncode == 1
    record = json.loads(done.stdout)
    assert record["state"] == "damaged"
    assert "ledger/000001.head" in [problem["where"] for problem in record["problems"]]
    assert all(problem["what"] and problem["advice"] for problem in record["problems"])
    (facts,) = sqlite3.connect(store / "monitor.db").execute("SELECT facts FROM custody WHERE event = 'verified'")
    assert "ledger/000001.head" in json.loads(facts[0])["damaged"]


def test_what_an_interrupted_command_left_is_said_and_no_damage(store: Path) -> None:
    evidence = store / "evidence"
    for token, names in (
        ("batch-000002", ["ledger/000002.head", "ledger/000002.lines"]),
        ("stamp-000001-local-2", [f"ledger/000001/local-2.{ending}" for ending in ("tsq", "tsr", "pem", "sums")]),
        ("batch-000009", []),
    ):
        staged = evidence / "staging" / token
        for name in names:
            (staged / name).parent.mkdir(parents=True, exist_ok=True)
            (evidence / name).rename(staged / name)
        (staged / "captures" / "x").mkdir(parents=True, exist_ok=True)
        if token == "batch-000009":
            (staged / "captures" / "x" / "half").write_bytes(b"")
        else:
            shutil.rmtree(staged / "captures")
    before = files_of(evidence)
    done = monitor("evidence", "verify", "--store", store)
    assert done.returncode == 0, done.stdout
    assert done.stderr.count("left by an interrupted command") == 3
    assert files_of(evidence) == before
    staged = evidence / "staging" / "batch-000002" / "ledger" / "000002.head"
    staged.write_bytes(b"x")
    assert "ledger/000002.head" in wheres(store)


def test_nothing_sealed(book: object, tmp_path: Path) -> None:
    done = monitor("evidence", "verify", "--store", tmp_path / "store")
    assert (done.returncode, done.stdout) == (0, "Nothing is sealed yet.\n")


def test_without_roots_stamps_are_unverified_and_no_damage(store: Path) -> None:
    (store / "settings.toml").write_text('contact = "watch@nordwerk.example"\n')
    done = monitor("evidence", "verify", "--store", store)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("not checked (no root certificate of this authority is at hand)") == 2


@pytest.fixture(scope="module")
def tampered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sealed_store(tmp_path_factory.mktemp("tampered") / "store")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_done_to_a_file_is_found(tampered: Path, data: st.DataObject) -> None:
    evidence = tampered / "evidence"
    path = evidence / data.draw(st.sampled_from(files_of(evidence)))
    before = path.read_bytes()
    at = data.draw(st.integers(0, len(before)))
    cut = data.draw(st.integers(0, 3))
    after = before[:at] + data.draw(st.binary(max_size=3)) + before[at + cut :]
    if after != before:
        with changed(path, after):
            assert path.relative_to(evidence).as_posix() in wheres(tampered)


def test_doctor_says_when_evidence_was_checked_last(store: Path) -> None:
    def check(days: int = 0) -> Check:
        opened = open_store(store)
        try:
            return verification(opened, datetime.now(UTC) + timedelta(days=days))
        finally:
            opened.close()

    assert (check().state, check().saw) == ("warning", "never checked since it was sealed")
    assert monitor("evidence", "verify", "--store", store, "--by", "A. Weber").returncode == 0
    assert (check().state, check(30).state, check(40).state) == ("ok", "ok", "warning")
    assert "by A. Weber: whole" in check().saw
    (store / "evidence" / "ledger" / "000001.head").unlink()
    assert monitor("evidence", "verify", "--store", store, "--by", "B. Kurz").returncode == 1
    assert check().state == "problem"
    assert "by B. Kurz: " in check().saw


def test_a_store_that_cant_be_written_is_checked_all_the_same(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("the store is read-only")

    monkeypatch.setattr(verifying, "add_custody", refuse)  # the tests may run as root, who may write anywhere
    done = monitor("evidence", "verify", "--store", store)
    assert done.returncode == 0
    assert "was not noted in the custody log: the store is read-only" in done.stderr
