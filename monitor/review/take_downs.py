"""Take-down cases as the review shows them and works on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import IO, Annotated

from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from monitor.casework.agenda import AgendaEntry, agenda
from monitor.casework.answers import CheckedAnswer, check_stored
from monitor.casework.build import Filing
from monitor.casework.finding import CaseFinding
from monitor.casework.followed import NOT_FILED, AfterFiling, after_filing
from monitor.casework.guard import Effect, effect, weaknesses
from monitor.casework.links import links_not_filed, open_links, read_links, states_to_come
from monitor.casework.make import make_cases
from monitor.casework.procedure import CaseState
from monitor.casework.record import NO_REASON, complaints_on
from monitor.casework.refusals import day_of
from monitor.casework.remark import Remark
from monitor.casework.rules import Platform, platforms
from monitor.errors import InputError
from monitor.review.errors import ReviewError, UnknownThing
from monitor.runs.case_pack import PackContent, pack_content
from monitor.runs.enter_event import enter_event, moment
from monitor.runs.evidence_writing import EVIDENCE
from monitor.runs.pack_process import zip_pack
from monitor.store.read.case_answers import StoredAnswer, case_answers
from monitor.store.read.cases import (
    CaseListing,
    CaseRecord,
    StoredEvent,
    case_events,
    case_listings,
    cases,
    find_case,
)
from monitor.store.store import Connection, Store
from monitor.store.write.cases import NewCaseEvent
from monitor.watchlist import load_watchlist
from monitor.words import Language
from monitor.words.cases import refusal_words

MOST_BYTES = 1024**2
"""Of a request that makes cases or enters an event: a thousand findings, or a long answer of a platform."""
_AT_ONCE = BoundedSemaphore(1)
"""Packs that are made at the same time: each keeps a processor busy."""
_Name = Annotated[str, Field(max_length=200)]


class NewCases(BaseModel):
    """Of which findings cases are made, and how."""

    model_config = ConfigDict(extra="forbid")
    ids: Annotated[list[Annotated[str, Field(max_length=1_000)]], Field(min_length=1, max_length=1_000)]
    platform: _Name | None = None
    """Its id; None: each marketplace's own."""
    right: _Name | None = None
    """The number of the right to cite; None: the first that fits."""
    reason: _Name | None = None
    """As the platform calls it; None: to be chosen in the portal."""


class NewEvent(BaseModel):
    """What became of a case."""

    model_config = ConfigDict(extra="forbid")
    state: _Name
    at: _Name | None = None
    """As people type it; None: now."""
    note: Annotated[str | None, Field(max_length=2_000)] = None
    text: Annotated[str | None, Field(max_length=100_000)] = None
    """What the platform or the seller wrote."""
    reason: _Name | None = None
    """Of a refusal."""
    links: _Name | None = None
    """The numbers of the links that it is about, such as 1-7,9; None: all that have not ended and can come into it."""


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case in the list."""

    case: CaseRecord
    ended: bool
    due: AgendaEntry | None
    """Its next deadline: one after which silence loses comes before all others."""


@dataclass(frozen=True, slots=True)
class Standings:
    """The case beside the complainant's record on its platform."""

    effect: Effect
    """The standing today, and if all open links of the case fail."""
    weak: Sequence[tuple[CaseFinding, Sequence[Remark]]]
    """Links that are yet to be filed and too weak to risk, and why."""


@dataclass(frozen=True, slots=True)
class ShownCase:
    """All about a case."""

    case: CaseRecord
    open_links: Sequence[int]
    """The positions of those that have not ended."""
    listings: Sequence[CaseListing]
    events: Sequence[StoredEvent]
    after: AfterFiling
    """What became of its links since they were filed, and what came back."""
    answers: Sequence[tuple[StoredAnswer, CheckedAnswer | None]]
    """Of the platform; None: it can't be checked."""
    due: Sequence[AgendaEntry]
    may_follow: Sequence[CaseState]
    platform: Platform | None
    """None: this program knows no rules of it."""
    content: PackContent | None
    """What its pack says today; None where that can't be said."""
    problem: str | None
    """Why it can't be said."""
    standings: Standings | None


def listed_cases(connection: Connection, now: datetime) -> list[ListedCase]:
    """All cases: where silence loses, then by the next deadline, then open ones without one, then those that ended."""
    known, events = cases(connection), case_events(connection)
    next_due: dict[str, AgendaEntry] = {}
    for entry in agenda(known, events, now):
        next_due.setdefault(entry.case.id, entry)
    order = {case_id: place for place, case_id in enumerate(next_due)}
    found = [ListedCase(case, not open_links(case.states), next_due.get(case.id)) for case in reversed(known)]
    return sorted(found, key=lambda one: (one.ended, order.get(one.case.id, len(order))))


def chosen_cases(listed: Sequence[ListedCase], state: str | None, platform: str | None) -> list[ListedCase]:
    """Those that filters ask for. `state`: open, ended, or one of the procedure, of any link. Raises `ReviewError`."""
    states = ("open", "ended", *CaseState)
    if state is not None and state not in states:
        raise ReviewError("state %(given)r: unknown; expected %(known)s", given=state[:60], known=", ".join(states))
    return [
        one
        for one in listed
        if state in (None, "ended" if one.ended else "open", *one.case.states) and platform in (None, one.case.platform)
    ]


def known_case(connection: Connection, case_id: str) -> CaseRecord:
    """The case of an address. Raises `UnknownThing`."""
    case = find_case(connection, case_id)
    if case is None:
        raise UnknownThing("no case %(key)r in this store", key=case_id[:100])
    return case


def shown_case(store: Store, case_id: str, watchlist: Path, now: datetime) -> ShownCase:
    """All about a case; nothing is written. Raises `UnknownThing`, `StoreError`."""
    with store.read() as connection:
        case = known_case(connection, case_id)
        listings, events = case_listings(connection, case_id), case_events(connection)
        known = cases(connection)
        answers = case_answers(connection, case_id)
        after = after_filing(connection).get(case_id, NOT_FILED)
    content, problem = None, None
    try:
        content = pack_content(store, case, watchlist, now, look=True)
    except InputError as error:  # no watchlist, or one that can't be read
        problem = str(error)
    platform, at_risk = platforms().get(case.platform), open_links(case.states)
    not_filed = links_not_filed(case.states)
    ids = {listing.finding_id for listing in listings if listing.position in not_filed}
    findings = [finding for finding in content.pack.findings if finding.id in ids] if content is not None else []
    weak = [(finding, reasons) for finding in findings if (reasons := weaknesses(finding, now))]
    return ShownCase(
        case=case,
        open_links=at_risk,
        listings=listings,
        events=events.get(case.id, []),
        after=after,
        answers=[(answer, check_stored(case, answer)) for answer in answers],
        due=[entry for entry in agenda(known, events, now) if entry.case.id == case.id],
        may_follow=states_to_come(case.states),
        platform=platform,
        content=content,
        problem=problem,
        standings=None
        if platform is None
        else Standings(
            effect(
                platform, case.marketplace, day_of(platform, now), complaints_on(case.platform, known, events),
                case.reason or NO_REASON, len(at_risk),
            ),
            weak,
        ),
    )  # fmt: skip


def make(store: Store, watchlist: Path, given: NewCases, by: str, language: Language = "en") -> list[str]:
    """Make cases of findings, all or none; gives their ids.

    Raises `InputError` with a line for each finding or right that is refused.
    """
    reason = (given.reason or "").strip() or None
    filing = Filing(datetime.now(UTC), given.platform or None, given.right or None, reason)
    made = make_cases(store, store.root / EVIDENCE, load_watchlist(watchlist), watchlist, given.ids, filing, by)
    if made.refusals:
        raise InputError("\n".join(refusal_words(one.code, one.facts, language) for one in made.refusals))
    return list(made.drafts)


def enter(store: Store, watchlist: Path, case_id: str, given: NewEvent, by: str) -> list[str]:
    """Enter what became of a case; gives warnings. Raises `UnknownThing`, `InputError`."""
    now = datetime.now(UTC)
    with store.read() as connection:
        case = known_case(connection, case_id)
    at = moment(given.at, case.platform, now) if given.at and given.at.strip() else now
    warnings: list[str] = []
    note, text, reason = ((told or "").strip() or None for told in (given.note, given.text, given.reason))
    links = read_links(given.links) if given.links and given.links.strip() else None
    event = NewCaseEvent(case.id, at, now, by, given.state, note, text, reason, links)
    enter_event(store, event, warnings.append, watchlist)
    return warnings


def pack(store: Store, case_id: str, watchlist: Path, by: str) -> IO[bytes]:
    """The pack of a case as a zip: a file that has no name any more and goes when it is closed.

    Raises `UnknownThing`, `InputError` where it can't be made, `StoreError`; HTTP's 429 while another one is made.
    """
    with store.read() as connection:
        case = known_case(connection, case_id)
    if not _AT_ONCE.acquire(blocking=False):
        raise HTTPException(429, "another pack is being made; try again when it is there")
    try:
        with TemporaryDirectory(prefix="monitor-pack-") as folder:
            target = Path(folder) / "pack.zip"
            zip_pack(store.root, case.id, watchlist, target, by)
            return target.open("rb")
    finally:
        _AT_ONCE.release()
