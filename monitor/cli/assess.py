"""`monitor assess`: judge the stored listings anew, without a request."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out_json, say
from monitor.cli.progress import counting
from monitor.errors import InputError
from monitor.judging import rejudge
from monitor.runs.reference_pictures import keep_reference_pictures
from monitor.store.address import StoreAddress
from monitor.store.lock import store_lock
from monitor.store.store import create_store
from monitor.watchlist import load_watchlist


def assess(
    watchlist: Annotated[Path, typer.Argument(help="The watchlist: a file, or a folder of such files.")] = Path(
        "watchlist.toml"
    ),
    store: StoreOption = DEFAULT_STORE,
    whole: Annotated[bool, typer.Option("--all", help="From scratch, not only what changed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")] = False,
) -> None:
    """Judge all stored listings anew with the watchlist's points, prices and sellers: after you changed them.

    A run does it by itself. Nothing is asked of any site.

    Example: monitor assess watchlist.toml --store monitor-data
    """
    watched = load_watchlist(watchlist)
    if not StoreAddress(store).exists():
        raise InputError(f"{store}: no store here; name one with --store, or start with `monitor run`")
    with store_lock(store), counting("judging") as progress:
        opened = create_store(store)
        missing = keep_reference_pictures(opened, watched, watchlist)
        done = rejudge(opened, watched, whole=whole, on_progress=progress)
    for line in missing:
        say(f"{watchlist}: {line}")
    if as_json:
        out_json(asdict(done))
    else:
        how = "from scratch" if done.whole else "what changed"
        say(f"Judged {done.judged:,} listings ({how}); `monitor findings` lists what is flagged.")
