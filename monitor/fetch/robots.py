"""robots.txt as RFC 9309 has it: 4xx allows all, a robots.txt that can't be had refuses all. Decisions are recorded."""

import hashlib
from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred

from monitor.fetch.politeness import SiteHeld


class RobotsUnreachable(IgnoreRequest):
    """Raised by `ObeyRobots` for a site that answers with an error in the place of its robots.txt."""


class ObeyRobots(RobotsTxtMiddleware):
    """Scrapy's middleware, stricter; each request's meta gets `robots_sha256`, the digest of what was obeyed."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._digests: dict[str, str | None] = {}

    def process_request_2(self, rp: Any, request: Request) -> None:
        """Let the request pass, or raise `IgnoreRequest`."""
        if isinstance(rp, _Unreachable):
            raise rp.problem
        request.meta["robots_sha256"] = self._digests.get(urlparse_cached(request).netloc)
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        # RFC 9309, 2.3.1.3 and 2.3.1.4; "too many requests" is no word on robots.txt
        if response.status >= 500 or response.status == 429:
            raise RobotsUnreachable(f"robots.txt was refused with status {response.status}")
        if response.status >= 400:
            response = response.replace(body=b"")
        else:
            self._digests[netloc] = hashlib.sha256(response.body).hexdigest()
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, SiteHeld):  # the request that waits for it is held itself
            super()._robots_error(exc, netloc)
            return
        parsers: dict[str, Any] = self._parsers
        waiting: Deferred[Any] = parsers[netloc]
        parsers[netloc] = _Unreachable(exc)
        waiting.callback(parsers[netloc])


class _Unreachable:
    """In the place of a parser."""

    def __init__(self, problem: Exception) -> None:
        self.problem = problem
        """Why it can't be had: the page's reason too, it is not asked for."""
