"""The sellers that are probably one operator's, of one marketplace, and what their records say of each other."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from monitor.indicators.case import OperatorRecord
from monitor.indicators.operators import MOST_BEARERS, Sign, Tie, ties
from monitor.indicators.seller_record import record_points
from monitor.judging.records import record_of
from monitor.store.read.groups import GroupFacts, group_stats
from monitor.store.read.operators import OPERATOR, seller_keys, seller_names, shared_signs
from monitor.store.read.records import RECORD
from monitor.store.store import Connection

_MOST = 20
"""Tied sellers of one that are kept, the most strongly tied first."""


def operator_stats(connection: Connection) -> GroupFacts:
    """For each seller who is tied to others: who they are, by which signs, and the worst of their records.

    Of the whole store each time: how rare a sign is depends on all sellers.
    """
    tied: dict[str, list[tuple[float, str, Tie]]] = defaultdict(list)
    for tie in _all_ties(connection):
        one, other = tie.sellers
        tied[one].append((-tie.weight, other, tie))
        tied[other].append((-tie.weight, one, tie))
    records = group_stats(connection, [RECORD + seller for seller in tied])
    names = seller_names(connection, tied)
    stats: GroupFacts = {}
    for seller, others in tied.items():
        strongest = sorted(others, key=lambda other: other[:2])[:_MOST]
        facts: dict[str, Any] = {
            "tied": [
                {"key": other, "seller": names.get(other, {"id": other}), "signs": [list(sign) for sign in tie.signs]}
                for _, other, tie in strongest
            ]
        }
        worst = max(
            ((record_points(record_of(record)), -place) for place, (_, other, _) in enumerate(strongest)
             if (record := records.get(RECORD + other))),
            default=None,
        )  # fmt: skip
        if worst is not None and worst[0]:
            place = -worst[1]
            facts |= {"worst": place, "record": records[RECORD + strongest[place][1]]}
        stats[OPERATOR + seller] = facts
    return stats


def operator_record_of(facts: Mapping[str, Any]) -> OperatorRecord | None:
    """The worst record of the tied sellers, from the statistics of their group; None where none is worth points."""
    if "record" not in facts:
        return None
    worst = facts["tied"][facts["worst"]]
    signs = tuple((kind, value) for kind, value in worst["signs"])
    return OperatorRecord(worst["seller"], signs, record_of(facts["record"]))


def _all_ties(connection: Connection) -> list[Tie]:
    """The ties between sellers of the same marketplace: it is their number that a sign's bearers are compared with."""
    sellers = Counter(key.partition(":")[0] for key in seller_keys(connection))
    bearers: dict[str, dict[Sign, list[str]]] = defaultdict(dict)
    for sign, bearing in shared_signs(connection, most=MOST_BEARERS).items():
        for seller in bearing:
            bearers[seller.partition(":")[0]].setdefault(sign, []).append(seller)
    return [tie for place, of_place in bearers.items() for tie in ties(of_place, sellers[place])]
