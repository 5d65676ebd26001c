"""`monitor evidence hold` and `release`: a legal hold keeps everything of a listing, whatever else would delete it."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from monitor.cli.decide import user_of_machine
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import say
from monitor.decision import check_reviewer
from monitor.errors import InputError, check_text
from monitor.listing_ids import current_key
from monitor.store.read.custody import held_listings, known_listings
from monitor.store.store import Connection, open_store
from monitor.store.write.custody import CustodyEvent, EventName, add_custody

Keys = Annotated[
    list[str], typer.Argument(metavar="KEY…", help="Listings (taobao:7100) or findings (taobao:7100:nordwerk).")
]
Why = Annotated[str, typer.Option(help="Why, such as the number of the case: kept in the custody log.")]
By = Annotated[str | None, typer.Option(help="Who says so.", show_default="the user of this machine")]


def hold(keys: Keys, why: Why, by: By = None, store: StoreOption = DEFAULT_STORE) -> None:
    """Put listings under a legal hold: nothing of theirs expires, is forgotten or deleted until it is released.

    Example: monitor evidence hold taobao:710000000107 --why "case 2026-118"
    """
    _note("held", keys, why, by, store)


def release(keys: Keys, why: Why, by: By = None, store: StoreOption = DEFAULT_STORE) -> None:
    """End the legal hold of listings.

    Example: monitor evidence release taobao:710000000107 --why "case 2026-118 is closed"
    """
    _note("released", keys, why, by, store)


def _note(event: EventName, keys: list[str], why: str, by: str | None, store: StoreOption) -> None:
    for what, text in (("--why", why), ("--by", by or ""), *(("KEY", key) for key in keys)):
        check_text(what, text)
    who = check_reviewer(user_of_machine() if by is None else by)
    if not why.strip():
        raise InputError("--why: expected a reason, such as the number of the case")
    opened = open_store(store, write=True)
    with opened.write() as connection:
        listings = _listings(connection, keys)
        held = held_listings(connection)
        changed = [key for key in listings if (key in held) != (event == "held")]
        now = datetime.now(UTC)
        add_custody(connection, [CustodyEvent(event, who, now, listing_key=key, facts={"why": why}) for key in changed])
    for key in listings:
        say(f"{key}: {event}" if key in changed else f"{key}: {'held' if event == 'held' else 'not held'} already")


def _listings(connection: Connection, keys: list[str]) -> list[str]:
    """The listings that keys of listings or findings name, each once. Raises `InputError` for unknown ones."""
    listings = {":".join(current_key(key).split(":")[:2]): key for key in keys}
    known = known_listings(connection, list(listings))
    for listing, asked in listings.items():
        if listing not in known:
            raise InputError(f"{asked[:200]}: no such listing or finding; `monitor findings --json` shows the ids")
    return list(listings)
