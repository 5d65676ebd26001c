"""`monitor new-marketplace`: the files of a marketplace that nobody reads yet, ready to be changed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.output import out, say
from monitor.errors import InputError

if TYPE_CHECKING:
    from monitor.scaffold.from_page import SitePage


def new_marketplace(
    name: Annotated[str, typer.Argument(help="Its id: small letters, digits, _; never changed again.")],
    page: Annotated[
        Path | None,
        typer.Option("--from", help="A saved page of results (HTML or JSON), of which the page class is made."),
    ] = None,
    url: Annotated[str | None, typer.Option(help="The address that this page was saved from.")] = None,
    search: Annotated[
        str | None,
        typer.Option(
            help="A search's address with {keyword}, and {page} or {offset}.", show_default="https://www.NAME.com/…"
        ),
    ] = None,
    listing: Annotated[
        str | None, typer.Option(help="A listing's address with {id}.", show_default="https://www.NAME.com/…")
    ] = None,
    currency: Annotated[
        str | None, typer.Option(help="What bare prices mean there.", show_default="the page's, or EUR")
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(help="Which of the brands' names are searched: en or zh.", show_default="the page's, or en"),
    ] = None,
    watchlist: Annotated[Path, typer.Option(help="The watchlist that is to search it.")] = Path("watchlist.toml"),
    checkout: Annotated[Path, typer.Option(help="The project's folder.")] = Path(),
) -> None:
    """Begin a marketplace: its spider, fixtures of the four outcomes, and the watchlist's entry.

    Example: monitor new-marketplace example --from page.html --url "https://www.example.com/search?q=drill"
    """
    from monitor.scaffold.new_marketplace import NewMarketplace, check_name, difference, write_marketplace

    check_name(name)
    if (page is None) != (url is None):
        raise InputError("--from and --url: expected both, a saved page and its address, or none of them")
    site = _site_page(page, url, search, listing) if page and url else None
    host = f"https://www.{name.replace('_', '-')}.com"
    new = NewMarketplace(
        name,
        site.search_url if site else search or f"{host}/search?q={{keyword}}&page={{page}}",
        site.listing_url if site else listing or f"{host}/item/{{id}}",
        currency or (site and site.currency) or "EUR",
        language or (site.language if site else "en"),
        site.layout if site else None,
    )
    for path in write_marketplace(new, checkout):
        out(str(path))
    _watch(watchlist, name)
    if site is None:
        say(
            f"Next: docs/add-a-marketplace.md, from step 2. Look at it: monitor run examples/watchlist.toml "
            f"--marketplace {name} --replay fixtures --store /tmp/{name}"
        )
        return
    for line in difference(new, site, checkout):
        say(f"To be mended: {line}.")
    for line in site.layout.unknown:
        say(f"Not told by the page: {line}.")
    say(
        f'Next: import the page (monitor import {page} --url "{site.url}" --watchlist {watchlist}), compare the '
        "listings with it, then docs/add-a-marketplace.md, from step 2."
    )


def _site_page(page: Path, url: str, search: str | None, listing: str | None) -> "SitePage":
    from monitor.scaffold.from_page import site_page

    try:
        body = page.read_bytes()
    except OSError as error:
        raise InputError(f"--from {page}: can't be read ({error.strerror}); expected a saved page") from None
    return site_page(body, url, search, listing)


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
