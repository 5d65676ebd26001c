"""Judging the store: what listings tell of each other; what changed only, with the same answer as from scratch."""

import json
import random
import sys
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, insert

from monitor.judging import rejudge
from monitor.model import Listing, PageVisit, Vendor
from monitor.store.db import schema
from monitor.watchlist import Brand, Product, Watchlist
from monitor.words.findings import reason_record
from tests.record_book import HOUR, Book, gone, own_page, search
from tests.store_helper import NOON, listing

BRAND = Brand(name="Nordwerk", chinese=["诺德沃克"], product=[Product(name="X200"), Product(name="M5")])
WATCHLIST = Watchlist(brand=[BRAND])


def shop(number: int) -> Vendor:
    return Vendor(str(number), f"店{number}", None)


def judged(book: Book) -> dict[str, tuple[Any, ...]]:
    return {row.id: (row.score, row.level, row.reasons, row.missing) for row in book.rows(schema.FindingRow)}


def codes(book: Book, key: str) -> dict[str, dict[str, Any]]:
    """The reasons of a listing in words, by code."""
    (row,) = [row for row in book.rows(schema.FindingRow) if row.listing_key == key]
    return {reason.code: reason_record(reason) for reason in row.reasons}


def page(book: Book, *listings: Listing, number: int = 1, **facts: Any) -> PageVisit:
    return search(*listings, number=number, target=f"search:诺德沃克:{number}", **facts)


def test_many_listings_of_one_vendor(book: Book) -> None:
    offers = [listing(str(n), f"诺德沃克 电钻 {n}", vendor=shop(1)) for n in range(10)]
    book.add(page(book, *offers[:9], listing("99", vendor=shop(2))))
    rejudge(book.store, WATCHLIST)
    assert "many_listings" not in codes(book, "taobao:1")
    book.add(page(book, offers[9], number=2))
    done = rejudge(book.store, WATCHLIST)
    assert (done.listings, done.judged, done.whole) == (1, 10, False), "the whole group is judged anew, no other"
    assert codes(book, "taobao:1")["many_listings"]["saw"].startswith("at least 10 listings")
    assert "many_listings" not in codes(book, "taobao:99")


def test_the_market_price_is_the_middle_of_one_price_per_vendor(book: Book) -> None:
    """One vendor with a hundred cheap offers doesn't make the market."""
    prices = [Decimal(price) for price in (300, 310, 320, 330, 100)]
    offers = [listing(str(n), vendor=shop(n), price_min=price) for n, price in enumerate(prices)]
    flood = [listing(f"9{n}", vendor=shop(4), price_min=Decimal(100)) for n in range(20)]
    book.add(page(book, *offers, *flood))
    rejudge(book.store, WATCHLIST)
    reason = codes(book, "taobao:4")["below_market_price"]
    assert reason["expected"] == "about 310 CNY (the middle price of 5 vendors or more)"
    assert reason["points"] == 40
    assert "below_market_price" not in codes(book, "taobao:0")


def test_four_vendors_are_no_market(book: Book) -> None:
    book.add(page(book, *(listing(str(n), vendor=shop(n), price_min=Decimal(300 if n else 10)) for n in range(4))))
    rejudge(book.store, WATCHLIST)
    assert "below_market_price" not in codes(book, "taobao:0")


@pytest.mark.parametrize(
    "facts",
    [
        {"price_note": "from"},
        {"currency": "USD"},
        {"title": "二手 诺德沃克 X200 电钻"},
        {"title": "诺德沃克 X200 专用电池"},
        {"title": "诺德沃克 M5 电钻"},
        {"price_min": Decimal(0)},
        {"price_min": Decimal(-4)},
        {"vendor": Vendor()},
    ],
)
def test_what_is_not_comparable_makes_no_market(book: Book, facts: dict[str, Any]) -> None:
    four = [listing(str(n), vendor=shop(n), price_min=Decimal(300 if n else 10)) for n in range(4)]
    told = {"title": "诺德沃克 X200 电钻", "vendor": shop(7), "price_min": Decimal(300), **facts}
    book.add(page(book, *four, listing("7", told.pop("title"), **told)))
    rejudge(book.store, WATCHLIST)
    assert "below_market_price" not in codes(book, "taobao:0")


def test_spreads_and_shared_texts(book: Book) -> None:
    wide = [listing(str(n), f"诺德沃克X200 {n}号", vendor=shop(1), price_min=Decimal(100 + 100 * n)) for n in range(3)]
    same = [
        listing(f"5{n}", "诺德沃克 M5 电钻 新款现货 包邮到家 送工具箱 全国联保 顺丰", vendor=shop(50 + n))
        for n in range(3)
    ]
    book.add(page(book, *wide, *same))
    rejudge(book.store, WATCHLIST)
    assert codes(book, "taobao:0")["price_spread"]["saw"] == "100 to 300 CNY"
    assert codes(book, "taobao:50")["same_text"]["saw"] == "the same title by at least 3 vendors"
    assert "same_text" not in codes(book, "taobao:0")


def test_the_past(book: Book) -> None:
    offer = listing("1", price_min=Decimal(500), units_sold=10)
    book.add(own_page(offer))
    book.next_run()
    book.add(gone("1", NOON + HOUR))
    book.next_run()
    later = listing("1", price_min=Decimal(200), units_sold=900)
    book.add(own_page(later, NOON + timedelta(days=3)))
    rejudge(book.store, WATCHLIST)
    found = codes(book, "taobao:1")
    assert {"came_back", "price_drop", "sales_jump"} <= found.keys()
    assert found["price_drop"]["saw"] == "200.00 CNY, before 500.00"


def test_a_listing_that_is_gone_counts_no_more(book: Book) -> None:
    book.add(page(book, *(listing(str(n), f"诺德沃克 电钻 {n}", vendor=shop(1)) for n in range(10))))
    rejudge(book.store, WATCHLIST)
    book.next_run()
    book.add(gone("3", NOON + HOUR))
    rejudge(book.store, WATCHLIST)
    assert "many_listings" not in codes(book, "taobao:1")


def test_changed_points_judge_everything_anew(book: Book) -> None:
    book.add(page(book, *(listing(str(n), f"诺德沃克 电钻 {n}", vendor=shop(1)) for n in range(10))))
    assert rejudge(book.store, WATCHLIST).whole
    again = rejudge(book.store, WATCHLIST)
    assert (again.judged, again.whole) == (0, False)
    own = Brand(**{**BRAND.model_dump(), "judging": {"points": {"many_listings": 40}}})
    done = rejudge(book.store, Watchlist(brand=[own]))
    assert (done.judged, done.whole) == (10, True)
    assert codes(book, "taobao:1")["many_listings"]["points"] == 20


@pytest.mark.parametrize("seed", range(4))
def test_what_changed_only_is_the_same_as_from_scratch(book: Book, seed: int) -> None:
    """Random days of a market: new, changed, gone and moved listings; after each, nothing differs from a whole run."""
    dice = random.Random(seed)
    for day in range(5):
        offers = [_offer(dice, number) for number in dice.sample(range(60), 25)]
        book.next_run()
        at = NOON + timedelta(days=day)
        book.add(*(page(book, *offers[n : n + 9], number=n, at=at) for n in (0, 9, 18)))
        book.add(*(gone(str(number), at + HOUR) for number in dice.sample(range(60), 4)))
        done = rejudge(book.store, WATCHLIST)
        assert done.whole == (day == 0)
        part, group_stats = judged(book), {row.key: json.dumps(row.facts) for row in book.rows(schema.GroupStatsRow)}
        rejudge(book.store, WATCHLIST, whole=True)
        assert judged(book) == part
        assert {row.key: json.dumps(row.facts) for row in book.rows(schema.GroupStatsRow)} == group_stats


def _offer(dice: random.Random, number: int) -> Listing:
    product = dice.choice(["X200", "M5", ""])
    title = dice.choice(
        [f"诺德沃克 {product} 电钻 {number}", f"诺德沃克 {product} 电钻 现货包邮 支持验货 送工具箱 全国联保"]
    )
    price = Decimal(dice.choice([0, 20, 100, 200, 300, 400, 999]))
    vendor = shop(dice.randrange(8)) if dice.random() < 0.9 else Vendor()
    currency = dice.choice(["CNY", "CNY", "CNY", "XXX"])
    return listing(
        str(number), title, vendor=vendor, price_min=price, currency=currency, stock=dice.choice([None, 1, 5_000])
    )


def test_bad_data_flags_nobody(book: Book) -> None:
    """Zero, negative and absurd prices and counts, currencies that don't exist, no vendor: no crash, no points."""
    absurd = [
        listing("1", price_min=Decimal(0)),
        listing("2", price_min=Decimal(-5)),
        listing("3", price_min=Decimal("99999999999")),
        listing("4", currency="ZZZ"),
        listing("5", currency="|||"),
        listing("6", vendor=Vendor()),
        listing("7", vendor=Vendor(None, "a|b|c")),
        listing("8", stock=10**15, units_sold=-4),
        listing("9", title=None),
    ]
    book.add(page(book, *absurd))
    rejudge(book.store, WATCHLIST)
    assert {row.level for row in book.rows(schema.FindingRow)} == {None}


def test_one_vendor_under_two_names_is_one_vendor(book: Book) -> None:
    offers = [listing(str(n), f"诺德沃克 电钻 {n}", vendor=Vendor("7", f"店名{n % 2}", None)) for n in range(10)]
    book.add(page(book, *offers))
    rejudge(book.store, WATCHLIST)
    assert "many_listings" in codes(book, "taobao:1")


def test_a_visit_that_is_written_late_is_not_passed_over(book: Book) -> None:
    """Another writer's page may have an older number and be there later: each visit is marked by itself."""
    book.add(page(book, listing("1", vendor=shop(1))), page(book, listing("2", vendor=shop(2)), number=2))
    with book.store.write() as connection:
        connection.execute(delete(schema.UnjudgedVisitRow).where(schema.UnjudgedVisitRow.visit_id == 1))
    rejudge(book.store, WATCHLIST)
    with book.store.write() as connection:
        connection.execute(insert(schema.UnjudgedVisitRow), {"visit_id": 1})
    assert rejudge(book.store, WATCHLIST).listings == 1
    assert rejudge(book.store, WATCHLIST).listings == 0
    assert book.rows(schema.UnjudgedVisitRow) == []


def test_a_whole_judging_that_was_interrupted_is_begun_again(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the groups gone the rest of them can't be made from what changed."""
    book.add(page(book, listing("1", vendor=shop(1))))
    rejudge(book.store, WATCHLIST)

    def stop(*_args: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["monitor.judging.rejudge"], "group_stats_of", stop)
    with pytest.raises(KeyboardInterrupt):
        rejudge(book.store, WATCHLIST, whole=True)
    monkeypatch.undo()
    done = rejudge(book.store, WATCHLIST)
    assert (done.whole, done.listings) == (True, 1)
