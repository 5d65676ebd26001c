"""Step 5: the visit, its listings, observations, matches and findings, in one transaction."""

from typing import Self

from scrapy.crawler import Crawler

from monitor.crawling.context import CrawlContext, run_context
from monitor.model import PageVisit
from monitor.store.write.visit import record_visit


class StoreVisit:
    """A crash loses at most the page that was never marked done; a resumed run asks for it again."""

    def __init__(self, context: CrawlContext) -> None:
        self._context = context
        self._salt = context.store.salt

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Writes to the run's store."""
        return cls(run_context(crawler))

    def process_item(self, visit: PageVisit) -> PageVisit:
        """Write the page."""
        state = "done" if visit.error is None else "failed"
        with self._context.store.write() as connection:
            record_visit(connection, self._context.run_id, visit, salt=self._salt, state=state)
        return visit
