"""Step 1: count what came, and say aloud what a page should not do."""

import logging
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from monitor.model import PageVisit
from monitor.page_reasons import PageReason, reason_with_detail

logger = logging.getLogger(__name__)


class CheckVisit:
    """Changes nothing: a visit is what the page was."""

    def __init__(self, stats: StatsCollector) -> None:
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Counts go to the crawl's statistics."""
        assert crawler.stats is not None
        return cls(crawler.stats)

    def process_item(self, visit: Any) -> Any:
        """Count outcomes and told fields; warn of pages that could not be read and of listings without an id."""
        if not isinstance(visit, PageVisit):
            return visit  # a plain spider's item, outside of a run
        self._stats.inc_value(f"monitor/{visit.outcome}")
        if visit.error is not None:
            self._stats.inc_value("monitor/failed")
        if visit.reason == PageReason.NOT_SAVED:
            self._stats.inc_value("monitor/not_saved")
        if visit.outcome in ("blocked", "unreadable"):
            why = reason_with_detail(visit.reason, visit.detail)
            logger.warning("%s: %s (%s): %s", visit.marketplace, visit.outcome, why, visit.url)
        listings = visit.listings
        for name in ("listing_id", "title", "price_min"):
            lacking = sum(getattr(listing, name) is None for listing in listings)
            if lacking:
                self._stats.inc_value(f"monitor/without/{name}", lacking)
                if name == "listing_id":
                    logger.warning("%s: %d listings without an id: %s", visit.marketplace, lacking, visit.url)
        self._stats.inc_value("monitor/listed", len(listings))
        return visit
