"""`monitor review`: go through the findings in a browser; an API for programs beside it."""

import sys
import webbrowser
from typing import Annotated

import typer

from monitor.cli.decide import user_of_machine
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, say
from monitor.decision import check_reviewer
from monitor.review.serve import serve
from monitor.store.store import open_store


def review(
    store: StoreOption = DEFAULT_STORE,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any free one.")] = 8400,
    host: Annotated[
        str, typer.Option("--host", help="The address to listen on; only this machine's own.")
    ] = "127.0.0.1",
    token: Annotated[
        str | None, typer.Option("--token", help="The token of programs.", show_default="made and printed")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who decides.", show_default="this machine's user")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open no browser.")] = False,
) -> None:
    """Go through the findings in a browser, on this machine alone; Ctrl-C ends it.

    Example: monitor review --store monitor-data --by "A. Weber"
    """
    reviewer = check_reviewer(user_of_machine() if by is None else by)
    opened = open_store(store, write=True)

    def announce(address: str, its_token: str) -> None:
        out(f"Review: {address}")
        out(f"Token of the API: {its_token}")
        sys.stdout.flush()
        if not no_browser and not webbrowser.open(address):
            say("Open the address in a browser; its code works once.")

    try:
        serve(opened, host=host, port=port, token=token, reviewer=reviewer, announce=announce)
    except KeyboardInterrupt:
        say("ended")
    finally:
        opened.close()
