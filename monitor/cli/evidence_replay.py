"""`monitor evidence replay`: how a finding was decided, by its sealed page alone."""

from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, out_json
from monitor.errors import check_text
from monitor.model import FACTS
from monitor.runs.replaying import Replayed, Verdict, compared_reasons, replay_finding
from monitor.store.read.findings import zulu
from monitor.store.store import open_store
from monitor.watchlist import load_watchlist
from monitor.words import words_of
from monitor.words.findings import reason_record


def replay(
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="The id of a finding that is sealed.")],
    watchlist: Annotated[
        Path | None, typer.Option(help="Today's watchlist.", show_default="that of the newest run")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Read a sealed page again, with the watchlist of its day and with today's, and explain what differs.

    Example: monitor evidence replay taobao:710000000107:nordwerk
    """
    check_text("finding", finding)
    today = load_watchlist(watchlist) if watchlist is not None else None
    replayed = replay_finding(open_store(store), finding, today)
    if as_json:
        out_json(_record(replayed), indent=1)
    else:
        for line in _sentences(replayed):
            out(line)


def _sentences(replayed: Replayed) -> list[str]:
    page, finding = replayed.page, replayed.finding
    what = "its own page" if replayed.own else "a page that shows it among others"
    lines = [
        f"{finding.id}: {what}, sealed as {page.capture_id}, came on {zulu(page.at)}.",
        f"The program's rules are those of version {replayed.program}; on that day it was {page.program}."
        + ("" if replayed.program == page.program else " The rules of that day are not kept."),
    ]
    if not replayed.is_read:
        why = f" ({replayed.reading.reason})" if replayed.reading.reason else ""
        return [*lines, f"The listing is not found on the page now: {replayed.reading.outcome}{why}."]
    for name, (stored, now) in replayed.facts.items():
        lines.append(f"{FACTS[name].label}: stored as {_said(stored)}, read now as {_said(now)}.")
    if not replayed.facts:
        lines.append("All that was stored of this page is read the same way now.")
    lines += _of_verdict("With the watchlist of that day", replayed.then, replayed)
    lines += _of_verdict("With the watchlist of today", replayed.now, replayed)
    lines.append(
        f"Stored: {finding.score} points, level {finding.level or 'none'}. The stored finding counts what other pages "
        "showed too (the seller's other listings, prices of the market, history); this page alone does not."
    )
    return lines


def _of_verdict(begin: str, verdict: Verdict, replayed: Replayed) -> list[str]:
    if verdict.match is None or verdict.finding is None:
        return [f"{begin}, the title does not name {replayed.finding.brand}."]
    judged = verdict.finding
    same, stored, new = compared_reasons(replayed.finding.reasons, judged)
    points = {reason.code: reason.points for reason in [*judged.reasons, *replayed.finding.reasons]}
    named = f"the title names {judged.brand} as “{verdict.match.mention}”"
    lines = [f"{begin}, {named}, and this page alone gives {judged.score} points, level {judged.level or 'none'}."]
    for codes, said in (
        (same, "as stored"),
        (stored, "only as stored: it rests on other pages, or on rules or a watchlist that changed"),
        (new, "only now"),
    ):
        lines += [f"  {points[code]:+} {words_of().REASON_NAMES.get(code, code)}: {said}" for code in codes]
    return lines


def _said(value: object) -> str:
    return "nothing" if value is None else str(value)


def _record(replayed: Replayed) -> dict[str, Any]:
    page = replayed.page
    return {
        "finding": replayed.finding.id,
        "capture": page.capture_id,
        "own": replayed.own,
        "at": zulu(page.at),
        "program_then": page.program,
        "program_now": replayed.program,
        "is_read": replayed.is_read,
        "facts": {name: {"stored": pair[0], "now": pair[1]} for name, pair in replayed.facts.items()},
        "stored": {
            "score": replayed.finding.score,
            "level": replayed.finding.level,
            "reasons": [reason_record(reason) for reason in replayed.finding.reasons],
        },
        "with_watchlist_of_its_day": _verdict_record(replayed.then),
        "with_watchlist_of_today": _verdict_record(replayed.now),
        "sentences": _sentences(replayed),
    }


def _verdict_record(verdict: Verdict) -> dict[str, Any] | None:
    if verdict.match is None or verdict.finding is None:
        return None
    return {
        "mention": verdict.match.mention,
        "why": verdict.match.why,
        "score": verdict.finding.score,
        "level": verdict.finding.level,
        "reasons": [reason_record(reason) for reason in verdict.finding.reasons],
    }
