"""What a run notes of its machine, once: clock, program, settings; and no secret of the proxy's address."""

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from monitor.runs.environment import checked_out_commit
from monitor.runs.kernel_clock import clock_facts, kernel_clock
from monitor.store.store import open_store
from monitor.store.write.runs import note_environment
from tests.commands import monitor, scrapy_crawl
from tests.market import Market, rows, run
from tests.server import serve

_FIELDS = {
    "clock", "hosts_sha256", "proxy", "program", "commit", "lock_sha256", "python", "os", "kernel", "host", "scrapy",
    "twisted", "openssl", "sqlite", "config_sha256", "operator",
}  # fmt: skip


def _environments(work: Path) -> list[dict[str, Any]]:
    return [json.loads(str(text)) for (text,) in rows(work, "SELECT environment FROM run ORDER BY id")]


def test_run_crawl_and_import_note_the_machine(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://user:CANARY-9@proxy.example:3128")
    market = Market()
    with serve(market.answer) as site:
        run(work, site, "--max-pages", 1)
        scrapy_crawl(
            "taobao", "-a", "watchlist=watchlist.toml", "-a", "store=store", "-a", f"origin={site.url}", cwd=work
        )
    page = market.answer("item.taobao.com", "/item.htm?id=1")[2]
    (work / "page.html").write_bytes(page)
    monitor("import", "page.html", "--url", "https://item.taobao.com/item.htm?id=1", "--store", "imported", cwd=work)
    with open_store(work / "imported").read() as connection:
        (imported,) = connection.exec_driver_sql("SELECT environment FROM run").scalars().all()
    by_run, by_crawl = _environments(work)
    settings = hashlib.sha256((work / "store" / "settings.toml").read_bytes()).hexdigest()
    for noted in (by_run, by_crawl, json.loads(imported)):
        assert set(noted) == _FIELDS
        assert noted["hosts_sha256"] == hashlib.sha256(Path("/etc/hosts").read_bytes()).hexdigest()
        assert noted["proxy"] == "set"
        assert "CANARY-9" not in json.dumps(noted)
    assert by_run["config_sha256"] == by_crawl["config_sha256"] == settings
    assert json.loads(imported)["config_sha256"] is None


def test_what_was_noted_when_a_run_began_stays(work: Path) -> None:
    """Also where the run goes on; where an older program began it, its going on notes it."""
    with serve(Market().answer) as site:
        run(work, site, "--max-pages", 1)
        store = open_store(work / "store", write=True)
        with store.write() as connection:
            connection.exec_driver_sql("UPDATE run SET state = 'stopped', environment = '{\"host\": \"first\"}'")
        monitor("resume", "--store", "store", cwd=work)
        assert _environments(work) == [{"host": "first"}]
        with store.write() as connection:
            connection.exec_driver_sql("UPDATE run SET state = 'stopped', environment = NULL")
        monitor("resume", "--store", "store", cwd=work)
        assert set(_environments(work)[0]) == _FIELDS
    note_environment(store, 1, {"host": "another"})
    assert set(_environments(work)[0]) == _FIELDS


def test_the_commit_of_a_checkout_and_of_none(tmp_path: Path) -> None:
    """A program that is installed in a folder of somebody else's checkout is not at that commit."""
    git = ["git", "-C", str(tmp_path), "-c", "user.name=A", "-c", "user.email=a@b.example"]
    installed = tmp_path / "site-packages"
    installed.mkdir()
    assert checked_out_commit(tmp_path) is None
    for command in (["init", "-q"], ["commit", "-q", "--allow-empty", "-m", "first"], ["tag", "v1"]):
        subprocess.run([*git, *command], check=True, capture_output=True)
    head = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    assert checked_out_commit(tmp_path) == head
    assert checked_out_commit(installed) is None
    (tmp_path / "changed").touch()
    subprocess.run([*git, "add", "changed"], check=True, capture_output=True)
    assert checked_out_commit(tmp_path) == f"{head}-dirty"


@pytest.mark.parametrize(
    ("state", "status", "offset", "synchronised", "seconds"),
    [
        (-1, 0, 0, None, None),
        (5, 0x40, 7, False, None),
        (0, 0x2001, 250_000, True, 0.00025),
        (0, 0x0001, -3_000, True, -0.003),
        (0, 0x0040, 9, False, None),
    ],
)
def test_the_kernels_answer_about_its_clock(
    state: int, status: int, offset: int, synchronised: bool | None, seconds: float | None
) -> None:
    facts = {"synchronised": synchronised, "offset_seconds": seconds, "source": "kernel"}
    assert clock_facts(state, status, offset) == facts


def test_the_kernel_is_asked() -> None:
    facts = kernel_clock()
    assert set(facts) == {"synchronised", "offset_seconds", "source"}
