"""`monitor case pack`: the folder that a filer works from."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.decide import user_of_machine
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, say
from monitor.decision import check_reviewer
from monitor.runs.case_pack import make_pack
from monitor.store.store import open_store


def pack(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Its id, such as 2026-0001.", show_default=False)],
    folder: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="A new folder.", show_default="case-CASE")
    ] = None,
    specimen: Annotated[
        bool, typer.Option("--specimen", help="Mark each page as a specimen that is not for filing.")
    ] = False,
    watchlist: Annotated[
        Path | None, typer.Option("--watchlist", help="The watchlist with your rights.", show_default="the store's")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Who has it made.", show_default="the user of this machine")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Write links, notice, comparison, test purchase, documents, evidence and a checklist. It sends nothing.

    What is missing stands first, in 00-missing.txt, and makes the exit code 1.

    Example: monitor case pack 2026-0001 -o case-2026-0001
    """
    who = check_reviewer(user_of_machine() if by is None else by)
    target = folder or Path(f"case-{case}")
    made = make_pack(
        open_store(store, write=True), case, watchlist, target, by=who, now=datetime.now(UTC), specimen=specimen
    )
    for problem in made.problems:
        say(problem)
    out(f"{target}: {len(made.files)} files")
    for line in made.missing:
        say(f"missing: {line}")
    raise typer.Exit(1 if made.missing else 0)
