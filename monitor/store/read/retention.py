"""What is kept that nothing needs any more: pages, pictures, sealed captures. And what was removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, text

from monitor.store.db.lists import listed
from monitor.store.db.schema_evidence import RemovedSnapshotRow
from monitor.store.db.types import UtcTime
from monitor.store.read.cases import OPEN_LINKS
from monitor.store.read.custody import HELD, STANDING

# ruff: noqa: S608 (our own words)
_REMOVED = RemovedSnapshotRow.__table__.c
_NEEDED = f"""
    needed AS MATERIALIZED (
        SELECT listing_key FROM queue
        UNION SELECT f.listing_key FROM decision AS d JOIN finding AS f ON f.id = d.finding_id
        UNION SELECT listing_key FROM capture_listing WHERE capture_id IN ({STANDING})
        UNION {HELD})"""
"""The listings whose pages and pictures stay: flagged, decided about, sealed, or under a legal hold."""
_OLD_PAGES = text(f"""
    WITH {_NEEDED},
    newest AS MATERIALIZED (SELECT last_kept FROM listing WHERE last_kept IS NOT NULL),
    old AS MATERIALIZED (
        SELECT sha256_body FROM visit WHERE sha256_body IS NOT NULL GROUP BY sha256_body
        HAVING max(recorded_at) < :before AND sum(outcome IN ('blocked', 'unreadable') OR state = 'failed') = 0)
    SELECT o.sha256_body FROM old AS o
    WHERE NOT EXISTS (SELECT 1 FROM removed_snapshot AS r WHERE r.sha256_body = o.sha256_body)
      AND o.sha256_body NOT IN newest
      AND NOT EXISTS (
        SELECT 1 FROM visit AS v WHERE v.sha256_body = o.sha256_body AND (
            v.id IN (SELECT visit_id FROM capture WHERE id IN ({STANDING}))
            OR EXISTS (SELECT 1 FROM json_each(v.listing_keys) AS j WHERE j.value IN needed)
            OR EXISTS (SELECT 1 FROM lifecycle AS e WHERE e.visit_id = v.id AND e.listing_key IN needed)))
    """).bindparams(bindparam("before", type_=UtcTime))
_BESIDE = listed("""
    SELECT DISTINCT t.value
    FROM json_each(:keys) AS k JOIN visit AS v ON v.sha256_body = k.value, json_tree(v.fetch) AS t
    WHERE t.key = 'sha256' AND (t.path LIKE '%.screenshot' OR t.path LIKE '%.mhtml')
      AND EXISTS (SELECT 1 FROM snapshot AS s WHERE s.sha256_body = t.value)
      AND NOT EXISTS (SELECT 1 FROM visit AS o WHERE o.sha256_body = t.value)""")
_OLD_PICTURES = text(f"""
    WITH {_NEEDED},
    old AS MATERIALIZED (
        SELECT p.* FROM picture AS p
        WHERE NOT EXISTS (SELECT 1 FROM reference_picture AS r WHERE r.sha256 = p.sha256)
          AND NOT EXISTS (SELECT 1 FROM removed_snapshot AS r WHERE r.sha256_body = p.view)
          AND NOT EXISTS (SELECT 1 FROM listing_picture AS l WHERE l.sha256 = p.sha256
                          AND (l.at >= :before OR l.listing_key IN needed))),
    bytes AS (SELECT sha256 FROM old UNION SELECT view FROM old UNION SELECT thumbnail FROM old)
    SELECT b.sha256 FROM bytes AS b
    WHERE NOT EXISTS (SELECT 1 FROM picture AS p WHERE b.sha256 IN (p.sha256, p.view, p.thumbnail)
                      AND p.sha256 NOT IN (SELECT sha256 FROM old))
    """).bindparams(bindparam("before", type_=UtcTime))
_IN_OPEN_CASES = f"SELECT capture_id FROM ({OPEN_LINKS})"
"""The captures that a link which has not ended rests on: they stay, whatever the owner's time is."""
_UNFINISHED = select(_REMOVED.sha256_body).where(~_REMOVED.file_gone)
_OLD_CAPTURES = text(f"""
    SELECT c.id, c.batch, c.manifest_sha256 FROM capture AS c
    WHERE c.sealed_at < :before
      AND NOT EXISTS (SELECT 1 FROM custody AS d WHERE d.capture_id = c.id AND d.event = 'deleted')
      AND NOT EXISTS (SELECT 1 FROM capture_listing AS l WHERE l.capture_id = c.id AND l.listing_key IN ({HELD}))
      AND c.id NOT IN ({_IN_OPEN_CASES})
    ORDER BY c.batch, c.position""").bindparams(bindparam("before", type_=UtcTime))
_DELETED_CAPTURES = text("SELECT DISTINCT capture_id FROM custody WHERE event = 'deleted' AND capture_id IS NOT NULL")


@dataclass(frozen=True, slots=True)
class OldCapture:
    """A sealed capture whose time is over."""

    id: str
    batch: int
    manifest_sha256: str


@dataclass(frozen=True, slots=True)
class Removed:
    """When and why kept bytes were removed: `expired` or `forgotten`."""

    at: datetime
    why: str


def old_pages(connection: Connection, before: datetime) -> set[str]:
    """The digests of kept pages that nothing needs, and of the screenshots and MHTML files that were kept with them.

    Needed are pages recorded since `before` (UTC), those that show a listing that is flagged, decided about, sealed or
    held, the newest of each listing that names a brand, sealed ones, and those that a run failed on.
    """
    pages = list(connection.execute(_OLD_PAGES, {"before": before}).scalars())
    return {*pages, *kept_beside(connection, pages)}


def kept_beside(connection: Connection, pages: Sequence[str]) -> set[str]:
    """The digests of the screenshots and MHTML files that were kept with pages, by the pages' digests."""
    return set(connection.execute(_BESIDE, {"keys": list(pages)}).scalars()) if pages else set()


def old_pictures(connection: Connection, before: datetime) -> set[str]:
    """The digests of kept pictures, and of their copies to show, that nothing needs since `before` (UTC)."""
    return set(connection.execute(_OLD_PICTURES, {"before": before}).scalars())


def unfinished_removals(connection: Connection) -> Sequence[str]:
    """The digests of removed bytes whose files may still be there."""
    return connection.execute(_UNFINISHED).scalars().all()


def removed(connection: Connection, sha256: str) -> Removed | None:
    """When and why kept bytes were removed; None where they were not."""
    row = connection.execute(select(_REMOVED.at, _REMOVED.why).where(_REMOVED.sha256_body == sha256)).first()
    return None if row is None else Removed(row.at, row.why)


def old_captures(connection: Connection, before: datetime) -> list[OldCapture]:
    """The captures sealed before a time (UTC) that are not deleted and of which no listing is held."""
    return [OldCapture(*row) for row in connection.execute(_OLD_CAPTURES, {"before": before})]


def deleted_captures(connection: Connection) -> set[str]:
    """The captures that were deleted: their rows and lines of the ledger stay, their folders are gone."""
    return set(connection.execute(_DELETED_CAPTURES).scalars())
