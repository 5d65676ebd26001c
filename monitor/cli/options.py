"""Options that several commands share, so that they are spelt and explained alike."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from monitor.decision import STATES, DecisionState

StoreOption = Annotated[Path, typer.Option("--store", envvar="MONITOR_STORE", help="The store's folder.")]
"""To be used with the default `DEFAULT_STORE`."""
DEFAULT_STORE = Path("monitor-data")

BrandOption = Annotated[str | None, typer.Option("--brand", help="Only this brand (its id).")]
MarketplaceOption = Annotated[str | None, typer.Option("--marketplace", help="Only this marketplace.")]
LevelOption = Annotated[
    str | None, typer.Option("--level", help="Only these levels: high, medium, low; several with commas.")
]
SinceOption = Annotated[
    str | None, typer.Option("--since", help="Only listings first seen on or after this day (UTC), as 2026-11-25.")
]
StateOption = Annotated[
    str | None,
    typer.Option(
        "--state",
        help="Only these states: new, confirmed, watch, later, dismissed; several with commas.",
        show_default="all but dismissed; all with --json and in .jsonl, .csv, .xlsx",
    ),
]
OPEN_STATES = ",".join(state for state in STATES if state != DecisionState.DISMISSED)
"""What lists and reports for people show: a dismissed finding does not come back."""


def at_store(store: Path) -> str:
    """What a command that is shown to be typed needs for this store: nothing, or ` --store DIR`."""
    return f" --store {shlex.quote(str(store))}" if store != DEFAULT_STORE else ""
