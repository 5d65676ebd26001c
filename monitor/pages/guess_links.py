"""Which links of a page lead to listings: by the site's own addresses, or by what links of one kind have in common."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from monitor.pages.extract import web_address
from monitor.pages.limits import MAX_ADDRESS
from monitor.pages.normalised_url import normalised_url

if TYPE_CHECKING:
    from monitor.pages.page import Page

_INNER = re.compile(r"(?i)https?(?:%3A|:)(?:%2F|/){2}[^\s&\"']{4,600}|(?<=[=&])%2F[^\s&\"']{4,600}")
_ID_PARAMETERS = frozenset(
    "id itemid item_id item productid product_id product pid goodsid goods_id goods offerid offer_id sku skuid sku_id "
    "wareid listingid listing_id adid ad_id asin num_iid auctionid".split()
)
_DIGITS = re.compile(r"\d{4,20}")
_CODE = re.compile(r"(?=[A-Za-z0-9_-]{0,40}\d)[A-Za-z0-9_-]{6,40}")
_NO_LISTING = re.compile(
    r"(?i)/(?:cart|basket|login|signin|register|account|help|about|contact|search|category|categories|c|cat"
    r"|collections?(?:/[^/]+)?"
    r"|tags?|brands?|blog|news|sitemap|wishlist|compare|reviews?|faq|terms|privacy|shops?|stores?|sellers?|users?"
    r"|members?)/?$"
)
_PAGE_PARAMETERS = frozenset("page p pg offset start sort order filter orderby view".split())


@dataclass(frozen=True, slots=True)
class ListingLink:
    """What a link tells of the listing that it leads to. `key`: alike for all links to it."""

    key: str
    listing_id: str | None
    address: str


class LinkReader:
    """Reads the links of one page; an address that comes twice is read once."""

    def __init__(self, page: "Page") -> None:
        self._page = page
        self._known: dict[str, ListingLink | None] = {}
        self._host = _host_of(page.url)
        self._own = normalised_url(page.url)

    def read(self, href: str) -> ListingLink | None:
        """The listing that the site's own addresses say a link leads to, if need be by way of a redirect."""
        if href not in self._known:
            self._known[href] = self._read(href)
        return self._known[href]

    def _read(self, href: str) -> ListingLink | None:
        page_class = self._page.site.listing_page
        if page_class is None or not self.knows_site or len(href) > MAX_ADDRESS:
            return None
        address = web_address(href, self._page.url)
        if address is None:
            return None
        if number := page_class.id_of(address):
            return ListingLink(number, number, address)
        for inner in _INNER.findall(address.partition("?")[2])[:4]:
            target = web_address(unquote(inner), self._page.url)
            if target and (number := page_class.id_of(target)):
                return ListingLink(number, number, target)
        return None

    @property
    def knows_site(self) -> bool:
        """Whether the site's own addresses of listings are known."""
        return self._page.site.listing_page is not None and not self._page.any_site

    def by_kind(self, hrefs: list[str], *, anywhere: bool) -> dict[str, ListingLink]:
        """The links that look like addresses of single things, by href.

        Links are alike when host and path agree but for the part that names the thing; a kind has three links or more.
        `anywhere`: also links to other sites, when they name an id: marketplaces have sisters.
        """
        kinds: dict[str, dict[str, ListingLink]] = {}
        for href in dict.fromkeys(hrefs):
            address = web_address(href, self._page.url) if len(href) <= MAX_ADDRESS else None
            named = _kind_of(address, None if anywhere else self._host) if address else None
            if address is None or named is None or normalised_url(address) == self._own or (anywhere and not named[1]):
                continue
            kind, listing_id = named
            key = f"{kind} {listing_id}" if listing_id else normalised_url(address)
            kinds.setdefault(kind, {})[href] = ListingLink(key, listing_id, address)
        return {
            href: link
            for links in kinds.values()
            if len({link.key for link in links.values()}) >= 3
            for href, link in links.items()
        }

    def outward(self, hrefs: list[str]) -> dict[str, ListingLink]:
        """For a search engine: the links that leave it, and those by which it leads on, by href."""
        links = {}
        for href in dict.fromkeys(hrefs):
            address = web_address(href, self._page.url) if len(href) <= MAX_ADDRESS else None
            if address and normalised_url(address) != self._own:
                links[href] = ListingLink(normalised_url(address), None, address)
        return links


def _host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return ""


def _registrable(host: str) -> str:
    """About the domain that was registered: enough to tell the hosts of one shop from others."""
    parts = host.split(".")
    short = len(parts) > 2 and len(parts[-2]) <= 3 and len(parts[-1]) == 2
    return ".".join(parts[-3 if short else -2 :])


def _kind_of(address: str, own_host: str | None) -> tuple[str, str | None] | None:
    """The kind of address that this is, and the id in it; None for one that is no page of a single thing."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return None
    if own_host is not None and _registrable(host) != _registrable(own_host):
        return None
    query = parse_qsl(parts.query[:1000])
    for name, value in query:
        if name.lower() in _ID_PARAMETERS and 1 <= len(value) <= 40 and re.fullmatch(r"[\w-]+", value, re.ASCII):
            return f"{_registrable(host)}{_shape(parts.path)}?{name.lower()}", value
    if _NO_LISTING.search(parts.path) or any(name.lower() in _PAGE_PARAMETERS for name, _ in query):
        return None
    segments = [segment for segment in parts.path.split("/") if segment]
    if not segments:
        return None
    numbers = [number for segment in segments for number in _DIGITS.findall(segment)]
    kind = f"{_registrable(host)}{_shape(parts.path)}"
    if numbers:
        return kind, max(numbers[-2:], key=len)
    last = re.sub(r"\.(?:html?|php|aspx?|jsp)$", "", segments[-1], flags=re.IGNORECASE)
    if _CODE.fullmatch(last) and any(char.isdigit() for char in last) and "-" not in last:
        return kind, last
    if len(last) >= 6 and ("-" in last or "_" in last or len(segments) > 1):
        return kind, None
    return None


def _shape(path: str) -> str:
    """A path with its last two parts, and all numbers, as `*`."""
    segments = [segment for segment in path.split("/") if segment]
    fixed = [("*" if re.search(r"\d{3}", segment) else segment.lower()[:40]) for segment in segments]
    if fixed:
        fixed[-1] = "*"
    if len(fixed) > 2:
        fixed[1:-1] = ["*"] * (len(fixed) - 2)
    return "/" + "/".join(fixed)
