"""Wishes to look at a listing's own page again; the planner reads them."""

from datetime import datetime

from sqlalchemy import Connection

from monitor.store.db.bulk import upsert_rows
from monitor.store.db.schema import LookAgainRow


def wish_look_again(connection: Connection, listing_key: str, why: str, until: datetime) -> None:
    """Have each run read a listing's own page, flagged or not, until a time; another wish with this `why` moves it."""
    row = {"listing_key": listing_key, "why": why, "until": until}
    upsert_rows(connection, LookAgainRow, [row], ("until",))
