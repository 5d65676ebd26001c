"""The first pictures of findings: what a crawler asks for when its pages are done, and what becomes of each answer.

A missing picture is no fault of a run: whatever happens here is a code beside the listing, never an outcome of a page.
"""

import asyncio
from collections import Counter
from functools import cache, partial
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from monitor.config import StoreSettings
from monitor.crawling.failure import reason_of_failure
from monitor.crawling.registry import spider_class
from monitor.crawling.spider import MarketplaceSpider
from monitor.fetch.politeness import Politeness, picture_politeness_for, politeness_for
from monitor.marketplaces import MARKETPLACES
from monitor.page_reasons import PageReason
from monitor.pictures.decode import decode_in_worker
from monitor.pictures.keep import KeptPicture, keep_picture
from monitor.pictures.limits import MAX_PICTURE_BYTES
from monitor.pictures.problems import PictureProblem
from monitor.sandbox import Abandoned
from monitor.store.read.pictures import WaitingPicture, waiting_pictures
from monitor.store.write.pictures import record_picture, want_pictures

_ACCEPT = "image/avif,image/webp,image/png,image/jpeg,image/gif"
_MOST_FAILURES = 3
"""Pictures in a row that a host refused or failed to give: then the run asks it for no more."""
_FAILURES = frozenset({PictureProblem.REFUSED, PictureProblem.UNREACHABLE})
_OF_REASON = {
    PageReason.NOT_SAVED: PictureProblem.NOT_SAVED,
    PageReason.SITE_HELD: PictureProblem.REFUSED,
    PageReason.ROBOTS: PictureProblem.REFUSED,
    PageReason.ROBOTS_UNREACHABLE: PictureProblem.REFUSED,
    PageReason.PRIVATE_ADDRESS: PictureProblem.PRIVATE_ADDRESS,
    PageReason.UNSUPPORTED_ADDRESS: PictureProblem.BAD_ADDRESS,
    PageReason.TOO_LARGE: PictureProblem.TOO_LARGE,
}
"""Why a picture could not be had, by why a page could not; `UNREACHABLE` for all others."""
_OF_STATUS = {
    401: PictureProblem.REFUSED,
    403: PictureProblem.REFUSED,
    404: PictureProblem.GONE,
    410: PictureProblem.GONE,
    429: PictureProblem.REFUSED,
    451: PictureProblem.REFUSED,
}


class PictureFetch:
    """The pictures of one crawler. Each host has its own slot, pause and budget, as a site has."""

    def __init__(self, spider: MarketplaceSpider, settings: StoreSettings) -> None:
        """Note what the run wants. Raises `StoreError`."""
        assert spider.context is not None, "pictures are fetched in a run"
        self._spider = spider
        self._context = spider.context
        self._waiting = self._wanted(settings.pictures) if settings.pictures else {}
        self._asked: dict[str, WaitingPicture] = {}
        """Asked for, and no answer yet."""
        self._failures: Counter[str] = Counter()
        """By host, in a row."""
        page_hosts = frozenset(_host(page) for picture in self._waiting.values() for page in picture.pages)
        spider.picture_politeness = lambda url: _politeness_of(url, spider, settings, page_hosts)

    def next_requests(self) -> list[Request]:
        """The next picture of each host; empty when all have an answer. Raises `StoreError`."""
        requests: dict[str, Request] = {}
        for url in list(self._waiting):
            host = _host(url)
            if host in requests:
                continue
            self._asked[url] = self._waiting.pop(url)
            if self._failures[host] >= _MOST_FAILURES:
                self._record(url, PictureProblem.UNREACHABLE)
                continue
            try:
                requests[host] = self._request_for(url)
            except ValueError:
                self._record(url, PictureProblem.BAD_ADDRESS)
        return list(requests.values())

    def _wanted(self, most: int) -> dict[str, WaitingPicture]:
        store, run_id, marketplace = self._context.store, self._context.run_id, self._spider.name
        with store.write() as connection:
            want_pictures(connection, run_id, marketplace, most)
        with store.read() as connection:
            return {picture.url: picture for picture in waiting_pictures(connection, run_id, marketplace)}

    def _request_for(self, url: str) -> Request:
        """The request for a picture. Raises ValueError for what is no address."""
        meta = {
            "picture": url,
            "download_slot": f"pictures of {_host(url)}",
            "download_maxsize": MAX_PICTURE_BYTES,
            "dont_merge_cookies": True,
            "dont_retry": True,  # the next run asks again
        }
        return Request(
            url, self._came, headers={"Accept": _ACCEPT}, meta=meta, errback=self._failed, dont_filter=True
        )  # fmt: skip

    async def _came(self, response: Response) -> None:
        """Decode and keep an answer. An answer that is not decoded because the crawl is stopped goes on waiting."""
        url: str = response.meta["picture"]
        if response.status != 200:
            self._record(url, _OF_STATUS.get(response.status, PictureProblem.UNREACHABLE))
            return
        try:
            decoded = await self._spider.in_worker(partial(decode_in_worker, body=response.body))
        except Abandoned:
            return
        if isinstance(decoded, PictureProblem):
            self._record(url, decoded)
            return
        self._record(url, await asyncio.to_thread(keep_picture, self._context.store.snapshots, response.body, decoded))

    def _failed(self, failure: Failure) -> None:
        """Note why a picture could not be had."""
        request: Request = failure.request  # type: ignore[attr-defined]
        assert failure.value is not None, "a failure has a cause"
        reason, _ = reason_of_failure(failure.value, request)
        self._record(request.meta["picture"], _OF_REASON.get(reason, PictureProblem.UNREACHABLE))

    def _record(self, url: str, came: KeptPicture | PictureProblem) -> None:
        host = _host(url)
        self._failures[host] = self._failures[host] + 1 if came in _FAILURES else 0
        picture = self._asked.pop(url)
        with self._context.store.write() as connection:
            record_picture(connection, self._context.run_id, picture.listing_keys, url, came)


def _politeness_of(
    url: str, spider: MarketplaceSpider, settings: StoreSettings, page_hosts: frozenset[str]
) -> Politeness:
    """How the host of a picture is to be asked: as its site, where it has pages that are asked for, else by itself.

    `page_hosts`: of the listings' own pages.
    """
    host, root = _host(url), spider.root
    if (marketplace := _marketplaces_by_host().get(host)) is not None:
        return politeness_for(marketplace, settings, root, spider.origin)
    if host in page_hosts:
        return spider.page_politeness(url)
    return picture_politeness_for(host, spider.name, settings, root, spider.origin)


@cache
def _marketplaces_by_host() -> dict[str, str]:
    """The marketplaces by the hosts of their searches, listings and shops."""
    hosts: dict[str, str] = {}
    for name in MARKETPLACES:
        spider = spider_class(name)
        for address in filter(None, (spider.search_url, spider.item_url, spider.shop_url)):
            for domain in spider.domains or [""]:
                hosts.setdefault(_host(address.replace("{domain}", domain)), name)
    return hosts


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
