"""Where the pages send decisions to."""

from fastapi import APIRouter, BackgroundTasks, Request
from fastapi.responses import JSONResponse

from monitor.review.access import account_of
from monitor.review.decisions import MOST_BYTES, NewDecisions, Undo, seal_later, take_decisions_back, write_decisions
from monitor.review.render import Desk


def decision_routes(desk: Desk) -> APIRouter:
    """`/decisions` and `/undo`, both give the events."""
    router = APIRouter()

    @router.post("/decisions", max_body_size=MOST_BYTES)
    def decisions(request: Request, given: NewDecisions, *, whole_seller: bool = False) -> JSONResponse:
        background = BackgroundTasks()
        written = write_decisions(desk.store, given, account_of(request).name, whole_seller=whole_seller)
        seal_later(background, desk.store, given)
        return JSONResponse(written, background=background)

    @router.post("/undo")
    def take_back(request: Request, given: Undo | None = None) -> JSONResponse:
        own = desk.access.is_shared
        return JSONResponse(take_decisions_back(desk.store, given or Undo(), account_of(request).name, only_own=own))

    return router
