"""What tells whether a database is whole and of this program."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from monitor.store.db.schema import SnapshotRow, VisitRow


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
    """The kept pages whose SHA-256 begins with two hexadecimal digits."""
    within = select(SnapshotRow.sha256_body).where(SnapshotRow.sha256_body.between(prefix, f"{prefix}g"))
    return set(connection.execute(within).scalars())


def some_kept_pages(connection: Connection, number: int) -> list[str]:
    """So many kept pages, at random."""
    some = select(SnapshotRow.sha256_body).order_by(func.random()).limit(number)
    return list(connection.execute(some).scalars())
