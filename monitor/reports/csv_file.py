"""Findings as CSV for spreadsheets: UTF-8 with BOM, CRLF, and no cell that a spreadsheet would take for a formula."""

import csv
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from pathlib import Path

from monitor.model import decimal_text
from monitor.reports.columns import COLUMNS, NOTE, SEEN, Cell, Column, cell_text
from monitor.store.read.findings import FindingRecord, zulu

_SIGNS = frozenset("=+-@|\u2212")
"""What begins a formula, in any of its forms (full width, small, superscript); U+2212 is a minus, too.

A line break or TAB counts as one.
"""
# A spreadsheet that takes `;` or TAB for the separator (German, French …) begins a cell behind it, quotes or not.
_SEPARATORS = re.compile(r"[;\t] *+")
_SEEMS_EMPTY = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters without ink that Unicode counts among letters, marks and symbols."""

_SEEMS_VALUE = re.compile(r"true|false|[^\w']*\d[\d\W_]*(?:e[\d\W_]*)?", re.IGNORECASE)
"""An amount, a number (also as 1e5), a day, a time, a truth value."""


def write_csv(path: Path, findings: Iterable[FindingRecord]) -> None:
    """Write the file. Raises OSError."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([column.head for column in COLUMNS])
        for finding in findings:
            writer.writerow([_cell(column, column.value(finding)) for column in COLUMNS])


def _cell(column: Column, value: Cell) -> str:
    if isinstance(value, tuple):
        value = "; ".join(value)
    if isinstance(value, str):
        return text_that_stays(value) if column.english in (NOTE, SEEN) else safe_text(value)
    if isinstance(value, datetime):
        return zulu(value) or ""
    return (str(value) if isinstance(value, int) else decimal_text(value)) or ""


def text_that_stays(text: str) -> str:
    """`safe_text`, also with an apostrophe where a spreadsheet would make a number, a day or a truth value of a text.

    A spreadsheet that saves the file would write another text than it read.
    """
    safe = safe_text(text)
    return f"'{safe}" if _SEEMS_VALUE.fullmatch(safe.strip()) else safe


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
