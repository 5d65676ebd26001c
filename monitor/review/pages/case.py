"""Case by case: one finding fills the screen, the next ones stand beside it."""

from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from monitor.review.lists import place_of
from monitor.review.pages.filters import Chosen, Word, read_list
from monitor.review.pictures import pictures_beside
from monitor.review.render import Desk, address
from monitor.store.read.alike import findings_alike
from monitor.store.read.detail import seller_of
from monitor.store.read.findings import FindingRecord

_NEXT = 9
"""Cases in the list beside: as many as fit a laptop's screen."""


def case_routes(desk: Desk) -> APIRouter:
    """`/case`."""
    router = APIRouter()

    @router.get("/case")
    def case(request: Request, chosen: Chosen, after: Word = None) -> HTMLResponse:
        page, _ = read_list(desk.store, chosen, after, 1 + _NEXT)
        finding = page.findings[0] if page.findings else None
        with desk.store.read() as connection:
            alike = findings_alike(connection, finding) if finding else {}
            pictures = pictures_beside(connection, finding) if finding else None
            seller = seller_of(connection, finding.seller) if finding and finding.seller else None
        return desk.render(
            request, "case.html", page=page, chosen=chosen, finding=finding, alike=alike, seller=seller,
            pictures=pictures, nearby=_nearby(page.findings, chosen, after),
        )  # fmt: skip

    return router


class Nearby(NamedTuple):
    """A case in the list beside, and the address at which it fills the screen."""

    finding: FindingRecord
    address: str


def _nearby(findings: list[FindingRecord], chosen: dict[str, str], after: str | None) -> list[Nearby]:
    places = [after, *map(place_of, findings)]
    return [
        Nearby(finding, address("/case", chosen, after=place)) for finding, place in zip(findings, places, strict=False)
    ]
