"""A sheet that goes to a colleague and comes back: exactly what was filled in, whatever else was done to the file."""

import random
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.deciding.decide import decide, decide_each, dismiss_seller, undo
from monitor.deciding.sheet import SheetChanges, compare_sheet, decide_sheet
from monitor.deciding.sheet_file import read_sheet
from monitor.decision import DismissalReason, Ground, Verdict, verdict
from monitor.model import Vendor
from monitor.reports.columns import COLUMNS
from monitor.store.read.findings import select_findings
from monitor.store.store import Store
from monitor.store.write.visit import record_visit
from tests.sheet_helper import (
    DECIDED,
    IDS,
    Edit,
    edit_xlsx,
    exported,
    fill_in,
    grid_of,
    place_of,
    see_again,
    sheet_store,
    write_grid,
)
from tests.store_helper import NOON, finding, listing, visit

_HARD = "=+-@'\"\n\t ;,|诺假货🔩１＝é\u3000\u200baZ09._<>&"
NOTES = st.one_of(
    st.just(""),
    st.text(alphabet=_HARD, max_size=40),
    st.text(alphabet=_HARD, max_size=20).map(lambda text: (text + "诺;=") * 2_000).map(lambda text: text[:2_000]),
    st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="_\ufffe\uffff"), max_size=40),
    st.sampled_from(["2026", "1e5", "TRUE", "1/2", "-5 %", "'=1", "''", "=HYPERLINK(1)", "#N/A", "007"]),
)
# a CSV shows an old note so, and an untouched note is no change
NOTES = NOTES.filter(lambda note: note.strip() not in {f"'{decided.note}" for decided in DECIDED.values()})
EDITS = st.one_of(
    st.tuples(st.just("confirmed"), st.sampled_from(["", *Ground]), st.just(""), NOTES),
    st.tuples(st.just("dismissed"), st.just(""), st.sampled_from(["", *DismissalReason]), NOTES),
    st.tuples(st.sampled_from(["watch", "later"]), st.just(""), st.just(""), NOTES),
)
FILLED = st.dictionaries(st.sampled_from(IDS), EDITS)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Six findings, three of them decided; each test leaves it so."""
    store = sheet_store(tmp_path_factory.mktemp("sheet"))
    yield store
    store.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Store]:
    """The same for a test that changes it."""
    store = sheet_store(tmp_path)
    yield store
    store.close()


def compared(store: Store, file: Path) -> SheetChanges:
    return compare_sheet(store, read_sheet(file))


def verdicts(edits: Mapping[str, Edit]) -> dict[str, Verdict]:
    """What the edits decide otherwise than it was."""
    words = {key: verdict(d, ground=g, reason=r, note=n) for key, (d, g, r, n) in edits.items()}
    return {key: decided for key, decided in words.items() if decided != DECIDED.get(key)}


def check_round_trip(store: Store, file: Path, edits: Mapping[str, Edit]) -> None:
    """The file says the edits, and nothing any more once they are decided."""
    first = compared(store, file)
    expected = verdicts(edits)
    assert first.refused == []
    assert {change.finding.id: change.verdict for change in first.changes} == expected
    assert (first.unchanged + len(first.changes) + first.blank, first.cleared) == (len(IDS), 0)
    seen = {change.finding.id: change.finding.seen.digest for change in first.changes}
    recorded = decide_each(store, expected, by="B. Li", seen=seen)
    try:
        second = compared(store, file)
        assert (second.changes, second.refused) == ([], [])
    finally:
        if recorded.batch:
            undo(store, by="B. Li", only_own=True)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(edits=FILLED, rows=st.permutations(range(len(IDS))), seed=st.integers(0, 99))
def test_what_is_filled_in_comes_back_from_excel(
    tmp_path_factory: pytest.TempPathFactory, store: Store, edits: dict[str, Edit], rows: list[int], seed: int
) -> None:
    file = exported(store, tmp_path_factory.getbasetemp() / "sheet.xlsx")
    columns = list(range(len(COLUMNS)))
    random.Random(seed).shuffle(columns)
    edit_xlsx(file, edits, rows=rows, columns=columns if seed % 2 else None)
    check_round_trip(store, file, edits)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    edits=FILLED,
    dialect=st.sampled_from(
        [("utf-8", ","), ("utf-8-sig", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("utf-8", "\t"), ("utf-16-be", ";")]
    ),
    rows=st.permutations(range(1, len(IDS) + 1)),
    line_end=st.sampled_from(["\r\n", "\n"]),
)
def test_what_is_filled_in_comes_back_from_csv(
    tmp_path_factory: pytest.TempPathFactory,
    store: Store,
    edits: dict[str, Edit],
    dialect: tuple[str, str],
    rows: list[int],
    line_end: str,
) -> None:
    file = exported(store, tmp_path_factory.getbasetemp() / "sheet.csv")
    grid = grid_of(file)
    fill_in(grid, edits)
    encoding, separator = dialect
    if encoding == "utf-16-be":
        grid[0][0] = f"\ufeff{grid[0][0]}"
    how = {"delimiter": separator, "lineterminator": line_end}
    write_grid(file, [grid[number] for number in (0, *rows)], encoding=encoding, **how)
    check_round_trip(store, file, edits)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_an_untouched_sheet_changes_nothing(tmp_path: Path, store: Store, ending: str) -> None:
    result = compared(store, exported(store, tmp_path / f"a.{ending}"))
    assert (result.changes, result.refused, result.unchanged, result.blank, result.cleared) == ([], [], 3, 3, 0)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_saves_it_again(tmp_path: Path, store: Store) -> None:
    edits: dict[str, Edit] = {
        IDS[0]: ("dismissed", "", "parallel", "=1+1 假货\n'x'"),
        IDS[3]: ("confirmed", "counterfeit", "", "2026"),
        IDS[5]: ("later", "", "", ""),
    }
    file = exported(store, tmp_path / "a.xlsx")
    edit_xlsx(file, edits)
    (tmp_path / "again").mkdir()
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "again"), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    check_round_trip(store, tmp_path / "again" / "a.xlsx", edits)


def filled_in(store: Store, file: Path, edits: Mapping[str, Edit], **cells: str) -> SheetChanges:
    """Export as CSV, fill in, set other cells of the edited rows (`seen="…"`), compare."""
    grid = grid_of(exported(store, file))
    fill_in(grid, edits)
    for name, text in cells.items():
        for row in grid[1:]:
            if row[place_of(grid[0], "Finding id")] in edits:
                row[place_of(grid[0], name.capitalize().replace("_", " "))] = text
    return compared(store, write_grid(file, grid))


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (("confirmd", "", "", ""), "decision 'confirmd': unknown; .*did you mean 'confirmed'"),
        (("dismissed", "mark", "", ""), "only a confirmed finding has a ground"),
        (("confirmed", "", "resale", ""), "only a dismissed finding has a reason"),
        (("confirmed", "fake", "", ""), "ground 'fake': unknown"),
        (("dismissed", "", "resail", ""), "did you mean 'resale'"),
        (("new", "", "", ""), "decision 'new': unknown"),
        (("", "mark", "", ""), "no decision beside"),
        (("", "", "other", ""), "no decision beside"),
        (("", "", "", "what is this?"), "no decision beside"),
        (("watch", "", "", "x" * 2_001), "at most 2000"),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_with_its_line(
    tmp_path: Path, store: Store, edit: Edit, reason: str
) -> None:
    result = filled_in(store, tmp_path / "a.csv", {IDS[4]: edit, IDS[5]: ("watch", "", "", "")})
    (refused,) = result.refused
    assert (refused.finding_id, refused.line) == (IDS[4], 6)
    assert re.search(reason, refused.reason), refused.reason
    assert [change.finding.id for change in result.changes] == [IDS[5]], "the other row is taken"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((" Confirmed ", "COUNTERFEIT", "", ""), verdict("confirmed", ground="counterfeit")),
        (("Dismissed", "", "second-hand", ""), verdict("dismissed", reason="second_hand")),
        (("dismissed", "", "Second hand", ""), verdict("dismissed", reason="second_hand")),
        (("dismissed", "", "not the brand", ""), verdict("dismissed", reason="not_the_brand")),
    ],
)
def test_words_are_forgiven_their_spelling(tmp_path: Path, store: Store, words: Edit, expected: Verdict) -> None:
    (change,) = filled_in(store, tmp_path / "a.csv", {IDS[4]: words}).changes
    assert change.verdict == expected


def test_a_finding_that_the_store_does_not_have_is_refused(tmp_path: Path, store: Store) -> None:
    result = filled_in(store, tmp_path / "a.csv", {IDS[4]: ("watch", "", "", "")}, finding_id="taobao:99:nordwerk")
    assert [(refused.line, refused.reason) for refused in result.refused] == [
        (6, "this store has no finding with this id")
    ]
    result = filled_in(store, tmp_path / "a.csv", {IDS[4]: ("watch", "", "", "")}, finding_id="")
    assert "no finding id" in result.refused[0].reason


def test_a_finding_that_changed_since_is_refused_with_what_changed(tmp_path: Path, own: Store) -> None:
    edits: dict[str, Edit] = {IDS[0]: ("watch", "", "", ""), IDS[4]: ("watch", "", "", "")}
    file = exported(own, tmp_path / "a.csv")
    see_again(own, 1, "99.00")
    see_again(own, 5, "99.00")
    grid = grid_of(file)
    fill_in(grid, edits)
    result = compared(own, write_grid(file, grid))
    assert result.changes == []
    known, unknown = (refused.reason for refused in result.refused)
    assert re.search(r"changed since the sheet was written \(price 260(\.00)? CNY → 99(\.00)? CNY\)", known), known
    assert "changed since the sheet was written (price 260.00 CNY → 99.00 CNY); look at it again" in unknown


def test_a_decision_of_somebody_else_is_not_undone_unseen(tmp_path: Path, own: Store) -> None:
    file = exported(own, tmp_path / "a.csv")
    decide(own, [IDS[0], IDS[4], IDS[5]], verdict("dismissed", reason="resale"), by="C. Braun", at=NOON)
    assert (compared(own, file).changes, compared(own, file).refused) == ([], []), "an untouched row says nothing"
    grid = grid_of(file)
    fill_in(
        grid, {IDS[0]: ("watch", "", "", ""), IDS[4]: ("watch", "", "", ""), IDS[5]: ("dismissed", "", "resale", "")}
    )
    result = compared(own, write_grid(file, grid))
    assert [refused.line for refused in result.refused] == [2, 6]
    for refused in result.refused:
        assert "decided about it since: dismissed (" in refused.reason
        assert ") by C. Braun on 2026-11-20; look at it again" in refused.reason
    assert (result.changes, result.unchanged) == ([], 3), "what stands already need not be decided again"


def test_a_decision_that_was_taken_back_since_is_told(tmp_path: Path, own: Store) -> None:
    file = exported(own, tmp_path / "a.csv")
    undo(own, by="A. Weber")
    assert compared(own, file).changes == []
    grid = grid_of(file)
    fill_in(grid, {IDS[0]: ("watch", "", "", "")})
    (refused,) = compared(own, write_grid(file, grid)).refused
    assert "was taken back since" in refused.reason


def test_a_dismissed_finding_that_changed_is_new_in_the_next_sheet(tmp_path: Path, own: Store) -> None:
    see_again(own, 2, "99.00")
    grid = grid_of(exported(own, tmp_path / "a.csv"))
    row = next(row for row in grid if row[place_of(grid[0], "Finding id")] == IDS[1])
    assert [row[place_of(grid[0], name)] for name in ("State", "Decision", "Decision reason")] == ["new", "", ""]
    assert row[place_of(grid[0], "Decided by")] == "A. Weber"
    assert row[place_of(grid[0], "Changed since")] == "price 260.00 CNY → 99.00 CNY"
    assert compared(own, tmp_path / "a.csv").changes == []
    fill_in(grid, {IDS[1]: ("dismissed", "", "second_hand", "")})
    (change,) = compared(own, write_grid(tmp_path / "a.csv", grid)).changes
    assert change.verdict == DECIDED[IDS[1]], "the same as before, about what is there now"


def test_an_untouched_row_says_nothing_when_another_sells_the_listing_now(tmp_path: Path, own: Store) -> None:
    """Score, reasons and price are the same; only the state says that the dismissed finding is new again."""
    dismiss_seller(own, [IDS[3]], verdict("dismissed", reason="resale"), by="A. Weber", at=NOON)
    before = exported(own, tmp_path / "before.xlsx")
    assert compared(own, before).unchanged == 6
    page = visit((listing("4", vendor=Vendor("9", "别的店")), finding()), number=9, at=NOON.replace(day=21))
    with own.write() as connection:
        record_visit(connection, 1, page, salt=own.salt)
    assert states(own)[IDS[3]] == "new"
    result = compared(own, before)
    assert (result.changes, result.refused, result.unchanged) == ([], [], 6)
    after = exported(own, tmp_path / "after.xlsx")
    assert compared(own, after).blank == 1
    edit_xlsx(after, {IDS[3]: ("dismissed", "", "resale", "")})
    assert [change.finding.id for change in compared(own, after).changes] == [IDS[3]], "it can be dismissed again"


def test_a_cleared_decision_stays_as_it_is(tmp_path: Path, store: Store) -> None:
    result = filled_in(store, tmp_path / "a.csv", {IDS[0]: ("", "", "", "")})
    assert (result.changes, result.refused, result.blank, result.cleared) == ([], [], 4, 1)


def test_a_row_without_seen_is_taken_and_marked(tmp_path: Path, store: Store) -> None:
    (change,) = filled_in(store, tmp_path / "a.csv", {IDS[4]: ("watch", "", "", "")}, seen="").changes
    assert not change.is_checked
    result = filled_in(store, tmp_path / "a.csv", {IDS[4]: ("watch", "", "", "")}, seen="1.23E+15")
    assert "Seen was changed to '1.23E+15'" in result.refused[0].reason


def test_a_finding_in_two_rows_needs_one_answer(tmp_path: Path, store: Store) -> None:
    file = exported(store, tmp_path / "a.csv")
    grid = grid_of(file)
    fill_in(grid, {IDS[4]: ("watch", "", "", "")})
    twice = [*grid, list(next(row for row in grid if row[place_of(grid[0], "Finding id")] == IDS[4]))]
    same = compared(store, write_grid(file, twice))
    assert (len(same.changes), same.refused) == (1, [])
    twice[-1][place_of(grid[0], "Decision")] = "later"
    differing = compared(store, write_grid(file, twice))
    assert (differing.changes, [refused.line for refused in differing.refused]) == ([], [6, 8])
    assert "the rows 6, 8 are of one finding" in differing.refused[0].reason


def states(store: Store) -> dict[str, str]:
    return {record.id: record.state for record in select_findings(store)}


def test_what_another_seller_offers_now_is_decided_anew(tmp_path: Path) -> None:
    """It was dismissed with its seller: the sheet shows no decision, and the same word again is one."""
    store = sheet_store(tmp_path)
    dismiss_seller(store, [IDS[4]], verdict("dismissed"), by="B")
    page = visit((listing("5", " blank ", vendor=Vendor("9", "别的店")), finding()), at=NOON.replace(day=21), number=7)
    with store.write() as connection:
        record_visit(connection, 1, page, salt=store.salt)
    file = exported(store, tmp_path / "a.csv")
    grid = grid_of(file)
    row = next(row for row in grid[1:] if IDS[4] in row)
    assert (row[place_of(grid[0], "Decision")], row[place_of(grid[0], "State")]) == ("", "new")
    assert compare_sheet(store, read_sheet(file)).changes == []
    fill_in(grid, {IDS[4]: ("dismissed", "", "", "")})
    write_grid(file, grid)
    decide_sheet(store, read_sheet(file), by="B")
    assert states(store)[IDS[4]] == "dismissed"
