"""`monitor doctor`: real stores, sound and broken in many ways; each check says what it saw and what to do."""

import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.doctor import machine
from monitor.doctor.machine import Check
from monitor.doctor.store import free_space, store_checks
from monitor.evidence.archive import FolderArchive
from monitor.evidence.snapshots import snapshot_name, write_snapshot
from monitor.model import PageVisit
from monitor.page_reasons import PageReason
from monitor.plan import Plan
from monitor.store.db.migrate import NEWEST
from monitor.store.lock import store_lock
from monitor.store.store import create_store
from monitor.store.write.runs import begin_run, end_run
from monitor.store.write.visit import record_visit
from monitor.watchlist import load_watchlist
from tests.commands import WATCHLIST, monitor
from tests.old_store import second_revision

NOW = datetime.now(UTC)
_LATER = timedelta(minutes=5)
_PAGES = [b"<html>one</html>", b"<html>two</html>", b"<html>three</html>"]


def make_store(root: Path, *, state: str = "done") -> list[str]:
    """A store with a run of three kept pages; returns the digests."""
    store = create_store(root)
    plan = Plan(method="crawl", watchlist=load_watchlist(WATCHLIST), marketplaces=["taobao"], max_pages=1)
    run_id = begin_run(store, plan)
    digests, salt = [], store.salt
    for number, body in enumerate(_PAGES):
        snapshot = write_snapshot(store.snapshots, body, "text/html")
        visit = PageVisit(
            "taobao", "search", f"search:x:{number}", "https://s.taobao.com/search?q=x", NOW, "unreadable",
            reason=PageReason.UNKNOWN_LAYOUT, snapshot=snapshot,
        )  # fmt: skip
        with store.write() as connection:
            record_visit(connection, run_id, visit, salt=salt)
        digests.append(snapshot.sha256_body)
    if state != "running":
        end_run(store, run_id, state)
    store.close()
    (root / "settings.toml").write_text('contact = "watch@nordwerk.example"\n')
    return digests


def checked(root: Path, *, named: bool = True, now: datetime | None = None) -> dict[str, Check]:
    """The store's checks by name."""
    return {check.name: check for check in store_checks(root, named=named, now=now or datetime.now(UTC))}


def sql(root: Path, *statements: str) -> None:
    """Change the database as any SQLite tool can."""
    connection = sqlite3.connect(root / "monitor.db")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_sound_store_is_all_ok(tmp_path: Path) -> None:
    """Every check tells something, none advises."""
    make_store(tmp_path / "store")
    checks = checked(tmp_path / "store")
    assert {check.state for check in checks.values()} == {"ok"}, checks
    assert all(check.saw and check.advice is None for check in checks.values())
    assert checks["kept pages"].saw == "all 3 files are there"
    assert checks["kept bytes"].saw.startswith("3 pages")


def test_checks_change_nothing_in_a_sound_store(tmp_path: Path) -> None:
    """Doctor reads."""
    make_store(tmp_path / "store")
    before = (tmp_path / "store" / "monitor.db").read_bytes()
    checked(tmp_path / "store")
    assert (tmp_path / "store" / "monitor.db").read_bytes() == before


def _damage_a_page(root: Path) -> None:
    connection = sqlite3.connect(root / "monitor.db")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'observation'").fetchone()[0]
    connection.close()
    with (root / "monitor.db").open("r+b") as stream:
        stream.seek((page - 1) * size)
        stream.write(b"\x5a" * size)


def _damage_the_header(root: Path) -> None:
    with (root / "monitor.db").open("r+b") as stream:
        stream.write(b"this is no database")


def _cut_in_half(root: Path) -> None:
    file = root / "monitor.db"
    os.truncate(file, file.stat().st_size // 2)


@pytest.mark.parametrize("damage", [_damage_a_page, _damage_the_header, _cut_in_half])
def test_damaged_database(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    """A problem with the way out; what needs a sound database is left out."""
    root = tmp_path / "store"
    make_store(root)
    damage(root)
    checks = checked(root)
    assert checks["database"].state == "problem"
    assert "backups" in (checks["database"].advice or "")
    assert "kept pages" not in checks
    assert checks["settings"].state == "ok"


def test_database_of_another_program(tmp_path: Path) -> None:
    """It is not touched."""
    sql(tmp_path, "CREATE TABLE theirs (x)")
    (tmp_path / "monitor.db").chmod(0o600)
    before = (tmp_path / "monitor.db").read_bytes()
    assert "was not written by this program" in checked(tmp_path)["version"].saw
    assert (tmp_path / "monitor.db").read_bytes() == before


def test_empty_database_is_made_whole(tmp_path: Path) -> None:
    """What a kill in the first second leaves."""
    (tmp_path / "monitor.db").touch()
    assert checked(tmp_path)["version"].state == "ok"
    assert checked(tmp_path)["views and triggers"].state == "ok"


def test_newer_store_is_a_problem_and_stays_as_it_is(tmp_path: Path) -> None:
    """The program says which versions, and to update itself."""
    make_store(tmp_path)
    sql(tmp_path, "UPDATE alembic_version SET version_num = '9999'")
    checks = checked(tmp_path)
    assert checks["version"].state == "problem"
    assert "9999" in checks["version"].saw
    assert checks["version"].advice == "update the program"
    assert not (tmp_path / "backups").exists()


def test_older_store_is_updated_after_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Doctor says so; a run that is on keeps it from doing it."""
    root = tmp_path / "store"
    make_store(root)
    second_revision(tmp_path, monkeypatch)
    now, later = NEWEST, f"{int(NEWEST) + 1:04}"
    monkeypatch.setattr("monitor.doctor.store.NEWEST", later)
    with store_lock(root):
        assert "another run is working" in checked(root)["version"].saw
    assert checked(root)["version"].saw.startswith(f"updated from {now} to {later}, a copy")
    assert len(list((root / "backups").glob(f"*-{now}.db"))) == 1
    assert checked(root)["version"].saw == later


def test_dropped_trigger_and_changed_view(tmp_path: Path) -> None:
    """Without its triggers, history is worth nothing."""
    make_store(tmp_path)
    sql(tmp_path, "DROP TRIGGER decision_no_update", "DROP VIEW last_seen", "CREATE VIEW last_seen AS SELECT 1")
    check = checked(tmp_path)["views and triggers"]
    assert check.state == "problem"
    assert check.saw == "decision_no_update is missing, last_seen was changed"


def test_missing_kept_page(tmp_path: Path) -> None:
    """The row stays; the bytes are lost."""
    digests = make_store(tmp_path)
    (tmp_path / "snapshots" / snapshot_name(digests[0])).unlink()
    checks = checked(tmp_path)
    assert checks["kept pages"].state == "problem"
    assert "1 of 3 files are missing" in checks["kept pages"].saw
    assert checks["kept bytes"].state == "ok"


@pytest.mark.parametrize("content", [b"no zstd at all", b""])
def test_damaged_kept_page(tmp_path: Path, content: bytes) -> None:
    """Found by its digest."""
    digests = make_store(tmp_path)
    path = tmp_path / "snapshots" / snapshot_name(digests[1])
    path.write_bytes(content)
    check = checked(tmp_path)["kept bytes"]
    assert check.state == "problem"
    assert check.saw == f"1 of 3 pages looked at are damaged, for one {path}"


def test_swapped_kept_page(tmp_path: Path) -> None:
    """Good zstd of other bytes is damage too."""
    digests = make_store(tmp_path)
    one, two = ((tmp_path / "snapshots" / snapshot_name(digest)) for digest in digests[:2])
    one.write_bytes(two.read_bytes())
    assert checked(tmp_path)["kept bytes"].state == "problem"


def test_orphans_are_told_and_kept(tmp_path: Path) -> None:
    """A file without a row is what a kill between file and row leaves: harmless."""
    make_store(tmp_path)
    orphan = write_snapshot(FolderArchive(tmp_path / "snapshots"), b"orphan", None)
    check = checked(tmp_path)["kept pages"]
    assert check.state == "ok"
    assert "1 more files" in check.saw
    assert (tmp_path / "snapshots" / snapshot_name(orphan.sha256_body)).exists()


def test_leftovers_are_swept_when_old_and_no_run_is_on(tmp_path: Path) -> None:
    """A fresh one may be a write at work."""
    digests = make_store(tmp_path)
    folder = (tmp_path / "snapshots" / snapshot_name(digests[0])).parent
    old, fresh = folder / ".aa.tmp", folder / ".bb.tmp"
    old.touch()
    fresh.touch()
    os.utime(old, (time.time() - 7200,) * 2)
    with store_lock(tmp_path):
        assert "a run is on" in checked(tmp_path)["leftovers"].saw
    assert old.exists()
    assert checked(tmp_path)["leftovers"].saw == "1 swept"
    assert not old.exists()
    assert fresh.exists()


def test_unfinished_run(tmp_path: Path) -> None:
    """Resume goes on with it, unless it is at work just now."""
    make_store(tmp_path, state="running")
    with store_lock(tmp_path):
        assert checked(tmp_path)["last run"] == Check("last run", "ok", "run 1 is on")
    check = checked(tmp_path)["last run"]
    assert check.state == "warning"
    assert f"monitor resume --store {tmp_path}" in (check.advice or "")


def test_read_only_store(small_disk: Path) -> None:
    """A problem for runs, yet everything that can be read is checked."""
    import subprocess

    make_store(small_disk / "store")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    checks = checked(small_disk / "store")
    assert checks["permissions"].state == "problem"
    assert checks["disk"].state == "problem"
    assert "can't be written" in checks["leftovers"].saw
    assert {checks[name].state for name in ("database", "version", "kept pages", "kept bytes")} == {"ok"}


def test_open_permissions(tmp_path: Path) -> None:
    """The store holds names of sellers."""
    make_store(tmp_path)
    tmp_path.chmod(0o755)
    check = checked(tmp_path)["permissions"]
    assert check.state == "warning"
    assert "0755" in check.saw


def test_settings(tmp_path: Path) -> None:
    """Broken ones are a problem; a live run needs a contact."""
    make_store(tmp_path)
    (tmp_path / "settings.toml").write_text("parallel = 90\n")
    assert checked(tmp_path)["settings"].state == "problem"
    (tmp_path / "settings.toml").unlink()
    assert checked(tmp_path)["settings"].state == "warning"


def test_prepared_folder_is_no_problem(tmp_path: Path) -> None:
    """Settings come before the first run."""
    (tmp_path / "settings.toml").write_text('contact = "watch@nordwerk.example"\n')
    checks = checked(tmp_path)
    assert (checks["store"].state, checks["settings"].state) == ("warning", "ok")


def test_clock_that_went_back(tmp_path: Path) -> None:
    """The newest page must not be of tomorrow."""
    make_store(tmp_path)
    now = datetime.now(UTC)
    assert checked(tmp_path, now=now + _LATER)["times"].state == "ok"
    assert checked(tmp_path, now=now - _LATER)["times"].state == "problem"


def test_program_checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pure ones, on both sides of their limits."""
    assert machine.python_version((3, 11, 0)).state == "ok"
    assert machine.python_version((3, 10, 14)).state == "problem"
    assert machine.sqlite_version("3.40.1", wal=False).state == "warning"
    assert machine.clock(datetime(2026, 11, 25, tzinfo=UTC)).state == "ok"
    assert machine.clock(datetime(1970, 1, 1, tzinfo=UTC)).state == "problem"
    assert [free_space(size).state for size in (5 * 10**9, 9 * 10**8, 10**8)] == ["ok", "warning", "problem"]
    assert machine.exchange_rates(date(2024, 3, 1)).state == "ok"
    stale = machine.exchange_rates(date(2029, 1, 1))
    assert stale.state == "warning"
    assert "the last ones are of 202" in stale.saw
    assert machine.watchlist_file(WATCHLIST).state == "ok"
    (tmp_path / "watchlist.toml").write_text("[[brand]]\nnane = 'Nordwerk'\n")
    assert machine.watchlist_file(tmp_path / "watchlist.toml").state == "problem"
    assert machine.watchlist_file(tmp_path / "none.toml").state == "warning"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine.browser().state == "warning"
    assert machine.report_as_pdf().state == "ok", "typst and fonts-noto-cjk are needed by the tests"
    monkeypatch.setattr("monitor.doctor.machine.has_chinese_fonts", lambda: False)
    assert "fonts-noto-cjk" in (machine.report_as_pdf().advice or "")
    monkeypatch.setitem(sys.modules, "typst", None)
    assert "[pdf]" in (machine.report_as_pdf().advice or "")


def test_command(tmp_path: Path) -> None:
    """Exit code 0 also with warnings, 1 with a problem; JSON on stdout."""
    digests = make_store(tmp_path / "store")
    fine = monitor("doctor", "--store", "store", "--json", cwd=tmp_path)
    assert fine.returncode == 0, fine.stdout + fine.stderr
    record = json.loads(fine.stdout)
    assert record["state"] == "warning", "there is no watchlist"
    assert {"name", "state", "saw", "advice"} == set(record["checks"][0])
    (tmp_path / "store" / "snapshots" / snapshot_name(digests[0])).unlink()
    broken = monitor("doctor", "--store", "store", cwd=tmp_path)
    assert broken.returncode == 1
    assert "To do: kept pages: restore" in broken.stdout


@pytest.mark.parametrize(
    ("arguments", "env", "code"), [([], {}, 0), (["--store", "x"], {}, 1), ([], {"MONITOR_STORE": "x"}, 1)]
)
def test_no_store(tmp_path: Path, arguments: list[str], env: dict[str, str], code: int) -> None:
    """A named store must be there; before the first run there is none, and none is made."""
    done = monitor("doctor", *arguments, cwd=tmp_path, env=env)
    assert done.returncode == code, done.stderr
    assert "no store in" in done.stdout
    assert list(tmp_path.iterdir()) == []
