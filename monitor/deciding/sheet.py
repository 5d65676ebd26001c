"""Compare a sheet that came back with the store: what would change, and what is refused for which reason."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from monitor.deciding.decide import DecidedMeanwhile, FindingChanged, Recorded, decide_each
from monitor.deciding.sheet_file import SheetRow
from monitor.deciding.sheet_words import changed_since, decided_since
from monitor.decision import Decided, DecisionState, Verdict, verdict
from monitor.errors import InputError, StoreError
from monitor.reports.columns import cell_text, shown_decision
from monitor.reports.csv_file import text_that_stays
from monitor.reports.xlsx_file import fitting
from monitor.store.read.decisions import Standing, decision_history, standings_of
from monitor.store.store import Connection, Store

_AT_ONCE = 2_000
"""Findings per read."""
_MOST_TRIES = 10
_SEEN = re.compile(r"'?(?P<digest>[0-9a-f]{16})(?:\.(?P<decision>[0-9]{1,18}))?", re.ASCII)
_APART = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class Change:
    """A row that decides something."""

    line: int
    finding: Standing
    verdict: Verdict
    before: Decided | None
    """What the sheet showed; None for a finding that was new."""
    is_checked: bool
    """Whether the row says what was seen of the finding; one that somebody typed does not."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is not taken, with the reason for its writer."""

    line: int
    finding_id: str
    reason: str


@dataclass(slots=True)
class SheetChanges:
    """What a sheet that came back would do."""

    changes: list[Change] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    unchanged: int = 0
    """Rows as they were exported, or whose decision stands already."""
    blank: int = 0
    """Rows without a decision."""
    cleared: int = 0
    """Of them, those whose decision was taken out: it stays as it is."""


def compare_sheet(store: Store, rows: Sequence[SheetRow]) -> SheetChanges:
    """What would change, row by row, and what is refused. Writes nothing."""
    compared = SheetChanges()
    with store.read() as connection:
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            standings = standings_of(connection, list({row.finding_id.strip() for row in some}))
            for row in some:
                _compare(connection, row, standings.get(row.finding_id.strip()), compared)
    _refuse_contradictions(compared)
    return compared


def decide_sheet(store: Store, rows: Sequence[SheetRow], *, by: str) -> tuple[SheetChanges, Recorded]:
    """Write what a sheet decides, all in one batch, and tell it with what was refused. `by`: the reviewer.

    Raises `InputError` for a reviewer without a name.
    """
    for _ in range(_MOST_TRIES):
        compared = compare_sheet(store, rows)
        verdicts = {change.finding.id: change.verdict for change in compared.changes}
        seen = {change.finding.id: change.finding.seen.digest for change in compared.changes}
        standing = {
            change.finding.id: change.finding.decision.id if change.finding.decision else None
            for change in compared.changes
        }
        try:
            return compared, decide_each(store, verdicts, by=by, seen=seen, standing=standing)
        except (FindingChanged, DecidedMeanwhile):  # a moment ago: compare again, and refuse that row
            continue
    raise StoreError("findings change faster than they can be compared; try again when the run has ended")


def _compare(connection: Connection, row: SheetRow, finding: Standing | None, compared: SheetChanges) -> None:
    try:
        _add(connection, row, finding, compared)
    except InputError as error:
        compared.refused.append(Refused(row.line, row.finding_id.strip(), str(error)))


def _add(connection: Connection, row: SheetRow, finding: Standing | None, compared: SheetChanges) -> None:
    """Sort a row in. Raises `InputError` for one that is refused."""
    is_blank = not (row.decision.strip() or row.ground.strip() or row.reason.strip() or row.note.strip())
    if is_blank and finding is None:
        compared.blank += 1
        return
    if finding is None:
        raise InputError(
            "this store has no finding with this id" if row.finding_id.strip() else "it has no finding id; copy it in"
        )
    seen = _SEEN.fullmatch(row.seen.strip())
    shown = _shown(connection, row, finding, seen)
    if is_blank:
        compared.blank += 1
        compared.cleared += shown is not None
        return
    current = shown_decision(finding.decision, finding.state)
    if _says(row, shown) or _says(row, current):
        compared.unchanged += 1
        return
    if not row.decision.strip():
        raise InputError("no decision beside its ground, reason or note; choose one, or empty these cells too")
    decided = _verdict(row, shown or current)
    if row.seen.strip():
        _check_seen(row, seen, finding)
    compared.changes.append(Change(row.line, finding, decided, shown, is_checked=bool(row.seen.strip())))


def _shown(connection: Connection, row: SheetRow, finding: Standing, seen: re.Match[str] | None) -> Decided | None:
    """The decision that the sheet showed of a finding when it was written."""
    if seen is None or seen["decision"] is None:
        return None
    number = int(seen["decision"])
    decision = finding.decision
    if decision is None or decision.id != number:
        history = decision_history(connection, finding.id)
        decision = next((event for event in history if event.id == number), None)
    if state := row.state.strip():
        return shown_decision(decision, state)
    had_changed = (
        decision is not None
        and decision.state == DecisionState.DISMISSED
        and decision.seen is not None
        and decision.seen.digest != seen["digest"]
    )
    return None if had_changed else decision


def _says(row: SheetRow, decision: Decided | None) -> bool:
    """Whether a row says just what was decided."""
    return decision is not None and (
        (_word(row.decision), _word(row.ground), _word(row.reason))
        == (_word(decision.state), _word(decision.ground or ""), _word(decision.reason or ""))
        and _is_note(row.note, decision.note)
    )


def _verdict(row: SheetRow, before: Decided | None) -> Verdict:
    """What a row decides. Raises `InputError` for words that don't fit."""
    note = before.note if before is not None and _is_note(row.note, before.note) else _lines(row.note)
    return verdict(_word(row.decision), ground=_word(row.ground), reason=_word(row.reason), note=note)


def _word(text: str) -> str:
    """A word of the command as people may write it: `Second-hand` is `second_hand`."""
    return _APART.sub("_", text.strip().casefold())


def _is_note(cell: str, note: str | None) -> bool:
    """Whether a cell holds a note as it is, or as an export writes it."""
    text = _lines(cell)
    return text == (note or "") or (
        note is not None and text in map(_lines, (note, cell_text(note), text_that_stays(note), fitting(note)))
    )


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _check_seen(row: SheetRow, seen: re.Match[str] | None, finding: Standing) -> None:
    """Raises `InputError` when the finding is not as the sheet showed it."""
    if seen is None:
        raise InputError(f"Seen was changed to {row.seen.strip()[:40]!r}; export the finding again, and decide there")
    current = finding.decision
    if (current and current.id) != (seen["decision"] and int(seen["decision"])):
        raise InputError(decided_since(current))
    if finding.seen.digest != seen["digest"]:
        raise InputError(changed_since(finding, seen["digest"], row))


def _refuse_contradictions(compared: SheetChanges) -> None:
    """A finding in several rows: one change where they say the same, none where they differ."""
    by_finding: dict[str, list[Change]] = {}
    for change in compared.changes:
        by_finding.setdefault(change.finding.id, []).append(change)
    compared.changes = list(_agreed(by_finding, compared))
    compared.refused.sort(key=lambda refused: refused.line)


def _agreed(by_finding: Mapping[str, list[Change]], compared: SheetChanges) -> Iterator[Change]:
    for finding_id, changes in by_finding.items():
        if len({change.verdict for change in changes}) == 1:
            compared.unchanged += len(changes) - 1
            yield changes[0]
            continue
        lines = ", ".join(str(change.line) for change in changes)
        compared.refused += [
            Refused(change.line, finding_id, f"the rows {lines} are of one finding and decide differently; keep one")
            for change in changes
        ]
