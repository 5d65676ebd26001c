"""A listing of a brand with the statistics of its groups and its own history: the same for a page and in `assess`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from monitor.indicators.case import Case, ListingHistory
from monitor.indicators.groups import Groups, groups_of
from monitor.judging.groups import keys_of, stats_around
from monitor.judging.history import histories
from monitor.judging.operators import operator_record_of
from monitor.judging.records import record_without, standings_of_listings
from monitor.store.read.groups import GroupFacts, group_stats
from monitor.store.read.operators import OPERATOR
from monitor.store.read.records import RECORD
from monitor.store.store import Connection

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case with its keys in the store, whether it is stored already or not."""

    key: str | None
    """The listing's; None where the page gave no id."""
    seller: str | None
    """The vendor's, until `with_sellers` has made it the seller's."""
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
        grouped = {key for its_groups in groups for key in keys_of(its_groups)}
        of_sellers = {group + (known.seller or "") for known in stored for group in (RECORD, OPERATOR)}
        stats = group_stats(connection, grouped | of_sellers)
    recorded = [known.key for known in stored if known.key and known.seller and RECORD + known.seller in stats]
    standings = standings_of_listings(connection, recorded) if recorded else {}
    history = histories(connection, [known.key for known in stored if known.key])
    return [
        replace(
            known.case,
            group_stats=stats_around(its_groups, stats),
            history=history.get(known.key or "", _NO_HISTORY),
            record=record_without(stats[record], known.key, standings.get(known.key or ""))
            if (record := RECORD + (known.seller or "")) in stats
            else None,
            operator=operator_record_of(stats.get(OPERATOR + (known.seller or ""), {})),
        )
        for known, its_groups in zip(stored, groups, strict=True)
    ]


_NO_HISTORY = ListingHistory()
