"""The checks of `monitor doctor` of the program and its machine (those of the store: `store.py`).

Every check says what it saw and, if something is wrong, what to do.
"""

import importlib.util
import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from monitor.errors import InputError
from monitor.fetch.chromium import find_browser
from monitor.rates.table import OLDEST, newest_day, rate, read_own_rates
from monitor.store.db.sqlite import sqlite_module, wal_is_safe
from monitor.text.pdf_output import has_chinese_fonts, has_typst
from monitor.watchlist import load_watchlist

State = Literal["ok", "warning", "problem"]

RELEASED = date(2026, 11, 1)
"""A clock before this date is wrong. Raised with each release."""
_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check: its name, `ok`, `warning` or `problem`, what was seen, and what to do (None if ok)."""

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
        report_as_pdf(),
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
    """Whether this SQLite may use WAL, its fast mode, with several processes."""
    if wal:
        return Check("sqlite", "ok", f"{version}, WAL is safe")
    return Check(
        "sqlite",
        "warning",
        f"{version}: WAL can damage a database before 3.51.3, so the slower DELETE mode is used",
        "install the `pysqlite3` package, which brings a newer SQLite",
    )


def clock(now: datetime) -> Check:
    """Whether the machine's time can be right: pages kept with a wrong time prove nothing."""
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


def report_as_pdf() -> Check:
    """Whether the report of an evidence bundle can be made as a PDF, with Chinese in it."""
    if not has_typst():
        return Check(
            "report as PDF",
            "warning",
            "typst is missing: bundles of evidence hold the report as HTML only",
            "pip install 'marketplace-monitor[pdf]'",
        )
    if not has_chinese_fonts():
        return Check(
            "report as PDF",
            "warning",
            "typst, but no Chinese fonts: Chinese words are empty boxes in the PDF",
            "install Noto Sans CJK (Debian and Ubuntu: fonts-noto-cjk)",
        )
    return Check("report as PDF", "ok", "typst, with Chinese fonts")


def exchange_rates(today: date) -> Check:
    """Whether prices in other currencies can be compared today."""
    try:
        read_own_rates()
    except InputError as error:
        return Check("exchange rates", "problem", str(error), "`monitor rates update` writes them anew")
    if current := rate("USD", "EUR", today):
        return Check("exchange rates", "ok", f"of {current[1]}")
    return Check(
        "exchange rates",
        "warning",
        f"the last ones are of {newest_day()}, more than {OLDEST.days} days old: prices in other currencies "
        "can't be compared",
        "`monitor rates update` fetches them; scheduled runs do it by themselves",
    )


def watchlist_file(path: Path) -> Check:
    """Whether the watchlist can be used."""
    if not path.exists():
        return Check("watchlist", "warning", f"no {path} in this folder", "`monitor init` writes one")
    try:
        brands = len(load_watchlist(path).brand)
    except InputError as error:
        first, *further = str(error).splitlines()
        more = f" (and {len(further)} more)" if further else ""
        return Check("watchlist", "problem", first + more, "mend the file; `monitor check` tells all of it")
    return Check("watchlist", "ok", f"{path}: {brands} {'brand' if brands == 1 else 'brands'}")
