"""`monitor evidence log`: what was done with evidence, when and by whom."""

from dataclasses import asdict
from typing import Annotated

import typer

from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, out_json
from monitor.errors import InputError, check_text
from monitor.evidence.ledger import batch_name
from monitor.listing_ids import current_key
from monitor.store.db.types import utc_text
from monitor.store.read.custody import CustodyRecord, custody_log
from monitor.store.read.sealing import findings_to_seal
from monitor.store.store import open_store


def log(
    finding: Annotated[
        str | None,
        typer.Argument(metavar="[FINDING]", help="A finding's id: only what concerns its listing.", show_default=False),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line per event.")] = False,
) -> None:
    """Show the custody log: who sealed, stamped, viewed, exported, verified, held or deleted what, oldest first.

    Example: monitor evidence log taobao:562283240178:nordwerk
    """
    check_text("finding", finding or "")
    with open_store(store).read() as connection:
        listing_key = None
        if finding is not None:
            known = findings_to_seal(connection, [current_key(finding)])
            if not known:
                raise InputError(
                    f"no finding {finding[:100]!r} in this store; `monitor findings --json` shows their ids"
                )
            listing_key = known[current_key(finding)].listing_key
        events = custody_log(connection, listing_key)
    for event in events:
        if as_json:
            out_json({**asdict(event), "at": utc_text(event.at)})
        else:
            out(_line(event))
    if not events and not as_json:
        out("Nothing was sealed or held yet.")


def _line(event: CustodyRecord) -> str:
    batch = f"batch {batch_name(event.batch)}" if event.batch is not None else None
    what = ", ".join(filter(None, (event.listing_key, event.capture_id, batch)))
    facts = ", ".join(f"{name}: {value}" for name, value in event.facts.items() if value is not None)
    return f"{event.at:%Y-%m-%d %H:%M:%S} UTC  {event.event:<8}  by {event.who}  {what}{f' ({facts})' if facts else ''}"
