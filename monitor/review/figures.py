"""The figures of the overview, and how they look to programs."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from monitor.judging.drift import Drift, drifts
from monitor.store.read.agreement import Fired, indicator_record
from monitor.store.read.findings import zulu
from monitor.store.read.overview import (
    Agreement,
    Outcomes,
    RunOutcome,
    SearchYield,
    WeekCount,
    agreements,
    newest_runs,
    search_yields,
    week_counts,
    week_of,
)
from monitor.store.read.runs import ReasonCount, run_reasons
from monitor.store.store import Connection, Store

WEEKS = 26
"""That are shown, the present one included."""
RUNS = 20
"""The newest ones that are shown."""
SEARCH_RUNS = 5
"""What searches brought is counted over so many of the newest runs."""


@dataclass(frozen=True, slots=True)
class Site:
    """A marketplace in the newest run that asked it."""

    marketplace: str
    run_id: int
    outcomes: Outcomes
    reasons: list[ReasonCount]
    """Why pages were blocked or unreadable, the most frequent reason first."""
    drifts: list[Drift]
    """Facts that its pages told much less often than before: its layout may have moved."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the overview shows, and when it was so (UTC)."""

    at: datetime
    weeks: list[WeekCount]
    indicators: list[Fired]
    runs: list[RunOutcome]
    sites: list[Site]
    searches: list[SearchYield]
    agreements: list[Agreement]

    @property
    def mondays(self) -> list[date]:
        """The weeks that are shown, by their Monday."""
        last = week_of(self.at.date())
        return [last - timedelta(weeks=back) for back in reversed(range(WEEKS))]


def figures_of(store: Store) -> Figures:
    """Work the figures out; seconds in a large store."""
    now = datetime.now(UTC)
    with store.read() as connection:
        runs = newest_runs(connection, RUNS)
        return Figures(
            at=now,
            weeks=week_counts(connection, now.date() - timedelta(weeks=WEEKS - 1)),
            indicators=indicator_record(connection),
            runs=runs,
            sites=_sites(connection, runs),
            searches=search_yields(connection, SEARCH_RUNS),
            agreements=agreements(connection),
        )


def _sites(connection: Connection, runs: list[RunOutcome]) -> list[Site]:
    newest: dict[str, RunOutcome] = {}
    for run in runs:
        for marketplace in run.marketplaces:
            newest.setdefault(marketplace, run)
    reasons = {run_id: run_reasons(connection, run_id) for run_id in {run.run_id for run in newest.values()}}
    return [
        Site(
            marketplace,
            run.run_id,
            run.marketplaces[marketplace],
            [reason for reason in reasons[run.run_id] if reason.marketplace == marketplace],
            drifts(connection, run.run_id, marketplace),
        )
        for marketplace, run in sorted(newest.items())
    ]


def figures_record(figures: Figures) -> dict[str, Any]:
    """The figures as JSON: days and times in UTC, shares with their interval, unknown as None."""
    return {
        "at": zulu(figures.at),
        "weeks": [{**asdict(week), "week": week.week.isoformat()} for week in figures.weeks],
        "indicators": [asdict(indicator) for indicator in figures.indicators],
        "runs": [
            {
                "run": run.run_id,
                "started_at": zulu(run.started_at),
                "ended_at": zulu(run.ended_at),
                "state": run.state,
                "method": run.method,
                "marketplaces": {name: asdict(outcomes) for name, outcomes in run.marketplaces.items()},
            }
            for run in figures.runs
        ],
        "sites": [
            {
                "marketplace": site.marketplace,
                "run": site.run_id,
                **asdict(site.outcomes),
                "reasons": [
                    {"reason": count.reason, "detail": count.detail, "pages": count.pages} for count in site.reasons
                ],
                "drifts": [asdict(drift) for drift in site.drifts],
            }
            for site in figures.sites
        ],
        "searches": [asdict(search) for search in figures.searches],
        "reviewers": [asdict(agreement) for agreement in figures.agreements],
    }
