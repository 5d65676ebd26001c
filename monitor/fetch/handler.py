"""The one door to the net: every request of a crawler, robots.txt and redirects too, waits here for the site's slot.

"One door" means that there is no second way out: whatever Scrapy, a page or a command asks for is sent by this handler
(by Chromium, which it starts, for some pages), so that politeness, stand-ins and the check of addresses hold for all.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol, Self, runtime_checkable
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError, NotConfigured
from scrapy.http import Response

from monitor.config import default_store, load_settings
from monitor.fetch.connection import with_connection_facts
from monitor.fetch.header_limit import HeadersTooLarge, headers_too_large, with_header_limit
from monitor.fetch.politeness import Politeness, SiteHeld, politeness_for
from monitor.fetch.record import begin_fetch
from monitor.fetch.site import site_of
from monitor.fetch.stand_in import stand_in_address
from monitor.marketplaces import WEB

if TYPE_CHECKING:
    from monitor.fetch.browser import Browser
    from monitor.fetch.mode import Fetching

logger = logging.getLogger(__name__)


@runtime_checkable
class KnowsSites(Protocol):
    """A spider that says which politeness holds for an address."""

    def politeness_of(self, url: str) -> Politeness:
        """How the site of `url` is to be asked."""


class PoliteHandler(HTTP11DownloadHandler):
    """Sends requests to the site itself or, with `--origin`, to its stand-in; everything above sees the real address.

    A stand-in gets path, query and, as the header `X-Forwarded-Host`, the real host.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        verified = crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        connections = with_connection_facts(with_header_limit(self._pool._factory), verified=verified)  # noqa: SLF001
        self._pool._factory = connections  # noqa: SLF001 (it has no other place)
        self._origin: str | None = crawler.settings["MONITOR_ORIGIN"]
        self._least_delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._browser: Browser | None = None

    async def download_request(self, request: Request) -> Response:
        """The answer. Raises `SiteHeld` where the site is not to be asked now."""
        politeness = politeness_of(self.crawler, request.url)
        async with politeness.slot(self._least_delay):
            begin_fetch(request)
            response = await self._ask(request)
            retry_after = response.headers.get("Retry-After")
            politeness.record_response(
                response.status,
                retry_after.decode("latin-1") if retry_after else None,
                request.meta.get("download_latency"),  # until the headers came; Scrapy sets it for plain HTTP only
            )
        return response

    async def _ask(self, request: Request) -> Response:
        """Send the request: as plain HTTP, or with the browser, which is started for the first such page."""
        if not request.meta.get("browser"):
            return await self._ask_plainly(request)
        if self._browser is None:
            from monitor.fetch.browser import Browser  # noqa: PLC0415 (slow to import, and not always needed)

            fetching: Fetching = self.crawler.spider.fetching  # type: ignore[union-attr]
            domains = self.crawler.spider.allowed_domains  # type: ignore[union-attr]
            assert fetching.browser is not None, "the spider asks for a browser only where there is one"
            self._browser = Browser(self.crawler, fetching.browser, self._origin, domains, fetching.profile)
        return await self._browser.ask(request)

    async def _ask_plainly(self, request: Request) -> Response:
        """Send the request without a browser."""
        if self._origin is None:
            return await self._send(request)
        headers = request.headers.copy()
        headers["X-Forwarded-Host"] = urlsplit(request.url).netloc
        address = stand_in_address(self._origin, request.url)
        asked = request.replace(url=address, headers=headers)
        response = await self._send(asked)
        request.meta["download_latency"] = asked.meta.get("download_latency")
        return response.replace(url=request.url)

    async def _send(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except DownloadFailedError as problem:
            if headers_too_large(problem):
                raise HeadersTooLarge(str(problem)) from None
            raise

    async def close(self) -> None:
        """End the browser, if one was started."""
        if self._browser is not None:
            await self._browser.close()
        await super().close()


class RefuseHeld:
    """Downloader middleware: drops all requests to a site in cool-down, robots.txt included."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off for saved pages: these can always be read."""
        if crawler.settings.getbool("MONITOR_FROM_FILES"):
            raise NotConfigured
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let the request pass, or raise `SiteHeld`."""
        if cool_down := politeness_of(self._crawler, request.url).cool_down():
            if "target" not in request.meta:
                logger.warning("%s: %s", request.url, SiteHeld(cool_down))  # in a run the visit says it
            raise SiteHeld(cool_down)


def politeness_of(crawler: Crawler, url: str) -> Politeness:
    """How the site of `url` is to be asked: as the spider says, or as any site, where the spider says nothing."""
    if isinstance(crawler.spider, KnowsSites):
        return crawler.spider.politeness_of(url)
    store = default_store()
    origin = crawler.settings["MONITOR_ORIGIN"]
    return politeness_for(WEB, load_settings(store), store, origin, site=site_of(url))
