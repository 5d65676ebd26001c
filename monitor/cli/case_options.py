"""What several commands of `monitor case` share: the watchlist with its register of rights, and days."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.casework.register import Register, register_rights
from monitor.cli.output import say
from monitor.errors import InputError
from monitor.runs.watchlist_file import watchlist_file
from monitor.store.store import Store
from monitor.watchlist import Watchlist, load_watchlist

WatchlistOption = Annotated[
    Path | None,
    typer.Option(
        "--watchlist", help="The watchlist with your rights.", show_default="STORE/watchlist.toml, or a schedule's"
    ),
]


def registered(store: Store, given: Path | None) -> tuple[Watchlist, Register]:
    """The watchlist, and its rights as they stand in the store now; says which documents can't be used."""
    file = watchlist_file(store, given)
    watchlist = load_watchlist(file)
    register = register_rights(store, watchlist, file, datetime.now(UTC))
    for problem in register.problems:
        say(f"{file}: {problem}")
    return watchlist, register


def day_in(option: str, given: str) -> date:
    """A day as people type it. Raises `InputError`, which names the option."""
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        raise InputError(f"{option} {given[:60]!r}: no day; expected one such as 2026-11-29") from None
