"""`monitor review`: go through the findings in a browser; an API for programs beside it."""

import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.decide import user_of_machine
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, say
from monitor.decision import check_reviewer
from monitor.review.access import Access
from monitor.review.serve import serve
from monitor.review.site import Place
from monitor.runs.watchlist_file import watchlist_file
from monitor.store.address import StoreAddress
from monitor.store.lock import store_lock
from monitor.store.store import create_store, open_store


def review(
    store: StoreOption = DEFAULT_STORE,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any free one.")] = 8400,
    host: Annotated[
        str,
        typer.Option("--host", help="The address to listen on; others than this machine's own need `monitor account`."),
    ] = "127.0.0.1",
    address: Annotated[
        str | None,
        typer.Option("--address", help="What people type when a proxy stands before it: https://review.firm.example."),
    ] = None,
    frames_address: Annotated[
        str | None,
        typer.Option("--frames-address", help="With --address: another name, of --frames-port, for kept pages."),
    ] = None,
    frames_port: Annotated[
        int, typer.Option("--frames-port", min=0, max=65535, help="Where kept pages are shown; 0: any free one.")
    ] = 0,
    token: Annotated[
        str | None, typer.Option("--token", help="The token of programs.", show_default="made and printed")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who decides.", show_default="this machine's user")] = None,
    watchlist: Annotated[
        Path | None,
        typer.Option(help="The watchlist's file.", show_default="STORE/watchlist.toml, or a schedule's"),
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open no browser.")] = False,
) -> None:
    """Go through the findings in a browser, on this machine alone or with accounts from others; Ctrl-C ends it.

    Example: monitor review --store monitor-data --by "A. Weber"
    """
    reviewer = check_reviewer(user_of_machine() if by is None else by)
    if not StoreAddress(store).exists():
        with store_lock(store):
            create_store(store).close()
    opened = open_store(store, write=True)
    place = Place(host, port, frames_port, address, frames_address)
    its_watchlist = watchlist_file(opened, watchlist)

    def announce(its_address: str, access: Access) -> None:
        out(f"Review: {its_address}")
        out(f"Token of the API: {access.token}")
        sys.stdout.flush()
        if place.is_shared and not access.site.is_encrypted:
            say(f"Passwords and pages travel to {access.site.origin} unencrypted; docs/review.md tells how TLS is had.")
        if not place.is_shared and not no_browser and not webbrowser.open(its_address):
            say("Open the address in a browser; its code works once.")

    try:
        serve(opened, place, token=token, reviewer=reviewer, watchlist=its_watchlist, announce=announce)
    except KeyboardInterrupt:
        say("ended")
    finally:
        opened.close()
