"""Scrapy's side of the planner: the next page of a search when one is stored, other targets when the engine is idle."""

import logging
from collections.abc import Callable
from typing import Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider

from monitor.config import load_settings
from monitor.crawling.pictures import PictureFetch
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
        self._pictures: PictureFetch | None = None
        """Set when no page is left: from then on only pictures are asked for."""

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
            self._hand_over(lambda: _requests_for(spider, planner.following(keyword)))

    def idle(self, spider: Spider) -> None:
        """Hand over the next targets and, when there are none, pictures; then the crawl ends.

        Nothing is planned outside of a run.
        """
        if not isinstance(spider, MarketplaceSpider) or spider.context is None:
            return
        handed_over: int | None = 0
        if self._pictures is None:
            handed_over = self._hand_over(lambda: self._next_pages(spider))
        if handed_over == 0:
            handed_over = self._hand_over(lambda: self._next_pictures(spider))
        if handed_over is None:
            raise CloseSpider("store_failed")
        if handed_over:
            raise DontCloseSpider

    def _next_pages(self, spider: MarketplaceSpider) -> list[Request]:
        assert spider.context is not None, "pages are planned in a run"
        if self._planner is None:
            settings = self._crawler.settings
            most, late = settings.getint("MONITOR_DETAIL_PAGES"), settings.getbool("MONITOR_LATE")
            self._planner = Planner(spider.context, type(spider), most, spider.site.domain, late)
        return _requests_for(spider, self._planner.next_targets())

    def _next_pictures(self, spider: MarketplaceSpider) -> list[Request]:
        if self._pictures is None:
            self._pictures = PictureFetch(spider, load_settings(spider.root))
        return self._pictures.next_requests()

    def _hand_over(self, plan: Callable[[], list[Request]]) -> int | None:
        """Schedule what `plan` gives; returns how many, None when the store failed."""
        try:
            requests = plan()
        except StoreError as error:
            logger.critical("%s", error)
            assert self._crawler.stats is not None
            self._crawler.stats.inc_value("monitor/store_failed")
            self._crawler.stats.set_value("monitor/why_stopped", str(error))
            return None
        assert self._crawler.engine is not None, "signals come from a running engine"
        for request in requests:
            self._crawler.engine.crawl(request)
        return len(requests)


def _requests_for(spider: MarketplaceSpider, targets: list[Target]) -> list[Request]:
    """The requests for targets, in the planner's order: the scheduler is last in, first out within a priority."""
    return [
        spider.request_for(target).replace(
            priority=(_SEARCH_PAGES_FIRST - target.page_number * 1000 if target.page_number else 0) - number
        )
        for number, target in enumerate(targets)
    ]
