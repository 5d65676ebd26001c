"""The beginning with an empty store: from a brand's name to a watchlist."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from monitor.marketplaces import DEFAULT_MARKETPLACES
from monitor.review.access import OWNER_ONLY
from monitor.review.body import read_body
from monitor.review.render import Desk
from monitor.review.watchlist_form import Said, checked, entered_in
from monitor.store.read.runs import last_run
from monitor.watchlist.file import FileChanged, write_watchlist_file

_MOST_BYTES = 64 * 1024
_HEAD = (
    "# What to watch. The page Watchlist of `monitor review` is this file as a form; docs/watchlist.md explains it.\n\n"
)
_BRAND = "brand.0"
_FIELDS = {
    "name": f"{_BRAND}.name",
    "chinese": f"{_BRAND}.chinese",
    "categories": f"{_BRAND}.categories",
    "product": f"{_BRAND}.product.new1.name",
    "price": f"{_BRAND}.product.new1.reference_price",
    "currency": f"{_BRAND}.product.new1.currency",
}
"""The fields of this page, and those of the watchlist's form that they are."""


async def _form(request: Request) -> dict[str, str]:
    return entered_in(await read_body(request, _MOST_BYTES))


def first_page(desk: Desk) -> str | None:
    """Where a person begins: the page for the first step that is still to be done; None when all is done."""
    with desk.store.read() as connection:
        if last_run(connection) is not None:
            return None
    return "/import" if desk.watchlist.exists() else "/start"


def start_routes(desk: Desk) -> APIRouter:
    """`/start`."""
    router = APIRouter()

    @router.get("/start")
    def start(request: Request) -> Response:
        if desk.watchlist.exists():
            return RedirectResponse(first_page(desk) or "/", 303)
        return _page(desk, request, {}, [])

    @router.post("/start", dependencies=[OWNER_ONLY])
    def write(request: Request, entered: Annotated[dict[str, str], Depends(_form)]) -> Response:
        fields = {field: entered.get(name, "") for name, field in _FIELDS.items()}
        chosen = entered.get("marketplaces", "").split()
        if set(chosen) != set(DEFAULT_MARKETPLACES):
            fields["marketplaces"] = "\n".join(chosen)
        result = checked(f'{_HEAD}[[brand]]\nname = ""\n', fields)
        if result.problems:
            return _page(desk, request, entered, result.problems, status=422)
        try:
            write_watchlist_file(desk.watchlist, result.text, None)
        except FileChanged:  # another page of this browser was quicker
            return RedirectResponse("/watchlist", 303)
        return RedirectResponse("/import", 303)

    return router


def _page(
    desk: Desk, request: Request, entered: Mapping[str, str], problems: list[Said], status: int = 200
) -> HTMLResponse:  # fmt: skip
    own = {field: name for name, field in _FIELDS.items()}
    said = {own.get(problem.field or "", ""): problem.words.partition(": ")[2] or problem.words for problem in problems}
    listed = entered["marketplaces"].split() if "marketplaces" in entered else DEFAULT_MARKETPLACES
    return desk.render(
        request, "start.html", status=status, entered=entered, said=said, marketplaces=DEFAULT_MARKETPLACES,
        listed=listed, file=desk.watchlist,
    )  # fmt: skip
