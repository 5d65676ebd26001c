"""Fetching the European Central Bank's reference rates: through the door, as politely as any page."""

import logging
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from monitor.errors import InputError, MonitorError
from monitor.rates.ecb import Rates, read_rates
from monitor.rates.update import add_rates, address_for, are_fresh

logger = logging.getLogger(__name__)

_BY_HAND = "save the file in a browser and give it: monitor rates update FILE"
_SECONDS = 120.0
"""How long the Bank's site may take; its table of 90 days has 100 kB."""


def fetch_rates(store: Path, now: datetime, origin: str | None = None) -> Rates:
    """What the Bank has published since the newest known rates. `store`: its settings say who asks, and how often.

    `now`: UTC. `origin`: the address of a stand-in for the Bank's site. Raises `InputError` when the rates can't be
    had.
    """
    address = address_for(now.date())
    command = [sys.executable, "-m", "scrapy", "fetch", address, "-s", "LOG_LEVEL=WARNING"]
    command += ["-s", f"MONITOR_ORIGIN={origin}"] if origin else []
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "monitor.settings", "MONITOR_STORE": str(store)}
    try:
        answer = subprocess.run(command, capture_output=True, env=environment, timeout=_SECONDS, check=False)  # noqa: S603 (our own command, no shell)
    except subprocess.TimeoutExpired:
        raise InputError(f"{address}: no answer within {_SECONDS:.0f} seconds; {_BY_HAND}") from None
    if not answer.stdout.strip():
        words = (answer.stderr.decode("utf-8", "replace").strip().splitlines() or ["no answer"])[-1]
        raise InputError(f"{address}: {words[:300]}; {_BY_HAND}")
    try:
        return read_rates(answer.stdout, address)
    except InputError as error:
        raise InputError(f"{error}; {_BY_HAND}") from None


def refresh_rates(store: Path, now: datetime) -> None:
    """Before a scheduled run: fetch what is missing, once a day; a run goes on without it."""
    try:
        if not are_fresh(now):
            add_rates(fetch_rates(store, now))
    except MonitorError as error:
        logger.warning("exchange rates: %s", error)
