"""A listing of a brand with the statistics of its groups and its own history: the same for a page and in `assess`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    """A case with its keys in the store, whether it is stored already or not."""

    key: str | None
    """The listing's; None where the page gave no id."""
    seller: str | None
    """The vendor's."""
    case: Case
    gone: bool = False
    changed_at: datetime = _NEVER
    """When a page showed something new of it last."""


def with_context(
    connection: Connection,
    stored: Sequence[StoredCase],
    groups: Sequence[Groups] | None = None,
    stats: GroupFacts | None = None,
) -> list[Case]:
    """The cases with the statistics of their groups and with their history.

    `groups`: of each case, `stats`: of all groups; both are worked out where they are not at hand.
    """
    groups = groups or [groups_of(known.case, known.seller) for known in stored]
    if stats is None:
        stats = group_stats(connection, {key for its_groups in groups for key in keys_of(its_groups)})
    history = histories(connection, [known.key for known in stored if known.key])
    return [
        replace(
            known.case,
            group_stats=stats_around(its_groups, stats),
            history=history.get(known.key or "", _NO_HISTORY),
        )
        for known, its_groups in zip(stored, groups, strict=True)
    ]


_NO_HISTORY = ListingHistory()
