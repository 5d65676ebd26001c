"""A listing's own history: from its observations, and from its own page when that said that it was gone."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from monitor.indicators.case import ListingHistory
from monitor.indicators.history import PRICE_DAYS, SALES_DAYS
from monitor.store.read.history import Observed, observations_of, returns_of
from monitor.store.store import Connection


def histories(connection: Connection, keys: Iterable[str]) -> Mapping[str, ListingHistory]:
    """The history of each listing that has one."""
    asked = sorted(set(keys))
    observations, returns = observations_of(connection, asked), returns_of(connection, asked)
    return {
        key: _history_of(observations.get(key, []), returns.get(key, 0)) for key in observations.keys() | returns.keys()
    }


def _history_of(rows: list[Observed], came_back: int) -> ListingHistory:
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
        and last.at - row.at <= timedelta(days=PRICE_DAYS)
    ]
    sold = [
        row.units_sold
        for row in earlier
        if row.units_sold is not None and last.at - row.at <= timedelta(days=SALES_DAYS)
    ]
    return ListingHistory(came_back, max(prices, default=None), min(sold, default=None))
