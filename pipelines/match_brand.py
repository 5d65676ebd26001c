"""Step 2: which of the page's listings name a watched brand."""

from dataclasses import replace
from typing import Self

from scrapy.crawler import Crawler

from monitor.crawling.context import CrawlContext, run_context
from monitor.model import PageVisit


class MatchBrand:
    """Asks the run's matcher about every title."""

    def __init__(self, context: CrawlContext) -> None:
        self._match = context.matcher.match

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The matcher is made of the run's watchlist."""
        return cls(run_context(crawler))

    def process_item(self, visit: PageVisit) -> PageVisit:
        """Add the matches to the entries."""
        entries = (replace(entry, matches=self._match(entry.listing.title)) for entry in visit.entries)
        return replace(visit, entries=tuple(entries))
