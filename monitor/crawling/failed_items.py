"""When the program itself fails on a page: the page is kept as `failed`; if the store fails, all stops."""

import asyncio
import logging
from dataclasses import replace
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from monitor.crawling.failure import LONGEST_DETAIL
from monitor.crawling.spider import MarketplaceSpider
from monitor.errors import StoreError
from monitor.evidence.snapshots import write_snapshot
from monitor.model import PageVisit
from monitor.page_reasons import PageReason
from monitor.store.write.visit import record_visit

logger = logging.getLogger(__name__)


class KeepFailedItems:
    """Extension: no page is lost to an exception, of the spider or of a pipeline step, and none counts as done."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen for spiders and pipeline steps that raise."""
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_error, signal=signals.spider_error)
        crawler.signals.connect(extension.item_error, signal=signals.item_error)
        return extension

    def item_error(self, item: Any, failure: Failure) -> None:
        """Store the page as failed, with its raw bytes; a store that can't be written ends the run.

        Outside of a run there is no store: Scrapy's log tells what failed.
        """
        if getattr(self._crawler.spider, "context", None) is None:
            return
        self._fail(item, failure.value)

    def spider_error(self, failure: Failure, response: Response | Failure, spider: Spider) -> None:
        """The same for a page on which the spider raised. `response`: what was handed to it. A picture is no page."""
        request: Request = response.request  # type: ignore[union-attr, assignment]
        if not isinstance(spider, MarketplaceSpider) or spider.context is None or request is None:
            return
        if "picture" in request.meta and not isinstance(failure.value, (StoreError, OSError)):
            return  # it stays without an answer, and the log tells
        body = response.body if isinstance(response, Response) else b""
        self._fail(spider.visit_of_error(request, body), failure.value)

    def _fail(self, item: Any, problem: BaseException | None) -> None:
        if not isinstance(problem, (StoreError, OSError)):
            try:
                self._keep(item, f"{type(problem).__name__}: {problem}"[:500])
            except (StoreError, OSError) as second:
                problem = second
            else:
                self._count("monitor/failed")
                return
        if self._closing is not None:
            return
        logger.critical("%s", problem)
        self._count("monitor/store_failed")
        self._crawler.stats.set_value("monitor/why_stopped", str(problem))
        self._stop()

    def _keep(self, visit: PageVisit, error: str) -> None:
        context = self._crawler.spider.context  # type: ignore[union-attr]
        snapshot = write_snapshot(context.store.snapshots, visit.body, None) if visit.body else None
        failed = replace(
            visit, outcome="unreadable", reason=PageReason.STEP_FAILED, detail=error[:LONGEST_DETAIL], entries=(),
            snapshot=snapshot, error=error,
        )  # fmt: skip
        with context.store.write() as connection:
            record_visit(connection, context.run_id, failed, salt=context.store.salt, state="failed")

    def _count(self, stat: str) -> None:
        assert self._crawler.stats is not None
        self._crawler.stats.inc_value(stat)

    def _stop(self) -> None:
        assert self._crawler.engine is not None
        self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason="store_failed"))
