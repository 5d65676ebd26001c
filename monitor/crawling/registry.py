"""The spiders of the marketplaces, found by name: the program never imports `spiders` itself."""

import importlib
from functools import cache
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.spiderloader import SpiderLoader

from monitor.crawling.spider import MarketplaceSpider
from monitor.marketplaces import MARKETPLACES, PLACES, WEB, check_marketplace


@cache
def spider_class(marketplace: str) -> type[MarketplaceSpider]:
    """The spider of a marketplace, or of the web at large. Raises `InputError` when there is none."""
    check_marketplace(marketplace, PLACES)
    module = importlib.import_module(f"spiders.{marketplace}")
    return next(
        member
        for member in vars(module).values()
        if isinstance(member, type)
        and issubclass(member, MarketplaceSpider)
        and member.__dict__.get("name") == marketplace
    )


def spider_for(url: str) -> type[MarketplaceSpider] | None:
    """The spider of the marketplace that has pages with such an address; None when none has."""
    return next((spider for name in MARKETPLACES if (spider := spider_class(name)).page_for(url)), None)


def marketplace_of_site(url: str) -> str | None:
    """The marketplace (or search engine) on whose site an address is, whatever its page; None for other sites."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return None
    return next(
        (
            name
            for name in MARKETPLACES
            for domain in spider_class(name).allowed_domains
            if host == domain or host.endswith(f".{domain}")
        ),
        None,
    )


class SiteSpiderLoader(SpiderLoader):
    """Scrapy's `SPIDER_LOADER_CLASS`: `scrapy shell URL`, `fetch`, `view` and `parse` find the spider by our rules."""

    def find_by_request(self, request: Request) -> list[str]:
        """The spider of the marketplace on whose site an address is, else that of all other sites."""
        return [marketplace_of_site(request.url) or WEB]
