"""Exports: whole, readable, and never a way for a seller's text to become a formula, a script or an unsafe link."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from monitor.decision import DecisionState, DismissalReason, Ground, seen_of
from monitor.errors import InputError
from monitor.model import PageVisit
from monitor.reports.columns import COLUMNS, FILLED_IN
from monitor.reports.csv_file import safe_text, text_that_stays
from monitor.reports.html_file import About
from monitor.reports.whole_file import ExportError
from monitor.reports.write import FORMATS, format_of, write_export
from monitor.reports.xlsx_file import fitting
from monitor.store.read.findings import FindingRecord, select_findings
from monitor.store.store import Store
from tests.export_helper import ADDRESS, FORMULAS, about, read_csv, titled, two_records, with_text, written
from tests.store_helper import NOON, VENDOR, finding, listing, make_store, run, visit


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[FindingRecord]:
    return two_records(tmp_path_factory.mktemp("export"))


def test_csv_is_what_a_spreadsheet_expects(tmp_path: Path, records: list[FindingRecord]) -> None:
    path = written(tmp_path, "csv", records)
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n") == 3
    first, second = read_csv(path)
    assert (first["Title 标题"], first["Price 价格"], first["Score 分数"]) == ("诺德沃克 X200 电钻", "260.00", "65")
    assert first["Reasons 理由"].startswith("(+40) The price is 18% of the reference price of X200: far")
    assert (second["Title 标题"], second["Price 价格"], second["Vendor 卖家"]) == ("", "", "")


def test_xlsx_keeps_chinese_and_numbers(tmp_path: Path, records: list[FindingRecord]) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path, "xlsx", records)).active
    heads = [cell.value for cell in sheet[1]]
    first = dict(zip(heads, sheet[2], strict=True))
    assert heads == [column.head for column in COLUMNS]
    assert first["Title 标题"].value == "诺德沃克 X200 电钻"
    assert (first["Price 价格"].value, first["Price 价格"].data_type) == (260, "n")
    link = first["Address 链接"]
    assert (link.value, link.data_type, link.hyperlink.target) == (ADDRESS, "s", ADDRESS)
    assert dict(zip(heads, sheet[3], strict=True))["Price 价格"].value is None
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(3, len(COLUMNS)).coordinate}"


def sheet_of(path: Path, name: str = "Findings 发现") -> tuple[Any, dict[str, Any]]:
    """A sheet, and the cells of its first row below the head by their heads' English words."""
    sheet = openpyxl.load_workbook(path)[name]
    english = {column.head: column.english for column in COLUMNS}
    return sheet, {english[head.value]: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}


def test_xlsx_has_columns_to_fill_in_beside_the_title(tmp_path: Path, records: list[FindingRecord]) -> None:
    sheet, first = sheet_of(written(tmp_path, "xlsx", records))
    heads = [column.english for column in COLUMNS]
    assert heads[:7] == ["Level", "Score", "Title", "Decision", "Ground", "Decision reason", "Note"]
    assert heads[-2:] == ["Finding id", "Seen"]
    assert [first[head].value for head in FILLED_IN] == [None] * 4, "nobody has decided"
    assert {first[head].fill.fgColor.rgb for head in FILLED_IN} == {"FFFFF9E5"}
    record = records[0]
    seen = seen_of(record.score, record.reasons, record.listing.price_min, record.listing.currency)
    assert (first["Finding id"].value, first["Seen"].value) == (record.id, seen.digest)
    rules = {rule.promptTitle: rule for rule in sheet.data_validations.dataValidation}
    assert {title: rule.formula1 for title, rule in rules.items()} == {
        "Decision": '"confirmed,dismissed,watch,later"',
        "Ground": '"counterfeit,mark,copied,patent,other"',
        "Decision reason": '"authorised,resale,parallel,second_hand,accessory,not_the_brand,other"',
        "Note": None,
    }
    for title, rule in rules.items():
        letter = first[title].column_letter
        assert str(rule.sqref) == f"{letter}2:{letter}3"
        assert rule.showInputMessage
        assert len(rule.prompt) <= 255


def test_xlsx_wraps_reasons_and_has_real_dates(tmp_path: Path, records: list[FindingRecord]) -> None:
    sheet, first = sheet_of(written(tmp_path, "xlsx", records))
    reasons = first["Reasons"]
    assert [line[:5] for line in reasons.value.split("\n")] == ["(+40)", "(+25)"]
    assert reasons.alignment.wrap_text
    assert sheet.row_dimensions[2].height >= 30
    assert (first["First seen (UTC)"].value, first["First seen (UTC)"].is_date) == (NOON.replace(tzinfo=None), True)


def test_xlsx_explains_itself(tmp_path: Path, records: list[FindingRecord]) -> None:
    help_sheet = openpyxl.load_workbook(written(tmp_path, "xlsx", records))["How to fill in"]
    words = {row[0].value: row[1].value for row in help_sheet.iter_rows()}
    assert {*DecisionState, *Ground, *DismissalReason} <= words.keys()
    assert "monitor decide --from FILE" in " ".join(filter(None, words.values()))


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "file:///etc/passwd", "internal:Sheet1!A1", "external:\\\\evil\\x.xlsx",
        "mailto:x@y.example",
        "https://bank.example@evil.example/", "https://a.example/\u202e", f"https://a.example/{'x' * 2_062}",
        f"https://a.example/{'[' * 800}", "=HYPERLINK(1)", "\ud800",
    ],
)  # fmt: skip
def test_only_safe_addresses_are_links_in_xlsx(tmp_path: Path, records: list[FindingRecord], address: str) -> None:
    record = replace(records[0], listing=replace(records[0].listing, url=address))
    sheet, first = sheet_of(written(tmp_path, "xlsx", [record]))
    assert (first["Address"].hyperlink, first["Address"].data_type) == (None, "s")
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]


def test_long_addresses_are_links_as_long_as_excel_allows(tmp_path: Path, records: list[FindingRecord]) -> None:
    address = f"https://a.example/{'x' * 2_061}"
    record = replace(records[0], listing=replace(records[0].listing, url=address))
    assert sheet_of(written(tmp_path, "xlsx", [record]))[1]["Address"].hyperlink.target == address


def test_only_as_many_links_as_excel_allows(
    tmp_path: Path, records: list[FindingRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.reports.xlsx_file._MOST_LINKS", 2)
    sheet, first = sheet_of(written(tmp_path, "xlsx", [records[0]] * 4))
    links = [row[first["Address"].column - 1].hyperlink is not None for row in sheet.iter_rows(min_row=2)]
    assert links == [True, True, False, False]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("2026", "'2026"), ("1e5", "'1e5"), ("12.50", "'12.50"), ("1/2", "'1/2"), ("2026-11-20", "'2026-11-20"),
        ("TRUE", "'TRUE"), ("50 %", "'50 %"), ("1;=2", "'1;'=2"), ("-5", "'-5"),
        ("0123456789012345", "'0123456789012345"),
        ("1234567890123456.17", "'1234567890123456.17"), ("12a4567890123456.17", "12a4567890123456.17"),
        ("2 of 3 are fakes", "2 of 3 are fakes"), ("假货", "假货"),
    ],
)  # fmt: skip
def test_what_comes_back_stays_text_in_a_csv(text: str, cell: str) -> None:
    """A spreadsheet that opens and saves the file would write another number, or a day."""
    assert text_that_stays(text) == cell


def test_jsonl_has_everything(tmp_path: Path, records: list[FindingRecord]) -> None:
    first, second = map(json.loads, written(tmp_path, "jsonl", records).read_text(encoding="utf-8").splitlines())
    assert (first["price_max"], first["image_urls"], first["missing"]) == ("299.50", ["https://img.example/1.jpg"], [])
    assert (second["title"], second["price_min"], second["missing"]) == (None, None, ["price"])


@pytest.mark.parametrize("text", FORMULAS)
def test_no_formula_in_csv_or_xlsx(tmp_path: Path, records: list[FindingRecord], text: str) -> None:
    hostile = [with_text(records[0], text)]
    (row,) = read_csv(written(tmp_path, "csv", hostile))
    for head in ("Title 标题", "Vendor 卖家", "Vendor id 卖家编号", "Address 链接", "Location 所在地", "Currency 币种"):
        assert row[head].startswith("'"), head
    (tmp_path / "out.csv").unlink()
    sheet = openpyxl.load_workbook(written(tmp_path, "xlsx", hostile)).active
    assert {cell.data_type for cell in sheet[2] if isinstance(cell.value, str)} == {"s"}


def test_formula_behind_another_separator_is_disarmed() -> None:
    assert safe_text("drill;=1+1") == "drill;'=1+1"
    assert safe_text("drill;  @SUM(1)") == "drill;  '@SUM(1)"
    assert safe_text("drill\t-1") == "drill\t'-1"
    assert safe_text("X-200; M5 = good") == "X-200; M5 = good"


@pytest.mark.parametrize(
    "text",
    ["<r><t>x</t></r><f>1+1</f><r></r>", "http://evil.example", "internal:Sheet1!A1", " padded ", "12"],
)
def test_xlsx_text_stays_text(tmp_path: Path, records: list[FindingRecord], text: str) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path, "xlsx", [titled(records[0], text)])).active
    cell = sheet.cell(2, [column.english for column in COLUMNS].index("Title") + 1)
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert cell.value.strip() == text.strip()


def test_long_text_fits_a_cell(tmp_path: Path, records: list[FindingRecord]) -> None:
    for letter, units in (("诺", 1), ("🔩", 2)):
        cut = fitting(letter * 40_000)
        assert cut.endswith("…")
        assert 32_765 <= len(cut.encode("utf-16-le")) // 2 <= 32_767
        assert len(cut) == 32_766 // units + 1
    assert fitting("诺" * 32_767) == "诺" * 32_767
    long = [titled(records[0], "诺" * 40_000)]
    for kind in FORMATS:
        written(tmp_path, kind, long).unlink()


@pytest.mark.parametrize("text", ["a\x00b\x07\x1b[2J\x0b\x7f", "\ud800", "x\udfffy", "\ufffe\uffff", "a\u202eb\u2066"])
def test_characters_that_files_cannot_hold(tmp_path: Path, records: list[FindingRecord], text: str) -> None:
    hostile = [with_text(records[0], text)]
    for kind in FORMATS:
        path = written(tmp_path, kind, hostile)
        if kind == "xlsx":
            assert openpyxl.load_workbook(path).active.max_row == 2
        else:
            content = path.read_bytes().decode("utf-8")
            assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", content)
        if kind == "jsonl":
            assert json.loads(path.read_text(encoding="utf-8"))["title"] == text
        if kind == "html":
            assert not set("\u202e\u2066") & set(content)
        path.unlink()


def test_hostile_listing_comes_through_the_store(tmp_path: Path) -> None:
    title = "=1+1<script>alert(1)</script>\x00\x1b\u202e🔩" + "长" * 40_000
    store = make_store(tmp_path, [visit((listing("1", title), finding()))])
    (record,) = select_findings(store)
    assert record.listing.title == title
    (tmp_path / "files").mkdir()
    for kind in FORMATS:
        written(tmp_path / "files", kind, [record]).unlink()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with two findings."""
    page = visit((listing("1"), finding()), (listing("2"), finding(VENDOR, level="low")))
    return make_store(tmp_path_factory.mktemp("small"), [page])


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("pages", [[], [visit((listing("1"), finding()))]], ids=["empty", "one"])
def test_export_command(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    kind: str,
    pages: list[PageVisit],
) -> None:
    store = make_store(tmp_path, pages)
    target = tmp_path / f"out.{kind.upper()}"
    code, out, err = run(monkeypatch, capfd, "export", target, "--store", store.root)
    assert (code, out) == (0, "")
    assert ("1 finding" in err) if pages else ("nothing was run yet" in err)
    if kind == "csv":
        assert len(read_csv(target)) == len(pages)
        assert target.read_text(encoding="utf-8-sig").startswith("Level 等级,")
    elif kind == "xlsx":
        assert openpyxl.load_workbook(target).active.max_row == 1 + len(pages)
    elif kind == "jsonl":
        assert len(target.read_text(encoding="utf-8").splitlines()) == len(pages)
    else:
        assert ("No findings." in target.read_text(encoding="utf-8")) is not bool(pages)


def test_export_filters_and_refuses_to_overwrite(
    tmp_path: Path, small: Store, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "list.txt"
    command = ("export", target, "--store", small.root, "--format", "csv", "--level", "low")
    assert run(monkeypatch, capfd, *command)[0] == 0
    assert [row["Listing id 商品编号"] for row in read_csv(target)] == ["2"]
    target.write_text("mine")
    code, _, err = run(monkeypatch, capfd, *command)
    assert (code, len(err.splitlines()), target.read_text()) == (2, 1, "mine")
    assert "--force" in err
    assert run(monkeypatch, capfd, *command, "--force")[0] == 0
    assert target.read_text() != "mine"


@pytest.mark.parametrize("name", ["out.pdf", "out", "folder.csv", "missing/out.csv", "file/out.csv"])
def test_wrong_target_is_one_line_and_exit_code_2(
    tmp_path: Path, small: Store, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file").touch()
    code, out, err = run(monkeypatch, capfd, "export", tmp_path / name, "--store", small.root, "--force")
    assert (code, out, len(err.splitlines())) == (2, "", 1)


@pytest.mark.parametrize("kind", FORMATS)
def test_failed_write_leaves_nothing_and_says_so(
    tmp_path: Path, records: list[FindingRecord], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    target = tmp_path / "gone" / f"out.{kind}"
    with pytest.raises(ExportError, match="can't be written") as raised:
        write_export(target, kind, records, about(records))
    assert len(str(raised.value).splitlines()) == 1
    assert raised.value.exit_code == 3

    def full() -> Iterator[FindingRecord]:
        yield records[0]
        raise OSError(28, "No space left on device")

    target = tmp_path / f"out.{kind}"
    target.write_text("the old one")
    with pytest.raises(ExportError, match="No space left"):
        write_export(target, kind, full(), about(records))  # type: ignore[arg-type]
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [(target.name, "the old one")]


def test_format_is_known_by_ending_or_name() -> None:
    assert format_of(Path("a.XLSX")) == "xlsx"
    assert format_of(Path("a.txt"), "html") == "html"
    with pytest.raises(InputError, match="--format 'pdf'"):
        format_of(Path("a.csv"), "pdf")


def test_selection_knows_its_counts(small: Store) -> None:
    counts = About("s", "live", NOON, {}, select_findings(small).counts)
    assert counts.by("marketplace") == [("taobao", {"high": 1, "medium": 0, "low": 1}, 2)]
    assert [counts.at(level) for level in ("high", "medium", "low")] == [1, 0, 1]
