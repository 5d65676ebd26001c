"""`monitor page`: a kept page as a copy that is safe to open, or the site's own bytes."""

import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import say
from monitor.errors import InputError, check_text
from monitor.reports.kept_pages import copy_of_page
from monitor.reports.whole_file import check_target, whole_file
from monitor.sandbox import Worker
from monitor.store.read.kept_pages import kept_digests, page_of_finding
from monitor.store.store import Store, open_store

_SHORTEST, _WHOLE = 8, 64
"""Hexadecimal digits of a SHA-256 that name a page, and all of them."""


def page(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID|SHA256",
            help="A finding's id, for its newest kept page; or the SHA-256 of a kept page, or its first digits.",
        ),
    ],
    file: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write.", show_default="standard output")
    ] = None,
    raw: Annotated[bool, typer.Option("--raw", help="The site's own bytes: NOT safe to open in a browser.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Write a kept page as a cleaned copy: no programs, no pictures, no links; it asks the net for nothing.

    Example: monitor page taobao:710000000107:nordwerk -o page.html
    """
    check_text("page", name)
    if file is not None:
        check_target(file, force=force)
    elif raw and sys.stdout.isatty():
        raise InputError("--raw: a page's bytes could steer the terminal; write them to a file with -o FILE")
    opened = open_store(store)
    sha256 = _digest(opened, name)
    if raw:
        content = opened.kept_bytes(sha256)
        say(
            "These are the site's own bytes: opened in a browser, they run the site's programs and tell the site who "
            "looks. Without --raw the page is safe to open."
        )
    else:
        with closing(Worker()) as worker:
            content = copy_of_page(opened, worker, sha256).encode()
    if file is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    with whole_file(file) as path:
        path.write_bytes(content)
    say(f"{file}: {'the bytes' if raw else 'a copy'} of the kept page {sha256}")


def _digest(store: Store, name: str) -> str:
    """The SHA-256 of the page that is meant. Raises `InputError`."""
    with store.read() as connection:
        if ":" in name:
            known, sha256 = page_of_finding(connection, name)
            if sha256 is not None:
                return sha256
            if known:
                raise InputError(f"{name[:200]}: no page of this finding is kept")
            raise InputError(f"{name[:200]}: there is no such finding; `monitor findings --json` shows the ids")
        digits = name.lower()
        if not _SHORTEST <= len(digits) <= _WHOLE or not set(digits) <= set("0123456789abcdef"):
            raise InputError(
                f"{name[:200]!r}: expected a finding's id (marketplace:listing:brand), or at least {_SHORTEST} "
                "hexadecimal digits of a kept page's SHA-256"
            )
        digests = kept_digests(connection, digits)
    if not digests:
        raise InputError(f"{digits}: no kept page of this store has such a SHA-256")
    if len(digests) > 1:
        raise InputError(f"{digits}: several kept pages begin so; give more digits")
    return digests[0]
