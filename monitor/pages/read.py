"""Read a saved or downloaded page: from its bytes, status and address to outcome and listings."""

from monitor.model import PageKind, listing_record
from monitor.page_reasons import PageReason
from monitor.pages.limits import MAX_PAGE_BYTES
from monitor.pages.page import Page, PageReading
from monitor.text.decode import decode_page

_GONE_STATUS = (404, 410)
_REFUSALS = {
    401: PageReason.LOGIN,
    403: PageReason.WALL,
    405: PageReason.WALL,
    420: PageReason.WALL,
    429: PageReason.RATE_LIMIT,
    503: PageReason.RATE_LIMIT,
}
"""What a site means by a status that refuses; any other from 400 on is an error of its own."""


def read_page(
    page_class: type[Page],
    body: bytes,
    url: str,
    status: int = 200,
    content_type: str | None = None,
    currency: str | None = None,
) -> PageReading:
    """Decode and read a page whose Content-Encoding is undone, however long that takes: see `monitor.crawling.reader`.

    `currency`: what "$", "¥" and bare numbers mean there, when the store's settings say it; else what the site means.
    """
    if status in _GONE_STATUS and page_class.kind == "listing":
        return PageReading.without_listings("listing", PageReason.GONE, f"status {status}")
    if not body.strip():
        lost = PageReason.BROKEN_REDIRECT if 300 <= status < 400 else PageReason.EMPTY_BODY
        return _refused(page_class.kind, status) or PageReading.without_listings(page_class.kind, lost)
    if len(body) > MAX_PAGE_BYTES:
        return PageReading.without_listings(page_class.kind, PageReason.TOO_LARGE)
    page = page_class(decode_page(body, content_type), url, currency)
    try:
        reading = page.read()
    except RecursionError:
        return PageReading.without_listings(page_class.kind, PageReason.TOO_COSTLY, "nested too deep")
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
        "detail": reading.detail,
        "total": reading.total,
        "next_page": reading.next_page,
        "layout": reading.layout,
        "partial": reading.reason == PageReason.TRUNCATED,
        "listings": [listing_record(listing) for listing in reading.listings],
    }


def _refused(kind: PageKind, status: int) -> PageReading | None:
    if status < 400:
        return None
    reason = _REFUSALS.get(status, PageReason.STATUS)
    return PageReading.without_listings(kind, reason, f"status {status}")
