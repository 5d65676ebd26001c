"""The guide's five rows of what makes a sale suspicious, each with what the guide itself says to spare."""

from decimal import Decimal
from typing import Any

import pytest

from monitor.indicators import judge
from monitor.indicators.case import GroupStats
from monitor.model import Missing, PriceStep, Vendor
from monitor.words.findings import reason_words
from tests.one_offer import STRANGER, brand, case, points

OFFICIAL = Vendor("900", "诺德沃克官方旗舰店")


def test_row_1_the_vendor_is_not_in_the_official_channel() -> None:
    assert points(judge(case(vendor=STRANGER)), "unauthorised_vendor") == 15
    own = judge(case("1", vendor=OFFICIAL, title="Nordwerk X200 高仿"))
    assert (points(own, "authorised_seller"), own.level) == (0, None), "on record, no finding"
    unknown = judge(case(vendor=STRANGER, of=brand(authorised_seller=[])))
    assert points(unknown, "unauthorised_vendor") is None
    assert Missing("authorised_sellers", {"marketplace": "taobao"}) in unknown.missing, "unknown stays unknown"


@pytest.mark.parametrize(
    ("name", "poses"),
    [
        ("诺德沃克旗舰店专营", True),
        ("诺德沃克官方旗舰居", True),
        ("Nordwerk Official Store", True),
        ("Nоrdwerk 官方直营", True),
        ("阿强五金", False),
        ("Nordwerk fans", False),
    ],
)
def test_row_1_a_shop_that_poses_as_the_official_one(name: str, poses: bool) -> None:
    sellers = brand(chinese=["诺德沃克"])
    assert (points(judge(case(vendor=Vendor("77", name), of=sellers)), "imitated_seller") == 20) == poses


@pytest.mark.parametrize(("listings", "expected"), [(None, None), (5, None), (10, 5), (20, 5), (50, 10), (10_000, 10)])
def test_row_2_one_vendor_has_many_listings(listings: int | None, expected: int | None) -> None:
    group_stats = GroupStats(vendor_listings=listings)
    assert points(judge(with_crowd(group_stats, vendor=STRANGER)), "many_listings") == expected
    assert points(judge(with_crowd(group_stats, vendor=OFFICIAL)), "many_listings") is None


def test_row_2_says_what_was_counted() -> None:
    (reason,) = [r for r in judge(with_crowd(GroupStats(vendor_listings=50))).reasons if r.code == "many_listings"]
    assert reason_words(reason).saw == "at least 50 listings of the brand in the searches so far"


def test_row_3_the_price_is_below_the_market() -> None:
    """Against the reference price, else against what vendors ask."""
    assert points(judge(case("60")), "below_market_price") == 40
    plain = brand(product=[{"name": "X200"}])
    market = GroupStats(market_price=Decimal(200), market_vendors=5)
    assert points(judge(with_crowd(market, "79", of=plain)), "below_market_price") == 40
    assert points(judge(with_crowd(market, "119", of=plain)), "below_market_price") == 15
    assert points(judge(with_crowd(market, "150", of=plain)), "below_market_price") is None
    assert points(judge(with_crowd(market, "500", of=plain)), "reference_price_met") is None, (
        "the middle proves nothing"
    )
    assert Missing("reference_price", {"product": "X200"}) in judge(case("60", of=plain)).missing


@pytest.mark.parametrize("facts", [{"price_note": "from"}, {"price_note": "sample"}, {"price_max": Decimal(400)}])
def test_row_3_spares_bait_prices(facts: dict[str, Any]) -> None:
    found = judge(case("60", **facts))
    assert points(found, "below_market_price") is None
    assert Missing("unit_price") in found.missing


def test_row_3_on_wholesale_marketplaces_the_smallest_quantity_counts() -> None:
    ladder = (PriceStep(1000, Decimal(40)), PriceStep(2, Decimal(110)))
    assert points(judge(case("40", on="alibaba", price_steps=ladder)), "below_market_price") is None
    assert points(judge(case("40", on="alibaba")), "below_market_price") == 40


def test_row_4_the_same_product_with_prices_far_apart() -> None:
    spread = (Decimal(40), Decimal(190))
    """A seller's cheap offers more than the dear ones: an honest shop too has its clearance."""
    assert points(judge(with_crowd(GroupStats(vendor_spread=spread), "60", vendor=STRANGER)), "price_spread") == 10
    assert points(judge(with_crowd(GroupStats(vendor_spread=spread), "180", vendor=STRANGER)), "price_spread") == 3
    assert points(judge(with_crowd(GroupStats(vendor_spread=spread), vendor=OFFICIAL)), "price_spread") is None
    market = GroupStats(market_spread=spread)
    assert points(judge(with_crowd(market, "40", vendor=STRANGER)), "market_price_spread") == 5
    assert points(judge(with_crowd(market, "180", vendor=STRANGER)), "market_price_spread") is None


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"stock": 299}, None),
        ({"stock": 300}, 5),
        ({"units_sold": 5_000}, 5),
        ({"stock": 5_000, "units_sold": 5_000}, 5),
        ({"stock": 1, "min_order": 50}, 5),
        ({"stock": 1, "min_order": 50, "on": "alibaba"}, None),
        ({"stock": 999_999_999_999}, None),
        ({"stock": -5, "units_sold": -1}, None),
        ({"stock": 0, "units_sold": 0}, None),
    ],
)
def test_row_5_a_large_number_of_units(facts: dict[str, Any], expected: int | None) -> None:
    assert points(judge(case(**facts)), "large_volume") == expected


@pytest.mark.parametrize(
    ("title", "facts", "level"),
    [
        ("二手 Nordwerk X200 电钻 九成新", {"stock": 1}, None),
        ("Nordwerk X200 drill, used", {"stock": 3}, None),
        ("Nordwerk X200 drill in good condition", {"stock": 1}, None),
        ("Nordwerk X200 电钻 低价出", {"stock": 1}, None),
        ("Nordwerk X200 drill second-hand", {"stock": 4}, "low"),
        ("二手 Nordwerk X200 电钻", {"stock": 200}, "low"),
        ("二手 Nordwerk X200 电钻", {}, None),
        ("二手 Nordwerk X200 高仿", {"stock": 1}, "medium"),
        ("Nordwerk X200 drill", {"stock": 1}, "low"),
        ("Nordwerk X200 drill", {"stock": 30}, "medium"),
    ],
)
def test_row_5_spares_a_few_used_units(title: str, facts: dict[str, Any], level: str | None) -> None:
    """One or a few units may be a lawful second-hand sale: cheap, from a stranger, and still no finding."""
    assert judge(case("60", title=title, vendor=STRANGER, **facts)).level == level


def test_row_5_a_used_offer_without_a_number_of_units_says_so() -> None:
    found = judge(case("60", title="二手 Nordwerk X200 电钻", vendor=STRANGER))
    assert Missing("used_units") in found.missing


def test_row_5_a_seller_of_many_used_ones_is_no_private_person() -> None:
    found = judge(
        with_crowd(GroupStats(vendor_listings=10), "60", title="二手 Nordwerk X200", vendor=STRANGER, stock=1)
    )
    assert points(found, "few_used_units") is None


def with_crowd(group_stats: GroupStats, *args: Any, **facts: Any) -> Any:
    from dataclasses import replace

    return replace(case(*args, **facts), group_stats=group_stats)
