"""What the overview is made of: equal to a slow count over the same rows, after any history."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from monitor.deciding.decide import decide, dismiss_seller, undo
from monitor.decision import verdict
from monitor.errors import InputError
from monitor.model import Vendor
from monitor.page_reasons import PageReason
from monitor.statistics import wilson
from monitor.store.db import schema, schema_review
from monitor.store.read.overview import agreements, newest_runs, search_yields, week_counts, week_of
from monitor.store.write.runs import end_run
from tests.record_book import Book, gone
from tests.store_helper import NOON, finding, listing, visit

_DAYS = 60
_PLACES = ("taobao", "tmall")
_KEYWORDS = ("诺德沃克", "nordwerk", "nord werk")


def _when(dice: random.Random) -> datetime:
    return NOON - timedelta(days=dice.randrange(_DAYS), hours=dice.randrange(24))


def _search(book: Book, dice: random.Random, number: int) -> None:
    pairs = [
        (
            listing(str(n), vendor=Vendor(f"{n % 4}", f"店{n % 4}")),
            None if n % 5 == 0 else finding(level=dice.choice(("high", "low", None)), brand=f"brand{n % 2}"),
        )
        for n in dice.sample(range(30), dice.randint(0, 5))
    ]
    place, keyword = dice.choice(_PLACES), dice.choice(_KEYWORDS)
    told: dict[str, Any] = {"marketplace": place, "at": _when(dice), "keyword": keyword, "brand": "brand0"}
    book.add(visit(*pairs, number=number, **told))


def _wall(book: Book, dice: random.Random, number: int) -> None:
    told: dict[str, Any] = {"marketplace": dice.choice(_PLACES), "at": _when(dice), "keyword": dice.choice(_KEYWORDS)}
    reason = dice.choice((PageReason.LOGIN, PageReason.NOT_SAVED))
    state = dice.choice(("done", "failed"))
    blocked = visit(number=number, outcome="blocked", reason=reason, brand="brand0", **told)
    book.add(blocked, state=state)
    if state == "failed" and dice.random() < 0.5:
        book.add(visit(number=number, brand="brand0", **told))


def _gone(book: Book, dice: random.Random, number: int) -> None:
    _next_run(book, dice, number)  # a run asks for a page once
    book.add(gone(str(dice.randrange(30)), _when(dice), dice.choice(_PLACES)))


def _ids(book: Book) -> list[str]:
    return [row.id for row in book.rows(schema.FindingRow)]


def _decide(book: Book, dice: random.Random, _number: int) -> None:
    if ids := _ids(book):
        state = dice.choice(("confirmed", "dismissed", "dismissed", "watch"))
        chosen = dice.sample(ids, min(len(ids), dice.randint(1, 4)))
        decide(book.store, chosen, verdict(state), by=dice.choice("ABC"), at=_when(dice))


def _dismiss_seller(book: Book, dice: random.Random, _number: int) -> None:
    if ids := _ids(book):
        dismiss_seller(book.store, [dice.choice(ids)], verdict("dismissed"), by="A")


def _undo(book: Book, dice: random.Random, _number: int) -> None:
    try:
        undo(book.store, by=dice.choice("ABC"))
    except InputError as error:
        assert "nothing to undo" in str(error)  # noqa: PT017


def _next_run(book: Book, _dice: random.Random, _number: int) -> None:
    end_run(book.store, book.run, "done")
    book.next_run()


@pytest.fixture(scope="module", params=range(4))
def book(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Book:
    dice, book = random.Random(request.param), Book(tmp_path_factory.mktemp("history") / "store")
    steps = [_search] * 6 + [_wall, _wall, _gone, _gone, _decide, _decide, _decide, _dismiss_seller, _undo, _next_run]
    for number in range(120):
        dice.choice(steps)(book, dice, number)
    return book


def _standing(book: Book) -> list[Any]:
    """The decisions that are not taken back and take none back, oldest first."""
    rows = sorted(book.rows(schema_review.DecisionRow), key=lambda row: row.id)
    taken_back = {row.undoes for row in rows}
    return [row for row in rows if row.undoes is None and row.id not in taken_back]


def test_weeks_are_counted_by_event(book: Book) -> None:
    queue = {row.finding_id: row for row in book.rows(schema_review.QueueRow)}
    first = week_of((NOON - timedelta(days=30)).date())
    slow: Counter[tuple[date, str, str]] = Counter()

    def count(when: datetime, marketplace: str, kind: str) -> None:
        week = (when - timedelta(days=when.weekday())).date()
        if week >= first:
            slow[week, marketplace, kind] += 1

    for row in queue.values():
        count(row.first_seen, row.marketplace, "found")
    for decision in {decision.finding_id: decision for decision in _standing(book)}.values():
        if decision.finding_id in queue and decision.state in ("confirmed", "dismissed"):
            count(decision.at, queue[decision.finding_id].marketplace, decision.state)
    for event in book.rows(schema.LifecycleRow):
        for row in queue.values():
            if row.listing_key == event.listing_key and event.event == "gone":
                count(event.at, row.marketplace, "gone")
    with book.store.read() as connection:
        counts = week_counts(connection, NOON.date() - timedelta(days=30))
    fast = {
        (week.week, week.marketplace, kind): getattr(week, kind)
        for week in counts
        for kind in ("found", "confirmed", "dismissed", "gone")
        if getattr(week, kind)
    }
    assert fast == dict(slow)
    assert {kind for *_, kind in slow} == {"found", "confirmed", "dismissed", "gone"}
    assert counts == sorted(counts, key=lambda week: (week.week, week.marketplace))
    assert all(week.week.weekday() == 0 for week in counts)


def test_a_week_begins_on_monday_in_utc(tmp_path: Path) -> None:
    """Sunday's last minute and Monday's first are of two weeks."""
    book = Book(tmp_path / "store")
    sunday = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
    book.add(visit((listing("1"), finding()), at=sunday))
    book.add(visit((listing("2"), finding()), at=sunday + timedelta(minutes=1), number=2))
    with book.store.read() as connection:
        weeks = [(week.week, week.found) for week in week_counts(connection, date(2026, 11, 17))]
        assert weeks == [(date(2026, 11, 16), 1), (date(2026, 11, 23), 1)]
        assert len(week_counts(connection, date(2026, 11, 23))) == 1


def test_runs_with_the_outcomes_of_their_pages(book: Book) -> None:
    """A page that failed and was then read counts once."""
    slow: dict[int, dict[str, Counter[str]]] = {}
    visits = book.rows(schema.VisitRow)
    done = {(row.run_id, row.marketplace, row.target) for row in visits if row.state == "done"}
    for row in visits:
        if row.state == "done" or (row.run_id, row.marketplace, row.target) not in done:
            counter = slow.setdefault(row.run_id, {}).setdefault(row.marketplace, Counter())
            counter["pages"] += 1
            counter["not_saved" if row.reason == "not_saved" else row.outcome] += 1
    with book.store.read() as connection:
        runs = newest_runs(connection, 3)
        assert len(newest_runs(connection, 1_000)) == len(book.rows(schema.RunRow))
    assert [run.run_id for run in runs] == sorted({row.id for row in book.rows(schema.RunRow)}, reverse=True)[:3]
    for run in runs:
        names = ("pages", "listings", "empty", "blocked", "not_saved", "unreadable")
        fast = {
            place: {name: getattr(outcomes, name) for name in names} for place, outcomes in run.marketplaces.items()
        }
        assert fast == {
            place: {name: counter[name] for name in names} for place, counter in slow.get(run.run_id, {}).items()
        }


def test_what_searches_brought(book: Book) -> None:
    runs = sorted((row.id for row in book.rows(schema.RunRow)), reverse=True)[:4]
    queue = book.rows(schema_review.QueueRow)
    slow: dict[tuple[str | None, str], list[int]] = {}
    shown: dict[tuple[str | None, str], set[str]] = {}
    for row in book.rows(schema.VisitRow):
        if row.run_id in runs and row.page == "search" and row.keyword and row.state == "done":
            read_failed = slow.setdefault((row.brand, row.keyword), [0, 0])
            shown.setdefault((row.brand, row.keyword), set()).update(row.listing_keys)
            if row.outcome in ("listings", "empty"):
                read_failed[0] += 1
            elif row.reason != "not_saved":
                read_failed[1] += 1
    with book.store.read() as connection:
        yields = search_yields(connection, 4)
    assert {(one.brand, one.keyword): [one.read, one.failed] for one in yields} == slow
    for one in yields:
        keys = shown[one.brand, one.keyword]
        flagged = [row for row in queue if row.listing_key in keys]
        confirmed = [row for row in flagged if row.state == "confirmed"]
        assert (one.listings, one.findings, one.confirmed) == (len(keys), len(flagged), len(confirmed))
    assert yields == sorted(yields, key=lambda one: (-one.confirmed, -one.findings, -one.listings))


def test_reviewers_agree_by_the_last_word_of_each(book: Book) -> None:
    words: dict[str, dict[str, str]] = {}
    for decision in _standing(book):
        words.setdefault(decision.finding_id, {})[decision.reviewer] = decision.state
    both: Counter[tuple[str, ...]] = Counter()
    same: Counter[tuple[str, ...]] = Counter()
    for by_reviewer in words.values():
        judged = sorted((who, state) for who, state in by_reviewer.items() if state in ("confirmed", "dismissed"))
        for (one, state), (other, other_state) in combinations(judged, 2):
            both[one, other] += 1
            same[one, other] += state == other_state
    with book.store.read() as connection:
        fast = agreements(connection)
    assert {one.reviewers: (one.both, one.same) for one in fast} == {pair: (both[pair], same[pair]) for pair in both}
    assert both
    assert [one.share for one in fast] == [wilson(one.same, one.both) for one in fast]


def test_an_empty_store_has_an_empty_overview(tmp_path: Path) -> None:
    store = Book(tmp_path / "store").store
    with store.read() as connection:
        assert week_counts(connection, NOON.date()) == []
        assert search_yields(connection, 5) == agreements(connection) == []
        assert [run.marketplaces for run in newest_runs(connection, 5)] == [{}]
