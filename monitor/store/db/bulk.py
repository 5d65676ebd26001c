"""Many rows at once, past SQLAlchemy's work for each: a page writes about a hundred, and they are all alike."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.dialects.sqlite import insert

from monitor.store.db.base import Base

_Bind = Callable[[Any], Any] | None
_Rows = Sequence[Mapping[str, Any]]
_IGNORE = "ignore"


def insert_rows(connection: Connection, table: type[Base], rows: _Rows) -> None:
    """Insert rows that all have the same columns."""
    _insert(connection, table, rows, None)


def insert_new_rows(connection: Connection, table: type[Base], rows: _Rows) -> None:
    """Insert the rows whose key is not there yet; the others stay as they are."""
    _insert(connection, table, rows, _IGNORE)


def upsert_rows(
    connection: Connection, table: type[Base], rows: _Rows, update: Sequence[str], *, key: str | None = None
) -> None:
    """Insert rows; where the key is there, set the columns `update` of the row to the new values.

    `key`: the unique column that tells, when it is not the primary key.
    """
    _insert(connection, table, rows, tuple(update), key)


def _insert(
    connection: Connection,
    table: type[Base],
    rows: _Rows,
    conflict: str | tuple[str, ...] | None,
    unique: str | None = None,
) -> None:
    if rows:
        statement, binds = _prepared(table, tuple(rows[0]), conflict, unique, connection.dialect)
        values = [tuple(row[name] if bind is None else bind(row[name]) for name, bind in binds) for row in rows]
        connection.exec_driver_sql(statement, values)


@cache
def _prepared(
    table: type[Base],
    columns: tuple[str, ...],
    conflict: str | tuple[str, ...] | None,
    unique: str | None,
    dialect: Dialect,
) -> tuple[str, tuple[tuple[str, _Bind], ...]]:
    statement = insert(table)
    if conflict == _IGNORE:
        statement = statement.on_conflict_do_nothing()
    elif conflict is not None:
        key = [table.__table__.c[unique]] if unique else list(table.__table__.primary_key)
        new = {name: statement.excluded[name] for name in conflict}
        statement = statement.on_conflict_do_update(index_elements=key, set_=new)
    compiled = statement.compile(dialect=dialect, column_keys=list(columns))
    order = getattr(compiled, "positiontup", None)
    assert order is not None, "SQLite takes parameters by their place"
    # the columns' own types convert: money, times, JSON
    kinds = [table.__table__.c[name].type.dialect_impl(dialect) for name in order]
    return str(compiled), tuple((name, kind.bind_processor(dialect)) for name, kind in zip(order, kinds, strict=True))
