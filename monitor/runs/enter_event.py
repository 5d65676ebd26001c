"""Entering what became of a case: the event is checked against the procedure, the pack and the sealed evidence."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.casework.calendar import ZONES
from monitor.casework.infringements import rules_for
from monitor.casework.known_case import known_case
from monitor.casework.links import links_meant, links_text
from monitor.casework.pack.checklist import missing_lines
from monitor.casework.penalties import check_told
from monitor.casework.procedure import CaseEvent, CaseState, check_event
from monitor.casework.record import as_events
from monitor.casework.rules import platforms
from monitor.decision import LONGEST_NOTE
from monitor.errors import InputError, check_line, check_text, expected
from monitor.runs.case_pack import PackContent, pack_content
from monitor.store.read.cases import CaseRecord, case_events, case_listings, events_of_link
from monitor.store.store import Connection, Store
from monitor.store.write.cases import NewCaseEvent, add_case_event
from monitor.words.cases import refusal_words

_LONGEST_TEXT = 100_000
"""Characters of what a platform or a seller wrote: letters with whole laws quoted in them have less."""
_BEFORE_FILING = (CaseState.DRAFT, CaseState.READY, CaseState.WITHDRAWN)


def enter_event(
    store: Store, event: NewCaseEvent, warn: Callable[[str], None], watchlist: Path | None = None
) -> NewCaseEvent:
    """Write an event of a case, or raise `InputError` and write nothing. `warn` gets a line for each warning.

    `event.entered_at` is now. `event.links`: the positions of the links that it is about; None: as `links_meant` says,
    with a warning that names those left out. `watchlist`: its rights and documents are what `ready` checks; None: the
    store's own. Returns the event as it was written. Raises `StoreError`.
    """
    entered = _checked(event)
    with store.read() as connection:
        case = known_case(connection, event.case_id)
    if entered.state == CaseState.READY:
        links = links_meant(case.states, entered.state, event.links)
        _refuse_incomplete(pack_content(store, case, watchlist, event.entered_at, links=links), warn)
    if entered.state not in _BEFORE_FILING:
        refuse_what_is_no_evidence(store, case.id)
    with store.write() as connection:
        case = known_case(connection, event.case_id)
        meant = links_meant(case.states, entered.state, event.links)
        _check_told(case, meant, event)
        warnings = _check(connection, case, meant, entered, event.entered_at)
        written = replace(event, links=None if len(meant) == case.listings else meant)
        add_case_event(connection, written)
    if event.links is None and written.links is not None:
        warn(f"about links {links_text(meant)} only; left out: {_left_out(case.states, meant)}")
    for warning in warnings:
        warn(warning)
    return written


def _check(
    connection: Connection, case: CaseRecord, links: Sequence[int], event: CaseEvent, now: datetime
) -> list[str]:
    """Whether the event may be entered about each of the links; returns warnings. Raises `InputError`."""
    stored = case_events(connection, case.id).get(case.id, ())
    sealed = {listing.position: listing.sealed_at for listing in case_listings(connection, case.id)}
    alike = len(set(case.states)) == 1
    warnings: dict[str, None] = {}
    for link in links:
        name = "the case" if alike else f"link {link}"
        warning = check_event(as_events(events_of_link(stored, link)), event, sealed.get(link), now, name)
        if warning is not None:
            warnings[warning] = None
    return list(warnings)


def _check_told(case: CaseRecord, links: Sequence[int], event: NewCaseEvent) -> None:
    """Whether the event may say what the seller got, and does where it says nothing else. Raises `InputError`."""
    tells = event.severity is not None or event.points is not None
    if event.state != CaseState.REMOVED:
        if tells:
            raise InputError(
                f"points, severity: a platform counts removals, and this event is {event.state}; enter them with "
                "`removed`"
            )
        return
    check_told(platforms()[rules_for(case.marketplace)], case.marketplace, event.at, event.severity, event.points)
    known = [link for link in links if case.states[link - 1] == CaseState.REMOVED]
    if known and not tells:
        raise InputError(
            f"event removed: links {links_text(known)} are removed already; enter it again only with what the seller "
            "got, points or severity"
        )


def _left_out(states: Sequence[str], meant: Sequence[int]) -> str:
    """The other links, by where they stand."""
    others: dict[str, list[int]] = {}
    for position, state in enumerate(states, start=1):
        if position not in meant:
            others.setdefault(state, []).append(position)
    return "; ".join(f"{links_text(positions)} ({state})" for state, positions in others.items())


def moment(given: str, platform: str, now: datetime) -> datetime:
    """A time as people type it, in UTC. A day alone counts as its end on the platform's calendar.

    Where that day has not ended it counts as `now` (UTC). Raises `InputError`.
    """
    words, zone = given.strip(), _zone(platform)
    try:
        parsed = datetime.fromisoformat(words)
        if len(words) <= len("2026-11-28"):
            end = datetime.combine(parsed.date(), time(23, 59, 59), zone).astimezone(UTC)
            begin = datetime.combine(parsed.date(), time(), zone).astimezone(UTC)
            return now if begin <= now < end else end
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InputError(f'at {given[:60]!r}: no time; expected one such as 2026-11-28 or "2026-11-28 14:30"') from None


def refuse_what_is_no_evidence(store: Store, case_id: str) -> None:
    """Raise `InputError` in a store of replayed or stand-in pages: nothing of it can be filed."""
    if store.kind in ("replay", "stand-in"):
        raise InputError(refusal_words("no_evidence_store", {"case": case_id, "kind": store.kind}))


def _checked(event: NewCaseEvent) -> CaseEvent:
    """The event as the procedure reads it. Raises `InputError`."""
    check_line("reason", event.reason or "")
    for what, words, longest in (("note", event.note, LONGEST_NOTE), ("text", event.text, _LONGEST_TEXT)):
        check_text(what, words or "")
        if len(words or "") > longest:
            raise InputError(f"{what}: {len(words or '')} characters; expected at most {longest}")
    if event.state not in (*CaseState,):
        raise InputError(f"state {event.state[:60]!r}: unknown; {expected(event.state, map(str, CaseState))}")
    if event.reason is not None and event.state != CaseState.REJECTED:
        raise InputError(f"reason: only a refusal has one, and this event is {event.state}; write it as a note")
    return CaseEvent(event.at, CaseState(event.state), event.who, event.note)


def _refuse_incomplete(content: PackContent, warn: Callable[[str], None]) -> None:
    """Raise `InputError` where something of a pack is missing."""
    for problem in content.problems:
        warn(problem)
    missing = missing_lines(content.pack)
    if missing:
        further = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
        raise InputError(
            f"event ready: {missing[0].rstrip('.')}{further}; mend it, "
            f"`monitor case pack {content.pack.case.id}` names all that is missing"
        )


def _zone(platform: str) -> ZoneInfo:
    return ZONES[platforms()[platform].calendar] if platform in platforms() else ZONES["EU"]
