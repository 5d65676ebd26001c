"""`monitor backup`, and what a user is told about a store of a newer program."""

import sqlite3
from pathlib import Path

from monitor.store.store import create_store
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
