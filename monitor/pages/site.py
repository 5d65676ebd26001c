"""What all pages of one site share. A spider is a site: its attributes say these facts once, for all page classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from monitor.pages.national_domains import Domain

if TYPE_CHECKING:
    from monitor.pages.page import ListingPage, SearchPage, ShopPage


class Site:
    """A site; a page class is declared as one of its pages with `class ExamplePage(SearchPage, site=ExampleSpider)`."""

    name: str = ""
    """Its id, as in `monitor.marketplaces`."""
    domains: ClassVar[Mapping[str, Domain]] = {}
    """The national domains, each with its currency and language; the first is the usual one."""
    currency: ClassVar[str | None] = None
    """What "$", "¥" and bare numbers mean (ISO 4217), where the national domain does not say it."""
    item_url: ClassVar[str | None] = None
    """Canonical address of a listing, with `{id}` and, on national sites, `{domain}`: no tracking parameters."""

    # the page classes enter themselves here
    search_page: ClassVar[type[SearchPage] | None] = None
    listing_page: ClassVar[type[ListingPage] | None] = None
    shop_page: ClassVar[type[ShopPage] | None] = None

    @classmethod
    def canonical_id(cls, listing_id: str, url: str) -> str:
        """The one id of a listing that the site knows by several; `url`: the page or link that shows this one."""
        return listing_id
