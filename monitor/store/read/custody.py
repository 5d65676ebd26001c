"""The custody log: which listings are under a legal hold, and what was done with evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, text

from monitor.store.db.lists import is_among
from monitor.store.db.schema import ListingRow
from monitor.store.db.types import Json, UtcTime


@dataclass(frozen=True, slots=True)
class CustodyRecord:
    """An event as it is on record. `at`: UTC; the rest as in `CustodyRow`."""

    at: datetime
    who: str
    event: str
    capture_id: str | None
    batch: int | None
    listing_key: str | None
    facts: Mapping[str, Any]


HELD = """
    SELECT listing_key FROM (
        SELECT listing_key, event, max(id) FROM custody
        WHERE event IN ('held', 'released') AND listing_key IS NOT NULL GROUP BY listing_key)
    WHERE event = 'held'"""
"""The listings whose newest event of the two is `held` (SQLite gives the other columns of the row with the maximum)."""
STANDING = """
    SELECT id FROM capture
    WHERE id NOT IN (SELECT capture_id FROM custody WHERE event = 'deleted' AND capture_id IS NOT NULL)"""
"""The captures that were not deleted."""
_WHY = text("""
    SELECT at, who, json_extract(facts, '$.why') AS why FROM custody
    WHERE event = 'held' AND listing_key = :key ORDER BY id DESC LIMIT 1""")

_KNOWN = select(ListingRow.key).where(is_among(ListingRow.key))


# a listing's events are those of its captures, of the batches that hold them, and those that name it
_LOG = text("""
    SELECT c.at, c.who, c.event, c.capture_id, c.batch, c.listing_key, c.facts FROM custody AS c
    WHERE :key IS NULL OR c.listing_key = :key
        OR c.capture_id IN (SELECT capture_id FROM capture_listing WHERE listing_key = :key)
        OR (c.capture_id IS NULL AND c.batch IN (
            SELECT k.batch FROM capture_listing AS l JOIN capture AS k ON k.id = l.capture_id
            WHERE l.listing_key = :key))
    ORDER BY c.id""").columns(at=UtcTime, facts=Json)


def custody_log(connection: Connection, listing_key: str | None = None) -> list[CustodyRecord]:
    """What was done with evidence, oldest first. `listing_key`: only what concerns this listing."""
    return [CustodyRecord(*row) for row in connection.execute(_LOG, {"key": listing_key})]


def held_listings(connection: Connection) -> set[str]:
    """The keys of all listings under a legal hold: nothing of theirs is deleted."""
    return set(connection.exec_driver_sql(HELD).scalars())


def reason_of_hold(connection: Connection, listing_key: str) -> str | None:
    """Why a listing was held last; None where it never was, or nobody said."""
    row = connection.execute(_WHY, {"key": listing_key}).first()
    return None if row is None else row.why


def known_listings(connection: Connection, keys: Sequence[str]) -> set[str]:
    """Those of the keys that are a listing's."""
    return set(connection.execute(_KNOWN, {"keys": list(keys)}).scalars())
