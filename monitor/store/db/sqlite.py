"""The connection to `monitor.db`: which SQLite, which mode, how transactions begin."""

import os
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from monitor.store.db.name_keys import add_name_key

try:
    import pysqlite3 as sqlite
except ImportError:
    import sqlite3 as sqlite

# WAL with several processes can corrupt a database before SQLite 3.51.3 (WAL-reset bug, sqlite.org, 2026-03).
_WAL_SAFE = (3, 51, 3)
_BUSY_MS = 30_000
_WRITES = "store_writes"
_KEPT_OPEN, _MOST_OPEN = 8, 64
"""Connections of one process: a web server's threads (40) and a write within them have one each."""


def sqlite_module() -> ModuleType:
    """The SQLite in use: the bundled new one, else Python's own."""
    return sqlite  # type: ignore[no-any-return, unused-ignore]


def wal_is_safe() -> bool:
    """Whether several processes may share a WAL database with this SQLite."""
    return tuple(int(part) for part in sqlite.sqlite_version.split(".")[:3]) >= _WAL_SAFE


def vacuum_into(engine: Engine, file: Path) -> None:
    """Copy the database as it is at this moment, whatever else is writing: the file alone lacks its `-wal`.

    The copy is its owner's alone, as the store is.
    """
    file.touch(mode=0o600)
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM INTO ?", (str(file),))
    finally:
        raw.close()


def vacuum(engine: Engine) -> None:
    """Write the database file anew and empty its log: what was deleted is in neither."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM")
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()


def connect(path: Path, *, write: bool) -> Engine:
    """An engine on the database file; any thread may use it. `write`: the file may be written, and is made if absent.

    Transactions read: they block nobody, and a write passes beside them. Those of `writing(engine)` take the write
    lock when they begin, so none fails half-way.
    """
    address = f"file:{quote(str(path.absolute()))}?mode={'rwc' if write else 'ro'}"
    if not write and not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists():
        # WAL wants to make a file beside it; where nobody can write, nothing can change under us
        address += "&immutable=1"
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite.connect(
            address, uri=True, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False
        ),
        module=sqlite,
        # said, because an address without a file name is taken for `:memory:`, whose pool closes connections in use
        poolclass=QueuePool,
        pool_size=_KEPT_OPEN,
        max_overflow=_MOST_OPEN - _KEPT_OPEN,
        pool_use_lifo=True,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        cursor.execute("PRAGMA foreign_keys = ON")
        add_name_key(connection)
        if write:
            # WAL + NORMAL: kill -9 loses nothing that was committed; a power cut may lose the last pages, never more.
            cursor.execute(f"PRAGMA journal_mode = {'WAL' if wal_is_safe() else 'DELETE'}")
            cursor.execute(f"PRAGMA synchronous = {'NORMAL' if wal_is_safe() else 'FULL'}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def writing(engine: Engine) -> Engine:
    """The same engine (and pool) for transactions that write."""
    return engine.execution_options(**{_WRITES: True})
