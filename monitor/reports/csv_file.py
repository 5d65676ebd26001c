"""Findings as CSV for spreadsheets: UTF-8 with BOM, CRLF, and no cell that a spreadsheet would take for a formula."""

import csv
import re
import unicodedata
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from monitor.model import decimal_text
from monitor.reports.columns import COLUMNS, Cell, cell_text
from monitor.store.read.findings import FindingRecord

_SIGNS = frozenset("=+-@|\u2212")
"""What begins a formula, in any of its forms (full width, small, superscript); U+2212 is a minus, too.

A line break or TAB counts as one.
"""
# A spreadsheet that takes `;` or TAB for the separator (German, French …) begins a cell behind it, quotes or not.
_SEPARATORS = re.compile(r"[;\t] *+")
_SEEMS_EMPTY = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters without ink that Unicode counts among letters, marks and symbols."""


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
    fit = cell_text(text)
    starts = text[:1] in ("\t", "\r", "\n") or _begins_formula(fit, 0)
    cells = [place.end() for place in _SEPARATORS.finditer(fit) if _begins_formula(fit, place.end())]
    for place in reversed(cells):
        fit = f"{fit[:place]}'{fit[place:]}"
    return f"'{fit}" if starts else fit


def _begins_formula(text: str, start: int) -> bool:
    """Whether the first visible character from `start` on is a formula's sign."""
    for char in islice(text, start, None):
        if char in "\t\r\n":
            return True
        if not _is_invisible(char):
            return unicodedata.normalize("NFKC", char)[:1] in _SIGNS
    return False


def _is_invisible(char: str) -> bool:
    return char in _SEEMS_EMPTY or unicodedata.category(char) in ("Cc", "Cf", "Zs", "Zl", "Zp")
