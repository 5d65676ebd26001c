"""Keep the queue as the findings, listings and decisions are: in the transaction that changed them.

State of a finding: that of the newest decision that is not taken back; `new` without one. A finding that was dismissed
and differs from what the reviewer saw is `new` again, and so is one that was dismissed with its whole seller and has
another seller now. Of a vendor who is of no concern, all that is flagged is dismissed, unless somebody decided
otherwise.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, func, select, text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Row
from sqlalchemy.orm import aliased

from monitor.decision import NEW, DecisionState, seen_of
from monitor.store.db import schema, schema_review
from monitor.store.db.bulk import insert_rows, upsert_rows
from monitor.store.db.lists import is_among
from monitor.store.db.search_text import forget_all_texts, forget_texts, write_texts
from monitor.store.read.decisions import DECISIONS, IS_FINE_SELLER, effective_decision
from monitor.text.search_grams import grams

_BATCH = 2_000
_COLUMNS = (
    "listing_key", "brand", "marketplace", "level", "rank", "state", "seller", "price_min", "currency",
    "first_seen", "gone", "seen", "changed",
)  # fmt: skip
_COUNTED = ("state", "level", "brand", "marketplace")
_FINDING, _LISTING, _VENDOR = schema.FindingRow, schema.ListingRow.__table__.c, schema.VendorRow
_QUEUE, _DECISION = schema_review.QueueRow, schema_review.DecisionRow
_REASON = schema_review.QueueReasonRow
_COUNT, _REASON_COUNT = schema_review.QueueCountRow, schema_review.QueueReasonCountRow
_DECIDED_VENDOR = aliased(_VENDOR)
_NOW = (
    select(
        _FINDING.id.label("finding_id"), _FINDING.listing_key, _FINDING.brand, _FINDING.level, _FINDING.score,
        _FINDING.reasons, _FINDING.state.label("old_state"), _LISTING.marketplace,
        _VENDOR.seller, _LISTING.price_min, _LISTING.currency, _LISTING.first_seen, _LISTING.gone,
        _LISTING.title, _VENDOR.name.label("vendor_name"), _DECISION.state.label("decided"),
        _DECISION.seen.label("decided_on"), _DECIDED_VENDOR.seller.label("decided_seller"),
        _DECIDED_VENDOR.name.label("decided_seller_name"), IS_FINE_SELLER.label("fine_seller"),
    )
    .join(schema.ListingRow, _LISTING.key == _FINDING.listing_key)
    .outerjoin(_VENDOR, _VENDOR.key == _LISTING.vendor_key)
    .where(is_among(_FINDING.listing_key))
)  # fmt: skip
_AS_DECIDED, _WITHOUT = (
    _NOW.outerjoin(_DECISION, _DECISION.id == effective).outerjoin(
        _DECIDED_VENDOR, _DECIDED_VENDOR.key == _DECISION.seller
    )
    for effective in (effective_decision(), effective_decision(~is_among(DECISIONS.id, "without")))
)
"""Findings as they stand, and as they would stand had some decisions not been made."""
_QUEUED = select(_QUEUE.__table__).where(is_among(_QUEUE.listing_key))
_NUMBERS = select(_QUEUE.id, _QUEUE.finding_id).where(is_among(_QUEUE.finding_id))
_SET_STATE = text("UPDATE finding SET state = :state WHERE id = :id")
_LISTINGS = select(_FINDING.listing_key).distinct().order_by(_FINDING.listing_key)
_REASONS = select(_REASON.code, _REASON.state).where(is_among(_REASON.queue_id))
_FORGET_REASONS = delete(_REASON).where(is_among(_REASON.queue_id))
_FORGET_ROWS = delete(_QUEUE).where(is_among(_QUEUE.id))
_TABLES = (_REASON, _COUNT, _REASON_COUNT, _QUEUE)
_Counts = Counter[tuple[Any, tuple[str, ...]]]
"""What is to be added to the counters: by table and kind."""


def _counter(table: Any, columns: tuple[str, ...]) -> tuple[tuple[str, ...], Any, Any]:
    """A table of counters: its columns, how numbers are added, how those at nought are taken out."""
    statement = insert(table)
    add = statement.on_conflict_do_update(
        index_elements=list(table.__table__.primary_key),
        set_={"number": table.number + statement.excluded.number},
    )
    return columns, add, delete(table).where(table.number == 0)


_COUNTERS = {_COUNT: _counter(_COUNT, _COUNTED), _REASON_COUNT: _counter(_REASON_COUNT, ("code", "state"))}


def refresh_queue(connection: Connection, keys: Iterable[str], *, words: bool = True) -> None:
    """Bring the queue, and the findings' states, up to date for listings.

    `words`: whether titles or vendors may have changed since the last time.
    """
    if not (keys := sorted(set(keys))):
        return
    queued = {row.finding_id: row for row in connection.execute(_QUEUED, {"keys": keys})}
    current = [(row, _values(row)) for row in connection.execute(_AS_DECIDED, {"keys": keys})]
    if states := [
        {"id": row.finding_id, "state": values["state"]} for row, values in current if values["state"] != row.old_state
    ]:
        connection.execute(_SET_STATE, states)
    flagged = {row.finding_id: (row, values) for row, values in current if row.level is not None}
    differing = {
        finding_id: values
        for finding_id, (_, values) in flagged.items()
        if (old := queued.get(finding_id)) is None or any(values[name] != getattr(old, name) for name in _COLUMNS)
    }
    outdated = [row for finding_id, row in queued.items() if finding_id in differing or finding_id not in flagged]
    counts: _Counts = Counter()
    _take_out(connection, outdated, [row for row in outdated if row.finding_id not in flagged], counts)
    texts = {
        finding_id: grams(f"{row.title or ''} {row.vendor_name or ''}")
        for finding_id, (row, _) in flagged.items()
        if words or finding_id not in queued
    }
    codes = {finding_id: {reason.code for reason in flagged[finding_id][0].reasons} for finding_id in differing}
    _put_in(connection, differing, codes, texts, counts)
    _add_counts(connection, counts)


def states_without(connection: Connection, keys: Iterable[str], decisions: Iterable[int]) -> dict[str, str]:
    """The states that the findings of listings would have had these decisions not been made, by the finding's id."""
    rows = connection.execute(_WITHOUT, {"keys": sorted(set(keys)), "without": list(decisions)})
    return {row.finding_id: _values(row)["state"] for row in rows}


def rebuild_queue(connection: Connection) -> int:
    """Make the queue anew; returns how many findings it has."""
    forget_all_texts(connection)
    for table in _TABLES:
        connection.execute(delete(table))
    keys = list(connection.execute(_LISTINGS).scalars())
    for start in range(0, len(keys), _BATCH):
        refresh_queue(connection, keys[start : start + _BATCH])
    return connection.execute(select(func.count()).select_from(_QUEUE)).scalar_one()


def _values(row: Row[Any]) -> dict[str, Any]:
    """The columns of a finding's row in the queue."""
    seen = seen_of(row.score, row.reasons, row.price_min, row.currency).digest
    state, changed = row.decided or NEW, False
    if row.level is not None and row.fine_seller and state in (NEW, DecisionState.DISMISSED):
        state = DecisionState.DISMISSED.value
    elif state == DecisionState.DISMISSED and (row.decided_on not in (None, seen) or _has_another_seller(row)):
        state, changed = NEW, True
    return {**row._asdict(), "rank": -row.score, "state": state, "seen": seen, "changed": changed}


def _has_another_seller(row: Row[Any]) -> bool:
    """Whether a finding was dismissed with its whole seller, and another one offers the listing now.

    A seller of whom pages told the name alone, and tell the id now, is the same.
    """
    if row.decided_seller in (None, row.seller):
        return False
    return row.vendor_name is None or row.decided_seller_name != row.vendor_name


def _take_out(connection: Connection, outdated: list[Row[Any]], leaving: list[Row[Any]], counts: _Counts) -> None:
    """Take the reasons of the outdated rows out, and the leaving ones of these wholly."""
    if not outdated:
        return
    numbers = {"keys": [row.id for row in outdated]}
    for row in outdated:
        counts[_COUNT, (row.state, row.level, row.brand, row.marketplace)] -= 1
    for reason in connection.execute(_REASONS, numbers):
        counts[_REASON_COUNT, (reason.code, reason.state)] -= 1
    connection.execute(_FORGET_REASONS, numbers)
    if leaving:
        gone = [row.id for row in leaving]
        connection.execute(_FORGET_ROWS, {"keys": gone})
        forget_texts(connection, gone)


def _put_in(
    connection: Connection,
    rows: Mapping[str, dict[str, Any]],
    codes: Mapping[str, set[str]],
    texts: Mapping[str, str],
    counts: _Counts,
) -> None:
    upsert_rows(
        connection,
        _QUEUE,
        [
            {"finding_id": finding_id, **{name: values[name] for name in _COLUMNS}}
            for finding_id, values in rows.items()
        ],
        _COLUMNS,
        key="finding_id",
    )
    asked = {"keys": sorted({*rows, *texts})}
    numbers = {row.finding_id: row.id for row in connection.execute(_NUMBERS, asked)}
    reasons = []
    for finding_id, values in rows.items():
        counts[_COUNT, tuple(values[name] for name in _COUNTED)] += 1
        for code in codes[finding_id]:
            counts[_REASON_COUNT, (code, values["state"])] += 1
            row = {"code": code, "state": values["state"], "rank": values["rank"], "finding_id": finding_id}
            reasons.append({**row, "queue_id": numbers[finding_id]})
    insert_rows(connection, _REASON, reasons)
    write_texts(connection, {numbers[finding_id]: words for finding_id, words in texts.items()})


def _add_counts(connection: Connection, counts: _Counts) -> None:
    """Add what changed to the counters; kinds that no finding is of any more have none."""
    for table, (columns, add, sweep) in _COUNTERS.items():
        rows = [
            {**dict(zip(columns, kind, strict=True)), "number": number}
            for (of, kind), number in counts.items()
            if of is table and number
        ]
        if rows:
            connection.execute(add, rows)
            connection.execute(sweep)
