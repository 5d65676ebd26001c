"""Shops of one operator: tied by rare signs, shown on the seller's page, and half as telling as the seller's own."""

import json
import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from monitor.account import Role
from monitor.indicators import judge
from monitor.indicators.case import OperatorRecord, SellerRecord
from monitor.judging import rejudge
from monitor.model import Listing, Vendor
from monitor.store.db import schema
from monitor.store.read.operators import tied_sellers
from monitor.words.findings import reason_words
from tests.one_offer import STRANGER, case
from tests.record_book import Book
from tests.review_app import InProcess
from tests.store_helper import listing
from tests.test_seller_record import WATCHLIST, judged, level, offers, reasons, store

OWN_TITLE = "诺德沃克 X200 充电电钻 家用多功能手枪钻 大扭力 送工具箱 全国联保"
SIGNED = f"{OWN_TITLE} 加微信abc12345"


def strangers(number: int) -> list[Listing]:
    """Shops with one listing each, who share nothing."""
    return [
        listing(f"9{n}", f"诺德沃克 电钻 {n}", vendor=Vendor(f"s{n}", f"陌生店{n}", None), price_min=Decimal(1300))
        for n in range(number)
    ]


def shop(seller: str, *titles: str) -> list[Listing]:
    vendor = Vendor(seller, f"{seller}号", None)
    return [
        listing(f"{seller}{n}", title, vendor=vendor, price_min=Decimal(1300), stock=None)
        for n, title in enumerate(titles)
    ]


def test_the_clean_shop_of_a_known_operator(book: Book) -> None:
    """It shares a long title and a contact with a shop of copies."""
    store(book, *strangers(60), *offers(0, 5), *shop("1", SIGNED), *shop("2", SIGNED, "诺德沃克 X200 新款"))
    rejudge(book.store, WATCHLIST)
    reason = reasons(book, "taobao:21")["operator_record"]
    assert reason.points == 20
    assert level(book, "taobao:21") == "medium"
    assert reason_words(reason).text.startswith(
        "2号 and 1号 are probably one operator (both bear the same contact abc12345, title); "
        "5 of 6 listings of 1号 are suspicious"
    )
    with book.store.read() as connection:
        (tied,) = tied_sellers(connection, "taobao:id:2")
    assert (tied.key, tied.name) == ("taobao:id:1", "1号")
    assert [kind for kind, _ in tied.signs] == ["contact", "title"]


def test_what_many_share_ties_nobody(book: Book) -> None:
    """An agent's contact in the titles of dozens of shops."""
    agent = [one for n in range(55) for one in shop(f"7{n}", f"诺德沃克 X200 代购 {n} 加微信agent999")]
    store(book, *agent, *offers(0, 5), *shop("1", "诺德沃克 X200 加微信agent999"))
    rejudge(book.store, WATCHLIST)
    assert not [row for row in book.rows(schema.GroupStatsRow) if row.key.startswith("operator|")]


def test_the_own_record_counts_alone() -> None:
    bad = SellerRecord(9, 6, 0, 0, True, ())
    other = OperatorRecord({"name": "店2"}, (("contact", "abc123"),), bad)
    both = replace(case("190", vendor=STRANGER), record=bad, operator=other)
    codes = {reason.code for reason in judge(both).reasons}
    assert "seller_record" in codes
    assert "operator_record" not in codes
    authorised = replace(case("190", vendor=Vendor("900", "诺德沃克官方旗舰店")), operator=other)
    assert "operator_record" not in {reason.code for reason in judge(authorised).reasons}


@pytest.mark.parametrize("seed", range(2))
def test_the_same_from_scratch(book: Book, seed: int) -> None:
    """Random days; after each, what changed only gives what all gives."""
    dice = random.Random(seed)
    store(book, *strangers(60))
    ties = 0
    for _ in range(5):
        store(book, *(_offer(dice, number) for number in dice.sample(range(40), 15)))
        rejudge(book.store, WATCHLIST)
        part, links = judged(book), rows(book)
        rejudge(book.store, WATCHLIST, whole=True)
        assert judged(book) == part
        assert rows(book) == links
        ties += sum(key.startswith("operator|") for key in part[1])
    assert ties


def rows(book: Book) -> list[str]:
    return sorted(json.dumps(tuple(row)) for row in book.rows(schema.SellerLinkRow))


def _offer(dice: random.Random, number: int) -> Listing:
    seller = dice.randrange(8)
    titles: list[Any] = [SIGNED, OWN_TITLE, "诺德沃克 高仿 {}", "诺德沃克 X200 {}", "诺德沃克 X200 {} 微信abc12345"]
    price = Decimal(dice.choice([100, 800, 1300]))
    vendor = Vendor(f"{seller}", f"阿强电动工具{seller // 2}", None)
    return listing(f"5{number}", dice.choice(titles).format(number), vendor=vendor, price_min=price)


def test_the_seller_s_page_shows_the_record_and_who_is_tied(book: Book) -> None:
    store(book, *strangers(60), *offers(0, 5), *shop("1", SIGNED), *shop("2", SIGNED, "诺德沃克 X200 新款"))
    rejudge(book.store, WATCHLIST)
    application = InProcess(book.store)
    bad = page(application, "/seller/taobao:id:1")
    assert "5 of 6 listings" in bad
    assert "/finding/taobao%3A0%3Anordwerk" in bad
    clean = page(application, "/seller/taobao:id:2")
    assert "What the listings say by themselves" not in clean
    assert "/seller/taobao%3Aid%3A1" in clean
    assert "contact abc12345" in clean


def page(application: InProcess, path: str) -> str:
    answer = application.ask("GET", path, Cookie=application.cookie_of(Role.OWNER))
    assert answer.status == 200
    return answer.body
