"""Numbers, prices and times as a language writes them."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date, get_datetime_format
from babel.numbers import format_decimal

_WHOLE, _PARTS = "#,##0", "#,##0.00####"


@lru_cache(maxsize=10_000)
def number(value: float, locale: str) -> str:
    """`12,345`."""
    return format_decimal(value, locale=locale)


@lru_cache(maxsize=10_000)
def money(amount: Decimal, currency: str | None, locale: str) -> str:
    """`1,234.50 CNY`, with the code of the currency behind: signs such as `$` and `¥` are several currencies'."""
    pattern = _WHOLE if amount == amount.to_integral_value() else _PARTS
    shown = format_decimal(amount, format=pattern, locale=locale, decimal_quantization=False)
    return f"{shown} {currency}" if currency else shown


def day(when: date, locale: str) -> str:
    """`20 Nov 2026`."""
    return format_date(when, "medium", locale=locale)


def moment(when: datetime, locale: str) -> str:
    """`20 Nov 2026, 14:05 UTC`; times are kept in UTC."""
    return str(get_datetime_format("medium", locale)).format(f"{when:%H:%M} UTC", day(when, locale))
