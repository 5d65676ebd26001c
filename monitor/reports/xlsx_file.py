"""Findings as an Excel file to be filled in. All text stays text, never a formula; only addresses are links."""

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from monitor.reports.columns import COLUMNS, FILLED_IN, NOTE, Cell, Column, cell_text
from monitor.reports.fill_in import HELP, HELP_SHEET, HINTS
from monitor.store.read.findings import FindingRecord
from monitor.text.safe_link import safe_link

MOST_ROWS = 1_048_575
"""Rows of a sheet below its head."""
_LONGEST = 32_767
"""UTF-16 units that a cell holds."""
_MOST_LINKS, _LONGEST_LINK = 65_530, 2_079
"""Links that Excel allows on a sheet, and their characters."""
_FROZEN = 1 + [column.english for column in COLUMNS].index("Title")
"""Columns that stay in sight."""
_HELP_WIDTH = 100
"""Characters"""
_LINE_HEIGHT, _TALLEST = 15, 405
"""Points"""
_OPTIONS = {
    "constant_memory": True,  # a row at a time: 100,000 findings would take 1 GB otherwise
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "use_zip64": True,  # a sheet above 4 GiB
}


def write_xlsx(path: Path, findings: Iterable[FindingRecord]) -> None:
    """Write the file. Raises OSError."""
    try:
        _write(path, findings)
    except xlsxwriter.exceptions.FileCreateError as error:
        # the library wraps what the system said
        raise error.args[0] if isinstance(error.args[0], OSError) else OSError(str(error)) from None


def _write(path: Path, findings: Iterable[FindingRecord]) -> None:
    with xlsxwriter.Workbook(path, _OPTIONS) as book:
        sheet = book.add_worksheet("Findings 发现")
        formats = _formats(book)
        sheet.freeze_panes(1, _FROZEN)
        sheet.set_row(0, 2 * _LINE_HEIGHT)
        for number, column in enumerate(COLUMNS):
            sheet.set_column(number, number, column.width)
            is_filled_in = column.english in FILLED_IN
            sheet.write_string(0, number, column.head, formats["fill in head" if is_filled_in else "head"])
        row = links = 0
        for row, finding in enumerate(findings, start=1):
            values = [column.value(finding) for column in COLUMNS]
            sheet.set_row(row, _height(values))
            for number, (column, value) in enumerate(zip(COLUMNS, values, strict=True)):
                links += _write_cell(sheet, (row, number), column, value, formats, may_link=links < _MOST_LINKS)
        sheet.autofilter(0, 0, row, len(COLUMNS) - 1)
        if row:
            _add_hints(sheet, row)
        _write_help(book, formats)


def _formats(book: Any) -> dict[str, Any]:
    top: dict[str, Any] = {"valign": "top"}
    wrapped: dict[str, Any] = {**top, "text_wrap": True}
    head: dict[str, Any] = {**wrapped, "bold": True, "bottom": 1}
    return {
        "head": book.add_format(head),
        "fill in head": book.add_format({**head, "bg_color": "#FFD966"}),
        "fill in": book.add_format({**wrapped, "bg_color": "#FFF9E5", "border": 1, "border_color": "#E6D9A8"}),
        "text": book.add_format(top),
        "wrapped": book.add_format(wrapped),
        "number": book.add_format({**top, "align": "center"}),
        "amount": book.add_format({**top, "num_format": "#,##0.00"}),
        "date": book.add_format({**top, "num_format": "yyyy-mm-dd hh:mm"}),
        "link": book.add_format({**top, "font_color": "#0563C1", "underline": 1}),
        "title": book.add_format({**top, "bold": True, "font_size": 14}),
        "word": book.add_format({**top, "bold": True}),
    }


def _write_cell(
    sheet: Any, place: tuple[int, int], column: Column, value: Cell, formats: Mapping[str, Any], *, may_link: bool
) -> bool:
    """Write a cell; returns whether it became a link."""
    if column.english in FILLED_IN:
        if value is None:
            sheet.write_blank(*place, None, formats["fill in"])
        else:
            sheet.write_string(*place, fitting(str(value)), formats["fill in"])
    elif isinstance(value, datetime):
        sheet.write_datetime(*place, value.astimezone(UTC).replace(tzinfo=None), formats["date"])
    elif isinstance(value, tuple):
        if value:
            sheet.write_string(*place, fitting("\n".join(value)), formats["wrapped"])
    elif isinstance(value, str):
        if may_link and column.english == "Address" and _is_link(value):
            sheet.write_url(*place, value, formats["link"], value)
            return True
        sheet.write_string(*place, fitting(value), formats["wrapped" if column.english == "Title" else "text"])
    elif value is not None:
        sheet.write_number(*place, value, formats["amount" if isinstance(value, Decimal) else "number"])
    return False


def _is_link(address: str) -> bool:
    # the library writes a bracket as three characters
    units = len(address.encode("utf-16-le", "surrogatepass")) // 2 + 2 * (address.count("[") + address.count("]"))
    return units <= _LONGEST_LINK and safe_link(address) is not None


def _height(values: list[Cell]) -> float:
    """The height in points in which a row shows its wrapped texts; a spreadsheet allows 409."""
    lines = 1
    for column, value in zip(COLUMNS, values, strict=True):
        texts = value if isinstance(value, tuple) else [value] if column.english in ("Title", NOTE) else []
        needed = sum(math.ceil(_shown_width(str(text)) / column.width) or 1 for text in texts if text is not None)
        lines = max(lines, needed)
    return min(lines * _LINE_HEIGHT, _TALLEST)


def _shown_width(text: str) -> float:
    """About the width of a text in characters of a spreadsheet, which are as wide as a digit."""
    wide = 0 if text.isascii() else sum(char > "\u2e7f" for char in text)
    return 0.9 * (len(text) - wide) + 2.1 * wide


def _add_hints(sheet: Any, last_row: int) -> None:
    """Lists to choose from, and what the program says beside a cell that is filled in."""
    for number, column in enumerate(COLUMNS):
        if (hint := HINTS.get(column.english)) is None:
            continue
        rule = {"validate": "list", "source": list(hint.choices)} if hint.choices else {"validate": "any"}
        title, words = column.english, ", ".join(hint.choices)
        rule |= {"input_title": title, "input_message": hint.text}
        rule |= {"error_title": title, "error_message": f"Please choose one of: {words}."} if words else {}
        sheet.data_validation(1, number, last_row, number, rule)


def _write_help(book: Any, formats: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet(HELP_SHEET)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, _HELP_WIDTH)
    sheet.hide_gridlines(2)
    for row, (word, text) in enumerate(HELP):
        lines = max(math.ceil(len(text) / _HELP_WIDTH), 1)
        sheet.set_row(row, _LINE_HEIGHT * (lines if row else 2))
        sheet.write_string(row, 0, word, formats["title" if row == 0 else "word"])
        sheet.write_string(row, 1, text, formats["wrapped"])


def fitting(text: str) -> str:
    """`text` as a cell can hold it; what is too long ends with an ellipsis."""
    text = cell_text(text)
    units = text.encode("utf-16-le")
    if len(units) > 2 * _LONGEST:
        text = units[: 2 * (_LONGEST - 1)].decode("utf-16-le", "ignore") + "…"
    # the library writes what looks like its own rich text into the file as it is: a title could bring a formula along
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
