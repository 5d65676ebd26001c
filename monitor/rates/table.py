"""Converting amounts with the rate of a day: from the table inside the package, and what the user has added to it."""

import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache

from currency_converter import CURRENCY_FILE

from monitor.errors import InputError
from monitor.rates.ecb import Rates, rates_in, read_rates
from monitor.state_folder import state_path

FILE = "rates.csv"
"""In the user's state folder: the rates that `monitor rates update` has brought, in the Bank's own form."""
OLDEST = timedelta(days=45)
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


def rate(currency: str, to: str, day: date) -> tuple[Decimal, date] | None:
    """Units of `to` for one `currency`, and the rate's day; None when it is unknown or too old."""
    return _rate(currency, to, day, _written_at())


def newest_day() -> date:
    """The last day for which there are rates."""
    return max([*own_rates(), max(date.fromisoformat(day) for day in _of_package()[1])])


def own_rates() -> Rates:
    """The rates that were added to those of the package; none when there are none yet.

    What stands there and can't be read counts as none, so that a run goes on: `monitor doctor` says it.
    """
    try:
        return read_own_rates()
    except InputError:
        return {}


def read_own_rates() -> Rates:
    """As `own_rates`. Raises `InputError` for a file that can't be read."""
    try:
        content = (state_path() / FILE).read_bytes()
    except FileNotFoundError:
        return {}
    except (OSError, RuntimeError) as error:
        raise InputError(f"{FILE}: can't be read ({error})") from None
    return read_rates(content, str(state_path() / FILE))


def package_has(day: date) -> bool:
    """Whether the rates of a day came with the package."""
    return day.isoformat() in _of_package()[1]


@lru_cache(maxsize=4096)  # a page may name any currency
def _rate(currency: str, to: str, day: date, written_at: int) -> tuple[Decimal, date] | None:
    own = _own_rates(written_at)
    for back in range(min(OLDEST.days, day.toordinal() - 1) + 1):
        on = day - timedelta(days=back)
        of_day = own.get(on) or _of_package_on(on)
        from_euro, to_euro = (Decimal(1) if code == "EUR" else of_day.get(code) for code in (to, currency))
        if of_day and from_euro is not None and to_euro is not None:
            return from_euro / to_euro, on
    return None


@lru_cache(maxsize=1)
def _own_rates(written_at: int) -> Rates:
    """`written_at`: so that what another process brings is seen."""
    return own_rates() if written_at else {}


@lru_cache(maxsize=256)
def _of_package_on(day: date) -> dict[str, Decimal]:
    codes, lines = _of_package()
    line = lines.get(day.isoformat())
    return rates_in(codes, line) if line else {}


@cache
def _of_package() -> tuple[list[str], dict[str, str]]:
    """The package's table: its currencies, and its lines by day, which are read when a day is asked for."""
    with zipfile.ZipFile(CURRENCY_FILE) as archive:
        head, *lines = archive.read(archive.infolist()[0]).decode("ascii").splitlines()
    return head.split(",")[1:], {line.partition(",")[0]: line for line in lines}


def _written_at() -> int:
    """When the user's rates were written, in nanoseconds; 0 when there are none."""
    try:
        return (state_path() / FILE).stat().st_mtime_ns
    except (OSError, RuntimeError):
        return 0
