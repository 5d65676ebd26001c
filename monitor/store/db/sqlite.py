"""The connection to `monitor.db`: which SQLite, which mode, how transactions begin."""

import os
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event

try:
    import pysqlite3 as sqlite
except ImportError:
    import sqlite3 as sqlite

# WAL with several processes can corrupt a database before SQLite 3.51.3 (WAL-reset bug, sqlite.org, 2026-03).
_WAL_SAFE = (3, 51, 3)
_BUSY_MS = 30_000


def sqlite_module() -> ModuleType:
    """The SQLite in use: the bundled new one, else Python's own."""
    return sqlite  # type: ignore[no-any-return, unused-ignore]


def wal_is_safe() -> bool:
    """Whether several processes may share a WAL database with this SQLite."""
    return tuple(int(part) for part in sqlite.sqlite_version.split(".")[:3]) >= _WAL_SAFE


def vacuum_into(engine: Engine, file: Path) -> None:
    """Copy the database as it is at this moment, whatever else is writing: the file alone lacks its `-wal`."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM INTO ?", (str(file),))
    finally:
        raw.close()


def connect(path: Path, *, write: bool) -> Engine:
    """An engine on the database file. Writing transactions take the write lock at once, so none fails half-way."""
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
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        cursor.execute("PRAGMA foreign_keys = ON")
        if write:
            # WAL + NORMAL: kill -9 loses nothing that was committed; a power cut may lose the last pages, never more.
            cursor.execute(f"PRAGMA journal_mode = {'WAL' if wal_is_safe() else 'DELETE'}")
            cursor.execute(f"PRAGMA synchronous = {'NORMAL' if wal_is_safe() else 'FULL'}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine
