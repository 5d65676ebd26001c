"""Removal times of filed links, and how long removed ones stayed away, per platform and reason."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from monitor.casework.after_filing import Filing, counted, since_filing
from monitor.casework.followed import Followed
from monitor.casework.record import NO_REASON
from monitor.casework.removal_times import Look, Median, Share, Span, median, removal_span, return_span, shares
from monitor.store.read.looks import StoredLook

REMOVED_BY, BACK_BY = (1, 3, 7, 14, 30), (7, 30, 90)
"""Days after the filing, and after a link was first seen gone."""


@dataclass(frozen=True, slots=True)
class Times:
    """How long it took on a platform, for a reason."""

    platform: str
    reason: str
    links: int
    """Filings of links; one that was filed again counts again, one that was gone before is left out."""
    looks: int
    """At their own pages since."""
    silent: int
    """Of these: blocked or unreadable ones, which tell nothing."""
    removed: Sequence[Share]
    """By the days of `REMOVED_BY`."""
    removed_median: Median
    gone: int
    """How many were seen gone."""
    back: Sequence[Share]
    """Of these: by the days of `BACK_BY`."""


@dataclass(frozen=True, slots=True)
class _Told:
    removal: Span
    returned: Span | None
    own: Sequence[StoredLook]


def removal_times(links: Iterable[Followed]) -> list[Times]:
    """The times of each platform and reason for which something was filed, in order."""
    groups: dict[tuple[str, str], list[_Told]] = defaultdict(list)
    for one in links:
        groups[one.link.platform, one.link.reason or NO_REASON] += _told(one)
    return [_times(platform, reason, told) for (platform, reason), told in sorted(groups.items()) if told]


def _told(one: Followed) -> Iterator[_Told]:
    for filing in one.filings:
        before = [look for look in counted(one.looks) if look.at <= filing.at and look.there is not None]
        if before and not before[-1].there:
            continue
        looks = since_filing(filing, one.looks)
        own = [look for look in looks if look.own]
        removal = removal_span(filing.at, _as_looks(_until_left_standing(filing, looks)))
        gone = next((look.at for look in _until_left_standing(filing, looks) if look.there is False), None)
        yield _Told(removal, None if gone is None else return_span(gone, _as_looks(looks)), own)


def _until_left_standing(filing: Filing, looks: Iterable[StoredLook]) -> list[StoredLook]:
    """What goes after the platform left a link where it is went for another cause."""
    return [look for look in looks if filing.left_standing is None or look.at <= filing.left_standing]


def _as_looks(looks: Iterable[StoredLook]) -> list[Look]:
    return [Look(look.at, look.there) for look in looks]


def _times(platform: str, reason: str, told: Sequence[_Told]) -> Times:
    removals = [one.removal for one in told]
    returns = [one.returned for one in told if one.returned is not None]
    own = [look for one in told for look in one.own]
    return Times(
        platform,
        reason,
        links=len(told),
        looks=len(own),
        silent=sum(look.there is None for look in own),
        removed=shares(removals, REMOVED_BY),
        removed_median=median(removals),
        gone=len(returns),
        back=shares(returns, BACK_BY),
    )
