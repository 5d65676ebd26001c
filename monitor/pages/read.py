"""Read a saved or downloaded page: from its bytes, status and address to outcome and listings."""

from dataclasses import replace

from monitor.model import PageKind, listing_record
from monitor.page_reasons import PageReason
from monitor.pages.answer_markup import markup_in
from monitor.pages.completeness import expected_listings
from monitor.pages.limits import MAX_PAGE_BYTES
from monitor.pages.page import Page
from monitor.pages.reading import PageReading
from monitor.pages.web_archive import without_archive
from monitor.pages.whole import is_whole
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
    *,
    by_guess: bool = False,
    may_be_cut: bool = False,
) -> PageReading:
    """Decode and read a page whose Content-Encoding is undone, however long that takes: see `monitor.crawling.reader`.

    `currency`: what "$", "¥" and bare numbers mean there, when the store's settings say it; else what the site means.
    `by_guess`: read it with the general reader alone.
    `may_be_cut`: nobody said how long the page is, or it came shorter: then its own form says whether it is whole.
    """
    if status in _GONE_STATUS and page_class.kind == "listing":
        return PageReading.without_listings("listing", PageReason.GONE, f"status {status}")
    if not body.strip():
        lost = PageReason.BROKEN_REDIRECT if 300 <= status < 400 else PageReason.EMPTY_BODY
        return _refused(page_class.kind, status) or PageReading.without_listings(page_class.kind, lost)
    if len(body) > MAX_PAGE_BYTES:
        return PageReading.without_listings(page_class.kind, PageReason.TOO_LARGE)
    page = page_class(without_archive(decode_page(body, content_type)), url, currency)
    try:
        reading = page.read_by_guess() if by_guess else page.read()
        if not by_guess and reading.outcome in ("listings", "unreadable") and reading.layout not in page_class.layouts:
            reading = _read_markup(page, currency) or reading
    except RecursionError:
        return PageReading.without_listings(page_class.kind, PageReason.TOO_COSTLY, "nested too deep")
    if expected := expected_listings(page, reading):
        read = f"{len(reading.listings)} of {expected}"
        detail = f"{read}; {reading.detail}" if reading.detail else read
        reading = replace(reading, reason=PageReason.PARTIAL, detail=detail)
    refused = _refused(page_class.kind, status)
    if reading.outcome not in ("listings", "empty") and refused:
        return refused
    if may_be_cut and reading.outcome != "blocked" and not is_whole(page.text):
        return PageReading.without_listings(page_class.kind, PageReason.TRUNCATED, layout=reading.layout)
    return reading


def _read_markup(page: Page, currency: str | None) -> PageReading | None:
    """What stands in the markup that an answer holds; None where there is none, or nothing that can be read."""
    markup = markup_in(page.answer)
    reading = type(page)(markup, page.url, currency).read() if markup else None
    return reading if reading is not None and reading.layout in page.layouts else None


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
        "partial": reading.reason in (PageReason.PARTIAL, PageReason.TRUNCATED),
        "listings": [listing_record(listing) for listing in reading.listings],
    }


def _refused(kind: PageKind, status: int) -> PageReading | None:
    if status < 400:
        return None
    reason = _REFUSALS.get(status, PageReason.STATUS)
    return PageReading.without_listings(kind, reason, f"status {status}")
