"""The watchlist as the fields of a form: what can be entered, and what the file's values show there.

A field's name is the path of its key, counted from zero: `brand.0.product.1.name`. What no field shows, an unknown key
or a value of an unexpected kind, the form leaves as it is.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeAlias

from monitor.marketplaces import DEFAULT_MARKETPLACES
from monitor.text.html_output import visible
from monitor.watchlist.model import slug

Data: TypeAlias = dict[str, Any]


class Kind(Enum):
    """How a value is entered: as words, a price, a number, a date, yes or no, or a list with an entry in each line."""

    TEXT = "text"
    PRICE = "price"
    NUMBER = "number"
    DATE = "date"
    FLAG = "flag"
    """`true` or `false`; empty: the key is not there."""
    LINES = "lines"
    NUMBERS = "numbers"
    POINTS = "points"
    """A table of numbers, each line as `unauthorised_vendor = 20`."""


MARKETPLACES = "marketplaces"
OWNER_ROW = "owner"
_TEXT, _LINES, _NUMBER = Kind.TEXT, Kind.LINES, Kind.NUMBER
OWNER = {
    "name": _TEXT, "kind": _TEXT, "email": _TEXT, "identity": _TEXT, "agent": _TEXT, "agent_authorisation": _TEXT,
    "agent_authorisation_until": Kind.DATE,
}  # fmt: skip
BRAND = {
    "name": _TEXT, "id": _TEXT, "chinese": _LINES, "aliases": _LINES, "weak_names": _LINES, "not_names": _LINES,
    "categories": _LINES, "home_country": _TEXT, "picture": _TEXT, "keywords_on": _LINES, "keywords_off": _LINES,
    "sellers_complete": Kind.FLAG,
    "judging.high": _NUMBER, "judging.medium": _NUMBER, "judging.strong_price_ratio": _NUMBER,
    "judging.mild_price_ratio": _NUMBER, "judging.points": Kind.POINTS,
}  # fmt: skip
TABLES = {
    "product": {
        "name": _TEXT, "aliases": _LINES, "reference_price": Kind.PRICE, "wholesale_price": Kind.PRICE,
        "currency": _TEXT, "picture": _TEXT,
    },
    "authorised_seller": {"marketplace": _TEXT, "id": _TEXT, "name": _TEXT},
    "right": {
        "kind": _TEXT, "number": _TEXT, "jurisdiction": _TEXT, "status": _TEXT, "holder": _TEXT, "title": _TEXT,
        "first_published": Kind.DATE, "classes": Kind.NUMBERS, "registered_on": Kind.DATE, "valid_until": Kind.DATE,
        "document": _TEXT, "extension": _TEXT, "renewal": _TEXT, "translation": _TEXT,
    },
}  # fmt: skip
"""The lists of tables below a brand."""


class _Spelled(str):
    """A number with a point, as the file spells it."""

    __slots__ = ()


def toml_data(text: str) -> Data:
    """The values of a TOML text, numbers with a point as they are spelled. Raises `ValueError` for other text."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"), parse_float=_Spelled)
    except RecursionError:
        raise ValueError("lists within lists, too many") from None


def fields_of(text: str) -> dict[str, str]:
    """The fields of a watchlist's text with what they show. Raises `ValueError` for text that is not TOML."""
    data = toml_data(text)
    fields = {}
    if (chosen := shown(data.get(MARKETPLACES, list(DEFAULT_MARKETPLACES)), _LINES)) is not None:
        fields[MARKETPLACES] = chosen
    for name, values, keys in rows_of(data):
        for key, kind in keys.items():
            if (value := shown(value_at(values, key), kind)) is not None:
                fields[f"{name}.{key}"] = value
        if keys is BRAND and "id" not in values and isinstance(values.get("name"), str):
            fields[f"{name}.id"] = slug(values["name"])
    return fields


def rows_of(data: Data) -> Iterator[tuple[str, Data, Mapping[str, Kind]]]:
    """The owner, each brand, each table below it: the beginning of its fields' names, its values, its keys.

    An owner who does not stand in the file has no values yet.
    """
    if isinstance(owner := data.get(OWNER_ROW, {}), dict):
        yield OWNER_ROW, owner, OWNER
    for number, brand in enumerate(_tables(data, "brand")):
        yield f"brand.{number}", brand, BRAND
        for table, keys in TABLES.items():
            for row, values in enumerate(_tables(brand, table)):
                yield f"brand.{number}.{table}.{row}", values, keys


def value_at(values: Data, key: str) -> Any:
    """The value of a key, which may be one of a table below (`judging.high`); None if there is none."""
    table, _, below = key.partition(".")
    if not below:
        return values.get(key)
    inner = values.get(table, {})
    # a judging that is no table has keys that nothing can be entered for
    return inner.get(below) if isinstance(inner, dict) else inner


def shown(value: Any, kind: Kind) -> str | None:
    """What a field shows of a value, "" for none; None for a value of another kind, which the field can't show."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower() if kind is Kind.FLAG else None
    if kind is Kind.POINTS:
        return _shown_points(value)
    if kind in (Kind.LINES, Kind.NUMBERS):
        return _shown_list(value, str if kind is Kind.LINES else int)
    if kind is Kind.DATE:
        return value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else None
    if kind in (Kind.TEXT, Kind.FLAG):
        return shown_line(value) if type(value) is str else None
    return shown_line(str(value)) if isinstance(value, str | int) else None


def _shown_list(value: Any, item_type: type) -> str | None:
    if not isinstance(value, list) or not all(type(item) is item_type for item in value):
        return None
    lines = [shown_line(str(item)) for item in value]
    return "\n".join(lines) if all(lines) else None


def _shown_points(value: Any) -> str | None:
    if not isinstance(value, dict) or not all(type(points) is int for points in value.values()):
        return None
    is_plain = all(code and code == shown_line(code) and "=" not in code for code in value)
    return "\n".join(f"{code} = {points}" for code, points in value.items()) if is_plain else None


def shown_line(text: str) -> str:
    """Text as a field of one line has it: blanks around it don't count, and what can't be seen stands as a number."""
    return visible(text.strip()).replace("\n", " ")


def _tables(data: Data, key: str) -> list[Data]:
    """The tables of a list, none where something else stands."""
    tables = data.get(key)
    return tables if isinstance(tables, list) and all(isinstance(table, dict) for table in tables) else []
