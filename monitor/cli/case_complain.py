"""`monitor case complain`: the draft of a complaint about a platform's decision."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.casework.answer_times import last_day_to_complain
from monitor.casework.complaint import contested, write_complaint
from monitor.casework.known_case import known_case
from monitor.casework.refusals import day_of
from monitor.cli.case_options import WatchlistOption
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, say
from monitor.runs.case_pack import pack_content
from monitor.store.read.case_answers import case_answers
from monitor.store.read.cases import case_events
from monitor.store.store import open_store


def complain(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Its id, such as 2026-0001.", show_default=False)],
    folder: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="A new folder.", show_default="complaint-CASE")
    ] = None,
    specimen: Annotated[
        bool, typer.Option("--specimen", help="Mark each page as a specimen that is not for filing.")
    ] = False,
    watchlist: WatchlistOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Draft the complaint under article 20 DSA about the decision on a notice. It sends nothing; a person completes it.

    Example: monitor case complain 2026-0001 -o complaint-2026-0001
    """
    now = datetime.now(UTC)
    opened = open_store(store)
    with opened.read() as connection:
        found = known_case(connection, case)
        about = contested(found, case_answers(connection, found.id))
        events = case_events(connection, found.id).get(found.id, [])
    pack = pack_content(opened, found, watchlist, now, specimen=specimen, look=True).pack
    last = last_day_to_complain(pack.platform, found.marketplace, about.decision.received_at)
    if last is not None and last.deadline.day < day_of(pack.platform, now):
        say(f"warning: the last day was {last.deadline.day} ({last.source}); the platform may refuse it as late")
    if pack.owner is None:
        say("missing: who complains; the watchlist's [owner] says it")
    target = folder or Path(f"complaint-{found.id}")
    files = write_complaint(pack, about, events, target, now)
    out(f"{target}: {', '.join(files)}")
    out("Read it beside the answer, strike out what does not hold, write why the decision is wrong, and sign.")
