"""What the guide doesn't have: words for copies, disguises, contacts, shared texts, the past; and accessories."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.indicators import judge
from monitor.indicators.case import GroupStats, ListingHistory
from monitor.model import Match
from monitor.words.findings import reason_words
from tests.one_offer import STRANGER, brand, case, points


def code_of(title: str, code: str, **facts: Any) -> int | None:
    at = title.lower().find("nordwerk")
    found = case("190", title=title, **facts)
    return points(
        judge(replace(found, match=Match("nordwerk", 1.0, "exact", title[at : at + 8], at, at + 8, "why"))), code
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Nordwerk X200 高仿", 40),
        ("Nordwerk X200 1:1 replica", 40),
        ("Nordwerk X200 superclone A货", 40),
        ("Nordwerk X200 A货 翡翠", None),  # natural jade
        ("Nordwerk X200 正品 原装", None),
        ("Nordwerk X200 not a replica", None),
        ("Nordwerk X200 拒绝高仿", None),
        ("Nordwerk X200 drill", None),
        ("Nordwerk X200 replicate settings", None),
    ],
)
def test_words_for_copies(title: str, expected: int | None) -> None:
    assert code_of(title, "replica_slang") == expected


def test_words_for_copies_are_told_with_reading_and_meaning() -> None:
    (reason,) = [r for r in judge(case(title="Nordwerk X200 高仿")).reasons if r.code == "replica_slang"]
    assert reason_words(reason).saw == "高仿 (gāo fǎng: close copy of a branded good)"


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("1:1Nordwerk X200", ["1:1"]),
        ("1：1Nordwerk X200", ["1：1"]),
        ("NordwerkReplica X200", ["Replica"]),
        ("superclonenordwerk X200", ["superclone"]),
        ("Nordwerk Replica1:1", ["Replica", "1:1"]),
        ("Nordwerk superclone2024", ["superclone"]),
        ("復刻Nordwerk 高 仿", ["復刻"]),
        ("ＲＥＰＬＩＣＡ Nordwerk", ["ＲＥＰＬＩＣＡ"]),
        ("Nordwerk 11:1 gear", None),
        ("Nordwerk 1:12 model", None),
        ("Nordwerk replicate2", None),
        ("Nordwerk xreplica", None),
    ],
)
def test_words_for_copies_glued_to_a_name_or_a_number_are_quoted_as_written(
    title: str, written: list[str] | None
) -> None:
    at = title.lower().find("nordwerk")
    match = Match("nordwerk", 1.0, "glued", title[at : at + 8], at, at + 8, "why")
    reasons = judge(replace(case("190", title=title), match=match)).reasons
    quotes = [reason.facts["quotes"] for reason in reasons if reason.code == "replica_slang"]
    assert quotes == ([written] if written else [])


_PIECES = st.sampled_from([
    "復刻", "高仿", "Replica", "１：１", "RÉPLICA", "加微信 Abc12345", "ＶＸ：ａｂｃ１２３４５",
    "二手", "VINTAGE", "Used",
    "適用於", "适用", "For", "FÜR", "Battery", "同款", "INSPIRED BY", "aaa", "A貨", "İ", "ß", "莆田", " ", "-",
])  # fmt: skip


@given(st.lists(_PIECES, max_size=4), st.lists(_PIECES, max_size=4), st.sampled_from(["Nordwerk", "ＮＯＲＤＷＥＲＫ"]))
def test_every_quote_stands_letter_for_letter_in_the_title(before: list[str], after: list[str], name: str) -> None:
    start = "".join(before)
    title = f"{start}{name} {' '.join(after)}"
    match = Match("nordwerk", 1.0, "exact", name, len(start), len(start) + len(name), "why")
    of = brand(categories=["drill"])
    for reason in judge(replace(case("190", title=title, of=of), match=match)).reasons:
        quotes = [*reason.facts.get("quotes", ()), reason.facts.get("words"), reason.facts.get("mention")]
        assert all(quote in title for quote in quotes if quote), reason


@pytest.mark.parametrize(
    ("kind", "mention", "expected"),
    [
        ("exact", "Nordwerk", None), ("folded", "ＮＯＲＤ", None), ("glued", "Nordwerk", None), ("alias", "NW", None),
        ("leet", "N0rdw3rk", 30), ("masked", "Nord**rk", 30), ("homophone", "诺得沃", 30), ("spaced", "N o r d", 30),
        ("spaced", "Nord werk", None), ("pinyin", "nuodewoke", 15), ("typo", "Nordwrk", 10), ("weak", "NW", 10),
        ("transliterated", "Нордверк", None),
    ],
)  # fmt: skip
def test_disguised_names(kind: str, mention: str, expected: int | None) -> None:
    found = replace(case(), match=Match("nordwerk", 0.9, kind, mention, 0, len(mention), "why"))
    assert points(judge(found), "disguised_name") == expected


@pytest.mark.parametrize(
    ("title", "contact"),
    [
        ("Nordwerk X200 加微信abc123", True),
        ("Nordwerk X200 加V看图", True),
        ("Nordwerk X200 vx: shop888", True),
        ("Nordwerk X200 薇信 shop_888", True),
        ("Nordwerk X200 QQ 123456789", True),
        ("Nordwerk X200 whatsapp +86 138 0013 8000", True),
        ("Nordwerk X200 电话13800138000", True),
        ("Nordwerk X200 20V 加厚", False),
        ("Nordwerk X200 型号 1380013", False),
        ("微信支付 Nordwerk X200", False),
    ],
)
def test_contacts_past_the_marketplace(title: str, contact: bool) -> None:
    assert (code_of(title, "off_platform_contact") == 25) == contact


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("battery for Nordwerk X200", -45),
        ("适用于Nordwerk X200 电池", -45),
        ("适用 Nordwerk X200 电池", -45),
        ("case compatible with Nordwerk X200", -45),
        ("Nordwerk X200 专用电池", -45),
        ("Ladegerät für Nordwerk X200", -45),
        ("Nordwerk X200 drill for home", None),
        ("gift for men Nordwerk X200", None),
        ("Nordwerk X200 电钻", None),
        ("适用于Nordwerk X200 高仿 电池", None),
    ],
)
def test_accessories_for_the_brand(title: str, expected: int | None) -> None:
    assert code_of(title, "accessory") == expected


def test_the_price_of_an_accessory_is_compared_with_nothing() -> None:
    title = "battery for Nordwerk X200"
    found = replace(
        case("9", title=title, vendor=STRANGER), match=Match("nordwerk", 1, "exact", "Nordwerk", 12, 20, "")
    )
    assert points(judge(found), "below_market_price") is None
    assert judge(found).level is None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Nordwerk同款 电钻", -20),
        ("Nordwerk style drill", -20),
        ("Nordwerk/诺德沃克同款 电钻", -20),
        ("Nordwerk平替 电钻", -20),
        ("Nordwerk 电钻", None),
        ("Nordwerk/诺德沃克 电钻", None),
        ("Nordwerk 风衣", None),  # a coat
        ("Nordwerk/诺德沃克风扇", None),  # a fan
    ],
)
def test_comparisons(title: str, expected: int | None) -> None:
    assert code_of(title, "comparison") == expected


def test_shared_texts() -> None:
    assert points(judge(replace(case(), group_stats=GroupStats(text_vendors=2))), "same_text") is None
    assert points(judge(replace(case(), group_stats=GroupStats(text_vendors=3))), "same_text") == 10


@pytest.mark.parametrize(
    ("past", "facts", "code", "expected"),
    [
        (ListingHistory(came_back=1), {}, "came_back", 15),
        (ListingHistory(), {}, "came_back", None),
        (ListingHistory(price_before=Decimal(400)), {}, "price_drop", 10),
        (ListingHistory(price_before=Decimal(300)), {}, "price_drop", None),
        (ListingHistory(price_before=Decimal(0)), {}, "price_drop", None),
        (ListingHistory(sold_before=100), {"units_sold": 300}, "sales_jump", 10),
        (ListingHistory(sold_before=100), {"units_sold": 299}, "sales_jump", None),
        (ListingHistory(sold_before=0), {"units_sold": 199}, "sales_jump", None),
        (ListingHistory(sold_before=-9), {"units_sold": 500}, "sales_jump", None),
    ],
)
def test_the_past(past: ListingHistory, facts: dict[str, Any], code: str, expected: int | None) -> None:
    assert points(judge(replace(case("190", **facts), history=past)), code) == expected


def test_the_owner_sets_the_points_of_every_indicator() -> None:
    own = brand(judging={"points": {"replica_slang": 3, "accessory": -1, "many_listings": 8, "disguised_name": 5}})
    assert points(judge(case(title="Nordwerk X200 高仿", of=own)), "replica_slang") == 3
    group_stats = GroupStats(vendor_listings=10)
    assert points(judge(replace(case(of=own), group_stats=group_stats)), "many_listings") == 4
    typo = Match("nordwerk", 0.9, "typo", "Nordwrk", 0, 7, "why")
    assert points(judge(replace(case(of=own), match=typo)), "disguised_name") == 1


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Nordwerk X200 battery", -45),
        ("Nordwerk X200 电池", -45),
        ("Nordwerk X200 cordless drill with battery", None),
        ("Nordwerk X200 电钻 送电池", None),
        ("Nordwerk X200", None),
        ("Nordwerk X200 Cordless Drill Kit, 2 Batteries, Case", None),
        ("Nordwerk X200 cordless drills, 2 batteries each", None),
        ("Nordwerk battery for cordless drills, 18V", -45),
        ("Nordwerk X200 锯片", -45),
        ("Nordwerk X200 收纳架", -45),
        ("Nordwerk X200 充电线", -45),
        ("Nordwerk X200 shoulder strap", -45),
        ("Nordwerk X200 storage box", -45),
        ("Nordwerk X200 电钻 送收纳箱", None),
    ],
)
def test_a_part_of_the_brands_goods_without_a_word_for_it(title: str, expected: int | None) -> None:
    """Only where the watchlist says what the brand sells, and the title names none of it."""
    goods = brand(categories=["cordless drills", "电钻"])
    assert code_of(title, "accessory", of=goods) == expected
    assert code_of(title, "accessory") is None, "nobody said what the brand sells"


def test_a_few_units_may_be_a_lawful_resale() -> None:
    assert points(judge(case("60", stock=2)), "few_units") == -25
    assert points(judge(case("60", stock=4)), "few_units") is None
    assert points(judge(case("60", stock=0)), "few_units") is None
    assert points(judge(case("60", stock=2, units_sold=90)), "few_units") is None
    assert points(judge(case("60", stock=2, title="Nordwerk X200 高仿")), "few_units") is None
    leet = Match("nordwerk", 0.9, "leet", "N0rdwerk", 0, 8, "why")
    assert points(judge(replace(case("60", stock=2), match=leet)), "few_units") is None


@pytest.mark.parametrize(
    ("title", "code", "saw"),
    [
        ("适用于Nordwerk X200 电池", "accessory", "适用于 (shì yòng yú: fits, for)"),
        ("Nordwerk同款 电钻", "comparison", "同款 (tóng kuǎn: same style)"),
        ("二手 Nordwerk X200", "few_used_units", "二手 (èr shǒu: second-hand)"),
        ("Nordwerk X200 加微信abc123", "off_platform_contact", "加微信 (jiā wēi xìn: WeChat, add)"),
        ("battery for Nordwerk X200", "accessory", "for"),
    ],
)
def test_chinese_words_are_told_with_reading_and_meaning(title: str, code: str, saw: str) -> None:
    at = title.find("Nordwerk")
    found = replace(case("190", title=title), match=Match("nordwerk", 1.0, "exact", "Nordwerk", at, at + 8, "why"))
    (reason,) = [reason for reason in judge(found).reasons if reason.code == code]
    assert reason_words(reason).saw == saw
    assert saw in reason_words(reason).text
