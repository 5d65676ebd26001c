"""`monitor case show`: all about one case."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer

from monitor.casework.agenda import agenda
from monitor.casework.answers import check_stored
from monitor.casework.candidates import case_findings
from monitor.casework.captures import capture_problem
from monitor.casework.followed import NOT_FILED, AfterFiling, after_filing
from monitor.casework.known_case import known_case
from monitor.casework.links import links_not_filed, open_links
from monitor.casework.record import complaints_on
from monitor.casework.records import whole_record
from monitor.casework.rules import platforms
from monitor.cli.case_answer_lines import answer_lines
from monitor.cli.case_guard import effect_lines, weakness_lines
from monitor.cli.case_lines import case_line, due_line, event_line, relisting_line, seen_line, where_it_stands
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, out_json
from monitor.errors import InputError
from monitor.runs.evidence_writing import EVIDENCE
from monitor.runs.watchlist_file import watchlist_file
from monitor.store.read.case_answers import case_answers
from monitor.store.read.cases import CaseListing, CaseRecord, case_events, case_listings, cases
from monitor.store.store import Store, open_store
from monitor.watchlist import Watchlist
from monitor.watchlist.load import load_watchlist
from monitor.words.cases import state_words


def show(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Its id, such as 2026-0001.", show_default=False)],
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show a case: its links, what became of it, its deadlines.

    Example: monitor case show 2026-0001
    """
    now = datetime.now(UTC)
    opened = open_store(store)
    with opened.read() as connection:
        found = known_case(connection, case)
        listings = case_listings(connection, found.id)
        events = case_events(connection)
        answers = case_answers(connection, found.id)
        known = cases(connection)
        deadlines = [entry for entry in agenda(known, events, now) if entry.case.id == found.id]
        not_filed = links_not_filed(found.states)
        findings, _ = case_findings(
            connection,
            [listing.finding_id for listing in listings if listing.position in not_filed],
            _watchlist(opened),
            lambda capture, manifest: capture_problem(opened.root / EVIDENCE, capture, manifest),
        )
        complaints = complaints_on(found.platform, known, events)
        after = after_filing(connection).get(found.id, NOT_FILED)
    its_events = events.get(found.id, [])
    if as_json:
        checked = [(answer, check_stored(found, answer)) for answer in answers]
        out_json(whole_record(found, listings, its_events, deadlines, after, checked), indent=2)
        return
    out(f"Case {found.id}: {where_it_stands(found)}")
    out(case_line(found))
    _show_links(found, listings, after)
    for event in its_events:
        out(event_line(event))
    for answer in answers:
        for line in answer_lines(found, answer, its_events):
            out(line)
    for entry in deadlines:
        out(f"Due {due_line(entry)}")
    for line in weakness_lines(findings, now):
        out(line)
    if open_links(found.states) and found.platform in platforms():
        for line in effect_lines(found, complaints, now):
            out(line)


def _show_links(case: CaseRecord, listings: Sequence[CaseListing], after: AfterFiling) -> None:
    for listing in listings:
        gone = "  (gone by its own page)" if listing.gone else ""
        stands = f"  [{state_words(case.states[listing.position - 1])}]" if len(set(case.states)) > 1 else ""
        out(f"  {listing.position}. {listing.url}  {listing.title or ''}{gone}{stands}")
        out(f"     {listing.finding_id}, own page sealed on {listing.sealed_at:%Y-%m-%d} ({listing.capture_id})")
        if link := after.links.get(listing.position):
            out(f"     {seen_line(link)}")
    for relisting in after.relistings:
        out(f"Back: {relisting_line(relisting)}")


def _watchlist(store: Store) -> Watchlist | None:
    """The store's watchlist; None where there is none, or one that can't be read now."""
    try:
        return load_watchlist(watchlist_file(store, None))
    except InputError:
        return None
