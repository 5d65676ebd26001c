"""Saved pages: no request leaves the machine, not even a look-up of a name, whatever the pages say."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from monitor.store.db.sqlite import sqlite
from tests import composed
from tests.commands import FIXTURES, WATCHLIST, monitor_process
from tests.no_network import monitor_cut_off, namespace, without_network

_COOKIES = {
    "Content-Type": "text/html; charset=utf-8",
    "Set-Cookie": "a=b; Domain=.taobao.com; Path=/",
    "Refresh": "0; url=https://collect.example/",
    "Link": "<https://collect.example/x.css>; rel=preload",
}


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
    done = monitor_cut_off(
        "import", FIXTURES / "aliexpress", FIXTURES / "taobao", "--watchlist", WATCHLIST, "--store", "store",
        cwd=tmp_path, env=without_network(tmp_path),
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert not (tmp_path / "tried.txt").exists()


@pytest.mark.parametrize("command", ["replay", "import"])
def test_a_cookie_of_a_saved_page_asks_nobody(tmp_path: Path, command: str) -> None:
    """The first cookie with a domain makes the cookie library want the list of public suffixes, from the net."""
    case = tmp_path / "pages" / "search"
    case.mkdir(parents=True)
    (case / "page.html").write_bytes(composed.search_page([composed.item(1, "Nordwerk X200 drill")]))
    facts = {"url": "https://s.taobao.com/search?q=Nordwerk", "headers": _COOKIES}
    (case / "meta.json").write_text(json.dumps(facts))
    given = (
        ("run", WATCHLIST, "--marketplace", "taobao", "--replay", "pages")
        if command == "replay"
        else ("import", "pages", "--watchlist", WATCHLIST)
    )
    done = monitor_cut_off(*given, "--store", "store", cwd=tmp_path, env=without_network(tmp_path))
    assert done.returncode in (0, 1), done.stderr
    with closing(sqlite.connect(tmp_path / "store" / "monitor.db")) as connection:
        assert connection.execute("SELECT count(*) FROM visit WHERE outcome = 'listings'").fetchone() == (1,)
    assert not (tmp_path / "tried.txt").exists()


def test_the_namespace_is_used() -> None:
    """Below Python too; where the machine does not permit it, this is said."""
    if not namespace():
        pytest.skip("unshare -rn is not permitted here: only Python's own calls are watched")
