"""Handed-in pages: no request leaves the machine, not even a look-up of a name (replayed ones: `test_leads.py`)."""

from contextlib import closing
from pathlib import Path

from monitor.store.db.sqlite import sqlite
from tests.commands import FIXTURES, WATCHLIST, monitor_process
from tests.no_network import without_network


def test_the_guard_works(tmp_path: Path) -> None:
    """A stand-in is asked over a socket: the guard must see that."""
    env = without_network(tmp_path)
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "settings.toml").write_text("[site.taobao]\ndelay = 0.0\n")
    monitor_process(
        "run", WATCHLIST, "--marketplace", "taobao", "--origin", "taobao=http://127.0.0.1:9", "--store", "store",
        "--max-pages", 1, cwd=tmp_path, env=env,
    )  # fmt: skip
    assert "127.0.0.1" in (tmp_path / "tried.txt").read_text()
    with closing(sqlite.connect(tmp_path / "store" / "monitor.db")) as connection:
        assert set(connection.execute("SELECT outcome, reason FROM visit")) == {("blocked", "dns")}


def test_import_opens_no_socket(tmp_path: Path) -> None:
    """Handed-in pages with their links and pictures."""
    done = monitor_process(
        "import", FIXTURES / "aliexpress", FIXTURES / "taobao", "--watchlist", WATCHLIST, "--store", "store",
        cwd=tmp_path, env=without_network(tmp_path),
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert not (tmp_path / "tried.txt").exists()
