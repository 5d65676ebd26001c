"""A table of saved files and their addresses (CSV): for pages that don't tell where they were saved from."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from monitor.errors import InputError
from monitor.text.dates import iso_date
from monitor.text.decode import decode_page
from monitor.text.web_address import web_address

_LARGEST = 16 * 1024 * 1024
_SEPARATORS = ",;\t"
"""As programs for tables write them, by country."""
_COLUMNS = ("file", "url", "saved")


class AddressRow(NamedTuple):
    """A row. `saved`: UTC, None where the table doesn't say it."""

    file: Path
    url: str
    saved: datetime | None


def read_address_table(table: Path) -> list[AddressRow]:
    """The rows of a table with the columns file, url and, if it likes, saved; files are relative to the table.

    A first row with the names of the columns may be there, in any order. Raises `InputError`, which names the line.
    """
    try:
        with table.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
    except OSError as error:
        raise InputError(f"{table}: can't be read ({error.strerror}); expected a table of addresses") from None
    if len(content) > _LARGEST:
        raise InputError(f"{table}: larger than 16 MiB; split it")
    try:
        return list(_rows(table, decode_page(content)))
    except csv.Error as problem:
        raise InputError(f"{table}: not CSV that can be read ({problem})") from None


def _rows(table: Path, text: str) -> Iterator[AddressRow]:
    lines = text.splitlines(keepends=True)
    first = next((line for line in lines if line.strip()), "")
    reader = csv.reader(lines, delimiter=_separator(first))
    columns: list[str] | None = None
    seen: dict[Path, str] = {}
    for raw_cells in reader:
        cells = [cell.strip() for cell in raw_cells]
        where = f"{table}: line {reader.line_num}"
        if not any(cells):
            continue
        if columns is None:
            columns = [cell.lower() for cell in cells]
            if "file" in columns and "url" in columns:
                continue
            if web_address(cells[1] if len(cells) > 1 else "") is None and len(cells) > 1:
                raise InputError(f"{where}: expected the columns file and url, or a first row that names them")
            columns = list(_COLUMNS)
        row = _row(where, table, dict(zip(columns, cells, strict=False)), len(cells) - len(columns))
        if seen.setdefault(row.file, row.url) != row.url:
            raise InputError(f"{where}: {row.file} has another address further up")
        yield row
    if not seen:
        raise InputError(f"{table}: no row in it; expected the columns file, url and, if you know it, saved")


def _row(where: str, table: Path, cells: dict[str, str], too_many: int) -> AddressRow:
    """One row, checked. Raises `InputError`."""
    name, address, saved = (cells.get(column, "") for column in _COLUMNS)
    if not name or not address:
        raise InputError(f"{where}: expected a file and its address")
    if too_many > 0:
        raise InputError(f"{where}: {too_many} cells too many; an address with a comma in it stands in quotation marks")
    url = web_address(address)
    if url is None:
        raise InputError(f"{where}: {address[:200]!r} is not the address of a page")
    if saved and iso_date(saved) is None:
        raise InputError(f"{where}: {saved[:50]!r} is not a time such as 2026-11-05 or 2026-11-05T10:20:30Z")
    file = table.parent / name
    if not file.is_file():
        raise InputError(f"{where}: {file}: no such file; names are relative to the table")
    return AddressRow(file, url, iso_date(saved))


def _separator(first: str) -> str:
    """What parts the cells of the first row that has any."""
    for separator in _SEPARATORS:
        cells = [cell.strip().lower() for cell in next(csv.reader([first], delimiter=separator), [])]
        if {"file", "url"} <= {*cells} or (len(cells) > 1 and "/" in cells[1] and web_address(cells[1])):
            return separator
    return ","
