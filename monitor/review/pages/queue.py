"""The queue: all findings that are chosen, with filters and their counts."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor.review.pages.filters import Chosen, Word, read_list
from monitor.review.pages.start import first_page
from monitor.review.render import Desk
from monitor.store.read.queue import queue_currencies, sellers_among

_ROWS = 50
_NEAR = 200
"""So many findings from the place in the list on are looked at for their sellers."""
_SELLERS = 8
"""Most sellers that are offered as a filter."""


class QuickDays(NamedTuple):
    """UTC days that a click chooses, as they stand in an address."""

    yesterday: str
    week: str


def queue_routes(desk: Desk) -> APIRouter:
    """`/`."""
    router = APIRouter()

    @router.get("/")
    def queue(request: Request, chosen: Chosen, after: Word = None) -> Response:
        if (beginning := first_page(desk)) is not None:
            return RedirectResponse(beginning, 303)
        page, facets = read_list(desk.store, chosen, after, _ROWS, near=_NEAR)
        one_seller = "seller" in chosen
        with desk.store.read() as connection:
            currencies = queue_currencies(connection)
            sellers = [] if one_seller else sellers_among(connection, page.near, _SELLERS)
        today = datetime.now(UTC).date()
        days = QuickDays(*(f"{today - timedelta(days=back)}" for back in (1, 7)))
        return desk.render(
            request, "queue.html", page=page, facets=facets, chosen=chosen, currencies=currencies, sellers=sellers,
            seller_name=page.findings[0].listing.vendor.name if one_seller and page.findings else None, quick=days,
        )  # fmt: skip

    return router
