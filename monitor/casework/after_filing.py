"""What became of a link after it was filed, by the looks at it: there, gone or back; and when to look again.

Only the listing's own page says that it is gone, or back after that. A search that shows it counts as a look that saw
it there, until then: results may lag behind what was removed. Absence from a search, and a blocked page, tell nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from monitor.casework.procedure import CaseEvent, CaseState
from monitor.casework.record import rounds
from monitor.store.read.looks import StoredLook

_LEFT_STANDING = frozenset({CaseState.ACCEPTED, CaseState.REINSTATED, CaseState.REJECTED, CaseState.WITHDRAWN})
"""The platform leaves the listing where it is, or was asked to."""
_OFTEN = timedelta(days=14)
"""After a filing, and after it was gone, a link is looked at each day for so long: the slowest answer that a source
names, 7 working days and 3 for the seller's, fits in (rules/ipp.toml)."""
AWAY = timedelta(days=97)
"""So long after it was gone: 90 days, about the three months over which platforms judge, and a week for a last look."""
_SETTLED = timedelta(days=1)
"""How long after a removal was entered a page may still show the listing, and nothing is made of it."""
_DAY, _WEEK = timedelta(hours=20), timedelta(days=6, hours=12)
"""A little less than they are called, so that a run at the same hour finds a look due."""


@dataclass(frozen=True, slots=True)
class Filing:
    """One filing of a link. A case that began again has another one; all times are UTC."""

    at: datetime
    removed: datetime | None = None
    """When the platform removed it, as somebody entered."""
    left_standing: datetime | None = None
    """When the case ended otherwise; None: it did not."""
    until: datetime | None = None
    """When it was filed again."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a filed link stands by what pages told of it since its filing."""

    state: Literal["there", "gone", "back", "unknown"]
    since: datetime | None = None
    """there: seen last; gone, back: the first look that saw it so."""
    before: datetime | None = None
    """The last look before that one; None: none since it was filed told anything."""
    silent: datetime | None = None
    """The last look at its own page, when that told nothing."""


def filings(events: Sequence[CaseEvent]) -> list[Filing]:
    """The filings of a link, the oldest first. `events`: of this link, in the order in which they were entered."""
    found: list[Filing] = []
    until: datetime | None = None
    for part in reversed(rounds(events)):
        filed = next((event.at for event in part if event.state == CaseState.FILED), None)
        if filed is None:
            continue
        removed = next((event.at for event in part if event.state == CaseState.REMOVED), None)
        left_standing = part[-1].at if part[-1].state in _LEFT_STANDING else None
        found.append(Filing(filed, removed, left_standing, until))
        until = filed
    return found[::-1]


def counted(looks: Iterable[StoredLook]) -> list[StoredLook]:
    """The looks that count, the oldest first: a search does not, once the listing's own page said that it is gone."""
    kept, gone = [], False
    for look in sorted(looks, key=lambda look: (look.at, look.visit_id)):
        if look.own and look.there is not None:
            gone = not look.there
        if look.own or not gone:
            kept.append(look)
    return kept


def since_filing(filing: Filing, looks: Iterable[StoredLook]) -> list[StoredLook]:
    """The looks that count, until it was filed again."""
    return [
        look for look in counted(looks) if filing.at < look.at and (filing.until is None or look.at <= filing.until)
    ]


def seen(filing: Filing, looks: Iterable[StoredLook]) -> Seen:
    """Where a link stands since a filing."""
    now, last = Seen("unknown"), None
    for look in since_filing(filing, looks):
        if look.there is None:
            now = replace(now, silent=look.at)
            continue
        state = _next_state(now.state, there=look.there)
        is_new = state != now.state or state == "there"
        now = Seen(state, look.at, last) if is_new else replace(now, silent=None)
        last = look.at
    return now


def _next_state(state: str, *, there: bool) -> Literal["there", "gone", "back"]:
    if not there:
        return "gone"
    return "back" if state in ("gone", "back") else "there"


def gone_at(filing: Filing, looks: Iterable[StoredLook]) -> datetime | None:
    """When the link was first seen gone, or was entered as removed; None: neither, or the platform left it there."""
    if filing.left_standing is not None:
        return None
    seen_gone = [look.at for look in since_filing(filing, looks) if look.there is False]
    return min([*seen_gone[:1], *([filing.removed] if filing.removed else [])], default=None)


def back(filing: Filing, looks: Iterable[StoredLook]) -> StoredLook | None:
    """The first look at its own page that saw the link there after it was gone, if it has not gone again."""
    found, gone = None, False
    for look in since_filing(filing, looks):
        if look.there is False:
            found, gone = None, True
        elif look.own and look.there and found is None:
            settled = filing.removed is not None and look.at - filing.removed > _SETTLED
            found = look if gone or settled else None
    return found


def is_due(filing: Filing, looks: Sequence[StoredLook], now: datetime) -> bool:
    """Whether the next run is to look at the link's own page: daily at first, later weekly, until it stayed away.

    `filing`: its last one; `looks`: the oldest first. A look that told nothing is made again the next day.
    """
    if filing.left_standing is not None:
        return False
    found = seen(filing, looks)
    gone = found.since if found.state == "gone" else filing.removed
    if gone is not None and now - gone > AWAY:
        return False
    own = [look for look in looks if look.own]
    often = now - (gone or filing.at) < _OFTEN or bool(own and own[-1].there is None)
    return not own or now - own[-1].at >= (_DAY if often else _WEEK)
