"""Guide, row 3: the price is below the market price: the watchlist's reference price, else what vendors ask."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from monitor.indicators.below_every_product import below_every_product
from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.codes import MissingCode, ReasonCode
from monitor.indicators.lawful_use import is_comparable
from monitor.indicators.named_product import NamedProduct, named_product, products_in
from monitor.indicators.offered_price import (
    STRONG_POINTS,
    conversion,
    has_one_price,
    has_range,
    in_currency_of,
    list_price,
    seen_price,
    unit_price,
    with_percent,
)
from monitor.indicators.offered_size import Offered, offered_size
from monitor.indicators.portions import portion_of
from monitor.marketplaces import WHOLESALE
from monitor.model import Missing, Reason, decimal_text
from monitor.text.quantities import read_quantity
from monitor.watchlist import Product

__all__ = ["below_market_price", "named_product"]

STRONG_RATIO, MILD_RATIO = 0.4, 0.6
MILD_POINTS, MET_POINTS = 15, -15


def below_market_price(case: Case) -> Verdict:
    """Points below 60 % (mild) and 40 % (strong) of the reference price; a mitigating reason where it is reached.

    Where the watchlist has no such price, what the authorised sellers ask counts; else the median of one price per
    vendor, of five vendors at least. The price of an accessory, of used goods, of a sample or of a refill is not
    compared, nor is that of a smaller size; of several pieces the price of one is.
    """
    price = unit_price(case.listing)
    if price is None or case.listing.currency is None:
        return Verdict(missing=Missing(MissingCode.PRICE))
    if not is_comparable(case):
        return Verdict()
    products = products_in(case.brand, case.listing.title)
    if not products:
        return below_every_product(case, price)
    named = _cheapest(products, is_wholesale=case.marketplace in WHOLESALE)
    if named is None:
        return Verdict(missing=Missing(MissingCode.PRODUCT))
    return _beside_product(case, named, price)


def _cheapest(products: list[NamedProduct], *, is_wholesale: bool) -> NamedProduct | None:
    """The product that a title names; of several the cheapest, whose price the lowest of an offer is.

    None where nobody can tell which that is.
    """
    if len(products) == 1:
        return products[0]
    priced = [(price, its) for its in products if (price := list_price(its.product, is_wholesale=is_wholesale))]
    if len(priced) < len(products) or len({its.product.currency for its in products}) > 1:
        return None
    return min(priced, key=lambda pair: pair[0])[1]


def _beside_product(case: Case, named: NamedProduct, price: Decimal) -> Verdict:
    title = case.listing.title or ""
    portion = portion_of(title)
    if (portion and portion.kind) not in named.goods.portions:
        return Verdict()
    product, is_wholesale = named.product, case.marketplace in WHOLESALE
    reference = list_price(product, is_wholesale=is_wholesale)
    if reference is None:
        return _beside_the_market(case, product, price)
    quantity = read_quantity(title)
    offered = offered_size(named.goods.quantity, quantity)
    if offered.kind == "other":
        return Verdict(missing=Missing(MissingCode.SIZE, {"product": product.name, "quotes": list(quantity.words)}))
    if offered.kind == "pieces" and (is_wholesale or has_range(case.listing)):
        # the price may be that of one piece already
        offered = Offered("more") if offered.pieces > offered.product_pieces else Offered("same")
    if not has_one_price(case.listing):
        return Verdict(missing=Missing(MissingCode.UNIT_PRICE))
    asked = in_currency_of(case, price, product)
    if isinstance(asked, Missing):
        return Verdict(missing=asked)
    facts = seen_price(case.listing, price) | {
        "compared_with": "wholesale" if is_wholesale else "reference",
        "reference": decimal_text(reference),
        "reference_currency": product.currency,
        "product": product.name,
    }
    facts |= conversion(case, product, asked)
    share = asked.amount / reference
    if offered.kind == "pieces":
        facts |= {
            "pieces": offered.pieces,
            "product_pieces": offered.product_pieces,
            "piece_price": decimal_text((price / offered.pieces).quantize(Decimal("0.01"))),
        }
        share *= Decimal(offered.product_pieces) / offered.pieces
    if offered.kind != "same":
        facts["quotes"] = list(quantity.words)
    reason = _reason(case, share, facts)
    # of more than the product, or of fewer pieces, which cost more each, a high price says nothing
    is_odd = offered.kind == "more" or offered.pieces < offered.product_pieces
    if reason and is_odd and reason.code == ReasonCode.REFERENCE_PRICE_MET:
        return Verdict()
    return Verdict(reason)


def _beside_the_market(case: Case, product: Product, price: Decimal) -> Verdict:
    stats = case.group_stats
    market = stats.official_price or stats.market_price
    if market is None or market <= 0:
        code = MissingCode.WHOLESALE_PRICE if case.marketplace in WHOLESALE else MissingCode.REFERENCE_PRICE
        return Verdict(missing=Missing(code, {"product": product.name}))
    if not has_one_price(case.listing):
        return Verdict(missing=Missing(MissingCode.UNIT_PRICE))
    facts = seen_price(case.listing, price) | {
        "compared_with": "authorised_sellers" if stats.official_price else "vendors",
        "reference": decimal_text(market),
        "reference_currency": case.listing.currency,
        "product": product.name,
    }
    if not stats.official_price:
        facts["vendors"] = stats.market_vendors
    reason = _reason(case, price / market, facts)
    return Verdict(reason if reason and reason.code == ReasonCode.BELOW_MARKET_PRICE else None)


def _reason(case: Case, share: Decimal | float, facts: Mapping[str, Any]) -> Reason | None:
    brand = case.brand
    strong = brand.judging.strong_price_ratio or STRONG_RATIO
    mild = brand.judging.mild_price_ratio or MILD_RATIO
    facts, share = with_percent(facts, share), float(share)
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
