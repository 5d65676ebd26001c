"""The store's tables: models and migrations agree, history stays, versions are told apart, money is exact."""

import hashlib
import sqlite3
import ssl
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from monitor.deciding.decide import dismiss_seller
from monitor.decision import verdict
from monitor.errors import StoreError, StoreInputError
from monitor.store.db import migrate as migration
from monitor.store.db.base import Base
from monitor.store.db.schema import LifecycleRow, VisitRow
from monitor.store.db.schema_cases import CaseFileRow
from monitor.store.db.schema_evidence import CaptureRow
from monitor.store.db.schema_pictures import PictureRow
from monitor.store.db.sqlite import connect
from monitor.store.db.types import Json, Money, UtcTime
from monitor.store.db.views import APPEND_ONLY, BLANKED, VIEWS
from monitor.store.store import Store, create_store, open_store
from monitor.store.write.cases import NewCaseEvent, add_case_event
from monitor.store.write.queue import rebuild_queue
from tests.case_helper import confirmed_store, make_case
from tests.old_store import second_revision
from tests.store_helper import NOON, decide, finding, listing, make_store, visit

_DIALECT = SQLiteDialect()
_TRIGGERS = {
    *(
        f"{table}_no_{act}"
        for table in (
            "observation",
            "lifecycle",
            "decision",
            "seller_decision",
            "evidence_batch",
            "capture",
            "capture_listing",
            "stamp",
            "custody",
            "right_version",
            "case_file",
            "case_listing",
            "case_event",
            "case_relisting",
            "case_answer",
        )
        for act in ("update", "delete", "replace")
    ),
    "snapshot_no_update",
}


def _names(store: Store, kind: str) -> set[str]:
    with store.read() as connection:
        rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = ?", (kind,))
        return set(rows.scalars())


def test_models_are_what_the_migrations_make(tmp_path: Path) -> None:
    """Nothing to add, to remove or to alter."""
    metadata = PictureRow.metadata, CaptureRow.metadata, CaseFileRow.metadata
    assert all(one is Base.metadata for one in metadata), "tables are described where they are imported"
    create_store(tmp_path).close()
    # the tables of the full-text index are SQLite's own, which no model describes
    options = {
        "compare_type": True,
        "compare_server_default": True,
        "include_name": lambda name, kind, _parents: kind != "table" or not name.startswith("queue_text"),
    }
    with connect(tmp_path / "monitor.db", write=False).connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_newest_is_the_head_of_the_migrations() -> None:
    """One line of history, and the constant names its end."""
    assert ScriptDirectory.from_config(migration._config()).get_heads() == [migration.NEWEST]


def test_views_and_triggers_are_there(tmp_path: Path) -> None:
    """A migration that rebuilds a table loses its triggers: this list is what must be there after each."""
    store = create_store(tmp_path)
    assert _names(store, "trigger") == _TRIGGERS
    assert _names(store, "view") == {"findings", "listings", "vendors", "sightings", "last_seen"} == set(VIEWS)
    for view in VIEWS:
        with store.read() as connection:
            assert connection.exec_driver_sql(f"SELECT * FROM {view}").all() == []


@pytest.fixture
def full(tmp_path: Path) -> Store:
    """A store with a row in every append-only table."""
    store = make_store(tmp_path, [visit((listing("1"), finding()), kept="ab" * 32)])
    decide(store, "taobao:1:nordwerk", "confirmed")
    with store.write() as connection:
        row = {"listing_key": "taobao:1", "visit_id": 1, "at": NOON, "event": "gone"}
        connection.execute(insert(LifecycleRow), row)
    return store


@pytest.mark.parametrize("table", ["observation", "lifecycle", "decision"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET at = '2020'", "DELETE FROM {}", "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"]
)
def test_history_is_append_only(full: Store, table: str, statement: str) -> None:
    """Whoever tries, the row stays."""
    assert table in APPEND_ONLY
    count = f"SELECT count(*), min(at) FROM {table}"
    with full.read() as connection:
        before = connection.exec_driver_sql(count).one()
    assert before[0] == 1
    with pytest.raises(StoreError, match="append only"), full.write() as connection:
        connection.exec_driver_sql(statement.format(table))
    with full.read() as connection:
        assert connection.exec_driver_sql(count).one() == before


def test_snapshots_never_change(full: Store) -> None:
    """The size that was recorded is the size that was."""
    with pytest.raises(StoreError, match="never changes"), full.write() as connection:
        connection.exec_driver_sql("UPDATE snapshot SET size = 1")


def test_triggers_hold_in_other_programs_too(full: Store) -> None:
    """They live in the file."""
    full.close()
    other = sqlite3.connect(full.root / "monitor.db")
    with pytest.raises(sqlite3.DatabaseError, match="append only"):
        other.execute("UPDATE decision SET state = 'dismissed'")
    other.close()


def test_rows_must_name_what_is_there(full: Store) -> None:
    """Foreign keys are on."""
    row = {"listing_key": "taobao:2", "visit_id": 1, "at": NOON, "event": "gone"}
    with pytest.raises(StoreError, match="FOREIGN KEY"), full.write() as connection:
        connection.execute(insert(LifecycleRow), row)


def _set_version(root: Path, version: str) -> None:
    connection = sqlite3.connect(root / "monitor.db")
    connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    connection.commit()
    connection.close()


@pytest.mark.parametrize("use", [open_store, create_store])
def test_store_of_a_newer_program_is_refused(tmp_path: Path, use: type[Store]) -> None:
    """One clear line, and the file is as it was."""
    create_store(tmp_path).close()
    _set_version(tmp_path, "0999")
    with pytest.raises(StoreInputError, match=r"written by a newer version .* 0999.*update the program") as refused:
        use(tmp_path)
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "backups").exists()


def _migrated(root: Path) -> Engine:
    root.mkdir(exist_ok=True)
    engine = connect(root / "monitor.db", write=True)
    migration.migrate(engine, root, rebuild_queue)
    return engine


def test_empty_database_is_migrated_without_a_copy(tmp_path: Path) -> None:
    """There is nothing to keep."""
    assert migration.version_of(_migrated(tmp_path)) == migration.NEWEST
    assert not (tmp_path / "backups").exists()


def test_older_store_is_updated_after_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows and triggers stay; the copy opens and is of the old version; a second time does nothing."""
    store = make_store(tmp_path, [visit((listing("1"), finding()))])
    store.close()
    migration_before = migration.NEWEST
    second_revision(tmp_path, monkeypatch)
    with pytest.raises(StoreInputError, match="older version; run `monitor doctor"):
        open_store(store.root)
    _migrated(store.root).dispose()
    updated = open_store(store.root)
    with updated.read() as connection:
        assert connection.exec_driver_sql("SELECT method, note FROM run").all() == [("crawl", None)]
        assert connection.exec_driver_sql("SELECT key FROM listing").all() == [("taobao:1",)]
    assert _names(updated, "trigger") == _TRIGGERS
    (copy,) = (store.root / "backups").iterdir()
    old = sqlite3.connect(copy)
    assert old.execute("SELECT version_num FROM alembic_version").fetchall() == [(migration_before,)]
    assert old.execute("SELECT key FROM listing").fetchall() == [("taobao:1",)]
    old.close()
    _migrated(store.root).dispose()
    assert len(list((store.root / "backups").iterdir())) == 1


def test_failed_update_leaves_the_store_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of a migration or nothing of it."""
    store = make_store(tmp_path)
    store.close()
    migration_before = migration.NEWEST
    second_revision(tmp_path, monkeypatch, broken=True)
    with pytest.raises(StoreError):
        create_store(store.root)
    connection = sqlite3.connect(store.root / "monitor.db")
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(migration_before,)]
    assert "note" not in {row[1] for row in connection.execute("PRAGMA table_info(run)")}
    connection.close()


_AMOUNTS = st.decimals(
    min_value=Decimal(-(10**12)), max_value=Decimal(10**14), places=4, allow_nan=False, allow_infinity=False
)

_TIMES = st.datetimes(
    datetime(1000, 1, 2),  # noqa: DTZ001 (hypothesis wants limits without zone)
    datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.timezones(no_cache=True),
)


@given(_AMOUNTS)
def test_money_comes_back_exactly(amount: Decimal) -> None:
    """To four places, within what SQLite's integers hold."""
    stored = Money().process_bind_param(amount, _DIALECT)
    assert isinstance(stored, int)
    assert -(2**63) <= stored < 2**63
    assert Money().process_result_value(stored, _DIALECT) == amount


@given(st.lists(_AMOUNTS, max_size=20))
def test_sums_of_stored_money_are_exact(amounts: list[Decimal]) -> None:
    """What `sum(price_min)` in SQL relies on."""
    stored = [Money().process_bind_param(amount, _DIALECT) or 0 for amount in amounts]
    assert Decimal(sum(stored)).scaleb(-4) == sum(amounts, Decimal(0))


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("199.99", "199.99"),
        ("200", "200.00"),
        ("0.1250", "0.125"),
        ("0", "0.00"),
        ("1E+3", "1000.00"),
        ("0.00005", "0.00"),
    ],
)
def test_money_is_written_plainly(amount: str, text: str) -> None:
    """Two places at least, never an exponent; what is finer than four places is rounded half to even."""
    stored = Money().process_bind_param(Decimal(amount), _DIALECT)
    assert str(Money().process_result_value(stored, _DIALECT)) == text


@given(_TIMES, _TIMES)
def test_times_sort_as_text(one: datetime, two: datetime) -> None:
    """Whatever zone they came in."""
    first, second = (UtcTime().process_bind_param(time, _DIALECT) or "" for time in (one, two))
    assert len(first) == len(second) == 27
    assert (first < second) == (one.astimezone(UTC) < two.astimezone(UTC))
    assert UtcTime().process_result_value(first, _DIALECT) == one.astimezone(UTC)


def test_times_without_a_zone_are_refused() -> None:
    """A guess of the zone would be a lie in the evidence."""
    with pytest.raises(ValueError, match="without zone"):
        UtcTime().process_bind_param(datetime(2026, 11, 25, 2, 8), _DIALECT)  # noqa: DTZ001
    eastern = datetime(2026, 11, 25, 2, 8, 1, tzinfo=timezone(timedelta(hours=8)))
    assert UtcTime().process_bind_param(eastern, _DIALECT) == "2026-11-24T18:08:01.000000Z"


def test_unknown_stays_unknown() -> None:
    """None is NULL in every type of column, and back."""
    for column in (Money(), UtcTime(), Json()):
        assert column.process_bind_param(None, _DIALECT) is None
        assert column.process_result_value(None, _DIALECT) is None


def test_a_decision_is_the_state_of_its_finding(full: Store) -> None:
    """The newest one's; who decides about what is not there is told so."""
    decide(full, "taobao:1:nordwerk", "dismissed")
    with full.read() as connection:
        assert connection.exec_driver_sql("SELECT state FROM finding").scalars().all() == ["dismissed"]
        states = connection.exec_driver_sql("SELECT state FROM decision ORDER BY id").scalars().all()
    assert states == ["confirmed", "dismissed"]
    with pytest.raises(StoreInputError, match="no finding 'taobao:2:nordwerk'"):
        decide(full, "taobao:2:nordwerk", "confirmed")


def test_a_certificate_is_kept_once(tmp_path: Path) -> None:
    """However many hops and pages came with it; the visit names it."""
    pem = ssl.DER_cert_to_PEM_cert(b"some certificate")
    fetch = {"hops": [{"url": "https://x/", "tls_certificate": pem}, {"url": "https://y/", "tls_certificate": None}]}
    store = make_store(tmp_path, [visit(number=number, fetch=fetch) for number in (1, 2)])
    with store.read() as connection:
        ((sha256, kept),) = connection.exec_driver_sql("SELECT sha256, pem FROM certificate").all()
        hops = connection.execute(select(VisitRow.fetch)).scalars().all()
    assert (sha256, kept) == (hashlib.sha256(b"some certificate").hexdigest(), pem)
    assert (
        hops
        == [
            {
                "hops": [
                    {"url": "https://x/", "certificate_sha256": sha256},
                    {"url": "https://y/", "certificate_sha256": None},
                ]
            }
        ]
        * 2
    )


def test_words_about_persons_can_be_blanked_and_nothing_else(tmp_path: Path) -> None:
    """In append-only tables, column by column: to NULL (or nothing), or a seller's key to that of a forgotten one."""
    store = confirmed_store(tmp_path, (1,), location="Zhejiang")
    case = make_case(store, (1,))
    with store.write() as connection:
        add_case_event(connection, NewCaseEvent(case, NOON, NOON, "A. Weber", "rejected", "n", "t", "r"))
        connection.exec_driver_sql("INSERT INTO case_answer VALUES (1, ?, '', '', 'A. Weber', NULL, 'no')", (case,))
    dismiss_seller(store, ["taobao:1:nordwerk"], verdict("dismissed", note="spoke to him"), by="A. Weber")
    store.close()
    forgotten = {"vendor_key", "seller"}
    with closing(sqlite3.connect(store.root / "monitor.db")) as database:
        database.execute(
            "INSERT INTO vendor SELECT 'taobao:forgotten:ab', marketplace, NULL, NULL, NULL, first_seen, '' FROM vendor"
        )
        for table, words in BLANKED.items():
            for column in Base.metadata.tables[table].columns:
                empty = None if column.nullable or column.name not in words else "''"
                tried = {empty: column.name in words, "'x'": False, "'taobao:forgotten:ab'": column.name in forgotten}
                for value, allowed in tried.items():
                    try:
                        database.execute(f"UPDATE {table} SET {column.name} = {value or 'NULL'}")
                    except sqlite3.IntegrityError:
                        assert not allowed, (table, column.name, value)
                    else:
                        unset = database.execute(f"SELECT count({column.name}) FROM {table}").fetchone() == (0,)
                        assert allowed or (value is None and unset), (table, column.name, value)
            key = next(iter(Base.metadata.tables[table].primary_key)).name
            database.execute(f"UPDATE {table} SET {key} = {key}")
