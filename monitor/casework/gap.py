"""The rights gap: on which routes a finding can be filed, and what the others lack. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from monitor.casework.gap_codes import CHECKS, GapCode
from monitor.casework.refusals import KINDS_OF_GROUND
from monitor.casework.rules import ANY, Platform, Rule, doubtful, platforms_for
from monitor.lexicon.nice import nice_classes
from monitor.watchlist import Owner, Right
from monitor.watchlist.jurisdictions import ENGLISH_OR_CHINESE, MADRID, jurisdiction_code

_SOON = timedelta(days=90)
_LASTING = frozenset({"copyright"})
"""Kinds of rights that need no end in the watchlist."""
_PATENTS = frozenset(KINDS_OF_GROUND["patent"])
RouteState = Literal["open", "check", "closed"]


@dataclass(frozen=True, slots=True)
class HeldRight:
    """A right of the brand and the documents of it that are kept. `version`: its row in the store."""

    right: Right
    documents: frozenset[str]
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Filer:
    """Who files; None: the watchlist doesn't say. `documents`: identity, agent_authorisation, where they are kept."""

    owner: Owner | None
    documents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be taken down: all findings that are alike in this have the same routes."""

    marketplace: str
    brand: str
    ground: str | None
    """Of the confirmation; None: it doesn't say."""
    goods: tuple[str, ...] = ()
    """What the brand sells, in words."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a route lacks, or that is to be checked, with the rules that ask for it."""

    code: GapCode
    facts: Mapping[str, Any] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

    @property
    def closes(self) -> bool:
        """Whether nothing can be filed before it is mended."""
        return self.code not in CHECKS


@dataclass(frozen=True, slots=True)
class Route:
    """A platform with a right of the brand; None where it has none that could be meant."""

    platform: str
    right: HeldRight | None
    gaps: tuple[Gap, ...]
    rules: tuple[Rule, ...]
    """All that were looked at, each with its source and days."""

    @property
    def state(self) -> RouteState:
        """Whether it is open, open once a person has looked at its gaps (check), or closed."""
        if any(gap.closes for gap in self.gaps):
            return "closed"
        return "check" if self.gaps else "open"


@dataclass(slots=True)
class _Rules:
    """A platform's rules of a day for a marketplace; notes which were looked at."""

    platform: Platform
    marketplace: str
    day: date
    seen: dict[str, Rule] = field(default_factory=dict)

    def find(self, key: str) -> Rule | None:
        rule = self.platform.find(key, self.marketplace, self.day)
        if rule is not None:
            self.seen[key] = rule
        return rule


def routes_of(wanted: Wanted, rights: Sequence[HeldRight], filer: Filer, day: date) -> list[Route]:
    """Every platform on which the listing could be complained about, with every right of the brand; best first.

    `rights`: those of the brand as they stood on `day`; the rules are those of `day` too.
    """
    routes = []
    for name, platform in platforms_for(wanted.marketplace).items():
        if not any(rule.holds(wanted.marketplace, day) for rule in platform.rule):
            first = min(rule.valid_from for rule in platform.rule)
            routes.append(Route(name, None, (Gap(GapCode.NO_RULES, {"since": first.isoformat()}),), ()))
            continue
        kinds = KINDS_OF_GROUND.get(wanted.ground or "")
        if kinds is None:
            routes.append(Route(name, None, (Gap(GapCode.NO_GROUND),), ()))
            continue
        if not any(held.right.kind in kinds for held in rights):
            code = GapCode.NO_WORK if wanted.ground == "copied" else GapCode.NO_RIGHT
            routes.append(Route(name, None, (Gap(code, {"kinds": list(kinds)}),), ()))
        routes += [_route(name, _Rules(platform, wanted.marketplace, day), wanted, held, filer) for held in rights]
    order: dict[RouteState, int] = {"open": 0, "check": 1, "closed": 2}
    return sorted(routes, key=lambda route: order[route.state])


def _route(name: str, rules: _Rules, wanted: Wanted, held: HeldRight, filer: Filer) -> Route:
    kinds = KINDS_OF_GROUND[wanted.ground or ""]
    if held.right.kind not in kinds:  # whatever else it lacks helps nobody
        return Route(name, held, (Gap(GapCode.WRONG_KIND, {"kind": held.right.kind, "kinds": list(kinds)}),), ())
    gaps = [*_of_right(rules, wanted, held), *_of_papers(rules, held), *_of_filer(rules, filer), *_of_platform(rules)]
    cited = [rule for gap in gaps for rule in gap.rules]
    if weak := [rule for rule in doubtful(rules.seen.values()) if rule not in cited]:
        gaps.append(Gap(GapCode.DOUBTFUL, {"keys": [rule.key for rule in weak]}, tuple(weak)))
    if unsaid := _unsaid(rules, held.right, filer):
        gaps.append(Gap(GapCode.NOT_SAID, {"keys": unsaid}))
    return Route(name, held, tuple(gaps), tuple(rules.seen.values()))


def _of_right(rules: _Rules, wanted: Wanted, held: HeldRight) -> Iterator[Gap]:
    """What the right itself lacks: kind, state, time, place, class."""
    right = held.right
    taken = rules.find("kinds")
    if taken is not None and right.kind not in taken.value:
        yield Gap(GapCode.KIND_NOT_TAKEN, {"kind": right.kind, "kinds": list(taken.value)}, (taken,))
    if right.status == "application":
        receipt = rules.find("application_receipt_enough")
        yield Gap(GapCode.APPLICATION, {}, () if receipt is None else (receipt,))
    yield from _of_time(right, rules.day)
    yield from _of_place(rules, held)
    if right.kind == "trade mark":
        needed = nice_classes(wanted.goods)
        if not right.classes or not needed:
            yield Gap(GapCode.CLASS_UNKNOWN, {"classes": list(right.classes)})
        elif needed.isdisjoint(right.classes):
            yield Gap(GapCode.WRONG_CLASS, {"classes": list(right.classes), "needed": sorted(needed)})


def _of_time(right: Right, day: date) -> Iterator[Gap]:
    begun, end = right.registered_on or right.first_published, right.valid_until
    if begun is not None and begun > day:
        yield Gap(GapCode.NOT_YET, {"since": begun.isoformat()})
    if end is None:
        if right.kind not in _LASTING:
            yield Gap(GapCode.END_UNKNOWN)
    elif end < day:
        yield Gap(GapCode.EXPIRED, {"until": end.isoformat()})
    elif end < day + _SOON:
        yield Gap(GapCode.ENDS_SOON, {"until": end.isoformat()})


def _of_place(rules: _Rules, held: HeldRight) -> Iterator[Gap]:
    """Whether the right holds where the platform asks for it."""
    right, code = held.right, jurisdiction_code(held.right.jurisdiction)
    if right.kind == "copyright" and (worldwide := rules.find("copyright_worldwide")) is not None and worldwide.value:
        return
    accepted = rules.find("jurisdictions")
    if accepted is None or ANY in accepted.value or code in accepted.value:
        return
    if code != MADRID:
        yield Gap(GapCode.WRONG_JURISDICTION, {"jurisdiction": code, "accepted": list(accepted.value)}, (accepted,))
    elif "CN" not in accepted.value:
        yield Gap(GapCode.MADRID_PART, {"accepted": list(accepted.value)}, (accepted,))
    elif "extension" not in held.documents:
        yield Gap(GapCode.NO_EXTENSION, {}, (rules.find("madrid_needs_extension") or accepted,))


def _of_papers(rules: _Rules, held: HeldRight) -> Iterator[Gap]:
    """Which documents of the right are missing."""
    right = held.right
    proofs = rules.find("documents.right")
    if right.number is None:  # of a copyright that is not registered
        statement = rules.find("documents.unregistered_copyright")
        if statement is not None and statement.value:
            yield Gap(GapCode.COPYRIGHT_STATEMENT, {}, (statement,))
    elif proofs is not None and proofs.value and "document" not in held.documents:
        yield Gap(GapCode.NO_CERTIFICATE, {"documents": list(proofs.value)}, (proofs,))
    languages = rules.find("languages")
    is_foreign = right.number is not None and jurisdiction_code(right.jurisdiction) not in ENGLISH_OR_CHINESE
    if languages is not None and is_foreign and "translation" not in held.documents:
        yield Gap(GapCode.TRANSLATION, {"languages": list(languages.value)}, (languages,))
    if right.kind in _PATENTS and (reports := rules.find("documents.patent")) is not None:
        yield Gap(GapCode.PATENT_REPORT, {"documents": list(reports.value)}, (reports,))
    if right.kind == "trade mark" and (enrolled := rules.find("trade_mark_registered_with_platform")) is not None:
        yield Gap(GapCode.ENROLMENT, {}, (enrolled,))


def _of_filer(rules: _Rules, filer: Filer) -> Iterator[Gap]:
    """What is missing of who files."""
    if filer.owner is None:
        yield Gap(GapCode.NO_OWNER)
        return
    address = rules.find("owner_email")
    if address is not None and filer.owner.email is None:
        yield Gap(GapCode.NO_EMAIL, {}, (address,))
    identity = rules.find(f"documents.identity.{filer.owner.kind}")
    if identity is not None and identity.value and "identity" not in filer.documents:
        yield Gap(GapCode.NO_IDENTITY, {"documents": list(identity.value)}, (identity,))
    if filer.owner.agent is not None:
        power = rules.find("documents.agent")
        if power is not None and power.value and "agent_authorisation" not in filer.documents:
            yield Gap(GapCode.NO_AUTHORISATION, {"documents": list(power.value)}, (power,))


def _of_platform(rules: _Rules) -> Iterator[Gap]:
    """What is to be known of the platform itself."""
    if ANY in rules.platform.marketplaces and rules.find("serves_eu") is None:
        yield Gap(GapCode.SERVES_EU)
    if (former := rules.find("closed")) is not None:
        yield Gap(GapCode.FORMER_PORTAL, {"portal": former.value}, (former,))


def _unsaid(rules: _Rules, right: Right, filer: Filer) -> list[str]:
    """The keys of what no source says of the platform, though a notice needs it."""
    keys = ["kinds", "documents.right" if right.number is not None else "documents.unregistered_copyright"]
    if right.kind != "copyright" or "copyright_worldwide" not in rules.seen:
        keys.append("jurisdictions")
    if filer.owner is not None:
        keys += [f"documents.identity.{filer.owner.kind}", *(["documents.agent"] if filer.owner.agent else [])]
    return [key for key in keys if key not in rules.seen]
