"""All about a finding."""

from datetime import UTC, datetime
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from monitor.decision import DecisionState
from monitor.errors import InputError
from monitor.review.errors import UnknownThing
from monitor.review.evidence import captures_shown, listing_of
from monitor.review.filing_routes import Filings, filings_of
from monitor.review.lists import finding_page
from monitor.review.pictures import finding_pictures
from monitor.review.plots import history_events, history_plots
from monitor.review.render import Desk
from monitor.store.read.cases import links_of_findings
from monitor.store.read.detail import finding_detail
from monitor.store.read.findings import FindingRecord
from monitor.store.read.kept_pages import kept_page
from monitor.store.read.queue import QueueFilter
from monitor.store.store import Connection

_MOST_PAGES = 20
"""Kept pages shown, the newest."""
_MOST_OTHERS = 8
"""Other findings of the seller shown, the weightiest."""


def finding_routes(desk: Desk) -> APIRouter:
    """`/finding/ID`."""
    router = APIRouter()

    @router.get("/finding/{finding_id:path}")
    def finding(request: Request, finding_id: str) -> HTMLResponse:
        with desk.store.read() as connection:
            detail = finding_detail(connection, finding_id)
            if detail is None:
                raise UnknownThing("no finding %(key)r in this store", key=finding_id[:100])
            pictures = finding_pictures(connection, detail.finding)
            others = _others_of_seller(connection, detail.finding)
            captures = captures_shown(connection, listing_of(detail.finding.id))
            its_cases = links_of_findings(connection, [detail.finding.id])
            pages = [kept_page(connection, sha256) for sha256 in detail.kept_pages[-_MOST_PAGES:]]
        return desk.render(
            request, "finding.html", detail=detail, finding=detail.finding, others=others, pictures=pictures,
            captures=captures, cases=its_cases, filing=_filing(desk, detail.finding),
            plots=history_plots(detail.history), events=history_events(detail.history),
            pages=[page for page in reversed(pages) if page is not None],
        )  # fmt: skip

    return router


class Filing(NamedTuple):
    """Where a confirmed finding can be filed; `filings` is None where that can't be said, and `problem` says why."""

    filings: Filings | None
    problem: str | None


def _filing(desk: Desk, finding: FindingRecord) -> Filing | None:
    if finding.state != DecisionState.CONFIRMED:
        return None
    try:
        return Filing(filings_of(desk.store, desk.watchlist, [finding], datetime.now(UTC)), None)
    except InputError as error:  # of the watchlist
        return Filing(None, str(error))


def _others_of_seller(connection: Connection, finding: FindingRecord) -> list[FindingRecord]:
    if finding.seller is None:
        return []
    page = finding_page(connection, QueueFilter(seller=finding.seller), None, _MOST_OTHERS + 1)
    return [other for other in page.findings if other.id != finding.id][:_MOST_OTHERS]
