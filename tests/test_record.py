"""The store's memory: what a page adds to it, what it leaves alone, and the figures that are read back."""

import atexit
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from monitor.errors import StoreError
from monitor.listing import Finding, Listing, Match, PageVisit, PriceStep, Vendor
from monitor.store import schema
from monitor.store.facts import digest, known_rows, listing_key, merged, told, vendor_key
from monitor.store.plan import Plan
from monitor.store.queries import (
    detail_candidates,
    done_targets,
    kept_samples,
    run_news,
    run_reasons,
    run_tallies,
    searched_pages,
    top_findings,
    visited_pages,
)
from monitor.store.record import record_visit
from monitor.store.retention import forget_unmatched
from monitor.store.runs import begin_run
from monitor.store.schema import Base
from monitor.store.store import Store, create_store, open_store
from monitor.watchlist import Brand, Watchlist
from tests.store_helper import NOON, PRICE, VENDOR, finding, listing, visit

HOUR = timedelta(hours=1)
ORDINARY = "普通电钻 带电池"
"""A title that names no watched brand."""


@cache
def _empty_store() -> Path:
    """Made once: a copy takes milliseconds, the migrations a second."""
    root = Path(mkdtemp()) / "store"
    create_store(root).close()
    atexit.register(shutil.rmtree, root.parent)
    return root


class Book:
    """A store to write visits into."""

    def __init__(self, root: Path) -> None:
        shutil.copytree(_empty_store(), root, dirs_exist_ok=True)
        self.store: Store = open_store(root, write=True)
        self.salt = self.store.salt
        self.run = self.next_run()

    def next_run(self) -> int:
        plan = Plan(
            method="crawl", watchlist=Watchlist(brand=[Brand(name="Nordwerk")]), marketplaces=["taobao"], max_pages=1
        )
        self.run = begin_run(self.store, plan)
        return self.run

    def add(self, *visits: PageVisit, state: str = "done") -> None:
        for one in visits:
            with self.store.write() as connection:
                record_visit(connection, self.run, one, salt=self.salt, state=state)

    def rows(self, table: type[Base]) -> list[Any]:
        with self.store.read() as connection:
            return list(connection.execute(select(table.__table__)).all())

    def one(self, table: type[Base] = schema.Listing) -> Any:
        (row,) = self.rows(table)
        return row

    def dump(self, *, without: tuple[str, ...] = ()) -> dict[str, list[tuple[Any, ...]]]:
        with self.store.read() as connection:
            return {
                name: [tuple(row) for row in connection.execute(select(table))]
                for name, table in Base.metadata.tables.items()
                if name not in without
            }

    def read(self, sql: str) -> list[Any]:
        with self.store.read() as connection:
            return list(connection.execute(text(sql)).all())


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = Book(tmp_path / "store")
    yield made
    made.store.close()


def search(*listings: Listing, at: datetime = NOON, number: int = 1, **facts: Any) -> PageVisit:
    """A search page whose listings name the brand, unless their title is the ordinary one."""
    pairs = [(one, None if one.title == ORDINARY else finding()) for one in listings]
    return visit(*pairs, at=at, number=number, **facts)


def own_page(one: Listing, at: datetime = NOON, **facts: Any) -> PageVisit:
    """The listing's own page."""
    more = {"page": "listing", "target": f"listing:{one.listing_id}", "listing_id": one.listing_id, "keyword": None}
    return visit((one, finding()), at=at, **{**more, **facts})


def gone(listing_id: str, at: datetime, marketplace: str = "taobao", **facts: Any) -> PageVisit:
    """The listing's own page, that says it is gone."""
    target = f"listing:{listing_id}"
    return visit(marketplace=marketplace, page="listing", target=target, listing_id=listing_id, at=at, **facts)


# --- identity


def test_a_listing_is_its_marketplace_and_id(book: Book) -> None:
    book.add(search(listing("1")), search(listing("1"), marketplace="alibaba_1688"))
    assert [row.key for row in book.rows(schema.Listing)] == ["taobao:1", "alibaba_1688:1"]


def test_a_tmall_item_in_taobaos_search_belongs_to_tmall(book: Book) -> None:
    book.add(search(listing("5", marketplace="tmall")))
    book.add(own_page(listing("5"), NOON + HOUR, marketplace="tmall"))
    row = book.one()
    assert (row.key, row.marketplace, row.vendor_key) == ("tmall:5", "tmall", "tmall:id:7001")
    assert book.one(schema.Vendor).marketplace == "tmall"
    assert [v.listing_keys for v in book.rows(schema.Visit)] == [["tmall:5"], ["tmall:5"]]
    assert book.one(schema.Finding).id == "tmall:5:nordwerk"


def test_listings_without_an_id_are_counted_and_not_stored(book: Book) -> None:
    nameless = replace(listing("1"), listing_id=None)
    book.add(search(nameless, listing("2"), replace(nameless, title=ORDINARY)))
    assert (book.one(schema.Visit).without_id, book.one(schema.Visit).listing_keys) == (2, ["taobao:2"])
    assert book.one().key == "taobao:2"
    assert book.rows(schema.Unmatched) == []


def test_keys() -> None:
    assert listing_key("taobao", listing("1")) == "taobao:1"
    assert listing_key("taobao", listing("1", marketplace="tmall")) == "tmall:1"
    assert listing_key("taobao", replace(listing("1"), listing_id=None)) is None
    assert vendor_key("taobao", Vendor("7", "a")) == "taobao:id:7"
    assert vendor_key("taobao", Vendor(None, "a")) == "taobao:name:a"
    assert vendor_key("taobao", Vendor(None, None, "https://a.example")) is None


# --- what is new and what is not


def test_seeing_the_same_again_writes_the_visit_and_nothing_else(book: Book) -> None:
    page = search(listing("1"), listing("2", ORDINARY), listing("3", price_steps=(PriceStep(2, Decimal("9.50")),)))
    book.add(page, own_page(listing("1", stock=4), NOON + HOUR))
    before = book.dump(without=("visit", "run"))
    book.next_run()
    book.add(replace(page, at=NOON + 24 * HOUR), own_page(listing("1", stock=4), NOON + 25 * HOUR))
    assert book.dump(without=("visit", "run")) == before
    assert len(book.rows(schema.Visit)) == 4


def test_a_changed_price_writes_one_observation_and_updates_the_listing(book: Book) -> None:
    book.add(search(listing("1"), listing("2")))
    book.add(search(listing("1", price_min=Decimal("199.90")), listing("2"), at=NOON + HOUR, number=2))
    assert [(o.listing_key, o.price_min) for o in book.rows(schema.Observation)] == [
        ("taobao:1", Decimal("260.00")),
        ("taobao:2", Decimal("260.00")),
        ("taobao:1", Decimal("199.90")),
    ]
    row = book.rows(schema.Listing)[0]
    assert (row.price_min, row.changed_at, row.first_seen) == (Decimal("199.90"), NOON + HOUR, NOON)


@pytest.mark.parametrize(
    "same",
    [
        {"price_min": Decimal("260")},
        {"price_min": Decimal("260.00000001")},
        {"image_urls": ("https://img2.example/a.jpg",)},
        {"url": "https://item.taobao.com/item.htm?id=1&spm=2"},
        {"ad": True},
    ],
)
def test_no_change_of_the_listing(book: Book, same: dict[str, Any]) -> None:
    """Spellings of one price, image hosts that rotate, tracking in addresses, an ad today."""
    book.add(search(listing("1", image_urls=("https://img1.example/a.jpg",))))
    book.add(search(listing("1", **same), at=NOON + HOUR, number=2))
    assert len(book.rows(schema.Observation)) == 1


@pytest.mark.parametrize("price", ["0.01", "0.0001", "123456789.99", "0.30", "1E+5", "33333.3333", "0"])
def test_prices_are_exact(book: Book, price: str) -> None:
    book.add(search(listing("1", price_min=Decimal(price), price_max=Decimal(price) * 2)))
    assert (book.one().price_min, book.one().price_max) == (Decimal(price), Decimal(price) * 2)
    with sqlite3.connect(book.store.root / "monitor.db") as plain:
        ((kind, stored),) = plain.execute("SELECT typeof(price_min), price_min FROM listing").fetchall()
    assert (kind, stored) == ("integer", int(Decimal(price) * 10_000))


def test_what_a_page_does_not_tell_overwrites_nothing(book: Book) -> None:
    full = listing(
        "1", stock=8, units_sold=0, min_order=1, location="杭州", image_urls=("https://i.example/1",),
        price_max=Decimal(300), price_list=Decimal(400), price_steps=(PriceStep(1, Decimal(260)),),
    )  # fmt: skip
    book.add(own_page(full))
    bare = Listing(1, "1", full.title, None, vendor=Vendor("7001"))
    book.add(search(bare, at=NOON + HOUR))
    book.add(
        search(
            replace(bare, price_min=Decimal(250), price_max=Decimal(250), currency="CNY"), at=NOON + 2 * HOUR, number=2
        )
    )
    row = book.one()
    assert (row.price_min, row.price_max, row.currency, row.price_list) == (250, 250, "CNY", 400)
    assert row.price_steps == [{"min_qty": 1, "price": "260"}]
    assert (row.stock, row.units_sold, row.min_order, row.location) == (8, 0, 1, "杭州")
    assert (row.url, row.image_urls) == (full.url, ["https://i.example/1"])
    vendor = book.one(schema.Vendor)
    assert (vendor.name, vendor.url) == (full.vendor.name, full.vendor.url)


def test_a_price_stays_with_its_currency(book: Book) -> None:
    """Yuan of one page never get the dollars, the note or the list price of another."""
    book.add(own_page(listing("1", currency="USD", price_list=Decimal(99), price_note="coupon")))
    book.add(search(listing("1", price_min=Decimal(7), currency=None), at=NOON + HOUR))
    row = book.one()
    assert (row.price_min, row.currency, row.price_list, row.price_note) == (7, None, None, None)


def test_search_and_own_page_that_disagree_do_not_flip_flop(book: Book) -> None:
    for day in range(4):
        book.next_run()
        at = NOON + day * 24 * HOUR
        book.add(search(listing("1"), at=at), own_page(listing("1", price_min=Decimal(230)), at + HOUR))
    assert [(o.page, o.price_min) for o in book.rows(schema.Observation)] == [("search", 260), ("listing", 230)]
    assert book.one().price_min == 230


def test_a_listing_that_no_longer_names_the_brand_stays_followed(book: Book) -> None:
    book.add(search(listing("1")))
    book.add(search(listing("1", ORDINARY, price_min=Decimal(111)), at=NOON + HOUR, number=2))
    assert (book.one().title, book.one().price_min) == (ORDINARY, 111)
    assert len(book.rows(schema.Observation)) == 2
    assert book.rows(schema.Unmatched) == []
    assert book.one(schema.Match).brand == "nordwerk"
    assert book.one(schema.Finding).level == "high"


def test_an_ad_and_an_organic_card_of_one_listing(book: Book) -> None:
    ad = listing("1", price_min=Decimal(199), ad=True)
    for number, pair in enumerate([(ad, listing("1", ad=False)), (listing("1", ad=False), ad)], 1):
        book.add(search(*pair, number=number))
    assert book.one().price_min == 260
    assert book.one(schema.Observation).ad is False
    assert book.rows(schema.Visit)[0].listing_keys == ["taobao:1", "taobao:1"]


def test_a_better_match_and_a_new_judgement_replace_the_old(book: Book) -> None:
    book.add(visit((listing("1"), finding(PRICE, level="medium"))))
    book.add(visit((listing("1"), finding(PRICE, VENDOR)), at=NOON + HOUR, number=2))
    row = book.one(schema.Finding)
    assert (row.score, row.level, row.first_at, row.changed_at) == (65, "high", NOON, NOON + HOUR)
    assert [reason["code"] for reason in row.reasons] == ["below_market_price", "unauthorised_vendor"]


# --- older pages


OLD = NOON - 100 * HOUR


@pytest.mark.parametrize("method", ["crawl", "hand-saved"])
def test_an_older_page_adds_to_the_history_only(book: Book, method: str) -> None:
    book.add(visit((listing("1"), finding()), at=NOON))
    now, judged = book.one(), book.one(schema.Finding)
    older = listing("1", "Nordwerk X200 旧", price_min=Decimal(999), vendor=Vendor("7001", "旧名"))
    page = visit((older, finding(PRICE, level="low")), at=OLD, number=2, method=method)
    book.add(page)
    row = book.one()
    assert [(o.at, o.price_min) for o in book.rows(schema.Observation)] == [(NOON, 260), (OLD, 999)]
    assert {**row._asdict(), "first_seen": NOON} == now._asdict()
    assert (row.first_seen, book.one(schema.Finding)) == (OLD, judged)
    vendor = book.one(schema.Vendor)
    assert (vendor.name, vendor.first_seen) == ("工具小铺", OLD)
    # handed in once more, and the same as ever seen again today: nothing new
    book.add(replace(page, target="saved:again"), search(listing("1"), at=NOON + HOUR, number=3))
    assert len(book.rows(schema.Observation)) == 2


def test_an_older_page_with_the_same_facts_moves_the_first_sight_only(book: Book) -> None:
    book.add(search(listing("1")), search(listing("1"), at=OLD, number=2))
    assert len(book.rows(schema.Observation)) == 2, "what it told then, on its day"
    assert (book.one().first_seen, book.one().changed_at) == (OLD, NOON)


def test_a_page_between_two_equal_sightings_does_not_change_the_present(book: Book) -> None:
    """The price was 260 before and after: that it was 99 for a day is history."""
    book.add(search(listing("1")), search(listing("1"), at=NOON + 20 * HOUR, number=2))
    page = search(listing("1", price_min=Decimal(99)), at=NOON + 10 * HOUR, number=3, method="hand-saved")
    book.add(page, replace(page, target="saved:again"))
    assert (book.one().price_min, len(book.rows(schema.Observation))) == (260, 2)


def test_replaying_the_same_pages_again_adds_visits_only(book: Book) -> None:
    """Two pages of one day and one of another that disagree on a listing."""
    pages = [
        search(listing("1", units_sold=n), at=at, number=n, method="replay")
        for n, at in ((1, NOON), (2, NOON), (3, NOON + HOUR))
    ]
    book.add(*pages)
    before = book.dump(without=("visit", "run"))
    for _ in range(2):
        book.next_run()
        book.add(*pages)
    assert book.dump(without=("visit", "run")) == before


# --- gone and back


def test_gone_by_the_word_of_its_own_page_only(book: Book) -> None:
    book.add(search(listing("1"), listing("2")))
    book.add(search(listing("2"), at=NOON + HOUR, number=2), visit(at=NOON + HOUR, number=3))
    assert [row.gone for row in book.rows(schema.Listing)] == [False, False], "absence says nothing"
    book.add(replace(gone("1", NOON + HOUR), outcome="blocked", target="listing:1 blocked"))
    assert book.rows(schema.Lifecycle) == []
    book.add(gone("1", NOON + 2 * HOUR))
    book.next_run()
    book.add(gone("1", NOON + 3 * HOUR), gone("404", NOON + 3 * HOUR))
    assert [(e.listing_key, e.event, e.at) for e in book.rows(schema.Lifecycle)] == [
        ("taobao:1", "gone", NOON + 2 * HOUR)
    ]
    assert [row.gone for row in book.rows(schema.Listing)] == [True, False]
    assert len(book.rows(schema.Observation)) == 2


def test_gone_of_another_marketplaces_listing_with_the_same_id(book: Book) -> None:
    book.add(search(listing("1")), gone("1", NOON + HOUR, marketplace="tmall"))
    assert book.one().gone is False


def test_back_when_it_is_seen_again_and_not_by_an_older_page(book: Book) -> None:
    book.add(search(listing("1")), gone("1", NOON + 10 * HOUR))
    book.add(search(listing("1"), at=NOON + 5 * HOUR, number=2, method="hand-saved"))
    assert book.one().gone is True
    book.add(search(listing("1"), at=NOON + 20 * HOUR, number=3))
    assert book.one().gone is False
    assert [(e.event, e.at) for e in book.rows(schema.Lifecycle)] == [
        ("gone", NOON + 10 * HOUR),
        ("back", NOON + 20 * HOUR),
    ]


def test_gone_on_an_older_page_is_not_gone_now(book: Book) -> None:
    """Someone imports the page that said gone last week; today's search lists it."""
    book.add(search(listing("1"), at=OLD), search(listing("1"), number=2))
    book.add(gone("1", NOON - HOUR, method="hand-saved"))
    assert (book.one().gone, book.rows(schema.Lifecycle)) == (False, [])


# --- vendors


def test_vendors_by_id_or_by_name(book: Book) -> None:
    book.add(
        search(
            listing("1", vendor=Vendor("7", "甲", None)),
            listing("2", vendor=Vendor("7", None, "https://shop7.taobao.com")),
            listing("3", vendor=Vendor(None, "乙")),
            listing("4", vendor=Vendor()),
        )
    )
    assert [(v.key, v.vendor_id, v.name, v.url) for v in book.rows(schema.Vendor)] == [
        ("taobao:id:7", "7", "甲", "https://shop7.taobao.com"),
        ("taobao:name:乙", None, "乙", None),
    ]
    assert [row.vendor_key for row in book.rows(schema.Listing)] == [
        "taobao:id:7", "taobao:id:7", "taobao:name:乙", None,
    ]  # fmt: skip


def test_a_vendor_changes_its_name_and_keeps_its_row(book: Book) -> None:
    book.add(search(listing("1", vendor=Vendor("7", "甲"))))
    book.add(search(listing("1", vendor=Vendor("7", "甲二")), at=NOON + HOUR, number=2))
    book.add(search(listing("1", vendor=Vendor("7")), at=NOON + 2 * HOUR, number=3))
    assert (book.one(schema.Vendor).name, len(book.rows(schema.Observation))) == ("甲二", 1)


def test_a_page_that_tells_the_name_alone_does_not_lose_the_vendors_id(book: Book) -> None:
    book.add(search(listing("1", vendor=Vendor("7", "甲"))))
    book.add(own_page(listing("1", vendor=Vendor(None, "甲的店铺")), NOON + HOUR))
    assert book.one().vendor_key == "taobao:id:7"
    assert [o.vendor_key for o in book.rows(schema.Observation)] == ["taobao:id:7", "taobao:name:甲的店铺"]


def test_another_vendors_id_does_not_get_the_old_vendors_name(book: Book) -> None:
    book.add(search(listing("1", vendor=Vendor("7", "甲", "https://shop7.taobao.com"))))
    with book.store.read() as connection:
        row = known_rows(connection, ["taobao:1"])["taobao:1"]
    assert merged(listing("1", vendor=Vendor("8")), row).vendor == Vendor("8")
    assert merged(listing("1", vendor=Vendor()), row).vendor == Vendor("7", "甲", "https://shop7.taobao.com")


# --- listings that name no brand


def test_unmatched_listings_keep_title_price_and_a_salted_hash(book: Book) -> None:
    shop = Vendor("7001", "秘密小店", "https://shop7001.taobao.com")
    book.add(search(listing("1", ORDINARY, vendor=shop), listing("2", ORDINARY, vendor=Vendor())))
    first, second = book.rows(schema.Unmatched)
    assert (first.key, first.title, first.price_min, first.currency) == ("taobao:1", ORDINARY, 260, "CNY")
    assert (len(first.vendor_hash), second.vendor_hash) == (16, None)
    assert not any(word in str(tuple(first)) for word in ("秘密小店", "7001", "shop"))
    assert book.rows(schema.Vendor) == book.rows(schema.Listing) == []


def test_unmatched_hashes_tell_vendors_apart_in_one_store_only(book: Book, tmp_path: Path) -> None:
    page = search(*(listing(str(n), ORDINARY, vendor=Vendor(str(n // 2))) for n in range(4)))
    book.add(page)
    hashes = [row.vendor_hash for row in book.rows(schema.Unmatched)]
    assert hashes[0] == hashes[1] != hashes[2] == hashes[3]
    other = create_store(tmp_path / "other")
    book.store, book.salt = other, other.salt
    book.next_run()
    book.add(page)
    assert not set(hashes) & {row.vendor_hash for row in book.rows(schema.Unmatched)}


def test_unmatched_listings_are_not_doubled_and_are_forgotten_after_30_days(book: Book) -> None:
    page = search(listing("1", ORDINARY), listing("1", ORDINARY))
    book.add(page, replace(page, target="search:x:2", at=NOON + HOUR))
    book.add(search(listing("2", ORDINARY), listing("3"), at=NOON + 24 * HOUR, number=3))
    assert len(book.rows(schema.Unmatched)) == 2
    assert forget_unmatched(book.store, NOON + timedelta(days=30)) == 0
    assert forget_unmatched(book.store, NOON + timedelta(days=30, seconds=1)) == 1
    assert (book.one(schema.Unmatched).key, book.one().key) == ("taobao:2", "taobao:3")
    assert forget_unmatched(book.store) in (0, 1), "by default, now"


# --- transactions


def test_a_page_is_done_once_per_run(book: Book) -> None:
    page = search(listing("1"))
    book.add(page)
    before = book.dump()
    with pytest.raises(StoreError, match="UNIQUE"):
        book.add(replace(page, listings=(listing("9"),)))
    assert book.dump() == before
    book.add(page, page, state="failed")
    book.next_run()
    book.add(page)
    assert [row.state for row in book.rows(schema.Visit)] == ["done", "failed", "failed", "done"]


def test_a_transaction_that_fails_half_way_leaves_nothing(book: Book) -> None:
    before = book.dump()
    with book.store.write() as connection:
        connection.execute(
            text("CREATE TRIGGER no_match BEFORE INSERT ON match BEGIN SELECT raise(ABORT, 'disk is full'); END")
        )
    with pytest.raises(StoreError, match="free some space"):
        book.add(search(listing("1"), listing("2", ORDINARY), kept="a" * 64))
    assert book.dump() == before


def test_what_the_pipelines_may_not_have_added(book: Book) -> None:
    """A page on which a step failed has neither matches nor findings."""
    broken = replace(search(listing("1")), matches=(), findings=(), error="step 2 failed")
    book.add(broken, state="failed")
    assert (book.one(schema.Visit).error, book.one(schema.Unmatched).key) == ("step 2 failed", "taobao:1")


# --- questions


def candidates(book: Book, marketplace: str = "taobao", *, most: int = 20, late: bool = True) -> list[str]:
    with book.store.read() as connection:
        return [row.listing_id for row in detail_candidates(connection, book.run, marketplace, most=most, late=late)]


def scored(listing_id: str, points: int, level: str | None = "high", **facts: Any) -> tuple[Listing, Finding]:
    return listing(listing_id, **facts), finding(replace(PRICE, points=points), level=level)


def test_candidates_the_most_suspicious_first_within_the_budget(book: Book) -> None:
    book.add(visit(scored("1", 20), scored("2", 60), scored("3", 10, None), scored("4", 40), scored("5", 40)))
    assert candidates(book) == ["2", "4", "5", "1"]
    assert candidates(book, most=2) == ["2", "4"]
    assert candidates(book, most=0) == candidates(book, "tmall") == []


def test_candidates_of_a_run_that_were_read_are_done_whatever_came(book: Book) -> None:
    book.add(visit(*(scored(str(n), 50 - n) for n in range(1, 5))))
    book.add(own_page(listing("1"), NOON + HOUR), gone("2", NOON + HOUR))
    book.add(replace(gone("3", NOON + HOUR), outcome="blocked"))
    assert candidates(book) == ["4"]
    book.next_run()
    book.add(visit(*(scored(str(n), 50 - n) for n in range(1, 5)), at=NOON + 24 * HOUR))
    assert candidates(book) == ["3", "4"], "1 and 2 are listed as when they were read, the wall told nothing of 3"


def test_candidates_changed_since_or_not_seen_in_this_run(book: Book) -> None:
    book.add(visit(scored("1", 50), scored("2", 40), scored("3", 30)))
    book.add(*(own_page(listing(n), NOON + HOUR) for n in "123"))
    book.next_run()
    later = NOON + 24 * HOUR
    book.add(visit(scored("1", 50), scored("2", 40, price_min=Decimal(99)), at=later))
    assert sorted(candidates(book)) == ["2", "3"], "2 changed, 3 was not listed: is it gone?"
    book.add(own_page(listing("2", price_min=Decimal(99)), later + HOUR), gone("3", later + HOUR))
    assert candidates(book) == []


def test_candidates_that_other_searches_found_wait_for_their_end(book: Book) -> None:
    book.add(visit(scored("5", 50, marketplace="tmall")))
    assert candidates(book, "tmall", late=False) == []
    assert candidates(book, "tmall", late=True) == ["5"]
    book.next_run()
    assert candidates(book, "tmall", late=False) == ["5"], "found in an earlier run"


def test_figures_of_a_run(book: Book) -> None:
    book.add(search(listing("1"), listing("2"), listing("3", ORDINARY)))
    first = book.run
    book.next_run()
    at = NOON + 24 * HOUR
    book.add(gone("2", at))
    book.add(
        visit(
            (listing("1", price_min=Decimal(99)), finding()),
            (listing("4"), finding(PRICE, level=None)),
            (replace(listing("5", ORDINARY), listing_id=None), None),
            (listing("6", marketplace="tmall"), finding()),
            at=at,
        ),
        visit(at=at, number=2),
        visit(at=at, number=3, stand_in="http://127.0.0.1:1"),
    )
    for number, outcome, reason in ((4, "blocked", "wall"), (5, "blocked", "wall"), (6, "blocked", "not_saved")):
        book.add(replace(visit(at=at, number=number), outcome=outcome, reason=reason, marketplace="jd"))
    book.add(
        replace(visit(at=at, number=7), outcome="unreadable", reason="no marker", marketplace="jd", error="x"),
        state="failed",
    )
    book.add(search(listing("2"), at=at + HOUR, number=8))
    with book.store.read() as connection:
        tallies = run_tallies(connection, book.run)
        reasons = run_reasons(connection, book.run)
        news = {run: run_news(connection, run) for run in (first, book.run, 99)}
        top = top_findings(connection, book.run, 2)
    told_of_taobao = {
        "marketplace": "taobao", "pages": 5, "listings_pages": 2, "empty": 3, "blocked": 0, "not_saved": 0,
        "unreadable": 0, "failed": 0, "listings": 4, "without_id": 1, "detail_pages": 1, "stand_in": 1,
        "matched": 4, "flagged": 3,
    }  # fmt: skip
    assert tallies["taobao"].items() >= told_of_taobao.items()
    nothing = {"blocked": 2, "not_saved": 1, "unreadable": 1, "failed": 1, "matched": 0, "flagged": 0}
    assert tallies["jd"].items() >= nothing.items()
    assert reasons == [
        ("jd", "blocked", "wall", 2),
        *sorted([("jd", "blocked", "not_saved", 1), ("jd", "unreadable", "no marker", 1)], key=reasons.index),
    ]
    assert news[first] == {"new": 2, "changed": 0, "gone": 0, "back": 0}
    assert news[book.run] == {"new": 2, "changed": 1, "gone": 1, "back": 1}
    assert news[99] == {"new": 0, "changed": 0, "gone": 0, "back": 0}
    assert [(row.id, row.score, bool(row.new), row.price_min) for row in top] == [
        ("taobao:1:nordwerk", 65, False, Decimal(99)),
        ("tmall:6:nordwerk", 65, True, Decimal(260)),
    ], "among equals marketplaces take turns"


def test_questions_of_the_planner(book: Book) -> None:
    book.add(
        search(listing("1"), page_number=1, next_page=True),
        replace(visit(number=2, page_number=2, kept="b" * 64), outcome="unreadable"),
        own_page(listing("1"), NOON + HOUR),
    )
    book.add(visit(number=3), state="failed")
    targets = [f"search:诺德沃克:{n}" for n in (1, 2, 3)]
    with book.store.read() as connection:
        pages = searched_pages(connection, book.run, "taobao", targets)
        assert {n: (p.outcome, p.next_page) for n, p in pages.items()} == {
            1: ("listings", True),
            2: ("unreadable", None),
        }
        assert done_targets(connection, book.run, "taobao") == {*targets[:2], "listing:1"}
        assert done_targets(connection, book.run, "taobao", "listing") == {"listing:1"}
        assert done_targets(connection, book.run, "tmall") == set()
        assert (kept_samples(connection, "taobao"), kept_samples(connection, "jd")) == (1, 0)
        assert [row.target for row in visited_pages(connection, book.run)] == [*targets[:2], "listing:1", targets[2]]


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
            mark = digest(told(one), vendor_key("taobao", one.vendor))
            changes += last.get((page.page, one.listing_id)) != mark
            last[page.page, one.listing_id] = mark
    with TemporaryDirectory() as folder:
        book = Book(Path(folder))
        book.add(*pages)
        assert len(book.rows(schema.Observation)) == changes
        _check_times(book, pages)
        for row in book.rows(schema.Listing):
            prices = [o.price_min for o in book.rows(schema.Observation) if o.listing_key == row.key]
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
        before = book.dump(without=("visit", "run"))
        book.next_run()
        book.add(*pages)
        assert book.dump(without=("visit", "run")) == before
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
            counts.append(len(book.rows(schema.Observation)))
        assert counts[-1] == counts[-2] <= sum(len(page.listings) for page in pages)
        assert {row.changed_at for row in book.rows(schema.Listing)} <= {o.at for o in book.rows(schema.Observation)}
        book.store.close()


def _check_times(book: Book, pages: list[PageVisit]) -> None:
    sighted: dict[str, list[datetime]] = {}
    for page in pages:
        for one in page.listings:
            sighted.setdefault(f"taobao:{one.listing_id}", []).append(page.at)
    assert {row.key: row.first_seen for row in book.rows(schema.Listing)} == {k: min(v) for k, v in sighted.items()}
    last_seen = {row[0]: datetime.fromisoformat(row[1]) for row in book.read("SELECT * FROM last_seen")}
    assert last_seen == {key: max(times) for key, times in sighted.items()}


def test_times_are_utc(book: Book) -> None:
    book.add(search(listing("1")))
    assert book.one().first_seen.tzinfo == UTC
    with book.store.read() as connection:
        assert connection.execute(select(func.count()).select_from(schema.Visit)).scalar() == 1
    with pytest.raises(Exception, match="without zone"):
        book.add(search(listing("1"), at=datetime(2026, 11, 20), number=2))  # noqa: DTZ001


def test_two_brands_of_one_listing(book: Book) -> None:
    both = tuple(Match(b, 1.0, "exact", b, 0, 3, "why") for b in ("nordwerk", "solvanta"))
    page = search(listing("1"))
    book.add(replace(page, matches=(both,), findings=((finding(), finding(brand="solvanta", level="low")),)))
    assert [row.id for row in book.rows(schema.Finding)] == ["taobao:1:nordwerk", "taobao:1:solvanta"]
    assert [row.brand for row in book.rows(schema.Match)] == ["nordwerk", "solvanta"]
