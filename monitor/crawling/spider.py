"""The base of all marketplace spiders: attributes say where and what, the base does the crawling."""

import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote, quote_plus

from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from monitor.crawling.addresses import encodable, parse_search
from monitor.crawling.fetching import fetching_for
from monitor.crawling.job import open_job
from monitor.crawling.page import ListingPage, Page, SearchPage, ShopPage, without_scheme
from monitor.crawling.politeness import Politeness, SiteHeld, politeness_for
from monitor.crawling.target import Target
from monitor.crawling.visits import visit_of_failure, visit_of_response
from monitor.listing import PageVisit
from monitor.store.settings import load_settings

logger = logging.getLogger(__name__)

BROWSER_FIRST = 2_000_000
"""Priority of a page's second look: before all others."""


class MarketplaceSpider(Spider):
    """Subclass with attributes only (see docs/add-a-marketplace.md). `name` is the marketplace id and the file name."""

    # where the site is
    allowed_domains: ClassVar[list[str]]
    search_url: ClassVar[str]
    """With `{keyword}` (encoded), `{page}` (from `first_page` on) and `{offset}` (results before this page)."""
    keyword_encoding: ClassVar[str] = "utf-8"
    keyword_space: ClassVar[str] = "+"
    first_page: ClassVar[int] = 1
    page_size: ClassVar[int] = 0
    languages: ClassVar[tuple[str, ...]] = ("en",)
    """Which names are searched here: `zh`, `en` or both."""
    wholesale: ClassVar[bool] = False

    # who reads its pages
    search_page: ClassVar[type[SearchPage]]
    listing_page: ClassVar[type[ListingPage] | None] = None
    shop_page: ClassVar[type[ShopPage] | None] = None
    shop_url: ClassVar[str | None] = None

    def __init__(self, store: str, run: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = open_job(Path(store), int(run))
        self._settings = load_settings(Path(store))
        self.fetching = fetching_for(self.name, self._settings, Path(store))

    @cached_property
    def politeness(self) -> Politeness:
        """The manners towards the site, or its stand-in; saved pages need none."""
        origin = self.job.plan.origins.get(self.name)
        return politeness_for(self.name, self._settings, self.job.store.root, origin)

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: the planner hands the requests to the engine (see `monitor.runs.feeding`)."""
        return
        yield

    def request_for(self, target: Target) -> Request:
        """The request for a target; its answer, or its failure, becomes one visit."""
        # one slot for all hosts of the site: it is asked one page at a time
        meta = {"target": target, "download_slot": self.name}
        if self.job.method == "crawl" and self.fetching.starts_in_browser:
            meta["browser"] = True
        return Request(target.url, self.parse, meta=meta, errback=self.failed, dont_filter=True)

    def parse(self, response: Response, **_: Any) -> Iterator[PageVisit | Request]:
        """Read a page, whatever it is; one that only a browser can show is asked for once more, in the browser.

        A page class that fails on a page is our fault: the visit says so.
        """
        target = response.meta["target"]
        visit = visit_of_response(response, self, target)
        if self.job.method == "crawl" and self.fetching.needs_browser(visit, response):
            if self.fetching.browser is not None:
                again = self.request_for(target)
                again.meta.update(browser=True, shell=response)
                yield again.replace(priority=BROWSER_FIRST)
                return
            visit = replace(visit, reason="shell: only a browser can show this page, and none was found")
        yield self._met(visit)

    def failed(self, failure: Failure) -> Iterator[PageVisit]:
        """A page that could not be had is a visit too: blocked, with the reason."""
        request: Request = failure.request  # type: ignore[attr-defined]
        assert failure.value is not None, "a failure has a cause"
        if isinstance(failure.value, SiteHeld):
            # not a word about the page: it stays to be asked
            logger.warning("%s: %s", self.name, failure.value)
            assert self.crawler.stats is not None
            self.crawler.stats.set_value("monitor/held", str(failure.value))
            raise CloseSpider("held")
        shell: Response | None = request.meta.get("shell")
        if shell is not None:
            # the browser failed: what plain HTTP brought is what there is
            visit = visit_of_response(shell, self, request.meta["target"])
            yield self._met(replace(visit, reason=f"browser: {failure.value}"[:300]))
            return
        yield self._met(visit_of_failure(failure.value, request, self, request.meta["target"]))

    def _met(self, visit: PageVisit) -> PageVisit:
        if self.job.method == "crawl":
            self.politeness.met(visit)
        return visit

    @classmethod
    def page_classes(cls) -> list[type[Page]]:
        """The page classes, listing and shop before search: their addresses are the more special ones."""
        return [page for page in (cls.listing_page, cls.shop_page, cls.search_page) if page is not None]

    @classmethod
    def page_for(cls, url: str) -> type[Page] | None:
        """The page class that an address belongs to, None when it is not this marketplace's."""
        return next((page for page in cls.page_classes() if page.address_match(url)), None)

    @classmethod
    def search_address(cls, keyword: str, number: int) -> str:
        """The address of a search's page `number` (from 1), in the site's charset: Löwe is searched as Lowe in GBK."""
        words = encodable(keyword, cls.keyword_encoding)
        encoded = (quote_plus if cls.keyword_space == "+" else quote)(
            words.replace(" ", cls.keyword_space) if cls.keyword_space not in "+ " else words,
            safe="",
            encoding=cls.keyword_encoding,
        )
        return cls.search_url.format(
            keyword=encoded, page=cls.first_page + number - 1, offset=(number - 1) * cls.page_size
        )

    @classmethod
    def listing_address(cls, listing_id: str) -> str | None:
        """The canonical address of a listing."""
        return (
            cls.listing_page.item_url.format(id=listing_id) if cls.listing_page and cls.listing_page.item_url else None
        )

    @classmethod
    def search_of(cls, url: str) -> tuple[str, int] | None:
        """The words and the page number of a search's address: `search_address` backwards."""
        return parse_search(
            url,
            cls.search_url,
            encoding=cls.keyword_encoding,
            space=cls.keyword_space,
            first_page=cls.first_page,
            page_size=cls.page_size,
        )

    @classmethod
    def saved_key(cls, url: str) -> str:
        """What an address asks for, alike for all its spellings: to find a saved page for a request."""
        page = cls.page_for(url)
        if page is not None and page.kind == "search" and (search := cls.search_of(url)):
            return f"search:{search[0].casefold()}:{search[1]}"
        if page is not None and (found := page("", url).address_id):
            return f"{page.kind}:{found}"
        return without_scheme(url)
