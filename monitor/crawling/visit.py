"""Turn a Scrapy response, or a failed request, into a `PageVisit`."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
)
from scrapy.http import Response

from monitor.crawling.target import Target
from monitor.fetch.errors import BrowserFailed
from monitor.fetch.public_address import refused
from monitor.fetch.record import fetch_of
from monitor.fetch.robots import RobotsUnreachable
from monitor.model import Listing, Method, PageVisit, entries_of
from monitor.pages.page import Page, PageReading
from monitor.pages.read import read_page
from monitor.pages.walls import is_login_address
from monitor.saved.handler import NotSaved

logger = logging.getLogger(__name__)

_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (NotSaved, "not_saved"),
    (CannotResolveHostError, "dns"),
    (DownloadTimeoutError, "timeout"),
    (DownloadConnectionRefusedError, "connection"),
    (ResponseDataLossError, "truncated"),
    (DownloadCancelledError, "too_large"),
    (NotSupported, "address"),
    (DownloadFailedError, "connection"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where pages come from, and how."""

    marketplace: str
    method: Method
    stand_in: str | None
    """Address of the server that answers in the site's place (`--origin`)."""
    currency: str | None
    """What "$", "¥" and bare numbers mean there, where the store's settings say it."""
    assign_marketplace: Callable[[tuple[Listing, ...], str], tuple[Listing, ...]]
    """Says of the listings on the page at an address where they are sold, if that is another marketplace."""


def visit_of_response(response: Response, page_class: type[Page], place: Place, target: Target) -> PageVisit:
    """Read a response with its page class. Never raises for what a site may send."""
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    error = None
    try:
        reading = read_page(page_class, response.body, response.url, response.status, content_type, place.currency)
    except Exception as problem:
        # a page class must not fail; if one does, the page is kept for its repair and the run goes on
        logger.exception("the page class %s failed on %s", page_class.__name__, response.url)
        error = f"{page_class.__name__}: {type(problem).__name__}: {problem}"[:500]
        reading = PageReading(target.page, "unreadable", "the page class failed on it")
    body = response.body
    if reading.outcome == "unreadable" and error is None:
        reading, body = _from_answers(page_class, response, reading, place.currency)
    reading = _with_transport(reading, response)
    return PageVisit(
        **_asked(place, target),
        at=response.meta.get("saved") or datetime.now(UTC),
        outcome=reading.outcome,
        reason=reading.reason,
        final_url=response.url if response.url != target.url else None,
        entries=entries_of(place.marketplace, place.assign_marketplace(reading.listings, response.url)),
        total=reading.total,
        next_page=reading.next_page,
        layout=reading.layout,
        listing_id=page_class.id_of(target.url) if reading.page == "listing" else None,
        body=body,
        fetch=fetch_of(response),
        session=bool(response.meta.get("session")),
        error=error,
    )


def visit_of_failure(problem: BaseException, request: Request, place: Place, target: Target) -> PageVisit:
    """The visit of a page that could not be had, with the reason: blocked, or unreadable if only a part came."""
    reason = next((word for kind, word in _REASONS if isinstance(problem, kind)), None)
    if isinstance(problem, RobotsUnreachable):
        reason = f"robots_unreachable: {problem}"
    elif isinstance(problem, BrowserFailed):
        reason = f"browser: {problem}"[:300]
    elif reason == "connection" and ("certificate verify" in str(problem) or "VerificationError" in str(problem)):
        reason = "certificate"
    elif reason == "dns" and (urlsplit(request.url).hostname or "") in refused:
        reason = "private_address"
    elif reason is None:
        ignored = str(problem) if isinstance(problem, IgnoreRequest) else ""
        known = (word for hint, word in (("robots", "robots"), ("redirections", "redirects")) if hint in ignored)
        reason = next(known, f"download: {type(problem).__name__}")
    outcome = "unreadable" if reason.partition(":")[0] in ("truncated", "browser") else "blocked"
    return PageVisit(**_asked(place, target), at=datetime.now(UTC), outcome=outcome, reason=reason)  # type: ignore[arg-type]


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
    }


def _from_answers(
    page_class: type[Page], response: Response, shell: PageReading, currency: str | None
) -> tuple[PageReading, bytes]:
    """Read the data that the page fetched by itself, where its document holds none; the answer is then the page."""
    answers = [
        (read_page(page_class, body, response.url, currency=currency), body)
        for body in response.meta.get("answers") or ()
    ]
    for outcome in ("listings", "empty", "blocked"):
        for reading, body in answers:
            if reading.outcome == outcome:
                return reading, body
    return shell, response.body


def _with_transport(reading: PageReading, response: Response) -> PageReading:
    """Correct a reading by how the page came: it was redirected to a login, or cut off by the connection."""
    if reading.outcome in ("listings", "empty"):
        # a connection that closed early without a length: the end of the page may be missing
        if "partial" in response.flags:
            return PageReading(reading.page, "unreadable", "truncated", layout=reading.layout)
        return reading
    if reading.outcome == "unreadable" and is_login_address(response.url):
        return PageReading(reading.page, "blocked", "login")
    return reading
