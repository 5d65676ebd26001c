"""`monitor backup`: a copy of the database that is whole, also while a run writes."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import say
from monitor.errors import InputError
from monitor.store.store import open_store


def backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes.")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Copy the store's database into one file; the kept pages lie in snapshots/ and are copied like any files.

    Example: monitor backup monitor-2026-11-25.db --store monitor-data
    """
    opened = open_store(store)
    if file.exists():
        raise InputError(f"{file}: there is one already; it was left as it is: name another file")
    if not file.absolute().parent.is_dir():
        raise InputError(f"{file}: no such folder; make it first, or name another file")
    opened.copy_to(file)
    say(f"{file}: the whole database; beside it you need {opened.snapshots}")
