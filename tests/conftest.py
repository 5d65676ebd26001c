"""What all tests share: no network beyond loopback, no store of the developer's."""

import socket
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from hypothesis import HealthCheck, settings

from tests.market import SETTINGS, WATCHLIST
from tests.record_book import Book
from tests.store_helper import NOON

# a busy machine is no failure
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")

_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Fail a test that would leave the machine; remember nothing of it in the developer's state folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / "state"))
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if isinstance(address, tuple) and not str(host).startswith(_LOOPBACK):
            pytest.fail(f"a test tried to reach {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.delenv("MONITOR_STORE", raising=False)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = Book(tmp_path / "store")
    yield made
    made.store.close()


@pytest.fixture
def on_a_day() -> Iterator[None]:
    """A week after the pages of `store_helper` were read, whatever the day is: rules, deadlines and ages hang on it."""
    with time_machine.travel(NOON + timedelta(days=9)):
        yield


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with a watchlist and a quick store."""
    (tmp_path / "watchlist.toml").write_text(WATCHLIST, encoding="utf-8")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "settings.toml").write_text(SETTINGS)
    return tmp_path


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1.5 MB: an empty store takes 1 MB while it is made."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1536k", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"needs root to mount a small disk: {mounted.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)
