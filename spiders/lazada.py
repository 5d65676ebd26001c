"""Lazada: Alibaba Group's retail marketplace for South-East Asia, one site a country."""

from collections.abc import Iterator

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.extract import (
    attr_of,
    first_match_in_page,
    id_at,
    number_at,
    records,
    text_at,
    text_of,
    without_query,
)
from monitor.pages.national_domains import Domain
from monitor.pages.page import DESCRIBED, ListingPage, SearchPage
from monitor.pages.paging import Paging
from monitor.text.counts import read_count

_HOST = r"(www\.|pages\.)?lazada\.[a-z.]{2,6}/"
_PRICE = "₱", "$", "RM", "฿", "₫", "Rp"


class LazadaSpider(MarketplaceSpider):
    """Searches may meet the group's slider; last looked at 2026-11."""

    name = "lazada"
    domains = {
        "lazada.sg": Domain("SGD", "en"), "lazada.com.my": Domain("MYR", "en"), "lazada.com.ph": Domain("PHP", "en"),
        "lazada.co.th": Domain("THB", "th"), "lazada.vn": Domain("VND", "vi"), "lazada.co.id": Domain("IDR", "id"),
    }  # fmt: skip
    search_url = "https://www.{domain}/catalog/?q={keyword}&page={page}"
    item_url = "https://www.{domain}/products/-i{id}.html"
    page_size = 40
    languages = ("en",)
    needs = ("browser",)


class LazadaSearchPage(AlibabaGroupPage, SearchPage, site=LazadaSpider):
    """Results: data in the page or in an answer (after descriptions), and rendered cards of 2024 (hashed classes)."""

    address = _HOST + r"(catalog/|tag/|[a-z0-9-]+/\?q=)"
    layouts = {"page_data": DESCRIBED, "cards": "2024"}
    data_after = r"window\.pageData\s*="
    paging = Paging(items="mods.listItems", total="mainInfo.totalResults")
    nothing = ("cannot find any matches", "search no result")
    next_link = "link[rel=next]"

    def total(self) -> int | None:
        claimed = super().total()
        return (
            read_count(first_match_in_page(r">(\d\S{0,12}) items found for", self.text)) if claimed is None else claimed
        )

    def page_data(self) -> Iterator[Listing]:
        for item in records(self.data, "mods.listItems"):
            yield self.listing(
                id_at(item, "nid") or id_at(item, "itemId"),
                text_at(item, "name"),
                url=without_query(text_at(item, "itemUrl") or text_at(item, "productUrl")),
                price=number_at(item, "priceShow") or number_at(item, "price"),
                price_list=number_at(item, "originalPrice"),
                vendor_id=id_at(item, "sellerId"),
                vendor_name=text_at(item, "sellerName"),
                units_sold=number_at(item, "itemSoldCntShow"),
                location=text_at(item, "location"),
                images=[text_at(item, "image")],
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


class LazadaListingPage(AlibabaGroupPage, ListingPage, site=LazadaSpider):
    """Product pages: what they tell of themselves as JSON-LD, after public descriptions; no real page could be had."""

    address = _HOST + r"products/[^/?#]*?-?i(?P<id>\d+)(-s\d+)?\.html"
    layouts = {"described": DESCRIBED}
    nothing = ("this product is no longer available", "the page you requested could not be found")
