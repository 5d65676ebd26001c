"""What the database says of evidence, as it stands in the rows: nothing is converted, for it may have been edited."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from monitor.evidence.verify import BatchRow, CaptureRow, Rows, StampRow
from monitor.evidence.verify_stamps import Stamp
from monitor.store.db.schema_evidence import CustodyRow, EvidenceBatchRow
from monitor.store.read.health import digest_as_read

_BATCHES = "SELECT number, at, previous, root, captures, head_sha256 FROM evidence_batch ORDER BY number"
_CAPTURES = """
    SELECT c.id, c.batch, c.position, c.manifest_sha256,
           EXISTS (SELECT 1 FROM custody AS d WHERE d.capture_id = c.id AND d.event = 'deleted')
    FROM capture AS c ORDER BY c.batch, c.position"""
_STAMPS = "SELECT batch, authority, number, tsr_sha256, gen_time FROM stamp ORDER BY batch, authority, number"
_BATCH_TYPES = [[int, str, str, str, int, str]]
_CAPTURE_TYPES = [[str, int, int, str, int]]
_STAMP_TYPES = [[int, str, int, str, str], [int, str, int, str, type(None)]]
_STAMP_COLUMNS = "SELECT batch, authority, number, url, qualified, at, gen_time, state, tsr_sha256 FROM stamp"
_EVENTS = """
    SELECT id, at, who, event, capture_id, batch, listing_key, facts FROM custody
    WHERE event IN ('sealed', 'stamped', 'deleted', 'verified', 'held', 'released') ORDER BY id"""
_SEALED = """
    SELECT c.id, c.visit_id, c.sealed_at, c.sealed_by, c.session, c.manifest_sha256, c.batch, b.at AS batch_at,
           v.url, v.at, v.method, v.sha256_body, v.session AS visit_session, d.sha256 AS digest,
           EXISTS (SELECT 1 FROM removed_snapshot AS r WHERE r.sha256_body = v.sha256_body) AS removed
    FROM capture AS c LEFT JOIN evidence_batch AS b ON b.number = c.batch
    LEFT JOIN visit AS v ON v.id = c.visit_id LEFT JOIN visit_digest AS d ON d.visit_id = c.visit_id
    ORDER BY c.batch, c.position"""
_SHOWN = "SELECT capture_id, listing_key, own FROM capture_listing"


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the custody log; `facts` is None when it is no JSON object."""

    id: int
    at: str
    who: str
    event: str
    capture_id: str | None
    batch: int | None
    listing_key: str | None
    facts: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class LastVerified:
    """A check of all evidence: when (UTC), by whom, and how many damages it found."""

    at: datetime
    who: str
    problems: int
    damaged: tuple[str, ...]
    """Where the first of them are."""


def evidence_rows(connection: Connection) -> Rows:
    """The batches, captures and stamps. A row that holds text for a number, or the like, is left out: it is damaged.

    Whatever it should name is then found without a row.
    """
    batches, captures, stamps = (
        [row for row in connection.exec_driver_sql(sql) if list(map(type, row)) in kinds]
        for sql, kinds in ((_BATCHES, _BATCH_TYPES), (_CAPTURES, _CAPTURE_TYPES), (_STAMPS, _STAMP_TYPES))
    )
    return Rows(
        tuple(BatchRow(*row) for row in batches),
        tuple(CaptureRow(*row) for row in captures),
        tuple(StampRow(Stamp(*row[:3]), *row[3:]) for row in stamps),
    )


def custody_events(connection: Connection) -> list[Event]:
    """What the custody log says of sealing, stamping, holding, deleting and checking, the oldest first."""
    rows = connection.exec_driver_sql(_EVENTS).mappings()
    return [Event(**{**row, "facts": _object(row["facts"])}) for row in rows]


def custody_ids(connection: Connection) -> tuple[int, int]:
    """How many rows the custody log has, and the highest of their numbers: the same when none was taken out."""
    count, highest = connection.exec_driver_sql("SELECT count(*), coalesce(max(id), 0) FROM custody").one()
    return count, highest


def stamp_rows(connection: Connection) -> dict[tuple[int, str, int], dict[str, Any]]:
    """All columns of the stamps, by batch, authority and number."""
    rows = connection.exec_driver_sql(_STAMP_COLUMNS).mappings()
    return {(row["batch"], row["authority"], row["number"]): dict(row) for row in rows}


def listings_of_captures(connection: Connection) -> dict[str, dict[str, bool]]:
    """By capture, the keys of the listings that it shows, and whether it is their own page."""
    shown: dict[str, dict[str, bool]] = {}
    for capture_id, key, own in connection.exec_driver_sql(_SHOWN):
        shown.setdefault(capture_id, {})[key] = bool(own)
    return shown


def sealed_visits(connection: Connection) -> list[dict[str, Any]]:
    """Each capture's row with its visit's; `listings`: own page or not, by key; `as_written`: the visit's rows are."""
    shown = listings_of_captures(connection)
    return [
        {
            **row,
            "listings": shown.get(row["id"], {}),
            "as_written": digest_as_read(connection, row["visit_id"]) == row["digest"],
        }
        for row in connection.exec_driver_sql(_SEALED).mappings().all()
    ]


def last_verified(connection: Connection) -> LastVerified | None:
    """The newest check of all evidence; None: there was none."""
    query = select(CustodyRow.at, CustodyRow.who, CustodyRow.facts).where(CustodyRow.event == "verified")
    row = connection.execute(query.order_by(CustodyRow.id.desc()).limit(1)).first()
    if row is None:
        return None
    facts = row.facts or {}
    return LastVerified(row.at, row.who, int(facts.get("problems", 0)), tuple(map(str, facts.get("damaged", ()))))


def newest_batch(connection: Connection) -> int:
    """The number of the newest batch; 0 before the first."""
    return connection.execute(select(func.coalesce(func.max(EvidenceBatchRow.number), 0))).scalar_one()


def _object(text: str) -> dict[str, Any] | None:
    try:
        facts = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return None
    return facts if isinstance(facts, dict) else None
