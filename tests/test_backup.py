"""`monitor backup`, and what a user is told about a store of a newer program."""

import sqlite3
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.evidence.snapshots import write_snapshot
from monitor.runs.whole_backup import back_up
from monitor.store.store import Store, create_store
from monitor.store.write.schedules import insert_schedule
from tests.commands import FIXTURES, WATCHLIST, monitor
from tests.store_helper import finding, listing, make_store, visit


def test_the_copy_is_whole_and_nothing_is_overwritten(tmp_path: Path) -> None:
    """What stands in the write-ahead log only is in the copy too."""
    store = make_store(tmp_path / "store", [visit((listing("1"), finding()))])
    copy = tmp_path / "copy.db"
    assert monitor("backup", copy, "--store", store.root).returncode == 0
    assert sqlite3.connect(copy).execute("SELECT listing_id FROM findings").fetchall() == [("1",)]
    again = monitor("backup", copy, "--store", store.root)
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)
    assert monitor("backup", tmp_path / "none" / "copy.db", "--store", store.root).returncode == 2


def test_a_store_of_a_newer_program_is_refused_in_one_line(tmp_path: Path) -> None:
    """By every command, with what to do; the store stays as it was."""
    store = create_store(tmp_path / "store")
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    for command in (["run", WATCHLIST, "--replay", FIXTURES], ["resume"], ["findings"]):
        refused = monitor(*command, "--store", store.root)
        assert refused.returncode == 2, refused.stderr
        assert "written by a newer version of monitor" in refused.stderr
        assert refused.stderr.count("\n") == 1, refused.stderr


def _store_with_evidence(folder: Path) -> Store:
    store = make_store(folder, [visit((listing("1"), finding()))])
    root = store.root
    write_snapshot(store.snapshots, b"<p>kept</p>", "text/html")
    (root / "settings.toml").write_text("parallel = 2\n")
    (root / "watchlist.toml").write_text("# ours\n")
    (root / "authority.pem").write_text("root\n")
    (root / "browser" / "taobao").mkdir(parents=True)
    (root / "browser" / "taobao" / "cookies").write_text("session=secret")
    capture = root / "evidence" / "captures" / "20261129T224500Z-0a0b0c0d"
    (capture / "pictures").mkdir(parents=True)
    for name in ("capture.json", "pictures/a.png", "SHA256SUMS"):
        (capture / name).write_text(name)
        (capture / name).chmod(0o400)
    return store


def _files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_whole_copy_becomes_a_store_again(tmp_path: Path) -> None:
    """Pages, evidence with its modes, settings and watchlists; never the sessions of a browser."""
    store = _store_with_evidence(tmp_path)
    outside = tmp_path / "mine.toml"
    outside.write_text("# scheduled\n")
    with store.write() as connection:
        insert_schedule(connection, "mine", str(outside), "every day", jitter=0, next_at=datetime.now(UTC))
    copy, restored = tmp_path / "copy", tmp_path / "restored"
    assert monitor("backup", copy, "--with-evidence", "--store", store.root).returncode == 0
    assert subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=copy, check=False).returncode == 0
    assert "secret" not in str(_files(copy)), "a copy signs nobody in"
    assert _files(copy)["watchlists/1/mine.toml"] == b"# scheduled\n"
    assert monitor("restore", copy, "--store", restored).returncode == 0
    copied = _files(copy)
    assert {**_files(restored), "SHA256SUMS": copied["SHA256SUMS"]} == copied
    capture = next((restored / "evidence" / "captures").iterdir())
    assert (capture.stat().st_mode & 0o777, (capture / "SHA256SUMS").stat().st_mode & 0o777) == (0o500, 0o400)
    assert restored.stat().st_mode & 0o777 == 0o700
    assert "taobao:1:nordwerk" in monitor("findings", "--json", "--store", restored).stdout


def test_a_whole_copy_overwrites_nothing(tmp_path: Path) -> None:
    """Neither a folder with files in it nor a store; what stood there stays as it was."""
    store = _store_with_evidence(tmp_path)
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "mine").write_text("mine")
    refused = monitor("backup", taken, "--with-evidence", "--store", store.root)
    assert (refused.returncode, refused.stderr.count("\n"), _files(taken)) == (2, 1, {"mine": b"mine"})
    copy = tmp_path / "copy"
    assert monitor("backup", copy, "--with-evidence", "--store", store.root).returncode == 0
    before = _files(store.root)
    refused = monitor("restore", copy, "--store", store.root)
    assert (refused.returncode, refused.stderr.count("\n"), _files(store.root)) == (2, 1, before)


@pytest.mark.parametrize("damage", ["changed", "missing", "extra", "unfinished", "outside", "link"])
def test_a_damaged_copy_is_refused(tmp_path: Path, damage: str) -> None:
    """In one line that names the file; nothing is made."""
    copy = tmp_path / "copy"
    back_up(_store_with_evidence(tmp_path), copy)
    page = next(path for path in (copy / "snapshots").rglob("*.zst"))
    sums = copy / "SHA256SUMS"
    if damage == "changed":
        page.write_bytes(page.read_bytes()[:-1] + b"?")
    elif damage == "missing":
        page.unlink()
    elif damage == "extra":
        (copy / "evidence" / "more").write_text("more")
    elif damage == "unfinished":
        sums.unlink()
    elif damage == "outside":
        sums.write_text(sums.read_text() + f"{'0' * 64}  ../elsewhere\n")
    else:
        page.rename(tmp_path / "page")
        page.symlink_to(tmp_path / "page")
    refused = monitor("restore", copy, "--store", tmp_path / "restored")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1), refused.stderr
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "page") == ["copy", "store"]
