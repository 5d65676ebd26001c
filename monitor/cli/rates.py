"""`monitor rates`: the exchange rates with which prices in other currencies are compared."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, out_json
from monitor.errors import InputError

app = typer.Typer(help="The exchange rates with which prices in other currencies are compared.", no_args_is_help=True)


@app.callback()
def rates() -> None:
    """The exchange rates with which prices in other currencies are compared."""


@app.command()
def update(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="The European Central Bank's table (eurofxref-hist.zip, eurofxref-hist-90d.xml, eurofxref.csv).",
            show_default="asked for at the Bank's site",
        ),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line.")] = False,
) -> None:
    """Add the Bank's reference rates to those that are known, for all stores of this user.

    Example: monitor rates update
    """
    from monitor.rates.ecb import read_rates
    from monitor.rates.table import newest_day
    from monitor.rates.update import add_rates
    from monitor.runs.fetch_rates import fetch_rates

    if file is None:
        added = add_rates(fetch_rates(store, datetime.now(UTC)))
    else:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise InputError(f"{file}: can't be read ({error.strerror})") from None
        added = add_rates(read_rates(content, str(file)))
    newest = newest_day()
    if as_json:
        out_json({"days_added": added, "newest": newest.isoformat()})
    else:
        out(f"Exchange rates: {added} {'day' if added == 1 else 'days'} added, the newest of {newest}.")
