"""Read a saved or downloaded page: from its bytes, status and address to outcome and listings."""

from monitor.model import PageKind, listing_record
from monitor.pages.page import Page, PageReading
from monitor.pages.parse_budget import TooCostly
from monitor.text.decode import decode_page

_GONE_STATUS = (404, 410)


def read_page(
    page_class: type[Page],
    body: bytes,
    url: str,
    status: int = 200,
    content_type: str | None = None,
    currency: str | None = None,
) -> PageReading:
    """Decode and read a page whose Content-Encoding is undone. Never raises for what a site may send.

    `currency`: what "$", "¥" and bare numbers mean there, when the store's settings say it; else what the site means.
    """
    if status in _GONE_STATUS and page_class.kind == "listing":
        return PageReading("listing", "empty", f"status {status}: the site says it is gone")
    if not body.strip():
        lost = "a redirect that can't be followed" if 300 <= status < 400 else "the page has no content"
        return _refused(page_class.kind, status) or PageReading(page_class.kind, "unreadable", lost)
    page = page_class(decode_page(body, content_type), url, currency)
    try:
        reading = page.read()
    except (TooCostly, RecursionError) as error:
        return PageReading(page_class.kind, "unreadable", str(error) or "nested too deep")
    if reading.outcome in ("listings", "empty"):
        return reading
    return _refused(page_class.kind, status) or reading


def reading_record(marketplace: str, reading: PageReading) -> dict[str, object]:
    """A page's reading in the form of `monitor extract --json` and of a case's `expected.json`."""
    return {
        "marketplace": marketplace,
        "page": reading.page,
        "outcome": reading.outcome,
        "reason": reading.reason,
        "total": reading.total,
        "next_page": reading.next_page,
        "layout": reading.layout,
        "listings": [listing_record(listing) for listing in reading.listings],
    }


def _refused(kind: PageKind, status: int) -> PageReading | None:
    if status < 400:
        return None
    reason = (
        "rate_limit"
        if status in (429, 503)
        else "login"
        if status == 401
        else "wall"
        if status in (403, 405, 420)
        else "status"
    )
    return PageReading(kind, "blocked", f"{reason}: status {status}" if reason == "status" else reason)
