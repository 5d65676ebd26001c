"""Counting: from (is it so?, the score it got) to precision, recall and the like; and tables of plain text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

Scored = tuple[bool, float]
"""Whether the title names the brand, and the score that a tool gave it (0: it said no)."""


@dataclass(frozen=True)
class Figures:
    """How a tool decided at one threshold."""

    hits: int
    false_fires: int
    misses: int
    rejected: int

    @property
    def precision(self) -> float:
        """The share of the fired titles that name the brand."""
        return _ratio(self.hits, self.hits + self.false_fires)

    @property
    def recall(self) -> float:
        """The share of the titles with the name on which it fired."""
        return _ratio(self.hits, self.hits + self.misses)

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return _ratio(2 * self.hits, 2 * self.hits + self.false_fires + self.misses)

    @property
    def fpr(self) -> float:
        """The share of the titles without the name on which it fired."""
        return _ratio(self.false_fires, self.false_fires + self.rejected)


def figures(scored: Iterable[Scored], threshold: float) -> Figures:
    """What comes of firing at `threshold` and above."""
    count = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    for positive, score in scored:
        count[positive, score >= threshold] += 1
    return Figures(count[True, True], count[False, True], count[True, False], count[False, False])


def best(scored: Sequence[Scored], *, fpr: float = 1.0) -> tuple[float, Figures] | None:
    """The threshold above 0 with the best F1 among those with at most that false-positive rate; None: there is none."""
    positives = sum(positive for positive, _ in scored)
    negatives = len(scored) - positives
    chosen: tuple[float, Figures] | None = None
    hits = false_fires = 0
    ranked = sorted((pair for pair in scored if pair[1] > 0), key=lambda pair: -pair[1])
    for score, group in groupby(ranked, key=lambda pair: pair[1]):
        for positive, _ in group:
            hits, false_fires = hits + positive, false_fires + (not positive)
        decided = Figures(hits, false_fires, positives - hits, negatives - false_fires)
        if decided.fpr <= fpr and (chosen is None or decided.f1 > chosen[1].f1):
            chosen = score, decided
    return chosen


def show(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print an aligned table: the first column to the left, figures to the right."""
    lines = [list(heads), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    for first, *rest in lines:
        cells = [first.ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        print("  ".join(cells).rstrip())
    print()


def share(part: int, whole: int) -> str:
    """As three decimals; "-" where there is nothing to divide."""
    return f"{part / whole:.3f}" if whole else "-"


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
