"""Replayed and handed-in pages: no request leaves the machine, not even a look-up of a name."""

from contextlib import closing
from pathlib import Path

from monitor.store.db.sqlite import sqlite
from tests.commands import FIXTURES, ROOT, WATCHLIST, monitor_process

# Python loads this in every process of the run: whoever opens a way out leaves a line in a file, and fails.
_GUARD = """
import os, socket

def _told(what):
    with open(os.environ["TRIED"], "a") as file:
        file.write(f"{what}\\n")
    raise OSError(f"no network in this test: {what}")

def _connect(self, address):
    _told(f"connect {address}")

socket.socket.connect = socket.socket.connect_ex = _connect
def _look_up(*args, **more):
    try:
        _told(f"look up {args}")
    except OSError as error:
        raise socket.gaierror(socket.EAI_NONAME, str(error)) from None

socket.getaddrinfo = socket.gethostbyname = _look_up
"""


def _forbidden(folder: Path) -> dict[str, str]:
    (folder / "guard").mkdir()
    (folder / "guard" / "sitecustomize.py").write_text(_GUARD)
    return {"PYTHONPATH": f"{folder / 'guard'}:{ROOT}", "TRIED": str(folder / "tried.txt")}


def test_the_guard_works(tmp_path: Path) -> None:
    """A stand-in is asked over a socket: the guard must see that."""
    env = _forbidden(tmp_path)
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "settings.toml").write_text("[site.taobao]\ndelay = 0.0\n")
    monitor_process(
        "run", WATCHLIST, "--marketplace", "taobao", "--origin", "taobao=http://127.0.0.1:9", "--store", "store",
        "--max-pages", 1, cwd=tmp_path, env=env,
    )  # fmt: skip
    assert "127.0.0.1" in (tmp_path / "tried.txt").read_text()
    with closing(sqlite.connect(tmp_path / "store" / "monitor.db")) as connection:
        assert set(connection.execute("SELECT outcome, reason FROM visit")) == {("blocked", "dns")}


def test_replay_opens_no_socket(tmp_path: Path) -> None:
    """A search engine whose results lead to marketplaces and elsewhere; pages that are not saved are reported."""
    done = monitor_process(
        "run", WATCHLIST, "--replay", FIXTURES, "--marketplace", "bing", "--store", "store",
        cwd=tmp_path, env=_forbidden(tmp_path),
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "Not saved:" in done.stdout
    assert not (tmp_path / "tried.txt").exists()


def test_import_opens_no_socket(tmp_path: Path) -> None:
    """Handed-in pages with their links and pictures."""
    done = monitor_process(
        "import", FIXTURES / "aliexpress", FIXTURES / "taobao", "--watchlist", WATCHLIST, "--store", "store",
        cwd=tmp_path, env=_forbidden(tmp_path),
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert not (tmp_path / "tried.txt").exists()
