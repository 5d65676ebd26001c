"""Making the plan of a run from the command's options, all checked."""

from collections.abc import Sequence
from pathlib import Path

from monitor.config import StoreSettings
from monitor.crawling.registry import spider_class
from monitor.errors import InputError
from monitor.fetch.chromium import find_browser
from monitor.indicators.codes import check_points
from monitor.marketplaces import MARKETPLACES, SEARCH_ENGINES, WEB, check_marketplace
from monitor.plan import Plan
from monitor.text.web_address import web_address
from monitor.watchlist import Watchlist, load_watchlist

MAX_PAGES = 5
"""Pages per search by default: of a ranked search the first pages matter most."""


def make_plan(
    watchlist_file: Path,
    chosen: list[str],
    *,
    settings: StoreSettings,
    max_pages: str | int | None = None,
    brand: str | None = None,
    keyword: str | None = None,
    replay: str | None = None,
    origins: dict[str, str] | None = None,
) -> Plan:
    """The plan of a run.

    `chosen`: marketplaces instead of the watchlist's; `max_pages`: of each search; `brand`, `keyword`: only this one;
    `replay`: a folder or WARC file of saved pages; `origins`: a stand-in's address by marketplace. Raises `InputError`
    (a wrong watchlist: `WatchlistError`), which says what is wrong, where, and what was expected.
    """
    watchlist = load_watchlist(watchlist_file)
    check_points(watchlist)
    names = _marketplaces(watchlist, chosen)
    pages = _max_pages(max_pages)
    ids = [watched.id for watched in watchlist.brand]
    if brand is not None and brand not in ids:
        raise InputError(f"brand {brand!r} is not in {watchlist_file}; expected one of {', '.join(ids)}")
    if keyword is not None and not keyword.strip():
        raise InputError("keyword: expected words to search for")
    _check_domains(names, settings)
    wanted = [*names, *MARKETPLACES, WEB] if not SEARCH_ENGINES.isdisjoint(names) else names
    origins = {name: url for name, url in (origins or {}).items() if name in wanted}
    if origins and (lacking := [name for name in names if name not in origins]):
        raise InputError(
            f"--origin: no stand-in for {', '.join(lacking)}; stand-ins and live sites never mix: give one for each, "
            "or choose marketplaces with --marketplace"
        )
    if replay is not None and not Path(replay).exists():
        raise InputError(f"--replay {replay}: no such folder or file; expected saved pages or a WARC file")
    if replay is None and not origins:
        settings.needed_contact()
    if replay is None and find_browser(settings.browser) is None:
        browsed = [name for name in names if settings.of(name).fetch == "browser"]
        if browsed:
            raise InputError(
                f'settings.toml of the store: site.{browsed[0]}.fetch = "browser" needs Chromium, and none was found; '
                'install it (apt-get install chromium), or name it: browser = "/path/to/chromium"'
            )
    return Plan(
        method="replay" if replay is not None else "crawl",
        watchlist=watchlist,
        marketplaces=names,
        max_pages=pages,
        brand=brand,
        keyword=keyword,
        replay=str(Path(replay).resolve()) if replay is not None else None,
        origins=origins,
    )


def parse_origins(given: list[str], known: Sequence[str]) -> dict[str, str]:
    """Read `MARKETPLACE=URL` options. Raises `InputError` for an unknown marketplace or a wrong address."""
    origins = {}
    for option in given:
        name, _, address = option.partition("=")
        if name not in known or not address.startswith(("http://", "https://")) or web_address(address) is None:
            raise InputError(
                f"--origin {option!r}: expected MARKETPLACE=URL, such as taobao=http://127.0.0.1:8000 "
                f"(marketplaces: {', '.join(known)})"
            )
        origins[name] = address
    return origins


def _marketplaces(watchlist: Watchlist, chosen: list[str]) -> list[str]:
    return list(dict.fromkeys([check_marketplace(name) for name in chosen] or watchlist.marketplaces))


def _check_domains(names: list[str], settings: StoreSettings) -> None:
    """Raise `InputError` if the settings give a marketplace a national domain that it doesn't have."""
    for name in names:
        domain, known = settings.of(name).domain, spider_class(name).domains
        if domain is not None and domain not in known:
            expected = f"expected one of {', '.join(known)}" if known else f"{name} has one site only: leave it out"
            raise InputError(f"settings.toml of the store: site.{name}.domain: {domain!r} is unknown; {expected}")


def _max_pages(given: str | int | None) -> int:
    if given is None:
        return MAX_PAGES
    if not str(given).isascii() or not str(given).isdigit() or not 1 <= int(given) <= 1000:
        raise InputError(f"max_pages {given!r}: expected a whole number from 1 to 1000")
    return int(given)
