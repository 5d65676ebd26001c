"""`monitor doctor`: is all well with the program, its machine and a store, and if not, what to do."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, out_json, say, table
from monitor.doctor.machine import Check, program_checks
from monitor.doctor.store import rebuild_lists, store_checks


def doctor(
    context: typer.Context,
    store: StoreOption = DEFAULT_STORE,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="First make the queue, which lists are read from, anew.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check the program, its machine and the store; a store of an older version is updated.

    Example: monitor doctor --store monitor-data
    """
    source = context.get_parameter_source("store")
    named = source is not None and source.name != "DEFAULT"
    now = datetime.now(UTC)
    if rebuild:
        say(f"{store}: the queue was made anew: {rebuild_lists(store)} findings")
    checks = [*program_checks(Path("watchlist.toml"), now), *store_checks(store, named=named, now=now)]
    if as_json:
        record = {"store": str(store), "state": worst(checks), "checks": [asdict(check) for check in checks]}
        out_json(record, indent=1)
    else:
        _show(checks)
    raise typer.Exit(1 if worst(checks) == "problem" else 0)


def worst(checks: list[Check]) -> str:
    """The state of the whole."""
    return max((check.state for check in checks), key=("ok", "warning", "problem").index)


def _show(checks: list[Check]) -> None:
    table(["check", "state", "saw"], [[check.name, check.state, check.saw] for check in checks])
    for check in checks:
        if check.advice is not None:
            out(f"To do: {check.name}: {check.advice}")
    if all(check.state == "ok" for check in checks):
        out("All is well.")
