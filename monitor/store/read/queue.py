"""Lists of findings, highest score first, page by page, with filters and their counts: all asked of the queue.

A page is read from an index for each state (and level) that may be in it, and begins where the last one ended: how far
down it lies costs nothing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from monitor.decision import STATES
from monitor.store.db.lists import listed
from monitor.store.db.search_text import contains_clause, contains_value, match_expression
from monitor.store.db.types import stored_amount, utc_text
from monitor.store.read.sellers import seller_key
from monitor.text.search_grams import search_phrases

_FEW = 2_000
"""So many findings of a search, or of a range with other filters, are read all and put in order; of more, the ordered
list is walked."""

_MOST_BRANCHES = 60
"""Parts of one query."""
_MOST_COUNTED, _MOST_LOOKED_UP = 50_000, 20_000
"""So many findings are counted one by one in an index, and by looking up the row of each."""
_COUNTED = ("state", "level", "brand", "marketplace")
_PROBE = text("SELECT count(*) FROM (SELECT 1 FROM queue_text WHERE queue_text MATCH :match LIMIT :most)")
_CURRENCIES = text("""
    WITH RECURSIVE next (currency) AS (
        SELECT min(currency) FROM queue
        UNION ALL SELECT (SELECT min(currency) FROM queue WHERE currency > next.currency) FROM next
        WHERE next.currency IS NOT NULL)
    SELECT currency FROM next WHERE currency IS NOT NULL""")
_WITH_CODE = listed("""
    SELECT coalesce(sum(number), 0) FROM queue_reason_count
    WHERE code = :code AND state IN (SELECT value FROM json_each(:keys))""")
_SELLERS = listed("""
    SELECT q.seller AS key, coalesce(n.name, n.vendor_id) AS name, count(*) AS number
    FROM json_each(:keys) AS k CROSS JOIN queue AS q ON q.finding_id = k.value JOIN vendor AS n ON n.key = q.seller
    GROUP BY q.seller HAVING count(*) > 1 ORDER BY number DESC, q.seller LIMIT :most""")


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What a list shows; None: anything."""

    states: tuple[str, ...] = STATES
    levels: tuple[str, ...] | None = None
    brand: str | None = None
    marketplace: str | None = None
    seller: str | None = None
    """The key of any vendor that the seller is."""
    code: str | None = None
    """Of a reason."""
    since: datetime | None = None
    """Of the first seeing, UTC."""
    search: str | None = None
    """Words of the title or the vendor's name."""
    currency: str | None = None
    """Code of the currency in which the price is told."""
    price_from: Decimal | None = None
    price_to: Decimal | None = None
    """Bounds, themselves included, of the lowest price in `currency`, which must be given too."""


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
    ordered = "r" if chosen.code is not None and not asked.whole else "q"
    conditions, values = list(asked.conditions), {**asked.values, "limit": limit}
    if after is not None:
        conditions.append(f"({ordered}.rank, {ordered}.finding_id) > (:rank, :finding_id)")
        values |= {"rank": -after.score, "finding_id": after.finding_id}
    branches: list[str] = []
    if asked.whole:
        conditions += _among(chosen, values)
    for kind in [{}] if asked.whole else _kinds(connection, chosen):
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
    """How many findings fit; None where counting would take long.

    That is for frequent words, for a frequent reason with other filters, and for more than 50,000 in a range.
    """
    if all(value is None for value in (chosen.seller, chosen.code, chosen.since, chosen.search, chosen.currency)):
        return sum(number for _, number in _counted(connection, chosen))
    asked = _asked(connection, chosen)
    if asked is None:
        return 0
    if chosen.search is not None and not asked.whole:
        return None
    if chosen.code is not None and not asked.whole and chosen.seller is None:
        with_code = connection.execute(_WITH_CODE, {"code": chosen.code, "keys": list(chosen.states)}).scalar_one()
        if chosen == QueueFilter(states=chosen.states, code=chosen.code):
            return int(with_code)
        if with_code > _MOST_LOOKED_UP:
            return None
    values = dict(asked.values)
    conditions = [*asked.conditions, *_among(chosen, values)]
    rows = f"SELECT 1 FROM {asked.tables} WHERE {' AND '.join(conditions)} LIMIT :most"  # noqa: S608 (our own words)
    values["most"] = _MOST_COUNTED + 1
    number = int(connection.execute(text(f"SELECT count(*) FROM ({rows})"), values).scalar_one())  # noqa: S608
    return number if number <= _MOST_COUNTED else None


def _among(chosen: QueueFilter, values: dict[str, Any]) -> list[str]:
    """The conditions for state, level, brand and marketplace; their values are added to `values`."""
    conditions = []
    for column, kinds in _wanted(chosen).items():
        if kinds is not None:
            conditions.append(f"q.{column} IN ({', '.join(f':{column}{place}' for place in range(len(kinds)))})")
            values |= {f"{column}{place}": kind for place, kind in enumerate(kinds)}
    return conditions


@dataclass(frozen=True, slots=True)
class SellerCount:
    """How many of some findings a vendor has."""

    key: str
    name: str | None
    """Its name, else its id."""
    number: int


def sellers_among(connection: Connection, ids: Sequence[str], most: int) -> list[SellerCount]:
    """The vendors with more than one of these findings, those with the most first."""
    return [SellerCount(*row) for row in connection.execute(_SELLERS, {"keys": list(ids), "most": most})]


def queue_currencies(connection: Connection) -> list[str]:
    """The currencies in which prices of flagged findings are told."""
    return list(connection.execute(_CURRENCIES).scalars())


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
    whole: bool
    """Whether all that fit are read and put in order: a search found few, or a range of times or prices is read."""


def _asked(connection: Connection, chosen: QueueFilter) -> _Asked | None:
    """None where nothing can fit."""
    conditions, values = ["1"], dict[str, Any]()
    if chosen.code is not None:
        conditions.append("r.code = :code")
        values["code"] = chosen.code
    if chosen.seller is not None:
        conditions.append("q.seller = :seller")
        values["seller"] = seller_key(connection, chosen.seller)
    ranges, bounds = _ranges(chosen)
    conditions += ranges
    values |= bounds
    reasons = "" if chosen.code is None else " CROSS JOIN queue_reason AS r ON r.queue_id = q.id"
    words = ""
    if chosen.search is not None:
        phrases = search_phrases(chosen.search)
        if not phrases:
            return None
        match = match_expression(phrases)
        if connection.execute(_PROBE, {"match": match, "most": _FEW + 1}).scalar_one() <= _FEW:
            tables = f"queue_text CROSS JOIN queue AS q ON q.id = queue_text.rowid{reasons}"
            return _Asked(tables, [*conditions, "queue_text MATCH :match"], {**values, "match": match}, whole=True)
        conditions += [contains_clause(place) for place in range(len(phrases))]
        values |= {f"text{place}": contains_value(phrase) for place, phrase in enumerate(phrases)}
        words = " CROSS JOIN queue_text AS t ON t.rowid = q.id"
    if (index := _index_of_range(connection, chosen)) is not None:
        return _Asked(f"queue AS q INDEXED BY {index}{reasons}{words}", conditions, values, whole=True)
    tables = "queue AS q" if chosen.code is None else "queue_reason AS r CROSS JOIN queue AS q ON q.id = r.queue_id"
    return _Asked(f"{tables}{words}", conditions, values, whole=False)


def _ranges(chosen: QueueFilter) -> tuple[list[str], dict[str, Any]]:
    """The conditions on times and prices, and their values."""
    given = {
        "q.first_seen >= :since": None if chosen.since is None else utc_text(chosen.since),
        "q.currency = :currency": chosen.currency,
        "q.price_min >= :price_from": None if chosen.price_from is None else stored_amount(chosen.price_from),
        "q.price_min <= :price_to": None if chosen.price_to is None else stored_amount(chosen.price_to),
    }
    known = {condition: value for condition, value in given.items() if value is not None}
    return list(known), {condition.rpartition(":")[2]: value for condition, value in known.items()}


def _index_of_range(connection: Connection, chosen: QueueFilter) -> str | None:
    """The index from which findings in a range of prices or times are read, to be put in order.

    The index alone tells whether a finding fits, so even a range that holds all of them is read quickly. None where
    another way is better: without a range, by the vendor, and where a reason or frequent words are asked for in a large
    range.
    """
    if chosen.seller is not None or (chosen.currency is None and chosen.since is None):
        return None
    index = "queue_first_seen" if chosen.currency is None else "queue_price"
    if chosen.code is not None or chosen.search is not None:
        ranges, values = _ranges(chosen)
        rows = f"SELECT 1 FROM queue AS q INDEXED BY {index} WHERE {' AND '.join(ranges)} LIMIT :most"  # noqa: S608
        number = connection.execute(text(f"SELECT count(*) FROM ({rows})"), {**values, "most": _FEW + 1}).scalar_one()  # noqa: S608
        if number > _FEW:
            return None
    return index
