"""What is not kept for ever."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete

from monitor.store.db.schema import UnmatchedRow
from monitor.store.store import Store

UNMATCHED_DAYS = 30
"""Listings that name no watched brand: market prices and word statistics need no more (data minimisation)."""


def forget_unmatched(store: Store, now: datetime | None = None) -> int:
    """Delete unmatched listings that were seen longer ago; returns how many."""
    before = (now or datetime.now(UTC)) - timedelta(days=UNMATCHED_DAYS)
    with store.write() as connection:
        return connection.execute(delete(UnmatchedRow).where(UnmatchedRow.seen_at < before)).rowcount
