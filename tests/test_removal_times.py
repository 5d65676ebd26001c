"""Removal times: spans from looks, blocked pages tell nothing, and the intervals hold the simulated truth."""

import math
import random
from datetime import UTC, datetime, timedelta

import pytest

from monitor.casework.removal_times import Look, Span, median, removal_span, return_span, shares

_FILED = datetime(2026, 11, 2, tzinfo=UTC)


def _looks(*told: tuple[float, bool | None]) -> list[Look]:
    return [Look(_FILED + timedelta(days=day), there) for day, there in told]


@pytest.mark.parametrize(
    ("told", "span"),
    [
        ([], Span(0)),
        ([(1, True), (2, True)], Span(2)),
        ([(1, True), (2, False), (3, False)], Span(1, 2)),
        ([(3, False), (1, True)], Span(1, 3)),
        ([(1, True), (2, None), (4, False)], Span(1, 4)),
        ([(2, None)], Span(0)),
        ([(-1, True), (0.5, False)], Span(0, 0.5)),
        ([(1, False), (2, True)], Span(0, 1)),
    ],
)
def test_the_span_of_a_removal(told: list[tuple[float, bool | None]], span: Span) -> None:
    assert removal_span(_FILED, _looks(*told)) == span


def test_the_span_until_it_is_back() -> None:
    looks = _looks((1, False), (3, None), (5, False), (9, True))
    assert return_span(_FILED + timedelta(days=1), looks) == Span(4, 8)
    assert return_span(_FILED + timedelta(days=9), looks) == Span(0)


def test_exact_days_give_the_plain_shares() -> None:
    spans = [Span(day - 1, day) for day in (1, 2, 3, 4)]
    assert [round(share.estimate, 6) for share in shares(spans, [0.5, 1, 2.5, 4])] == [0.125, 0.25, 0.625, 1]
    assert shares([], [1]) == []


def test_what_was_never_seen_gone_stays_open() -> None:
    (share,) = shares([Span(30), Span(30)], [10])
    assert (share.estimate, share.low) == (0, 0)
    (late,) = shares([Span(30), Span(0, 1)], [60])
    assert late.high == pytest.approx(1)
    assert late.estimate == pytest.approx(0.5)


def test_the_median_lies_between_the_days_at_which_the_bounds_reach_one_half() -> None:
    found = median([Span(day - 1, day) for day in range(1, 21)])
    assert found.estimate == pytest.approx(10)
    assert (found.low, found.high) == (5, 15)
    few = median([Span(2, 3), Span(30)])
    assert (few.estimate, few.low, few.high) == (3, 0, math.inf)
    assert median([Span(30)] * 9).estimate is None
    assert median([]).low == 0


def _simulated(chance: random.Random, number: int) -> list[Span]:
    """Removals after Weibull's times, looked at every one to three days, with walls, until a day of its own."""
    spans = []
    for _ in range(number):
        truth, end = chance.weibullvariate(8, 0.8), chance.uniform(20, 60)
        day, looks = chance.uniform(0, 2), []
        while day < end:
            looks.append((day, None if chance.random() < 0.15 else day < truth))
            day += chance.uniform(1, 3)
        spans.append(removal_span(_FILED, _looks(*looks)))
    return spans


@pytest.mark.parametrize("number", [8, 40, 200])
def test_intervals_hold_the_simulated_truth(number: int) -> None:
    """At least 93 % of the time, on each day."""
    chance, rounds, days = random.Random(number), 4000 // (number + 20), [1, 3, 7, 14, 30]
    held, medians = dict.fromkeys(days, 0), 0
    for _ in range(rounds):
        spans = _simulated(chance, number)
        for share in shares(spans, days):
            held[int(share.day)] += share.low <= 1 - math.exp(-((share.day / 8) ** 0.8)) <= share.high
            assert share.low <= share.estimate <= share.high
        middle = median(spans)
        medians += middle.low <= 8 * math.log(2) ** (1 / 0.8) <= middle.high
    assert medians >= 0.93 * rounds, medians
    assert all(count >= 0.93 * rounds for count in held.values()), held
