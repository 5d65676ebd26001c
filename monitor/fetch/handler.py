"""The one door to the net: every request of a crawler, robots.txt and redirects too, waits here for the site's turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from monitor.fetch.politeness import Politeness, SiteHeld
from monitor.fetch.stand_in import stand_in_address

if TYPE_CHECKING:
    from monitor.fetch.browser import Browser
    from monitor.fetch.mode import Fetching


class PoliteHandler(HTTP11DownloadHandler):
    """Asks the site itself, politely."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._browser: Browser | None = None

    async def download_request(self, request: Request) -> Response:
        """The answer. Raises `SiteHeld` where the site is not to be asked now."""
        politeness: Politeness = self.crawler.spider.politeness_of(request.url)  # type: ignore[union-attr]
        async with politeness.turn(self._slowed_down()):
            response = await self.ask(request)
            retry_after = response.headers.get("Retry-After")
            politeness.record_response(response.status, retry_after.decode("latin-1") if retry_after else None)
        return response

    async def ask(self, request: Request) -> Response:
        """Send the request: as plain HTTP, or with the browser, which is started for the first such page."""
        if not request.meta.get("browser"):
            return await self.ask_plainly(request)
        if self._browser is None:
            from monitor.fetch.browser import Browser  # noqa: PLC0415 (slow to import, and not always needed)

            fetching: Fetching = self.crawler.spider.fetching  # type: ignore[union-attr]
            domains = self.crawler.spider.allowed_domains  # type: ignore[union-attr]
            assert fetching.browser is not None, "the spider asks for a browser only where there is one"
            origin = self.crawler.settings["MONITOR_ORIGIN"]
            self._browser = Browser(self.crawler, fetching.browser, origin, domains, fetching.profile)
        return await self._browser.ask(request)

    async def ask_plainly(self, request: Request) -> Response:
        """Send the request without a browser."""
        return await super().download_request(request)

    async def close(self) -> None:
        """End the browser, if one was started."""
        if self._browser is not None:
            await self._browser.close()
        await super().close()

    def _slowed_down(self) -> float:
        """The delay that AutoThrottle has come to, in seconds."""
        assert self.crawler.engine is not None, "requests come from a running engine"
        slot = self.crawler.engine.downloader.slots.get(self.crawler.spider.name)  # type: ignore[union-attr]
        return float(slot.delay) if slot is not None else 0.0


class RefuseHeld:
    """Downloader middleware: nothing, not even robots.txt, is asked of a site that is left alone."""

    def __init__(self, politeness_of: Callable[[str], Politeness]) -> None:
        self._politeness_of = politeness_of

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off for saved pages: these can always be read."""
        if crawler.settings.getbool("MONITOR_FROM_FILES"):
            raise NotConfigured
        return cls(crawler.spider.politeness_of)  # type: ignore[union-attr]

    def process_request(self, request: Request) -> None:
        """Let the request pass, or raise `SiteHeld`."""
        if hold := self._politeness_of(request.url).hold():
            raise SiteHeld(hold)


class StandInHandler(PoliteHandler):
    """`--origin`: asks a stand-in server, as politely; everything above sees the real address.

    Requests keep path, query and their real host, in a header.
    """

    async def ask_plainly(self, request: Request) -> Response:
        """Send the request to the stand-in in the site's place."""
        address = stand_in_address(self.crawler.settings["MONITOR_ORIGIN"], request.url)
        headers = request.headers.copy()
        headers["X-Forwarded-Host"] = urlsplit(request.url).netloc
        response = await super().ask_plainly(request.replace(url=address, headers=headers))
        return response.replace(url=request.url)
