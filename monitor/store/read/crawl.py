"""Questions that crawling and runs ask the store. Short reads; nothing here writes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text
from sqlalchemy.engine import Row

from monitor.marketplaces import SEARCH_ENGINES
from monitor.store.db.bulk import is_among
from monitor.store.db.schema import VisitRow
from monitor.store.db.types import Json, MissingFacts, Money, Reasons, UtcTime

_CANDIDATES = text("""
    WITH seen AS (
        SELECT DISTINCT j.value AS key FROM visit AS v, json_each(v.listing_keys) AS j
        WHERE v.run_id = :run AND v.outcome = 'listings'),
    missing AS (
        SELECT DISTINCT j.value AS key FROM visit AS now, visit AS past, json_each(past.listing_keys) AS j
        WHERE now.run_id = :run AND now.page = 'search' AND now.outcome IN ('listings', 'empty')
          AND past.id = (SELECT max(id) FROM visit AS v WHERE v.marketplace = now.marketplace AND v.target = now.target
                         AND v.run_id < :run AND v.outcome = 'listings')),
    told AS (
        SELECT DISTINCT o.listing_key AS key FROM observation AS o JOIN visit AS v ON v.id = o.visit_id
        WHERE v.run_id = :run),
    detail AS (
        SELECT target, max(CASE WHEN run_id = :run THEN 1 ELSE 0 END) AS now,
               max(CASE WHEN outcome IN ('listings', 'empty') THEN at END) AS at
        FROM visit WHERE marketplace = :marketplace AND page = 'listing' AND state = 'done' GROUP BY target)
    SELECT l.listing_id, l.url, max(f.score + coalesce((
               SELECT max(w.value) FROM json_each(f.missing) AS g JOIN json_each(:own_page_gives) AS w
               ON w.key = json_extract(g.value, '$.code')), 0)) AS score,
           NOT (t.key IS NOT NULL OR coalesce(l.changed_at > d.at, 0) OR (s.key IS NULL AND m.key IS NOT NULL)) AS later
    FROM finding AS f JOIN listing AS l ON l.key = f.listing_key
    JOIN visit AS first ON first.id = l.first_visit
    LEFT JOIN detail AS d ON d.target = 'listing:' || l.listing_id
    LEFT JOIN seen AS s ON s.key = l.key LEFT JOIN missing AS m ON m.key = l.key LEFT JOIN told AS t ON t.key = l.key
    WHERE l.marketplace = :marketplace AND NOT l.gone
      AND (f.level IS NOT NULL OR (d.at IS NULL AND first.marketplace IN (SELECT value FROM json_each(:engines))))
      AND coalesce(d.now, 0) = 0
      AND (d.at IS NULL OR l.changed_at > d.at OR (s.key IS NULL AND (m.key IS NOT NULL OR d.at < :week_ago)))
      AND (:late OR first.run_id < :run OR first.marketplace = :marketplace)
    GROUP BY l.key ORDER BY later, score DESC, l.key LIMIT :most""").bindparams(
    bindparam("week_ago", type_=UtcTime), bindparam("engines", type_=Json), bindparam("own_page_gives", type_=Json)
)

_SHOPS = text("""
    SELECT DISTINCT n.url FROM finding AS f JOIN listing AS l ON l.key = f.listing_key
    JOIN vendor AS n ON n.key = l.vendor_key JOIN visit AS first ON first.id = l.first_visit
    WHERE l.marketplace = :marketplace AND f.level = 'high' AND NOT l.gone AND n.url IS NOT NULL
      AND (:late OR first.run_id < :run OR first.marketplace = :marketplace)
    ORDER BY n.key""")

_KNOWN_BEFORE = text("""
    SELECT NOT EXISTS (
        SELECT 1 FROM json_each(:keys) AS k
        WHERE NOT EXISTS (SELECT 1 FROM listing AS l JOIN visit AS v ON v.id = l.first_visit
                          WHERE l.key = k.value AND v.run_id < :run)
          AND NOT EXISTS (SELECT 1 FROM unmatched AS u WHERE u.key = k.value AND u.first_run < :run)
    ) AND EXISTS (
        SELECT 1 FROM visit WHERE marketplace = :marketplace AND target = :next AND run_id < :run AND state = 'done'
        AND outcome IN ('listings', 'empty'))""").bindparams(bindparam("keys", type_=Json))

_READ_SINCE = text("""
    SELECT DISTINCT target FROM visit WHERE marketplace = :marketplace AND page = :page AND state = 'done'
    AND outcome IN ('listings', 'empty') AND at > :since""").bindparams(bindparam("since", type_=UtcTime))

_TALLIES = text("""
    SELECT marketplace, count(*) AS pages, sum(outcome = 'listings') AS listings_pages, sum(outcome = 'empty') AS empty,
           sum(outcome = 'blocked' AND coalesce(reason, '') != 'not_saved') AS blocked,
           sum(coalesce(reason, '') = 'not_saved') AS not_saved, sum(outcome = 'unreadable') AS unreadable,
           sum(state = 'failed') AS failed, sum(json_array_length(listing_keys)) AS listings,
           sum(without_id) AS without_id, sum(page = 'listing') AS detail_pages, sum(stand_in IS NOT NULL) AS stand_in
    FROM visit WHERE run_id = :run GROUP BY marketplace""")

_FLAGGED = text("""
    WITH seen AS (
        SELECT v.marketplace, j.value AS key FROM visit AS v, json_each(v.listing_keys) AS j
        WHERE v.run_id = :run GROUP BY 1, 2)
    SELECT s.marketplace, count(DISTINCT m.listing_key) AS matched,
           count(DISTINCT CASE WHEN f.level IS NOT NULL THEN f.id END) AS flagged
    FROM seen AS s JOIN match AS m ON m.listing_key = s.key
    LEFT JOIN finding AS f ON f.listing_key = s.key AND f.brand = m.brand GROUP BY 1""")

_NEWS = text("""
    SELECT (SELECT count(*) FROM listing AS l JOIN visit AS v ON v.id = l.first_visit WHERE v.run_id = :run) AS new,
           (SELECT count(DISTINCT o.listing_key) FROM observation AS o JOIN visit AS v ON v.id = o.visit_id
            JOIN listing AS l ON l.key = o.listing_key JOIN visit AS f ON f.id = l.first_visit
            WHERE v.run_id = :run AND f.run_id < :run) AS changed,
           (SELECT count(*) FROM lifecycle AS e JOIN visit AS v ON v.id = e.visit_id
            WHERE v.run_id = :run AND e.event = 'gone') AS gone,
           (SELECT count(*) FROM lifecycle AS e JOIN visit AS v ON v.id = e.visit_id
            WHERE v.run_id = :run AND e.event = 'back') AS back""")

_SEARCHED = select(VisitRow.page_number, VisitRow.outcome, VisitRow.next_page, VisitRow.listing_keys).where(
    VisitRow.run_id == bindparam("run"),
    VisitRow.marketplace == bindparam("marketplace"),
    is_among(VisitRow.target, "targets"),
    VisitRow.state == "done",
)


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


def done_targets(connection: Connection, run_id: int, marketplace: str, page: str | None = None) -> set[str]:
    """The targets of a run that are done, of all kinds of page or of one."""
    query = select(VisitRow.target).where(
        VisitRow.run_id == run_id, VisitRow.marketplace == marketplace, VisitRow.state == "done"
    )
    return set(connection.execute(query.where(VisitRow.page == page) if page else query).scalars())


def detail_candidates(
    connection: Connection, run_id: int, marketplace: str, *, most: int, late: bool, own_page_gives: Mapping[str, int]
) -> Sequence[Row[Any]]:
    """Flagged listings whose own page is worth a look now, the most suspicious first.

    `own_page_gives`: codes of missing facts that the listing's own page may give, and the points that each may bring.

    First those that moved: new, changed since their page was read, or no longer on the page of a search on which they
    were (are they gone?). Then, with `later` set, those that nobody has looked at yet, or for a week and that this run
    has not seen. Of the listings that other marketplaces' searches found in this run only `late`, when those searches
    have ended.
    """
    values = {"run": run_id, "marketplace": marketplace, "most": most, "late": late, "week_ago": week_ago()}
    values |= {"engines": sorted(SEARCH_ENGINES), "own_page_gives": dict(own_page_gives)}
    return connection.execute(_CANDIDATES, values).all()


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


def run_tallies(connection: Connection, run_id: int) -> dict[str, dict[str, int]]:
    """Per marketplace: pages by outcome, listings, matched listings, flagged findings."""
    tallies = {
        row["marketplace"]: {**row, "matched": 0, "flagged": 0}
        for row in connection.execute(_TALLIES, {"run": run_id}).mappings()
    }
    for row in connection.execute(_FLAGGED, {"run": run_id}):
        tallies[row.marketplace] |= {"matched": row.matched, "flagged": row.flagged}
    return tallies


def run_news(connection: Connection, run_id: int) -> dict[str, int]:
    """What a run brought: listings new, changed, gone, back."""
    return dict(connection.execute(_NEWS, {"run": run_id}).mappings().one())


def run_reasons(connection: Connection, run_id: int) -> list[tuple[str, str, str, int]]:
    """Why pages of a run were blocked or unreadable: marketplace, outcome, reason, how many."""
    rows = connection.execute(
        select(VisitRow.marketplace, VisitRow.outcome, func.coalesce(VisitRow.reason, ""), func.count())
        .where(VisitRow.run_id == run_id, VisitRow.outcome.in_(("blocked", "unreadable")))
        .group_by(VisitRow.marketplace, VisitRow.outcome, VisitRow.reason)
        .order_by(func.count().desc())
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


_TITLES = text("""
    SELECT title, vendor FROM (
        SELECT title, vendor_key AS vendor, changed_at AS at FROM listing WHERE title IS NOT NULL
        UNION ALL SELECT title, vendor_hash, seen_at FROM unmatched WHERE title IS NOT NULL)
    ORDER BY at DESC LIMIT :most""")


def titles_seen(connection: Connection, most: int) -> Iterator[tuple[str, str | None]]:
    """The titles of listings, whatever they name, each with its vendor's key or hash; the newest first."""
    for row in connection.execute(_TITLES, {"most": most}):
        yield row.title, row.vendor


_TOP = text("""
    WITH seen AS (
        SELECT DISTINCT j.value AS key FROM visit AS v, json_each(v.listing_keys) AS j WHERE v.run_id = :run)
    SELECT f.id, f.level, f.score, f.brand, f.reasons, f.missing, l.title, l.url, n.name AS vendor, l.price_min,
           l.currency, l.first_visit, v.run_id = :run AS new,
           row_number() OVER (PARTITION BY l.marketplace ORDER BY f.score DESC, f.id) AS place
    FROM finding AS f JOIN seen AS s ON s.key = f.listing_key JOIN listing AS l ON l.key = f.listing_key
    JOIN visit AS v ON v.id = l.first_visit LEFT JOIN vendor AS n ON n.key = l.vendor_key
    WHERE f.level IS NOT NULL ORDER BY f.score DESC, place, f.id LIMIT :most""").columns(
    reasons=Reasons, missing=MissingFacts, price_min=Money
)


def top_findings(connection: Connection, run_id: int, most: int) -> Sequence[Row[Any]]:
    """The run's flagged findings, highest score first; among equals, marketplaces take turns."""
    return connection.execute(_TOP, {"run": run_id, "most": most}).all()


def visited_pages(connection: Connection, run_id: int) -> Sequence[Row[Any]]:
    """The pages of a run in the order in which they were asked for."""
    return connection.execute(
        select(
            VisitRow.marketplace, VisitRow.page, VisitRow.target, VisitRow.url, VisitRow.outcome, VisitRow.reason,
            VisitRow.state,
            func.json_array_length(VisitRow.listing_keys).label("listings"), VisitRow.without_id,
        )
        .where(VisitRow.run_id == run_id)
        .order_by(VisitRow.marketplace, VisitRow.id)
    ).all()  # fmt: skip
