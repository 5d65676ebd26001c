"""Anonymous cookies, which walls and redirects need: each site gets back its own, and all end with the crawler."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares import cookies
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from monitor.fetch.site import SPLIT_DOMAIN, site_of

_MOST = 60
"""Cookies of a site; RFC 6265, 6.1 asks for 50 at least. A site that sets more begins anew."""

# Scrapy's middleware has a splitter that fetches the list of public suffixes, past our door
cookies._split_domain = SPLIT_DOMAIN  # noqa: SLF001


class SiteCookies(cookies.CookiesMiddleware):
    """Downloader middleware in the place of Scrapy's: a jar for each site, in memory only."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off for saved pages: what they set must not change anything."""
        if crawler.settings.getbool("MONITOR_FROM_FILES"):
            raise NotConfigured
        return super().from_crawler(crawler)

    def process_request(self, request: Request) -> None:  # type: ignore[override]
        """Send the site's own cookies; after a redirect to another site those of that one."""
        request.meta["cookiejar"] = site_of(request.url)
        super().process_request(request)

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Keep what the site sets."""
        answer = super().process_response(request, response)
        jar = self.jars[request.meta.get("cookiejar")]
        if len(jar) > _MOST:
            jar.clear()
        return answer
