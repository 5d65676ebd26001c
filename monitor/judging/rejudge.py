"""Judge the stored listings anew, with all that they tell of each other: after a run, and whenever rules change.

Only what changed is done: listings that pages showed since the last time, the groups these are in, and the listings of
groups whose word changed. The answer is the same as from scratch.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from monitor import __version__
from monitor.judging.batch import group_rows, judge_batch
from monitor.judging.groups import group_stats_of, write_group_stats
from monitor.judging.parallel import batches, process_batches
from monitor.store.db import schema
from monitor.store.db.bulk import insert_rows
from monitor.store.db.types import Json
from monitor.store.store import Store
from monitor.store.write.findings import write_judgements
from monitor.watchlist import Watchlist

_SINCE = text("""
    SELECT j.value AS key FROM visit AS v, json_each(v.listing_keys) AS j WHERE v.id > :visit
    UNION SELECT listing_key FROM lifecycle WHERE visit_id > :visit""")
_EVERY = text("SELECT DISTINCT listing_key AS key FROM match")
_MEMBERS = text("""
    SELECT g.listing_key FROM json_each(:keys) AS k JOIN grouping AS g ON g.vendor = k.value
    UNION SELECT g.listing_key FROM json_each(:keys) AS k JOIN grouping AS g ON g.market = k.value
    UNION SELECT g.listing_key FROM json_each(:keys) AS k JOIN grouping AS g ON g.text = k.value""")
_OFFERS = text("""
    SELECT listing_key FROM json_each(:keys) AS k
    JOIN grouping ON market = json_extract(k.value, '$.market') AND seller = json_extract(k.value, '$.seller')""")
_KEYS = bindparam("keys", type_=Json)

_UNSIGN = text("DELETE FROM sign WHERE listing_key IN (SELECT value FROM json_each(:keys))").bindparams(_KEYS)

_CACHE_KB = 128 * 1024
"""For the indexes of a large store, which are written all over: SQLite's own 2 MB read each page again and again."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rejudged:
    """What was done: listings grouped anew, groups whose word changed, listings judged, whether from scratch."""

    listings: int
    groups: int
    judged: int
    whole: bool


def rejudge(
    store: Store, watchlist: Watchlist, *, whole: bool = False, on_progress: Progress = lambda done, of: None
) -> Rejudged:
    """Bring groups and findings up to date; all of them when `whole`, or when watchlist or program changed."""
    with store.read() as connection:
        mark = {"watchlist": _digest(watchlist), "program": __version__, "visit": _last_visit(connection)}
        before = _mark(connection)
        other_rules = {**before, "visit": 0} != {**mark, "visit": 0}
        whole = whole or other_rules
        statement = _EVERY if whole else _SINCE
        keys = sorted(connection.execute(statement, {} if whole else {"visit": before["visit"]}).scalars())
    if whole:
        _forget(store)
    touched = _regroup(store, watchlist, keys, on_progress)
    changed = _recount(store, touched)
    affected = keys if whole else sorted({*keys, *_members(store, changed)})
    # a finding changed when a page told something new, or else, with the rules, now
    now = datetime.now(UTC) if other_rules and before["visit"] else None
    number = _rejudge(store, watchlist, affected, now, on_progress, unsigned=whole)
    with store.write() as connection:
        insert_rows(
            connection, schema.StoreInfoRow, [{"key": "assessed", "value": json.dumps(mark)}], verb="INSERT OR REPLACE"
        )
    return Rejudged(len(keys), len(changed), number, whole)


def _digest(watchlist: Watchlist) -> str:
    return hashlib.sha256(watchlist.model_dump_json().encode()).hexdigest()


def _last_visit(connection: Connection) -> int:
    return int(connection.execute(text("SELECT coalesce(max(id), 0) FROM visit")).scalar_one())


def _mark(connection: Connection) -> dict[str, Any]:
    value = connection.execute(select(schema.StoreInfoRow.value).where(schema.StoreInfoRow.key == "assessed")).scalar()
    return json.loads(value) if value else {"visit": 0}


def _forget(store: Store) -> None:
    with store.write() as connection:
        connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_KB}")
        connection.execute(text("DELETE FROM crowd"))
        connection.execute(text("DELETE FROM grouping"))
        connection.execute(text("DELETE FROM sign"))


def _regroup(store: Store, watchlist: Watchlist, keys: list[str], on_progress: Progress) -> set[str]:
    """Write the groups of the listings; returns the groups that they are in now or were in before."""
    touched: set[str] = set()
    for done, (rows, groups) in process_batches(store, watchlist, group_rows, keys):
        with store.write() as connection:
            insert_rows(connection, schema.GroupingRow, rows, verb="INSERT OR REPLACE")
        touched |= groups
        on_progress(done, 2 * len(keys))
    return touched


def _recount(store: Store, touched: set[str]) -> set[str]:
    """What the touched groups tell now; returns those whose word changed."""
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
            members.update(connection.execute(_MEMBERS.bindparams(_KEYS), {"keys": batch}).scalars())
            members.update(connection.execute(_OFFERS.bindparams(_KEYS), {"keys": offers}).scalars())
    return members


def _offer(key: str) -> dict[str, str]:
    """Market and seller of a group of offers: the seller's key has no `|` before its name ends the key."""
    parts = key.split("|", 5)
    return {"market": "|".join(["market", *parts[1:5]]), "seller": parts[5]}


def _rejudge(
    store: Store, watchlist: Watchlist, keys: list[str], now: datetime | None, on_progress: Progress, *, unsigned: bool
) -> int:
    """Judge the listings; returns how many findings there are. `unsigned`: no sign is left of before."""
    number = 0
    for done, found in process_batches(store, watchlist, judge_batch, keys):
        times = {key: now or changed_at for key, (changed_at, _, _) in found.items()}
        findings = {key: ((), its) for key, (_, its, _) in found.items()}
        signs = [
            {"listing_key": key, "kind": kind, "sign": sign}
            for key, (_, _, signs_of_it) in found.items()
            for kind, sign in sorted(signs_of_it)
        ]
        with store.write() as connection:
            write_judgements(connection, times, findings, known=found.keys(), older=set())
            if not unsigned:
                connection.execute(_UNSIGN, {"keys": list(found)})
            insert_rows(connection, schema.SellerLinkRow, signs)
        number += sum(len(its) for _, its, _ in found.values())
        on_progress(len(keys) + done, 2 * len(keys))
    return number
