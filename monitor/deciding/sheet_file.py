"""Read the rows of a sheet that came back: an Excel file or CSV, whichever program saved it, whatever was moved in it.

The file is read in a worker process, since anybody may have sent it.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, PasswordError, SheetTypeEnum, load_workbook

from monitor.deciding.sheet_heads import NAMES, Heads, heads_of
from monitor.errors import InputError
from monitor.sandbox import CPU_SECONDS, Abandoned, TooCostly, Worker, WorkFailed

_MOST_BYTES = 200_000_000
"""A CSV of 300,000 findings."""
_BYTES_A_SECOND = 400_000
"""How slowly a file may be read at worst."""
_LONGEST_CELL = 1_000_000
"""Characters of a cell of CSV; more is a quote that is never closed."""
_HEAD_WITHIN = 20
"""The head is one of the first so many rows."""
_SAMPLE = 200_000
"""Characters of a CSV in which the separator shows."""
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How workbooks begin: a ZIP archive, or an OLE container (old ones, and those with a password)."""
_TO_SAVE_AS = "save it as Excel workbook (.xlsx) or as 'CSV UTF-8'"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it was filled in; cells without text are empty."""

    line: int
    """The row's number in a spreadsheet."""
    finding_id: str
    decision: str
    ground: str
    reason: str
    note: str
    seen: str
    score: str = ""
    price: str = ""
    currency: str = ""
    state: str = ""


def read_sheet(file: Path) -> list[SheetRow]:
    """The rows of a sheet; those that are empty are left out. Raises `InputError` for a file that is no such sheet."""
    if not file.is_file():
        raise InputError(f"{file}: {'is a folder' if file.is_dir() else 'no such file'}; expected the sheet to read")
    size = file.stat().st_size
    if size > _MOST_BYTES:
        raise InputError(f"{file}: {size} bytes; at most {_MOST_BYTES} are read. Take rows out, or split it")
    with closing(Worker(cpu_seconds=CPU_SECONDS + size / _BYTES_A_SECOND)) as worker:
        try:
            rows = worker.call(_rows, file)
        except (TooCostly, Abandoned) as problem:
            why = str(problem) or "the program ends"
            raise InputError(f"{file}: too much to read at once ({why}); take rows out, or split it") from None
        except WorkFailed as problem:
            raise InputError(f"{file}: not a sheet that can be read ({problem}); {_TO_SAVE_AS}") from None
    if isinstance(rows, str):
        raise InputError(f"{file}: {rows}")
    return [SheetRow(*row) for row in rows]


def _rows(file: Path) -> list[tuple[Any, ...]] | str:
    """In the worker: line number and cells of each row, or why there are none."""
    try:
        with file.open("rb") as stream:
            is_workbook = stream.read(4) in _WORKBOOKS
        return list(_workbook_rows(file) if is_workbook else _csv_rows(file))
    except InputError as error:
        return str(error)
    except OSError as error:
        return f"can't be read ({error.strerror or type(error).__name__})"


def _workbook_rows(file: Path) -> Iterator[tuple[Any, ...]]:
    try:
        with file.open("rb") as stream:
            book = load_workbook(stream)
            names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
            sheets = [book.get_sheet_by_name(name) for name in names]
    except PasswordError:
        raise InputError("is protected by a password; save it without one") from None
    except CalamineError as error:
        raise InputError(f"not a workbook that can be read ({' '.join(str(error).split())[:200]})") from None
    if not sheets:
        raise InputError("a workbook without a sheet of cells")
    tops = [[_texts(row) for row in islice(sheet.iter_rows(), _HEAD_WITHIN)] for sheet in sheets]
    heads = [heads_of(top) for top in tops]
    complete = [number for number, head in enumerate(heads) if not head.missing]
    if len(complete) > 1:
        raise InputError(
            f"the sheets {' and '.join(repr(names[number]) for number in complete[:3])} both have the columns of "
            "decisions; keep one of them"
        )
    number = max(range(len(heads)), key=lambda number: len(heads[number].columns))
    if problem := heads[number].problem:
        raise InputError(problem)
    yield from _below(heads[number], _unmerged(sheets[number]))


def _unmerged(sheet: CalamineSheet) -> Iterator[list[str]]:
    """The rows of a sheet; each row of a cell that was merged over several has its text."""
    first_column = (sheet.start or (0, 0))[1]
    below: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom > top:
            below.setdefault(top, []).append((bottom, left - first_column))
    merged: list[tuple[int, int, str]] = []
    for number, cells in enumerate(sheet.iter_rows()):
        row = _texts(cells)
        merged = [(bottom, column, text) for bottom, column, text in merged if bottom >= number]
        for _, column, text in merged:
            row[column] = text
        merged += [(bottom, column, row[column]) for bottom, column in below.get(number, ()) if 0 <= column < len(row)]
        yield row


def _csv_rows(file: Path) -> Iterator[tuple[Any, ...]]:
    csv.field_size_limit(_LONGEST_CELL)
    try:
        with file.open(encoding=_encoding(file), newline="") as stream:
            sample = stream.read(_SAMPLE)
            if "\0" in sample:
                raise InputError(f"neither an Excel workbook nor CSV; {_TO_SAVE_AS}")
            tops = {mark: _top(sample, mark) for mark in ",;\t"}
            separator = max(tops, key=lambda mark: len(heads_of(tops[mark]).columns))
            heads = heads_of(tops[separator])
            if problem := heads.problem:
                raise InputError(problem)
            stream.seek(0)
            yield from _below(heads, csv.reader(stream, delimiter=separator))
    except UnicodeError:
        raise InputError(f"its text is not UTF-8, so Chinese notes can't be read for sure; {_TO_SAVE_AS}") from None
    except csv.Error as error:
        raise InputError(f"not CSV that can be read ({error}); {_TO_SAVE_AS}") from None


def _encoding(file: Path) -> str:
    with file.open("rb") as stream:
        return "utf-16" if stream.read(2) in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _top(sample: str, separator: str) -> list[list[str]]:
    """The first rows with this separator; what follows a fault is left to the whole reading."""
    rows: list[list[str]] = []
    try:
        rows.extend(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=separator), _HEAD_WITHIN))
    except csv.Error:
        pass
    return rows


def _below(heads: Heads, rows: Iterable[Sequence[str]]) -> Iterator[tuple[Any, ...]]:
    """Line number and cells of the rows below the head."""
    for line, row in enumerate(rows, start=1):
        if line > heads.row + 1:
            cells = heads.cells_of(row)
            if any(map(str.strip, cells[: len(NAMES)])):
                yield (line, *cells)


def _texts(row: Iterable[Any]) -> list[str]:
    return [value if isinstance(value, str) else _text(value) for value in row]


def _text(value: Any) -> str:
    """A number, day or truth value as the person saw it in the cell."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}" if not value.is_integer() or abs(value) >= 1e15 else str(int(value))
    return value.isoformat(" ", "minutes") if isinstance(value, datetime) else str(value)
