"""How much the pages told: the share of listings with each fact, per site, kind of page and layout."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from monitor.model import FACTS, Listing
from monitor.store.db.lists import listed

_COUNTED = ("listing_id", "url", *(name for name, fact in FACTS.items() if fact.usual))
_RUNS = 20
"""So many earlier runs are a layout's history: sites change slowly, and an old fault must be forgotten."""

_SUMS = listed(
    """
    SELECT v.page, coalesce(v.layout, '') AS layout, j.key AS fact, sum(j.value) AS number
    FROM visit AS v, json_each(v.field_counts) AS j
    WHERE v.marketplace = :marketplace AND v.run_id IN (SELECT value FROM json_each(:runs)) AND v.state = 'done'
      AND v.outcome = 'listings' GROUP BY 1, 2, 3""",
    "runs",
)

_KEPT = text("""
    SELECT sha256_body FROM visit WHERE run_id = :run AND marketplace = :marketplace AND page = :page
    AND coalesce(layout, '') = :layout AND sha256_body IS NOT NULL ORDER BY id DESC LIMIT 1""")


@dataclass
class FieldCounts:
    """Of so many listings so many told each fact."""

    listings: int = 0
    facts: Counter[str] = field(default_factory=Counter)

    def __iadd__(self, other: "FieldCounts") -> "FieldCounts":
        self.listings += other.listings
        self.facts += other.facts
        return self


Coverage = dict[tuple[str, str], FieldCounts]
"""By kind of page and layout."""


def field_counts(listings: Sequence[Listing]) -> FieldCounts:
    """What the listings of one page tell."""
    facts = Counter(name for listing in listings for name in _COUNTED if getattr(listing, name) not in (None, ()))
    facts["vendor"] = sum(bool(listing.vendor.id or listing.vendor.name) for listing in listings)
    return FieldCounts(len(listings), facts)


def field_counts_record(listings: Sequence[Listing]) -> dict[str, int] | None:
    """The same for the visit's row; None for a page without listings."""
    if not listings:
        return None
    told = field_counts(listings)
    return {"listings": told.listings, **{name: number for name, number in told.facts.items() if number}}


def coverage_of(connection: Connection, run_id: int, marketplace: str) -> Coverage:
    """What a run's pages told."""
    return _of_runs(connection, marketplace, [run_id])


def coverage_before(connection: Connection, run_id: int, marketplace: str) -> Coverage:
    """What the pages of the runs before it told."""
    return _of_runs(connection, marketplace, list(range(run_id - _RUNS, run_id)))


def kept_page(connection: Connection, run_id: int, marketplace: str, page: str, layout: str) -> str | None:
    """The newest kept page of a layout in a run."""
    values = {"run": run_id, "marketplace": marketplace, "page": page, "layout": layout}
    found = connection.execute(_KEPT, values).scalar()
    return str(found) if found is not None else None


def _of_runs(connection: Connection, marketplace: str, runs: list[int]) -> Coverage:
    found: Coverage = {}
    for row in connection.execute(_SUMS, {"marketplace": marketplace, "runs": runs}):
        told = found.setdefault((row.page, row.layout), FieldCounts())
        if row.fact == "listings":
            told.listings = row.number
        else:
            told.facts[row.fact] = row.number
    return found
