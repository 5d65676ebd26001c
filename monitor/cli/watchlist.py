"""`monitor init` and `monitor check`: write and check the watchlist."""

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from monitor.casework.register import document_problems
from monitor.cli.options import DEFAULT_STORE
from monitor.cli.output import out, out_json, say, table
from monitor.errors import InputError, WatchlistError
from monitor.indicators.codes import check_points
from monitor.marketplaces import WHOLESALE
from monitor.matching.coaching import name_advice
from monitor.runs.own_shops import own_shop_advice
from monitor.runs.reference_pictures import check_reference_pictures
from monitor.store.address import StoreAddress
from monitor.store.store import open_store
from monitor.watchlist import Watchlist, load_watchlist
from monitor.watchlist.advice import advice


def init(path: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("watchlist.toml")) -> None:
    """Write a watchlist with every key explained, for you to fill in.

    Example: monitor init watchlist.toml
    """
    text = files("monitor.watchlist").joinpath("example.toml").read_text(encoding="utf-8")
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise InputError(f"{path}: there is one already; it was left as it is: name another file") from None
    except OSError as error:
        raise InputError(f"{path}: can't be written ({error.strerror}); name another file") from None
    say(f"{path} is written, with an invented brand. Put yours in its place, then: monitor check {path}")


def check(
    watchlist: Annotated[Path, typer.Argument(help="A file, or a folder of such files.")] = Path("watchlist.toml"),
    store: Annotated[
        Path,
        typer.Option(help="The store whose sellers may be yours.", envvar="MONITOR_STORE"),
    ] = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check a watchlist: what is wrong with it, and what it lacks.

    Example: monitor check watchlist.toml
    """
    checked = load_watchlist(watchlist)
    check_points(checked)
    if problems := check_reference_pictures(checked, watchlist):
        raise WatchlistError(watchlist, problems)
    hints = name_advice(checked) + advice(checked, checked.marketplaces, sorted(WHOLESALE), datetime.now(UTC).date())
    hints += document_problems(checked, watchlist)
    if StoreAddress(store).exists():
        hints += own_shop_advice(checked, open_store(store))
    if as_json:
        out_json({"brands": _brands(checked), "marketplaces": checked.marketplaces, "hints": hints})
        return
    heads = ["brand", "names", "products", "authorised sellers", "rights"]
    table(heads, [[str(row[head.replace(" ", "_")]) for head in heads] for row in _brands(checked)])
    out(f"Marketplaces: {', '.join(checked.marketplaces)}")
    if hints:
        out("Worth mending:")
    for line in hints:
        out(f"- {line}")
    out("The watchlist is valid.")


def _brands(watchlist: Watchlist) -> list[dict[str, object]]:
    return [
        {
            "brand": brand.id,
            "names": ", ".join(brand.names),
            "products": ", ".join(product.name for product in brand.product) or "-",
            "authorised_sellers": len(brand.authorised_seller),
            "rights": len(brand.right),
        }
        for brand in watchlist.brand
    ]
