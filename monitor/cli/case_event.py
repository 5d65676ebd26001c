"""`monitor case event`: what became of a case, as a person enters it."""

from datetime import UTC, datetime, time
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.casework.agenda import agenda
from monitor.casework.calendar import ZONES
from monitor.casework.known_case import known_case
from monitor.casework.pack.checklist import missing_lines
from monitor.casework.procedure import CaseEvent, CaseState, check_event
from monitor.casework.record import as_events
from monitor.casework.rules import platforms
from monitor.cli.case_lines import due_line
from monitor.cli.decide import user_of_machine
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, say
from monitor.decision import check_reviewer
from monitor.errors import InputError, check_text, expected
from monitor.runs.case_pack import pack_content
from monitor.store.read.cases import CaseRecord, case_events, case_listings, cases
from monitor.store.store import Store, open_store
from monitor.store.write.cases import NewCaseEvent, add_case_event
from monitor.words.cases import refusal_words, state_words

_BEFORE_FILING = (CaseState.DRAFT, CaseState.READY, CaseState.WITHDRAWN)


def event(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Its id, such as 2026-0001.", show_default=False)],
    state: Annotated[
        str, typer.Argument(metavar="STATE", help=f"What it became: {', '.join(CaseState)}.", show_default=False)
    ],
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
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Enter what became of a case. It is never changed afterwards.

    Example: monitor case event 2026-0001 filed --at "2026-11-28 14:30+08:00" --by "A. Weber"
    """
    for what, words in (("--note", note), ("--text", text), ("--reason", reason), ("--at", at), ("--by", by)):
        check_text(what, words or "")
    if state not in (*CaseState,):
        raise InputError(f"state {state[:60]!r}: unknown; {expected(state, map(str, CaseState))}")
    if reason is not None and state != CaseState.REJECTED:
        raise InputError(f"--reason: only a refusal has one, and this event is {state}; use --note")
    who = check_reviewer(user_of_machine() if by is None else by)
    now = datetime.now(UTC)
    opened = open_store(store, write=True)
    if state == CaseState.READY:
        _refuse_incomplete(opened, case, now)
    with opened.write() as connection:
        found = known_case(connection, case)
        happened = now if at is None else moment(at, _zone(found), now)
        entered = CaseEvent(happened, CaseState(state), who, note)
        if entered.state not in _BEFORE_FILING:
            refuse_what_is_no_evidence(opened, found.id)
        sealed = max((listing.sealed_at for listing in case_listings(connection, found.id)), default=None)
        before = as_events(case_events(connection, found.id).get(found.id, ()))
        warning = check_event(before, entered, sealed, now)
        add_case_event(connection, NewCaseEvent(found.id, happened, now, who, state, note, text, reason))
        deadlines = [
            entry for entry in agenda(cases(connection), case_events(connection), now) if entry.case.id == found.id
        ]
    if warning is not None:
        say(f"warning: {warning}")
    out(f"{found.id}: {state_words(state)} since {happened:%Y-%m-%d %H:%M} UTC")
    for entry in deadlines:
        out(f"Due {due_line(entry)}")


def moment(given: str, zone: ZoneInfo, now: datetime) -> datetime:
    """A time as people type it, in UTC; a day alone counts as its end in `zone`, or as `now` where it has not ended.

    Raises `InputError`.
    """
    words = given.strip()
    try:
        parsed = datetime.fromisoformat(words)
        if len(words) <= len("2026-11-28"):
            end = datetime.combine(parsed.date(), time(23, 59, 59), zone).astimezone(UTC)
            begin = datetime.combine(parsed.date(), time(), zone).astimezone(UTC)
            return now if begin <= now < end else end
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InputError(
            f'--at {given[:60]!r}: no time; expected one such as 2026-11-28 or "2026-11-28 14:30"'
        ) from None


def refuse_what_is_no_evidence(store: Store, case_id: str) -> None:
    """Raise `InputError` in a store of replayed or stand-in pages: nothing of it can be filed."""
    if store.kind in ("replay", "stand-in"):
        raise InputError(refusal_words("no_evidence_store", {"case": case_id, "kind": store.kind}))


def _refuse_incomplete(store: Store, case_id: str, now: datetime) -> None:
    """Raise `InputError` where something of the case's pack is missing."""
    with store.read() as connection:
        case = known_case(connection, case_id)
    if case.platform not in platforms():
        raise InputError(f"event ready: this program knows no rules of {case.platform}; nothing can be checked")
    content = pack_content(store, case, None, now)
    for problem in content.problems:
        say(problem)
    missing = missing_lines(content.pack)
    if missing:
        further = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
        raise InputError(
            f"event ready: {missing[0]}{further}; mend it, `monitor case pack {case.id}` names all that is missing"
        )


def _zone(case: CaseRecord) -> ZoneInfo:
    return ZONES[platforms()[case.platform].calendar] if case.platform in platforms() else ZONES["EU"]
