"""Where the pages send decisions to."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from monitor.review.decisions import NewDecisions, take_decisions_back, write_decisions
from monitor.review.render import Desk


def decision_routes(desk: Desk) -> APIRouter:
    """`/decisions` and `/undo`, both give the events."""
    router = APIRouter()

    @router.post("/decisions")
    def decisions(given: NewDecisions, *, whole_seller: bool = False) -> JSONResponse:
        return JSONResponse(write_decisions(desk.store, given, desk.reviewer, whole_seller=whole_seller))

    @router.post("/undo")
    def take_back() -> JSONResponse:
        return JSONResponse(take_decisions_back(desk.store, desk.reviewer))

    return router
