"""What one page writes: identity, news, vendors, unmatched listings, transactions."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from monitor.errors import StoreError
from monitor.model import Listing, PriceStep, Vendor, entries_of, listing_key, vendor_key
from monitor.seller_ids import name_key
from monitor.store.db import schema
from monitor.store.read.listings import known_rows, merged
from monitor.store.store import create_store
from monitor.store.write.retention import forget_unmatched
from tests.record_book import HOUR, ORDINARY, SAME_AGAIN, Book, own_page, search
from tests.store_helper import NOON, PRICE, VENDOR, finding, listing, visit

# --- identity


def test_a_listing_is_its_marketplace_and_id(book: Book) -> None:
    book.add(search(listing("1")), search(listing("1"), marketplace="alibaba_1688"))
    assert [row.key for row in book.rows(schema.ListingRow)] == ["taobao:1", "alibaba_1688:1"]


def test_a_tmall_item_in_taobaos_search_belongs_to_tmall(book: Book) -> None:
    book.add(search(listing("5", marketplace="tmall")))
    book.add(own_page(listing("5"), NOON + HOUR, marketplace="tmall"))
    row = book.one()
    assert (row.key, row.marketplace, row.vendor_key) == ("tmall:5", "tmall", "tmall:id:7001")
    assert book.one(schema.VendorRow).marketplace == "tmall"
    assert [v.listing_keys for v in book.rows(schema.VisitRow)] == [["tmall:5"], ["tmall:5"]]
    assert book.one(schema.FindingRow).id == "tmall:5:nordwerk"


def test_listings_without_an_id_are_counted_and_not_stored(book: Book) -> None:
    nameless = replace(listing("1"), listing_id=None)
    book.add(search(nameless, listing("2"), replace(nameless, title=ORDINARY)))
    assert (book.one(schema.VisitRow).without_id, book.one(schema.VisitRow).listing_keys) == (2, ["taobao:2"])
    assert book.one().key == "taobao:2"
    assert book.rows(schema.UnmatchedRow) == []


def test_keys() -> None:
    assert listing_key("taobao", listing("1")) == "taobao:1"
    assert listing_key("taobao", listing("1", marketplace="tmall")) == "tmall:1"
    assert listing_key("taobao", replace(listing("1"), listing_id=None)) is None
    assert vendor_key("taobao", Vendor("7", "a")) == "taobao:id:7"
    assert vendor_key("taobao", Vendor(None, "a")) == name_key("taobao", "a")
    assert vendor_key("taobao", Vendor(None, None, "https://a.example")) is None


# --- what is new and what is not


def test_seeing_the_same_again_writes_the_visit_and_when_it_was_seen(book: Book) -> None:
    page = search(listing("1"), listing("2", ORDINARY), listing("3", price_steps=(PriceStep(2, Decimal("9.50")),)))
    book.add(page, own_page(listing("1", stock=4), NOON + HOUR))
    before = book.dump(without=SAME_AGAIN)
    book.next_run()
    book.add(replace(page, at=NOON + 24 * HOUR), own_page(listing("1", stock=4), NOON + 25 * HOUR))
    assert book.dump(without=SAME_AGAIN) == before
    assert len(book.rows(schema.VisitRow)) == 4
    assert [(row.listing_id, row.last_seen) for row in book.rows(schema.ListingRow)] == [
        ("1", NOON + 25 * HOUR),
        ("3", NOON + 24 * HOUR),
    ]


def test_a_changed_price_writes_one_observation_and_updates_the_listing(book: Book) -> None:
    book.add(search(listing("1"), listing("2")))
    book.add(search(listing("1", price_min=Decimal("199.90")), listing("2"), at=NOON + HOUR, number=2))
    assert [(o.listing_key, o.price_min) for o in book.rows(schema.ObservationRow)] == [
        ("taobao:1", Decimal("260.00")),
        ("taobao:2", Decimal("260.00")),
        ("taobao:1", Decimal("199.90")),
    ]
    row = book.rows(schema.ListingRow)[0]
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
    assert len(book.rows(schema.ObservationRow)) == 1


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
    vendor = book.one(schema.VendorRow)
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
    assert [(o.page, o.price_min) for o in book.rows(schema.ObservationRow)] == [("search", 260), ("listing", 230)]
    assert book.one().price_min == 230


def test_a_listing_that_no_longer_names_the_brand_stays_followed(book: Book) -> None:
    book.add(search(listing("1")))
    book.add(search(listing("1", ORDINARY, price_min=Decimal(111)), at=NOON + HOUR, number=2))
    assert (book.one().title, book.one().price_min) == (ORDINARY, 111)
    assert len(book.rows(schema.ObservationRow)) == 2
    assert book.rows(schema.UnmatchedRow) == []
    assert book.one(schema.MatchRow).brand == "nordwerk"
    assert book.one(schema.FindingRow).level == "high"


def test_an_ad_and_an_organic_card_of_one_listing(book: Book) -> None:
    ad = listing("1", price_min=Decimal(199), ad=True)
    for number, pair in enumerate([(ad, listing("1", ad=False)), (listing("1", ad=False), ad)], 1):
        book.add(search(*pair, number=number))
    assert book.one().price_min == 260
    assert book.one(schema.ObservationRow).ad is False
    assert book.rows(schema.VisitRow)[0].listing_keys == ["taobao:1", "taobao:1"]


def test_a_better_match_and_a_new_judgement_replace_the_old(book: Book) -> None:
    book.add(visit((listing("1"), finding(PRICE, level="medium"))))
    book.add(visit((listing("1"), finding(PRICE, VENDOR)), at=NOON + HOUR, number=2))
    row = book.one(schema.FindingRow)
    assert (row.score, row.level, row.first_at, row.changed_at) == (65, "high", NOON, NOON + HOUR)
    assert [reason.code for reason in row.reasons] == ["below_market_price", "unauthorised_vendor"]


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
    assert [(v.key, v.vendor_id, v.name, v.url) for v in book.rows(schema.VendorRow)] == [
        ("taobao:id:7", "7", "甲", "https://shop7.taobao.com"),
        (name_key("taobao", "乙"), None, "乙", None),
    ]
    assert [row.vendor_key for row in book.rows(schema.ListingRow)] == [
        "taobao:id:7", "taobao:id:7", name_key("taobao", "乙"), None,
    ]  # fmt: skip


def test_a_vendor_changes_its_name_and_keeps_its_row(book: Book) -> None:
    book.add(search(listing("1", vendor=Vendor("7", "甲"))))
    book.add(search(listing("1", vendor=Vendor("7", "甲二")), at=NOON + HOUR, number=2))
    book.add(search(listing("1", vendor=Vendor("7")), at=NOON + 2 * HOUR, number=3))
    assert (book.one(schema.VendorRow).name, len(book.rows(schema.ObservationRow))) == ("甲二", 1)


def test_a_page_that_tells_the_name_alone_does_not_lose_the_vendors_id(book: Book) -> None:
    book.add(search(listing("1", vendor=Vendor("7", "甲"))))
    book.add(own_page(listing("1", vendor=Vendor(None, "甲的店铺")), NOON + HOUR))
    assert book.one().vendor_key == "taobao:id:7"
    assert [o.vendor_key for o in book.rows(schema.ObservationRow)] == ["taobao:id:7", name_key("taobao", "甲的店铺")]


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
    first, second = book.rows(schema.UnmatchedRow)
    assert (first.key, first.title, first.price_min, first.currency) == ("taobao:1", ORDINARY, 260, "CNY")
    assert (len(first.vendor_hash), second.vendor_hash) == (16, None)
    assert not any(word in str(tuple(first)) for word in ("秘密小店", "7001", "shop"))
    assert book.rows(schema.VendorRow) == book.rows(schema.ListingRow) == []


def test_unmatched_hashes_tell_vendors_apart_in_one_store_only(book: Book, tmp_path: Path) -> None:
    page = search(*(listing(str(n), ORDINARY, vendor=Vendor(str(n // 2))) for n in range(4)))
    book.add(page)
    hashes = [row.vendor_hash for row in book.rows(schema.UnmatchedRow)]
    assert hashes[0] == hashes[1] != hashes[2] == hashes[3]
    other = create_store(tmp_path / "other")
    book.store, book.salt = other, other.salt
    book.next_run()
    book.add(page)
    assert not set(hashes) & {row.vendor_hash for row in book.rows(schema.UnmatchedRow)}


def test_unmatched_listings_are_not_doubled_and_are_forgotten_after_30_days(book: Book) -> None:
    page = search(listing("1", ORDINARY), listing("1", ORDINARY))
    book.add(page, replace(page, target="search:x:2", at=NOON + HOUR))
    book.add(search(listing("2", ORDINARY), listing("3"), at=NOON + 24 * HOUR, number=3))
    assert len(book.rows(schema.UnmatchedRow)) == 2
    assert forget_unmatched(book.store, NOON + timedelta(days=30)) == 0
    assert forget_unmatched(book.store, NOON + timedelta(days=30, seconds=1)) == 1
    assert (book.one(schema.UnmatchedRow).key, book.one().key) == ("taobao:2", "taobao:3")
    assert forget_unmatched(book.store) in (0, 1), "by default, now"


# --- transactions


def test_a_page_is_done_once_per_run(book: Book) -> None:
    page = search(listing("1"))
    book.add(page)
    before = book.dump()
    with pytest.raises(StoreError, match="UNIQUE"):
        book.add(replace(page, entries=entries_of("taobao", [listing("9")])))
    assert book.dump() == before
    book.add(page, page, state="failed")
    book.next_run()
    book.add(page)
    assert [row.state for row in book.rows(schema.VisitRow)] == ["done", "failed", "failed", "done"]


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
    broken = replace(search(listing("1", ORDINARY)), error="step 2 failed")
    book.add(broken, state="failed")
    assert (book.one(schema.VisitRow).error, book.one(schema.UnmatchedRow).key) == ("step 2 failed", "taobao:1")
