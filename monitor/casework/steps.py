"""What an owner can do next where a platform did not help, or the seller goes on, and what each step needs. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from monitor.casework.calendar import ZONES, Calendar, Deadline, add_days, add_months, add_working_days
from monitor.casework.procedure import CaseEvent, CaseState
from monitor.casework.record import rounds
from monitor.casework.refusals import KINDS_OF_GROUND
from monitor.casework.rights import HeldRight
from monitor.casework.rules import Law, Platform, Rule, laws, platforms
from monitor.store.read.cases import CaseRecord, StoredEvent
from monitor.watchlist.jurisdictions import MADRID, jurisdiction_code

Why = Literal["counter_notice", "reinstated", "rejected", "relisted"]


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the store has for the steps of a case."""

    rights: tuple[HeldRight, ...]
    """Of the case's brand."""
    links: int
    sealed: int
    """Links whose sealed page has the digests that were sealed."""
    stamped: int
    """Links whose sealed page has a time stamp that was checked."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a step needs, or what helps."""

    code: str
    """right_in_china | right_in_eu | serves_eu | sealed_evidence | time_stamp | notary | proof"""
    is_needed: bool
    """False: it only helps."""
    is_there: bool | None
    """Whether the store has it; None: the store can't know."""
    rule: Rule
    told: str = ""
    """Of a proof: what the platform asks for, in its words."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that the owner can do next."""

    code: str
    """dispute | file_again | dsa_notice | dsa_complaint | dsa_dispute | administrative | court | national_court |
    customs | customs_application"""
    rule: Rule | None
    """Before whom, and who says so; None: no source says more of it."""
    needs: tuple[Need, ...] = ()
    deadlines: tuple[tuple[Deadline, Rule], ...] = ()


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What follows for a case, and why."""

    why: tuple[Why, ...]
    """None of them: nothing follows but the deadlines of the case."""
    steps: tuple[Step, ...]
    trade_mark_law: Rule | None
    """Which one counts for China on that day; None: the case rests on another right, or on none of China."""


_LOST: frozenset[Why] = frozenset({"reinstated", "rejected"})
_ELSEWHERE: Mapping[str, frozenset[Why]] = {
    "dsa_notice": _LOST | {"relisted"},
    "dsa_complaint": _LOST,
    "dsa_dispute": _LOST,
    "administrative": _LOST | {"relisted", "counter_notice"},
    "court": _LOST | {"relisted", "counter_notice"},
    "national_court": _LOST | {"relisted"},
    "customs": _LOST | {"relisted"},
    "customs_application": _LOST | {"relisted"},
}
"""Steps before others than the platform, the nearest first, and what they follow."""
_AGAINST_DSA_DECISIONS = ("dsa_complaint", "dsa_dispute")
_DEADLINES: Mapping[str, tuple[frozenset[CaseState], tuple[str, ...]]] = {
    "administrative": (frozenset({CaseState.COUNTER_NOTICE}), ("law_waiting_days", "law_waiting_working_days")),
    "court": (frozenset({CaseState.COUNTER_NOTICE}), ("law_waiting_days", "law_waiting_working_days")),
    "dsa_complaint": (frozenset({CaseState.REJECTED, CaseState.REINSTATED}), ("complaint_months",)),
}
"""From which event on a step's time runs, and which rules of the platform say for how long."""


def next_steps(
    case: CaseRecord, links: Sequence[Sequence[CaseEvent]], holdings: Holdings, day: date, *, listed_again: bool
) -> NextSteps:
    """What can be done next about a case, with the rules and the law of a day.

    `links`: the events of each link, the oldest first. `listed_again`: whether its seller is in a later case.
    """
    newest = [rounds(events)[-1] for events in links]
    why = _why(links, listed_again=listed_again)
    platform = platforms().get(case.platform)
    steps = [*_on_platform(case, platform, why, newest, day), *_elsewhere(case, platform, why, newest, holdings, day)]
    china = laws()["cn"]
    is_chinese = bool(why) and case.right_kind == "trade mark" and china.serves(case.marketplace)
    return NextSteps(why, tuple(steps), china.find("trade_mark_law", case.marketplace, day) if is_chinese else None)


def is_listed_again(case: CaseRecord, events: Sequence[StoredEvent], cases: Sequence[CaseRecord]) -> bool:
    """Whether a later case is about the same seller and brand, made after this one's links were removed."""
    removed = [event.at for event in events if event.state == CaseState.REMOVED]
    return bool(removed) and any(
        case.seller is not None
        and (other.seller, other.marketplace, other.brand) == (case.seller, case.marketplace, case.brand)
        and other.id != case.id
        and other.created_at > min(removed)
        for other in cases
    )


def _why(links: Sequence[Sequence[CaseEvent]], *, listed_again: bool) -> tuple[Why, ...]:
    states = {events[-1].state for events in links if events}
    came_back = any(
        before[-1].state == CaseState.REMOVED for events in links for before in rounds(events)[:-1] if before
    )
    removed = CaseState.REMOVED in states
    told: dict[Why, bool] = {
        "counter_notice": CaseState.COUNTER_NOTICE in states,
        "reinstated": CaseState.REINSTATED in states,
        "rejected": CaseState.REJECTED in states,
        "relisted": came_back or (removed and listed_again),
    }
    return tuple(code for code, applies in told.items() if applies)


def _on_platform(
    case: CaseRecord, platform: Platform | None, why: Sequence[Why], newest: Sequence[Sequence[CaseEvent]], day: date
) -> Iterator[Step]:
    """Dispute, where that is still open; file again, with the proofs that the reason asks for."""
    proofs = (*_told("proof", platform, f"reason.{case.reason}", case.marketplace, day),
              *_told("seller_shows", platform, "seller_will_show", case.marketplace, day))  # fmt: skip
    if any(_can_dispute(events) for events in newest):
        rule = platform.find("silence_reinstates", case.marketplace, day) if platform else None
        yield Step("dispute", rule, proofs)
    if not {"reinstated", "rejected", "relisted"}.isdisjoint(why):
        yield Step("file_again", None, proofs)


def _told(code: str, platform: Platform | None, key: str, marketplace: str, day: date) -> Iterator[Need]:
    """What a rule of the platform lists; the store can't know whether the owner has it."""
    rule = platform.find(key, marketplace, day) if platform else None
    if rule is None:
        return
    for words in rule.value:
        yield Need(code, code == "proof", None, rule, words)


def _can_dispute(events: Sequence[CaseEvent]) -> bool:
    """A counter-notice waits for the owner, or the listing came back because the owner was silent."""
    states = [event.state for event in events]
    return bool(states) and (
        states[-1] == CaseState.COUNTER_NOTICE
        or (states[-1] == CaseState.REINSTATED and CaseState.DISPUTED not in states)
    )


def _elsewhere(
    case: CaseRecord, platform: Platform | None, why: Sequence[Why], newest: Sequence[Sequence[CaseEvent]],
    holdings: Holdings, day: date,
) -> Iterator[Step]:  # fmt: skip
    for code, follows in _ELSEWHERE.items():
        if follows.isdisjoint(why) or not _is_open(code, case.platform):
            continue
        for law in laws().values():
            rule = law.find(f"step.{code}", case.marketplace, day) if law.serves(case.marketplace) else None
            if rule is not None:
                needs = tuple(_needs(law, code, case, holdings, day))
                yield Step(code, rule, needs, tuple(_deadlines(code, platform, case.marketplace, newest)))


def _is_open(code: str, platform: str) -> bool:
    """A decision on a notice under the DSA has its own redress; other cases may still become such a notice."""
    if code == "dsa_notice":
        return platform != "dsa"
    return platform == "dsa" or code not in _AGAINST_DSA_DECISIONS


def _needs(law: Law, step: str, case: CaseRecord, holdings: Holdings, day: date) -> Iterator[Need]:
    for rule in law.rule:
        if rule.key.startswith(f"need.{step}.") and rule.holds(case.marketplace, day):
            code = rule.key.rpartition(".")[2]
            yield Need(code, rule.value == "needed", _is_there(code, case, holdings, day), rule)


def _is_there(need: str, case: CaseRecord, holdings: Holdings, day: date) -> bool | None:
    rights = [held for held in holdings.rights if held.right.kind in KINDS_OF_GROUND.get(case.ground, ())]
    match need:
        case "right_in_china":
            return any(_holds(held, ("CN",), day) for held in rights)
        case "right_in_eu":
            places = platforms()["dsa"].value("jurisdictions", case.marketplace, day)
            return any(_holds(held, places, day) for held in rights)
        case "serves_eu":
            return platforms()["dsa"].value("serves_eu", case.marketplace, day)  # type: ignore[no-any-return]
        case "sealed_evidence":
            return holdings.sealed == holdings.links
        case "time_stamp":
            return holdings.stamped == holdings.links
        case _:
            return None


def _holds(held: HeldRight, places: Sequence[str], day: date) -> bool:
    """Whether a right is in force on a day in one of the places, as far as the watchlist tells."""
    right, code = held.right, jurisdiction_code(held.right.jurisdiction)
    if right.status != "registered" or (right.valid_until is not None and right.valid_until < day):
        return False
    extended = code == MADRID and "extension" in held.documents and "CN" in places
    return right.kind == "copyright" or code in places or extended


def _deadlines(
    step: str, platform: Platform | None, marketplace: str, newest: Sequence[Sequence[CaseEvent]]
) -> Iterator[tuple[Deadline, Rule]]:
    """By when a step has to be taken: for the link whose time began first."""
    if platform is None or step not in _DEADLINES:
        return
    begin, keys = _DEADLINES[step]
    begun = [event.at for events in newest for event in events if event.state in begin]
    if not begun:
        return
    since = min(begun).astimezone(ZONES[platform.calendar]).date()
    for key in keys:
        if (rule := platform.find(key, marketplace, since)) is not None:
            yield _after(since, rule, platform.calendar), rule


def _after(since: date, rule: Rule, calendar: Calendar) -> Deadline:
    """The last day of the time that a rule gives."""
    if rule.key.endswith("working_days"):
        return add_working_days(since, rule.value, calendar)
    if rule.key.endswith("months"):
        return add_days(add_months(since, rule.value), 0, calendar)
    return add_days(since, rule.value, calendar)
