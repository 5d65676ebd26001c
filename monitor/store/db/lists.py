"""Lists as parameters: one statement for lists of any length. The only place that says how the database takes them."""

from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, TextClause, bindparam, func, select, text

from monitor.store.db.types import Json


def is_among(column: SQLColumnExpression[Any], name: str = "keys") -> ColumnElement[bool]:
    """Whether a column is one of the texts of the parameter `name`."""
    texts = func.json_each(bindparam(name, type_=Json)).table_valued("value")
    return column.in_(select(texts.c.value))


def listed(sql: str, *names: str) -> TextClause:
    """A statement in which `json_each(:name)` is the list given as the parameter `name` (default: `keys`)."""
    return text(sql).bindparams(*(bindparam(name, type_=Json) for name in names or ("keys",)))
