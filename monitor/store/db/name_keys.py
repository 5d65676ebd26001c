"""The keys of sellers of whom pages told the name alone, made within a statement."""

from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, String, func

from monitor.seller_ids import name_key


def name_key_of(marketplace: SQLColumnExpression[Any], name: SQLColumnExpression[Any]) -> ColumnElement[str]:
    """`monitor.seller_ids.name_key` of two columns; NULL where the name is."""
    return func.name_key(marketplace, name, type_=String)


def add_name_key(connection: Any) -> None:
    """Let a connection of SQLite's own know the function that `name_key_of` asks for."""
    connection.create_function("name_key", 2, _name_key, deterministic=True)


def _name_key(marketplace: str, name: str | None) -> str | None:
    return None if name is None else name_key(marketplace, name)
