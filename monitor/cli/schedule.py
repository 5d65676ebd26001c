"""`monitor schedule`: runs time after time, and a digest of what is new after each."""

import logging
import signal
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out_json, say, table
from monitor.config import load_settings
from monitor.errors import InputError, StoreInputError
from monitor.reports.digest import digest, send
from monitor.runs.child_process import run_as_process
from monitor.runs.fetch_rates import refresh_rates
from monitor.runs.schedule import Ended, Loop, add_schedule, remove_schedule
from monitor.store.address import StoreAddress
from monitor.store.lock import store_lock
from monitor.store.read.findings import zulu
from monitor.store.read.schedules import Schedule, schedules
from monitor.store.store import Store, create_store, open_store
from monitor.watchlist import load_watchlist

app = typer.Typer(help="Runs time after time, and a digest of what is new after each.", no_args_is_help=True)


@app.command()
def add(
    watchlist: Annotated[Path, typer.Argument(help="The watchlist: a file, or a folder of such files.")],
    when: Annotated[str, typer.Option(help='"every 6 hours", or a cron expression such as "0 6 * * 1-5".')],
    name: Annotated[str | None, typer.Option(help="Its name.", show_default="the file's name")] = None,
    jitter: Annotated[int, typer.Option(help="Start up to so many minutes later, at random.", min=0, max=720)] = 10,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Note that a watchlist is to be run time after time; `monitor schedule run` does it.

    Example: monitor schedule add watchlist.toml --when "every 6 hours" --store monitor-data
    """
    load_watchlist(watchlist)
    settings = load_settings(store)
    settings.needed_contact()
    if not StoreAddress(store).exists():
        with store_lock(store):
            create_store(store).close()
    given = name or watchlist.resolve().stem
    due = add_schedule(
        open_store(store, write=True), given, watchlist, when,
        jitter=jitter * 60, now=datetime.now(UTC), settings=settings,
    )  # fmt: skip
    say(f"{given}: first run at {due:%Y-%m-%d %H:%M} UTC, as soon as `monitor schedule run --store {store}` is on.")


@app.command("list")
def list_schedules(
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line per schedule.")] = False,
) -> None:
    """Show the schedules, the next one due first.

    Example: monitor schedule list --store monitor-data
    """
    rows = schedules(open_store(store))
    if as_json:
        for row in rows:
            out_json(_record(row))
    elif rows:
        heads = ["name", "watchlist", "when", "next run (UTC)", "last run"]
        table(
            heads,
            [[row.name, row.watchlist, row.recurrence, f"{row.next_at:%Y-%m-%d %H:%M}", _last(row)] for row in rows],
        )
    else:
        say(f'{store}: no schedule yet; `monitor schedule add watchlist.toml --when "every 6 hours"` makes one.')


@app.command()
def remove(
    name: Annotated[str, typer.Argument(help="Its name, as `monitor schedule list` shows it.")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Forget a schedule; what its runs found stays.

    Example: monitor schedule remove watchlist --store monitor-data
    """
    remove_schedule(open_store(store, write=True), name)
    say(f"{name}: removed.")


@app.command()
def run(
    once: Annotated[bool, typer.Option("--once", help="Run what is due now, and end.")] = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Run what is due, when it is due, until interrupted: one process, as a service (docs/schedule.md).

    Example: monitor schedule run --store monitor-data
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.WARNING)
    opened = open_store(store, write=True)
    settings = load_settings(store)
    loop = Loop(
        opened,
        settings,
        run_as_process(store),
        lambda row, ended: _tell(opened, settings.notify, row, ended),
        prepare=partial(refresh_rates, store),
    )
    try:
        with store_lock(store, wait=0, file="schedule.lock"):
            if once:
                say(f"{loop.once()} runs were due.")
            else:
                say(f"Waiting for what is due; Ctrl-C ends. Schedules: {len(schedules(opened))}.")
                loop.forever()
    except StoreInputError as error:
        raise InputError(f"{store}: `monitor schedule run` is at work on this store already") from error


def _tell(store: Store, addresses: list[str], row: Schedule, ended: Ended) -> bool:
    """Send the digest; True when everybody has it, or there is nothing to tell."""
    with store.read() as connection:
        message = digest(connection, row.name, row.digested, ended.run_id, ended.to_do)
    if message is None:
        say(f"{row.name}: nothing new.")
        return True
    say(message.title)
    failed = send(message, addresses)
    for place in failed:
        say(f"notify[{place}] of settings.toml did not take the digest; the next one brings its news again.")
    return not failed


def _last(row: Schedule) -> str:
    return f"{row.started_at:%Y-%m-%d %H:%M} (run {row.run_id or '?'})" if row.started_at else "none yet"


def _record(row: Schedule) -> dict[str, Any]:
    return {
        "name": row.name,
        "watchlist": row.watchlist,
        "recurrence": row.recurrence,
        "jitter": row.jitter,
        "next_at": zulu(row.next_at),
        "started_at": zulu(row.started_at),
        "run_id": row.run_id,
    }
