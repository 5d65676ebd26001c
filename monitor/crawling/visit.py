"""From what the downloader brought (a response, a failure) to a visit."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
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
from monitor.model import PageVisit, entries_of
from monitor.pages.page import Page, PageReading
from monitor.pages.read import read_page
from monitor.pages.walls import is_login_address
from monitor.saved.handler import NotSaved

if TYPE_CHECKING:
    from monitor.crawling.spider import MarketplaceSpider

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


def visit_of_response(response: Response, spider: MarketplaceSpider, target: Target) -> PageVisit:
    """Read a response with the marketplace's page class. Never raises for what a site may send."""
    page_class = spider.page_for(target.url if spider.single_site else response.url) or spider.page_classes()[-1]
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    error = None
    try:
        reading = read_page(
            page_class, response.body, response.url, response.status, content_type, spider.site.currency
        )
    except Exception as problem:
        # a page class must not fail; if one does, the page is kept for its repair and the run goes on
        logger.exception("the page class %s failed on %s", page_class.__name__, response.url)
        error = f"{page_class.__name__}: {type(problem).__name__}: {problem}"[:500]
        reading = PageReading(target.page, "unreadable", "the page class failed on it")
    body = response.body
    if reading.outcome == "unreadable" and error is None:
        reading, body = _from_answers(page_class, response, reading, spider.site.currency)
    reading = _with_transport(reading, response)
    return PageVisit(
        **_common(spider, target),
        at=response.meta.get("saved") or datetime.now(UTC),
        outcome=reading.outcome,
        reason=reading.reason,
        final_url=response.url if response.url != target.url else None,
        entries=entries_of(spider.name, spider.assign_marketplace(reading.listings, response.url)),
        total=reading.total,
        next_page=reading.next_page,
        layout=reading.layout,
        listing_id=page_class.id_of(target.url) if reading.page == "listing" else None,
        body=body,
        fetch=fetch_of(response),
        session=bool(response.meta.get("session")),
        error=error,
    )


def visit_of_failure(problem: BaseException, request: Request, spider: MarketplaceSpider, target: Target) -> PageVisit:
    """A page that could not be had: blocked, with the reason."""
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
    return PageVisit(**_common(spider, target), at=datetime.now(UTC), outcome=outcome, reason=reason)  # type: ignore[arg-type]


def _common(spider: MarketplaceSpider, target: Target) -> dict[str, Any]:
    return {
        "marketplace": spider.name,
        "page": target.page,
        "target": target.key,
        "url": target.url,
        "keyword": target.keyword,
        "page_number": target.page_number,
        "brand": target.brand,
        "method": spider.context.method,
        "stand_in": spider.context.plan.origins.get(spider.name),
    }


def _from_answers(
    page_class: type[Page], response: Response, shell: PageReading, currency: str | None
) -> tuple[PageReading, bytes]:
    """Read the data that the page fetched by itself, where its document holds none; the answer is then the page."""
    found = [
        (read_page(page_class, body, response.url, currency=currency), body)
        for body in response.meta.get("answers") or ()
    ]
    for outcome in ("listings", "empty", "blocked"):
        for reading, body in found:
            if reading.outcome == outcome:
                return reading, body
    return shell, response.body


def _with_transport(reading: PageReading, response: Response) -> PageReading:
    """What the way of the page says: redirected to a login, or cut off by the connection."""
    if reading.outcome in ("listings", "empty"):
        # a connection that closed early without a length: the end of the page may be missing
        if "partial" in response.flags:
            return PageReading(reading.page, "unreadable", "truncated", layout=reading.layout)
        return reading
    if reading.outcome == "unreadable" and is_login_address(response.url):
        return PageReading(reading.page, "blocked", "login")
    return reading
