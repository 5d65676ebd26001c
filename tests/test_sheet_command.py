"""`monitor decide --from FILE` as people type it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.store.read.findings import select_findings
from monitor.store.store import Store
from tests.commands import monitor
from tests.sheet_helper import (
    IDS,
    Edit,
    edit_xlsx,
    exported,
    fill_in,
    grid_of,
    place_of,
    sheet_store,
    write_grid,
)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Store]:
    """The same for a test that changes it."""
    store = sheet_store(tmp_path)
    yield store
    store.close()


def test_the_command_shows_then_writes_then_has_nothing_to_do(tmp_path: Path, own: Store) -> None:
    """A demo, a sheet, a colleague, and back."""
    file = tmp_path / "to Anna.xlsx"
    assert monitor("export", file, "--store", own.root).returncode == 0
    edits: dict[str, Edit] = {IDS[0]: ("dismissed", "", "resale", ""), IDS[3]: ("Confirmed", "counterfeit", "", "诺")}
    edit_xlsx(file, {**edits, IDS[4]: ("maybe", "", "", "")})
    command = ("decide", "--from", file, "--by", "Anna", "--store", own.root)
    preview = monitor(*command)
    assert preview.returncode == 1, "a row is refused"
    for words in (
        "诺德沃克 X200 电钻", "confirmed: mark", "dismissed: resale", "confirmed: counterfeit",
        "decision 'maybe': unknown", f"row 6, {IDS[4]}",
        "2 to change, 1 refused, 2 as they stand, 1 without a decision.", "add --yes",
    ):  # fmt: skip
        assert words in preview.stdout, words
    assert states(own)[IDS[3]] == "new", "a preview writes nothing"

    written = monitor(*command, "--yes", "--json")
    record = json.loads(written.stdout)
    assert written.returncode == 1
    assert [change["finding_id"] for change in record["changes"]] == [IDS[0], IDS[3]]
    assert record["changes"][0]["before"] == {
        "state": "confirmed", "ground": "mark", "reason": None, "note": "=SUM(1) 假货",
    }  # fmt: skip
    assert record["changes"][1]["note"] == "诺"
    assert [(refused["line"], refused["finding_id"]) for refused in record["refused"]] == [(6, IDS[4])]
    assert (record["written"], record["batch"] is not None) == (True, True)
    assert (states(own)[IDS[0]], states(own)[IDS[3]], states(own)[IDS[4]]) == ("dismissed", "confirmed", "new")

    again = json.loads(monitor(*command, "--yes", "--json").stdout)
    assert (again["changes"], again["batch"], again["unchanged"]) == ([], None, 4)
    assert monitor("decide", "--undo", "--store", own.root).returncode == 0
    assert (states(own)[IDS[0]], states(own)[IDS[3]]) == ("confirmed", "new"), "one batch, one undo"


def test_the_command_says_that_all_is_well(tmp_path: Path, own: Store) -> None:
    file = exported(own, tmp_path / "a.csv")
    grid = grid_of(file)
    fill_in(grid, {IDS[0]: ("", "", "", ""), IDS[4]: ("later", "", "", "")})
    grid[5][place_of(grid[0], "Seen")] = ""
    write_grid(file, grid)
    preview = monitor("decide", "--from", file, "--store", own.root)
    assert preview.returncode == 0
    assert "* has nothing under Seen" in preview.stdout
    assert "3 without a decision (1 of them cleared: the decision stays as it is)" in preview.stdout
    written = monitor("decide", "--from", file, "--yes", "--store", own.root)
    assert (written.returncode, states(own)[IDS[4]]) == (0, "later")
    assert "`monitor decide --undo --store " in written.stdout
    assert "There was nothing to write." in monitor("decide", "--from", file, "--yes", "--store", own.root).stdout


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        (("--from", "gone.xlsx"), "no such file"),
        (("--from", "a.csv", "watch"), "--from goes alone; an id was given too"),
        (("--from", "a.csv", "--undo"), "--undo was given too"),
        (("--yes", "x", "watch"), "--yes goes with --from FILE"),
        (("--from", "a.csv", "--by", " "), "--by NAME"),
    ],
)
def test_a_wrong_command_is_one_line(tmp_path: Path, own: Store, args: tuple[str, ...], problem: str) -> None:
    exported(own, tmp_path / "a.csv")
    done = monitor("decide", *args, "--store", own.root, cwd=tmp_path)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert problem in done.stderr


def test_a_note_cannot_steer_the_terminal(tmp_path: Path, own: Store) -> None:
    file = exported(own, tmp_path / "a.csv")
    grid = grid_of(file)
    fill_in(grid, {IDS[4]: ("watch", "", "", "\x1b[2J\u202ex"), "x": ("\x1b[2J", "", "", "")})
    preview = monitor("decide", "--from", write_grid(file, grid), "--store", own.root)
    assert not set("\x1b\u202e") & set(preview.stdout)


def states(store: Store) -> dict[str, str]:
    return {record.id: record.state for record in select_findings(store)}
