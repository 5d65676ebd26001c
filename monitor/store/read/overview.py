"""What the overview shows of a store: its weeks, its newest runs, what searches brought, how far reviewers agree.

These questions read a large part of the store: whoever shows the answers often keeps them for a while.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, func, select, text

from monitor.decision import DecisionState
from monitor.statistics import wilson
from monitor.store.db.schema import FindingRow, LifecycleRow, RunRow
from monitor.store.db.schema_review import DecisionRow, QueueRow, SellerDecisionRow
from monitor.store.read.decisions import effective_decision

_JUDGED = (DecisionState.CONFIRMED.value, DecisionState.DISMISSED.value)


def _by_day(moment: Any, *kind: Any) -> Any:
    """How many flagged findings there are by UTC day of `moment`, by marketplace and by `kind`."""
    day = func.substr(moment, 1, 10)
    return select(day, QueueRow.marketplace, *kind, func.count()).group_by(day, QueueRow.marketplace, *kind)


_FOUND = _by_day(QueueRow.first_seen)
_DECIDED = (
    _by_day(DecisionRow.at, DecisionRow.state)
    .select_from(DecisionRow)
    .join(FindingRow, FindingRow.id == DecisionRow.finding_id)
    .join(QueueRow, QueueRow.finding_id == DecisionRow.finding_id)
    .where(DecisionRow.state.in_(_JUDGED), DecisionRow.id == effective_decision())
)
_GONE = (
    _by_day(LifecycleRow.at)
    .select_from(LifecycleRow)
    .join(QueueRow, QueueRow.listing_key == LifecycleRow.listing_key)
    .where(LifecycleRow.event == "gone")
)


@dataclass(slots=True)
class WeekCount:
    """What a week brought at a marketplace, of the findings that are flagged today."""

    week: date
    """Its Monday (UTC)."""
    marketplace: str
    found: int = 0
    """Findings whose listing was seen for the first time."""
    confirmed: int = 0
    dismissed: int = 0
    """Findings by the decision that counts today, in the week in which it was made."""
    gone: int = 0
    """Times that the own page of a finding's listing said that it is gone."""


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week_counts(connection: Connection, first: date) -> list[WeekCount]:
    """The weeks from that of the day `first` on, in order, by marketplace; those without any event are left out."""
    since = datetime.combine(week_of(first), time.min, UTC)
    counts: dict[tuple[date, str], WeekCount] = {}

    def add(rows: Iterable[Any], kind: str | None = None) -> None:
        for day, marketplace, *state, number in rows:
            week = week_of(date.fromisoformat(day))
            count = counts.setdefault((week, marketplace), WeekCount(week, marketplace))
            name = kind or state[0]
            setattr(count, name, getattr(count, name) + number)

    add(connection.execute(_FOUND.where(QueueRow.first_seen >= since)), "found")
    add(connection.execute(_DECIDED.where(DecisionRow.at >= since)))
    add(connection.execute(_GONE.where(LifecycleRow.at >= since)), "gone")
    return [counts[key] for key in sorted(counts)]


_NEWEST_RUNS = "(SELECT id FROM run ORDER BY id DESC LIMIT :most)"
_OUTCOMES = text(f"""
    SELECT v.run_id, v.marketplace, count(*) AS pages, sum(v.outcome = 'listings') AS listings,
           sum(v.outcome = 'empty') AS empty,
           sum(v.outcome = 'blocked' AND coalesce(v.reason, '') != 'not_saved') AS blocked,
           sum(coalesce(v.reason, '') = 'not_saved') AS not_saved, sum(v.outcome = 'unreadable') AS unreadable
    FROM visit AS v
    WHERE v.run_id IN {_NEWEST_RUNS} AND (v.state = 'done' OR NOT EXISTS (
        SELECT 1 FROM visit AS w WHERE w.run_id = v.run_id AND w.marketplace = v.marketplace
                                   AND w.target = v.target AND w.state = 'done'))
    GROUP BY 1, 2""")  # noqa: S608 (our own words)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How many pages of a marketplace were asked for in a run, and how many had each outcome."""

    pages: int
    listings: int
    empty: int
    blocked: int
    not_saved: int
    """Of a replay: pages that are not among the saved ones."""
    unreadable: int


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """A run with what became of its pages. Times are UTC."""

    run_id: int
    started_at: datetime
    ended_at: datetime | None
    state: str
    """running | done | held | stopped | failed"""
    method: str
    """crawl | replay | hand-saved"""
    marketplaces: dict[str, Outcomes]


def newest_runs(connection: Connection, most: int) -> list[RunOutcome]:
    """The newest runs, the newest first."""
    outcomes: dict[int, dict[str, Outcomes]] = defaultdict(dict)
    for run_id, marketplace, *numbers in connection.execute(_OUTCOMES, {"most": most}):
        outcomes[run_id][marketplace] = Outcomes(*numbers)
    columns = (RunRow.id, RunRow.started_at, RunRow.ended_at, RunRow.state, RunRow.method)
    rows = connection.execute(select(*columns).order_by(RunRow.id.desc()).limit(most))
    return [RunOutcome(*row, outcomes[row.id]) for row in rows]


_SEARCHES = text(f"""
    WITH page AS MATERIALIZED (
        SELECT brand, keyword, outcome, coalesce(reason, '') AS reason, listing_keys FROM visit
        WHERE run_id IN {_NEWEST_RUNS} AND page = 'search' AND keyword IS NOT NULL AND state = 'done'),
    shown AS MATERIALIZED (
        SELECT DISTINCT page.brand, page.keyword, key.value AS listing FROM page, json_each(page.listing_keys) AS key),
    yield AS (
        SELECT s.brand, s.keyword, count(DISTINCT s.listing) AS listings, count(q.id) AS findings,
               coalesce(sum(q.state = 'confirmed'), 0) AS confirmed
        FROM shown AS s LEFT JOIN queue AS q ON q.listing_key = s.listing GROUP BY 1, 2)
    SELECT p.brand, p.keyword, sum(p.outcome IN ('listings', 'empty')) AS read,
           sum(p.outcome NOT IN ('listings', 'empty') AND p.reason != 'not_saved') AS failed,
           coalesce(max(y.listings), 0) AS listings, coalesce(max(y.findings), 0) AS findings,
           coalesce(max(y.confirmed), 0) AS confirmed
    FROM page AS p LEFT JOIN yield AS y ON y.brand IS p.brand AND y.keyword = p.keyword
    GROUP BY 1, 2 ORDER BY confirmed DESC, findings DESC, listings DESC, 1, 2""")  # noqa: S608 (our own words)


@dataclass(frozen=True, slots=True)
class SearchYield:
    """What the pages of one search showed in the newest runs, at all marketplaces together."""

    brand: str | None
    keyword: str
    read: int
    """Pages that could be read, with listings or without."""
    failed: int
    """Pages that were blocked or unreadable."""
    listings: int
    """Each counted once."""
    findings: int
    """Flagged ones of these listings, whatever brand they name."""
    confirmed: int


def search_yields(connection: Connection, runs: int) -> list[SearchYield]:
    """What each search of the newest `runs` brought, the most confirmed findings first."""
    return [SearchYield(*row) for row in connection.execute(_SEARCHES, {"most": runs})]


def newest_decisions(connection: Connection) -> tuple[int | None, int | None]:
    """The numbers of the newest decision about a finding and about a vendor: others tell that something was decided."""
    row = connection.execute(select(_NEWEST_DECISION, _NEWEST_SELLER_DECISION)).one()
    return row[0], row[1]


_NEWEST_DECISION = select(func.max(DecisionRow.id)).scalar_subquery()
_NEWEST_SELLER_DECISION = select(func.max(SellerDecisionRow.id)).scalar_subquery()
_LAST_WORDS = text("""
    SELECT d.finding_id, d.reviewer, d.state, max(d.id) FROM decision AS d
    WHERE d.finding_id IN (
        SELECT finding_id FROM decision GROUP BY finding_id HAVING min(reviewer) != max(reviewer))
      AND d.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM decision AS u WHERE u.undoes = d.id)
    GROUP BY 1, 2 ORDER BY 1, 2""")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two reviewers decided alike about the same findings."""

    reviewers: tuple[str, str]
    both: int
    """Findings that both confirmed or dismissed."""
    same: int
    """Of these, how many both confirmed or both dismissed."""
    share: tuple[float, float, float] | None
    """The share of the same, with its Wilson interval (95 %); None below 30 findings."""


def agreements(connection: Connection) -> list[Agreement]:
    """How far reviewers agree, by pairs, by the last word of each that is not taken back."""
    both: Counter[tuple[str, str]] = Counter()
    same: Counter[tuple[str, str]] = Counter()
    words: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in connection.execute(_LAST_WORDS):
        if row.state in _JUDGED:
            words[row.finding_id].append((row.reviewer, row.state))
    for judged in words.values():
        for (one, state), (other, other_state) in combinations(judged, 2):
            both[one, other] += 1
            same[one, other] += state == other_state
    return [Agreement(pair, both[pair], same[pair], wilson(same[pair], both[pair])) for pair in sorted(both)]
