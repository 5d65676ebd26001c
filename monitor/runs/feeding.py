"""Scrapy's side of the planner: when the engine is idle, it gets the next targets as requests."""

import logging
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider

from monitor.crawling.spider import MarketplaceSpider
from monitor.errors import StoreError
from monitor.runs.targets import Planner

logger = logging.getLogger(__name__)


class FeedRequests:
    """Extension: the only one that schedules requests."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._planner: Planner | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen for the engine having nothing to do."""
        extension = cls(crawler)
        crawler.signals.connect(extension.idle, signal=signals.spider_idle)
        return extension

    def idle(self, spider: MarketplaceSpider) -> None:
        """Hand over the next targets; the crawl ends when there are none."""
        settings = self._crawler.settings
        try:
            if self._planner is None:
                late = settings.getbool("MONITOR_LATE")
                self._planner = Planner(spider.job, type(spider), settings.getint("MONITOR_DETAIL_PAGES"), late)
            targets = self._planner.next_targets()
        except StoreError as error:
            logger.critical("%s", error)
            self._crawler.stats.inc_value("monitor/store_failed")
            self._crawler.stats.set_value("monitor/why_stopped", str(error))
            raise CloseSpider("store_failed") from None
        if not targets:
            return
        engine = self._crawler.engine
        assert engine is not None, "idle comes from a running engine"
        for number, target in enumerate(targets):
            # the scheduler is last in, first out within a priority: keep the planner's order
            engine.crawl(spider.request_for(target).replace(priority=-number))
        raise DontCloseSpider
