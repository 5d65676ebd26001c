"""`monitor case due`: the deadlines of all open cases."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.casework.agenda import AgendaEntry, agenda
from monitor.casework.followed import followed, removals_to_enter
from monitor.casework.ics import calendar_file
from monitor.casework.links import links_text
from monitor.casework.records import due_record
from monitor.cli.case_lines import ENTER_REMOVED, case_line, due_line
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, out_json, say
from monitor.errors import InputError
from monitor.store.read.cases import case_events, cases
from monitor.store.store import open_store


def due(
    ics: Annotated[
        Path | None,
        typer.Option("--ics", metavar="FILE", help="Also write them as a calendar file (RFC 5545), over an older one."),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line per deadline.")] = False,
) -> None:
    """List what has to be done and what is to be expected: where silence loses first, then by day.

    Example: monitor case due --ics deadlines.ics
    """
    now = datetime.now(UTC)
    with open_store(store).read() as connection:
        entries = agenda(cases(connection), case_events(connection), now)
        gone = removals_to_enter(followed(connection))
    if as_json:
        for record in [*map(due_record, entries), *itertools.starmap(_gone_record, gone.items())]:
            out_json(record)
    else:
        _show(entries, gone)
    if not entries and not gone:
        say("No deadlines: no open case waits for anything that a source gives a time for.")
    if ics is not None:
        try:
            ics.write_bytes(calendar_file(entries, now))
        except OSError as error:
            raise InputError(f"--ics {ics}: can't be written ({error.strerror}); name another file") from None
        say(f"{ics}: {sum(entry.due.deadline is not None for entry in entries)} deadlines")


def _show(entries: Sequence[AgendaEntry], gone: Mapping[str, Sequence[int]]) -> None:
    for entry in entries:
        out(f"{entry.case.id}  {due_line(entry)}")
        out(f"    {case_line(entry.case)}")
    for case, positions in gone.items():
        out(f"{case}  links {links_text(positions)} {ENTER_REMOVED}")


def _gone_record(case: str, positions: Sequence[int]) -> dict[str, Any]:
    return {"case": case, "links": positions, "what": "enter_removed", "day": None}
