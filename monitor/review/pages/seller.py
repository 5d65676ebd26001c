"""All that a seller offers."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from monitor.review.errors import UnknownThing
from monitor.review.lists import MOST_AT_ONCE, finding_page
from monitor.review.render import Desk
from monitor.store.read.decisions import seller_decisions
from monitor.store.read.detail import seller_of
from monitor.store.read.findings import FindingRecord
from monitor.store.read.operators import tied_sellers
from monitor.store.read.queue import QueueFilter
from monitor.store.read.records import stored_record
from monitor.store.read.related import LookAlikes


def seller_routes(desk: Desk) -> APIRouter:
    """`/seller/KEY`."""
    router = APIRouter()

    @router.get("/seller/{key:path}")
    def seller(request: Request, key: str) -> HTMLResponse:
        with desk.store.read() as connection:
            known = seller_of(connection, key)
            if known is None:
                raise UnknownThing("no seller %(key)r in this store", key=key[:100])
            page = finding_page(connection, QueueFilter(seller=key), None, MOST_AT_ONCE)
            decided = seller_decisions(connection, key)
            record, tied = stored_record(connection, known.key), tied_sellers(connection, known.key)
        return desk.render(
            request,
            "seller.html",
            seller=known,
            page=page,
            decided=decided,
            shared=_shared(page.findings),
            record=record,
            tied=tied,
        )

    return router


def _shared(findings: list[FindingRecord]) -> list[tuple[str, LookAlikes]]:
    """What the findings share with listings of other marketplaces, each once, with a brand that is named there."""
    groups = {(group.by, group.sign): (finding.brand, group) for finding in findings for group in finding.look_alikes}
    return list(groups.values())
