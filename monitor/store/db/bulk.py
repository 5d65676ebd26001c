"""Many rows at once, past SQLAlchemy's work for each: a page writes about a hundred, and they are all alike."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, SQLColumnExpression, bindparam, func, select

from monitor.store.db.schema import Base
from monitor.store.db.types import Json


def is_among(column: SQLColumnExpression[Any], name: str = "keys") -> ColumnElement[bool]:
    """Whether a column is one of the texts of the parameter `name`: one statement for lists of any length."""
    texts = func.json_each(bindparam(name, type_=Json)).table_valued("value")
    return column.in_(select(texts.c.value))


_Bind = Callable[[Any], Any] | None


def insert_rows(
    connection: Connection,
    table: type[Base],
    rows: Sequence[Mapping[str, Any]],
    *,
    verb: str = "INSERT",
    tail: str = "",
) -> None:
    """Insert rows that all have the same columns. `verb` may be `INSERT OR IGNORE`; `tail` an `ON CONFLICT …`."""
    if rows:
        columns = tuple(rows[0])
        statement, binds = _prepared(table, columns, verb, tail, connection.dialect)
        pairs = list(zip(columns, binds, strict=True))
        values = [tuple(row[name] if bind is None else bind(row[name]) for name, bind in pairs) for row in rows]
        connection.exec_driver_sql(statement, values)


@cache
def _prepared(
    table: type[Base], columns: tuple[str, ...], verb: str, tail: str, dialect: Dialect
) -> tuple[str, tuple[_Bind, ...]]:
    types = [table.__table__.c[name].type for name in columns]
    # the columns' own types convert: money, times, JSON
    binds = tuple(kind.dialect_impl(dialect).bind_processor(dialect) for kind in types)
    names = ", ".join(f'"{name}"' for name in columns)
    return f"{verb} INTO {table.__tablename__} ({names}) VALUES ({', '.join('?' * len(columns))}) {tail}", binds
