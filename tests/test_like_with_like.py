"""Prices are compared like with like: the very model, the same size or number of pieces, the goods and no sample."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from monitor.indicators import judge
from monitor.indicators.below_market_price import below_market_price, named_product
from monitor.indicators.case import Case
from monitor.indicators.groups import groups_of
from monitor.model import Finding, Listing, Match, Missing, PriceStep, Reason
from monitor.watchlist import Brand, Product
from monitor.words.findings import missing_words, reason_words
from tests.one_offer import DAY, brand, points


def products(*names: str, price: int = 200) -> Brand:
    """A brand whose products have these names, the first of each line before its aliases; all at one price."""
    parts = [name.split("; ") for name in names]
    made = [
        Product(
            name=first, aliases=rest, reference_price=Decimal(price), wholesale_price=Decimal(price), currency="EUR"
        )
        for first, *rest in parts
    ]
    return brand(product=made, authorised_seller=[])


def offer(title: str, price: str, of: Brand, *, on: str = "taobao", **facts: Any) -> Case:
    at = title.find("Nordwerk")
    match = Match("nordwerk", 1.0, "exact", "Nordwerk", max(at, 0), max(at, 0) + 8, "why")
    told = {"url": None, "price_min": Decimal(price), "currency": "EUR", **facts}
    return Case(Listing(1, "1", title, **told), match, of, on, DAY)


def price_reason(case: Case) -> Reason | None:
    return below_market_price(case).reason


# --- which model


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Vega", "Nordwerk Vega Pro 11"), ("Vega", "Vega 2"), ("Vega", "Vega (9th generation)"),
        ("Vega", "Vega 第9代"),
        ("Vega", "Vega Mini"), ("Vega", "vega-air"), ("Vega", "Vega II"), ("Vega", "Vega3"), ("Vega", "Vega 2.0"),
        ("Phone 11", "Phone 11 Pro"), ("Phone 11", "Phone 11 Pro Max 256GB"), ("Phone 11", "Phone11 pro"),
        ("Phone 11", "Phone 11 R"), ("Phone 11", "Phone 110"), ("Phone 11 Pro", "Phone 11 Pro Max"),
        ("X200", "X200S"), ("X200", "X200 S"), ("X200", "X200 Plus"), ("X200", "X2000"), ("X200", "X200+"),
        ("X200", "X200（Pro版）"), ("X200", "X200 Mk II"), ("X200", "X200 mk2"), ("X200", "X200 V2"),
        ("X200", "X200.5"),
        ("X200", "X200 gen 3"), ("X200", "2nd gen X200"), ("X200", "X200 Ⅱ"), ("X200", "X200 ultra"),
        ("X200", "X200 FE"),
        ("X200", "Ｘ２００ Ｌｉｔｅ"), ("X200", "X200-Pro"), ("X200", "X200 SE"), ("X200", "第二代X200"),
        ("Series 5", "Series 5 Mini"), ("Series 5", "Series 5 SE"), ("Series 5", "Series 5.5"),
        ("Series 5", "Series 50"),
        ("小白鞋", "小白鞋二代"), ("小白鞋", "小白鞋Pro"), ("小白鞋", "小白鞋 Max"), ("小白鞋", "小白鞋青春版"),
        ("小白鞋", "小白鞋２代"), ("小白鞋", "小白鞋 女款 二代"), ("小白鞋", "小白鞋第三代"),
        ("小白鞋", "二代小白鞋"),
        ("小白鞋", "小白鞋迷你"), ("小白鞋", "小白鞋 兒童款"), ("小白鞋", "小白鞋 女鞋 Pro"),
        ("X200 Pro", "X200 Pro2"), ("X200", "X200+ 256"), ("小白鞋", "儿童小白鞋"), ("小白鞋", "小白鞋ｐｒｏ"),
        ("小白鞋", "小白鞋2 女"),
    ],
)  # fmt: skip
def test_a_name_that_begins_another_models_does_not_match_it(name: str, title: str) -> None:
    assert named_product(products(name), title) is None


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Vega", "Nordwerk Vega 10.2 inch 64GB"), ("Vega", "Vega 3 colours"), ("Vega", "Vega 24 cm bag"),
        ("Vega", "Vega 2 pcs"), ("Vega", "Vega 2 in 1"), ("Vega", "Vega 一代"), ("Vega", "Vega, proper quality"),
        ("Vega", "Vega 2024"), ("Vega", "Vega pro-grade"), ("Vega", "Vega gen 1"), ("Vega", "Vega maximum"),
        ("X200", "X200 20V max"), ("X200", "X200 max 18V"), ("X200", "X200 max. torque"),
        ("X200", "X200 plus charger"),
        ("X200", "X200+M5"), ("X200", "X200 ultra light"), ("X200", "X200 air freight"), ("X200", "X200 2.0Ah"),
        ("X200", "X200 se vende nuevo"), ("X200", "X200 s kufrem"), ("X200", "X200 2 batteries"),
        ("X200", "X200 PROFI"),
        ("X200", "X200 10代i7"), ("X200", "X200电钻 升级款"), ("X200", "X200 micro usb"),
        ("X200", "全新正品X200 官方"),
        ("Phone 11", "phone-11 128gb"), ("X200 Pro", "X200Pro 电钻"), ("X200; X200 Pro", "X200 Pro"),
        ("小白鞋", "小白鞋40码"), ("小白鞋", "新款小白鞋 男"), ("小白鞋", "小白鞋2024款"), ("小白鞋", "小白鞋 代购"),
        ("小白鞋", "小白鞋经典款"), ("小白鞋", "小白鞋一代"), ("小白鞋", "小白鞋 38"), ("面霜", "諾德 面霜"),
        ("X200", "X200 max cushioning"), ("X200", "X200 手机 酷睿8代"), ("X200", "X200 plus Koffer"),
        ("小白鞋", "小白鞋 2双"),
    ],
)  # fmt: skip
def test_other_words_beside_a_name_leave_it_that_model(name: str, title: str) -> None:
    product = named_product(products(name), title)
    assert product is not None
    assert product.name == name.partition(";")[0]


def test_the_longest_name_that_the_watchlist_has_is_meant() -> None:
    of = products("Phone 11", "Phone 11 Pro", "Phone 11 Pro Max")
    for title in ("Phone 11", "Phone 11 Pro", "Phone 11 Pro Max"):
        product = named_product(of, f"Nordwerk {title} 256GB")
        assert product is not None
        assert product.name == title


def test_of_several_products_in_a_title_the_cheapest_has_the_price() -> None:
    cheap = Product(name="M5", reference_price=Decimal(60), currency="EUR")
    of = brand(product=[*products("X200").product, cheap])
    reason = price_reason(offer("Nordwerk X200/M5 可选", "58", of))
    assert reason is None, "58 is what M5 costs, and no fourth of X200"
    reason = price_reason(offer("Nordwerk X200/M5 可选", "20", of))
    assert reason is not None
    assert reason.facts["product"] == "M5"
    unknown = brand(product=[*products("X200").product, Product(name="M5")])
    assert below_market_price(offer("Nordwerk X200/M5", "20", unknown)).missing == Missing("product")


# --- sizes and numbers of pieces


@pytest.mark.parametrize(
    ("name", "title", "price", "expected"),
    [
        ("Lume 50 ml", "Nordwerk Lume cream 50ml", "60", "far below"),
        ("Lume 50 ml", "Nordwerk Lume 面霜 ５０毫升", "60", "far below"),
        ("Lume 50 ml", "Nordwerk Lume 1.7 fl oz", "60", "far below"),
        ("Lume 50 ml", "Nordwerk Lume cream", "60", "far below"),
        ("Lume 50 ml", "Nordwerk Lume cream 5 ml", "30", "size"),
        ("Lume 50 ml", "Nordwerk Lume 15毫升", "60", "size"),
        ("Lume 50g", "Nordwerk Lume 5g", "30", "size"),
        ("Lume 1kg", "Nordwerk Lume 250 g", "60", "size"),
        ("Lume 1kg", "Nordwerk Lume 1000克", "60", "far below"),
        ("Lume 8 oz", "Nordwerk Lume 2oz", "60", "size"),
        ("Lume 50 ml", "Nordwerk Lume 30ml/50ml", "60", "size"),
        ("Lume 50 ml", "Nordwerk Lume 10 x 5ml", "60", "size"),
        ("Lume 50 ml", "Nordwerk Lume 100ml", "60", "far below"),
        ("Lume 50 ml", "Nordwerk Lume 100ml", "220", None),
        ("Lume", "Nordwerk Lume 5ml", "30", "size"),
        ("Lume", "Nordwerk Lume 50ml", "60", "far below"),
        ("Lume 12 pack", "Nordwerk Lume 6 pack", "90", None),
        ("Lume 12 pack", "Nordwerk Lume 6 pcs", "30", "far below"),
        ("Lume 12 pack", "Nordwerk Lume single, 1 pc", "15", None),
        ("Lume 10片", "Nordwerk Lume 10片装", "60", "far below"),
        ("Lume 10片", "Nordwerk Lume 5片装", "60", "size"),
        ("Lume", "Nordwerk Lume 1片", "12", "size"),
        ("Mask 10片", "Nordwerk Mask 5 pcs", "70", "size"),
        ("Mask 10片", "Nordwerk Mask 10pcs", "70", "far below"),
        ("Mask 10片", "Nordwerk Mask 单片", "15", "size"),
        ("Sock 6 pairs", "Nordwerk Sock 单双", "35", None),
        ("Sock 6 pairs", "Nordwerk Sock one pair", "70", None),
        ("Tea 250g", "Nordwerk Tea 半斤", "70", "far below"),
        ("Lume 60 capsules", "Nordwerk Lume 30 capsules", "60", "size"),
        ("Lume 6件套", "Nordwerk Lume 三件套", "60", "size"),
        ("X200", "Nordwerk X200 6 pieces", "1150", None),
        ("X200", "Nordwerk X200 6 pieces", "300", "far below"),
        ("X200", "Nordwerk X200 pack of 12", "2400", "met"),
        ("X200", "Nordwerk X200 三件套", "220", None),
        ("X200", "Nordwerk X200 三件套", "60", "far below"),
        ("X200", "Nordwerk X200 电钻 2块电池", "190", None),
        ("X200 64GB", "Nordwerk X200 8GB+64GB", "60", "far below"),
        ("X200 128GB", "Nordwerk X200 64GB", "60", "size"),
        ("Cable 2m", "Nordwerk Cable 1m", "60", "size"),
    ],
)
def test_sizes_and_pieces_are_compared(name: str, title: str, price: str, expected: str | None) -> None:
    verdict = below_market_price(offer(title, price, products(name)))
    if expected == "size":
        assert verdict.reason is None
        assert verdict.missing is not None
        assert verdict.missing.code == "size"
    elif expected is None:
        assert (verdict.reason, verdict.missing) == (None, None)
    else:
        assert verdict.reason is not None
        assert verdict.reason.code == ("reference_price_met" if expected == "met" else "below_market_price")
        assert verdict.reason.facts.get("far_below", False) == (expected == "far below")


def test_of_products_that_differ_in_size_the_titles_own_is_meant() -> None:
    of = brand(
        product=[
            Product(name="Lume 50 ml", reference_price=Decimal(80), currency="EUR"),
            Product(name="Lume 15 ml", reference_price=Decimal(30), currency="EUR"),
        ]
    )
    reason = price_reason(offer("Nordwerk Lume cream 15ml", "29", of))
    assert reason is None, "29 is what 15 ml cost"
    reason = price_reason(offer("Nordwerk Lume cream 15ml", "10", of))
    assert reason is not None
    assert reason.facts["product"] == "Lume 15 ml"


def test_the_words_say_what_a_piece_costs_and_what_the_title_says() -> None:
    reason = price_reason(offer("Nordwerk X200 6瓶装", "300", products("X200")))
    assert reason is not None
    words = reason_words(reason)
    assert words.saw == "300 EUR (6瓶装: about 50.00 EUR a piece)"
    assert (
        words.text == "The price of one piece is 25% of one piece by the reference price of X200: far below the market."
    )
    assert "单件价格" in reason_words(reason, "zh").text
    missing = below_market_price(offer("Nordwerk Lume 5 ml", "30", products("Lume 50 ml"))).missing
    assert missing is not None
    assert missing.facts["quotes"] == ["5 ml"]
    assert "5 ml" in missing_words(missing)


def test_where_a_price_may_be_for_one_piece_already_it_is_not_divided() -> None:
    of = products("X200")
    assert price_reason(offer("Nordwerk X200 6 pcs", "190", of, price_max=Decimal(500))) is None
    assert price_reason(offer("Nordwerk X200 6 pcs", "190", of, on="alibaba")) is None


# --- samples and refills


@pytest.mark.parametrize(
    ("title", "words", "kind"),
    [
        ("Nordwerk Lume 小样", "小样", "sample"), ("Nordwerk Lume 分装 5ml", "分装", "sample"),
        ("Nordwerk Lume 试用装", "试用装", "sample"), ("Nordwerk Lume 体验装", "体验装", "sample"),
        ("Nordwerk Lume sample 2 ml", "sample", "sample"), ("Nordwerk Lume Decant", "Decant", "sample"),
        ("Nordwerk Lume perfume TESTER", "TESTER", "sample"),
        ("Nordwerk Lume ｓａｍｐｌｅ", "ｓａｍｐｌｅ", "sample"),
        ("Nordwerk Lume travel size", "travel size", "sample"), ("Nordwerk Lume 替换装", "替换装", "refill"),
        ("Nordwerk Lume 面霜 补充装", "补充装", "refill"), ("Nordwerk Lume Refill", "Refill", "refill"),
        ("Nordwerk Lume 試用裝", "試用裝", "sample"), ("Nordwerk Lume 替換裝", "替換裝", "refill"),
    ],
)  # fmt: skip
def test_samples_and_refills_are_a_fact_and_not_compared(title: str, words: str, kind: str) -> None:
    finding = judge(offer(title, "10", products("Lume 50 ml")))
    reason = next(reason for reason in finding.reasons if reason.code == "sample_or_refill")
    assert (reason.points, reason.facts["words"], reason.facts["portion"]) == (0, words, kind)
    assert points(finding, "below_market_price") is None
    assert points(finding, "accessory") is None
    assert words in reason_words(reason).text
    assert words in reason_words(reason, "zh").text


@pytest.mark.parametrize(
    "title",
    [
        "Nordwerk Lume 50ml 送小样", "Nordwerk Lume 正装 赠同款小样", "Nordwerk Lume 非小样",
        "Nordwerk Lume with free sample",
        "Nordwerk Lume refillable bottle", "Nordwerk Lume sample sale", "Nordwerk Lume voltage tester",
        "Nordwerk Lume 不是分装",
    ],
)  # fmt: skip
def test_what_is_no_sample(title: str) -> None:
    finding = judge(offer(title, "10", products("Lume 50 ml")))
    assert points(finding, "sample_or_refill") is None
    assert points(finding, "below_market_price") == 40


def test_a_refill_that_the_watchlist_has_is_compared() -> None:
    of = products("Lume Refill; Lume 替换装", price=40)
    assert points(judge(offer("Nordwerk Lume 面霜 替换装", "10", of)), "below_market_price") == 40
    both = products("Lume", "Lume Refill")
    product = named_product(both, "Nordwerk Lume cream refill")
    assert product is not None
    assert product.name == "Lume Refill"


# --- below every product


def _several(**facts: Any) -> Brand:
    priced = [Product(name=name, reference_price=Decimal(price), currency="EUR") for name, price in facts.pop("prices")]
    return brand(product=[*priced, *facts.pop("more", [])], authorised_seller=[], **facts)


RANGE = [("X200", 200), ("M5", 64), ("K900", 350)]


def test_an_offer_without_a_product_is_judged_beside_the_cheapest() -> None:
    verdict = below_market_price(offer("Nordwerk cordless drill", "9", _several(prices=RANGE, categories=["drill"])))
    assert verdict.missing == Missing("product")
    assert verdict.reason is not None
    assert (verdict.reason.code, verdict.reason.points) == ("below_market_price", 20)
    words = reason_words(verdict.reason)
    assert "below every product of the brand: the cheapest, M5, costs about 64 EUR" in words.text
    assert "about 14%" in words.text
    assert "M5" in reason_words(verdict.reason, "zh").text


@pytest.mark.parametrize(
    ("title", "price", "facts", "points"),
    [
        ("Nordwerk 电钻", "9", {"categories": ["电钻"]}, 20),
        ("Nordwerk cordless drills", "9", {"categories": ["drill"]}, 20),
        ("Nordwerk drill", "9", {}, 10),
        ("Nordwerk drill", "20", {"categories": ["drill"]}, None),
        ("Nordwerk tool", "9", {"categories": ["drill"]}, None),
        ("Nordwerk sticker", "1", {}, None),
        ("Nordwerk drill toy for kids", "5", {"categories": ["drill"]}, None),
        ("二手 Nordwerk drill", "9", {"categories": ["drill"]}, None),
        ("battery for Nordwerk drill", "9", {"categories": ["drill"]}, None),
        ("Nordwerk style drill", "9", {"categories": ["drill"]}, None),
        ("Nordwerk平替 drill 国产品牌", "9", {"categories": ["drill"]}, None),
        ("Nordwerk drill, no brand", "9", {"categories": ["drill"]}, None),
        ("Nordwerk drill 定金", "9", {"categories": ["drill"]}, None),
        ("Nordwerk drill sample", "9", {"categories": ["drill"]}, None),
        ("Nordwerk drill 5ml", "9", {"categories": ["drill"]}, None),
        ("Nordwerk drill", "9", {"categories": ["drill"], "more": [Product(name="A1"), Product(name="A2")]}, None),
        ("Nordwerk drill", "9", {"categories": ["drill"], "prices": RANGE[:1]}, None),
        ("Nordwerk drill", "9", {"categories": ["drill"], "more": [Product(name="A1")]}, 20),
    ],
)
def test_below_every_product(title: str, price: str, facts: dict[str, Any], points: int | None) -> None:
    reason = price_reason(offer(title, price, _several(**{"prices": RANGE, **facts})))
    assert (reason.points if reason else None) == points


# --- the same product


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nordwerk Lume 50ml", "Nordwerk Lume cream 50 ml 正品", True),
        ("Nordwerk Lume 50ml", "Nordwerk Lume ５０毫升", True),
        ("Nordwerk Lume 50ml", "Nordwerk Lume 30ml", False),
        ("Nordwerk Lume 50ml", "Nordwerk Lume 50ml*2", False),
        ("Nordwerk Lume", "Nordwerk Lume 6瓶装", False),
        ("Nordwerk Lume", "Nordwerk Lume 三件套", False),
        ("Nordwerk Lume 10片", "Nordwerk Lume 5片", False),
        ("Nordwerk Lume", "Nordwerk Lume Pro", False),
        ("Nordwerk Lume", "Nordwerk Lume 套裝", False),
        ("Nordwerk Lume kit", "Nordwerk Lume gift set", True),
        ("Nordwerk Lume", "Nordwerk Lume 1瓶", True),
        ("Nordwerk Lume", "Nordwerk Lume 小样", False),
    ],
)
def test_the_same_product_is_of_the_same_size(one: str, other: str, same: bool) -> None:
    first, second = (groups_of(offer(title, "60", products("Lume")), "taobao:7") for title in (one, other))
    assert (first.market == second.market) == same
    assert (first.offers == second.offers) == same


def test_a_size_that_the_products_name_tells_is_the_product() -> None:
    keys = {
        groups_of(offer(f"Nordwerk Lume{size}", "60", products("Lume 50 ml")), None).market
        for size in ("", " 50ml", " cream 1.7 fl oz")
    }
    assert len(keys) == 1
    assert groups_of(replace(offer("Nordwerk Lume 30ml", "60", products("Lume 50 ml"))), None).market not in keys


# --- the price as the page shows it


def _text(finding: Finding, code: str) -> str:
    return next(reason_words(reason).saw for reason in finding.reasons if reason.code == code)


def test_ranges_and_ladders_are_told_as_the_page_shows_them() -> None:
    of = products("X200")
    assert (
        _text(judge(offer("Nordwerk X200", "60", of, price_max=Decimal(150))), "below_market_price") == "60 to 150 EUR"
    )
    ladder = (PriceStep(100, Decimal(40)), PriceStep(2, Decimal(55)))
    case = offer("Nordwerk X200", "40", of, on="alibaba", price_steps=ladder)
    assert _text(judge(case), "below_market_price") == "55 EUR for 2 or more"
