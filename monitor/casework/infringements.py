"""What counts against sellers whose links were removed, as platforms told it: per account, as they count. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from monitor.casework.calendar import ZONES
from monitor.casework.penalties import Infringement
from monitor.casework.procedure import CaseState
from monitor.casework.record import outcome, rounds
from monitor.casework.rules import Platform, platforms, platforms_for
from monitor.store.read.cases import CaseRecord, StoredEvent, events_of_link


@dataclass(frozen=True, slots=True)
class SellerAccount:
    """A seller on a marketplace, with the links of its that were removed."""

    seller: str | None
    """Its key; None: the pages named none, so these are counted for nobody."""
    name: str | None
    marketplace: str
    platform: str
    """Whose rules count: the marketplace's own, whichever way the complaint took."""
    day: date
    """Up to the end of which events count, on the platform's calendar."""
    cases: tuple[str, ...]
    removed: int
    """Links; one that was removed in two rounds counts twice."""
    untold: int
    """Those of them for which nobody entered points, and that nobody called serious."""
    infringements: tuple[Infringement, ...]
    """None of a seller whom no page named."""

    @property
    def points_told(self) -> int:
        """All points that the platform told, before its rule caps them."""
        return sum(one.points for one in self.infringements)

    @property
    def serious_told(self) -> int:
        """Links that were removed as serious infringements, before the rule merges them."""
        return sum(one.kind == "serious" for one in self.infringements)


@dataclass(frozen=True, slots=True)
class _Removal:
    """A link that was removed, once for each round."""

    case: CaseRecord
    at: datetime
    told: StoredEvent | None
    """The event that says what the seller got for it."""


def infringements_of(
    cases: Sequence[CaseRecord], events: Mapping[str, Sequence[StoredEvent]], day_of: Callable[[Platform], date]
) -> list[SellerAccount]:
    """What counts against each seller account, by marketplace and seller; accounts without removals are left out.

    A removal that was undone counts no more. Points count once for the event by which they were told, however many
    links it is about, as long as one of them stays removed; each link of a serious one is one, which the platform's
    rule may merge.
    `day_of`: up to which of its days, for each platform.
    """
    removals: dict[tuple[str, str | None], list[_Removal]] = {}
    for case in cases:
        found = list(_removals(case, events.get(case.id, ()), day_of))
        if found:
            removals.setdefault((case.marketplace, case.seller), []).extend(found)
    return [_account(removals[key], day_of) for key in sorted(removals, key=lambda key: (key[0], key[1] or ""))]


def rules_for(marketplace: str) -> str:
    """The platform by whose rules a marketplace counts against its sellers."""
    return next(iter(platforms_for(marketplace)))


def _removals(
    case: CaseRecord, events: Sequence[StoredEvent], day_of: Callable[[Platform], date]
) -> Iterator[_Removal]:
    platform = platforms()[rules_for(case.marketplace)]
    zone, day = ZONES[platform.calendar], day_of(platform)
    counted = [event for event in events if event.at.astimezone(zone).date() <= day]
    for position in range(1, case.listings + 1):
        for part in rounds(events_of_link(counted, position)):
            decided = outcome(part)
            if decided is not None and decided.state == CaseState.REMOVED:
                yield _removal(case, part, decided)


def _removal(case: CaseRecord, part: Sequence[StoredEvent], decided: StoredEvent) -> _Removal:
    """The removal with what was told of it last; what was told later counts from the day of the removal on."""
    begun, found = decided.at, _Removal(case, decided.at, None)
    for place, event in enumerate(part):
        if event.state == CaseState.REMOVED:
            if place == 0 or part[place - 1].state != CaseState.REMOVED:
                begun = event.at
            if event.severity is not None or event.points is not None:
                found = _Removal(case, begun, event)
    return found


def _account(removals: Sequence[_Removal], day_of: Callable[[Platform], date]) -> SellerAccount:
    case = removals[-1].case
    platform = rules_for(case.marketplace)
    pointed = {one.told.id: (one.at, one.told.points) for one in removals if one.told and one.told.points is not None}
    serious = [one for one in removals if one.told and one.told.severity == "serious"]
    untold = sum(one.told is None or (one.told.points is None and one.told.severity != "serious") for one in removals)
    return SellerAccount(
        case.seller,
        case.seller_name,
        case.marketplace,
        platform,
        day_of(platforms()[platform]),
        tuple(dict.fromkeys(one.case.id for one in removals)),
        len(removals),
        untold,
        ()
        if case.seller is None
        else (
            *(Infringement(at, "general", points) for at, points in pointed.values()),
            *(Infringement(one.at, "serious", owner=_holder(one.case)) for one in serious),
        ),
    )


def _holder(case: CaseRecord) -> str:
    """Who complained: the holder of the right, where the watchlist names one, else the brand."""
    return str(case.facts.get("holder") or case.brand)
