"""`monitor case event`: what became of a case, as a person enters it."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from monitor.casework.agenda import agenda
from monitor.casework.known_case import known_case
from monitor.casework.links import read_links
from monitor.casework.procedure import CaseState
from monitor.cli.case_lines import due_line, links_mark
from monitor.cli.decide import user_of_machine
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, say
from monitor.decision import check_reviewer
from monitor.errors import check_text
from monitor.runs.enter_event import enter_event, moment
from monitor.store.read.cases import case_events, cases
from monitor.store.store import open_store
from monitor.store.write.cases import NewCaseEvent
from monitor.words.cases import state_words


def event(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Its id, such as 2026-0001.", show_default=False)],
    state: Annotated[
        str, typer.Argument(metavar="STATE", help=f"What it became: {', '.join(CaseState)}.", show_default=False)
    ],
    links: Annotated[
        str | None,
        typer.Option(
            "--links",
            metavar="NUMBERS",
            help="Which links it is about, such as 1-7,9.",
            show_default="all that have not ended, or, when all have, all",
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            help='When it happened: "2026-11-28 14:30" (UTC, or with an offset such as +08:00); a day alone counts as '
            "its end.",
            show_default="now",
        ),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Who enters it.", show_default="the user of this machine")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help="Your own words, kept with it.")] = None,
    text: Annotated[str | None, typer.Option("--text", help="What the platform or the seller wrote.")] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", help="Why a complaint was refused, in the platform's word or code.")
    ] = None,
    severity: Annotated[
        str | None,
        typer.Option("--severity", help="How the platform said it counts the removal: general or serious."),
    ] = None,
    points: Annotated[
        int | None, typer.Option("--points", help="Penalty points that the platform said the seller got for it.")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Enter what became of a case, or of some of its links. It is never changed afterwards.

    Example: monitor case event 2026-0001 removed --links 1-7,9 --at 2026-11-28 --by "A. Weber"
    """
    for what, words in (("--links", links), ("--at", at), ("--by", by)):
        check_text(what, words or "")
    who = check_reviewer(user_of_machine() if by is None else by)
    now = datetime.now(UTC)
    opened = open_store(store, write=True)
    with opened.read() as connection:
        found = known_case(connection, case)
    happened = now if at is None else moment(at, found.platform, now)
    positions = None if links is None else read_links(links)
    entered = NewCaseEvent(found.id, happened, now, who, state, note, text, reason, positions, severity, points)
    written = enter_event(opened, entered, lambda line: say(f"warning: {line}"))
    out(f"{found.id}{links_mark(written.links)}: {state_words(state)} since {happened:%Y-%m-%d %H:%M} UTC")
    with opened.read() as connection:
        deadlines = agenda(cases(connection), case_events(connection), now)
    for entry in deadlines:
        if entry.case.id == found.id:
            out(f"Due {due_line(entry)}")
