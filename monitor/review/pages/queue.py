"""The queue: all findings that are chosen, with filters and their counts."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from monitor.review.pages.filters import Chosen, Word, read_list
from monitor.review.render import Desk

_ROWS = 50


def queue_routes(desk: Desk) -> APIRouter:
    """`/`."""
    router = APIRouter()

    @router.get("/")
    def queue(request: Request, chosen: Chosen, after: Word = None) -> HTMLResponse:
        page, facets = read_list(desk.store, chosen, after, _ROWS)
        return desk.render(request, "queue.html", page=page, facets=facets, chosen=chosen)

    return router
