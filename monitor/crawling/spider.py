"""The base of all marketplace spiders: attributes say where and what, the base does the crawling."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar
from urllib.parse import quote, quote_plus

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from monitor.config import default_store, load_settings
from monitor.crawling.context import open_context
from monitor.crawling.failure import LONGEST_DETAIL
from monitor.crawling.reader import read_in_worker
from monitor.crawling.target import Target
from monitor.crawling.visit import Place, visit_of_error, visit_of_failure, visit_of_response
from monitor.fetch.errors import BrowserFailed
from monitor.fetch.mode import fetching_for
from monitor.fetch.politeness import Politeness, SiteHeld, politeness_for
from monitor.listing_ids import canonical_id
from monitor.model import Listing, Method, PageVisit
from monitor.page_reasons import PageReason
from monitor.pages.extract import without_scheme
from monitor.pages.national_domains import domain_of
from monitor.pages.page import Page
from monitor.pages.search_address import encodable, parse_search
from monitor.pages.site import Site
from monitor.sandbox import Abandoned, Worker

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

_CUT = frozenset({"partial", "dataloss"})
"""Scrapy's flags of an answer whose length nobody said, or that came shorter than was said."""
BROWSER_FIRST = 2_000_000
"""Priority of a page's second look: before all others."""


class MarketplaceSpider(Spider, Site):
    """Subclass with attributes only (see docs/add-a-marketplace.md). `name` is the marketplace id and the file name.

    Its page classes are declared below it, with `site=`.
    """

    # where the site is
    allowed_domains: ClassVar[list[str]]
    """The hosts of the site; national sites need not say it, `domains` does."""
    search_url: ClassVar[str] = ""
    """With `{keyword}` (encoded), `{page}` (`first_page`, then `page_step` more each) or `{offset}` (results before
    this page) and, on national sites, `{domain}`."""
    keyword_encoding: ClassVar[str] = "utf-8"
    keyword_space: ClassVar[str] = "+"
    first_page: ClassVar[int] = 1
    page_step: ClassVar[int] = 1
    page_size: ClassVar[int] = 0
    languages: ClassVar[tuple[str, ...]] = ("en",)
    """Which names are searched here: `zh`, `en` or both."""
    wholesale: ClassVar[bool] = False
    """Dealers buy there. `monitor.marketplaces` reads this line in the spider's file."""
    single_site: ClassVar[bool] = True
    """A site in cool-down ends the crawl; False: the pages are of many sites, and the others go on."""
    needs: ClassVar[tuple[Literal["login", "browser"], ...]] = ()
    """What the searches of the live site can't be read without."""

    shop_url: ClassVar[str | None] = None
    """The address of a shop's list of listings, with `{id}`."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.domains and "allowed_domains" not in vars(cls):
            cls.allowed_domains = list(cls.domains)

    def __init__(self, store: str | None = None, run: str | None = None, **kwargs: Any) -> None:
        """`run`: the number of a run in `store`; without one (`scrapy shell`, `parse`) nothing is planned or kept."""
        super().__init__(**kwargs)
        self.root = Path(store) if store else default_store()
        """The store's folder."""
        self.context = open_context(self.root, int(run)) if run else None
        self._settings = load_settings(self.root)
        self.site = self._settings.of(self.name)
        self.fetching = fetching_for(self.name, self._settings, self.root)
        self.picture_politeness: Callable[[str], Politeness] | None = None
        """How the host of a picture is to be asked; set when the pages are done and pictures are fetched."""

    @property
    def method(self) -> Method:
        """How the pages come: `crawl`, `replay` or `hand-saved`."""
        return self.context.method if self.context else "crawl"

    @property
    def origin(self) -> str | None:
        """The address of the stand-in that answers in the site's place."""
        return self.settings["MONITOR_ORIGIN"]  # type: ignore[no-any-return]

    @cached_property
    def politeness(self) -> Politeness:
        """How the site, or its stand-in, is to be asked; saved pages are not asked for."""
        return politeness_for(self.name, self._settings, self.root, self.origin)

    def politeness_of(self, url: str) -> Politeness:
        """How the site of an address, of a page or a picture, is to be asked."""
        return (self.picture_politeness or self.page_politeness)(url)

    def page_politeness(self, url: str) -> Politeness:
        """How the site of a page is to be asked: all pages of a marketplace are one site."""
        return self.politeness

    @classmethod
    def slot_of(cls, url: str) -> str:
        """Scrapy's slot for an address: one for all hosts of a marketplace, so that it is asked one page at a time."""
        return cls.name

    def assign_marketplace(self, listings: tuple[Listing, ...], url: str) -> tuple[Listing, ...]:
        """The listings of the page at `url`, each under the marketplace where it is sold, if that is another."""
        return listings

    async def start(self) -> AsyncIterator[Any]:
        """No requests: `monitor.crawling.scheduler` hands the planner's to the engine."""
        self._worker  # noqa: B018 (begun before there are threads, and with all that is imported by now)
        return
        yield

    def request_for(self, target: Target) -> Request:
        """The request for a target; its answer, or its failure, becomes one visit."""
        meta: dict[str, Any] = {"target": target, "download_slot": self.slot_of(target.url)}
        headers = {"Accept-Language": language} if (language := self._language(target.url)) else None
        captured = target.capture and self.fetching.browser is not None
        if self.method == "crawl" and (captured or self.fetching.starts_in_browser):
            meta |= {"browser": True, "capture": captured}
        # a page that is whole by its own form is read, whatever the connection said of its length
        meta["download_fail_on_dataloss"] = False
        return Request(target.url, self.parse, headers=headers, meta=meta, errback=self.failed, dont_filter=True)

    def _language(self, url: str) -> str | None:
        """In which language the page is asked for, where the settings or a national domain say it."""
        domain = domain_of(self.domains, url)
        return self.site.language or (self.domains[domain].language if domain else None)

    async def parse(self, response: Response, **_: Any) -> AsyncIterator[PageVisit | Request]:
        """Read a page, whatever it is; one that only a browser can show is asked for once more, in the browser.

        Outside of a run the page is only read: there is no second look in the browser.
        """
        target = response.meta.get("target") or self.target_of(response.url)
        visit = await self._visit(response, target)
        if visit is None:
            return
        if visit.reason == PageReason.TRUNCATED and (again := self._once_more(response)):
            yield again
            return
        if self.context and self.method == "crawl" and self.fetching.needs_browser(visit, response):
            again = self.request_for(target)
            again.meta.update(browser=True, shell=response)
            yield again.replace(priority=BROWSER_FIRST)
            return
        yield self.record_outcome(visit)

    async def failed(self, failure: Failure) -> AsyncIterator[PageVisit | Request]:
        """A page that could not be had is a visit too: blocked, with the reason.

        One that the browser could not capture is asked for plainly, unless the site is one for the browser.
        """
        request: Request = failure.request  # type: ignore[attr-defined]
        assert failure.value is not None, "a failure has a cause"
        if isinstance(failure.value, SiteHeld) and self.single_site:
            # this says nothing about the page: its target stays pending
            logger.warning("%s: %s", self.name, failure.value)
            assert self.crawler.stats is not None
            self.crawler.stats.set_value("monitor/held", str(failure.value))
            raise CloseSpider("held")
        shell: Response | None = request.meta.get("shell")
        if shell is not None:
            # the browser failed: what plain HTTP brought is what there is
            visit = await self._visit(shell, request.meta["target"])
            detail = str(failure.value)[:LONGEST_DETAIL]
            if visit is not None:
                yield self.record_outcome(replace(visit, reason=PageReason.BROWSER_FAILED, detail=detail))
            return
        captured = request.meta.get("capture") and not self.fetching.starts_in_browser
        if captured and isinstance(failure.value, BrowserFailed):
            again = self.request_for(request.meta["target"])
            again.meta.update(browser=False, capture=False)
            yield again.replace(priority=BROWSER_FIRST)
            return
        yield self.record_outcome(visit_of_failure(failure.value, request, self._place, request.meta["target"]))

    def _once_more(self, response: Response) -> Request | None:
        """The request for a page that came cut off, as for any lost connection; None after the last retry."""
        request = response.request
        return get_retry_request(request, spider=self, reason="cut off") if request is not None else None

    def visit_of_error(self, request: Request, body: bytes) -> PageVisit:
        """The visit of a page on which `parse` or `failed` itself raised."""
        target = request.meta.get("target") or self.target_of(request.url)
        return visit_of_error(request, body, self._place, target)

    @property
    def _place(self) -> Place:
        return Place(self.name, self.method, self.origin, self.assign_marketplace)

    @cached_property
    def _worker(self) -> Worker:
        """The process in which pages are read."""
        return Worker(stopping=lambda: not self.crawler.crawling)

    @cached_property
    def _reading(self) -> ThreadPoolExecutor:
        """The thread that waits for it, so that the crawler fetches and stores meanwhile."""
        return ThreadPoolExecutor(1, "reading")

    async def _visit(self, response: Response, target: Target) -> PageVisit | None:
        """Read a response. None: the crawl is stopped before it was read, so its target stays pending."""
        url = target.url if self.single_site else response.url
        page_class = self.page_for(url) or self.page_classes()[-1]
        read = partial(
            read_in_worker,
            page_class=page_class,
            body=response.body,
            url=response.url,
            answers=tuple(response.meta.get("answers") or ()),
            status=response.status,
            content_type=(response.headers.get("Content-Type") or b"").decode("latin-1"),
            currency=self.site.currency,
            may_be_cut=not _CUT.isdisjoint(response.flags),
        )
        try:
            page = await self.in_worker(read)
        except Abandoned:
            return None
        if page.error:
            logger.error("the page class failed on %s: %s", response.url, page.error)
        return visit_of_response(response, page_class, page, self._place, target)

    async def in_worker(self, work: Callable[[Worker], Result]) -> Result:
        """What `work` makes of bytes with the process in which pages are read. Raises `Abandoned` as `work` does."""
        return await asyncio.get_running_loop().run_in_executor(self._reading, work, self._worker)

    def closed(self, reason: str) -> None:
        """End the process in which pages are read. `reason`: Scrapy's, why the crawl ended."""
        if "_worker" in vars(self):
            self._worker.close()

    def record_outcome(self, visit: PageVisit) -> PageVisit:
        """Tell the politeness of the site what the page was (a wall starts a cool-down); returns the visit."""
        if self.method == "crawl":
            self.page_politeness(visit.final_url or visit.url).record_outcome(visit)
        return visit

    @classmethod
    def target_of(cls, url: str, key: str | None = None) -> Target:
        """The target of an address that the planner did not make. `key`: None: the address itself."""
        page = cls.page_for(url) or cls.page_classes()[-1]
        words, number = (cls.search_of(url) if page.kind == "search" else None) or (None, None)
        return Target(key or url, page.kind, url, words, None, number)

    @classmethod
    def page_classes(cls) -> list[type[Page]]:
        """The page classes, listing and shop before search: their addresses are the more special ones."""
        return [page for page in (cls.listing_page, cls.shop_page, cls.search_page) if page is not None]

    @classmethod
    def page_for(cls, url: str) -> type[Page] | None:
        """The page class that an address belongs to, None when it is not this marketplace's."""
        return next((page for page in cls.page_classes() if page.address_match(url)), None)

    @classmethod
    def search_address(cls, keyword: str, number: int, domain: str | None = None) -> str:
        """The address of a search's page `number` (from 1), in the site's charset: Löwe is searched as Lowe in GBK.

        `domain`: one of the national `domains`; None: the first.
        """
        words = encodable(keyword, cls.keyword_encoding)
        if cls.keyword_space == "+":
            encoded = quote_plus(words, safe="", encoding=cls.keyword_encoding)
        else:
            encoded = quote(words.replace(" ", cls.keyword_space), safe="", encoding=cls.keyword_encoding)
        return cls.search_url.format(
            keyword=encoded,
            page=cls.first_page + (number - 1) * cls.page_step,
            offset=(number - 1) * cls.page_size,
            domain=domain or next(iter(cls.domains), None),
        )

    @classmethod
    def listing_address(cls, listing_id: str, found_at: str | None = None) -> str | None:
        """The canonical address of a listing, on the national domain where it was found."""
        if cls.item_url is None or cls.listing_page is None:
            return found_at
        return cls.item_url.format(id=listing_id, domain=domain_of(cls.domains, found_at or ""))

    @classmethod
    def may_fetch(cls, url: str) -> bool:
        """Whether the spider may ask for a listing's page at this address."""
        return True

    @classmethod
    def search_of(cls, url: str) -> tuple[str, int] | None:
        """The words and the page number of a search's address: `search_address` backwards."""
        return parse_search(
            url,
            cls.search_url,
            encoding=cls.keyword_encoding,
            space=cls.keyword_space,
            first_page=cls.first_page,
            page_step=cls.page_step,
            page_size=cls.page_size,
        )

    @classmethod
    def saved_key(cls, url: str) -> str:
        """What an address asks for, alike for all its spellings: to find a saved page for a request."""
        page = cls.page_for(url)
        if page is not None and page.kind == "search" and (search := cls.search_of(url)):
            national = f"{domain_of(cls.domains, url)}:" if cls.domains else ""
            return f"search:{national}{search[0].casefold()}:{search[1]}"
        if page is not None and (listing_id := page.id_of(url)):
            return f"{page.kind}:{canonical_id(cls.name, listing_id) if page.kind == 'listing' else listing_id}"
        return without_scheme(url)
