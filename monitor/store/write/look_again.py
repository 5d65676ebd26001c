"""Wishes to look at a listing's own page again; the planner reads them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, update

from monitor.store.db.bulk import upsert_rows
from monitor.store.db.schema import CAPTURE, CASE, LookAgainRow


def wish_capture(connection: Connection, listing_key: str, until: datetime) -> None:
    """Have the next run capture a listing's own page; the wish ends with the capture, or at a time."""
    wish_look_again(connection, listing_key, CAPTURE, until)


def end_capture_wish(connection: Connection, listing_key: str, at: datetime) -> None:
    """A listing's own page was captured at a time."""
    row = LookAgainRow
    wish = (row.listing_key == listing_key, row.why == CAPTURE, row.until > at)
    connection.execute(update(row).where(*wish).values(until=at))


def wish_look_again(connection: Connection, listing_key: str, why: str, until: datetime) -> None:
    """Have each run read a listing's own page, flagged or not, until a time; another wish with this `why` moves it."""
    row = {"listing_key": listing_key, "why": why, "until": until}
    upsert_rows(connection, LookAgainRow, [row], ("until",))


def wish_case_looks(connection: Connection, listing_keys: Iterable[str], until: datetime) -> None:
    """Have each run until a time read the own pages of these listings of cases, and of no others for that reason."""
    connection.execute(delete(LookAgainRow).where(LookAgainRow.why == CASE))
    rows = [{"listing_key": key, "why": CASE, "until": until} for key in sorted(set(listing_keys))]
    upsert_rows(connection, LookAgainRow, rows, ("until",))
