"""Bases of the page classes. A page class turns text + URL into an outcome and listings: no network, no clock.

A marketplace's page class names its `layouts`: reader methods that yield listings (made with `self.listing`). They
are tried in order, embedded data before DOM; the first that finds something is the page's layout. It also says how
the site itself says "nothing found" (`nothing`, `says_empty`), where the next page is (`next_link`, `next_page`) and,
beyond the walls that all sites share, what its own walls look like (`wall`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from selectolax.lexbor import LexborHTMLParser

from monitor.model import Listing, PageKind, PriceNote, PriceStep, Vendor, listing_record
from monitor.page_reasons import Outcome
from monitor.pages.extract import (
    attr_of,
    clean,
    first_match,
    json_answer,
    json_ld,
    parse_html,
    says,
    strip_tags,
    web_address,
)
from monitor.pages.national_domains import Domain, domain_of
from monitor.pages.parse_budget import TooCostly
from monitor.pages.structured_data import product_facts
from monitor.pages.walls import common_wall
from monitor.text.counts import read_count
from monitor.text.decode import decode_page
from monitor.text.money import Price, read_price

_GONE_STATUS = (404, 410)
DESCRIBED = "described"
"""In the place of a layout's years: known from public descriptions only, not from a real page."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """What a page class made of a page. `reason` says why it is blocked or unreadable."""

    page: PageKind
    outcome: Outcome
    reason: str | None = None
    listings: tuple[Listing, ...] = ()
    total: int | None = None
    next_page: str | bool | None = None
    layout: str | None = None


class Page:
    """Base of all page classes. Subclass `SearchPage`, `ListingPage` or `ShopPage`, not this."""

    kind: ClassVar[PageKind]
    address: ClassVar[str]
    """Regular expression that a URL without its scheme matches when it is such a page; group `id`: what it is of."""
    layouts: ClassVar[Mapping[str, str]]
    """Names of the reader methods, in the order in which they are tried, each with the years of the real pages that
    it was proven on, or `DESCRIBED`."""
    currency: ClassVar[str | None] = None
    """What "$", "¥" and bare numbers mean on this site."""
    domains: ClassVar[Mapping[str, Domain]] = {}
    """The national domains of the site, each with its currency; the first is the usual one."""
    item_url: ClassVar[str | None] = None
    """Canonical address of a listing, with `{id}` and, on national sites, `{domain}`: no tracking parameters."""
    nothing: ClassVar[tuple[str, ...]] = ()
    """Words (lower case) in an element's own text with which the site says "nothing found", or of a listing "gone";
    asked only when no listing was found."""
    next_link: ClassVar[str | None] = None
    """CSS of the link to the next page; of several, the first with a page number above this page's own."""
    page_param: ClassVar[str] = "page"
    """The parameter that numbers the pages."""

    def __init__(self, text: str, url: str, currency: str | None = None) -> None:
        self.text = text
        self.url = url
        self._made = 0
        """Listings made by the layout that is being read: most keep this number as their position."""
        self.domain = domain_of(self.domains, url)
        """The national domain that the address is on."""
        national = self.domains[self.domain].currency if self.domain else None
        self._currency = currency or self.currency or national

    @classmethod
    def address_match(cls, url: str) -> re.Match[str] | None:
        """The match when `url` is such a page's: of http(s), with the site's host to its end, in ASCII."""
        plain = without_scheme(url)
        match = re.match(cls.address, plain, re.IGNORECASE | re.ASCII)
        host = re.match(r"[^/?#]*", plain)
        return match if match and host and match.end() >= host.end() else None

    @cached_property
    def dom(self) -> LexborHTMLParser:
        """The parsed page. Raises `TooCostly` for a hostile page."""
        return parse_html(self.text)

    @cached_property
    def answer(self) -> Any:
        """The data, when the text is no document but what one fetched (JSON, or JSONP); None otherwise."""
        return json_answer(self.text)

    @cached_property
    def address_id(self) -> str | None:
        """The id that the page's own address tells."""
        match = self.address_match(self.url)
        return match.groupdict().get("id") if match else None

    def read(self) -> PageReading:
        """Decide what the page is: complete with listings, empty by the site's word, a wall, or unreadable."""
        if self.says_empty():
            return PageReading(self.kind, "empty", total=0)
        for layout in self.layouts:
            listings = self._number(getattr(self, layout)())
            if listings:
                total, following = _count(self.total()), self.next_page()
                if following is None and total is not None and total <= len(listings):
                    following = False
                return PageReading(self.kind, "listings", None, listings, total, following, layout)
        if self.nothing and says(self.dom, *self.nothing):
            return PageReading(self.kind, "empty", total=0)
        if wall := self.wall() or common_wall(self.text, self.url):
            return PageReading(self.kind, "blocked", wall)
        return PageReading(self.kind, "unreadable", "no listings and no marker that we know")

    def says_empty(self) -> bool:
        """Whether the site itself says that there is nothing, whatever else it shows.

        Must not fire on a complete page: override strictly, and where words do, use `nothing`.
        """
        return False

    def wall(self) -> str | None:
        """The site's own wall, asked only when no listing was found: `wall`, `login` or `rate_limit`."""
        return None

    def total(self) -> int | None:
        """The number of results that the site claims."""
        return None

    def next_page(self) -> str | bool | None:
        """The next page's address; True/False when only its existence is told; None when nothing is."""
        if self.next_link is None:
            return None
        number = rf"[?&]{re.escape(self.page_param)}=(\d{{1,6}})\b"
        here = int(first_match(number, self.url) or 1)
        for link in self.dom.css(self.next_link):
            address = web_address(attr_of(link, "", "href") or attr_of(link, "", "data-url"), self.url)
            if address and int(first_match(number, address) or here + 1) > here:
                return address
        return None

    def listing(
        self,
        listing_id: Any,
        title: str | None,
        *,
        price: str | int | float | Decimal | Price | None = None,
        price_max: str | int | float | Decimal | None = None,
        currency: str | None = None,
        price_list: str | int | float | Decimal | None = None,
        price_note: PriceNote | None = None,
        price_steps: Iterable[PriceStep] = (),
        url: str | None = None,
        vendor_id: Any = None,
        vendor_name: str | None = None,
        vendor_url: str | None = None,
        units_sold: str | int | None = None,
        stock: str | int | None = None,
        min_order: str | int | None = None,
        location: str | None = None,
        images: Iterable[str | None] = (),
        ad: bool | None = None,
        marketplace: str | None = None,
    ) -> Listing:
        """Make a listing of words as they stand on the page: prices, counts and addresses are read here, once."""
        id_text = _id(listing_id)
        steps = tuple(price_steps)
        meant = currency or self._currency
        money = _price(price, meant) or _of_steps(steps, meant)
        if url is None and id_text and self.item_url:
            url = self.item_url.format(id=id_text, domain=self.domain)
        self._made += 1
        return Listing(
            position=self._made,
            listing_id=id_text,
            title=strip_tags(title),
            url=web_address(url, self.url),
            price_min=money.low if money else None,
            price_max=_high(money, price_max),
            currency=money.currency if money else None,
            vendor=Vendor(
                id=_id(vendor_id),
                name=strip_tags(vendor_name),
                url=web_address(vendor_url, self.url),
            ),
            units_sold=_count(units_sold),
            stock=_count(stock),
            min_order=_count(min_order),
            location=strip_tags(location),
            image_urls=tuple(dict.fromkeys(u for i in images if (u := web_address(i, self.url)))),
            ad=ad,
            price_list=_low(price_list) or (money.list_price if money else None),
            price_note=price_note or (money.note if money else None),
            price_steps=steps,
            marketplace=marketplace,
        )

    def _number(self, found: Iterator[Listing]) -> tuple[Listing, ...]:
        # What has neither id nor title is no listing: a site that renames both becomes unreadable, not empty
        real = (listing for listing in found if listing.listing_id or listing.title)
        self._made = 0
        return tuple(
            listing if listing.position == number else replace(listing, position=number)
            for number, listing in enumerate(real, 1)
        )


class SearchPage(Page):
    """A page of search results (for a search engine: of organic results)."""

    kind = "search"


class ListingPage(Page):
    """The page of one listing: its layouts yield exactly one. `empty` means that the site says it is gone."""

    kind = "listing"

    def total(self) -> int | None:
        """A listing's own page claims no total."""
        return None

    def described(self, **more: Any) -> Iterator[Listing]:
        """A layout for sites that describe the product to search engines (JSON-LD); `more`: what the markup tells."""
        for found in json_ld(self.dom, "Product"):
            told = {**product_facts(found, self._currency), **{name: fact for name, fact in more.items() if fact}}
            yield self.listing(self.address_id, **told, ad=False)
            return


class ShopPage(Page):
    """A vendor's own list of listings."""

    kind = "shop"


def read_page(
    page_class: type[Page],
    body: bytes,
    url: str,
    status: int = 200,
    content_type: str | None = None,
    currency: str | None = None,
) -> PageReading:
    """Decode and read a page whose Content-Encoding is undone. Never raises for what a site may send.

    `currency`: what "$", "¥" and bare numbers mean there, when the store's settings say it; else what the site means.
    """
    if status in _GONE_STATUS and page_class.kind == "listing":
        return PageReading("listing", "empty", f"status {status}: the site says it is gone")
    if not body.strip():
        lost = "a redirect that can't be followed" if 300 <= status < 400 else "the page has no content"
        return _refused(page_class.kind, status) or PageReading(page_class.kind, "unreadable", lost)
    page = page_class(decode_page(body, content_type), url, currency)
    try:
        reading = page.read()
    except (TooCostly, RecursionError) as error:
        return PageReading(page_class.kind, "unreadable", str(error) or "nested too deep")
    if reading.outcome in ("listings", "empty"):
        return reading
    return _refused(page_class.kind, status) or reading


def reading_record(marketplace: str, reading: PageReading) -> dict[str, object]:
    """A page's reading in the form of `monitor extract --json` and of a case's `expected.json`."""
    return {
        "marketplace": marketplace,
        "page": reading.page,
        "outcome": reading.outcome,
        "reason": reading.reason,
        "total": reading.total,
        "next_page": reading.next_page,
        "layout": reading.layout,
        "listings": [listing_record(listing) for listing in reading.listings],
    }


def without_scheme(url: str) -> str:
    """The address as `Page.address` sees it: host, path and query; with another scheme than http(s) as it is."""
    return re.sub(r"^https?://", "", url.strip(), flags=re.IGNORECASE)


def _refused(kind: PageKind, status: int) -> PageReading | None:
    if status < 400:
        return None
    reason = (
        "rate_limit"
        if status in (429, 503)
        else "login"
        if status == 401
        else "wall"
        if status in (403, 405, 420)
        else "status"
    )
    return PageReading(kind, "blocked", f"{reason}: status {status}" if reason == "status" else reason)


def _id(value: Any) -> str | None:
    """An id as text; embedded data may hold anything in its place."""
    return clean(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None


def _high(money: Price | None, price_max: str | int | float | Decimal | None) -> Decimal | None:
    if money is None:
        return None
    return max(money.low, _low(price_max) or money.high)


def _low(value: str | int | float | Decimal | None) -> Decimal | None:
    price = _price(value, None)
    return price.low if price else None


def _of_steps(steps: tuple[PriceStep, ...], currency: str | None) -> Price | None:
    amounts = [step.price for step in steps]
    return Price(min(amounts), max(amounts), currency) if amounts else None


def _count(value: str | int | None) -> int | None:
    return read_count(value) if isinstance(value, str | int) else None  # embedded data may hold anything


def _price(value: str | int | float | Decimal | Price | None, currency: str | None) -> Price | None:
    if value is None or isinstance(value, Price):
        return value
    if isinstance(value, str):
        return read_price(value, currency)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):  # embedded data may hold anything
        return None
    if isinstance(value, int) and value.bit_length() > 64:
        return None
    amount = Decimal(str(value))  # str: the digits that the page shows, not the binary fraction behind them
    return read_price(format(amount, "f"), currency) if amount.is_finite() else None
