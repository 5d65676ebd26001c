"""`monitor new-marketplace`: the files of a marketplace that nobody reads yet, ready to be changed."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.output import out, say
from monitor.errors import InputError


def new_marketplace(
    name: Annotated[str, typer.Argument(help="Its id: small letters, digits, _; never changed again.")],
    search: Annotated[
        str | None,
        typer.Option(
            help="A search's address with {keyword}, and {page} or {offset}.", show_default="https://www.NAME.com/…"
        ),
    ] = None,
    listing: Annotated[
        str | None, typer.Option(help="A listing's address with {id}.", show_default="https://www.NAME.com/…")
    ] = None,
    currency: Annotated[str, typer.Option(help="What bare prices mean there.")] = "EUR",
    language: Annotated[str, typer.Option(help="Which of the brands' names are searched: en or zh.")] = "en",
    watchlist: Annotated[Path, typer.Option(help="The watchlist that is to search it.")] = Path("watchlist.toml"),
    checkout: Annotated[Path, typer.Option(help="The project's folder.")] = Path(),
) -> None:
    """Begin a marketplace: its spider, fixtures of the four outcomes, and the watchlist's entry.

    Example: monitor new-marketplace example --search "https://www.example.com/search?q={keyword}&page={page}"
    """
    from monitor.scaffold.new_marketplace import NewMarketplace, write_marketplace

    host = f"https://www.{name.replace('_', '-')}.com"
    new = NewMarketplace(
        name,
        search or f"{host}/search?q={{keyword}}&page={{page}}",
        listing or f"{host}/item/{{id}}",
        currency,
        language,
    )
    for path in write_marketplace(new, checkout):
        out(str(path))
    _watch(watchlist, name)
    say(
        f"Next: docs/add-a-marketplace.md, from step 2. Look at it: monitor run examples/watchlist.toml "
        f"--marketplace {name} --replay fixtures --store /tmp/{name}"
    )


def _watch(file: Path, name: str) -> None:
    """Add the marketplace to the watchlist's file, or say what is to be added."""
    from monitor.watchlist.add import with_marketplace

    if not file.exists():
        say(f"{file}: no such watchlist; a watchlist without `marketplaces` searches {name} from now on.")
        return
    try:
        text = file.read_text(encoding="utf-8")
        added = with_marketplace(text, name)
        if added is not None:
            file.write_text(added, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InputError(f"{file}: can't be changed ({error}); add {name!r} to its `marketplaces` yourself") from None
    if added is None:
        say(f'{file}: has no plain list `marketplaces = ["…"]`; without one, all are searched, {name} too.')
    else:
        out(str(file))
