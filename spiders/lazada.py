"""Lazada: Alibaba Group's retail marketplace for South-East Asia, one site a country."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.extract import attr_of, first_match, get_path, json_where, records, text_of, without_query
from monitor.pages.national_domains import Domain
from monitor.pages.page import DESCRIBED, ListingPage, SearchPage
from monitor.text.counts import read_count

DOMAINS = {
    "lazada.sg": Domain("SGD", "en"), "lazada.com.my": Domain("MYR", "en"), "lazada.com.ph": Domain("PHP", "en"),
    "lazada.co.th": Domain("THB", "th"), "lazada.vn": Domain("VND", "vi"), "lazada.co.id": Domain("IDR", "id"),
}  # fmt: skip
_HOST = r"(www\.|pages\.)?lazada\.[a-z.]{2,6}/"
_PRICE = "₱", "$", "RM", "฿", "₫", "Rp"


class LazadaSearchPage(AlibabaGroupPage, SearchPage):
    """Results: the page's own data (after descriptions), and rendered cards of 2024, whose class names are hashes."""

    address = _HOST + r"(catalog/|tag/|[a-z0-9-]+/\?q=)"
    domains = DOMAINS
    layouts = {"page_data": DESCRIBED, "cards": "2024"}
    item_url = "https://www.{domain}/products/-i{id}.html"
    nothing = ("cannot find any matches", "search no result")
    next_link = "link[rel=next]"

    @cached_property
    def data(self) -> Any:
        """The page's own data object."""
        return json_where(self.text, r"window\.pageData\s*=")

    def says_empty(self) -> bool:
        return self.total() == 0

    def total(self) -> int | None:
        found = get_path(self.data, "mainInfo.totalResults") or first_match(
            r">([\d,.]{1,12}) items found for", self.text
        )
        return read_count(found) if isinstance(found, str | int) else None

    def page_data(self) -> Iterator[Listing]:
        for item in records(self.data, "mods.listItems"):
            yield self.listing(
                item.get("nid") or item.get("itemId"),
                item.get("name"),
                url=without_query(item.get("itemUrl") or item.get("productUrl")),
                price=item.get("priceShow") or item.get("price"),
                price_list=item.get("originalPrice"),
                vendor_id=item.get("sellerId"),
                vendor_name=item.get("sellerName"),
                units_sold=item.get("itemSoldCntShow"),
                location=item.get("location"),
                images=[item.get("image")],
                ad=item.get("isSponsored") is True,
            )

    def cards(self) -> Iterator[Listing]:
        for card in self.dom.css("[data-qa-locator=product-item][data-item-id]"):
            words = [text_of(span) or "" for span in card.css("span")]
            yield self.listing(
                attr_of(card, "", "data-item-id"),
                attr_of(card, "a[title]", "title") or attr_of(card, "img[type=product]", "alt"),
                url=without_query(attr_of(card, "a[href*='/products/']", "href")),
                price=next((text for text in words if text.startswith(_PRICE)), None),
                units_sold=next((text for text in words if text.endswith(" sold")), None),
                location=attr_of(card, "span[title]", "title"),
                images=[attr_of(card, "img[type=product]", "src")],
            )


class LazadaListingPage(AlibabaGroupPage, ListingPage):
    """Product pages: what they tell of themselves as JSON-LD, after public descriptions; no real page could be had."""

    address = _HOST + r"products/[^/?#]*?-?i(?P<id>\d+)(-s\d+)?\.html"
    domains = DOMAINS
    layouts = {"described": DESCRIBED}
    item_url = LazadaSearchPage.item_url
    nothing = ("this product is no longer available", "the page you requested could not be found")


class LazadaSpider(MarketplaceSpider):
    """Searches may meet the group's slider; last looked at 2026-11."""

    name = "lazada"
    allowed_domains = list(DOMAINS)
    domains = DOMAINS
    search_url = "https://www.{domain}/catalog/?q={keyword}&page={page}"
    page_size = 40
    languages = ("en",)
    needs = ("browser",)

    search_page = LazadaSearchPage
    listing_page = LazadaListingPage
