"""Drift: a fact that pages told much less often than before is said, and its pages are kept; no listing changes."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from monitor.judging.drift import LEAST, drifts, dropped, looks_moved
from monitor.store.db import schema
from monitor.store.read.field_rates import FieldCounts, field_counts
from tests.record_book import Book
from tests.store_helper import finding, listing, visit

_PAGE = [(listing(str(n), units_sold=n, stock=None), finding() if n < 3 else None) for n in range(40)]


def _page(number: int, layout: str = "page_config", **told: Any) -> Any:
    pairs = [(replace(one, **told), found) for one, found in _PAGE]
    return visit(*pairs, number=number, layout=layout)


def _drifts(book: Book) -> list[tuple[str, str, float, float]]:
    with book.store.read() as connection:
        return [(one.layout, one.fact, one.before, one.now) for one in drifts(connection, book.run, "taobao")]


def test_a_fact_that_is_told_no_more(book: Book) -> None:
    for _ in range(3):
        book.add(_page(1))
        book.next_run()
    book.add(_page(1, price_min=None, currency=None))
    assert _drifts(book) == [("page_config", "price_min", 1.0, 0.0)]
    prices = {row.listing_id: row.price_min for row in book.rows(schema.ListingRow)}
    assert None not in prices.values(), "what is not told changes nothing"
    assert not any(row.gone for row in book.rows(schema.ListingRow))


def test_a_new_layout_is_compared_with_the_others(book: Book) -> None:
    book.add(_page(1))
    book.next_run()
    book.add(_page(1, "cards", units_sold=None))
    assert _drifts(book) == [("cards", "units_sold", 1.0, 0.0)]


def test_the_same_again_and_the_first_run_are_no_drift(book: Book) -> None:
    book.add(_page(1))
    assert _drifts(book) == []
    book.next_run()
    book.add(_page(1), _page(2, stock=5))
    assert _drifts(book) == []


def test_an_old_fault_is_forgotten(book: Book) -> None:
    book.add(_page(1))
    for _ in range(25):
        book.next_run()
        book.add(_page(1, location=None, units_sold=None))
    assert _drifts(book) == []


@given(before=st.integers(LEAST, 5000), now=st.integers(LEAST, 5000), share=st.floats(0, 1))
def test_the_same_share_is_never_a_drop(before: int, now: int, share: float) -> None:
    past, present = FieldCounts(before), FieldCounts(now)
    past.facts["price_min"], present.facts["price_min"] = round(before * share), round(now * share)
    assert dropped(past, present) == []


def test_a_page_that_tells_strangely_little() -> None:
    usual = field_counts([one for one, _ in _PAGE])
    assert not looks_moved(usual, usual)
    assert not looks_moved(FieldCounts(), usual)
    one = field_counts([listing("1", price_min=None, units_sold=1)])
    assert looks_moved(usual, one)
    assert not looks_moved(field_counts([listing("1")]), one), "too little history"
