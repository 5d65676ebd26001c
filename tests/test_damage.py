"""Damage of a store, its settings and its plan is named in one line, and `monitor doctor` says where it is."""

import json
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from monitor.store.db.sqlite import sqlite
from tests.commands import FIXTURES, WATCHLIST, monitor
from tests.store_helper import finding, listing, make_store, visit

_PAGES = [visit((listing(str(number), stock=3), finding()), number=number) for number in range(1, 4)]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = make_store(tmp_path_factory.mktemp("sound"), _PAGES)
    root = store.root
    store.close()
    with closing(sqlite.connect(root / "monitor.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return root


@pytest.fixture
def root(tmp_path: Path, sound: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "store"))


def _sql(root: Path, statement: str) -> None:
    """Past the triggers that keep history, as a damage passes them."""
    with closing(sqlite.connect(root / "monitor.db")) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        connection.commit()


def _doctor(root: Path) -> dict[str, tuple[str, str]]:
    done = monitor("doctor", "--store", root, "--json")
    assert "fault of the program" not in done.stderr, done.stderr
    return {check["name"]: (check["state"], check["saw"]) for check in json.loads(done.stdout)["checks"]}


def _one_line(*command: object) -> int:
    done = monitor(*command)
    assert "fault of the program" not in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    if done.returncode > 1:
        assert len([line for line in done.stderr.splitlines() if line.startswith("monitor: ")]) == 1, done.stderr
    return done.returncode


def test_a_sound_store_has_all_its_rows(root: Path) -> None:
    checks = _doctor(root)
    assert checks["values"] == ("ok", "all can be read")
    assert checks["rows of pages"] == ("ok", "3 pages have the rows that were written")


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("finding", "reasons", "'{bad'"), ("finding", "reasons", "'[1]'"), ("finding", "reasons", "'[{\"code\": 1}]'"),
        ("finding", "missing", "'{'"), ("finding", "first_at", "'yesterday'"), ("finding", "level", "'hogh'"),
        ("finding", "state", "'newx'"), ("listing", "title", "CAST(x'ff41' AS TEXT)"), ("listing", "digests", "'{'"),
        ("listing", "price_min", "'cheap'"), ("listing", "last_seen", "'2026-99-99T00:00:00.000000Z'"),
        ("run", "plan", "'{'"), ("visit", "listing_keys", "'['"), ("visit", "fetch", "'" + "[" * 50_000 + "'"),
        ("vendor", "name", "CAST(x'e8af' AS TEXT)"), ("visit", "outcome", "'listinga'"),
    ],
)  # fmt: skip
def test_a_damaged_value_is_named(root: Path, table: str, column: str, value: str) -> None:
    _sql(root, f"UPDATE {table} SET {column} = {value}")
    state, saw = _doctor(root)["values"]
    assert state == "problem"
    assert f"{table}.{column} of " in saw
    target = root.parent / "a.csv"
    for command in (("findings",), ("findings", "--json"), ("export", target, "--force"), ("resume",), ("indicators",)):
        _one_line(*command, "--store", root)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE visit SET url = replace(url, 's.', 't.') WHERE id = 2",
        "UPDATE visit SET total = 7 WHERE id = 2",
        "UPDATE observation SET price_min = price_min + 1 WHERE visit_id = 2",
        "UPDATE observation SET title = 'x' WHERE visit_id = 2",
        "DELETE FROM observation WHERE visit_id = 2",
        "UPDATE visit SET detail = CAST(x'ff' AS TEXT) WHERE id = 2",
        "UPDATE visit_digest SET sha256 = 'x' WHERE visit_id = 2",
    ],
)
def test_changed_rows_of_a_page_are_found(root: Path, change: str) -> None:
    _sql(root, change)
    assert _doctor(root)["rows of pages"] == ("problem", "1 of 3 pages have other rows than were written: visit 2")


def test_pages_of_older_stores_have_no_digest(root: Path) -> None:
    _sql(root, "DELETE FROM visit_digest")
    assert _doctor(root)["rows of pages"][0] == "ok"


def test_flipped_bits_never_end_in_a_fault_of_the_program(sound: Path, tmp_path: Path) -> None:
    chance = random.Random(14)
    content = (sound / "monitor.db").read_bytes()
    used = [place for place, byte in enumerate(content) if byte]
    for number in range(40):
        damaged = bytearray(content)
        for _ in range(3):
            damaged[chance.choice(used)] ^= 1 << chance.randrange(8)
        store = tmp_path / str(number)
        shutil.copytree(sound, store)
        (store / "monitor.db").write_bytes(damaged)
        for command in (("findings",), ("export", tmp_path / "a.csv", "--force"), ("resume",)):
            _one_line(*command, "--store", store)
        _doctor(store)


def test_a_damaged_plan_is_one_line(root: Path) -> None:
    for plan in ("'{}'", "'[]'", "'5'", '\'{"method": "crawl"}\'', "NULL || ''"):
        with closing(sqlite.connect(root / "monitor.db")) as connection:
            connection.execute("UPDATE run SET state = 'running'")
            connection.commit()
        try:
            _sql(root, f"UPDATE run SET plan = {plan}")
        except (sqlite3.IntegrityError, sqlite.IntegrityError):
            continue
        assert _one_line("resume", "--store", root) in (2, 3)
        assert _doctor(root)["last run"][0] == "problem"


@pytest.mark.parametrize("command", ["run", "resume", "findings", "export", "doctor"])
def test_an_empty_database_beside_kept_pages_is_lost(root: Path, command: str) -> None:
    (root / "snapshots" / "ab").mkdir(parents=True, exist_ok=True)
    (root / "snapshots" / "ab" / "cd.zst").write_bytes(b"x")
    (root / "monitor.db").write_bytes(b"")
    more = {
        "run": (WATCHLIST, "--replay", FIXTURES / "taobao", "--marketplace", "taobao"), "export": (root / "a.csv",)
    }.get(command, ())  # fmt: skip
    done = monitor(command, *more, "--store", root)
    assert done.returncode == (1 if command == "doctor" else 2), done.stderr
    shown = " ".join((done.stderr + done.stdout).split())
    assert "was lost" in shown
    assert (root / "monitor.db").read_bytes() == b"", "not made anew"


@pytest.mark.parametrize("folder", ["logs", "snapshots"])
def test_a_file_in_the_place_of_a_folder(tmp_path: Path, folder: str) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / folder).write_text("x")
    arguments = ("run", WATCHLIST, "--replay", FIXTURES / "taobao", "--marketplace", "taobao")
    done = monitor(*arguments, "--store", tmp_path / "store")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "move it away" in done.stderr


def test_a_folder_in_the_place_of_the_lock(tmp_path: Path) -> None:
    (tmp_path / "store" / "lock").mkdir(parents=True)
    arguments = ("run", WATCHLIST, "--replay", FIXTURES / "taobao", "--marketplace", "taobao")
    done = monitor(*arguments, "--store", tmp_path / "store")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr


@pytest.mark.parametrize(
    "text",
    [
        "site = 5", "site = 'taobao'", "site = [1]", "site = true", "a = " + "[" * 5000 + "]" * 5000,
        "a = " + "{b=" * 5000, "contact = " + "9" * 5000, "[site." + "x" * 5000 + "]", "site = {taobao = 5}", "\x00",
        "[site.taobao]\ndelay = nan", "[site.taobao]\ndelay = inf", "parallel = 1e400",
    ],
)  # fmt: skip
def test_settings_that_are_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "settings.toml").write_text(text)
    arguments = ("run", WATCHLIST, "--replay", FIXTURES / "taobao", "--marketplace", "taobao")
    done = monitor(*arguments, "--store", tmp_path / "store")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert len(done.stderr) < 1000


def test_points_of_a_reason_that_nobody_gives(tmp_path: Path) -> None:
    file = tmp_path / "watchlist.toml"
    file.write_text('[[brand]]\nname = "Nordwerk"\n[brand.judging.points]\nbelow_market_prise = 5\n')
    for command in (("check", file), ("run", file, "--replay", FIXTURES, "--store", tmp_path / "store")):
        done = monitor(*command)
        assert done.returncode == 2
        assert "did you mean 'below_market_price'?" in done.stderr


@pytest.mark.parametrize("table", ["queue_reason", "queue_text", "decision", "seller_decision"])
def test_a_table_that_is_gone_is_named(root: Path, table: str) -> None:
    _sql(root, f"DROP TABLE {table}")
    wrong = [saw for state, saw in _doctor(root).values() if state == "problem"]
    assert any(f"no such table: {table}" in saw for saw in wrong)
    done = monitor("doctor", "--rebuild", "--store", root)
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1].endswith(f"(no such table: {table}); restore a copy from backups/")


def test_a_damaged_queue_is_made_anew(root: Path) -> None:
    """It holds nothing that the other tables do not."""
    _sql(root, "UPDATE queue SET state = 'weird', price_min = 'x'")
    done = monitor("doctor", "--store", root, "--json")
    (check,) = [check for check in json.loads(done.stdout)["checks"] if check["name"] == "values"]
    assert (check["state"], check["advice"]) == (
        "problem", f"`monitor doctor --rebuild --store {root}` makes the queue anew",
    )  # fmt: skip
    assert "made anew: 3 findings" in monitor("doctor", "--rebuild", "--store", root).stderr
    assert _doctor(root)["values"] == ("ok", "all can be read")
    _sql(root, "UPDATE queue SET state = 'weird'")
    _sql(root, "UPDATE finding SET missing = '['")
    (check,) = [
        check for check in json.loads(monitor("doctor", "--store", root, "--json").stdout)["checks"]
        if check["name"] == "values"
    ]  # fmt: skip
    assert "restore a copy" in check["advice"]
