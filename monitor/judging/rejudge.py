"""Judge the stored listings again, with the statistics of their groups: after a run, and whenever rules change.

Only what changed is done: listings that pages showed since the last time, the groups these are in, and the listings of
groups whose statistics changed. Then the records of their sellers, which are made of findings, who is one operator, and
the listings of sellers for whom one of these changed, also by what people decided since. The answer is the same as from
scratch.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor import __version__
from monitor.judging.batch import group_rows, judge_batch
from monitor.judging.groups import group_stats_of
from monitor.judging.operators import operator_stats
from monitor.judging.parallel import batches, process_batches
from monitor.judging.records import record_stats
from monitor.judging.sellers import ids_of
from monitor.store.read.groups import members_of
from monitor.store.read.judging import (
    Channel,
    channel_before,
    decisions_judged,
    judged_by,
    listings_of_brand,
    listings_of_visits,
    matched_listings,
    unjudged_visits,
)
from monitor.store.read.operators import tied_groups
from monitor.store.read.records import RECORD, decided_after, listings_of_sellers, sellers_of, sellers_with_record
from monitor.store.read.sellers import known_as, listings_of_vendors, unjudged_vendors
from monitor.store.store import Connection, Store
from monitor.store.write.findings import write_judgements
from monitor.store.write.groups import forget_groups, write_group_stats, write_groupings, write_seller_links
from monitor.store.write.judging import finish_judging, forget_rules, write_channel
from monitor.store.write.sellers import judged_vendors
from monitor.watchlist import Watchlist
from monitor.watchlist.model import NOT_JUDGED

Progress = Callable[[int, int], None]
_SILENT: Progress = lambda done, of: None  # noqa: E731


@dataclass(frozen=True, slots=True)
class Rejudged:
    """What was done: listings grouped again, groups whose statistics changed, listings judged, whether from scratch."""

    listings: int
    groups: int
    judged: int
    whole: bool


def rejudge(store: Store, watchlist: Watchlist, *, whole: bool = False, on_progress: Progress = _SILENT) -> Rejudged:
    """Bring groups and findings up to date; all of them when `whole`, or when watchlist or program changed."""
    rules = {"watchlist": _digest(watchlist), "program": __version__}
    with store.read() as connection:
        before = judged_by(connection)
        visits = unjudged_visits(connection)
        whole = whole or before != rules
        vendors, channel = unjudged_vendors(connection), _channel(connection, watchlist)
        keys = matched_listings(connection) if whole else _new_listings(connection, visits, vendors, channel)
        decided, decisions = decided_after(connection, decisions_judged(connection))
    if keys or decided:
        with store.write() as connection:
            # the rules too: should this be interrupted, the next time is a whole one
            if whole:
                forget_groups(connection)
            forget_rules(connection)
    touched = _regroup(store, watchlist, keys, on_progress)
    changed = _recount(store, touched)
    affected = keys if whole else sorted({*keys, *_members(store, changed)})
    # a finding changed when a page showed something new, or else, with the rules, now
    now = datetime.now(UTC) if before and before != rules else None
    number = _rejudge(store, watchlist, affected, now, on_progress, unlinked=whole)
    records, again = _recount_records(store, touched, affected, decided, whole=whole)
    once_more = again.intersection(affected)
    _rejudge(store, watchlist, sorted(once_more), now, _SILENT, unlinked=False)
    number += _rejudge(store, watchlist, sorted(again - once_more), now, _SILENT, unlinked=False)
    with store.write() as connection:
        finish_judging(connection, rules, visits, decisions)
        judged_vendors(connection, vendors)
        write_channel(connection, channel)
    return Rejudged(len(keys), len(changed) + len(records), number, whole)


def _digest(watchlist: Watchlist) -> str:
    judged_by = watchlist.model_dump_json(exclude={"owner": True, "brand": {"__all__": NOT_JUDGED}})
    return hashlib.sha256(judged_by.encode()).hexdigest()


def _channel(connection: Connection, watchlist: Watchlist) -> Channel:
    """What the store knows of the authorised sellers, by brand and marketplace."""
    known = known_as(connection, [ids for brand in watchlist.brand for ids in ids_of(brand)])
    channel: Channel = defaultdict(dict)
    for brand in watchlist.brand:
        for marketplace, value in ids_of(brand):
            if identifiers := known.get((marketplace, value)):
                channel[f"{brand.id} {marketplace}"][value] = sorted(map(list, identifiers))
    return dict(channel)


def _new_listings(connection: Connection, visits: list[int], vendors: list[str], channel: Channel) -> list[str]:
    """The listings that are to be judged: shown since, or with sellers or authorised ones better known."""
    keys = {*listings_of_visits(connection, visits), *listings_of_vendors(connection, vendors)}
    before = channel_before(connection)
    for place in before.keys() | channel.keys():
        if before.get(place) != channel.get(place):
            brand, _, marketplace = place.partition(" ")
            keys.update(listings_of_brand(connection, brand, marketplace))
    return sorted(keys)


def _regroup(store: Store, watchlist: Watchlist, keys: list[str], on_progress: Progress) -> set[str]:
    """Write the groups of the listings; returns the groups that they are in now or were in before."""
    touched: set[str] = set()
    for done, (rows, groups) in process_batches(store, watchlist, group_rows, keys):
        with store.write() as connection:
            write_groupings(connection, rows)
        touched |= groups
        on_progress(done, 2 * len(keys))
    return touched


def _recount(store: Store, touched: set[str]) -> set[str]:
    """Count the touched groups again; returns those whose statistics changed."""
    changed: set[str] = set()
    for batch in batches(sorted(touched)):
        with store.write() as connection:
            changed |= write_group_stats(connection, batch, group_stats_of(connection, batch))
    return changed


def _recount_records(
    store: Store, touched: set[str], judged: list[str], decided: set[str], *, whole: bool
) -> tuple[set[str], set[str]]:
    """Count the records of sellers again, from the findings as they are judged now.

    `touched`: groups of listings that changed, `judged` and `decided`: listings with other findings and decisions.
    Then tie sellers of one operator. Returns the groups whose statistics changed, and the listings to be judged with
    them as they are now: those of these sellers, and of `judged` and `decided` the ones whose sellers have a record.
    """
    sellers = {key.split("|", 2)[2] for key in touched if key.startswith("vendor|")}
    with store.read() as connection:
        before = sellers_with_record(connection)
        sellers |= sellers_of(connection, [*judged, *decided]) | (before if whole else set())
    changed: set[str] = set()
    for batch in batches(sorted(sellers)):
        with store.write() as connection:
            keys = [RECORD + seller for seller in batch]
            changed |= write_group_stats(connection, keys, record_stats(connection, batch))
    with store.write() as connection:
        tied = operator_stats(connection)
        changed |= write_group_stats(connection, {*tied, *tied_groups(connection)}, tied)
    own, again = decided.union(judged), set[str]()
    with store.read() as connection:
        after = sellers_with_record(connection)
        for batch in batches(sorted({key.partition("|")[2] for key in changed})):
            again |= listings_of_sellers(connection, batch)
        for batch in batches(sorted(sellers & after)):
            again |= listings_of_sellers(connection, batch) & own
    return changed, again


def _members(store: Store, changed: Iterable[str]) -> set[str]:
    """The listings of groups."""
    members: set[str] = set()
    for batch in batches(sorted(changed)):
        offers = [_offer(key) for key in batch if key.startswith("offers|")]
        with store.read() as connection:
            members |= members_of(connection, batch, offers)
    return members


def _offer(key: str) -> dict[str, str]:
    """Market and seller of a group of offers: the seller's key has no `|` before its name ends the key."""
    parts = key.split("|", 5)
    return {"market": "|".join(["market", *parts[1:5]]), "seller": parts[5]}


def _rejudge(
    store: Store, watchlist: Watchlist, keys: list[str], now: datetime | None, on_progress: Progress, *, unlinked: bool
) -> int:
    """Judge the listings; returns how many findings there are. `unlinked`: no seller link is left of before."""
    number = 0
    for done, judged in process_batches(store, watchlist, judge_batch, keys):
        times = {key: now or listing.changed_at for key, listing in judged.items()}
        findings = {key: ((), tuple(listing.findings)) for key, listing in judged.items()}
        links = [
            {"listing_key": key, "marketplace": key.partition(":")[0], "kind": kind, "value": value}
            for key, listing in judged.items()
            for kind, value in sorted(listing.links)
        ]
        with store.write() as connection:
            write_judgements(connection, times, findings, known=judged.keys(), older=set())
            write_seller_links(connection, list(judged), links, fresh=unlinked)
        number += sum(len(listing.findings) for listing in judged.values())
        on_progress(len(keys) + done, 2 * len(keys))
    return number
