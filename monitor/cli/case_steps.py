"""`monitor case steps`: what an owner can do next about a case, and what each step needs."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Annotated, Any

import typer

from monitor.casework.captures import capture_problem
from monitor.casework.known_case import known_case
from monitor.casework.links import case_state
from monitor.casework.pack.gather import unstamped_pages
from monitor.casework.record import as_events
from monitor.casework.register import held_right
from monitor.casework.steps import Holdings, Need, NextSteps, Step, is_listed_again, next_steps
from monitor.cli.case_lines import case_line, event_line, where_it_stands
from monitor.cli.case_options import day_in
from monitor.cli.case_rules import rule_record, source_text
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, out_json
from monitor.runs.evidence_writing import EVIDENCE
from monitor.store.read.cases import CaseListing, CaseRecord, case_events, case_listings, cases, events_of_link
from monitor.store.read.rights import rights_before
from monitor.store.store import Connection, Store, open_store
from monitor.words.steps import need_words, reason_for_steps, step_name


def steps(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Its id, such as 2026-0001.", show_default=False)],
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DAY", help="With the rules and the law of a day.", show_default="today"),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show what you can do next about a case that was refused, countered or undone, or whose seller goes on.

    Each step with what it needs, whether the store has it, by when, and who says so. What no source says is not there.

    Example: monitor case steps 2026-0001
    """
    day = datetime.now(UTC).date() if on is None else day_in("--on", on)
    opened = open_store(store)
    with opened.read() as connection:
        found = known_case(connection, case)
        events = case_events(connection)
        its_events = events.get(found.id, [])
        listings = case_listings(connection, found.id)
        found_steps = next_steps(
            found,
            [as_events(events_of_link(its_events, listing.position)) for listing in listings],
            _holdings(opened, connection, found, listings),
            day,
            listed_again=is_listed_again(found, its_events, cases(connection)),
        )
    if as_json:
        out_json(_record(found, day, found_steps), indent=2)
        return
    out(f"Case {found.id}: {where_it_stands(found)}")
    out(case_line(found))
    if not found_steps.why:
        out("Nothing follows now: no complaint was refused, countered or undone, and the seller is not seen again.")
        return
    out(f"Why: {'; '.join(map(reason_for_steps, found_steps.why))}.")
    if its_events:
        out(f"Last: {event_line(its_events[-1])}")
    for number, step in enumerate(found_steps.steps, start=1):
        _show(number, step, day)
    if found_steps.trade_mark_law is not None:
        out(f"Law on {day}: {found_steps.trade_mark_law.value} {source_text(found_steps.trade_mark_law)}")


def _holdings(store: Store, connection: Connection, case: CaseRecord, listings: Sequence[CaseListing]) -> Holdings:
    intact = [
        listing
        for listing in listings
        if capture_problem(store.root / EVIDENCE, listing.capture_id, listing.manifest_sha256) is None
    ]
    rights = [held_right(version) for version in rights_before(connection).values() if version.brand == case.brand]
    stamped = len(listings) - unstamped_pages(connection, listings)
    return Holdings(tuple(rights), len(listings), len(intact), stamped)


def _show(number: int, step: Step, day: date) -> None:
    before = f": {step.rule.value}" if step.rule and isinstance(step.rule.value, str) else ""
    out(f"{number}. {step_name(step.code)}{before}")
    if step.rule is not None:
        out(f"   {source_text(step.rule)}")
    for deadline, rule in step.deadlines:
        marks = f"{' (provisional, early)' if deadline.provisional else ''}{' [PAST]' if deadline.day < day else ''}"
        out(f"   by {deadline.day}{marks} {source_text(rule)}")
    for rule, needs in groupby(step.needs, lambda need: need.rule):
        for need in needs:
            out(f"   {_need_line(need)}")
        out(f"     {source_text(rule)}")


def _need_line(need: Need) -> str:
    name, advice = need_words(need.code, need.told)
    there = {True: "there", False: "MISSING", None: "look"}[need.is_there]
    words = f"{'needs' if need.is_needed else 'helps'}: {name}"
    return f"[{there}] {words}" if need.is_there else f"[{there}] {words}; {advice}"


def _record(case: CaseRecord, day: date, found: NextSteps) -> dict[str, Any]:
    law = found.trade_mark_law
    return {
        "case": case.id, "state": case_state(case.states), "on": day.isoformat(), "why": list(found.why),
        "trade_mark_law": None if law is None else rule_record(law),
        "steps": [
            {
                "step": step.code, "rule": None if step.rule is None else rule_record(step.rule),
                "by": [
                    {"day": deadline.day.isoformat(), "provisional": deadline.provisional, "rule": rule_record(rule)}
                    for deadline, rule in step.deadlines
                ],
                "needs": [
                    {
                        "need": need.code, "needed": need.is_needed, "there": need.is_there, "told": need.told or None,
                        "rule": rule_record(need.rule),
                    }
                    for need in step.needs
                ],
            }
            for step in found.steps
        ],
    }  # fmt: skip
