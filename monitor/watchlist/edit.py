"""The text of a watchlist with what was entered in its form; all else stays as it was, byte for byte.

Beside the fields of `form`, `brand.0.product.new1.name` is of a table that is to be added, and a value in
`brand.0.product.1.removed` says that one is to go. A field that was not entered stays as it is.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from monitor.errors import InputError
from monitor.marketplaces import DEFAULT_MARKETPLACES
from monitor.watchlist.form import (
    BRAND,
    MARKETPLACES,
    OWNER,
    OWNER_ROW,
    TABLES,
    Data,
    Kind,
    fields_of,
    rows_of,
    shown_line,
    toml_data,
    value_at,
)
from monitor.watchlist.model import slug
from monitor.watchlist.toml_edit import KeyPath, raw_text, with_items, with_table, with_value, without

_REMOVED = "removed"
_REQUIRED = frozenset({"name", "kind", "number", "jurisdiction", "marketplace"})
"""Keys that stay when nothing is entered, for the check to say so."""
_ROW = r"(?:0|[1-9]\d{0,5}|new[1-9]\d{0,5})"
_FIELD = re.compile(rf"(?:(brand\.{_ROW})(?:\.({'|'.join(TABLES)})\.({_ROW}))?|{OWNER_ROW})\.([a-z_.]+)")
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,18})?")


@dataclass(frozen=True, slots=True)
class Edited:
    """The new text, and by row of the form (`brand.0.product.new1`) the path that it has there."""

    text: str
    rows: dict[str, KeyPath]


@dataclass(frozen=True, slots=True)
class _Entry:
    row: str
    key: str
    kind: Kind | None
    """None: the row is to go."""
    value: str


def edited(text: str, entered: Mapping[str, str]) -> Edited:
    """The text with what was entered.

    Raises `ValueError` for text that is not TOML, and `InputError` for a field that the form of this text doesn't have.
    """
    fields = fields_of(text)
    rows = {name: _path(name) for name, _, _ in rows_of(toml_data(text))}
    entries = [_entry(name, value) for name, value in entered.items() if name != MARKETPLACES]
    removed = {entry.row for entry in entries if entry.kind is None and entry.value}
    entries = [entry for entry in entries if not removed & {entry.row, _brand_of(entry.row)}]
    if MARKETPLACES in entered and MARKETPLACES in fields:
        text = _with_marketplaces(text, entered[MARKETPLACES])
    new: dict[str, list[_Entry]] = {}
    for entry in entries:
        name = f"{entry.row}.{entry.key}"
        if "new" in entry.row:
            new.setdefault(entry.row, []).append(entry)
        elif entry.row not in rows:
            raise InputError(f"{entry.row}: the watchlist has no such entry; load the form again")
        elif name in fields:
            text = _with_entered(text, rows[entry.row], entry, fields[name])
    text = _with_ids_kept(text, fields, entered)
    for row in sorted(new, key=lambda row: row.count(".")):
        if any(entry.value.strip() for entry in new[row]):
            text = _with_new_row(text, rows, row, new[row])
    return _without_rows(text, rows, removed)


def _entry(name: str, value: str) -> _Entry:
    """A field's row and key. Raises `InputError` for a name that no form has."""
    match = _FIELD.fullmatch(name)
    brand, table, number, key = match.groups() if match else (None, None, None, "")
    kind = (TABLES[table] if table else BRAND if brand else OWNER).get(key)
    if not match or (kind is None and (key != _REMOVED or not brand)):
        raise InputError(f"{name[:60]!r}: no field of the watchlist's form")
    row = f"{brand}.{table}.{number}" if table else brand or OWNER_ROW
    return _Entry(row, key, kind, value.replace("\r\n", "\n"))


def _path(row: str) -> KeyPath:
    return tuple(int(part) if part.isdecimal() else part for part in row.split("."))


def _brand_of(row: str) -> str:
    return ".".join(row.split(".")[:2])


def _with_marketplaces(text: str, value: str) -> str:
    """The order of the list stays; what is new stands at its end."""
    wanted = list(dict.fromkeys(_values_in(value)))
    given = toml_data(text).get(MARKETPLACES)
    listed = list(DEFAULT_MARKETPLACES) if given is None else [shown_line(name) for name in given]
    if set(listed) == set(wanted):
        return text
    kept = [name for name in listed if name in wanted]
    kept += [name for name in wanted if name not in listed]
    return _with_list(text, (MARKETPLACES,), [] if given is None else listed, kept, raw_text)


def _with_entered(text: str, path: KeyPath, entry: _Entry, shown: str) -> str:
    """The text with one field of a row that it has. `shown`: what the field showed."""
    place: KeyPath = (*path, *entry.key.split("."))
    if entry.kind in (Kind.LINES, Kind.NUMBERS):
        separators = r"\n" if entry.kind is Kind.LINES else r"[\s,]+"
        raw = raw_text if entry.kind is Kind.LINES else _raw_whole
        return _with_list(text, place, _values_in(shown), _values_in(entry.value, separators), raw)
    if entry.kind is Kind.POINTS:
        return _with_points(text, place, _points(shown), _points(entry.value))
    value = entry.value.strip()
    if value == shown:
        return text
    before = value_at(_values(text, path), entry.key)
    if not value and (entry.key not in _REQUIRED or entry.row == OWNER_ROW):
        return text if before is None else without(text, place)
    return with_value(text, place, _raw(value, entry.kind, is_bare=before is not None and type(before) is not str))


def _raw(value: str, kind: Kind | None, *, is_bare: bool) -> str:
    """A value as TOML: what is no number, flag or day stands in quotes, for the check to refuse it.

    `is_bare`: it stood without quotes before.
    """
    if kind is Kind.NUMBER or (kind is Kind.PRICE and is_bare):
        return value if _DECIMAL.fullmatch(value) or _WHOLE.fullmatch(value) else raw_text(value)
    if kind is Kind.FLAG and value in ("true", "false"):
        return value
    if kind is Kind.DATE:
        return value if _is_day(value) else raw_text(value)
    return raw_text(value)


def _raw_whole(value: str) -> str:
    return value if _WHOLE.fullmatch(value) else raw_text(value)


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _with_list(text: str, place: KeyPath, shown: list[str], wanted: list[str], raw: Callable[[str], str]) -> str:
    """The text with the items of a list changed to those wanted, the alike ones left alone."""
    changes = SequenceMatcher(None, shown, wanted, autojunk=False).get_opcodes()
    for _, start, end, first, last in reversed([change for change in changes if change[0] != "equal"]):
        in_place = min(end - start, last - first)
        if new := [raw(item) for item in wanted[first + in_place : last]]:
            text = with_items(text, place, start + in_place, new)
        for number in range(end - 1, start + in_place - 1, -1):
            text = without(text, (*place, number))
        for number in range(in_place):
            text = with_value(text, (*place, start + number), raw(wanted[first + number]))
    return text


def _with_points(text: str, place: KeyPath, shown: dict[str, str], wanted: dict[str, str]) -> str:
    for code in shown.keys() - wanted.keys():
        text = without(text, (*place, code))
    for code, points in wanted.items():
        if shown.get(code) != points:
            text = with_value(text, (*place, code), _raw_whole(points))
    return text


def _points(value: str) -> dict[str, str]:
    return {code.strip(): points.strip() for code, _, points in (line.partition("=") for line in _values_in(value))}


def _values_in(value: str, separators: str = r"\n") -> list[str]:
    return [line for line in map(str.strip, re.split(separators, value)) if line]


def _values(text: str, path: KeyPath) -> Data:
    """The values of the table at a path; none of an owner who does not stand in the file."""
    values: Any = toml_data(text)
    for part in path:
        values = values.get(part, {}) if isinstance(values, dict) else values[part]
    return values  # type: ignore[no-any-return]


def _with_ids_kept(text: str, fields: Mapping[str, str], entered: Mapping[str, str]) -> str:
    """Findings hang on a brand's id: one that was made from the name is written down when the name changes."""
    for name, brand, keys in rows_of(toml_data(text)):
        shown = fields.get(f"{name}.id")
        is_made = keys is BRAND and "id" not in brand and shown
        if is_made and shown == entered.get(f"{name}.id") != slug(str(brand.get("name"))):
            text = with_value(text, (*_path(name), "id"), raw_text(str(shown)))
    return text


def _with_new_row(text: str, rows: dict[str, KeyPath], row: str, entries: Sequence[_Entry]) -> str:
    """The text with one more table at the end of its list; its path is noted in `rows`."""
    above, _, key = row.rpartition(".")[0].rpartition(".")
    if above and above not in rows:
        raise InputError(f"{above}: the watchlist has no such entry; load the form again")
    place: KeyPath = (*(rows[above] if above else ()), key)
    number = sum(path[:-1] == place for path in rows.values())
    rows[row] = (*place, number)
    text = with_table(text, place, {})
    for entry in entries:
        text = _with_entered(text, rows[row], entry, "")
    return text


def _without_rows(text: str, rows: dict[str, KeyPath], removed: set[str]) -> Edited:
    gone = sorted((rows[row] for row in removed if row in rows and _brand_of(row) not in removed - {row}), reverse=True)
    for path in gone:
        text = without(text, path)
    left = {name: path for name, path in rows.items() if not any(path[: len(place)] == place for place in gone)}
    return Edited(text, {name: _counted_anew(path, gone) for name, path in left.items()})


def _counted_anew(path: KeyPath, gone: Sequence[KeyPath]) -> KeyPath:
    """The path of a row, counted without those that are gone."""
    counted = list(path)
    for place in gone:
        at = len(place) - 1
        if path[:at] == place[:at] and path[at] > place[at]:  # type: ignore[operator]
            counted[at] -= 1  # type: ignore[operator]
    return tuple(counted)
