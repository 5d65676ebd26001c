"""`monitor case list`: all take-down cases."""

from typing import Annotated

import typer

from monitor.casework.followed import NOT_FILED, after_filing
from monitor.casework.records import case_record
from monitor.cli.case_lines import platform_name, seen_counts, where_it_stands
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out_json, say, table
from monitor.store.read.cases import cases
from monitor.store.store import open_store

_HEADS = ["Case", "State", "Platform", "Marketplace", "Brand", "Ground", "Links", "Seen", "Seller", "Reason"]


def list_cases(
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line per case.")] = False,
) -> None:
    """List all cases and where they stand, the oldest first.

    Example: monitor case list
    """
    with open_store(store).read() as connection:
        known = cases(connection)
        after = after_filing(connection)
    if as_json:
        for case in known:
            out_json(case_record(case))
    elif known:
        rows = [
            [
                case.id, where_it_stands(case), platform_name(case.platform), case.marketplace, case.brand,
                case.ground, str(case.listings),
                seen_counts(after.get(case.id, NOT_FILED).links.values()),
                case.seller_name or case.seller or "", case.reason or "",
            ]
            for case in known
        ]  # fmt: skip
        table(_HEADS, rows, right=(6,))
    else:
        say("No cases yet: `monitor case make FINDING…` makes one of confirmed findings.")
