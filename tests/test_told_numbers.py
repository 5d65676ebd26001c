"""Numbers that a reason tells agree with each other and with the listing's, in any case and in both languages."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.indicators import judge
from monitor.indicators.case import Case, GroupStats, ListingHistory
from monitor.indicators.offered_price import unit_price
from monitor.judging import rejudge
from monitor.judging.groups import _bounds
from monitor.model import PriceStep, Reason, Vendor
from monitor.store.db import schema
from monitor.watchlist import Brand, Product, Watchlist
from monitor.words import LANGUAGES
from monitor.words.findings import reason_record, reason_words
from tests.one_offer import brand, case
from tests.record_book import Book, search
from tests.store_helper import listing

_PRICES = st.decimals("0.01", "99999", places=2)
_COUNTS = st.none() | st.integers(0, 10**6)
_TITLES = st.sampled_from(
    ["Nordwerk X200", "Nordwerk X200 6瓶装", "Nordwerk X200 pack of 12", "Nordwerk X200 50ml",
    "Nordwerk X200 100ml*3",
     "Nordwerk X200 5ml", "Nordwerk drill", "Nordwerk X200 小样", "Nordwerk X200 三件套", "Nordwerk M5 30片",
     "Nordwerk X200/M5"]
)  # fmt: skip
_NAMES = st.sampled_from(["X200", "X200 50 ml", "X200 12 pack", "X200 6件套"])


@st.composite
def _cases(draw: st.DrawFn) -> Case:
    of = brand(
        authorised_seller=[],
        product=[
            Product(
                name=draw(name),
                reference_price=draw(st.none() | _PRICES),
                wholesale_price=draw(st.none() | _PRICES),
                currency=draw(st.sampled_from(["EUR", "CNY", "JPY"])),
            )
            for name in (_NAMES, st.just("M5"))
        ],
    )
    low, high = sorted([draw(_PRICES), draw(_PRICES)])
    steps = draw(st.lists(st.builds(PriceStep, st.integers(1, 999), _PRICES), max_size=3))
    stats = GroupStats(
        vendor_listings=draw(st.none() | st.integers(1, 500)),
        market_price=draw(st.none() | _PRICES),
        market_vendors=5,
        vendor_spread=draw(st.none() | st.just((low, high * 3))),
        rounded_bounds=draw(st.frozensets(st.sampled_from(["low", "high"]))),
        market_spread=draw(st.none() | st.just((low, high * 3))),
    )
    told = case(
        str(draw(_PRICES)),
        draw(st.sampled_from(["EUR", "CNY", "USD"])),
        draw(_TITLES),
        of=of,
        on=draw(st.sampled_from(["taobao", "alibaba"])),
        price_max=draw(st.none() | _PRICES),
        price_steps=tuple(steps),
        stock=draw(_COUNTS),
        units_sold=draw(_COUNTS),
        min_order=draw(_COUNTS),
    )
    history = ListingHistory(price_before=draw(st.none() | _PRICES), sold_before=draw(_COUNTS))
    return replace(told, group_stats=stats, history=history)


def _share(facts: Any, of: Decimal, told: Decimal) -> None:
    """A percentage is that of two told numbers: exactly, or rounded and marked so."""
    exact = 100 * told / of
    assert abs(facts["percent"] - exact) <= Decimal("0.5")
    assert (facts["percent"] == exact) == ("percent" not in facts.get("rounded", ()))


def _below(reason: Reason, judged: Case) -> None:
    facts, listing = reason.facts, judged.listing
    assert Decimal(facts["price"]) == unit_price(listing)
    if "min_qty" in facts:
        assert any(step.min_qty == facts["min_qty"] for step in listing.price_steps)
    else:
        assert Decimal(facts["price"]) == listing.price_min
    if "price_max" in facts:
        assert Decimal(facts["price_max"]) == listing.price_max
    told = Decimal(facts.get("converted", facts["price"]))
    of = Decimal(facts["reference"])
    if "pieces" in facts:
        assert abs(Decimal(facts["piece_price"]) * facts["pieces"] - Decimal(facts["price"])) <= facts["pieces"]
        of = of * facts["pieces"] / facts["product_pieces"]
    _share(facts, of, told)
    if "far_below" in facts:
        assert facts["percent"] <= (40 if facts["far_below"] else 60)
    else:
        assert facts["percent"] >= 100


def _spread(reason: Reason, judged: Case) -> None:
    facts = reason.facts
    low, price, high = (Decimal(facts[name]) for name in ("low", "price", "high"))
    assert low <= price <= high
    assert high >= facts["ratio"] * low or judged.group_stats.vendor_spread == (low, high)


def _cheap_end(reason: Reason, judged: Case) -> None:
    assert Decimal(reason.facts["price"]) <= Decimal(reason.facts["low"])


def _drop(reason: Reason, judged: Case) -> None:
    price, before = (Decimal(reason.facts[name]) for name in ("price", "before"))
    assert price == judged.listing.price_min
    _share(reason.facts, before, price)


def _volume(reason: Reason, judged: Case) -> None:
    facts = reason.facts
    for name, limit in (("stock", "limit"), ("units_sold", "limit"), ("min_order", "order_limit")):
        if name in facts:
            assert facts[name] == getattr(judged.listing, name)
            assert facts[name] >= facts[limit]


def _many(reason: Reason, judged: Case) -> None:
    assert reason.facts["listings"] >= reason.facts["limit"]


CHECKS: dict[str, Callable[[Reason, Case], None]] = {
    "below_market_price": _below,
    "reference_price_met": _below,
    "price_spread": _spread,
    "market_price_spread": _cheap_end,
    "price_drop": _drop,
    "large_volume": _volume,
    "many_listings": _many,
}


@given(_cases())
def test_told_numbers_agree(judged: Case) -> None:
    for reason in judge(judged).reasons:
        if reason.code in CHECKS:
            CHECKS[reason.code](reason, judged)
        for language in LANGUAGES:
            words = " ".join(reason_words(reason, language))
            assert not re.search(r"(?<!\d)0%", words), words
            if "percent" in reason.facts.get("rounded", ()):
                about = {"en": r"about \d+%|less than 1%", "zh": r"约 \d+%|不到 1%"}[language]
                assert re.search(about, words), words


@given(_PRICES, _PRICES)
def test_bounds_are_rounded_outwards(one: Decimal, other: Decimal) -> None:
    low, high = sorted([one, other])
    told = _bounds(low, high)
    assert Decimal(told["low"]) <= low <= high <= Decimal(told["high"])
    assert ("low" in told.get("rounded", ())) == (Decimal(told["low"]) != low)
    assert ("high" in told.get("rounded", ())) == (Decimal(told["high"]) != high)


@pytest.mark.parametrize(
    ("low", "high", "price", "en", "zh"),
    [
        ("120", "1500", "128", "about 120 to about 1500 EUR", "约 120 至约 1500 EUR"),
        ("170", "1500", "128", "128 to about 1500 EUR", "128 至约 1500 EUR"),
        ("170", "1500", "1600", "about 170 to 1600 EUR", "约 170 至 1600 EUR"),
    ],
)
def test_a_vendors_range_holds_the_price_that_is_seen(low: str, high: str, price: str, en: str, zh: str) -> None:
    stats = GroupStats(vendor_spread=(Decimal(low), Decimal(high)), rounded_bounds=frozenset({"low", "high"}))
    finding = judge(replace(case(price), group_stats=stats))
    (reason,) = [reason for reason in finding.reasons if reason.code == "price_spread"]
    assert (reason_words(reason).saw, reason_words(reason, "zh").saw) == (en, zh)
    assert f"{price} in this offer" in reason_words(reason).text


def test_a_stored_range_holds_the_price_of_each_of_its_offers(book: Book) -> None:
    """Also where a page brought a newer price than the statistics know."""
    dice = random.Random(18)
    offers = [
        listing(
            str(n),
            f"Nordwerk X200 {n}号",
            vendor=Vendor("1", "店1", None),
            price_min=Decimal(dice.randrange(101, 2_000)),
        )
        for n in range(12)
    ]
    book.add(search(*offers, number=1, target="search:Nordwerk:1"))
    watchlist = Watchlist(brand=[Brand(name="Nordwerk", product=[Product(name="X200")])])
    rejudge(book.store, watchlist)
    told = [
        (row.listing_key, its)
        for row in book.rows(schema.FindingRow)
        for its in row.reasons
        if its.code == "price_spread"
    ]
    assert len(told) == len(offers)
    prices = {f"taobao:{offer.listing_id}": offer.price_min for offer in offers}
    for key, reason in told:
        low, price, high = (Decimal(reason.facts[name]) for name in ("low", "price", "high"))
        assert low <= price <= high
        assert price == prices[key]


def test_the_cheap_end_lies_below_what_nine_in_ten_ask() -> None:
    stats = GroupStats(market_spread=(Decimal(170), Decimal(1500)))
    (reason,) = [
        its for its in judge(replace(case("128"), group_stats=stats)).reasons if its.code == "market_price_spread"
    ]
    assert reason_words(reason).saw == "128 EUR"
    assert reason_words(reason).text == (
        "Nine in ten vendors ask about 170 EUR or more for the product, one in ten about 1500 or more; this offer, at "
        "128 EUR, is at the cheap end."
    )


def test_each_number_of_units_is_told_with_its_own_limit() -> None:
    (reason,) = [its for its in judge(case(stock=1, min_order=60)).reasons if its.code == "large_volume"]
    assert reason_words(reason)[:2] == ("at least 60 to order", "fewer than 50 to order")
    assert reason_words(reason, "zh").expected == "起订量少于 50 件"
    (reason,) = [its for its in judge(case(stock=400, min_order=60)).reasons if its.code == "large_volume"]
    assert reason_words(reason).expected == "fewer than 300, fewer than 50 to order"


def test_reasons_of_an_old_store_are_still_told() -> None:
    old = {"price": "60", "currency": "EUR", "reference": "200", "reference_currency": "EUR", "product": "X200"}
    reason = Reason("below_market_price", 40, {**old, "compared_with": "reference", "percent": 30, "far_below": True})
    assert reason_record(reason)["text"] == "The price is 30% of the reference price of X200: far below the market."
    spread = Reason("price_spread", 15, {"low": "40", "high": "190", "currency": "EUR", "ratio": 2})
    assert reason_record(spread)["saw"] == "40 to 190 EUR"
    assert reason_record(Reason("large_volume", 5, {"stock": 300, "limit": 300}))["expected"] == "fewer than 300"
