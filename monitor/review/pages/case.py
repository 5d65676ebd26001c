"""Case by case: one finding fills the screen, the next ones stand beside it."""

from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from monitor.review.errors import UnknownThing
from monitor.review.lists import chosen_by, finding_page, place_of
from monitor.review.pages.filters import Chosen, Word
from monitor.review.pictures import finding_pictures
from monitor.review.render import Desk, address
from monitor.store.read.alike import findings_alike
from monitor.store.read.detail import seller_of
from monitor.store.read.findings import FindingRecord, findings_by_id
from monitor.store.store import Connection

_NEXT = 9
"""Cases in the list beside: as many as fit a laptop's screen."""


def case_routes(desk: Desk) -> APIRouter:
    """`/case`."""
    router = APIRouter()

    @router.get("/case")
    def case(request: Request, chosen: Chosen, after: Word = None, finding: Word = None) -> HTMLResponse:
        """`finding`: the id of the one that is shown first, whether it is still among the chosen ones or not."""
        with desk.store.read() as connection:
            page = finding_page(connection, chosen_by(connection, chosen), after, 1 + _NEXT)
        nearby = _nearby(page.findings, chosen, after)
        with desk.store.read() as connection:
            if finding is not None:
                nearby = [_nearby_alone(connection, finding, chosen, after)] + [
                    other for other in nearby if other.finding.id != finding
                ]
            shown = nearby[0].finding if nearby else None
            alike = findings_alike(connection, shown) if shown else {}
            pictures = finding_pictures(connection, shown) if shown else None
            seller = seller_of(connection, shown.seller) if shown and shown.seller else None
        return desk.render(
            request, "case.html", page=page, chosen=chosen, finding=shown, alike=alike, seller=seller,
            pictures=pictures, nearby=nearby,
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


def _nearby_alone(connection: Connection, finding_id: str, chosen: dict[str, str], after: str | None) -> Nearby:
    finding = findings_by_id(connection, [finding_id]).get(finding_id)
    if finding is None:
        raise UnknownThing("no finding %(key)r in this store", key=finding_id[:100])
    return Nearby(finding, address("/case", chosen, after=after, finding=finding_id))
