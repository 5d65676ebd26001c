"""`monitor keywords`: what is searched for, what else would be worth a search, and where each comes from."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.options import DEFAULT_STORE
from monitor.cli.output import out_json, say, table
from monitor.cli.store_titles import show_company, show_doubted, show_suggestions
from monitor.crawling.registry import spider_class
from monitor.errors import InputError
from monitor.keywords import Keyword, expand
from monitor.text.hanzi import toned
from monitor.watchlist import Brand, Watchlist, load_watchlist

_HANZI = re.compile("[㐀-鿿]")


def keywords(
    watchlist: Annotated[Path, typer.Argument(help="The watchlist: a file, or a folder of such files.")] = Path(
        "watchlist.toml"
    ),
    marketplace: Annotated[list[str] | None, typer.Option(help="Only this marketplace (may be repeated).")] = None,
    brand: Annotated[str | None, typer.Option(help="Only this brand (its id).")] = None,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Suggest names for the watchlist: commonly known, or found in titles.")
    ] = False,
    doubted: Annotated[
        bool, typer.Option("--doubted", help="List the titles that hold a name and were not taken for the brand.")
    ] = False,
    company: Annotated[
        bool, typer.Option("--company", help="List the words learned to stand beside names that are also words.")
    ] = False,
    store: Annotated[
        Path,
        typer.Option(help="The store whose titles are read for these lists.", envvar="MONITOR_STORE"),
    ] = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line for each row.")] = False,
) -> None:
    """List the searches of each brand per marketplace, best first: those of a run, then proposals.

    A proposal is searched once you write it into the brand's `keywords_on`; `keywords_off` leaves one out.

    Example: monitor keywords watchlist.toml --marketplace taobao
    """
    watched = load_watchlist(watchlist)
    brands = chosen_brands(watched, brand, watchlist)
    if suggest:
        show_suggestions(brands, store, as_json=as_json)
        return
    if doubted:
        show_doubted(brands, watched, store, as_json=as_json)
        return
    if company:
        show_company(brands, watched, store, as_json=as_json)
        return
    for languages, names in _by_languages(chosen_marketplaces(watched, marketplace or [])):
        for one in brands:
            found = expand(one, languages)
            if as_json:
                for line in _lines(names, found):
                    out_json(line)
            else:
                _show(one, names, found)
    if not as_json:
        say("Write a proposal into the brand's keywords_on to have it searched; keywords_off leaves a search out.")


def chosen_brands(watched: Watchlist, wanted: str | None, file: Path) -> list[Brand]:
    """The brand with that id, or all. Raises `InputError` when there is none."""
    brands = [brand for brand in watched.brand if wanted in (None, brand.id)]
    if not brands:
        ids = ", ".join(brand.id for brand in watched.brand)
        raise InputError(f"brand {wanted!r} is not in {file}; expected one of {ids}")
    return brands


def chosen_marketplaces(watched: Watchlist, wanted: list[str]) -> list[str]:
    """The wanted marketplaces, or the watchlist's. Raises `InputError` for an unknown one."""
    for name in wanted:
        spider_class(name)
    return wanted or list(watched.marketplaces)


def _by_languages(names: list[str]) -> list[tuple[tuple[str, ...], list[str]]]:
    """Marketplaces of the same languages have the same searches: shown once."""
    together: dict[tuple[str, ...], list[str]] = {}
    for name in dict.fromkeys(names):
        together.setdefault(spider_class(name).languages, []).append(name)
    return list(together.items())


def _lines(names: list[str], found: list[Keyword]) -> Iterator[dict[str, object]]:
    for name in names:
        for rank, keyword in enumerate(found, 1):
            yield {
                "marketplace": name,
                "brand": keyword.brand,
                "rank": rank,
                "keyword": keyword.text,
                "searched": keyword.searched,
                "source": keyword.source,
            }


def _show(brand: Brand, names: list[str], found: list[Keyword]) -> None:
    rows = [
        [f"{rank}", "yes" if keyword.searched else "no", keyword.text, _read(keyword.text), keyword.source]
        for rank, keyword in enumerate(found, 1)
    ]
    table(
        ["", "searched", "keyword", "read", "where it comes from"],
        rows,
        title=f"{brand.name} on {', '.join(names)}",
        right=(0,),
    )


def _read(text: str) -> str:
    """How it is said, for those who don't read Chinese."""
    return toned("".join(_HANZI.findall(text))) if _HANZI.search(text) else ""
