"""`monitor backup` and `monitor restore`: copies of a store that are whole, also while a run writes."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import say
from monitor.errors import InputError
from monitor.runs.whole_backup import SUMS, back_up
from monitor.runs.whole_backup import restore as restore_copy
from monitor.store.store import open_store


def backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes: a file, or with --with-evidence a new folder.")],
    with_evidence: Annotated[
        bool,
        typer.Option("--with-evidence", help="Copy kept pages, evidence, settings and watchlists too, into a folder."),
    ] = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Copy the store's database into one file; the kept pages lie in snapshots/ and are copied like any files.

    Example: monitor backup monitor-2026-11-25.db --store monitor-data
    """
    opened = open_store(store)
    if with_evidence:
        number = back_up(opened, file)
        say(f"{file}: {number} files, each read back and compared; `sha256sum -c {SUMS}` there checks them again")
        return
    if file.exists():
        raise InputError(f"{file}: there is one already; it was left as it is: name another file")
    if not file.absolute().parent.is_dir():
        raise InputError(f"{file}: no such folder; make it first, or name another file")
    opened.copy_to(file)
    say(f"{file}: the whole database; beside it you need {opened.snapshots}")


def restore(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A copy made by `monitor backup DIR --with-evidence`.")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Make a store of a whole copy, which is checked file by file first; an existing store is never touched.

    Example: monitor restore copies/2026-11-25 --store monitor-restored
    """
    number = restore_copy(folder, store)
    say(f"{store}: {number} files, as they were copied; `monitor doctor --store {store}` checks the store")
