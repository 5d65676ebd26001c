"""`monitor indicators`: how often each indicator fired, and how often reviewers agreed."""

from dataclasses import asdict
from typing import Annotated

import typer

from monitor.cli.options import DEFAULT_STORE, BrandOption, StoreOption
from monitor.cli.output import out, out_json, say, table
from monitor.statistics import LEAST_DECISIONS
from monitor.store.read.agreement import Fired, indicator_record
from monitor.store.store import open_store


def indicators(
    store: StoreOption = DEFAULT_STORE,
    brand: BrandOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line per brand and indicator.")] = False,
) -> None:
    """Show per brand how often each indicator fired and, from 30 decisions on, how often reviewers confirmed it.

    Example: monitor indicators --brand nordwerk
    """
    with open_store(store).read() as connection:
        found = indicator_record(connection, brand)
    if not found:
        say("No indicator has fired yet.")
    elif as_json:
        for one in found:
            out_json(asdict(one))
    else:
        heads = ["brand", "indicator", "fired", "in findings", "decided", "confirmed (95 % interval)"]
        table(heads, (_row(one) for one in found), right=(2, 3, 4))
        out(f"Shares are shown from {LEAST_DECISIONS} decisions of reviewers on.")


def _row(one: Fired) -> list[str]:
    share = "" if one.precision is None else "{:.0%} ({:.0%} to {:.0%})".format(*one.precision)
    return [one.brand, one.code, f"{one.fired}", f"{one.flagged}", f"{one.decided}", share]
