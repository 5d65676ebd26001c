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

_MOST_BRANCHES = 60
"""Parts of one query."""
_COUNTED = ("state", "level", "brand", "marketplace")
_PROBE = text("SELECT count(*) FROM (SELECT 1 FROM queue_text WHERE queue_text MATCH :match LIMIT :most)")


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
    asked = _asked(connection, chosen)
    if asked is None:
        return []
    # the index of reasons has an order of its own
    ordered = "r" if chosen.code is not None and not asked.few else "q"
    conditions, values = list(asked.conditions), {**asked.values, "limit": limit}
    if after is not None:
        conditions.append(f"({ordered}.rank, {ordered}.finding_id) > (:rank, :finding_id)")
        values |= {"rank": -after.score, "finding_id": after.finding_id}
    branches: list[str] = []
    if asked.few:
        conditions += _among(chosen, values)
    for kind in [{}] if asked.few else _kinds(connection, chosen):
        own = []
        for column, value in kind.items():
            name = f"{column}{len(branches)}"
            own.append(f"{ordered if column == 'state' else 'q'}.{column} = :{name}")
            values[name] = value
        where = " AND ".join([*own, *conditions])
        branches.append(
            f"SELECT * FROM (SELECT q.finding_id, q.level, q.rank FROM {asked.tables} WHERE {where} "  # noqa: S608
            f"ORDER BY {ordered}.rank, {ordered}.finding_id LIMIT :limit)"
        )
    if not branches:
        return []
    rows = connection.execute(text(f"{' UNION ALL '.join(branches)} ORDER BY 3, 1 LIMIT :limit"), values)
    return [Queued(row.finding_id, row.level, -row.rank) for row in rows]


def _kinds(connection: Connection, chosen: QueueFilter) -> list[dict[str, str]]:
    """Kinds of findings, each with an order in an index of its own, that together are what is asked for."""
    filters = {"brand": chosen.brand, "marketplace": chosen.marketplace}
    given = {name: value for name, value in filters.items() if value is not None}
    if len(given) + (chosen.levels is not None) > 1:
        kinds = [dict(zip(_COUNTED, kind, strict=True)) for kind, number in _counted(connection, chosen) if number]
        if len(kinds) <= _MOST_BRANCHES:
            return kinds
    if chosen.levels is None:
        return [{"state": state, **given} for state in chosen.states]
    return [{"state": state, "level": level, **given} for state in chosen.states for level in chosen.levels]


def queue_total(connection: Connection, chosen: QueueFilter) -> int | None:
    """How many findings fit; None where counting would take long: a search for frequent words."""
    if chosen.seller is None and chosen.code is None and chosen.since is None and chosen.search is None:
        return sum(number for _, number in _counted(connection, chosen))
    asked = _asked(connection, chosen)
    if asked is None:
        return 0
    if chosen.search is not None and not asked.few:
        return None
    values = dict(asked.values)
    conditions = [*asked.conditions, *_among(chosen, values)]
    query = f"SELECT count(*) FROM {asked.tables} WHERE {' AND '.join(conditions)}"  # noqa: S608 (our own words)
    return int(connection.execute(text(query), values).scalar_one())


def _among(chosen: QueueFilter, values: dict[str, Any]) -> list[str]:
    """The conditions for state, level, brand and marketplace; their values are added to `values`."""
    conditions = []
    for column, kinds in _wanted(chosen).items():
        if kinds is not None:
            conditions.append(f"q.{column} IN ({', '.join(f':{column}{place}' for place in range(len(kinds)))})")
            values |= {f"{column}{place}": kind for place, kind in enumerate(kinds)}
    return conditions


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


@dataclass(frozen=True, slots=True)
class _Asked:
    """Tables, conditions and their values, but for state, level, brand and marketplace."""

    tables: str
    conditions: list[str]
    values: dict[str, Any]
    few: bool
    """Whether a search found so few that they are read all and put in order."""


def _asked(connection: Connection, chosen: QueueFilter) -> _Asked | None:
    """None where nothing can fit."""
    conditions, values = ["1"], dict[str, Any]()
    if chosen.code is not None:
        conditions.append("r.code = :code")
        values["code"] = chosen.code
    if chosen.seller is not None:
        conditions.append("q.seller = :seller")
        values["seller"] = chosen.seller
    if chosen.since is not None:
        conditions.append("q.first_seen >= :since")
        values["since"] = utc_text(chosen.since)
    tables = "queue AS q" if chosen.code is None else "queue_reason AS r CROSS JOIN queue AS q ON q.id = r.queue_id"
    if chosen.search is None:
        return _Asked(tables, conditions, values, few=False)
    phrases = search_phrases(chosen.search)
    if not phrases:
        return None
    match = match_expression(phrases)
    number = connection.execute(_PROBE, {"match": match, "most": _FEW + 1}).scalar_one()
    if number <= _FEW:
        tables = "queue_text CROSS JOIN queue AS q ON q.id = queue_text.rowid"
        if chosen.code is not None:
            tables += " CROSS JOIN queue_reason AS r ON r.queue_id = q.id"
        return _Asked(tables, [*conditions, "queue_text MATCH :match"], {**values, "match": match}, few=True)
    conditions += [contains_clause(place) for place in range(len(phrases))]
    values |= {f"text{place}": contains_value(phrase) for place, phrase in enumerate(phrases)}
    return _Asked(f"{tables} CROSS JOIN queue_text AS t ON t.rowid = q.id", conditions, values, few=False)
