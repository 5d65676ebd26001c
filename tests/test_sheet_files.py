"""Files that come back as sheets: what is read of them, and what of them is refused in one clear line."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from monitor.deciding.sheet import SheetChanges, compare_sheet
from monitor.deciding.sheet_file import read_sheet
from monitor.decision import verdict
from monitor.errors import InputError
from monitor.store.store import Store
from tests.sheet_helper import (
    IDS,
    edit_xlsx,
    exported,
    sheet_store,
)
from tests.store_helper import NOON


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Six findings, three of them decided; each test leaves it so."""
    store = sheet_store(tmp_path_factory.mktemp("sheet"))
    yield store
    store.close()


def compared(store: Store, file: Path) -> SheetChanges:
    return compare_sheet(store, read_sheet(file))


def test_numbers_days_and_truth_values_are_read_as_they_are_seen(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Note", "Decision", "Finding id"])
    for note in (2026, 12.5, True, NOON.replace(tzinfo=None), 1e15, "=1+1"):
        book.active.append([note, "watch", "taobao:1:nordwerk"])
    book.save(tmp_path / "a.xlsx")
    notes = [row.note for row in read_sheet(tmp_path / "a.xlsx")]
    assert notes == ["2026", "12.5", "TRUE", "2026-11-20 12:00", "1e+15", ""]


def test_heads_are_found_wherever_they_are(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["nothing", "here"])
    sheet = book.create_sheet("Mine")
    rows = [
        [], [None, "Our list"],
        [None, "decision  REASON", "Decision maker", "Decision 决定", "SEEN", "finding id", "Ground"],
        [], [None, "resale", "me", "dismissed", None, "taobao:1:nordwerk"],
    ]  # fmt: skip
    for number, row in enumerate(rows, start=3):
        for column, text in enumerate(row, start=1):
            sheet.cell(number, column).value = text
    book.save(tmp_path / "a.xlsm")
    (row,) = read_sheet(tmp_path / "a.xlsm")
    assert (row.line, row.finding_id, row.decision, row.reason) == (7, "taobao:1:nordwerk", "dismissed", "resale")
    (tmp_path / "a.csv").write_text('sep=;\n"Decision";Finding id\n\nwatch;"taobao:1:nordwerk"\n')
    (row,) = read_sheet(tmp_path / "a.csv")
    assert (row.line, row.decision, row.note) == (4, "watch", "")


def test_a_cell_merged_over_rows_is_said_of_each(tmp_path: Path, store: Store) -> None:
    file = exported(store, tmp_path / "a.xlsx")
    edit_xlsx(file, {IDS[3]: ("dismissed", "", "parallel", "all three")})
    book = openpyxl.load_workbook(file)
    for letter in "DFG":
        book.worksheets[0].merge_cells(f"{letter}5:{letter}7")
    book.save(file)
    changes = compared(store, file).changes
    assert {change.finding.id: change.verdict for change in changes} == dict.fromkeys(
        IDS[3:], verdict("dismissed", reason="parallel", note="all three")
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"", "begins with 'Finding id' and 'Decision'; it is empty"),
        (b"Level,Finding id\nhigh,x\n", "begins with 'Decision'; its heads are Level, Finding id"),
        (b"Decision,Note,decision,Finding id\n", "several columns whose heads begin with 'Decision'"),
        ("Finding id,Decision,Note\nx,watch,假货\n".encode("gbk"), "not UTF-8"),
        ("Finding id,Decision,Note\nx,watch,schön\n".encode("cp1252"), "not UTF-8"),
        (b"Finding id ????,Decision ??,Note ??\nx,watch,??\n", "Chinese characters were lost"),
        (b"Finding id,Decision\nx,watch\0\n", "neither an Excel workbook nor CSV"),
        (b'Finding id,Decision\nx,"' + b"watch" * 300_000, "not CSV that can be read"),
        (b"PK\x03\x04" + b"junk" * 100, "not a workbook that can be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "not a workbook that can be read"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "save it as Excel workbook"),
        (b"%PDF-1.7\n%\xe2\xe3\n", "not UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_such_sheet_is_one_clear_line(tmp_path: Path, text: bytes, problem: str) -> None:
    (tmp_path / "a.csv").write_bytes(text)
    with pytest.raises(InputError) as raised:
        read_sheet(tmp_path / "a.csv")
    assert problem in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1
    assert len(str(raised.value)) < 700


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_a_sheet_that_was_opened_in_another_encoding_is_refused(tmp_path: Path, store: Store, encoding: str) -> None:
    """Its notes would come back garbled."""
    file = exported(store, tmp_path / "a.csv")
    file.write_text(file.read_bytes().decode(encoding, "replace"), encoding="utf-8-sig")
    with pytest.raises(InputError, match="Chinese characters were lost when it was opened or saved"):
        read_sheet(file)


def test_heads_in_other_languages_are_no_garbled_ones(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Finding id état,Decision è,Note für mich\nx,watch,é\n", encoding="utf-8")
    assert [row.note for row in read_sheet(tmp_path / "a.csv")] == ["é"]


def test_a_file_that_is_missing_or_too_large_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_sheet(tmp_path / "a.csv")
    with pytest.raises(InputError, match="is a folder"):
        read_sheet(tmp_path)
    with (tmp_path / "a.csv").open("wb") as stream:
        stream.truncate(3_000_000_000)
    with pytest.raises(InputError, match="at most 200000000 are read"):
        read_sheet(tmp_path / "a.csv")


def hostile_xlsx(tmp_path: Path, sheet: bytes, times: int = 1) -> Path:
    """A workbook whose sheet holds these bytes, `times` over."""
    book = openpyxl.Workbook()
    book.active.append(["Finding id", "Decision"])
    book.save(tmp_path / "good.xlsx")
    with zipfile.ZipFile(tmp_path / "good.xlsx") as good, zipfile.ZipFile(tmp_path / "a.xlsx", "w", 8) as bad:
        for name in good.namelist():
            if name != "xl/worksheets/sheet1.xml":
                bad.writestr(name, good.read(name))
        with bad.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            for _ in range(times):
                stream.write(sheet)
    return tmp_path / "a.xlsx"


_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_CELL = b'<c r="%s" t="inlineStr"><is><t>%s</t></is></c>'


@pytest.mark.parametrize(
    ("sheet", "times"),
    [
        (_SHEET + b"a" * 1_000_000, 1_000),
        (_SHEET + b"<row>" + _CELL % (b"A1", b"Decision") + _CELL % (b"XFD1048576", b"x") + b"</row></sheetData>", 1),
        (_SHEET + b"<row><c r=", 1),
        (b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + _SHEET + b"<row>&b;&b;</row>", 1),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + _SHEET + b"<row>" + _CELL % (b"A1", b"&a;"), 1),
    ],
    ids=["text bomb", "far cell", "cut", "entities", "file entity"],
)
def test_a_hostile_workbook_is_one_clear_line(tmp_path: Path, sheet: bytes, times: int) -> None:
    with pytest.raises(InputError) as raised:
        read_sheet(hostile_xlsx(tmp_path, sheet, times))
    assert len(str(raised.value).splitlines()) == 1
    assert "root:" not in str(raised.value)
