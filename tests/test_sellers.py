"""One seller, many identifiers: what single pages tie is one, in whatever order they come; names tie nothing."""

import json
import random
import sqlite3
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.crawling.registry import spider_class
from monitor.deciding.decide import dismiss_seller, undo_seller
from monitor.decision import verdict
from monitor.judging import rejudge
from monitor.model import Listing, PageVisit, Vendor, vendor_key
from monitor.pages.read import read_page
from monitor.seller_ids import identifiers_in, identifiers_of, name_key
from monitor.store.db import schema
from monitor.store.read.decisions import seller_decisions, standings_of
from monitor.store.read.detail import seller_of
from monitor.store.read.queue import QueueFilter, queue_page, queue_total
from monitor.store.read.sellers import SHARED_BY_MANY
from monitor.store.store import create_store
from monitor.store.write.sellers import unite_all
from monitor.watchlist import AuthorisedSeller, Brand, Product, Watchlist
from tests.old_store import without_sellers
from tests.record_book import HOUR, Book, own_page, search
from tests.store_helper import NOON, listing

OFFICIAL = "诺德沃克官方旗舰店"


def told(name: str | None = None, vendor_id: str | None = None, **identifiers: str) -> Vendor:
    """A vendor as a page of Taobao tells it: its user number, and others by kind."""
    return Vendor(vendor_id, name, None, identifiers_of("taobao", vendor_id, identifiers.items(), name=name))


def page(*offers: Listing, number: int = 1, at: Any = NOON) -> PageVisit:
    return search(*offers, number=number, at=at)


def sellers(book: Book) -> dict[str, str]:
    return {row.key: row.seller for row in book.rows(schema.VendorRow)}


def state(book: Book) -> dict[str, Any]:
    return {row.id: (row.score, row.level, row.reasons, row.missing) for row in book.rows(schema.FindingRow)}


def test_a_page_that_tells_two_identifiers_ties_them(book: Book) -> None:
    book.add(page(listing("1", vendor=told("五金", "1001")), listing("2", vendor=told("五金铺", shop="5005"))))
    assert set(sellers(book).values()) == {"taobao:id:1001", "taobao:shop:5005"}
    book.add(page(listing("3", vendor=told("五金", "1001", shop="5005")), number=2, at=NOON + HOUR))
    assert sellers(book) == dict.fromkeys(["taobao:id:1001", "taobao:shop:5005"], "taobao:id:1001")
    with book.store.read() as connection:
        known = seller_of(connection, "taobao:shop:5005")
    assert known is not None
    assert (known.key, known.listings) == ("taobao:id:1001", 3)
    assert [(one.kind, one.value, one.first_seen, one.last_seen) for one in known.identifiers] == [
        ("shop", "5005", NOON, NOON + HOUR),
        ("user", "1001", NOON, NOON + HOUR),
    ]


def test_names_tie_nothing(book: Book) -> None:
    """Not the same name beside different numbers, nor a name alone, nor a login that is the name too."""
    book.add(
        page(
            listing("1", vendor=told(OFFICIAL, "1001", login=OFFICIAL)),
            listing("2", vendor=told(OFFICIAL, "1002", login=OFFICIAL)),
            listing("6", vendor=told(None, "1003", login=OFFICIAL)),
            listing("3", vendor=told(OFFICIAL, login=OFFICIAL)),
            listing("4", vendor=told(OFFICIAL, shop="5005")),
            listing("5", vendor=told(OFFICIAL, shop="5006")),
        )
    )
    assert all(key == seller for key, seller in sellers(book).items())
    assert len(sellers(book)) == 6


def _vendors(dice: random.Random) -> list[Vendor]:
    """What pages tell of some sellers with up to two user numbers, two shop numbers and an address each."""
    vendors = []
    for _ in range(40):
        who = dice.randrange(12)
        numbers = [f"{1000 + 10 * who + dice.randrange(2)}", f"{5000 + 10 * who + dice.randrange(2)}"]
        user, shop = (number if dice.random() < 0.6 else None for number in numbers)
        others = {"shop": shop, "address": f"shop-of-{who}" if dice.random() < 0.3 else None}
        vendors.append(told("同名", user, **{kind: value for kind, value in others.items() if value}))
    return vendors


def _expected(vendors: list[Vendor]) -> set[frozenset[tuple[str, str]]]:
    """The sellers as sets of identifiers, worked out by the book."""
    groups: list[set[tuple[str, str]]] = []
    for vendor in vendors:
        own = set(vendor.identifiers)
        joined = [group for group in groups if group & own]
        groups = [group for group in groups if not group & own] + [own.union(*joined)]
    return {frozenset(group) for group in groups if group}


@pytest.mark.parametrize("seed", range(6))
def test_the_union_is_the_same_in_any_order_of_pages(book: Book, seed: int) -> None:
    dice = random.Random(seed)
    vendors = _vendors(dice)
    dice.shuffle(vendors)
    offers = [listing(str(number), vendor=vendor) for number, vendor in enumerate(vendors)]
    while offers:
        first = dice.randrange(1, 6)
        some, offers = offers[:first], offers[first:]
        book.add(page(*some, number=len(offers)))
    shown = [vendors[int(row.listing_id)] for row in book.rows(schema.ListingRow)]
    united = sellers(book)
    by_seller = defaultdict(set)
    for row in book.rows(schema.SellerIdentifierRow):
        by_seller[united[row.vendor_key]].add((row.kind, row.value))
    assert {frozenset(own) for own in by_seller.values()} == _expected(shown)
    with book.store.write() as connection:
        unite_all(connection)
    assert sellers(book) == united, "from scratch"


@pytest.mark.parametrize("order", [1, -1])
def test_an_identifier_that_many_share_ties_nobody(book: Book, order: int) -> None:
    vendors = [told(None, str(1001 + number), shop="5005") for number in range(SHARED_BY_MANY + 1)][::order]
    book.add(page(*(listing(str(number), vendor=vendor) for number, vendor in enumerate(vendors[:-1]))))
    assert set(sellers(book).values()) == {min(sellers(book))}
    book.add(page(listing("99", vendor=vendors[-1]), number=2))
    assert all(key == seller for key, seller in sellers(book).items())


def test_sellers_that_are_united_later_are_judged_again(book: Book) -> None:
    watchlist = Watchlist(brand=[Brand(name="Nordwerk", chinese=["诺德沃克"], product=[Product(name="X200")])])
    offers = [listing(str(n), f"诺德沃克 {n}", vendor=told(None, "1001" if n % 2 else "1002")) for n in range(10)]
    book.add(page(*offers))
    rejudge(book.store, watchlist)
    assert not any("many_listings" in str(found) for found in state(book).values())
    tie = told(None, "1001", address="nordwerk")
    book.add(page(listing("20", "诺德沃克", vendor=tie), number=2, at=NOON + HOUR))
    book.add(page(listing("21", "诺德沃克", vendor=told(None, "1002", address="nordwerk")), number=3, at=NOON + HOUR))
    done = rejudge(book.store, watchlist)
    assert not done.whole
    part = state(book)
    assert all("many_listings" in str(found) for found in part.values())
    rejudge(book.store, watchlist, whole=True)
    assert state(book) == part


def _official(number: str | None, **more: Any) -> Watchlist:
    seller = AuthorisedSeller(marketplace="taobao", id=number, name=OFFICIAL)
    return Watchlist(brand=[Brand(name="Nordwerk", chinese=["诺德沃克"], authorised_seller=[seller], **more)])


def codes(book: Book, key: str) -> tuple[set[str], set[str]]:
    """The codes of a listing's reasons and missing facts."""
    (row,) = [row for row in book.rows(schema.FindingRow) if row.listing_key == key]
    return {reason.code for reason in row.reasons}, {missing.code for missing in row.missing}


def test_the_official_shop_is_known_by_another_number(book: Book) -> None:
    """The watchlist has its shop number, the search tells its user number: a missing fact until a page ties both."""
    book.add(page(listing("1", vendor=told(OFFICIAL, "1001")), listing("2", vendor=told("别人", "1002"))))
    rejudge(book.store, _official("5005"))
    reasons, missing = codes(book, "taobao:1")
    assert not reasons & {"unauthorised_vendor", "imitated_seller", "authorised_seller"}
    assert "seller_number" in missing
    assert "unauthorised_vendor" in codes(book, "taobao:2")[0]

    book.add(own_page(listing("3", vendor=told(OFFICIAL, "1001", shop="5005")), at=NOON + HOUR))
    assert not rejudge(book.store, _official("5005")).whole
    for key in ("taobao:1", "taobao:3"):
        assert "authorised_seller" in codes(book, key)[0]
        assert "seller_number" not in codes(book, key)[1]


def test_who_has_the_same_name_and_another_number_imitates(book: Book) -> None:
    """As soon as the store knows of what kind the watchlist's number is, or the other numbers of that seller."""
    book.add(page(listing("1", vendor=told(OFFICIAL, "1666"))))
    rejudge(book.store, _official("5005"))
    assert "seller_number" in codes(book, "taobao:1")[1]
    book.add(own_page(listing("3", vendor=told(OFFICIAL, "1001", shop="5005")), at=NOON + HOUR))
    assert not rejudge(book.store, _official("5005")).whole
    assert {"unauthorised_vendor", "imitated_seller"} <= codes(book, "taobao:1")[0]
    part = state(book)
    rejudge(book.store, _official("5005"), whole=True)
    assert state(book) == part


@pytest.mark.parametrize("login_first", [True, False])
def test_a_login_is_no_better_name_than_the_shops(book: Book, login_first: bool) -> None:
    """Some layouts give the login in place of the name: what the shop calls itself must not be lost."""
    vendors = [told("xin7904", "1001", login="xin7904"), told(OFFICIAL, "1001")]
    for number, vendor in enumerate(vendors if login_first else reversed(vendors), 1):
        book.add(page(listing("1", vendor=vendor), number=number, at=NOON + number * HOUR))
    assert [row.name for row in book.rows(schema.VendorRow) if row.key == "taobao:id:1001"] == [OFFICIAL]


def test_a_name_alone_authorises_nobody(book: Book) -> None:
    book.add(page(listing("1", vendor=told(OFFICIAL, "1001")), listing("2", vendor=told(OFFICIAL))))
    rejudge(book.store, _official(None))
    for key in ("taobao:1", "taobao:2"):
        reasons, missing = codes(book, key)
        assert not reasons & {"unauthorised_vendor", "imitated_seller", "authorised_seller"}
        assert "seller_number" in missing


def test_a_list_that_is_whole(book: Book) -> None:
    watchlist = Watchlist(brand=[Brand(name="Nordwerk", chinese=["诺德沃克"])])
    book.add(page(listing("1", vendor=told("别人", "1002"))))
    rejudge(book.store, watchlist)
    assert codes(book, "taobao:1")[1] >= {"authorised_sellers"}
    rejudge(book.store, Watchlist(brand=[watchlist.brand[0].model_copy(update={"sellers_complete": True})]))
    assert "unauthorised_vendor" in codes(book, "taobao:1")[0]
    assert "authorised_sellers" not in codes(book, "taobao:1")[1]


def test_old_keys_keep_answering(book: Book) -> None:
    """A decision about the whole seller, its address and its filter go by the key that stood then."""
    shop = told("五金", shop="5005")
    book.add(page(listing("1", vendor=shop), listing("2", vendor=told("别人", "1002"))))
    dismiss_seller(book.store, ["taobao:1:nordwerk"], verdict("dismissed", reason="resale"), by="A. Weber")
    book.add(page(listing("3", vendor=told("五金", "1001")), number=2, at=NOON + HOUR))
    book.add(page(listing("4", vendor=told("五金", "1001", shop="5005")), number=3, at=NOON + timedelta(days=1)))
    old, new = "taobao:shop:5005", "taobao:id:1001"
    with book.store.read() as connection:
        assert {standing.seller for standing in standings_of(connection, ["taobao:1:nordwerk"]).values()} == {new}
        for key in (old, new):
            known = seller_of(connection, key)
            assert known is not None
            assert (known.key, known.flagged) == (new, {"dismissed": 3})
            assert len(seller_decisions(connection, key)) == 1
            assert queue_total(connection, QueueFilter(seller=key)) == 3
            assert len(queue_page(connection, QueueFilter(seller=key), limit=9)) == 3
    undo_seller(book.store, new, by="A. Weber")
    with book.store.read() as connection:
        assert queue_total(connection, QueueFilter(seller=old, states=("new",))) == 3


@pytest.mark.parametrize(
    ("marketplace", "address", "identifiers"),
    [
        ("taobao", "https://shop123456.taobao.com/?spm=1", [("shop", "123456")]),
        ("taobao", "//shop123456.world.taobao.com", [("shop", "123456")]),
        ("taobao", "https://store.taobao.com/shop/view_shop.htm?user_number_id=77001", [("user", "77001")]),
        ("taobao", "https://nordwerk.taobao.com/", [("address", "nordwerk")]),
        ("taobao", "https://item.taobao.com/item.htm?id=5", []),
        ("taobao", "https://s.click.taobao.com/t?user_number_id=77001", []),
        ("taobao", "https://nordwerk.taobao.com.example.org/", []),
        ("taobao", "https://example.org/shop123456.taobao.com/", []),
        ("tmall", "https://nordwerk.tmall.com/shop/view_shop.htm", [("address", "nordwerk")]),
        ("tmall", "https://detail.tmall.com/item.htm?id=5", []),
        ("jd", "//mall.jd.com/index-1000001.html", [("shop", "1000001")]),
        ("aliexpress", "https://www.aliexpress.com/store/1101880023", [("shop", "1101880023")]),
        ("aliexpress", "https://m.aliexpress.com/", []),
        ("alibaba_1688", "https://nordwerk.1688.com/page/index.html", [("address", "nordwerk")]),
        ("alibaba_1688", "https://detail.1688.com/offer/5.html", []),
        ("alibaba_1688", "http://shop3911223344.1688.com", [("address", "shop3911223344")]),
        ("alibaba", "https://nordwerk.en.alibaba.com/", [("address", "nordwerk")]),
        ("alibaba", "https://www.alibaba.com/", []),
        ("made_in_china", "https://nordwerk.en.made-in-china.com", [("address", "nordwerk")]),
        ("dhgate", "https://www.dhgate.com/store/20012345", [("shop", "20012345")]),
        ("ebay", "https://www.ebay.com/usr/nordwerk-tools", [("login", "nordwerk-tools")]),
        ("amazon", "https://www.amazon.de/sp?ie=UTF8&seller=A1B2C3D4E5F6G7", [("user", "A1B2C3D4E5F6G7")]),
        ("etsy", "https://www.etsy.com/de/shop/NordwerkTools?ref=x", [("login", "NordwerkTools")]),
        ("web", "https://nordwerk.example/", []),
    ],
)
def test_what_is_a_shops_own_in_its_address(marketplace: str, address: str, identifiers: list[tuple[str, str]]) -> None:
    assert list(identifiers_in(marketplace, address)) == identifiers


def test_what_does_not_look_like_an_identifier_is_none() -> None:
    told_so = [("shop", "5005' OR 1"), ("shop", "9" * 400), ("no such kind", "1"), ("login", "a b"), ("shop", None)]
    assert identifiers_of("taobao", "1001", told_so) == (("user", "1001"),)
    assert identifiers_of("taobao", "x\n", []) == ()
    assert identifiers_of("jd", "8888", [("dealer", "8888")]) == (), "JD itself"


@pytest.mark.parametrize(
    ("folder", "kind", "identifiers"),
    [
        ("taobao/listing_official", "listing", {"user": "900100200", "shop": "300100200"}),
        ("taobao/listing_x200", "listing", {"user": "880200301", "shop": "300200301"}),
        ("taobao/listing_rendered", "listing", {"shop": "300200301"}),
        ("taobao/search_nordwerk_1", "search", {"user": "900100200", "login": OFFICIAL}),
        ("tmall/listing_official", "listing", {"user": "900100200", "shop": "30100200", "login": OFFICIAL}),
        ("tmall/shop_1", "shop", {"user": "880300311", "address": "tieyan"}),
        ("jd/listing_answer", "listing", {"shop": "900100", "dealer": "1000900100"}),
        ("alibaba_1688/listing_official", "listing", {"member": "b2b-900100200", "user": "2288000000001"}),
        ("alibaba_1688/listing_rendered", "listing", {"address": "shopdemo801"}),
        ("aliexpress/listing_official", "listing", {"shop": "900300400", "user": "900300401"}),
        ("alibaba/shop_1", "shop", {"address": "fictivatools", "company": "700100002"}),
        ("made_in_china/listing_x200", "listing", {"address": "fictivatools"}),
        ("dhgate/listing_x200", "listing", {"shop": "21900101"}),
        ("ebay/search_nordwerk_1", "search", {"login": "powerbargaindepot"}),
        ("amazon/listing_x200", "listing", {"user": "A1DEMOBARGAIN"}),
        ("lazada/listing_rendered", "listing", {"user": "100200", "address": "drill-corner"}),
        ("shopee/listing_answer", "listing", {"shop": "910011"}),
    ],
)
def test_what_pages_tell_of_who_the_seller_is(folder: str, kind: str, identifiers: dict[str, str]) -> None:
    place = Path("fixtures") / folder
    page_class = getattr(spider_class(place.parent.name), f"{kind}_page")
    [file] = place.glob("page.*")
    reading = read_page(page_class, file.read_bytes(), json.loads((place / "meta.json").read_bytes())["url"])
    told_so = dict(reading.listings[0].vendor.identifiers)
    assert told_so == {**told_so, **identifiers}


def test_jd_tells_shop_and_dealer_by_numbers_that_differ() -> None:
    """Where a card has no link to the shop, its number is the dealer's: another shop may have the same."""
    shop_page = spider_class("jd").listing_page
    assert shop_page is not None
    body = b"""<script>var pageConfig = { product: { skuid: 5, name: 'X200', venderId:1000900100, shopId:'900100' } };
        </script><div id="J_FinalPrice"><span class="price">5</span></div>"""
    [found] = read_page(shop_page, body, "https://item.jd.com/5.html").listings
    assert found.vendor.identifiers == (("shop", "900100"), ("dealer", "1000900100"))
    assert vendor_key("jd", found.vendor) == "jd:id:900100"
    by_dealer = Vendor("900100", None, None, identifiers_of("jd", "900100", [("dealer", "900100")]))
    assert vendor_key("jd", by_dealer) == "jd:dealer:900100"


def test_an_old_store_follows(book: Book) -> None:
    """Its ids and the addresses beside them are identifiers; vendors known by name alone stay by themselves."""
    address = "https://shop5005.taobao.com"
    book.add(
        page(
            listing("1", vendor=Vendor("1001", "五金", address)),
            listing("2", vendor=Vendor("1002", "五金", address)),
            listing("3", vendor=Vendor(None, "五金", address)),
        )
    )
    dismiss_seller(book.store, ["taobao:2:nordwerk"], verdict("dismissed", reason="resale"), by="A. Weber")
    book.store.close()
    database = sqlite3.connect(book.store.root / "monitor.db")
    without_sellers(database, "0014")
    database.close()
    book.store = create_store(book.store.root)
    assert sellers(book) == {
        "taobao:id:1001": "taobao:id:1001",
        "taobao:id:1002": "taobao:id:1001",
        name_key("taobao", "五金"): name_key("taobao", "五金"),
    }
    told_so = [(row.kind, row.value, row.vendor_key) for row in book.rows(schema.SellerIdentifierRow)]
    assert told_so == [
        ("shop", "5005", "taobao:id:1001"),
        ("shop", "5005", "taobao:id:1002"),
        ("user", "1001", "taobao:id:1001"),
        ("user", "1002", "taobao:id:1002"),
    ]
    with book.store.read() as connection:
        asked = QueueFilter(seller="taobao:id:1002", states=("dismissed",))
        assert queue_total(connection, asked) == 2, "the decision about the one is about the other"
    assert book.read("SELECT key, listings FROM vendors") == [("taobao:id:1001", 2), (name_key("taobao", "五金"), 1)]
