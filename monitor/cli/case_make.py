"""`monitor case make`: cases of confirmed findings."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.casework.build import CaseDraft, Filing
from monitor.casework.make import make_cases
from monitor.casework.record import complaints_on
from monitor.casework.records import case_record
from monitor.casework.refusals import day_of
from monitor.casework.rules import platforms
from monitor.cli.case_guard import effect_lines, weakness_lines
from monitor.cli.case_lines import case_line
from monitor.cli.decide import user_of_machine
from monitor.cli.options import DEFAULT_STORE, StoreOption, at_store
from monitor.cli.output import out, out_json, say
from monitor.decision import check_reviewer
from monitor.runs.evidence_writing import EVIDENCE
from monitor.runs.watchlist_file import watchlist_file
from monitor.store.read.cases import CaseRecord, case_events, cases
from monitor.store.store import Store, open_store
from monitor.watchlist.load import load_watchlist
from monitor.words.cases import refusal_words


def make(
    findings: Annotated[
        list[str], typer.Argument(metavar="FINDING…", help="Ids of confirmed findings.", show_default=False)
    ],
    platform: Annotated[
        str | None,
        typer.Option("--platform", help="Where to file: ipp, dsa, ebay …", show_default="each marketplace's own"),
    ] = None,
    right: Annotated[
        str | None,
        typer.Option("--right", metavar="NUMBER", help="Which right to cite.", show_default="the first that fits"),
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option("--reason", help="As the platform calls it.", show_default="to be chosen in the portal"),
    ] = None,
    watchlist: Annotated[
        Path | None, typer.Option("--watchlist", help="The watchlist with your rights.", show_default="the store's")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Who makes them.", show_default="the user of this machine")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line per case.")] = False,
) -> None:
    """Group confirmed findings into cases: by marketplace, brand, ground, right and seller, within the limits.

    Where a finding can't be filed none is made; each is named with what to do.

    Example: monitor case make taobao:710000000107:nordwerk --reason "Counterfeit Features"
    """
    who = check_reviewer(user_of_machine() if by is None else by)
    opened = open_store(store, write=True)
    file = watchlist_file(opened, watchlist)
    filing = Filing(datetime.now(UTC), platform, right, reason.strip() if reason and reason.strip() else None)
    made = make_cases(opened, opened.root / EVIDENCE, load_watchlist(file), file, findings, filing, who)
    for problem in made.problems:
        say(f"{file}: {problem}")
    if made.refusals:
        for refusal in made.refusals:
            say(f"monitor: {refusal_words(refusal.code, refusal.facts)}")
        raise typer.Exit(2)
    with opened.read() as connection:
        records = {case.id: case for case in cases(connection)}
    if as_json:
        for case_id in made.drafts:
            out_json(case_record(records[case_id]))
        return
    for case_id, draft in made.drafts.items():
        out(f"Case {case_id}: {case_line(records[case_id])}")
        _guard(opened, records[case_id], draft, filing.now)
    out(f"Next: `monitor case pack {next(iter(made.drafts))} -o DIR{at_store(store)}` writes what the filer needs.")


def _guard(store: Store, case: CaseRecord, draft: CaseDraft, now: datetime) -> None:
    """Say which listings are weak, and what the case does to the figures if it fails."""
    for line in weakness_lines(draft.findings, now):
        out(f"  {line}")
    with store.read() as connection:
        complaints = complaints_on(case.platform, cases(connection), case_events(connection))
    for line in effect_lines(case, complaints, now):
        out(f"  {line}")
    rules = platforms()[case.platform]
    known = rules.value("reasons", case.marketplace, day_of(rules, now))
    if case.reason is not None and known and case.reason not in known:
        say(f"{case.id}: {case.reason!r} is not among the reasons known of {rules.name} ({', '.join(known)}): check it")
