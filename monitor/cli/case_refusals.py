"""`monitor case refusals`: why platforms refused complaints."""

from collections import Counter
from typing import Annotated

import typer

from monitor.casework.procedure import CaseState
from monitor.casework.records import event_record
from monitor.cli.case_lines import links_mark, platform_name
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, out_json, say
from monitor.errors import check_text
from monitor.store.read.cases import case_events, cases
from monitor.store.store import open_store
from monitor.text.fold import fold

_NO_REASON = "no reason entered"


def refusals(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]…", help="Only those that say all of these.")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line per refusal.")] = False,
) -> None:
    """List what platforms wrote when they refused a complaint, newest first, and count the links by reason.

    Example: monitor case refusals authorisation
    """
    for word in words or ():
        check_text("WORDS", word)
    wanted = [fold(word).text for word in words or ()]
    with open_store(store).read() as connection:
        known = {case.id: case for case in cases(connection)}
        stored = case_events(connection)
    found = [
        event
        for events in stored.values()
        for event in events
        if event.state == CaseState.REJECTED
        and all(word in fold(" ".join(filter(None, (event.reason, event.text, event.note)))).text for word in wanted)
    ]
    found.sort(key=lambda event: event.at, reverse=True)
    if as_json:
        for event in found:
            out_json({"case": event.case_id, "platform": known[event.case_id].platform, **event_record(event)})
        return
    for event in found:
        platform = platform_name(known[event.case_id].platform)
        out(f"{event.at:%Y-%m-%d}  {event.case_id}{links_mark(event.links)}  {platform}: {event.reason or _NO_REASON}")
        for told in filter(None, (event.text, event.note)):
            out(f"    {told}")
    if not found:
        say("No refusals." if not wanted else "No refusal says these words.")
    counts: Counter[str] = Counter()
    for event in found:
        counts[event.reason or _NO_REASON] += known[event.case_id].listings if event.links is None else len(event.links)
    for reason, number in counts.most_common():
        out(f"{number}  {reason}")
