"""What the plots of the pages draw, as plain numbers: weeks by marketplace, and a listing's history."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Literal

from monitor.store.read.detail import HistoryEntry
from monitor.store.read.overview import WeekCount

WeekKind = Literal["found", "confirmed", "dismissed", "gone"]
_MOST_MARKETPLACES = 6
"""That have a colour of their own in a plot."""


@dataclass(frozen=True, slots=True)
class WeekPlot:
    """How many findings there were in each week, by marketplace."""

    kind: WeekKind
    mondays: list[date]
    marketplaces: dict[str | None, list[int]]
    """A number for each week, those with the most first; None: all others together."""

    @property
    def starts(self) -> list[int]:
        """When the weeks begin, in seconds since 1970."""
        return [_seconds(datetime.combine(monday, time.min, UTC)) for monday in self.mondays]

    @property
    def totals(self) -> list[int]:
        """All marketplaces together, by week."""
        return [sum(numbers) for numbers in zip(*self.marketplaces.values(), strict=True)]


def week_plot(kind: WeekKind, weeks: Sequence[WeekCount], mondays: list[date]) -> WeekPlot:
    """The plot of one kind of event."""
    totals: Counter[str] = Counter()
    numbers: dict[str, Counter[date]] = {}
    for count in weeks:
        number: int = getattr(count, kind)
        if number:
            totals[count.marketplace] += number
            numbers.setdefault(count.marketplace, Counter())[count.week] += number
    ordered = sorted(totals, key=lambda marketplace: (-totals[marketplace], marketplace))
    shown = ordered if len(ordered) <= _MOST_MARKETPLACES else ordered[: _MOST_MARKETPLACES - 1]
    rows: dict[str | None, list[int]] = {name: [numbers[name][monday] for monday in mondays] for name in shown}
    if others := ordered[len(shown) :]:
        rows[None] = [sum(numbers[name][monday] for name in others) for monday in mondays]
    return WeekPlot(kind, mondays, rows)


@dataclass(frozen=True, slots=True)
class HistoryPlot:
    """How one fact of a listing changed: what pages told, when that was new."""

    fact: Literal["price", "stock", "units_sold"]
    currency: str | None
    """Of a price."""
    moments: list[datetime]
    """When it was told, oldest first."""
    low: list[float]
    high: list[float]
    """As `low`, but for prices that went from one amount to another."""
    other_currencies: int = 0
    """Prices that are not drawn, since they were told in another currency."""

    @property
    def times(self) -> list[int]:
        """The moments in seconds since 1970."""
        return [_seconds(moment) for moment in self.moments]


def history_plots(history: Sequence[HistoryEntry]) -> list[HistoryPlot]:
    """The facts of a listing that some page told; what no page told is not drawn."""
    plots = (_price_plot(history), _number_plot("stock", history), _number_plot("units_sold", history))
    return [plot for plot in plots if plot.moments]


def _number_plot(fact: Literal["stock", "units_sold"], history: Sequence[HistoryEntry]) -> HistoryPlot:
    known = [(entry.at, getattr(entry, fact)) for entry in history if getattr(entry, fact) is not None]
    values = [float(value) for _, value in known]
    return HistoryPlot(fact, None, [at for at, _ in known], values, values)


def history_events(history: Sequence[HistoryEntry]) -> list[dict[str, Any]]:
    """When the listing was gone, and when it was back."""
    return [{"at": _seconds(entry.at), "event": entry.event} for entry in history if entry.event in ("gone", "back")]


def _price_plot(history: Sequence[HistoryEntry]) -> HistoryPlot:
    """Prices in the currency that was told last: amounts of several currencies have no common scale."""
    priced = [(entry, entry.price_min) for entry in history if entry.price_min is not None]
    currency = priced[-1][0].currency if priced else None
    drawn = [(entry, lowest) for entry, lowest in priced if entry.currency == currency]
    return HistoryPlot(
        "price",
        currency,
        [entry.at for entry, _ in drawn],
        [float(lowest) for _, lowest in drawn],
        [float(lowest if entry.price_max is None else entry.price_max) for entry, lowest in drawn],
        len(priced) - len(drawn),
    )


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
