"""Questions that crawling asks the store: what was read, what is known, which shops to look at."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text
from sqlalchemy.engine import Row

from monitor.store.db.lists import is_among, listed
from monitor.store.db.schema import VisitRow
from monitor.store.db.types import UtcTime

_SHOPS = text("""
    SELECT DISTINCT n.url FROM finding AS f JOIN listing AS l ON l.key = f.listing_key
    JOIN vendor AS n ON n.key = l.vendor_key JOIN visit AS first ON first.id = l.first_visit
    WHERE l.marketplace = :marketplace AND f.level = 'high' AND NOT l.gone AND n.url IS NOT NULL
      AND (:late OR first.run_id < :run OR first.marketplace = :marketplace)
    ORDER BY n.key""")

_KNOWN_BEFORE = listed("""
    SELECT NOT EXISTS (
        SELECT 1 FROM json_each(:keys) AS k
        WHERE NOT EXISTS (SELECT 1 FROM listing AS l JOIN visit AS v ON v.id = l.first_visit
                          WHERE l.key = k.value AND v.run_id < :run)
          AND NOT EXISTS (SELECT 1 FROM unmatched AS u WHERE u.key = k.value AND u.first_run < :run)
    ) AND EXISTS (
        SELECT 1 FROM visit WHERE marketplace = :marketplace AND target = :next AND run_id < :run AND state = 'done'
        AND outcome IN ('listings', 'empty'))""")

_READ_SINCE = text("""
    SELECT target FROM visit WHERE marketplace = :marketplace AND page = :page AND state = 'done'
    AND outcome IN ('listings', 'empty') AND at > :since""").bindparams(bindparam("since", type_=UtcTime))

_SEARCHED = select(VisitRow.page_number, VisitRow.outcome, VisitRow.next_page, VisitRow.listing_keys).where(
    VisitRow.run_id == bindparam("run"),
    VisitRow.marketplace == bindparam("marketplace"),
    is_among(VisitRow.target, "targets"),
    VisitRow.state == "done",
)


_FAILED_ONCE = text("""
    SELECT target, page, url, keyword, brand, page_number FROM visit
    WHERE run_id = :run AND marketplace = :marketplace
    GROUP BY target HAVING count(*) = 1 AND max(state) = 'failed' ORDER BY id""")


def kept_samples(connection: Connection, marketplace: str) -> int:
    """How many blocked and unreadable pages of a marketplace have a snapshot."""
    found = connection.execute(
        select(func.count())
        .select_from(VisitRow)
        .where(
            VisitRow.marketplace == marketplace,
            VisitRow.outcome.in_(("blocked", "unreadable")),
            VisitRow.sha256_body.is_not(None),
        )
    ).scalar()
    return found or 0


def searched_pages(connection: Connection, run_id: int, marketplace: str, targets: list[str]) -> dict[int, Row[Any]]:
    """The done pages of one search of a run, by page number."""
    rows = connection.execute(_SEARCHED, {"run": run_id, "marketplace": marketplace, "targets": targets})
    return {row.page_number: row for row in rows}


def visited_targets(connection: Connection, run_id: int, marketplace: str, page: str | None = None) -> set[str]:
    """The targets of a run that were asked for, done or failed, of all kinds of page or of one."""
    query = select(VisitRow.target).where(VisitRow.run_id == run_id, VisitRow.marketplace == marketplace)
    return set(connection.execute(query.where(VisitRow.page == page) if page else query).scalars())


def was_visited(connection: Connection, run_id: int, marketplace: str, target: str) -> bool:
    """Whether a run has asked for a page, whatever came of it."""
    where = VisitRow.run_id == run_id, VisitRow.marketplace == marketplace, VisitRow.target == target
    return connection.execute(select(VisitRow.id).where(*where).limit(1)).first() is not None


def failed_once(connection: Connection, run_id: int, marketplace: str) -> Sequence[Row[Any]]:
    """The targets of a run on which the program failed once, and that are to be asked for once more."""
    return connection.execute(_FAILED_ONCE, {"run": run_id, "marketplace": marketplace}).all()


def known_before(connection: Connection, run_id: int, marketplace: str, keys: list[str], next_target: str) -> bool:
    """Whether earlier runs saw all these listings of a search's page, and read the page after it too."""
    values = {"run": run_id, "marketplace": marketplace, "keys": keys, "next": next_target}
    return bool(connection.execute(_KNOWN_BEFORE, values).scalar())


def read_since(connection: Connection, marketplace: str, page: str, since: datetime) -> set[str]:
    """The targets of a kind of page that any run has read since."""
    return set(connection.execute(_READ_SINCE, {"marketplace": marketplace, "page": page, "since": since}).scalars())


def week_ago() -> datetime:
    """What was read since then is not read again unless something moved."""
    return datetime.now(UTC) - timedelta(days=7)


def shop_candidates(connection: Connection, run_id: int, marketplace: str, *, late: bool) -> list[str]:
    """The shops' addresses of the vendors of high findings: how many more listings of the brand have they?"""
    values = {"run": run_id, "marketplace": marketplace, "late": late}
    return list(connection.execute(_SHOPS, values).scalars())
