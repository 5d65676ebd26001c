"""What search engines share: a result is a page somewhere else, and leads on to it."""

import base64
import binascii
import re
from dataclasses import replace
from urllib.parse import unquote

from monitor.crawling.registry import spider_for
from monitor.crawling.spider import MarketplaceSpider
from monitor.marketplaces import WEB
from monitor.model import Listing, Vendor
from monitor.pages.extract import first_match
from monitor.pages.normalised_url import normalised_url, short_id

_REDIRECT = re.compile(r"https?://(www\.baidu\.com/(link|baidu\.php)\?|(www|cn)\.bing\.com/(ck/a|aclk)\?)")
_HOST = r"(?i)^\s*(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,24})"


class SearchEngineSpider(MarketplaceSpider):
    """Its listings are results: pages of other sites."""

    def assign_marketplace(self, listings: tuple[Listing, ...], url: str) -> tuple[Listing, ...]:
        """Each result as what it leads to."""
        return tuple(map(resolve_result, listings))


def resolve_result(result: Listing) -> Listing:
    """The listing that a search engine's result leads to: a known marketplace's by its id, else a page of the web.

    The site that the engine shows is no vendor. A result whose own address the engine hides behind a redirect is
    known by its words and its site. An offer of the engine's own shopping pages stays one.
    """
    if result.listing_id is not None or result.url is None:
        return result
    spider = spider_for(result.url)
    page = spider.page_for(result.url) if spider else None
    if spider and page and page.kind == "listing" and (listing_id := page.id_of(result.url)):
        return replace(result, marketplace=spider.name, listing_id=listing_id, vendor=Vendor())
    known_by = f"{result.vendor.name} {result.title}" if is_redirect(result.url) else normalised_url(result.url)
    return replace(result, marketplace=WEB, listing_id=short_id(known_by), vendor=Vendor())


def is_redirect(url: str) -> bool:
    """Whether an address is a search engine's own, which only leads to another."""
    return bool(_REDIRECT.match(url))


def true_target(url: str | None) -> str | None:
    """Where a redirect of Bing leads: base64 in its `u=` (`u=a1…` in results, `u=…` in advertisements)."""
    code = first_match(r"[?&]u=(?:a1)?([A-Za-z0-9_-]{8,4000})(?:&|$)", url) if url and is_redirect(url) else None
    if code is None:
        return url
    try:
        target = unquote(base64.urlsafe_b64decode(code + "=" * (-len(code) % 4)).decode("utf-8"))
    except (binascii.Error, UnicodeDecodeError):
        return url
    return target if target.startswith(("http://", "https://", "/")) else url


def shown_site(text: str | None) -> str | None:
    """The host in an address as an engine shows it: `https://a.example › b`, `a.example/b...`; else its name of it."""
    return first_match(_HOST, text) or (text.strip() if text else None)
