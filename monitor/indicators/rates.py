"""Exchange rates by date, from the European Central Bank's table inside the package: works offline."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache

from currency_converter import CurrencyConverter, RateNotFoundError

_OLDEST = timedelta(days=45)
"""A rate older than this counts as missing; it is never used in silence."""


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount in another currency, and the day whose rate was used."""

    amount: Decimal
    rate_of: date


def convert(amount: Decimal, currency: str, to: str, day: date) -> Converted | None:
    """Convert with the last rate at or before `day`; None when there is no rate in the 45 days before it."""
    if currency == to:
        return Converted(amount, day)
    known = rate(currency, to, day)
    if known is None:
        return None
    factor, rate_of = known
    return Converted((amount * factor).quantize(Decimal("0.01")), rate_of)


@lru_cache(maxsize=4096)  # a page may name any currency
def rate(currency: str, to: str, day: date) -> tuple[Decimal, date] | None:
    """Units of `to` for one `currency`, and the rate's day; None when it is unknown or too old."""
    table = _table()
    if currency not in table.currencies or to not in table.currencies:
        return None
    last_days = [table.bounds[code].last_date for code in (currency, to) if code != "EUR"]
    if day.toordinal() <= _OLDEST.days:
        return None
    for back in range(_OLDEST.days + 1):
        on = day - timedelta(days=back)
        if last_days and on > min(last_days):
            continue
        try:
            return table.convert(Decimal(1), currency, to, date=on), on
        except RateNotFoundError:
            continue  # no rate on that day (weekend, holiday, before the table begins)
    return None


@cache
def _table() -> CurrencyConverter:
    return CurrencyConverter(decimal=True)
