"""Findings as CSV for spreadsheets: UTF-8 with BOM, CRLF, and no cell that a spreadsheet would take for a formula."""

import csv
import re
from collections.abc import Iterable
from pathlib import Path

from monitor.model import decimal_text
from monitor.reports.columns import COLUMNS, Cell, cell_text
from monitor.store.read.findings import FindingRecord

_STARTS = r"=+\-@|＝＋－＠｜\t\r\n"
_FORMULA = re.compile(rf"[{_STARTS}]")
# A spreadsheet that takes `;` or TAB for the separator (German, French …) begins a cell behind it, quotes or not.
_INNER_FORMULA = re.compile(rf"(?<=[;\t])( *)(?=[{_STARTS}])")
_SKIPPED = " \u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
"""Blank and invisible characters that a spreadsheet may drop before it looks for a formula."""


def write_csv(path: Path, findings: Iterable[FindingRecord]) -> None:
    """Write the file. Raises OSError."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([column.head for column in COLUMNS])
        for finding in findings:
            writer.writerow([_cell(column.value(finding)) for column in COLUMNS])


def _cell(value: Cell) -> str:
    if isinstance(value, str):
        return safe_text(value)
    return (str(value) if isinstance(value, int) else decimal_text(value)) or ""


def safe_text(text: str) -> str:
    """`text` with an apostrophe wherever a spreadsheet would begin a formula."""
    starts = _FORMULA.match(text) or _FORMULA.match(cell_text(text).lstrip(_SKIPPED))
    inner = _INNER_FORMULA.sub(r"\1'", cell_text(text))
    return f"'{inner}" if starts else inner
