"""Sheets of a small store, edited as colleagues and their spreadsheets do."""

import csv
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from monitor.deciding.decide import decide_each
from monitor.decision import verdict
from monitor.reports.columns import FILLED_IN, FINDING_ID
from monitor.reports.html_file import About
from monitor.reports.write import write_export
from monitor.store.read.findings import select_findings
from monitor.store.store import Store
from monitor.store.write.visit import record_visit
from tests.store_helper import NOON, finding, listing, make_store, visit

Edit = tuple[str, str, str, str]
"""Decision, ground, decision reason, note."""
DECIDED = {
    "taobao:1:nordwerk": verdict("confirmed", ground="mark", note="=SUM(1) 假货"),
    "taobao:2:nordwerk": verdict("dismissed", reason="second_hand"),
    "taobao:3:nordwerk": verdict("watch", note="2026"),
}
IDS = tuple(f"taobao:{number}:nordwerk" for number in range(1, 7))


def sheet_store(tmp_path: Path) -> Store:
    """A store with six findings, three of them decided."""
    titles = ["诺德沃克 X200 电钻", "=1+1", "Nordwerk; drill\t'x'", '"quoted"', " blank ", None]
    store = make_store(
        tmp_path, [visit(*((listing(str(n), title), finding()) for n, title in enumerate(titles, start=1)))]
    )
    decide_each(store, DECIDED, by="A. Weber", at=NOON)
    return store


def exported(store: Store, path: Path) -> Path:
    """The findings of a store as a file; its ending says the format."""
    path.unlink(missing_ok=True)
    about = About("store", "live", datetime.now(UTC), {}, select_findings(store).counts)
    write_export(path, path.suffix[1:], select_findings(store), about)
    return path


def see_again(store: Store, number: int, price: str) -> None:
    """Another visit a day later shows a finding's listing at another price."""
    page = visit(
        (listing(str(number), price_min=Decimal(price)), finding()), at=NOON.replace(day=21), number=number + 1
    )
    with store.write() as connection:
        record_visit(connection, 1, page, salt=store.salt)


def grid_of(path: Path, **how: Any) -> list[list[str]]:
    """All cells of a CSV."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream, **how))


def fill_in(grid: list[list[Any]], edits: Mapping[str, Edit]) -> None:
    """Fill in the rows of these findings; the first row is the head."""
    places = {name: place_of(grid[0], name) for name in (FINDING_ID, *FILLED_IN)}
    for row in grid[1:]:
        for name, text in zip(FILLED_IN, edits.get(row[places[FINDING_ID]], ()), strict=False):
            row[places[name]] = text


def place_of(heads: Sequence[Any], name: str) -> int:
    """The number of a column; `name` is the English head."""
    return next(place for place, head in enumerate(heads) if head.rpartition(" ")[0] == name)


def edit_xlsx(
    path: Path, edits: Mapping[str, Edit], *, rows: Sequence[int] | None = None, columns: Sequence[int] | None = None
) -> None:
    """Fill in, put rows and columns in another order, hide some, and save with openpyxl."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    grid = [[cell.value for cell in row] for row in sheet.iter_rows()]
    fill_in(grid, edits)
    order = list(columns or range(len(grid[0])))
    body = [grid[1:][number] for number in rows or range(len(grid) - 1)]
    for number, row in enumerate([grid[0], *body], start=1):
        for column, place in enumerate(order, start=1):
            cell, value = sheet.cell(number, column), row[place]
            cell.value = value
            if isinstance(value, str) and value:
                cell.data_type = "s"  # openpyxl would take what begins with = for a formula
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.auto_filter.add_filter_column(0, ["high"])
    book.save(path)


def write_grid(path: Path, grid: Sequence[Sequence[str]], *, encoding: str = "utf-8-sig", **how: Any) -> Path:
    """Write a CSV as a spreadsheet program does."""
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, **how).writerows(grid)
    return path
