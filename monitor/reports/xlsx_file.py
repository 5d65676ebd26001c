"""Findings as an Excel file. All text stays text: never a formula, never a link."""

from collections.abc import Iterable
from pathlib import Path

import xlsxwriter

from monitor.reports.columns import COLUMNS, cell_text
from monitor.store.read.findings import FindingRecord

MOST_ROWS = 1_048_575
"""Rows of a sheet below its head."""
_LONGEST = 32_767
"""UTF-16 units that a cell holds."""
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
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        sheet.freeze_panes(1, 0)
        for number, column in enumerate(COLUMNS):
            sheet.set_column(number, number, column.width)
            sheet.write_string(0, number, column.head, bold)
        row = 0
        for row, finding in enumerate(findings, start=1):
            for number, column in enumerate(COLUMNS):
                value = column.value(finding)
                if isinstance(value, str):
                    sheet.write_string(row, number, fitting(value))
                elif value is not None:
                    sheet.write_number(row, number, value)
        sheet.autofilter(0, 0, row, len(COLUMNS) - 1)


def fitting(text: str) -> str:
    """`text` as a cell can hold it; what is too long ends with an ellipsis."""
    text = cell_text(text)
    units = text.encode("utf-16-le")
    if len(units) > 2 * _LONGEST:
        text = units[: 2 * (_LONGEST - 1)].decode("utf-16-le", "ignore") + "…"
    # the library writes what looks like its own rich text into the file as it is: a title could bring a formula along
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
