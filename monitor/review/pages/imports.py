"""Importing pages that a person saved: the searches to open by hand, the files handed in, and what became of them."""

import shlex
from collections.abc import Iterator
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from monitor.crawling.registry import spider_class
from monitor.errors import InputError
from monitor.keywords import keywords_for
from monitor.review.access import OWNER_ONLY, account_of
from monitor.review.handed_in import MOST_BYTES_OF_FILE, MOST_FILES, take_in
from monitor.review.imports import Imports
from monitor.review.render import Desk
from monitor.saved.button import button_address
from monitor.saved.pictures import RESOURCES
from monitor.watchlist import Watchlist, load_watchlist

_MOST_SEARCHES = 4
"""Of a brand on a marketplace: the best ones; all stand in `monitor keywords`."""


class Search(NamedTuple):
    """A search to open by hand."""

    words: str
    address: str


class Searched(NamedTuple):
    """A marketplace and its searches. `needs`: what the site wants of who reads its searches."""

    marketplace: str
    needs: tuple[str, ...]
    searches: list[Search]


def import_routes(desk: Desk) -> APIRouter:
    """`/import`."""
    router = APIRouter()
    imports = Imports(desk.store, desk.watchlist)

    @router.get("/import")
    def page(request: Request) -> Response:
        if not desk.watchlist.exists():
            return RedirectResponse("/start", 303)
        try:
            searched, problem = list(_searches(load_watchlist(desk.watchlist))), None
        except InputError as error:
            searched, problem = [], str(error)
        run = f"monitor run {shlex.quote(str(desk.watchlist))} --store {shlex.quote(str(desk.store.root))}"
        return desk.render(
            request, "import.html", searched=searched, problem=problem, run=run, most_files=MOST_FILES,
            most_bytes=MOST_BYTES_OF_FILE, picture_folders=list(RESOURCES), save_button=button_address(),
        )  # fmt: skip

    @router.post("/import", dependencies=[OWNER_ONLY])
    def begin() -> JSONResponse:
        return JSONResponse({"import": imports.begin()})

    @router.post("/import/{key}/files", dependencies=[OWNER_ONLY])
    async def file(
        request: Request, key: str, name: Annotated[str, Query(max_length=20_000)] = "", saved: int | None = None
    ) -> JSONResponse:
        return JSONResponse({"name": await take_in(imports.to_fill(key), name, saved, request.stream())})

    @router.post("/import/{key}/run", dependencies=[OWNER_ONLY])
    def run(request: Request, key: str) -> JSONResponse:
        imports.start(key, account_of(request).name)
        return JSONResponse({})

    @router.get("/import/{key}")
    def progress(request: Request, key: str) -> HTMLResponse:
        outcome = imports.outcome(key)
        return desk.render(
            request, "import_progress.html", key=key, outcome=outcome, files=len(imports.of(key).handed_in.names),
            read=None if outcome else imports.pages_read(key), store=shlex.quote(str(desk.store.root)),
        )  # fmt: skip

    return router


def _searches(watchlist: Watchlist) -> Iterator[Searched]:
    for name in watchlist.marketplaces:
        spider = spider_class(name)
        searches = [
            Search(keyword.text, spider.search_address(keyword.text, 1))
            for brand in watchlist.brand
            for keyword in keywords_for(brand, spider.languages)[:_MOST_SEARCHES]
        ]
        yield Searched(name, spider.needs, searches)
