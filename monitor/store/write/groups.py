"""The groups of listings, their statistics and what links sellers: made by judging, and made anew at will."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, or_

from monitor.store.db import schema
from monitor.store.db.bulk import insert_rows, upsert_rows
from monitor.store.db.lists import is_among
from monitor.store.read.groups import GroupFacts, stored_stats
from monitor.store.read.operators import OPERATOR
from monitor.store.read.records import RECORD

_CACHE_KB = 128 * 1024
"""For the indexes of a large store, which are written all over: SQLite's own 2 MB read each page again and again."""
_GROUPED = ("vendor", "seller", "market", "text", "price", "authorised", "gone")
_UNLINK = delete(schema.SellerLinkRow).where(is_among(schema.SellerLinkRow.listing_key))
_SILENCE = delete(schema.GroupStatsRow).where(is_among(schema.GroupStatsRow.key))


def forget_groups(connection: Connection) -> None:
    """Delete all that judging makes of listings together, to make it from scratch.

    The records of sellers and their operators stay until they are counted again, from findings that take the last ones
    into account.
    """
    # of this connection, which the pool hands out again to the writes that follow
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_KB}")
    of_sellers = or_(*(schema.GroupStatsRow.key.startswith(group) for group in (RECORD, OPERATOR)))
    connection.execute(delete(schema.GroupStatsRow).where(~of_sellers))
    for table in (schema.GroupingRow, schema.SellerLinkRow):
        connection.execute(delete(table))


def write_groupings(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the groups of listings in place of those they were in."""
    upsert_rows(connection, schema.GroupingRow, rows, _GROUPED)


def write_group_stats(connection: Connection, groups: Iterable[str], facts: GroupFacts) -> set[str]:
    """Store what the groups (and their vendors' offers) tell now; returns the keys whose statistics changed."""
    stored = stored_stats(connection, set(groups))
    changed = {key for key in stored.keys() | facts.keys() if stored.get(key) != facts.get(key)}
    connection.execute(_SILENCE, {"keys": [key for key in changed if key not in facts]})
    rows = [{"key": key, "facts": facts[key]} for key in sorted(changed) if key in facts]
    upsert_rows(connection, schema.GroupStatsRow, rows, ("facts",))
    return changed


def write_seller_links(
    connection: Connection, keys: Sequence[str], links: Sequence[Mapping[str, Any]], *, fresh: bool
) -> None:
    """Write the links of listings in place of their earlier ones. `fresh`: there are none, they were all deleted."""
    if not fresh:
        connection.execute(_UNLINK, {"keys": list(keys)})
    insert_rows(connection, schema.SellerLinkRow, links)
