"""What makes a sale suspicious, case by case, and what may never count against a seller: a missing fact."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.indicators import judge
from monitor.indicators.below_market_price import below_market_price, named_product
from monitor.indicators.case import Case, Verdict
from monitor.indicators.imitated_seller import imitated_seller
from monitor.indicators.unauthorised_vendor import unauthorised_vendor
from monitor.marketplaces import MARKETPLACES, WHOLESALE
from monitor.model import Missing, Reason, Vendor
from monitor.rates.table import convert, rate
from monitor.watchlist import Product
from monitor.words.findings import missing_words, reason_words
from tests.one_offer import DAY, STRANGER, X200, brand, case


def reason_of(verdict: Verdict) -> Reason:
    assert verdict.reason is not None
    assert verdict.missing is None
    return verdict.reason


# --- the price


@pytest.mark.parametrize(
    ("price", "code", "points"),
    [
        ("0.01", "below_market_price", 40),
        ("79.99", "below_market_price", 40),
        ("80", "below_market_price", 15),
        ("119.99", "below_market_price", 15),
        ("120", None, 0),
        ("199.99", None, 0),
        ("200", "reference_price_met", -15),
        ("99999999", "reference_price_met", -15),
    ],
)
def test_price_beside_the_reference(price: str, code: str | None, points: int) -> None:
    verdict = below_market_price(case(price))
    assert verdict.missing is None
    assert (verdict.reason and verdict.reason.code, verdict.reason.points if verdict.reason else 0) == (code, points)


def test_the_words_tell_what_was_seen_and_expected() -> None:
    words = reason_words(reason_of(below_market_price(case("60.00"))))
    assert words.saw == "60.00 EUR"
    assert words.expected == "about 200 EUR (reference price of X200)"
    assert words.text == "The price is 30% of the reference price of X200: far below the market."


@pytest.mark.parametrize("on", MARKETPLACES)
def test_wholesale_marketplaces_are_compared_with_wholesale_prices(on: str) -> None:
    """130 EUR is more than what dealers pay, and two thirds of the retail price."""
    verdict = below_market_price(case("130", on=on))
    assert (verdict.reason is not None) == (on in WHOLESALE)
    if verdict.reason:
        expected = reason_words(verdict.reason).expected
        assert (verdict.reason.code, "wholesale price of X200" in expected) == ("reference_price_met", True)


def test_currencies_are_converted_with_the_rate_of_the_day() -> None:
    found = rate("CNY", "EUR", DAY)
    assert found is not None
    reason = reason_of(below_market_price(case("400", "CNY")))
    amount = (400 * found[0]).quantize(Decimal("0.01"))
    assert 50 < amount < 55
    assert reason_words(reason).saw == f"400 CNY (= {amount} EUR, rate of 2024-03-15)"
    assert reason.points == 40
    # on a Sunday, the rate of Friday
    sunday = reason_of(below_market_price(case("400", "CNY", day=date(2024, 3, 17))))
    assert "rate of 2024-03-15" in reason_words(sunday).saw


def test_between_two_foreign_currencies() -> None:
    dollars = X200.model_copy(update={"currency": "USD"})
    assert reason_of(below_market_price(case("400", "CNY", of=brand(product=[dollars])))).points == 40


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({"price": None}, "price"),
        ({"currency": None}, "price"),
        ({"price": "0"}, "price"),
        ({"price": "0.00"}, "price"),
        ({"price": "-5"}, "price"),
        ({"price": "0", "currency": "CNY"}, "price"),
        ({"title": "Nordwerk drill"}, "which product it is"),
        ({"title": None}, "which product it is"),
        ({"title": ""}, "which product it is"),
        ({"of": brand(product=[])}, "which product it is"),
        ({"of": brand(product=[Product(name="X200")])}, "reference price of X200 in the watchlist"),
        ({"on": "alibaba", "of": brand(product=[Product(name="X200", reference_price=9, currency="EUR")])},
         "wholesale price of X200 in the watchlist"),
        ({"price_note": "from"}, "the price of one unit"),
        ({"price_note": "sample"}, "the price of one unit"),
        ({"price": "9", "price_max": Decimal("27.01")}, "the price of one unit"),
        ({"currency": "XYZ"}, "exchange rate XYZ to EUR on 2024-03-15"),
        ({"currency": ""}, "exchange rate"),
        ({"currency": "\ud800" * 9}, "exchange rate"),
        ({"currency": "CNY", "day": date(2030, 1, 1)}, "exchange rate CNY to EUR on 2030-01-01"),
        ({"currency": "USD", "day": date(1998, 12, 31)}, "exchange rate USD to EUR on 1998-12-31"),
        ({"currency": "CNY", "day": date(2000, 1, 3)}, "exchange rate CNY to EUR"),
        ({"currency": "CNY", "day": date.min}, "exchange rate"),
        ({"currency": "CNY", "day": date.max}, "exchange rate"),
        ({"currency": "BGN", "day": date(2600, 1, 1)}, "exchange rate"),
    ],
)  # fmt: skip
def test_a_missing_fact_gives_no_points(facts: dict[str, Any], missing: str) -> None:
    verdict = below_market_price(case(**{"price": "1", **facts}))
    assert verdict.reason is None
    assert verdict.missing is not None
    assert missing_words(verdict.missing).startswith(missing)


@pytest.mark.parametrize(
    "facts", [{"price_max": Decimal(27)}, {"price_max": None}, {"price_note": "coupon"}, {"price_note": "subsidy"}]
)
def test_prices_that_are_no_bait(facts: dict[str, Any]) -> None:
    assert reason_of(below_market_price(case("9", **facts))).points == 40


def test_a_reference_in_the_listings_currency_needs_no_rate() -> None:
    product = X200.model_copy(update={"currency": "XYZ"})
    assert (
        reason_of(below_market_price(case("9", "XYZ", of=brand(product=[product]), day=date(2030, 1, 1)))).points == 40
    )


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Nordwerk X200", "X200"),
        ("诺德沃克x200电钻", "X200"),
        ("Ｘ２００ 电钻", "X200"),
        ("(X-200)", "X200"),
        ("X200 Pro drill", "X200 Pro"),
        ("X2000", None),
        ("AX200", None),
        ("X 200", None),
        ("", None),
        (None, None),
        ("x200" * 1000 + " x200", "X200"),
    ],
)
def test_which_product(title: str | None, name: str | None) -> None:
    products = [X200, Product(name="X200 Pro"), Product(name="M5")]
    found = named_product(brand(product=products), title)
    assert (found.name if found else None) == name


# --- the vendor


@pytest.mark.parametrize(
    ("vendor", "on", "code"),
    [
        (Vendor("900", "诺德沃克官方旗舰店"), "taobao", "authorised_seller"),
        (Vendor("900", "renamed since"), "taobao", "authorised_seller"),
        (Vendor("900"), "taobao", "authorised_seller"),
        (Vendor("901"), "tmall", "authorised_seller"),
        (Vendor("666", "诺德沃克官方旗舰店"), "taobao", "unauthorised_vendor"),
        (Vendor(None, "诺德沃克官方旗舰店二店"), "taobao", "unauthorised_vendor"),
        (Vendor("9000"), "taobao", "unauthorised_vendor"),
        (Vendor("901", "x"), "taobao", "unauthorised_vendor"),
        (Vendor(None, "901"), "tmall", "unauthorised_vendor"),
    ],
)
def test_vendors(vendor: Vendor, on: str, code: str) -> None:
    reason = reason_of(unauthorised_vendor(case(vendor=vendor, on=on)))
    assert (reason.code, reason.points) == (code, 15 if code == "unauthorised_vendor" else 0)


@pytest.mark.parametrize(
    "vendor", [Vendor(None, "诺德沃克官方旗舰店"), Vendor("1", "Nordwerk Store"), Vendor(None, "NORDWERK store")]
)
def test_a_name_that_nothing_contradicts_is_a_missing_fact(vendor: Vendor) -> None:
    """Names can be copied: they authorise nobody, and make nobody an impostor."""
    verdict = unauthorised_vendor(case(vendor=vendor))
    assert verdict == Verdict(missing=Missing("seller_number", {"name": vendor.name, "identifiers": []}))
    assert imitated_seller(case(vendor=vendor)) == Verdict()


def test_an_unknown_vendor_or_channel_is_a_missing_fact() -> None:
    assert unauthorised_vendor(case()) == Verdict(missing=Missing("vendor"))
    assert unauthorised_vendor(case(vendor=Vendor("1"), on="jd")) == Verdict(
        missing=Missing("authorised_sellers", {"marketplace": "jd"})
    )
    nobody = brand(authorised_seller=[])
    assert unauthorised_vendor(case(vendor=Vendor("1"), of=nobody)).missing == Missing(
        "authorised_sellers", {"marketplace": "taobao"}
    )


def test_the_words_name_the_vendor_and_the_channel() -> None:
    reason = reason_of(unauthorised_vendor(case(vendor=Vendor("7", "工具小铺"))))
    assert reason_words(reason)[:2] == ("工具小铺", "one of 诺德沃克官方旗舰店, Nordwerk Store")
    reason = reason_of(unauthorised_vendor(case(vendor=Vendor("7"), on="tmall")))
    assert reason_words(reason)[:2] == ("vendor 7", "one of vendor 901")


# --- the whole


@pytest.mark.parametrize(
    ("price", "vendor", "score", "level"),
    [
        ("60", STRANGER, 55, "medium"),
        ("100", STRANGER, 30, "low"),
        ("150", STRANGER, 15, "low"),
        ("200", STRANGER, 0, None),
        ("60", Vendor(), 40, "medium"),
        ("100", Vendor(), 15, "low"),
        ("200", Vendor(), -15, None),
        ("60", Vendor("900"), 40, None),
        (None, Vendor(), 0, None),
    ],
)
def test_levels(price: str | None, vendor: Vendor, score: int, level: str | None) -> None:
    finding = judge(case(price, vendor=vendor))
    assert (finding.brand, finding.score, finding.level) == ("nordwerk", score, level)


def test_missing_facts_are_listed() -> None:
    assert judge(case(None)).missing == (Missing("vendor"), Missing("price"), Missing("units"))
    assert judge(case(None, stock=3)).missing == (Missing("vendor"), Missing("price"))


def test_the_owner_sets_points_and_thresholds() -> None:
    judging = {"points": {"unauthorised_vendor": 7, "below_market_price": 10, "reference_price_met": -3}}
    own = brand(judging=judging)
    assert judge(case("60", vendor=STRANGER, of=own)).score == 17
    assert judge(case("100", vendor=STRANGER, of=own)).score == 10
    assert judge(case("200", vendor=STRANGER, of=own)).score == 4
    assert judge(case("60", vendor=STRANGER, of=brand(judging={**judging, "high": 17}))).level == "high"
    assert judge(case("60", vendor=STRANGER, of=brand(judging={**judging, "medium": 17}))).level == "medium"
    strict = brand(judging={"strong_price_ratio": 0.8, "mild_price_ratio": 0.9})
    assert [judge(case(p, of=strict)).score for p in ("159", "160", "179", "180")] == [40, 15, 15, 0]


_PRICE = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**14), max_value=10**14)
_CASES = st.builds(
    case,
    st.none() | _PRICE.map(lambda price: format(price, "f")),
    st.sampled_from([None, "EUR", "CNY", "USD", "IDR", "XYZ", "", "eur"]),
    st.sampled_from([None, "", "Nordwerk X200", "Nordwerk"]) | st.text(),
    on=st.sampled_from(MARKETPLACES),
    day=st.dates(),
    price_max=st.none() | _PRICE,
    vendor=st.builds(Vendor, st.none() | st.text(), st.none() | st.text()),
    price_note=st.sampled_from([None, "from", "coupon", "sample", "subsidy"]),
)


@settings(max_examples=200, deadline=None)
@given(_CASES)
def test_the_score_is_the_sum_of_the_points_whatever_a_page_tells(given_case: Case) -> None:
    finding = judge(given_case)
    assert finding.score == sum(reason.points for reason in finding.reasons)
    assert len({reason.code for reason in finding.reasons}) == len(finding.reasons)
    assert len({fact.code for fact in finding.missing}) == len(finding.missing)
    assert finding.level is None or finding.score >= 15
    price = given_case.listing.price_min
    if price is None or price <= 0:
        assert Missing("price") in finding.missing
    for reason in finding.reasons:
        assert all(reason_words(reason))
        assert json.loads(json.dumps(reason.facts)) == reason.facts, "what is stored is what was judged"


def test_rates() -> None:
    assert convert(Decimal(5), "XYZ", "XYZ", date(2030, 1, 1)) is not None, "nothing to convert"
    assert rate("EUR", "USD", DAY) is not None
    there, back = rate("CNY", "USD", DAY), rate("USD", "CNY", DAY)
    assert there is not None
    assert back is not None
    assert abs(there[0] * back[0] - 1) < Decimal("1e-9")
    assert rate("RUB", "EUR", date(2022, 3, 20)) is not None, "the last rate is 19 days old"
    assert rate("RUB", "EUR", date(2022, 6, 1)) is None, "and then too old"
