"""The base of a spider whose pages are of many sites: each site has its own slot and manners."""

from dataclasses import replace
from typing import Any

from monitor.crawling.registry import marketplace_of_site, spider_for
from monitor.crawling.search_engine import is_redirect
from monitor.crawling.spider import MarketplaceSpider
from monitor.fetch.politeness import Politeness, politeness_for
from monitor.fetch.site import site_of
from monitor.model import Listing
from monitor.pages.page import Page


class ManySitesSpider(MarketplaceSpider):
    """A refusal by one site says nothing about the others; where a redirect leads to a marketplace, its rules hold."""

    single_site = False
    custom_settings: dict[str, Any] | None = {"CONCURRENT_REQUESTS": 16}  # noqa: RUF012 (Scrapy's)
    """Sites at once; each is asked one page at a time."""

    @classmethod
    def page_for(cls, url: str) -> type[Page] | None:
        """The page class of an address: that of the marketplace whose page it is, else that of any other site."""
        known = spider_for(url)
        return known.page_for(url) if known else super().page_for(url)

    @classmethod
    def may_fetch(cls, url: str) -> bool:
        """Whether a page may be asked for: a search engine's redirect, or a page of no marketplace's site."""
        return is_redirect(url) or marketplace_of_site(url) is None

    def assign_marketplace(self, listings: tuple[Listing, ...], url: str) -> tuple[Listing, ...]:
        """A redirect may have led to a marketplace."""
        known = spider_for(url)
        return tuple(replace(listing, marketplace=known.name) for listing in listings) if known else listings

    @classmethod
    def slot_of(cls, url: str) -> str:
        """A slot for each site."""
        return marketplace_of_site(url) or site_of(url)

    def page_politeness(self, url: str) -> Politeness:
        """How the site of an address is to be asked."""
        name = marketplace_of_site(url)
        if name is not None:
            return politeness_for(name, self._settings, self.root, self.origin)
        return politeness_for(self.name, self._settings, self.root, self.origin, site=site_of(url))
