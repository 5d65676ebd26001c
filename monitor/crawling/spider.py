"""The base of all marketplace spiders: attributes say where and what, the base does the crawling."""

import re
from typing import ClassVar
from urllib.parse import quote, quote_plus

from scrapy import Spider

from monitor.crawling.page import ListingPage, Page, SearchPage, ShopPage, without_scheme


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

    @classmethod
    def page_classes(cls) -> list[type[Page]]:
        """The page classes, listing and shop before search: their addresses are the more special ones."""
        return [page for page in (cls.listing_page, cls.shop_page, cls.search_page) if page is not None]

    @classmethod
    def page_for(cls, url: str) -> type[Page] | None:
        """The page class that an address belongs to, None when it is not this marketplace's."""
        plain = without_scheme(url)
        return next((page for page in cls.page_classes() if re.match(page.address, plain, re.IGNORECASE)), None)

    @classmethod
    def search_address(cls, keyword: str, number: int) -> str:
        """The address of a search's page `number` (from 1). Characters the site's charset lacks are dropped."""
        encoded = (quote_plus if cls.keyword_space == "+" else quote)(
            keyword.replace(" ", cls.keyword_space) if cls.keyword_space not in "+ " else keyword,
            safe="",
            encoding=cls.keyword_encoding,
            errors="ignore",
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
