"""robots.txt as RFC 9309 has it: 4xx allows all, a robots.txt that can't be had refuses all. Decisions are recorded."""

import asyncio
import hashlib
import logging
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest, NotConfigured
from scrapy.http.request import NO_CALLBACK

from monitor.fetch.politeness import SiteHeld

logger = logging.getLogger(__name__)

_LONGEST = 512_000
"""Bytes that are read of a robots.txt (RFC 9309, 2.5: at least 500 KiB)."""


class RobotsRefused(IgnoreRequest):
    """Raised by `ObeyRobots` for a page that the site's robots.txt refuses."""


class RobotsUnreachable(IgnoreRequest):
    """Raised by `ObeyRobots` for a site that answers with an error in the place of its robots.txt."""


@dataclass(frozen=True, slots=True)
class _Robots:
    """What a host's robots.txt says; `sha256`: its digest, None when there is none."""

    rules: Protego
    sha256: str | None


class ObeyRobots:
    """Downloader middleware, in the place of Scrapy's; a request's meta gets `robots_sha256`, of what was obeyed."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        self._asked: dict[str, asyncio.Task[_Robots]] = {}
        """By scheme and host: each robots.txt is asked for once, for all requests that wait for it."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off for saved pages, and where the settings give a reason (`robots_override`)."""
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or raise `RobotsRefused`, or why robots.txt can't be had."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._asked:
            # pictures lie on hosts of their own, which are none of the spider's `allowed_domains`
            fetch = self._fetch(f"{origin}/robots.txt", offsite="picture" in request.meta)
            self._asked[origin] = asyncio.ensure_future(fetch)
        try:
            robots = await self._asked[origin]
        except SiteHeld:
            self._asked.pop(origin, None)  # this says nothing about robots.txt: it is asked for later
            raise
        request.meta["robots_sha256"] = robots.sha256
        if not robots.rules.can_fetch(request.url, self._agent):
            if "target" not in request.meta:
                logger.warning("%s: refused by the site's robots.txt", request.url)  # in a run the visit says it
            raise RobotsRefused(f"robots.txt refuses {request.url}")

    async def _fetch(self, url: str, *, offsite: bool) -> _Robots:
        meta = {"dont_obey_robotstxt": True, "allow_offsite": offsite}
        request = Request(url, priority=1000, meta=meta, callback=NO_CALLBACK)
        assert self._crawler.engine is not None, "requests come from a running engine"
        try:
            response = await self._crawler.engine.download_async(request)
        except IgnoreRequest as problem:
            if hasattr(problem.__cause__, "decompressed_size"):
                raise DownloadCancelledError(f"robots.txt is too large: {problem}") from problem
            if type(problem) is IgnoreRequest:  # Scrapy's own refusal of the answer: too many redirects
                raise RobotsUnreachable(f"robots.txt was not read: {problem}") from problem
            raise
        # RFC 9309, 2.3.1.3 and 2.3.1.4; "too many requests" says nothing about robots.txt
        if response.status >= 500 or response.status == 429:
            raise RobotsUnreachable(f"robots.txt was refused with status {response.status}")
        if response.status >= 400:
            return _Robots(Protego.parse(""), None)
        rules = Protego.parse(response.body[:_LONGEST].decode("utf-8-sig", "replace"))
        return _Robots(rules, hashlib.sha256(response.body).hexdigest())
