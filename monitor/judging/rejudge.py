"""Judge the stored listings again, with the statistics of their groups: after a run, and whenever rules change.

Only what changed is done: listings that pages showed since the last time, the groups these are in, and the listings of
groups whose statistics changed. The answer is the same as from scratch.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor import __version__
from monitor.judging.batch import group_rows, judge_batch
from monitor.judging.groups import group_stats_of
from monitor.judging.parallel import batches, process_batches
from monitor.store.read.groups import members_of
from monitor.store.read.judging import judged_by, listings_of_visits, matched_listings, unjudged_visits
from monitor.store.store import Store
from monitor.store.write.findings import write_judgements
from monitor.store.write.groups import forget_groups, write_group_stats, write_groupings, write_seller_links
from monitor.store.write.judging import finish_judging, forget_rules
from monitor.watchlist import Watchlist
from monitor.watchlist.model import NOT_JUDGED

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rejudged:
    """What was done: listings grouped again, groups whose statistics changed, listings judged, whether from scratch."""

    listings: int
    groups: int
    judged: int
    whole: bool


def rejudge(
    store: Store, watchlist: Watchlist, *, whole: bool = False, on_progress: Progress = lambda done, of: None
) -> Rejudged:
    """Bring groups and findings up to date; all of them when `whole`, or when watchlist or program changed."""
    rules = {"watchlist": _digest(watchlist), "program": __version__}
    with store.read() as connection:
        before = judged_by(connection)
        visits = unjudged_visits(connection)
        whole = whole or before != rules
        keys = matched_listings(connection) if whole else listings_of_visits(connection, visits)
    if whole:
        with store.write() as connection:
            # the rules too: should this be interrupted, the next time is a whole one again
            forget_groups(connection)
            forget_rules(connection)
    touched = _regroup(store, watchlist, keys, on_progress)
    changed = _recount(store, touched)
    affected = keys if whole else sorted({*keys, *_members(store, changed)})
    # a finding changed when a page showed something new, or else, with the rules, now
    now = datetime.now(UTC) if before and before != rules else None
    number = _rejudge(store, watchlist, affected, now, on_progress, unlinked=whole)
    with store.write() as connection:
        finish_judging(connection, rules, visits)
    return Rejudged(len(keys), len(changed), number, whole)


def _digest(watchlist: Watchlist) -> str:
    return hashlib.sha256(watchlist.model_dump_json(exclude={"brand": {"__all__": NOT_JUDGED}}).encode()).hexdigest()


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
