"""What the price of a listing is for, and how it compares with a price of the watchlist."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from monitor.indicators.case import Case
from monitor.indicators.codes import MissingCode
from monitor.model import Listing, Missing, decimal_text
from monitor.rates.table import Converted, convert
from monitor.watchlist import Product

STRONG_POINTS = 40
"""Points of a price far below that of the product itself."""
_WIDEST_RANGE = 3
"""Highest : lowest price of an offer. A wider range holds a bait price, which lawful shops have too."""
_OTHER_SUM = re.compile(
    r"定金|订金|补差|差价|补邮费|补运费|邮费补|运费补|出租|租赁|\b(?:deposit|down payment|rental)\b", re.IGNORECASE
)
"""The title says that the price is another sum than that of the goods."""


def unit_price(listing: Listing) -> Decimal | None:
    """What one unit, or the smallest quantity of a wholesale ladder, costs; None when the page does not say."""
    price = listing.price_min
    if listing.price_steps:
        price = min(listing.price_steps, key=lambda step: step.min_qty).price
    return price if price is not None and price > 0 else None


def has_one_price(listing: Listing) -> bool:
    """Whether the price is that of the goods: no "from" price, sample's or deposit, no range wider than 3 : 1."""
    low, high = listing.price_min, listing.price_max
    wide = low is not None and high is not None and high > low * _WIDEST_RANGE
    return listing.price_note not in ("from", "sample") and not wide and not _OTHER_SUM.search(listing.title or "")


def has_range(listing: Listing) -> bool:
    """Whether the goods can be had at several prices, of which the lowest is looked at."""
    return listing.price_max is not None and listing.price_min is not None and listing.price_max > listing.price_min


def list_price(product: Product, *, is_wholesale: bool) -> Decimal | None:
    """The price of a product in the watchlist: what dealers pay, or what everybody does."""
    price = product.wholesale_price if is_wholesale else product.reference_price
    return price if product.currency is not None else None


def seen_price(listing: Listing, price: Decimal) -> dict[str, Any]:
    """The facts of a reason about a listing's price as the page shows it: with its range, or the quantity it is for."""
    facts: dict[str, Any] = {"price": decimal_text(price), "currency": listing.currency}
    if listing.price_steps:
        facts["min_qty"] = min(step.min_qty for step in listing.price_steps)
    elif has_range(listing):
        facts["price_max"] = decimal_text(listing.price_max)
    return facts


def in_currency_of(case: Case, price: Decimal, product: Product) -> Converted | Missing:
    """The listing's price in the currency of a product's; a missing fact where there is no rate."""
    currency, wanted = case.listing.currency or "", product.currency or ""
    converted = convert(price, currency, wanted, case.day)
    if converted is None:
        return Missing(MissingCode.EXCHANGE_RATE, {"currency": currency, "to": wanted, "day": case.day.isoformat()})
    return converted


def conversion(case: Case, product: Product, converted: Converted) -> dict[str, Any]:
    """The facts of a reason about a price that was converted; none where it was not."""
    if case.listing.currency == product.currency:
        return {}
    facts: dict[str, Any] = {"converted": decimal_text(converted.amount), "rate_of": converted.rate_of.isoformat()}
    if days := (case.day - converted.rate_of).days:
        facts["rate_days"] = days
    return facts


def with_percent(facts: Mapping[str, Any], share: Decimal | float) -> dict[str, Any]:
    """The facts with a share in whole percent, which is marked where it is rounded."""
    exact = 100 * Decimal(share)
    percent = round(exact)
    return {**facts, "percent": percent} | ({} if percent == exact else {"rounded": ["percent"]})
