"""Older pages, gone and back, and any sequence of pages."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from monitor.model import Match, PageVisit, Vendor, vendor_key
from monitor.page_reasons import PageReason
from monitor.store.db import schema
from monitor.store.read.listings import digest, fact_columns
from tests.record_book import HOUR, SAME_AGAIN, Book, gone, search
from tests.store_helper import NOON, PRICE, finding, listing, visit

# --- older pages


OLD = NOON - 100 * HOUR


@pytest.mark.parametrize("method", ["crawl", "hand-saved"])
def test_an_older_page_adds_to_the_history_only(book: Book, method: str) -> None:
    book.add(visit((listing("1"), finding()), at=NOON))
    now, judged = book.one(), book.one(schema.FindingRow)
    older = listing("1", "Nordwerk X200 旧", price_min=Decimal(999), vendor=Vendor("7001", "旧名"))
    page = visit((older, finding(PRICE, level="low")), at=OLD, number=2, method=method)
    book.add(page)
    row = book.one()
    assert [(o.at, o.price_min) for o in book.rows(schema.ObservationRow)] == [(NOON, 260), (OLD, 999)]
    assert {**row._asdict(), "first_seen": NOON} == now._asdict()
    assert (row.first_seen, book.one(schema.FindingRow)) == (OLD, judged)
    vendor = book.one(schema.VendorRow)
    assert (vendor.name, vendor.first_seen) == ("工具小铺", OLD)
    # handed in once more, and the same as ever seen again today: nothing new
    book.add(replace(page, target="saved:again"), search(listing("1"), at=NOON + HOUR, number=3))
    assert len(book.rows(schema.ObservationRow)) == 2


def test_an_older_page_with_the_same_facts_moves_the_first_sight_only(book: Book) -> None:
    book.add(search(listing("1")), search(listing("1"), at=OLD, number=2))
    assert len(book.rows(schema.ObservationRow)) == 2, "what it told then, on its day"
    assert (book.one().first_seen, book.one().changed_at) == (OLD, NOON)


def test_a_page_between_two_equal_sightings_does_not_change_the_present(book: Book) -> None:
    """The price was 260 before and after: that it was 99 for a day is history."""
    book.add(search(listing("1")), search(listing("1"), at=NOON + 20 * HOUR, number=2))
    page = search(listing("1", price_min=Decimal(99)), at=NOON + 10 * HOUR, number=3, method="hand-saved")
    book.add(page, replace(page, target="saved:again"))
    assert (book.one().price_min, len(book.rows(schema.ObservationRow))) == (260, 2)


def test_replaying_the_same_pages_again_adds_visits_only(book: Book) -> None:
    """Two pages of one day and one of another that disagree on a listing."""
    pages = [
        search(listing("1", units_sold=n), at=at, number=n, method="replay")
        for n, at in ((1, NOON), (2, NOON), (3, NOON + HOUR))
    ]
    book.add(*pages)
    before = book.dump(without=SAME_AGAIN)
    for _ in range(2):
        book.next_run()
        book.add(*pages)
    assert book.dump(without=SAME_AGAIN) == before


# --- gone and back


def test_gone_by_the_word_of_its_own_page_only(book: Book) -> None:
    book.add(search(listing("1"), listing("2")))
    book.add(search(listing("2"), at=NOON + HOUR, number=2), visit(at=NOON + HOUR, number=3))
    assert [row.gone for row in book.rows(schema.ListingRow)] == [False, False], "absence says nothing"
    book.add(replace(gone("1", NOON + HOUR), outcome="blocked", reason=PageReason.WALL, target="listing:1 blocked"))
    assert book.rows(schema.LifecycleRow) == []
    book.add(gone("1", NOON + 2 * HOUR))
    book.next_run()
    book.add(gone("1", NOON + 3 * HOUR), gone("404", NOON + 3 * HOUR))
    assert [(e.listing_key, e.event, e.at) for e in book.rows(schema.LifecycleRow)] == [
        ("taobao:1", "gone", NOON + 2 * HOUR)
    ]
    assert [row.gone for row in book.rows(schema.ListingRow)] == [True, False]
    assert len(book.rows(schema.ObservationRow)) == 2


def test_gone_of_another_marketplaces_listing_with_the_same_id(book: Book) -> None:
    book.add(search(listing("1")), gone("1", NOON + HOUR, marketplace="tmall"))
    assert book.one().gone is False


def test_back_when_it_is_seen_again_and_not_by_an_older_page(book: Book) -> None:
    book.add(search(listing("1")), gone("1", NOON + 10 * HOUR))
    book.add(search(listing("1"), at=NOON + 5 * HOUR, number=2, method="hand-saved"))
    assert book.one().gone is True
    book.add(search(listing("1"), at=NOON + 20 * HOUR, number=3))
    assert book.one().gone is False
    assert [(e.event, e.at) for e in book.rows(schema.LifecycleRow)] == [
        ("gone", NOON + 10 * HOUR),
        ("back", NOON + 20 * HOUR),
    ]


def test_gone_on_an_older_page_is_not_gone_now(book: Book) -> None:
    """Someone imports the page that said gone last week; today's search lists it."""
    book.add(search(listing("1"), at=OLD), search(listing("1"), number=2))
    book.add(gone("1", NOON - HOUR, method="hand-saved"))
    assert (book.one().gone, book.rows(schema.LifecycleRow)) == (False, [])


# --- any sequence of pages

_PRICES = st.sampled_from([None, Decimal("9.90"), Decimal("12"), Decimal("12.00")])
_SEEN = st.dictionaries(st.sampled_from("123"), st.tuples(_PRICES, st.sampled_from([None, 0, 5])), max_size=3)
_FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_STEP = st.tuples(st.integers(-20, 20), st.sampled_from(["search", "listing"]), _SEEN)


def _pages(steps: list[tuple[int, str, dict[str, tuple[Decimal | None, int | None]]]]) -> list[PageVisit]:
    pages = []
    for number, (hours, kind, seen) in enumerate(steps):
        found = [listing(key, price_min=price, stock=stock) for key, (price, stock) in seen.items()]
        pages.append(search(*found, at=NOON + hours * HOUR, number=number, page=kind, method="replay"))
    return pages


@_FEW
@given(st.lists(_STEP, min_size=1, max_size=8))
def test_any_pages_in_order_give_consistent_facts(steps: list[Any]) -> None:
    pages = [replace(page, at=NOON + n * HOUR, method="crawl") for n, page in enumerate(_pages(steps))]
    changes, last = 0, dict[tuple[str, str | None], str]()
    for page in pages:
        for one in page.listings:
            mark = digest(fact_columns(one), vendor_key("taobao", one.vendor))
            changes += last.get((page.page, one.listing_id)) != mark
            last[page.page, one.listing_id] = mark
    with TemporaryDirectory() as folder:
        book = Book(Path(folder))
        book.add(*pages)
        assert len(book.rows(schema.ObservationRow)) == changes
        _check_times(book, pages)
        for row in book.rows(schema.ListingRow):
            prices = [o.price_min for o in book.rows(schema.ObservationRow) if o.listing_key == row.key]
            assert row.price_min == next((p for p in reversed(prices) if p is not None), None)
        book.store.close()


@_FEW
@given(st.lists(_STEP, min_size=1, max_size=6, unique_by=lambda step: step[0]))
def test_saved_pages_handed_in_twice_add_nothing(steps: list[Any]) -> None:
    with TemporaryDirectory() as folder:
        book = Book(Path(folder))
        pages = _pages(sorted(steps, key=lambda step: step[0]))
        book.add(*pages)
        _check_times(book, pages)
        before = book.dump(without=SAME_AGAIN)
        book.next_run()
        book.add(*pages)
        assert book.dump(without=SAME_AGAIN) == before
        book.store.close()


@_FEW
@given(st.lists(_STEP, min_size=1, max_size=5))
def test_saved_pages_in_any_order_settle(steps: list[Any]) -> None:
    """A page in between may make a later one news again, once; then the history is complete."""
    with TemporaryDirectory() as folder:
        book = Book(Path(folder))
        pages = _pages(steps)
        counts = []
        for _ in range(len(pages) + 1):
            book.next_run()
            book.add(*pages)
            _check_times(book, pages)
            counts.append(len(book.rows(schema.ObservationRow)))
        assert counts[-1] == counts[-2] <= sum(len(page.listings) for page in pages)
        assert {row.changed_at for row in book.rows(schema.ListingRow)} <= {
            o.at for o in book.rows(schema.ObservationRow)
        }
        book.store.close()


def _check_times(book: Book, pages: list[PageVisit]) -> None:
    sighted: dict[str, list[datetime]] = {}
    for page in pages:
        for one in page.listings:
            sighted.setdefault(f"taobao:{one.listing_id}", []).append(page.at)
    assert {row.key: row.first_seen for row in book.rows(schema.ListingRow)} == {k: min(v) for k, v in sighted.items()}
    last_seen = {row[0]: datetime.fromisoformat(row[1]) for row in book.read("SELECT * FROM last_seen")}
    assert last_seen == {key: max(times) for key, times in sighted.items()}


def test_times_are_utc(book: Book) -> None:
    book.add(search(listing("1")))
    assert book.one().first_seen.tzinfo == UTC
    with book.store.read() as connection:
        assert connection.execute(select(func.count()).select_from(schema.VisitRow)).scalar() == 1
    with pytest.raises(Exception, match="without zone"):
        book.add(search(listing("1"), at=datetime(2026, 11, 20), number=2))  # noqa: DTZ001


def test_two_brands_of_one_listing(book: Book) -> None:
    both = tuple(Match(b, 1.0, "exact", b, 0, 3, "why") for b in ("nordwerk", "solvanta"))
    page = search(listing("1"))
    findings = (finding(), finding(brand="solvanta", level="low"))
    book.add(replace(page, entries=(replace(page.entries[0], matches=both, findings=findings),)))
    assert [row.id for row in book.rows(schema.FindingRow)] == ["taobao:1:nordwerk", "taobao:1:solvanta"]
    assert [row.brand for row in book.rows(schema.MatchRow)] == ["nordwerk", "solvanta"]


def test_the_newest_kept_page_is_by_the_pages_time(book: Book) -> None:
    """Not by the order in which pages are handed in; a page that was not kept moves the sighting alone."""
    book.add(search(listing("1"), at=NOON, kept="aa" * 32))
    book.add(search(listing("1"), at=NOON + 4 * HOUR, number=2))
    expected = [(3, "cc"), (1, "cc"), (6, "ee")]
    for hours, kept in expected:
        name = {3: "cc", 1: "dd", 6: "ee"}[hours]
        page = search(listing("1"), at=NOON + hours * HOUR, number=10 + hours, kept=name * 32, method="hand-saved")
        book.add(page)
        row = book.one()
        assert (row.last_seen, row.last_kept) == (NOON + max(hours, 4) * HOUR, kept * 32)
