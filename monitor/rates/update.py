"""Adding rates to those that are known, for all stores of the user."""

import os
from datetime import UTC, date, datetime
from io import StringIO

from monitor.errors import InputError
from monitor.rates.ecb import Rates
from monitor.rates.table import FILE, newest_day, own_rates, package_has
from monitor.state_folder import state_folder

_FRESH_HOURS = 20
"""The Bank publishes on working days at about 16:00 CET: once a day is enough."""


def add_rates(rates: Rates) -> int:
    """Keep these rates beside the package's and those added before; returns how many days are new.

    Raises `InputError` when the state folder can't be written.
    """
    before = own_rates()
    merged = before | {day: amounts for day, amounts in rates.items() if not package_has(day)}
    codes = sorted({code for amounts in merged.values() for code in amounts})
    table = StringIO()
    table.write(",".join(["Date", *codes]) + "\n")
    for day in sorted(merged, reverse=True):
        amounts = (merged[day].get(code) for code in codes)
        table.write(",".join([day.isoformat(), *("N/A" if a is None else format(a, "f") for a in amounts)]) + "\n")
    file = state_folder() / FILE
    written = file.with_name(f"{FILE}.{os.getpid()}")
    try:
        written.write_text(table.getvalue(), encoding="ascii")
        written.replace(file)
    except OSError as error:
        raise InputError(f"{file}: can't be written ({error.strerror})") from None
    return len(merged) - len(before)


def are_fresh(now: datetime) -> bool:
    """Whether no newer rates can be expected: they are of yesterday or today, or were looked for in the last hours."""
    if (now.date() - newest_day()).days <= 1:
        return True
    file = state_folder() / FILE
    if not file.exists():
        return False
    written = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    return (now - written).total_seconds() < _FRESH_HOURS * 3600


def address_for(today: date) -> str:
    """Where the Bank publishes what is missing: the last 90 days, or all of them."""
    missing = (today - newest_day()).days
    return f"https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist{'-90d.xml' if missing < 80 else '.zip'}"
