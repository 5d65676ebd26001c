"""One case at least for every code of the indicators, in all their variants."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from monitor.indicators import judge
from monitor.indicators.case import Case, GroupStats, ListingHistory, OperatorRecord, SellerRecord
from monitor.model import Finding, Match, PriceStep, Vendor
from monitor.watchlist import AuthorisedSeller, Product
from tests.one_offer import STRANGER, X200, brand, case

ODD = "A (b), c: 50% | d of one of. rate of 2024-01-01"
"""A name with all that the sentences themselves are made of."""
NO_PRICES = brand(product=[Product(name="X200")])
TWO_PRODUCTS = brand(product=[X200, Product(name="M5", reference_price=Decimal(64), currency="EUR")])
ODD_NAMES = brand(
    product=[Product(name=f"X200 {ODD}", aliases=["X200"], reference_price=Decimal(200), currency="EUR")],
    authorised_seller=[
        AuthorisedSeller(marketplace="taobao", name=ODD),
        AuthorisedSeller(marketplace="taobao", id=ODD),
    ],
)


def _beside(stats: GroupStats, *args: Any, **facts: Any) -> Case:
    return replace(case(*args, **facts), group_stats=stats)


def _named(title: str, *, kind: str = "exact", why: str = "why", **facts: Any) -> Case:
    at = title.find("Nordwerk")
    return replace(case("190", title=title, **facts), match=Match("nordwerk", 0.9, kind, "Nordwerk", at, at + 8, why))


def _of_seller(*, exact: bool = True, confirmed: int = 0, dismissed: int = 0) -> Case:
    record = SellerRecord(9, 6, confirmed, dismissed, exact, EXAMPLES)
    return replace(case("190", vendor=STRANGER), record=record)


def _of_operator(*, exact: bool = True) -> Case:
    signs = (("contact", "abc123"), ("title", "text|nordwerk|1"), ("picture", "ab" * 32), ("shop name", "阿强电动"))
    other = OperatorRecord({"name": "店2"}, signs, SellerRecord(9, 6, 0, 0, exact, EXAMPLES))
    return replace(case("190", vendor=STRANGER), operator=other)


def _before(**history: Any) -> Case:
    return replace(case("190", units_sold=1_900), history=ListingHistory(**history))


EXAMPLES = (
    ("taobao:11", ("replica_slang", "below_market_price")),
    ("taobao:12", ("disguised_name",)),
    ("taobao:13", ()),
    ("taobao:14", ("off_platform_contact",)),
)
OLDER: dict[str, Case] = {
    "authorised": case(vendor=Vendor("900", "诺德沃克官方旗舰店")),
    "a stranger": case(vendor=STRANGER),
    "a stranger by number": case(vendor=Vendor("7"), on="tmall"),
    "a seller of an odd name": case(vendor=Vendor("7", f"{ODD}, {ODD}"), of=ODD_NAMES),
    "no vendor": case(vendor=Vendor()),
    "nobody is authorised": case(vendor=STRANGER, on="jd"),
    "poses as the brand": case(vendor=Vendor("77", "Nordwerk Official Store")),
    "poses as a seller": case(vendor=Vendor("77", "诺德沃克官方旗舰居")),
    "poses as a seller of an odd name": case(vendor=Vendor("77", f"{ODD}!"), of=ODD_NAMES),
    "ten listings": _beside(GroupStats(vendor_listings=10), vendor=STRANGER),
    "thousands of listings by nobody": _beside(GroupStats(vendor_listings=50_000)),
    "far below the reference": case("60.00"),
    "below the reference": case("100"),
    "converted": case("400", "CNY"),
    "below the wholesale price": case("40", on="alibaba"),
    "an odd product": case("60", of=ODD_NAMES),
    "an odd currency": case("60", ODD),
    "not cheap": case("99999999"),
    "below the vendors' price": _beside(GroupStats(market_price=Decimal(200), market_vendors=5), "79", of=NO_PRICES),
    "below the sellers' price": _beside(GroupStats(official_price=Decimal(200)), "119", of=NO_PRICES),
    "no price": case(None),
    "no product": case(title="Nordwerk drill"),
    "no reference": case("60", of=NO_PRICES),
    "no wholesale price": case("60", on="alibaba", of=NO_PRICES),
    "from": case("60", price_note="from"),
    "no rate": case("60", "XYZ"),
    "one vendor's spread": _beside(GroupStats(vendor_spread=(Decimal(40), Decimal("190.50"))), vendor=STRANGER),
    "the market's spread": _beside(GroupStats(market_spread=(Decimal(190), Decimal(900))), "190", vendor=STRANGER),
    "a large stock": case(stock=300),
    "large numbers": case(stock=1_300, units_sold=5_000, min_order=50),
    "few to order": case(stock=1, min_order=2_000),
    "words for copies": _named("Nordwerk X200 高仿"),
    "many words for copies": _named("Nordwerk X200 superclone A货 1:1 replica"),
    "disguised": _named("Nordwerk", kind="leet", why="N0rdw3rk: the brand's name Nordwerk with digits for letters"),
    "a contact": _named("Nordwerk X200 加微信abc123"),
    "a number": _named("Nordwerk X200 whatsapp +86 138 0013 8000"),
    "a shared title": _beside(GroupStats(text_vendors=20)),
    "back once": _before(came_back=1),
    "back often": _before(came_back=12),
    "a drop": _before(price_before=Decimal("400.50")),
    "a jump": _before(sold_before=100),
    "used": _named("二手 Nordwerk X200"),
    "one used": _named("Nordwerk X200, used", stock=1),
    "three used": _named("二手 Nordwerk X200 九成新", stock=3),
    "one unit": case(stock=1),
    "two units": case(stock=2),
    "an accessory": _named("battery for Nordwerk X200"),
    "an accessory in Chinese": _named("适用于Nordwerk X200 电池"),
    "a comparison": _named("Nordwerk style drill"),
    "a comparison in Chinese": _named("Nordwerk同款 电钻"),
}


CASES: dict[str, Case] = OLDER | {
    "labels": _named("Nordwerk 吊牌 防伪标签"),
    "boxes and moulds": _named("Nordwerk logo plate, dust bags wholesale"),
    "a seller's record": _of_seller(),
    "a seller's record with decisions": _of_seller(confirmed=2, dismissed=1),
    "a seller's record, rounded": _of_seller(exact=False),
    "a sample": _named("Nordwerk X200 小样"),
    "a refill": _named("Nordwerk X200 refill"),
    "another size": case("60", title="Nordwerk X200 5ml"),
    "several pieces": case("160", title="Nordwerk X200 6瓶装"),
    "more than the product": case("60", title="Nordwerk X200 drill, 32-piece set"),
    "a choice of prices": case("60", price_max=Decimal(150)),
    "a ladder of prices": case("40", on="alibaba", price_steps=(PriceStep(2, Decimal(45)), PriceStep(9, Decimal(40)))),
    "next to nothing": case("0.01"),
    "below every product": case("9", title="Nordwerk drill", of=TWO_PRODUCTS),
    "a rounded spread": _beside(
        GroupStats(vendor_spread=(Decimal(40), Decimal(200)), rounded_bounds=frozenset({"high"})), vendor=STRANGER
    ),
    "an operator's record": _of_operator(),
    "an operator's record, rounded": _of_operator(exact=False),
    "an older rate": case("400", "CNY", day=date(2024, 3, 17)),
    "an authorised seller's name": case(vendor=Vendor("77", "Nordwerk Store", None, (("user", "77"),))),
    "an authorised seller's name alone": case(vendor=Vendor(None, "Nordwerk Store")),
    "the list is whole": case(vendor=STRANGER, on="jd", of=brand(sellers_complete=True)),
    "names itself a flagship store": case(vendor=Vendor("77", "Nordwerk旗舰店")),
    "names itself an exclusive store": case(vendor=Vendor("77", "Nordwerk专卖店")),
    "names itself a store of several brands": case(vendor=Vendor("77", "Nordwerk专营店")),
}


def findings_of(name: str) -> Finding:
    """What the indicators make of a case."""
    return judge(CASES[name])
