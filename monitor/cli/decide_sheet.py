"""`monitor decide --from FILE`: what a colleague filled in, first as a preview, then written."""

from pathlib import Path
from typing import Any

import typer

from monitor.cli.evidence_line import say_sealed
from monitor.cli.output import out, out_json, table
from monitor.deciding.decide import Recorded
from monitor.deciding.sheet import Change, SheetChanges, compare_sheet, decide_sheet
from monitor.deciding.sheet_file import read_sheet
from monitor.decision import Decided, Verdict
from monitor.store.store import Store

_SHOWN = 50
"""Rows of the preview; `--json` has all of them."""
_TITLE, _NOTE = 40, 30
"""Characters"""


def decide_from(store: Store, file: Path, by: str, *, yes: bool, as_json: bool, place: str) -> None:
    """Show what a sheet would change, and write it when `yes`. Ends with exit code 1 when rows were refused.

    `by`: the reviewer; `place`: what a command needs to find the store. Raises `InputError` for a file that can't be
    read.
    """
    rows = read_sheet(file)
    if yes:
        compared, recorded = decide_sheet(store, rows, by=by)
    else:
        compared, recorded = compare_sheet(store, rows), None
    if as_json:
        out_json(_record(compared, recorded))
    else:
        _show(compared, recorded, by, place)
    if recorded is not None:
        say_sealed(store, [decision.finding_id for decision in recorded.decisions])
    if compared.refused:
        raise typer.Exit(1)


def _record(compared: SheetChanges, recorded: Recorded | None) -> dict[str, Any]:
    return {
        "changes": [_change_record(change) for change in compared.changes],
        "refused": [
            {"line": refused.line, "finding_id": refused.finding_id, "reason": refused.reason}
            for refused in compared.refused
        ],
        "unchanged": compared.unchanged,
        "blank": compared.blank,
        "cleared": compared.cleared,
        "written": recorded is not None,
        "batch": recorded.batch if recorded else None,
    }


def _change_record(change: Change) -> dict[str, Any]:
    before, decided = change.before, change.verdict
    return {
        "line": change.line,
        "finding_id": change.finding.id,
        "title": change.finding.title,
        "before": before and {name: getattr(before, name) for name in ("state", "ground", "reason", "note")},
        "state": decided.state,
        "ground": decided.ground,
        "reason": decided.reason,
        "note": decided.note,
        "checked": change.is_checked,
    }


def _show(compared: SheetChanges, recorded: Recorded | None, by: str, place: str) -> None:
    if compared.changes:
        table(["row", "title", "was", "becomes", "note"], map(_row, compared.changes[:_SHOWN]), right=(0,))
        _say_how_many_more(compared.changes)
    if compared.refused:
        out("Refused:")
        for refused in compared.refused[:_SHOWN]:
            out(f"  row {refused.line}, {_shortened(refused.finding_id, 60) or 'no id'}: {refused.reason}")
        _say_how_many_more(compared.refused)
    out(_counts(compared, is_written=recorded is not None))
    if any(not change.is_checked for change in compared.changes):
        out("* has nothing under Seen: whether the finding changed, or somebody else decided, was not checked.")
    if recorded is None:
        more = f"; add --yes to write it as decided by {by} (another name: --by)" if compared.changes else ""
        out(f"Nothing was written{more}.")
    elif recorded.decisions:
        out(f"Written, as decided by {by}. `monitor decide --undo{place}` takes all of it back.")
    else:
        out("There was nothing to write.")


def _say_how_many_more(rows: list[Any]) -> None:
    if len(rows) > _SHOWN:
        out(f"… and {len(rows) - _SHOWN} more; --json shows all.")


def _row(change: Change) -> list[str]:
    return [
        f"{change.line}{'' if change.is_checked else '*'}",
        _shortened(change.finding.title or change.finding.id, _TITLE),
        _words(change.before) if change.before else "new",
        _words(change.verdict),
        _shortened(" ".join((change.verdict.note or "").split()), _NOTE),
    ]


def _words(decided: Decided | Verdict) -> str:
    """What was decided, in the words of the sheet."""
    why = decided.ground or decided.reason
    return f"{decided.state}: {why}" if why else decided.state


def _counts(compared: SheetChanges, *, is_written: bool) -> str:
    cleared = f" ({compared.cleared} of them cleared: the decision stays as it is)" if compared.cleared else ""
    changed = f"{len(compared.changes)} {'changed' if is_written else 'to change'}"
    return (
        f"{changed}, {len(compared.refused)} refused, {compared.unchanged} as they stand, "
        f"{compared.blank} without a decision{cleared}."
    )


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
