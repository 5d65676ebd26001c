"""A listing of a brand with what the others, and its own past, tell: the same at a page's time and in `assess`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.indicators.case import Case, ListingHistory
from monitor.indicators.groups import Groups, groups_of
from monitor.judging.groups import keys_of, stats_around
from monitor.judging.history import histories
from monitor.store.read.groups import GroupFacts, group_stats
from monitor.store.store import Connection

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case with the keys that the store knows it by."""

    key: str | None
    """The listing's; None where the page told no id."""
    seller: str | None
    """The vendor's."""
    case: Case
    gone: bool = False
    changed_at: datetime = _NEVER
    """When a page told something new of it last."""


def with_context(
    connection: Connection,
    stored: Sequence[StoredCase],
    groups: Sequence[Groups] | None = None,
    told: GroupFacts | None = None,
) -> list[Case]:
    """The cases with their crowd and their past. Their `groups`, and what all groups tell, if at hand."""
    groups = groups or [groups_of(one.case, one.seller) for one in stored]
    around = group_stats(connection, {key for of_one in groups for key in keys_of(of_one)}) if told is None else told
    past = histories(connection, [one.key for one in stored if one.key])
    return [
        Case(
            one.case.listing, one.case.match, one.case.brand, one.case.marketplace, one.case.day,
            stats_around(of_one, around), past.get(one.key or "", _NO_PAST),
        )
        for one, of_one in zip(stored, groups, strict=True)
    ]  # fmt: skip


_NO_PAST = ListingHistory()
