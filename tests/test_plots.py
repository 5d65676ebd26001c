"""What the plots draw: every number once, nothing that no page told."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from monitor.review.plots import history_events, history_plots, week_plot
from monitor.store.read.detail import HistoryEntry
from monitor.store.read.overview import WeekCount
from tests.store_helper import NOON

_MONDAYS = [date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 23)]


def _entry(day: int, event: str = "shown", **facts: Any) -> HistoryEntry:
    return HistoryEntry(NOON + timedelta(days=day), event, "https://x.example/", None, **facts)


def test_weeks_have_a_number_for_each_marketplace() -> None:
    weeks = [
        WeekCount(_MONDAYS[0], "taobao", found=3, gone=1),
        WeekCount(_MONDAYS[2], "taobao", found=2),
        WeekCount(_MONDAYS[2], "jd", found=4),
    ]
    plot = week_plot("found", weeks, _MONDAYS)
    assert list(plot.marketplaces.items()) == [("taobao", [3, 0, 2]), ("jd", [0, 0, 4])]
    assert plot.totals == [3, 0, 6]
    assert plot.starts[0] == datetime(2026, 11, 9, tzinfo=UTC).timestamp()
    assert week_plot("gone", weeks, _MONDAYS).marketplaces == {"taobao": [1, 0, 0]}
    assert week_plot("confirmed", weeks, _MONDAYS).marketplaces == {}
    assert week_plot("confirmed", [], _MONDAYS).totals == []


def test_many_marketplaces_are_drawn_as_the_largest_and_others() -> None:
    weeks = [WeekCount(_MONDAYS[1], f"place{n}", found=n) for n in range(1, 10)]
    plot = week_plot("found", weeks, _MONDAYS)
    assert list(plot.marketplaces) == ["place9", "place8", "place7", "place6", "place5", None]
    assert plot.marketplaces[None] == [0, 1 + 2 + 3 + 4, 0]
    assert plot.totals == [0, 45, 0]
    six = week_plot("found", weeks[:6], _MONDAYS)
    assert None not in six.marketplaces
    assert len(six.marketplaces) == 6


def test_a_history_is_drawn_from_what_pages_told() -> None:
    history = [
        _entry(0, price_min=Decimal("260.50"), price_max=Decimal(300), currency="CNY", stock=5),
        _entry(1, title="another title"),
        _entry(2, "gone"),
        _entry(3, price_min=Decimal(200), currency="CNY", stock=0),
        _entry(3, "back"),
    ]
    price, stock = history_plots(history)
    assert (price.fact, price.currency, price.low, price.high) == ("price", "CNY", [260.5, 200.0], [300.0, 200.0])
    assert price.moments == [history[0].at, history[3].at]
    assert (stock.fact, stock.low, stock.high) == ("stock", [5.0, 0.0], [5.0, 0.0])
    assert price.times == [int(moment.timestamp()) for moment in price.moments]
    assert [one["event"] for one in history_events(history)] == ["gone", "back"]


def test_prices_of_two_currencies_are_not_drawn_on_one_scale() -> None:
    history = [
        _entry(0, price_min=Decimal(30), currency="USD"),
        _entry(1, price_min=Decimal(0), currency="CNY"),
        _entry(2, price_min=Decimal(190), currency="CNY", units_sold=7),
    ]
    price, sold = history_plots(history)
    assert (price.currency, price.low, price.other_currencies) == ("CNY", [0.0, 190.0], 1)
    assert (sold.fact, sold.low) == ("units_sold", [7.0])
    assert history_plots([_entry(0), _entry(1, "gone")]) == []
