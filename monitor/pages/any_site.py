"""Pages of sites that are no marketplace of ours: read by what they tell of themselves to search engines."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import urlsplit

from monitor.model import Listing
from monitor.pages.extract import attr_of, text_at, text_of
from monitor.pages.guess import guessed
from monitor.pages.limits import MAX_ITEMS
from monitor.pages.normalised_url import normalised_url, short_id
from monitor.pages.page import DESCRIBED, ListingPage
from monitor.pages.reading import GUESSED, PageReading
from monitor.pages.structured_data import product_facts
from monitor.pages.walls import common_wall

_SEARCH = re.compile(r"(?i)[?&](?:q|s|k|wd|query|term|text|words?|keywords?|search\w{0,12})=[^&]|/search/?[^/]{0,40}$")
"""What an address has that holds words to search for."""
_LARGEST = 4_000_000
"""Characters: the metadata of larger pages is not looked for; no shop's product page comes near."""


class OtherSitePage(ListingPage):
    """A page that offers something for sale tells it as JSON-LD, microdata or OpenGraph; any other is a web hit."""

    address = r"(?=[^/?#\s]+\.[a-z]{2,})[^/?#\s]+"
    layouts: ClassVar = {"product": DESCRIBED, GUESSED: DESCRIBED, "web_page": DESCRIBED}
    any_site = True

    @classmethod
    def id_of(cls, url: str) -> str | None:
        """The id of the page at an address, alike for all links to it."""
        return short_id(normalised_url(url))

    @property
    def host(self) -> str:
        """The host, without www."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")

    def product(self) -> Iterator[Listing]:
        """The first product with an offer; the site is the vendor's id, whoever the seller is said to be."""
        described = self.products()
        own_name = attr_of(self.dom, "meta[property='og:site_name']", "content")
        for product in described:
            facts = product_facts(product)
            if facts["title"] and facts["price"]:
                facts["vendor_name"] = facts["vendor_name"] or own_name or self.host
                facts["vendor_url"] = facts["vendor_url"] or f"https://{urlsplit(self.url).netloc}/"
                yield self.listing(self.address_id, **facts, url=self.url, vendor_id=self.host, ad=False)
                return

    def guessed(self) -> Iterator[Listing]:
        """The listings of a shop's list, or the one whose page it is, told by what such pages have in common."""
        if not common_wall(self.text, self.url):
            yield from guessed(self)

    def web_page(self) -> Iterator[Listing]:
        """What names itself, and sells nothing that we can see."""
        title = attr_of(self.dom, "meta[property='og:title']", "content") or text_of(self.dom, "title")
        if title and not common_wall(self.text, self.url):
            image = attr_of(self.dom, "meta[property='og:image']", "content")
            yield self.listing(self.address_id, title, url=self.url, images=[image])

    def with_listings(self, listings: tuple[Listing, ...], layout: str) -> PageReading:
        """A page of several listings is a search's or the shop's list, which its address need not tell."""
        reading = super().with_listings(listings, layout)
        if layout != GUESSED or len(listings) == 1:
            return reading
        return replace(reading, page="search" if _SEARCH.search(self.url) else "shop")

    def products(self) -> list[dict[str, Any]]:
        """The products that the page describes to search engines, in schema.org's words."""
        if len(self.text) > _LARGEST or not any(word in self.text for word in ("schema.org", "og:", "product:")):
            return []
        metadata = {kind: _described(kind, self.text, self.url) for kind in ("json-ld", "microdata", "opengraph")}
        things = [thing for kind in ("json-ld", "microdata") for thing in _things(metadata[kind])]
        return [thing for thing in things if _is_product(thing)] + [_of_tags(tags) for tags in metadata["opengraph"]]


def _described(kind: str, text: str, url: str) -> list[Any]:
    """What a page says in one of the ways; nothing where that is broken: the others may tell the same."""
    if kind == "microdata" and text.lower().count("itemscope") > MAX_ITEMS:
        return []
    import extruct  # noqa: PLC0415 (takes a quarter of a second, and only these pages need it)
    from lxml.etree import LxmlError  # noqa: PLC0415 (extruct's parser)

    try:
        described = extruct.extract(text, base_url=url, syntaxes=[kind], uniform=True)[kind]
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        LxmlError,
        RecursionError,
        TypeError,
        ValueError,
    ):
        return []  # what a site may write is more than the library expects
    return described if isinstance(described, list) else []


def _things(described: list[Any]) -> Iterator[dict[str, Any]]:
    for thing in described:
        if isinstance(thing, dict):
            yield thing
            graph = thing.get("@graph")
            yield from (inner for inner in graph if isinstance(inner, dict)) if isinstance(graph, list) else ()


def _is_product(thing: dict[str, Any]) -> bool:
    types = thing.get("@type")
    return "Product" in [str(kind).rpartition("/")[2] for kind in (types if isinstance(types, list) else [types])]


def _of_tags(tags: dict[str, Any]) -> dict[str, Any]:
    """A product as Facebook's tags have it (https://ogp.me; `product:` of its catalogues), in schema.org's words."""
    price = text_at(tags.get("product:price:amount")) or text_at(tags.get("og:price:amount"))
    currency = text_at(tags.get("product:price:currency")) or text_at(tags.get("og:price:currency"))
    offer = {"price": price, "priceCurrency": currency}
    return {"name": tags.get("og:title"), "image": tags.get("og:image"), "offers": offer if price else None}
