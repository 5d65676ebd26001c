"""Guide, row 3: the price is below the market price: the watchlist's reference price, else what vendors ask."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.codes import MissingCode, ReasonCode
from monitor.indicators.lawful_use import is_comparable
from monitor.indicators.rates import convert
from monitor.marketplaces import WHOLESALE
from monitor.model import Listing, Missing, Reason, decimal_text
from monitor.text.fold import fold
from monitor.watchlist import Brand, Product

STRONG_RATIO, MILD_RATIO = 0.4, 0.6
STRONG_POINTS, MILD_POINTS, MET_POINTS = 40, 15, -15
_WIDEST_RANGE = 3
"""Highest : lowest price of an offer. A wider range holds a bait price, which lawful shops have too."""


def below_market_price(case: Case) -> Verdict:
    """Points below 60 % (mild) and 40 % (strong) of the reference price; a mitigating reason where it is reached.

    Where the watchlist has no such price, what the authorised sellers ask counts; else the median of one price per
    vendor, of five vendors at least. The price of an accessory or of used goods is not compared.
    """
    listing = case.listing
    price = unit_price(listing)
    if price is None or listing.currency is None:
        return Verdict(missing=Missing(MissingCode.PRICE))
    if not is_comparable(case):
        return Verdict()
    product = named_product(case.brand, listing.title)
    if product is None:
        return Verdict(missing=Missing(MissingCode.PRODUCT))
    is_wholesale = case.marketplace in WHOLESALE
    reference = product.wholesale_price if is_wholesale else product.reference_price
    if reference is None or product.currency is None:
        return _beside_the_market(case, product, price)
    if not has_one_price(listing):
        return Verdict(missing=Missing(MissingCode.UNIT_PRICE))
    asked = convert(price, listing.currency, product.currency, case.day)
    if asked is None:
        rate = {"currency": listing.currency, "to": product.currency, "day": case.day.isoformat()}
        return Verdict(missing=Missing(MissingCode.EXCHANGE_RATE, rate))
    facts = {
        "price": decimal_text(price),
        "currency": listing.currency,
        "compared_with": "wholesale" if is_wholesale else "reference",
        "reference": decimal_text(reference),
        "reference_currency": product.currency,
        "product": product.name,
    }
    if listing.currency != product.currency:
        facts |= {"converted": decimal_text(asked.amount), "rate_of": asked.rate_of.isoformat()}
    return Verdict(_reason(case.brand, asked.amount / reference, facts))


def unit_price(listing: Listing) -> Decimal | None:
    """What one unit, or the smallest quantity of a wholesale ladder, costs; None when the page does not say."""
    price = listing.price_min
    if listing.price_steps:
        price = min(listing.price_steps, key=lambda step: step.min_qty).price
    return price if price is not None and price > 0 else None


def _beside_the_market(case: Case, product: Product, price: Decimal) -> Verdict:
    stats = case.group_stats
    market = stats.official_price or stats.market_price
    if market is None or market <= 0:
        code = MissingCode.WHOLESALE_PRICE if case.marketplace in WHOLESALE else MissingCode.REFERENCE_PRICE
        return Verdict(missing=Missing(code, {"product": product.name}))
    if not has_one_price(case.listing):
        return Verdict(missing=Missing(MissingCode.UNIT_PRICE))
    facts: dict[str, str | int | None] = {
        "price": decimal_text(price),
        "currency": case.listing.currency,
        "compared_with": "authorised_sellers" if stats.official_price else "vendors",
        "reference": decimal_text(market),
        "reference_currency": case.listing.currency,
        "product": product.name,
    }
    if not stats.official_price:
        facts["vendors"] = stats.market_vendors
    reason = _reason(case.brand, price / market, facts)
    return Verdict(reason if reason and reason.code == ReasonCode.BELOW_MARKET_PRICE else None)


def named_product(brand: Brand, title: str | None) -> Product | None:
    """The product whose name or alias stands in the title (the longest one); None when none does."""
    text = f" {fold(title or '').text} "
    named = [
        (len(name), product)
        for product in brand.product
        for name in (product.name, *product.aliases)
        if _stands_in(fold(name).text, text)
    ]
    return max(named, key=lambda pair: pair[0])[1] if named else None


def _stands_in(name: str, text: str) -> bool:
    """Whether the name is in the text (which begins and ends with a space) and not a part of a longer word."""
    at = text.find(name) if name else -1
    while at >= 0:
        if not (_is_ascii_word(text[at - 1]) or _is_ascii_word(text[at + len(name)])):
            return True
        at = text.find(name, at + 1)
    return False


def _is_ascii_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def has_one_price(listing: Listing) -> bool:
    """Whether the price is the product's: no "from" price, no sample's, no range wider than 3 : 1."""
    low, high = listing.price_min, listing.price_max
    wide = low is not None and high is not None and high > low * _WIDEST_RANGE
    return listing.price_note not in ("from", "sample") and not wide


def _reason(brand: Brand, ratio: Decimal, facts: Mapping[str, Any]) -> Reason | None:
    strong = brand.judging.strong_price_ratio or STRONG_RATIO
    mild = brand.judging.mild_price_ratio or MILD_RATIO
    share, facts = float(ratio), {**facts, "percent": round(100 * float(ratio))}
    low = ReasonCode.BELOW_MARKET_PRICE
    if share < strong:
        return Reason(low, points_of(brand, low, STRONG_POINTS), {**facts, "far_below": True})
    if share < mild:
        points = points_of(brand, low, STRONG_POINTS) * MILD_POINTS // STRONG_POINTS
        return Reason(low, points, {**facts, "far_below": False})
    if share >= 1:
        met = ReasonCode.REFERENCE_PRICE_MET
        return Reason(met, points_of(brand, met, MET_POINTS), facts)
    return None
