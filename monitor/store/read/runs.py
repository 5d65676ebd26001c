"""Runs as the store has them: their plans, figures, news and pages."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, func, select, text
from sqlalchemy.engine import Row

from monitor.errors import StoreError, StoreInputError
from monitor.page_reasons import PageReason
from monitor.plan import Plan
from monitor.store.db.schema import RunRow, VisitRow
from monitor.store.db.types import MissingFacts, Money, Reasons
from monitor.store.store import Store

_NEWEST = """NOT EXISTS (SELECT 1 FROM visit AS w WHERE w.run_id = v.run_id AND w.marketplace = v.marketplace
                                   AND w.target = v.target AND w.id > v.id)"""
"""The last visit of each target: a page on which the program failed was asked for twice."""

_TALLIES = text(f"""
    SELECT marketplace, count(*) AS pages, sum(outcome = 'listings') AS listings_pages, sum(outcome = 'empty') AS empty,
           sum(outcome = 'blocked' AND coalesce(reason, '') != 'not_saved') AS blocked,
           sum(coalesce(reason, '') = 'not_saved') AS not_saved, sum(outcome = 'unreadable') AS unreadable,
           sum(state = 'failed') AS failed, sum(json_array_length(listing_keys)) AS listings,
           sum(without_id) AS without_id, sum(page = 'listing') AS detail_pages, sum(stand_in IS NOT NULL) AS stand_in
    FROM visit AS v WHERE run_id = :run AND {_NEWEST} GROUP BY marketplace""")  # noqa: S608 (our own words)

_FLAGGED = text("""
    WITH seen AS (
        SELECT v.marketplace, j.value AS key FROM visit AS v, json_each(v.listing_keys) AS j
        WHERE v.run_id = :run GROUP BY 1, 2)
    SELECT s.marketplace, count(DISTINCT s.key) AS matched, count(f.level) AS flagged
    FROM seen AS s JOIN finding AS f ON f.listing_key = s.key GROUP BY 1""")

_REASONS = text(f"""
    SELECT marketplace, reason, detail, count(*) AS pages, max(sha256_body) AS kept FROM visit AS v
    WHERE run_id = :run AND (outcome IN ('blocked', 'unreadable') OR reason = 'partial') AND {_NEWEST}
    GROUP BY 1, 2, 3 ORDER BY count(*) DESC""")  # noqa: S608 (our own words)

_NEWS = text("""
    SELECT (SELECT count(*) FROM listing AS l JOIN visit AS v ON v.id = l.first_visit WHERE v.run_id = :run) AS new,
           (SELECT count(DISTINCT o.listing_key) FROM observation AS o JOIN visit AS v ON v.id = o.visit_id
            JOIN listing AS l ON l.key = o.listing_key JOIN visit AS f ON f.id = l.first_visit
            WHERE v.run_id = :run AND f.run_id < :run) AS changed,
           (SELECT count(*) FROM lifecycle AS e JOIN visit AS v ON v.id = e.visit_id
            WHERE v.run_id = :run AND e.event = 'gone') AS gone,
           (SELECT count(*) FROM lifecycle AS e JOIN visit AS v ON v.id = e.visit_id
            WHERE v.run_id = :run AND e.event = 'back') AS back""")

_TOP = text("""
    WITH seen AS (
        SELECT DISTINCT j.value AS key FROM visit AS v, json_each(v.listing_keys) AS j WHERE v.run_id = :run)
    SELECT f.id, f.level, f.score, f.brand, f.reasons, f.missing, l.title, l.url, n.name AS vendor, l.price_min,
           l.currency, l.first_visit, v.run_id = :run AS new,
           row_number() OVER (PARTITION BY l.marketplace ORDER BY f.score DESC, f.id) AS place
    FROM finding AS f JOIN seen AS s ON s.key = f.listing_key JOIN listing AS l ON l.key = f.listing_key
    JOIN visit AS v ON v.id = l.first_visit LEFT JOIN vendor AS n ON n.key = l.vendor_key
    WHERE f.level IS NOT NULL AND f.state != 'dismissed' ORDER BY f.score DESC, place, f.id LIMIT :most""").columns(
    reasons=Reasons, missing=MissingFacts, price_min=Money
)


def load_plan(store: Store, run_id: int) -> Plan:
    """The plan of a run. Raises `StoreInputError` when there is no such run."""
    with store.read() as connection:
        found = connection.execute(select(RunRow.plan).where(RunRow.id == run_id)).scalar()
    if found is None:
        raise StoreInputError(f"{store.root}: no run {run_id} in this store")
    # the watchlist is strict, so dates and decimals come back through JSON's own door
    try:
        return Plan.model_validate_json(json.dumps(found))
    except ValidationError as error:
        first = error.errors()[0]
        raise StoreError(
            f"{store.root}: the plan of run {run_id} is damaged ({'.'.join(map(str, first['loc']))}: {first['msg']}); "
            "restore a copy from backups/, `monitor doctor` tells more"
        ) from None


def last_run(connection: Connection) -> tuple[int, str] | None:
    """The newest run and its state; None when there has been none."""
    row = connection.execute(select(RunRow.id, RunRow.state).order_by(RunRow.id.desc())).first()
    return (row.id, row.state) if row is not None else None


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


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many pages of a marketplace in a run were blocked, unreadable or read in part for one reason."""

    marketplace: str
    reason: PageReason
    detail: str | None
    pages: int
    kept: str | None = None
    """SHA-256 of one of these pages whose bytes are kept."""


def run_reasons(connection: Connection, run_id: int) -> list[ReasonCount]:
    """Why pages of a run were blocked, unreadable or read in part, the most frequent reason first."""
    rows = connection.execute(_REASONS, {"run": run_id})
    return [ReasonCount(row.marketplace, PageReason(row.reason), row.detail, row.pages, row.kept) for row in rows]


def pages_of_layout(connection: Connection, run_id: int, layout: str) -> dict[str, int]:
    """How many pages of a run were read under a layout, by marketplace."""
    rows = connection.execute(
        select(VisitRow.marketplace, func.count())
        .where(VisitRow.run_id == run_id, VisitRow.layout == layout)
        .group_by(VisitRow.marketplace)
        .order_by(VisitRow.marketplace)
    )
    return {row[0]: row[1] for row in rows}


def top_findings(connection: Connection, run_id: int, most: int) -> Sequence[Row[Any]]:
    """The run's flagged findings, without dismissed ones, highest score first; marketplaces take turns."""
    return connection.execute(_TOP, {"run": run_id, "most": most}).all()


def visited_pages(connection: Connection, run_id: int) -> Sequence[Row[Any]]:
    """The pages of a run in the order in which they were asked for."""
    return connection.execute(
        select(
            VisitRow.marketplace, VisitRow.page, VisitRow.target, VisitRow.url, VisitRow.outcome, VisitRow.reason,
            VisitRow.detail, VisitRow.state, VisitRow.layout,
            func.json_array_length(VisitRow.listing_keys).label("listings"), VisitRow.without_id,
        )
        .where(VisitRow.run_id == run_id)
        .order_by(VisitRow.marketplace, VisitRow.id)
    ).all()  # fmt: skip


def newest_visit_of(connection: Connection, sha256_body: str) -> Row[Any] | None:
    """What the newest visit of a kept page knew of it: address, time, method, stand-in, fetch."""
    columns = (VisitRow.url, VisitRow.at, VisitRow.method, VisitRow.stand_in, VisitRow.fetch)
    query = select(*columns).where(VisitRow.sha256_body == sha256_body).order_by(VisitRow.id.desc()).limit(1)
    return connection.execute(query).first()
