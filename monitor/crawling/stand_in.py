"""`--origin`: a stand-in server for a marketplace. Requests keep path, query and their real host, in a header."""

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from monitor.errors import InputError


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


def parse_origins(given: list[str], known: list[str]) -> dict[str, str]:
    """Read `MARKETPLACE=URL` options. Raises `InputError` for an unknown marketplace or a wrong address."""
    origins = {}
    for option in given:
        name, _, address = option.partition("=")
        parts = urlsplit(address)
        if name not in known or parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(
                f"--origin {option!r}: expected MARKETPLACE=URL, such as taobao=http://127.0.0.1:8000 "
                f"(marketplaces: {', '.join(known)})"
            )
        origins[name] = address
    return origins
