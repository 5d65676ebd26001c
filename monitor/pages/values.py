"""From the words and numbers of a page to ids, counts and prices. Embedded data may hold anything in their place."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from monitor.model import PriceStep
from monitor.pages.extract import strip_tags
from monitor.text.counts import read_count
from monitor.text.money import Price, read_price

Amount = str | int | float | Decimal | None
"""A price as it stands on a page: words ("¥12-35") or a number."""


def currency_code(value: Any) -> str | None:
    """An ISO 4217 code: three capital letters; None for anything else."""
    code = value.strip() if isinstance(value, str) and len(value) < 16 else ""
    return code if re.fullmatch("[A-Z]{3}", code) else None


def count_of(value: Any) -> int | None:
    """A number of units or results; None for what is neither words nor a whole number."""
    return read_count(value) if isinstance(value, str | int) else None


def price_of(value: Amount | Price, currency: str | None) -> Price | None:
    """A price or a range of prices. `currency`: what "$", "¥" and bare numbers mean."""
    if value is None or isinstance(value, Price):
        return value
    if isinstance(value, str):
        return read_price(value, currency)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    if isinstance(value, int) and value.bit_length() > 64:
        return None
    amount = Decimal(str(value))  # str: the digits that the page shows, not the binary fraction behind them
    return read_price(format(amount, "f"), currency) if amount.is_finite() else None


def lowest_price(value: Amount) -> Decimal | None:
    """The price, or the lower end of a range of prices."""
    price = price_of(value, None)
    return price.low if price else None


def highest_price(price: Price | None, price_max: Amount) -> Decimal | None:
    """The upper end of a listing's prices, where the page may tell it apart from the lower one."""
    if price is None:
        return None
    return max(price.low, lowest_price(price_max) or price.high)


def price_ladder(
    pairs: Iterable[tuple[Any, Amount]], currency: str | None
) -> tuple[tuple[PriceStep, ...], Price | None]:
    """The steps of a quantity ladder, and the range of their prices, out of pairs of quantity and price ("≥50", 7.5).

    Steps in another currency than the first are left out. `currency`: what "$", "¥" and bare numbers mean.
    """
    ladder = [(count_of(strip_tags(quantity) or quantity), price_of(price, currency)) for quantity, price in pairs]
    known = [(quantity, price) for quantity, price in ladder if quantity is not None and price is not None]
    same = [(quantity, price) for quantity, price in known if price.currency == known[0][1].currency]
    if not same:
        return (), None
    lows = [price.low for _, price in same]
    return tuple(PriceStep(quantity, price.low) for quantity, price in same), Price(
        min(lows), max(lows), same[0][1].currency
    )
