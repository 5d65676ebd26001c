"""The questions that are asked often are answered from an index, however many pages a store has.

Asked of SQLite's planner over a store of 20,000 visits: what it would walk through, not how long that takes.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

import pytest
from sqlalchemy import Connection, event

from monitor.indicators.judge import OWN_PAGE_GIVES
from monitor.model import PageVisit
from monitor.store.db import schema
from monitor.store.db.bulk import insert_rows
from monitor.store.read.candidates import detail_candidates
from monitor.store.read.crawl import kept_samples, known_before, read_since, searched_pages, shop_candidates
from monitor.store.read.decisions import decision_history, standings_of
from monitor.store.read.detail import listing_history, seller_of
from monitor.store.read.field_rates import coverage_before, coverage_of, kept_page
from monitor.store.read.findings import findings_by_id, select_findings
from monitor.store.read.judging import listings_of_visits, unjudged_visits
from monitor.store.read.news import new_findings
from monitor.store.read.operators import tied_sellers
from monitor.store.read.queue import (
    Queued,
    QueueFilter,
    queue_currencies,
    queue_facets,
    queue_page,
    queue_total,
    sellers_among,
)
from monitor.store.read.records import (
    decided_after,
    listings_of_sellers,
    signs_of_listings,
    signs_of_sellers,
    stored_record,
)
from monitor.store.read.runs import newest_visit_of, run_news, run_reasons, run_tallies, top_findings
from monitor.store.store import Store
from monitor.store.write.queue import rebuild_queue, refresh_queue
from monitor.store.write.visit import record_visit
from tests.record_book import Book, search
from tests.store_helper import NOON, listing

_RUNS, _VISITS, _LISTINGS, _ON_PAGE = 40, 20_000, 4_000, 12


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with 40 runs of 500 pages each, and a finding for each of its listings."""
    book = Book(tmp_path_factory.mktemp("large") / "store")
    for _ in range(_RUNS - 1):
        book.next_run()
    dice = random.Random(20261125)
    with book.store.write() as connection:
        insert_rows(connection, schema.VisitRow, [_visit(number, dice) for number in range(_VISITS)])
        insert_rows(connection, schema.ListingRow, [_listing(number) for number in range(_LISTINGS)])
        insert_rows(connection, schema.FindingRow, [_finding(number) for number in range(_LISTINGS)])
        rebuild_queue(connection)
    yield book.store
    book.store.close()


def _visit(number: int, dice: random.Random) -> dict[str, Any]:
    run = number * _RUNS // _VISITS + 1
    keys = [f"taobao:{dice.randrange(_LISTINGS)}" for _ in range(_ON_PAGE)]
    page, blocked = "listing" if number % 10 == 0 else "search", number % 100 == 99
    return {
        "run_id": run, "marketplace": "taobao", "page": page, "target": f"{page}:{number % 500}", "state": "done",
        "outcome": "blocked" if blocked else "listings", "reason": "wall" if blocked else None,
        "url": "https://s.taobao.com/search",
        "at": NOON + timedelta(minutes=number), "recorded_at": NOON, "method": "crawl", "session": False,
        "listing_keys": keys, "without_id": 0, "fetch": {},
    }  # fmt: skip


def _listing(number: int) -> dict[str, Any]:
    return {
        "key": f"taobao:{number}", "marketplace": "taobao", "listing_id": str(number), "first_seen": NOON,
        "first_visit": number + 1, "last_seen": NOON, "changed_at": NOON, "gone": False, "digests": {},
    }  # fmt: skip


def _finding(number: int) -> dict[str, Any]:
    return {
        "id": f"taobao:{number}:nordwerk", "listing_key": f"taobao:{number}", "brand": "nordwerk",
        "score": number % 90, "level": ("high", "medium", "low", None)[number % 4], "reasons": (), "missing": (),
        "first_at": NOON, "changed_at": NOON,
    }  # fmt: skip


@contextmanager
def _asked(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """The statements that the store runs meanwhile, with their parameters."""
    statements: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
            statements.append((statement, parameters[0] if many else parameters))

    event.listen(store._engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(store._engine, "before_cursor_execute", note)


def _plan(store: Store, statement: str, parameters: Any) -> list[str]:
    with store.read() as connection:
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]


def _import_page(connection: Connection) -> None:
    shown = (listing("1"), listing("2"))
    saved: PageVisit = search(*shown, at=NOON - timedelta(days=1), method="hand-saved", kept="ab" * 32)
    record_visit(connection, _RUNS, saved, salt=b"")


_Question = Callable[[Connection], object]
_KEYS = [f"taobao:{number}" for number in range(48)]
_FINDINGS = [f"{key}:nordwerk" for key in _KEYS]
_NEW = QueueFilter(states=("new",))
QUESTIONS: dict[str, _Question] = {
    "live figures of a run": lambda c: run_tallies(c, _RUNS),
    "news of a run": lambda c: run_news(c, _RUNS),
    "top findings of a run": lambda c: top_findings(c, _RUNS, 5),
    "unread pages of a run": lambda c: run_reasons(c, _RUNS),
    "listing pages to read": lambda c: detail_candidates(
        c, _RUNS, "taobao", most=20, late=True, own_page_gives=OWN_PAGE_GIVES
    ),
    "shops to look at": lambda c: shop_candidates(c, _RUNS, "taobao", late=True),
    "shops read lately": lambda c: read_since(c, "taobao", "shop", NOON),
    "pages of a search": lambda c: searched_pages(c, _RUNS, "taobao", ["search:1", "search:2"]),
    "whether a page was known": lambda c: known_before(c, _RUNS, "taobao", _KEYS, "search:2"),
    "kept samples": lambda c: kept_samples(c, "taobao"),
    "field rates of a run": lambda c: coverage_of(c, _RUNS, "taobao"),
    "field rates before": lambda c: coverage_before(c, _RUNS, "taobao"),
    "a kept page of a layout": lambda c: kept_page(c, _RUNS, "taobao", "search", ""),
    "the visit of a kept page": lambda c: newest_visit_of(c, "ab" * 32),
    "news for a digest": lambda c: new_findings(c, _RUNS - 1, _RUNS, 20),
    "what is to be judged": lambda c: listings_of_visits(c, unjudged_visits(c) or [1, 2]),
    "records of sellers": lambda c: signs_of_sellers(c, ["taobao:id:1"], ["replica_slang"]),
    "records without one listing": lambda c: signs_of_listings(c, _KEYS, ["replica_slang"]),
    "listings of sellers": lambda c: listings_of_sellers(c, ["taobao:id:1"]),
    "decisions since the last judging": lambda c: decided_after(c, 0),
    "the record and the ties on a seller's page": lambda c: (stored_record(c, "x"), tied_sellers(c, "x")),
    "an older page handed in": _import_page,
    "a list of findings": lambda c: queue_page(c, QueueFilter(), limit=50),
    "a page deep in a list": lambda c: queue_page(c, _NEW, limit=50, after=Queued("taobao:5:nordwerk", "low", 40)),
    "a list with all filters": lambda c: queue_page(
        c,
        QueueFilter(levels=("high", "low"), brand="nordwerk", marketplace="taobao", seller="x", code="x", since=NOON),
        limit=50,
    ),
    "a list since a day": lambda c: queue_page(c, QueueFilter(since=NOON), limit=50),
    "a list in a range of prices": lambda c: queue_page(
        c, QueueFilter(currency="CNY", price_from=Decimal(5), levels=("high",), since=NOON), limit=50
    ),
    "how many are in a range of prices": lambda c: queue_total(c, QueueFilter(currency="CNY", price_to=Decimal(5))),
    "a range of prices and a reason": lambda c: queue_page(c, QueueFilter(currency="CNY", code="x"), limit=50),
    "sellers of findings": lambda c: sellers_among(c, _FINDINGS, 8),
    "currencies of prices": queue_currencies,
    "a search": lambda c: queue_page(c, QueueFilter(search="电钻 x"), limit=50),
    "counts for the filters": lambda c: queue_facets(c, _NEW),
    "how findings stand": lambda c: standings_of(c, _FINDINGS),
    "findings by id": lambda c: findings_by_id(c, _FINDINGS),
    "the queue of a page's listings": lambda c: refresh_queue(c, _KEYS),
    "decisions about a finding": lambda c: decision_history(c, "taobao:1:nordwerk"),
    "a listing's history": lambda c: listing_history(c, "taobao:1"),
    "a seller": lambda c: seller_of(c, "taobao:id:1"),
    "view findings": lambda c: c.exec_driver_sql("SELECT * FROM findings LIMIT 50").all(),
    "view findings, high and new": lambda c: c.exec_driver_sql(
        "SELECT * FROM findings WHERE level = 'high' AND state = 'new' ORDER BY score DESC LIMIT 50"
    ).all(),
    "view listings": lambda c: c.exec_driver_sql("SELECT * FROM listings LIMIT 50").all(),
    "view last_seen": lambda c: c.exec_driver_sql("SELECT * FROM last_seen WHERE listing_key = 'taobao:1'").all(),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_walks_all_visits(large: Store, name: str) -> None:
    """`SCAN visit` grows with every run for ever; so does a scan of `listing` or of the observations."""
    with _asked(large) as statements, large.write() as connection:
        QUESTIONS[name](connection)
        connection.rollback()
    assert statements
    for statement, parameters in statements:
        plan = _plan(large, statement, parameters)
        walked = [line for line in plan if line.startswith("SCAN") and line.split()[1] in _tables(statement)]
        assert not walked, (walked, statement, plan)
        wide = [
            line
            for line in plan
            if line.endswith(("visit_target (marketplace=?)", "outcome (marketplace=? AND outcome=?)"))
        ]
        assert not wide or name in _ALL_OF_A_MARKETPLACE, (wide, statement, plan)


_ALL_OF_A_MARKETPLACE = {"kept samples", "listing pages to read"}
"""They read a part of a marketplace's visits: the blocked ones, and those of the search engines."""
_WHOLE = {"visit", "listing", "finding", "observation", "lifecycle", "queue", "queue_reason", "decision"}


def _tables(statement: str) -> set[str]:
    """The large tables in a statement, and the names that it gives them."""
    words = statement.replace(",", " ").replace("(", " ").split()
    names = set(_WHOLE)
    for place, word in enumerate(words[:-2]):
        if word in _WHOLE and words[place + 1].upper() == "AS":
            names.add(words[place + 2])
    return names


def test_a_list_of_findings_reads_its_own_findings_alone(large: Store) -> None:
    """`monitor findings` and the exports: by level, then page by page by key; no visit is read."""
    with _asked(large) as statements:
        assert len(list(islice(select_findings(large, level="high"), 50))) == 50
    plans = [_plan(large, *asked) for asked in statements]
    assert any("queue_level" in line for line in plans[0]), plans[0]
    walked = [line for plan in plans for line in plan if line.startswith("SCAN") and line.split()[1] in _WHOLE]
    assert not walked, plans
    assert not [line for plan in plans for line in plan if " visit" in line], plans


def test_ranges_are_read_from_their_index_alone(large: Store) -> None:
    """However many findings are in a range, no row of the queue is looked up to know whether it fits."""
    chosen = QueueFilter(("new",), currency="CNY", price_from=Decimal(5), levels=("high", "low"), brand="nordwerk")
    for one in (chosen, replace(chosen, since=NOON), QueueFilter(("new",), since=NOON, marketplace="taobao")):
        with _asked(large) as statements, large.read() as connection:
            queue_page(connection, one, limit=50)
            queue_total(connection, one)
        index = "queue_price" if one.currency else "queue_first_seen"
        for statement in statements:
            assert f"USING COVERING INDEX {index}" in " ".join(_plan(large, *statement)), statement
