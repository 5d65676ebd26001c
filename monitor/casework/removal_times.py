"""How long removals take, and how long what was removed stays away: from looks that saw a listing there, gone or back.

A listing was gone at some time between the last look that saw it there and the first that saw it gone; a blocked page
is no look. So times are known as intervals only (interval-censored), and some listings are never seen gone.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from math import inf

from monitor.statistics import wilson_interval

_HALF = 0.5
_ROUNDS, _CHANGE = 500, 1e-6
"""Of the estimate: how often it is refined at most, and below which change it is good enough."""


@dataclass(frozen=True, slots=True)
class Span:
    """When something happened, in days: after `after`, at `until` at the latest (infinite: not seen to happen)."""

    after: float
    until: float = inf


@dataclass(frozen=True, slots=True)
class Look:
    """What one page told of a listing."""

    at: datetime
    """UTC."""
    there: bool | None
    """None: the page was blocked or unreadable, and tells nothing."""


@dataclass(frozen=True, slots=True)
class Share:
    """To how many it had happened by a day after the beginning."""

    day: float
    estimate: float
    """The most likely share (Turnbull's estimate; within an interval evenly)."""
    low: float
    high: float
    """The 95 % interval: what is not known by that day counts as not happened for `low`, as happened for `high`."""


@dataclass(frozen=True, slots=True)
class Median:
    """By which day it had happened to half of them."""

    estimate: float | None
    """None: it has not, as far as looks tell."""
    low: float
    high: float
    """The 95 % interval, by the same bounds as those of shares (infinite: it may never)."""


def removal_span(filed: datetime, looks: Iterable[Look]) -> Span:
    """From filing to the first look that saw the listing gone. `looks`: of its own page, in any order."""
    return _span(filed, looks, happened=False)


def return_span(removed: datetime, looks: Iterable[Look]) -> Span:
    """From the first look that saw it gone to the first later one that saw it there again."""
    return _span(removed, looks, happened=True)


def shares(spans: Sequence[Span], days: Sequence[float]) -> list[Share]:
    """The shares by each day; none where there are no spans."""
    if not spans:
        return []
    pieces = _turnbull(spans)
    found = []
    for day in days:
        happened = sum(span.until <= day for span in spans)
        unknown = sum(span.after < day < span.until for span in spans)
        low, _ = wilson_interval(happened, len(spans))
        _, high = wilson_interval(happened + unknown, len(spans))
        found.append(Share(day, min(max(_by(pieces, day), low), high), low, high))
    return found


def median(spans: Sequence[Span]) -> Median:
    """By which day it had happened to half of them; to nobody knows how many where there are no spans."""
    if not spans:
        return Median(None, 0, inf)
    possible, certain = sorted(span.after for span in spans), sorted(span.until for span in spans)
    number = len(spans)
    # the fewest to whom it must have happened for a bound of the share to reach one half
    most = next(count for count in range(number + 1) if wilson_interval(count, number)[1] >= _HALF)
    least = next((count for count in range(1, number + 1) if wilson_interval(count, number)[0] >= _HALF), None)
    low = possible[most - 1] if most else 0.0
    high = certain[least - 1] if least else inf
    estimate = _day_of(_turnbull(spans), _HALF)
    return Median(None if estimate is None else min(max(estimate, low), high), low, high)


def _span(begin: datetime, looks: Iterable[Look], *, happened: bool) -> Span:
    after = 0.0
    for look in sorted(looks, key=lambda look: look.at):
        days = (look.at - begin).total_seconds() / 86_400
        if look.there is None or days <= 0:
            continue
        if look.there is happened:
            return Span(after, days)
        after = days
    return Span(after)


def _turnbull(spans: Sequence[Span]) -> list[tuple[Span, float]]:
    """The shortest spans in which anything can be said to have happened, and how likely each is (Turnbull, 1976)."""
    pieces = _innermost(spans)
    begins, ends = [piece.after for piece in pieces], [piece.until for piece in pieces]
    # the pieces within a span stand side by side: from the first that begins in it to the last that ends in it
    held = Counter((bisect_left(begins, span.after), bisect_right(ends, span.until)) for span in spans)
    masses = [1 / len(pieces)] * len(pieces)
    for _ in range(_ROUNDS):
        below = [0.0, *accumulate(masses)]
        steps = [0.0] * (len(pieces) + 1)
        for (first, end), number in held.items():
            share = number / len(spans) / (below[end] - below[first])
            steps[first] += share
            steps[end] -= share
        refined = [mass * weight for mass, weight in zip(masses, accumulate(steps[:-1]), strict=True)]
        change = max(abs(new - old) for new, old in zip(refined, masses, strict=True))
        masses = refined
        if change < _CHANGE:
            break
    return list(zip(pieces, masses, strict=True))


def _innermost(spans: Sequence[Span]) -> list[Span]:
    """From a beginning to the next end, with no beginning between."""
    # where one ends as another begins the end comes first: a span excludes its beginning
    edges = sorted([(span.until, 0) for span in spans] + [(span.after, 1) for span in spans])
    pieces: list[Span] = []
    begin: float | None = None
    for at, is_begin in edges:
        if is_begin:
            begin = at
        elif begin is not None:
            pieces.append(Span(begin, at))
            begin = None
    return pieces


def _by(pieces: Sequence[tuple[Span, float]], day: float) -> float:
    total = 0.0
    for piece, mass in pieces:
        if piece.until <= day:
            total += mass
        elif piece.after < day and piece.until < inf:
            total += mass * (day - piece.after) / (piece.until - piece.after)
    return total


def _day_of(pieces: Sequence[tuple[Span, float]], share: float) -> float | None:
    """The day by which the share is reached; None: never, as far as is known."""
    for piece, mass in pieces:
        if mass >= share:
            return None if piece.until == inf else piece.after + (piece.until - piece.after) * share / mass
        share -= mass
    return None
