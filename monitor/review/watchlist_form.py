"""The watchlist's form: its rows, what was sent, and what is wrong with that, each beside its field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from monitor.errors import InputError
from monitor.indicators.codes import check_points
from monitor.marketplaces import WHOLESALE
from monitor.matching.coaching import name_advice
from monitor.review.errors import ReviewError
from monitor.watchlist import Watchlist
from monitor.watchlist.advice import advice
from monitor.watchlist.edit import Edited, edited
from monitor.watchlist.form import BRAND, OWNER, TABLES
from monitor.watchlist.load import Problem, parse_watchlist
from monitor.watchlist.toml_edit import KeyPath

MOST_BYTES = 4 * 1024 * 1024
"""Of a form that is sent; a watchlist of a thousand brands has less."""
_MOST_FIELDS = 50_000
_ROW = re.compile(rf"(brand\.\w+)\.(?:({'|'.join(TABLES)})\.(\w+)\.)?")


@dataclass(frozen=True, slots=True)
class Said:
    """A problem, and the field or row of the form beside which it is shown; None: of the whole."""

    words: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What `monitor check` says of a text: what is wrong; when nothing is, what is worth mending."""

    before: str
    """The text without what was entered."""
    text: str
    problems: list[Said]
    hints: list[str]


@dataclass(slots=True)
class BrandRows:
    """A brand of the form and the rows below it, by the beginnings of their fields' names."""

    name: str
    tables: dict[str, list[str]] = field(default_factory=lambda: {table: [] for table in TABLES})


def entered_in(body: bytes) -> dict[str, str]:
    """The fields of a form that a browser sent; one that was sent several times has a line for each.

    Raises `InputError` for what is no such form.
    """
    try:
        pairs = parse_qsl(
            body.decode(), keep_blank_values=True, strict_parsing=bool(body), errors="strict",
            max_num_fields=_MOST_FIELDS,
        )  # fmt: skip
    except ValueError:
        raise ReviewError("expected the fields of a form, as a browser sends them") from None
    entered: dict[str, str] = {}
    for name, value in pairs:
        entered[name] = f"{entered[name]}\n{value}" if name in entered else value
    return entered


def rows_in(fields: Mapping[str, str]) -> list[BrandRows]:
    """The brands and rows that fields belong to, in the order of the fields."""
    brands: dict[str, BrandRows] = {}
    for name in fields:
        if row := _ROW.match(name):
            brand = brands.setdefault(row[1], BrandRows(row[1]))
            below = f"{row[1]}.{row[2]}.{row[3]}"
            if row[2] and below not in brand.tables[row[2]]:
                brand.tables[row[2]].append(below)
    return list(brands.values())


def checked(text: str, entered: Mapping[str, str]) -> Checked:
    """What is wrong with a text and what was entered in its form, in the words of `monitor check`.

    Raises `InputError` for fields that are none of the form.
    """
    try:
        after = edited(text, entered)
    except ValueError:  # no TOML
        after = Edited(text, {})
    parsed = parse_watchlist(after.text.encode())
    if not isinstance(parsed, Watchlist):
        return Checked(text, after.text, [_said(problem, after.rows) for problem in parsed], [])
    try:
        check_points(parsed)
    except InputError as error:
        return Checked(text, after.text, [Said(str(error))], [])
    hints = name_advice(parsed) + advice(parsed, parsed.marketplaces, sorted(WHOLESALE), datetime.now(UTC).date())
    return Checked(text, after.text, [], hints)


def _said(problem: Problem, rows: Mapping[str, KeyPath]) -> Said:
    for row, path in sorted(rows.items(), key=lambda named: -len(named[1])):
        if problem.path[: len(path)] == path:
            keys = OWNER if len(path) == 1 else BRAND if len(path) == 2 else TABLES[str(path[2])]
            key = ".".join(part for part in problem.path[len(path) :] if isinstance(part, str))
            known = next((name for name in keys if f"{key}.".startswith(f"{name}.")), None)
            return Said(str(problem), f"{row}.{known}" if known else row)
    return Said(str(problem), "marketplaces" if problem.path[:1] == ("marketplaces",) else None)
