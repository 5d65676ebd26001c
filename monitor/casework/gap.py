"""The rights gap: on which routes a finding can be filed, and what the others lack. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from monitor.casework.gap_codes import GapCode
from monitor.casework.refusals import KINDS_OF_GROUND
from monitor.casework.rights import Gap, HeldRight, RulesOfDay, Wanted, right_gaps
from monitor.casework.rules import ANY, Rule, doubtful, platforms_for
from monitor.watchlist import Owner, Right
from monitor.watchlist.jurisdictions import ENGLISH_OR_CHINESE, jurisdiction_code

_PATENTS = frozenset(KINDS_OF_GROUND["patent"])
RouteState = Literal["open", "check", "closed"]


@dataclass(frozen=True, slots=True)
class Filer:
    """Who files; None: the watchlist doesn't say. `documents`: identity, agent_authorisation, where they are kept."""

    owner: Owner | None
    documents: frozenset[str] = frozenset()


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
        routes += [_route(name, RulesOfDay(platform, wanted.marketplace, day), wanted, held, filer) for held in rights]
    order: dict[RouteState, int] = {"open": 0, "check": 1, "closed": 2}
    return sorted(routes, key=lambda route: order[route.state])


def _route(name: str, rules: RulesOfDay, wanted: Wanted, held: HeldRight, filer: Filer) -> Route:
    gaps = list(right_gaps(rules, wanted, held))
    if [gap.code for gap in gaps] == [GapCode.WRONG_KIND]:
        return Route(name, held, tuple(gaps), ())
    gaps += [*_of_papers(rules, held), *_of_filer(rules, filer), *_of_platform(rules)]
    cited = [rule for gap in gaps for rule in gap.rules]
    if weak := [rule for rule in doubtful(rules.seen.values()) if rule not in cited]:
        gaps.append(Gap(GapCode.DOUBTFUL, {"keys": [rule.key for rule in weak]}, tuple(weak)))
    if unsaid := _unsaid(rules, held.right, filer):
        gaps.append(Gap(GapCode.NOT_SAID, {"keys": unsaid}))
    return Route(name, held, tuple(gaps), tuple(rules.seen.values()))


def _of_papers(rules: RulesOfDay, held: HeldRight) -> Iterator[Gap]:
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


def _of_filer(rules: RulesOfDay, filer: Filer) -> Iterator[Gap]:
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
        until = filer.owner.agent_authorisation_until
        if until is not None and until < rules.day:
            yield Gap(GapCode.AUTHORISATION_ENDED, {"until": until.isoformat()})


def _of_platform(rules: RulesOfDay) -> Iterator[Gap]:
    """What is to be known of the platform itself."""
    if ANY in rules.platform.marketplaces and rules.find("serves_eu") is None:
        yield Gap(GapCode.SERVES_EU)
    if (former := rules.find("closed")) is not None:
        yield Gap(GapCode.FORMER_PORTAL, {"portal": former.value}, (former,))


def _unsaid(rules: RulesOfDay, right: Right, filer: Filer) -> list[str]:
    """The keys of what no source says of the platform, though a notice needs it."""
    keys = ["kinds", "documents.right" if right.number is not None else "documents.unregistered_copyright"]
    if right.kind != "copyright" or "copyright_worldwide" not in rules.seen:
        keys.append("jurisdictions")
    if filer.owner is not None:
        keys += [f"documents.identity.{filer.owner.kind}", *(["documents.agent"] if filer.owner.agent else [])]
    return [key for key in keys if key not in rules.seen]
