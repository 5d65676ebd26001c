"""A small store to write pages into, for the tests of what a page changes."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from monitor.model import Listing, PageVisit
from monitor.page_reasons import PageReason
from monitor.plan import Plan
from monitor.store.db import schema
from monitor.store.db.base import Base
from monitor.store.write.runs import begin_run
from monitor.store.write.visit import record_visit
from monitor.watchlist import Brand, Watchlist
from tests.store_helper import NOON, empty_store, finding, visit

HOUR = timedelta(hours=1)
ORDINARY = "普通电钻 带电池"
"""A title that names no watched brand."""
SAME_AGAIN = ("visit", "visit_digest", "run", "unjudged_visit", "listing.last_seen")
"""What seeing the same again writes."""


class Book:
    """A store to write visits into."""

    def __init__(self, root: Path) -> None:
        self.store = empty_store(root)
        self.salt = self.store.salt
        self.run = self.next_run()

    def next_run(self) -> int:
        plan = Plan(
            method="crawl", watchlist=Watchlist(brand=[Brand(name="Nordwerk")]), marketplaces=["taobao"], max_pages=1
        )
        self.run = begin_run(self.store, plan)
        return self.run

    def add(self, *visits: PageVisit, state: str = "done") -> None:
        for one in visits:
            with self.store.write() as connection:
                record_visit(connection, self.run, one, salt=self.salt, state=state)

    def rows(self, table: type[Base]) -> list[Any]:
        with self.store.read() as connection:
            return list(connection.execute(select(table.__table__)).all())

    def one(self, table: type[Base] = schema.ListingRow) -> Any:
        (row,) = self.rows(table)
        return row

    def dump(self, *, without: tuple[str, ...] = ()) -> dict[str, list[tuple[Any, ...]]]:
        """All rows by table; `without`: names of tables, or of columns as `table.column`."""
        with self.store.read() as connection:
            return {
                name: [
                    tuple(row)
                    for row in connection.execute(select(*(c for c in table.c if f"{name}.{c.name}" not in without)))
                ]
                for name, table in Base.metadata.tables.items()
                if name not in without
            }

    def read(self, sql: str) -> list[Any]:
        with self.store.read() as connection:
            return list(connection.execute(text(sql)).all())


def search(*listings: Listing, at: datetime = NOON, number: int = 1, **facts: Any) -> PageVisit:
    """A search page whose listings name the brand, unless their title is the ordinary one."""
    pairs = [(one, None if one.title == ORDINARY else finding()) for one in listings]
    return visit(*pairs, at=at, number=number, **facts)


def own_page(one: Listing, at: datetime = NOON, **facts: Any) -> PageVisit:
    """The listing's own page."""
    more = {"page": "listing", "target": f"listing:{one.listing_id}", "listing_id": one.listing_id, "keyword": None}
    return visit((one, finding()), at=at, **{**more, **facts})


def gone(listing_id: str, at: datetime, marketplace: str = "taobao", **facts: Any) -> PageVisit:
    """The listing's own page, that says it is gone."""
    target = f"listing:{listing_id}"
    told: dict[str, Any] = {"page": "listing", "target": target, "listing_id": listing_id, "reason": PageReason.GONE}
    return visit(marketplace=marketplace, at=at, **told, **facts)
