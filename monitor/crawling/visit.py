"""Turn a Scrapy response, or a failed request, into a `PageVisit`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response

from monitor.crawling.failure import reason_of_failure
from monitor.crawling.reader import ReadPage
from monitor.crawling.target import Target
from monitor.fetch.record import fetch_of
from monitor.model import Listing, Method, PageVisit, entries_of
from monitor.page_reasons import REASON_RULES, PageReason
from monitor.pages.page import Page
from monitor.pages.reading import PageReading
from monitor.pages.walls import is_login_address


@dataclass(frozen=True, slots=True)
class Place:
    """Where pages come from, and how."""

    marketplace: str
    method: Method
    stand_in: str | None
    """Address of the server that answers in the site's place (`--origin`)."""
    assign_marketplace: Callable[[tuple[Listing, ...], str], tuple[Listing, ...]]
    """Says of the listings on the page at an address where they are sold, if that is another marketplace."""


def visit_of_response(
    response: Response, page_class: type[Page], read: ReadPage, place: Place, target: Target
) -> PageVisit:
    """The visit of a response that was read with its page class."""
    reading = _with_transport(read.reading, response)
    # the data that a page fetched by itself, where its document holds none, is then the page
    body = response.body if read.answer is None else response.meta["answers"][read.answer]
    return PageVisit(
        **{**_asked(place, target), "page": reading.page},
        at=response.meta.get("saved") or datetime.now(UTC),
        outcome=reading.outcome,
        reason=reading.reason,
        detail=reading.detail,
        final_url=response.url if response.url != target.url else None,
        entries=entries_of(place.marketplace, place.assign_marketplace(reading.listings, response.url)),
        total=reading.total,
        next_page=reading.next_page,
        layout=reading.layout,
        listing_id=page_class.id_of(target.url) if reading.page == "listing" else None,
        body=body,
        fetch=fetch_of(response),
        session=bool(response.meta.get("session")),
        captured=response.meta.get("captured") or {},
        error=read.error,
    )


def visit_of_failure(problem: BaseException, request: Request, place: Place, target: Target) -> PageVisit:
    """The visit of a page that could not be had, with the reason. `request`: as it was asked last."""
    reason, detail = reason_of_failure(problem, request)
    outcome = REASON_RULES[reason].outcome
    return PageVisit(**_asked(place, target), at=datetime.now(UTC), outcome=outcome, reason=reason, detail=detail)


def visit_of_error(request: Request, body: bytes, place: Place, target: Target) -> PageVisit:
    """The visit of a page on which the program itself failed before there was one."""
    return PageVisit(
        **_asked(place, target),
        at=request.meta.get("saved") or datetime.now(UTC),
        outcome="unreadable",
        reason=PageReason.STEP_FAILED,
        body=body,
    )


def _asked(place: Place, target: Target) -> dict[str, Any]:
    """What is known of a visit before anything came."""
    return {
        "marketplace": place.marketplace,
        "page": target.page,
        "target": target.key,
        "url": target.url,
        "keyword": target.keyword,
        "page_number": target.page_number,
        "brand": target.brand,
        "method": place.method,
        "stand_in": place.stand_in,
        "capture": target.capture,
    }


def _with_transport(reading: PageReading, response: Response) -> PageReading:
    """Correct a reading by how the page came: redirected to a login, or shown by a browser."""
    if reading.outcome in ("listings", "empty"):
        return reading
    if reading.reason == PageReason.SCRIPT_SHELL and response.meta.get("browser"):
        # the browser has shown what there is
        reading = PageReading.without_listings(reading.page, PageReason.UNKNOWN_LAYOUT)
    if reading.outcome == "unreadable" and is_login_address(response.url):
        return PageReading.without_listings(reading.page, PageReason.LOGIN)
    return reading
