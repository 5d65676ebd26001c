"""The record of a seller: what the other listings say, never the one that is judged, and what people decided."""

import json
import random
import sys
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from monitor.deciding.decide import decide, dismiss_seller, undo
from monitor.decision import verdict
from monitor.indicators import judge
from monitor.indicators.case import SellerRecord
from monitor.indicators.seller_record import record_points
from monitor.judging import rejudge
from monitor.judging.context import StoredCase, with_context
from monitor.matching import Matcher
from monitor.model import Finding, Listing, Vendor
from monitor.store.db import schema
from monitor.watchlist import AuthorisedSeller, Brand, Product, Watchlist
from monitor.words.findings import reason_words
from tests.one_offer import STRANGER, case
from tests.record_book import NOON, Book, search
from tests.store_helper import listing

OFFICIAL = AuthorisedSeller(marketplace="taobao", id="900")
PRODUCT = Product(name="X200", reference_price=Decimal(1500), currency="CNY")
NORDWERK = Brand(name="Nordwerk", chinese=["诺德沃克"], product=[PRODUCT], authorised_seller=[OFFICIAL])
SOLVANTA = Brand(name="Solvanta", chinese=["索凡塔"], authorised_seller=[OFFICIAL])
WATCHLIST = Watchlist(brand=[NORDWERK, SOLVANTA])
MATCHER = Matcher(WATCHLIST.brand)
CLEAN, BAD = "诺德沃克 X200 电钻 {}", "诺德沃克 X200 电钻 高仿 {}"


def offers(clean: int, bad: int, *, seller: str = "1", first: int = 0) -> list[Listing]:
    vendor = Vendor(seller, f"店{seller}", None)
    titles = [CLEAN] * clean + [BAD] * bad
    return [
        listing(str(number), title.format(number), vendor=vendor, price_min=Decimal(1300), units_sold=None, stock=None)
        for number, title in enumerate(titles, first)
    ]


def store(book: Book, *listings: Listing) -> None:
    """A run that sees the listings on one page, with the brands that their titles name."""
    book.next_run()
    page = search(*listings, target=f"search:诺德沃克:{book.run}", at=NOON + timedelta(days=book.run))
    matches = MATCHER.match_all([listing.title for listing in listings])
    entries = zip(page.entries, matches, strict=True)
    book.add(replace(page, entries=tuple(replace(entry, matches=its, findings=()) for entry, its in entries)))


def record(*counts: int, is_exact: bool = True) -> SellerRecord:
    listings, suspicious, confirmed, dismissed = (*counts, 0, 0)[:4]
    return SellerRecord(listings, suspicious, confirmed, dismissed, is_exact, ())


def reasons(book: Book, key: str) -> dict[str, Any]:
    (row,) = [row for row in book.rows(schema.FindingRow) if row.listing_key == key]
    return {reason.code: reason for reason in row.reasons}


def level(book: Book, key: str) -> str | None:
    (row,) = [row for row in book.rows(schema.FindingRow) if row.listing_key == key]
    found: str | None = row.level
    return found


@pytest.mark.parametrize(
    ("of", "points"),
    [
        (record(500, 1), 0),
        (record(49, 1), 0),
        (record(49, 2), 0),
        (record(1, 1), 0),
        (record(0, 0), 0),
        (record(2, 2), 25),
        (record(3, 3), 40),
        (record(9, 6), 40),
        (record(13, 4), 25),
        (record(4, 1, 1), 25),  # one that a person confirmed counts three times
        (record(49, 1, 1), 0),
        (record(9, 6, 0, 3), 25),
        (record(9, 4, 0, 3), 25),
        (record(9, 2, 0, 7), 0),
        (record(8, 4), 40),
        (record(11, 2), 25),
        (record(18, 2), 25),
        (record(22, 2), 25),
        (record(24, 2), 0),
        (record(49, 3), 0),
    ],
)
def test_what_a_record_is_worth(of: SellerRecord, points: int) -> None:
    assert record_points(of) == points


def test_a_shop_with_six_bad_listings_of_ten(book: Book) -> None:
    """Its clean-looking ones are medium at least, and say why; so is one of another brand."""
    other = listing("77", "索凡塔 面霜", vendor=Vendor("1", "店1", None), price_min=Decimal(80))
    store(book, *offers(4, 6), other)
    rejudge(book.store, WATCHLIST)
    assert {level(book, f"taobao:{number}") for number in (0, 1, 2, 3, 77)} <= {"medium", "high"}
    reason = reasons(book, "taobao:0")["seller_record"]
    assert reason.facts["examples"] == ["taobao:4", "taobao:5", "taobao:6"]
    assert reason_words(reason).text == (
        "6 of 10 other listings of 店1 for watched brands are suspicious by themselves (words for copies). "
        "Among them: taobao:4, taobao:5, taobao:6."
    )


@pytest.mark.parametrize(("clean", "bad"), [(50, 1), (9, 1), (120, 3)])
def test_odd_listings_of_an_honest_shop_say_nothing(book: Book, clean: int, bad: int) -> None:
    store(book, *offers(clean, bad))
    rejudge(book.store, WATCHLIST)
    assert "seller_record" not in {reason.code for row in book.rows(schema.FindingRow) for reason in row.reasons}


def test_a_listing_does_not_count_itself(book: Book) -> None:
    """Of two suspicious listings each sees one, which may be chance; the clean one sees two."""
    store(book, *offers(1, 2))
    rejudge(book.store, WATCHLIST)
    assert "seller_record" in reasons(book, "taobao:0")
    assert "seller_record" not in reasons(book, "taobao:1")


def test_a_listing_of_two_brands_counts_once_and_never_itself(book: Book) -> None:
    """Its title is suspicious for one of the brands alone; the other judgement must not take that for another's."""
    both = [
        listing(f"{number}", f"诺德沃克 X200 / 索凡塔 面霜 {number}", vendor=Vendor("1"), price_min=Decimal(300))
        for number in range(2)
    ]
    store(book, *both)
    rejudge(book.store, WATCHLIST)
    assert len(book.rows(schema.FindingRow)) == 4
    assert "seller_record" not in {reason.code for row in book.rows(schema.FindingRow) for reason in row.reasons}


def test_the_record_does_not_feed_on_itself(book: Book) -> None:
    """What the record makes suspicious, however often it is judged, never counts as suspicious."""
    store(book, *offers(4, 6))
    for _ in range(3):
        rejudge(book.store, WATCHLIST, whole=True)
    assert reasons(book, "taobao:0")["seller_record"].facts["suspicious"] == 6
    assert reasons(book, "taobao:9")["seller_record"].facts["suspicious"] == 5


def test_lawful_listings_of_a_bad_seller(book: Book) -> None:
    vendor = Vendor("1", "店1", None)
    lawful = [
        listing("70", "适用于诺德沃克 X200 电池", vendor=vendor, price_min=Decimal(90), stock=50),
        listing("71", "二手 诺德沃克 X200 电钻", vendor=vendor, price_min=Decimal(600), stock=1),
    ]
    store(book, *offers(0, 6), *lawful)
    rejudge(book.store, WATCHLIST)
    assert level(book, "taobao:70") in ("low", None)
    assert level(book, "taobao:71") is None


def test_an_authorised_seller_has_no_record(book: Book) -> None:
    store(book, *offers(3, 6, seller="900"))
    rejudge(book.store, WATCHLIST)
    assert level(book, "taobao:0") is None
    assert "seller_record" not in reasons(book, "taobao:0")
    known = replace(case("190", vendor=Vendor("900", "诺德沃克官方旗舰店")), record=record(9, 9))
    assert "seller_record" not in {reason.code for reason in judge(known).reasons}


def test_the_owner_sets_the_points() -> None:
    offer = case("190", vendor=STRANGER)
    own = offer.brand.model_copy(deep=True)
    own.judging.points["seller_record"] = 20

    def points(found: Finding) -> list[int]:
        return [reason.points for reason in found.reasons if reason.code == "seller_record"]

    assert points(judge(replace(offer, record=record(9, 6), brand=own))) == [20]
    assert points(judge(replace(offer, record=record(13, 4), brand=own))) == [12]


def test_decisions_count_from_the_next_judging_on(book: Book) -> None:
    store(book, *offers(6, 0))
    rejudge(book.store, WATCHLIST)
    assert level(book, "taobao:0") == "low"
    confirmed = [f"taobao:{number}:nordwerk" for number in (4, 5)]
    decide(book.store, confirmed, verdict("confirmed"), by="A. Weber")
    done = rejudge(book.store, WATCHLIST)
    assert (done.listings, done.judged) == (0, 6)
    assert level(book, "taobao:0") == "medium"
    assert reasons(book, "taobao:0")["seller_record"].facts["confirmed"] == 2
    assert rejudge(book.store, WATCHLIST).judged == 0
    undo(book.store, by="A. Weber")
    rejudge(book.store, WATCHLIST)
    assert level(book, "taobao:0") == "low"


def test_dismissed_listings_count_for_the_seller_and_stay_dismissed(book: Book) -> None:
    """A decision about one listing changes the record of the others; these are not new again for that."""
    store(book, *offers(2, 4))
    rejudge(book.store, WATCHLIST)
    assert "seller_record" in reasons(book, "taobao:0")
    for number in range(2, 6):
        decide(book.store, [f"taobao:{number}:nordwerk"], verdict("dismissed"), by="A. Weber")
        rejudge(book.store, WATCHLIST)
    assert "seller_record" not in reasons(book, "taobao:0")
    states = {row.listing_key: row.state for row in book.rows(schema.FindingRow)}
    assert {states[f"taobao:{number}"] for number in range(2, 6)} == {"dismissed"}


def test_a_seller_that_was_dismissed_has_no_record(book: Book) -> None:
    store(book, *offers(1, 6))
    rejudge(book.store, WATCHLIST)
    dismiss_seller(book.store, ["taobao:0:nordwerk"], verdict("dismissed"), by="A. Weber")
    rejudge(book.store, WATCHLIST)
    store(book, *offers(0, 3, first=50))
    rejudge(book.store, WATCHLIST)
    assert "seller_record" not in {reason.code for row in book.rows(schema.FindingRow) for reason in row.reasons}


def test_a_listing_that_moves_to_another_seller_moves_in_the_records(book: Book) -> None:
    store(book, *offers(1, 3))
    rejudge(book.store, WATCHLIST)
    assert "seller_record" in reasons(book, "taobao:0")
    store(book, *(replace(bad, vendor=Vendor("2", "店2", None)) for bad in offers(1, 3)[1:]))
    rejudge(book.store, WATCHLIST)
    assert "seller_record" not in reasons(book, "taobao:0")


def test_a_judging_that_was_interrupted_leaves_nothing_out(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """The records are counted, but the listings of their sellers are not judged yet: the next time is a whole one."""
    store(book, *offers(3, 1))
    rejudge(book.store, WATCHLIST)
    store(book, *offers(0, 4, first=10))

    def stop(*_args: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["monitor.judging.rejudge"], "listings_of_sellers", stop)
    with pytest.raises(KeyboardInterrupt):
        rejudge(book.store, WATCHLIST)
    monkeypatch.undo()
    assert rejudge(book.store, WATCHLIST).whole
    assert "seller_record" in reasons(book, "taobao:0")


def test_a_page_is_judged_with_the_record_of_the_last_time(book: Book) -> None:
    """A listing that no page showed before is not among those that were counted."""
    store(book, *offers(4, 6))
    rejudge(book.store, WATCHLIST)
    (new,) = offers(1, 0, first=50)
    known = StoredCase("taobao:50", "taobao:id:1", replace(case("190"), listing=new, brand=NORDWERK))
    with book.store.read() as connection:
        (found,) = with_context(connection, [known])
    assert found.record is not None
    assert (found.record.listings, found.record.suspicious) == (10, 6)


@pytest.mark.parametrize("seed", range(3))
def test_the_same_from_scratch(book: Book, seed: int) -> None:
    """Random days and decisions; after each, what changed only gives what all gives, whatever the order."""
    dice = random.Random(seed)
    for day in range(4):
        store(book, *(_offer(dice, number) for number in dice.sample(range(90), 45)))
        rejudge(book.store, WATCHLIST)
        found = [row.id for row in book.rows(schema.FindingRow)]
        for finding_id in dice.sample(found, min(5, len(found))):
            state = dice.choice(["confirmed", "dismissed", "watch"])
            decide(book.store, [finding_id], verdict(state), by="A. Weber")
        if day % 2:
            undo(book.store, by="A. Weber")
        rejudge(book.store, WATCHLIST)
        part = judged(book)
        rejudge(book.store, WATCHLIST, whole=True)
        assert judged(book) == part
    assert any(reason.code == "seller_record" for row in book.rows(schema.FindingRow) for reason in row.reasons)


def judged(book: Book) -> tuple[dict[str, Any], dict[str, Any]]:
    return (
        {row.id: (row.score, row.level, row.reasons, row.state) for row in book.rows(schema.FindingRow)},
        {row.key: json.dumps(row.facts) for row in book.rows(schema.GroupStatsRow)},
    )


def _offer(dice: random.Random, number: int) -> Listing:
    """Sellers 0 and 1 have dozens of listings, for which numbers are rounded."""
    seller = dice.choice([0, 0, 0, 1, 1, 2, 3, 4, 900])
    title = dice.choice([CLEAN, BAD, "索凡塔 面霜 {}", "索凡塔 高仿 诺德沃克 {}", "诺德沃克 X200 二手 {}"]).format(
        number
    )
    price = Decimal(dice.choice([100, 400, 800, 1300, 1600]))
    return listing(str(number), title, vendor=Vendor(str(seller), f"店{seller}", None), price_min=price)
