"""Has a site's layout moved under the reader? The share of listings with each fact, beside the site's own history.

A drop is reported and its pages are kept for the repair; no listing changes for it.
"""

from dataclasses import dataclass

from monitor.statistics import wilson
from monitor.store.read.field_rates import Coverage, FieldCounts, coverage_before, coverage_of, kept_page
from monitor.store.store import Connection

_FEW, _HALF = 0.25, 0.5
"""A drop: by a quarter of all listings, or to half of what it was; and more than chance (Wilson, 95 %)."""
LEAST = 30
"""Listings on both sides; below it a share means nothing."""


@dataclass(frozen=True, slots=True)
class Drift:
    """A fact that listings of a layout have much less often than before; the shares are of its listings."""

    marketplace: str
    page: str
    layout: str
    fact: str
    before: float
    now: float
    listings: int
    sha256_body: str | None = None
    """A kept page of the layout, for the repair."""

    def text(self) -> str:
        """The drop in words, for the person who repairs the reader."""
        return (
            f"{self.marketplace}: {self.page} pages (layout {self.layout or 'unknown'}) told {self.fact} for "
            f"{self.now:.0%} of {self.listings} listings, before for {self.before:.0%}. Has the layout moved? Nothing "
            "was changed for it"
            + (f"; to repair: monitor fixture add --snapshot {self.sha256_body}." if self.sha256_body else ".")
        )


def dropped(before: FieldCounts, now: FieldCounts) -> list[str]:
    """The facts that listings have much less often than before."""
    fewer = []
    for fact, number in before.facts.items():
        past, present = wilson(number, before.listings), wilson(now.facts[fact], now.listings)
        if past is None or present is None or present[2] >= past[1]:
            continue
        if past[0] - present[0] >= _FEW or present[0] <= past[0] * _HALF:
            fewer.append(fact)
    return fewer


def looks_moved(before: FieldCounts, now: FieldCounts) -> bool:
    """Whether one page has unusually few facts: worth keeping for the repair, however few listings it has."""
    usual = [
        fact for fact, number in before.facts.items() if before.listings >= LEAST and number >= 0.9 * before.listings
    ]
    return any(not now.facts[fact] for fact in usual) or bool(dropped(before, now))


def past_of(history: Coverage, page: str, layout: str) -> FieldCounts:
    """A layout's own history; of a layout that is new, the history of all others of its kind of page."""
    if (page, layout) in history:
        return history[page, layout]
    counts = FieldCounts()
    for (kind, _), of_layout in history.items():
        if kind == page:
            counts += of_layout
    return counts


def drifts(connection: Connection, run_id: int, marketplace: str) -> list[Drift]:
    """The drops of a run."""
    history = coverage_before(connection, run_id, marketplace)
    found = []
    for (page, layout), now in coverage_of(connection, run_id, marketplace).items():
        before = past_of(history, page, layout)
        found += [
            Drift(
                marketplace, page, layout, fact, before.facts[fact] / before.listings, now.facts[fact] / now.listings,
                now.listings, kept_page(connection, run_id, marketplace, page, layout),
            )
            for fact in dropped(before, now)
        ]  # fmt: skip
    return found
