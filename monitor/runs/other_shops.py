"""Saved pages of shops that are no marketplace of ours: those that offer something, by whatever layout."""

from collections.abc import Iterator, Sequence
from contextlib import closing

from monitor.crawling.reader import read_in_worker
from monitor.crawling.registry import spider_class
from monitor.errors import InputError
from monitor.marketplaces import WEB
from monitor.sandbox import Worker
from monitor.saved.page import SavedPage


def pages_with_offers(pages: Sequence[SavedPage]) -> Iterator[SavedPage]:
    """Those of the pages on which a listing with a price is read. They are read in a worker, one after the other."""
    if not pages:
        return
    spider = spider_class(WEB)
    with closing(Worker()) as worker:
        for page in pages:
            page_class = spider.page_for(page.url)
            try:
                body = page.body()
            except (OSError, InputError):
                continue  # it is passed over for its address
            if page_class is None:
                continue
            reading = read_in_worker(worker, page_class, body, page.url, status=page.status).reading
            if any(listing.price_min is not None for listing in reading.listings):
                yield page
