"""Bases of the page classes. A page class turns text + URL into an outcome and listings: no network, no clock.

A marketplace's page class names its `layouts`: reader methods that yield listings (made with `self.listing`). They
are tried in order; the first that finds something is the page's layout. It also says where the page's own data object
stands (`data_after`, `data_path`, `paging`), how the site itself says "nothing found" (`nothing`, `says_empty`), where
the next page is (`next_link`, `next_page`) and, beyond the walls that all sites share, what its own walls look like
(`wall`). What all pages of a site share stands on its spider (`site`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import Any, ClassVar, TypeVar

from selectolax.lexbor import LexborHTMLParser

from monitor.model import Listing, PageKind, PriceNote, Vendor
from monitor.page_reasons import PageReason
from monitor.pages.empty_words import GONE, GONE_ALONE, NOTHING
from monitor.pages.extract import (
    Number,
    attr_of,
    first_match,
    get_path,
    id_at,
    json_answer,
    json_ld,
    json_where,
    parse_html,
    strip_tags,
    web_address,
    without_scheme,
)
from monitor.pages.guess import guessed
from monitor.pages.limits import (
    MAX_ADDRESS,
    MAX_ID,
    MAX_LISTINGS,
    MAX_NAME,
    MAX_PICTURES,
    MAX_PRICE_STEPS,
    MAX_TITLE,
)
from monitor.pages.national_domains import currency_at, domain_of
from monitor.pages.paging import Paging
from monitor.pages.pictures import shows_goods
from monitor.pages.reading import GUESSED, PageReading
from monitor.pages.script_shell import is_script_shell
from monitor.pages.site import Site
from monitor.pages.structured_data import product_facts
from monitor.pages.values import Amount, count_of, currency_code, highest_price, lowest_price, price_ladder, price_of
from monitor.pages.visible_words import is_headed, says
from monitor.pages.waiting_markup import unfold_waiting_markup
from monitor.pages.walls import common_wall, shown_wall
from monitor.seller_ids import identifiers_of
from monitor.text.money import Price

Member = TypeVar("Member")
DESCRIBED = "described"
"""In the place of a layout's years: known from public descriptions only, not from a real page."""


class Page:
    """Base of all page classes. Subclass `SearchPage`, `ListingPage` or `ShopPage`, not this."""

    kind: ClassVar[PageKind]
    empty_reason: ClassVar[PageReason] = PageReason.NOTHING
    """What it means that the site itself says "nothing" on such a page."""
    address: ClassVar[str]
    """Regular expression that a URL without its scheme matches when it is such a page; group `id`: what it is of."""
    layouts: ClassVar[Mapping[str, str]]
    """Names of the reader methods, in the order in which they are tried, each with the years of the real pages that
    it was proven on, or `DESCRIBED`."""
    site: ClassVar[type[Site]] = Site
    """The site that it is a page of: its domains, currency and canonical addresses."""
    data_after: ClassVar[str | None] = None
    """Regular expression of what stands before the page's own data object in its scripts (an assignment's left side);
    the answer that such a script gets (JSON, JSONP) is taken for the same object."""
    data_path: ClassVar[str | tuple[str, ...]] = ""
    """Where in that object the useful part lies; of several paths the first that leads to anything."""
    paging: ClassVar[Paging | None] = None
    """Where the data tell total and next page; `total`, `says_empty` and `next_page` follow from it."""
    nothing: ClassVar[tuple[str, ...]] = ()
    """Words (lower case) in an element's own text with which the site says "nothing found", or of a listing "gone",
    besides those of all sites (`monitor.pages.empty_words`); asked only when no listing was found, or nothing but what
    is told to search engines."""
    next_link: ClassVar[str | None] = None
    """CSS of the link to the next page; of several, the first with a page number above this page's own."""
    page_param: ClassVar[str] = "page"
    """The parameter that numbers the pages."""

    any_site: ClassVar[bool] = False
    """Whether it reads pages of sites that are not known: then an address does not tell what it leads to."""

    def __init_subclass__(cls, site: type[Site] | None = None, **kwargs: Any) -> None:
        """`site`: enter the class as this site's page of its kind. Raises `TypeError` when there is one already."""
        super().__init_subclass__(**kwargs)
        if site is not None:
            name = f"{cls.kind}_page"
            if name in vars(site):
                raise TypeError(f"{site.__name__} has two classes of {cls.kind} pages; expected one")
            cls.site = site
            setattr(site, name, cls)

    def __init__(self, text: str, url: str, currency: str | None = None) -> None:
        self.text = text
        self.url = f"https:{url}" if url.startswith("//") else url
        self._made = 0
        """Listings made by the layout that is being read: most keep this number as their position."""
        self._cut: set[str] = set()
        """What of the listings was left out, in words."""
        self.domain = domain_of(self.site.domains, url)
        """The national domain that the address is on."""
        self.currency = currency or self.site.currency or currency_at(self.site.domains, url)
        """What "$", "¥" and bare numbers mean; None: not known."""

    @classmethod
    def address_match(cls, url: str) -> re.Match[str] | None:
        """The match when `url` is such a page's: of http(s), with the site's host to its end, in ASCII."""
        plain = without_scheme(url)
        match = re.match(cls.address, plain, re.IGNORECASE | re.ASCII)
        host = re.match(r"[^/?#]*", plain)
        return match if match and host and match.end() >= host.end() else None

    @classmethod
    def id_of(cls, url: str) -> str | None:
        """The id of what such a page is about, as an address tells it; None when it tells none."""
        match = cls.address_match(url)
        own_id = match.groupdict().get("id") if match else None
        return cls.site.canonical_id(own_id, url) if own_id and cls.kind == "listing" else own_id

    @cached_property
    def dom(self) -> LexborHTMLParser:
        """The parsed page, with the markup that waits in it for a script."""
        dom = parse_html(self.text)
        unfold_waiting_markup(dom)
        return dom

    @cached_property
    def answer(self) -> Any:
        """The data, when the text is no document but what one fetched (JSON, or JSONP); None otherwise."""
        return json_answer(self.text)

    @cached_property
    def data(self) -> Any:
        """The page's own data: see `data_after` and `data_path`; None when there is none."""
        paths = (self.data_path,) if isinstance(self.data_path, str) else self.data_path
        return self.data_behind(self.data_after, *paths)

    def data_behind(self, pattern: str | None, *paths: str) -> Any:
        """As `data`, for a page with several data objects; without a path the whole object."""
        whole = self.answer
        if whole is None and pattern is not None:
            whole = json_where(self.text, pattern)
        return next((part for path in paths or ("",) if (part := get_path(whole, path)) is not None), None)

    @property
    def page_number(self) -> int:
        """Which page of results this is, as its address tells it."""
        return self._number_in(self.url) or 1

    @property
    def address_id(self) -> str | None:
        """The id that the page's own address tells."""
        return self.id_of(self.url)

    def read(self) -> PageReading:
        """Decide what the page is: complete with listings, empty by the site's word, a wall, or unreadable."""
        if self.says_empty():
            return PageReading.without_listings(self.kind, self.empty_reason, total=0)
        for layout in self.layouts:
            listings = self._number(getattr(self, layout)())
            if listings:
                return self.with_listings(listings, layout)
        if self.says_nothing():
            return PageReading.without_listings(self.kind, self.empty_reason, total=0)
        if wall := self.wall():
            return PageReading.without_listings(self.kind, wall)
        return self.read_by_guess()

    def read_by_guess(self) -> PageReading:
        """What the general reader alone makes of the page (`monitor.pages.guess`); it never says `empty`."""
        if wall := common_wall(self.text, self.url):
            return PageReading.without_listings(self.kind, wall)
        if listings := self._number(guessed(self)):
            return self.with_listings(listings, GUESSED)
        if wall := shown_wall(self.dom):
            return PageReading.without_listings(self.kind, wall)
        shell = is_script_shell(self.dom)
        return PageReading.without_listings(self.kind, PageReason.SCRIPT_SHELL if shell else PageReason.UNKNOWN_LAYOUT)

    def with_listings(self, listings: tuple[Listing, ...], layout: str) -> PageReading:
        """The reading of a page with these listings."""
        total, following = count_of(self.total()), self.next_page()
        if following is None and total is not None and total <= len(listings):
            following = False
        return PageReading(
            self.kind,
            "listings",
            detail=f"cut: {', '.join(sorted(self._cut))}" if self._cut else None,
            listings=listings,
            total=total,
            next_page=following,
            layout=layout,
        )

    def says_empty(self) -> bool:
        """Whether the site itself says that there is nothing, whatever else it shows.

        Must not fire on a complete page: override strictly, and where words do, use `nothing`.
        """
        return self.paging is not None and self.total() == 0 and not get_path(self.data, self.paging.items)

    def says_nothing(self) -> bool:
        """Whether a visitor reads one of the site's words for "nothing found", or of a listing "gone" (`nothing`)."""
        return says(self.dom, *self.nothing, *(NOTHING if self.kind == "search" else ()))

    def wall(self) -> PageReason | None:
        """The site's own wall, asked only when no listing was found: WALL, LOGIN or RATE_LIMIT."""
        return None

    def total(self) -> int | None:
        """The number of results that the site claims."""
        return self.paging.total_in(self.data) if self.paging else None

    def number_on_page(self) -> int | None:
        """How many results the site says that this page has, where it is known to say so."""
        return None

    def next_page(self) -> str | bool | None:
        """The next page's address; True/False when only its existence is told; None when nothing is."""
        following = self.paging.next_page(self.data, self.page_number) if self.paging else None
        if following is not None:
            return self.address_of(following) if isinstance(following, str) else following
        for link in self.dom.css(self.next_link) if self.next_link else ():
            address = self.address_of(attr_of(link, "", "href") or attr_of(link, "", "data-url"))
            if address and (self._number_in(address) or self.page_number + 1) > self.page_number:
                return address
        return None

    def listing(
        self,
        listing_id: Any,
        title: str | None,
        *,
        price: Amount | Price = None,
        price_max: Amount = None,
        currency: str | None = None,
        price_list: Amount = None,
        price_note: PriceNote | None = None,
        price_steps: Iterable[tuple[Any, Amount]] = (),
        url: str | None = None,
        vendor_id: Any = None,
        vendor_name: str | None = None,
        vendor_url: str | None = None,
        seller_ids: Iterable[tuple[str, str | None]] = (),
        units_sold: Number = None,
        stock: Number = None,
        min_order: Number = None,
        location: str | None = None,
        images: Iterable[str | None] = (),
        ad: bool | None = None,
        marketplace: str | None = None,
    ) -> Listing:
        """Make a listing of words as they stand on the page: prices, counts and addresses are read here, once.

        `price_steps`: pairs of the smallest quantity and the price of one unit from there on. `seller_ids`: what the
        page's own data tell of the vendor besides its id, kind and value (`monitor.seller_ids.KINDS`).
        """
        id_text = self._id(listing_id)
        id_text = self.site.canonical_id(id_text, self.url) if id_text else None
        meant = currency_code(currency) or self.currency
        steps, steps_range = price_ladder(self._first(price_steps, MAX_PRICE_STEPS, "price steps"), meant)
        pictures = (address for image in images if (address := self.address_of(image)) and shows_goods(address))
        money = price_of(price, meant) or steps_range
        if url is None and id_text and self.site.item_url:
            url = self.site.item_url.format(id=id_text, domain=self.domain)
        self._made += 1
        seller, name = self._id(vendor_id), self._text(vendor_name, MAX_NAME, "names")
        shop = self.address_of(vendor_url)
        return Listing(
            position=self._made,
            listing_id=id_text,
            title=self._text(title, MAX_TITLE, "titles"),
            url=self.address_of(url),
            price_min=money.low if money else None,
            price_max=highest_price(money, price_max),
            currency=currency_code(money.currency) if money else None,
            vendor=Vendor(
                id=seller,
                name=name,
                url=shop,
                identifiers=identifiers_of(marketplace or self.site.name, seller, seller_ids, name=name, address=shop),
            ),
            units_sold=count_of(units_sold),
            stock=count_of(stock),
            min_order=count_of(min_order),
            location=self._text(location, MAX_NAME, "places"),
            image_urls=tuple(dict.fromkeys(self._first(pictures, MAX_PICTURES, "pictures"))),
            ad=ad,
            price_list=lowest_price(price_list) or (money.list_price if money else None),
            price_note=price_note or (money.note if money else None),
            price_steps=steps,
            marketplace=marketplace,
        )

    def _text(self, words: Any, longest: int, what: str) -> str | None:
        """A text of the page without markup, up to `longest` characters."""
        text = strip_tags(words)
        if text is None or len(text) <= longest:
            return text
        self._cut.add(f"{what} to {longest:,} characters")
        return text[:longest].rstrip()

    def _id(self, value: Any) -> str | None:
        """An id; None when it is too long for one."""
        text = id_at(value)
        if text is None or len(text) <= MAX_ID:
            return text
        self._cut.add(f"ids of more than {MAX_ID:,} characters")
        return None

    def address_of(self, value: Any) -> str | None:
        """An address made absolute; None when it is too long."""
        if isinstance(value, str) and len(value) > MAX_ADDRESS:
            self._cut.add(f"addresses of more than {MAX_ADDRESS:,} characters")
            return None
        address = web_address(value, self.url)
        return address if address is None or len(address) <= MAX_ADDRESS else None

    def _first(self, members: Iterable[Member], most: int, what: str) -> Iterator[Member]:
        """The first `most` members; whether there are more is noted."""
        rest = iter(members)
        yield from islice(rest, most)
        if next(rest, None) is not None:
            self._cut.add(f"{what} to {most:,}")

    def _number_in(self, url: str) -> int | None:
        number = first_match(rf"[?&]{re.escape(self.page_param)}=(\d{{1,6}})\b", url)
        return int(number) if number else None

    def _number(self, listings: Iterator[Listing]) -> tuple[Listing, ...]:
        self._cut.clear()
        # What has neither id nor title is no listing: a site that renames both becomes unreadable, not empty
        made = self._first(listings, MAX_LISTINGS, "listings")
        real = (listing for listing in made if listing.listing_id or listing.title)
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
    empty_reason = PageReason.GONE

    def total(self) -> int | None:
        """A listing's own page claims no total."""
        return None

    @cached_property
    def _says_gone(self) -> bool:
        return says(self.dom, *self.nothing, *GONE) or is_headed(self.dom, GONE_ALONE)

    def says_nothing(self) -> bool:
        """Whether a visitor reads that the listing is gone."""
        return self._says_gone

    def described(self, **more: Any) -> Iterator[Listing]:
        """A layout for sites that describe the product to search engines (JSON-LD); `more`: what the markup tells.

        Such a description outlives the listing: it counts for nothing where visitors read that the listing is gone.
        """
        product = next(json_ld(self.dom, "Product"), None)
        if product is not None and not self.says_nothing():
            facts = {**product_facts(product, self.currency), **{name: fact for name, fact in more.items() if fact}}
            yield self.listing(self.address_id, **facts, ad=False)


class ShopPage(Page):
    """A vendor's own list of listings."""

    kind = "shop"
