"""What a listing's own history tells: from its observations and what its own page said of its end."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.engine import Row

from monitor.indicators.case import ListingHistory
from monitor.store.db.types import Json, Money, UtcTime

_PRICE_DAYS, _SALES_DAYS = 60, 7

_OBSERVED = text("""
    SELECT o.listing_key, o.at, o.page, o.price_min, o.price_note, o.currency, o.units_sold
    FROM json_each(:keys) AS k JOIN observation AS o ON o.listing_key = k.value
    WHERE (SELECT count(*) FROM observation AS n WHERE n.listing_key = k.value) > 1
    ORDER BY o.listing_key, o.at""")
_RETURNS = text("""
    SELECT e.listing_key, count(*) AS times FROM json_each(:keys) AS k
    JOIN lifecycle AS e ON e.listing_key = k.value WHERE e.event = 'back' GROUP BY 1""")
_KEYS = bindparam("keys", type_=Json)


def histories(connection: Connection, keys: Iterable[str]) -> Mapping[str, ListingHistory]:
    """The past of each listing that has one."""
    asked = {"keys": sorted(set(keys))}
    seen: dict[str, list[Row[Any]]] = defaultdict(list)
    observed = _OBSERVED.bindparams(_KEYS).columns(at=UtcTime, price_min=Money)
    for row in connection.execute(observed, asked):
        seen[row.listing_key].append(row)
    back = {row.listing_key: row.times for row in connection.execute(_RETURNS.bindparams(_KEYS), asked)}
    return {key: _history_of(seen.get(key, []), back.get(key, 0)) for key in seen.keys() | back.keys()}


def _history_of(rows: list[Row[Any]], came_back: int) -> ListingHistory:
    """Only the same kind of page is compared: a search rounds, and shows "from" prices."""
    if not rows:
        return ListingHistory(came_back=came_back)
    last = rows[-1]
    earlier = [row for row in rows[:-1] if row.page == last.page]
    prices = [
        row.price_min
        for row in earlier
        if row.currency == last.currency
        and row.price_note == last.price_note
        and row.price_min is not None
        and last.at - row.at <= timedelta(days=_PRICE_DAYS)
    ]
    sold = [
        row.units_sold
        for row in earlier
        if row.units_sold is not None and last.at - row.at <= timedelta(days=_SALES_DAYS)
    ]
    return ListingHistory(came_back, max(prices, default=None), min(sold, default=None))
