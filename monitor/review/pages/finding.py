"""All about a finding."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from monitor.review.api import UnknownThing
from monitor.review.render import Desk
from monitor.store.read.detail import finding_detail


def finding_routes(desk: Desk) -> APIRouter:
    """`/finding/ID`."""
    router = APIRouter()

    @router.get("/finding/{finding_id:path}")
    def finding(request: Request, finding_id: str) -> HTMLResponse:
        with desk.store.read() as connection:
            detail = finding_detail(connection, finding_id)
        if detail is None:
            raise UnknownThing(f"no finding {finding_id[:100]!r} in this store")
        return desk.render(request, "finding.html", detail=detail, finding=detail.finding)

    return router
