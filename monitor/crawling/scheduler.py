"""Scrapy's side of the planner: the next page of a search when one is stored, other targets when the engine is idle."""

import logging
from collections.abc import Callable
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider

from monitor.crawling.planner import Planner
from monitor.crawling.spider import MarketplaceSpider
from monitor.crawling.target import Target
from monitor.errors import StoreError
from monitor.model import PageVisit

logger = logging.getLogger(__name__)

_SEARCH_PAGES_FIRST = 1_000_000
"""Priorities: page by page over all searches, then the others in the planner's order."""


class ScheduleTargets:
    """Extension: the only one that schedules requests."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._planner: Planner | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen for stored pages and for the engine having nothing to do."""
        extension = cls(crawler)
        crawler.signals.connect(extension.stored, signal=signals.item_scraped)
        crawler.signals.connect(extension.idle, signal=signals.spider_idle)
        return extension

    def stored(self, item: PageVisit, spider: MarketplaceSpider) -> None:
        """Hand over the next page of the search that a stored page belongs to."""
        if item.page == "search" and item.keyword is not None and self._planner is not None:
            planner, keyword = self._planner, item.keyword
            self._hand_over(spider, lambda: planner.following(keyword))

    def idle(self, spider: Spider) -> None:
        """Hand over the next targets; the crawl ends when there are none. Nothing is planned outside of a run."""
        if not isinstance(spider, MarketplaceSpider) or spider.context is None:
            return
        if self._planner is None:
            settings = self._crawler.settings
            most, late = settings.getint("MONITOR_DETAIL_PAGES"), settings.getbool("MONITOR_LATE")
            self._planner = Planner(spider.context, type(spider), most, spider.site.domain, late)
        handed_over = self._hand_over(spider, self._planner.next_targets)
        if handed_over is None:
            raise CloseSpider("store_failed")
        if handed_over:
            raise DontCloseSpider

    def _hand_over(self, spider: MarketplaceSpider, plan: Callable[[], list[Target]]) -> int | None:
        """Schedule what `plan` gives; returns how many, None when the store failed."""
        try:
            targets = plan()
        except StoreError as error:
            logger.critical("%s", error)
            assert self._crawler.stats is not None
            self._crawler.stats.inc_value("monitor/store_failed")
            self._crawler.stats.set_value("monitor/why_stopped", str(error))
            return None
        assert self._crawler.engine is not None, "signals come from a running engine"
        for number, target in enumerate(targets):
            # the scheduler is last in, first out within a priority: keep the planner's order
            priority = _SEARCH_PAGES_FIRST - target.page_number * 1000 if target.page_number else 0
            self._crawler.engine.crawl(spider.request_for(target).replace(priority=priority - number))
        return len(targets)
