"""What pages told about listings over time."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Connection

from monitor.store.db.lists import listed
from monitor.store.db.types import Money, UtcTime

_OBSERVED = listed("""
    SELECT o.listing_key, o.at, o.page, o.price_min, o.price_note, o.currency, o.units_sold
    FROM json_each(:keys) AS k JOIN observation AS o ON o.listing_key = k.value
    WHERE (SELECT count(*) FROM observation AS n WHERE n.listing_key = k.value) > 1
    ORDER BY o.listing_key, o.at""").columns(at=UtcTime, price_min=Money)
_RETURNS = listed("""
    SELECT e.listing_key, count(*) AS times FROM json_each(:keys) AS k
    JOIN lifecycle AS e ON e.listing_key = k.value WHERE e.event = 'back' GROUP BY 1""")


class Observed(NamedTuple):
    """What a page told about the price and the sales of a listing."""

    listing_key: str
    at: datetime
    page: str
    price_min: Decimal | None
    price_note: str | None
    currency: str | None
    units_sold: int | None


def observations_of(connection: Connection, keys: Iterable[str]) -> dict[str, list[Observed]]:
    """The observations of the listings that have more than one, the oldest first."""
    observations: dict[str, list[Observed]] = defaultdict(list)
    for row in connection.execute(_OBSERVED, {"keys": list(keys)}):
        observations[row.listing_key].append(Observed._make(row))
    return dict(observations)


def returns_of(connection: Connection, keys: Iterable[str]) -> dict[str, int]:
    """How often each listing came back after it was gone; those that never did are left out."""
    return {row.listing_key: row.times for row in connection.execute(_RETURNS, {"keys": list(keys)})}
