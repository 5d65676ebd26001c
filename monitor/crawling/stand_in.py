"""`--origin`: a stand-in server for a marketplace. Requests keep path, query and their real host, in a header."""

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response


class StandInHandler(HTTP11DownloadHandler):
    """Sends every request to the stand-in; everything above the downloader sees the real address."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._origin = crawler.settings["MONITOR_ORIGIN"].rstrip("/")

    async def download_request(self, request: Request) -> Response:
        """Ask the stand-in in the site's place."""
        parts = urlsplit(request.url)
        address = f"{self._origin}{parts.path or '/'}" + (f"?{parts.query}" if parts.query else "")
        headers = request.headers.copy()
        headers["X-Forwarded-Host"] = parts.netloc
        response = await super().download_request(request.replace(url=address, headers=headers))
        return response.replace(url=request.url)
