"""Where confirmed findings can be filed, as the review shows it: a route for each platform with each right."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.casework.gap import Route, routes_of
from monitor.casework.gap_codes import GapCode
from monitor.casework.refusals import day_of
from monitor.casework.register import filer_of, held_right, looked_at_rights
from monitor.casework.rights import Gap, HeldRight, Wanted
from monitor.casework.rules import platforms, platforms_for
from monitor.store.read.findings import FindingRecord
from monitor.store.store import Store
from monitor.watchlist import load_watchlist


@dataclass(frozen=True, slots=True)
class ShownRoute:
    """A platform with a right of the brand."""

    route: Route
    name: str
    """Of the platform."""
    portal: str
    right_number: str | None
    """What names the right; None: the first that fits is meant."""
    told: Sequence[Gap]
    """What is missing; of a route that is not closed, what is to be checked."""
    reasons: Sequence[str]
    """That the platform is known to take, in its own words; none: no source says, or it asks for none."""


@dataclass(frozen=True, slots=True)
class AlikeFindings:
    """Findings that have the same routes."""

    wanted: Wanted
    findings: Sequence[FindingRecord]
    routes: Sequence[ShownRoute]


@dataclass(frozen=True, slots=True)
class Filings:
    """Where some findings can be filed."""

    groups: Sequence[AlikeFindings]
    problems: Sequence[str]
    """Documents of the watchlist that can't be used."""


def filings_of(store: Store, watchlist: Path, findings: Sequence[FindingRecord], now: datetime) -> Filings:
    """The routes of confirmed findings; nothing is written. Raises `InputError` for a watchlist that can't be read."""
    watched = load_watchlist(watchlist)
    register = looked_at_rights(store, watched, watchlist, now)
    goods = {brand.id: tuple(brand.categories) for brand in watched.brand}
    alike: dict[Wanted, list[FindingRecord]] = {}
    for finding in findings:
        ground = finding.decision.ground if finding.decision else None
        wanted = Wanted(finding.marketplace, finding.brand, ground, goods.get(finding.brand, ()))
        alike.setdefault(wanted, []).append(finding)
    numbers = Counter(version.number for version in register.rights)
    rights: dict[str, list[HeldRight]] = {}
    for version in register.rights:
        rights.setdefault(version.brand, []).append(held_right(version))
    groups = []
    for wanted, members in alike.items():
        today = day_of(next(iter(platforms_for(wanted.marketplace).values())), now)
        found = routes_of(wanted, rights.get(wanted.brand, []), filer_of(register), today)
        routes = [_shown(route, wanted, numbers, now) for route in found if not _is_of_another_kind(route)]
        groups.append(AlikeFindings(wanted, members, routes))
    return Filings(groups, register.problems)


def _is_of_another_kind(route: Route) -> bool:
    """Whether its right is none that could be meant."""
    return [gap.code for gap in route.gaps] == [GapCode.WRONG_KIND]


def _shown(route: Route, wanted: Wanted, numbers: Counter[str | None], now: datetime) -> ShownRoute:
    platform = platforms()[route.platform]
    number = None if route.right is None else route.right.right.number
    return ShownRoute(
        route,
        platform.name,
        platform.portal,
        number if numbers[number] == 1 else None,
        [gap for gap in route.gaps if gap.closes or route.state != "closed"],
        platform.value("reasons", wanted.marketplace, day_of(platform, now)) or (),
    )
