"""Lists of findings, highest score first, page by page, with filters and their counts: all asked of the queue.

A page is read from an index for each state (and level) that may be in it, and begins where the last one ended: how far
down it lies costs nothing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from monitor.decision import STATES
from monitor.store.db.search_text import contains_clause, contains_value, match_expression
from monitor.store.db.types import utc_text
from monitor.text.search_grams import search_phrases

_FEW = 2_000
"""Findings that a search may find and still be read all, to be put in order; of more, the ordered list is walked."""


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What a list shows; None: anything."""

    states: tuple[str, ...] = STATES
    levels: tuple[str, ...] | None = None
    brand: str | None = None
    marketplace: str | None = None
    seller: str | None = None
    """A vendor's key."""
    code: str | None = None
    """Of a reason."""
    since: datetime | None = None
    """Of the first seeing, UTC."""
    search: str | None = None
    """Words of the title or the vendor's name."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A finding in a list, and its place there."""

    finding_id: str
    level: Any
    score: int


@dataclass(frozen=True, slots=True)
class Facets:
    """How many findings there are by each thing that they can be filtered by, with the other filters as they are."""

    states: dict[str, int]
    levels: dict[str, int]
    brands: dict[str, int]
    marketplaces: dict[str, int]
    codes: dict[str, int]
    """By code of a reason: of the states alone."""


def queue_page(connection: Connection, chosen: QueueFilter, *, limit: int, after: Queued | None = None) -> list[Queued]:
    """At most `limit` findings behind `after`, in the order of score and id."""
    source, conditions, values = _asked(connection, chosen)
    if source is None:
        return []
    if after is not None:
        conditions = [*conditions, "(q.rank, q.finding_id) > (:rank, :finding_id)"]
        values |= {"rank": -after.score, "finding_id": after.finding_id}
    branches: list[str] = []
    for state in chosen.states:
        for level in chosen.levels or (None,):
            name = f"{len(branches)}"
            own = [f"{'r' if chosen.code else 'q'}.state = :state{name}"]
            values[f"state{name}"] = state
            if level is not None:
                own.append(f"q.level = :level{name}")
                values[f"level{name}"] = level
            branches.append(_branch(source, [*own, *conditions], "r" if chosen.code else "q"))
    rows = connection.execute(
        text(f"{' UNION ALL '.join(branches)} ORDER BY 3, 1 LIMIT :limit"), {**values, "limit": limit}
    )
    return [Queued(row.finding_id, row.level, -row.rank) for row in rows]


def _branch(source: str, conditions: list[str], ordered: str) -> str:
    where = " AND ".join(conditions).replace("(q.rank, q.finding_id)", f"({ordered}.rank, {ordered}.finding_id)")
    return (
        f"SELECT * FROM (SELECT q.finding_id, q.level, q.rank FROM {source} WHERE {where} "  # noqa: S608 (our own words)
        f"ORDER BY {ordered}.rank, {ordered}.finding_id LIMIT :limit)"
    )


def queue_total(connection: Connection, chosen: QueueFilter) -> int | None:
    """How many findings fit; None where counting would take long: a search for frequent words with other filters."""
    if chosen.seller is None and chosen.code is None and chosen.since is None and chosen.search is None:
        return sum(number for _, number in _counted(connection, chosen))
    source, conditions, values = _asked(connection, chosen)
    if source is None:
        return 0
    if chosen.search is not None and source.startswith("queue AS q CROSS"):
        return None
    for column, kinds in (("state", chosen.states), ("level", chosen.levels)):
        if kinds is not None:
            conditions.append(f"q.{column} IN ({', '.join(f':{column}{place}' for place in range(len(kinds)))})")
            values |= {f"{column}{place}": kind for place, kind in enumerate(kinds)}
    where = " AND ".join(conditions)
    return int(connection.execute(text(f"SELECT count(*) FROM {source} WHERE {where}"), values).scalar_one())  # noqa: S608


def queue_facets(connection: Connection, chosen: QueueFilter) -> Facets:
    """Counts for the filters state, level, brand and marketplace; other filters are not counted in."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("state", "level", "brand", "marketplace")}
    rows = connection.execute(text("SELECT state, level, brand, marketplace, number FROM queue_count")).mappings().all()
    wanted = _wanted(chosen)
    for row in rows:
        for facet, counter in counts.items():
            if all(kinds is None or row[name] in kinds for name, kinds in wanted.items() if name != facet):
                counter[row[facet]] += row["number"]
    codes: Counter[str] = Counter()
    for row in connection.execute(text("SELECT code, state, number FROM queue_reason_count")).mappings():
        if row["state"] in chosen.states:
            codes[row["code"]] += row["number"]
    return Facets(*(dict(counter.most_common()) for counter in (*counts.values(), codes)))


def _wanted(chosen: QueueFilter) -> dict[str, Sequence[str] | None]:
    return {
        "state": chosen.states,
        "level": chosen.levels,
        "brand": None if chosen.brand is None else (chosen.brand,),
        "marketplace": None if chosen.marketplace is None else (chosen.marketplace,),
    }


def _counted(connection: Connection, chosen: QueueFilter) -> list[tuple[tuple[str, ...], int]]:
    """The kinds of findings that fit, with their numbers."""
    rows = connection.execute(text("SELECT state, level, brand, marketplace, number FROM queue_count"))
    wanted = list(_wanted(chosen).values())
    return [
        (tuple(row[:4]), row.number)
        for row in rows
        if all(kinds is None or value in kinds for value, kinds in zip(row[:4], wanted, strict=True))
    ]


def _asked(connection: Connection, chosen: QueueFilter) -> tuple[str | None, list[str], dict[str, Any]]:
    """Tables, conditions and their values, but for states and levels; no tables where nothing can fit."""
    source, conditions = "queue AS q", ["1"]
    values: dict[str, Any] = {}
    if chosen.code is not None:
        source = "queue_reason AS r CROSS JOIN queue AS q ON q.id = r.queue_id"
        conditions.append("r.code = :code")
        values["code"] = chosen.code
    for column in ("brand", "marketplace", "seller"):
        if (value := getattr(chosen, column)) is not None:
            conditions.append(f"q.{column} = :{column}")
            values[column] = value
    if chosen.since is not None:
        conditions.append("q.first_seen >= :since")
        values["since"] = utc_text(chosen.since)
    if chosen.search is not None:
        phrases = search_phrases(chosen.search)
        if not phrases:
            return None, [], {}
        source, found, found_values = _searched(connection, source, phrases)
        conditions += found
        values |= found_values
    return source, conditions, values


def _searched(connection: Connection, source: str, phrases: list[str]) -> tuple[str, list[str], dict[str, Any]]:
    """The tables with the search in them: few findings are put in order, of many the ordered list is looked through."""
    match = match_expression(phrases)
    probe = text("SELECT count(*) FROM (SELECT 1 FROM queue_text WHERE queue_text MATCH :match LIMIT :most)")
    number = connection.execute(probe, {"match": match, "most": _FEW + 1}).scalar_one()
    if number <= _FEW:
        conditions = ["q.id IN (SELECT rowid FROM queue_text WHERE queue_text MATCH :match)"]
        return source, conditions, {"match": match}
    conditions = [contains_clause(place) for place in range(len(phrases))]
    values = {f"text{place}": contains_value(phrase) for place, phrase in enumerate(phrases)}
    return f"{source} CROSS JOIN queue_text AS t ON t.rowid = q.id", conditions, values
