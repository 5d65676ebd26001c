"""What tells whether a database is whole and of this program."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Text, TypeDecorator, exists, func, select

from monitor.account import Role
from monitor.decision import STATES, DismissalReason, Ground
from monitor.pictures.problems import PictureProblem
from monitor.store.db.base import Base
from monitor.store.db.schema import SnapshotRow, VisitRow
from monitor.store.db.schema_evidence import RemovedSnapshotRow
from monitor.store.db.schema_pictures import ListingPictureRow
from monitor.store.db.types import DamagedValue, Money
from monitor.store.db.visit_digest import digest_of_visit

_CODES = {
    ("visit", "outcome"): frozenset({"listings", "empty", "blocked", "unreadable"}),
    ("visit", "state"): frozenset({"done", "failed"}),
    ("finding", "level"): frozenset({"high", "medium", "low"}),
    ("finding", "state"): frozenset(STATES),
    ("decision", "state"): frozenset(STATES),
    ("decision", "ground"): frozenset(Ground),
    ("decision", "reason"): frozenset(DismissalReason),
    ("queue", "state"): frozenset(STATES),
    ("account", "role"): frozenset(Role),
    (ListingPictureRow.__tablename__, "why"): frozenset(PictureProblem),
    ("run", "state"): frozenset({"running", "done", "held", "stopped", "failed"}),
}
"""Columns that hold one of a few words."""

_QUEUE_NUMBERS = """
    SELECT (SELECT count(*) FROM finding WHERE level IS NOT NULL) AS flagged, (SELECT count(*) FROM queue) AS queued,
           (SELECT coalesce(sum(number), 0) FROM queue_count) AS counted,
           (SELECT count(*) FROM queue_text) AS searched"""


def faults(connection: Connection) -> list[str]:
    """The first damages that the database's own check finds; empty when it is whole."""
    lines = [str(line) for line in connection.exec_driver_sql("PRAGMA quick_check(3)").scalars()]
    return [] if lines == ["ok"] else lines


def has_tables(connection: Connection) -> bool:
    """Whether there is any table."""
    return connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE type = 'table'").first() is not None


def views_and_triggers(connection: Connection) -> dict[str, str]:
    """The views and triggers by name, each as the SQL that made it."""
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')")
    return {row.name: row.sql for row in rows}


def newest_record(connection: Connection) -> datetime | None:
    """When the last page was recorded."""
    return connection.execute(select(func.max(VisitRow.recorded_at))).scalar()


def kept_pages_of(connection: Connection, prefix: str) -> set[str]:
    """The kept pages whose SHA-256 begins with two hexadecimal digits, without those that were removed."""
    is_removed = exists().where(RemovedSnapshotRow.sha256_body == SnapshotRow.sha256_body)
    within = select(SnapshotRow.sha256_body).where(SnapshotRow.sha256_body.between(prefix, f"{prefix}g"), ~is_removed)
    return set(connection.execute(within).scalars())


def some_kept_pages(connection: Connection, number: int) -> list[str]:
    """So many kept pages, at random."""
    some = select(SnapshotRow.sha256_body).order_by(func.random()).limit(number)
    return list(connection.execute(some).scalars())


def changed_visits(connection: Connection) -> tuple[int, list[int]]:
    """How many pages have a digest of their rows, and which of them no longer have these rows."""
    cursor: Any = connection.connection.cursor()
    digests = cursor.execute("SELECT visit_id, sha256 FROM visit_digest ORDER BY visit_id").fetchall()
    return len(digests), [visit_id for visit_id, digest in digests if digest_as_read(connection, visit_id) != digest]


def queue_numbers(connection: Connection) -> dict[str, int]:
    """The number of flagged findings, as they are, as they are queued, counted and searched: all the same."""
    return dict(connection.exec_driver_sql(_QUEUE_NUMBERS).mappings().one())


def unreadable_values(connection: Connection) -> Iterator[str]:
    """Each value that is not what its column holds, as `table.column of row`."""
    cursor: Any = connection.connection.cursor()
    for table in Base.metadata.sorted_tables:
        key = list(table.primary_key)
        columns = [column for column in table.columns if isinstance(column.type, Text | TypeDecorator)]
        if not columns:
            continue
        # as bytes: text that is none would end the whole query
        asked = [f'CAST("{column.name}" AS BLOB)' for column in (*key, *columns)]
        cursor.execute(f'SELECT {", ".join(asked)} FROM "{table.name}"')  # noqa: S608 (our own names)
        for row in cursor:
            for column, value in zip(columns, row[len(key) :], strict=True):
                if value is not None and not _is_readable(table.name, column, value, connection):
                    name = "/".join(bytes(part).decode("utf-8", "replace")[:100] for part in row[: len(key)])
                    yield f"{table.name}.{column.name} of {name}"


def digest_as_read(connection: Connection, visit_id: int) -> str | None:
    """The digest of a visit's rows; None when they can't be read."""
    try:
        return digest_of_visit(connection.connection.cursor(), visit_id)
    except (connection.dialect.loaded_dbapi.Error, UnicodeDecodeError):
        return None  # its text is none


def _is_readable(table: str, column: Any, value: bytes, connection: Connection) -> bool:
    try:
        text = value.decode("utf-8")
        if isinstance(column.type, TypeDecorator):
            column.type.process_result_value(int(text) if isinstance(column.type, Money) else text, connection.dialect)
    except (ValueError, DamagedValue):
        return False
    words = _CODES.get((table, column.name))
    return words is None or text in words
