"""DHgate: small-lot wholesale from China for the world; prices are per quantity."""

# ruff: noqa: I001 (names in few lines)
from collections.abc import Iterator

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.cards import texts_in
from monitor.pages.extract import (
    attr_of, first_match, id_at, ids_at, int_at, json_where, next_flight, number_at, records, text_at,
    text_of, without_query,
)  # fmt: skip
from monitor.pages.number_words import number_among
from monitor.pages.page import DESCRIBED, ListingPage
from monitor.text.counts import read_count
from spiders.pages.dhgate_cards import MIN_ORDER, PRODUCT, SOLD, STORE, DhgateCards

_HOST = r"([a-z]{1,3}\.)?dhgate\.com/"
_LEVELS = 12
"""Boxes around the title in which the words of the offer are looked for."""
_PRICE = (
    r"^((?:US ?\$|[A-Z]{1,3} ?\$|\$|€|£|[A-Z]{3} )\s?\d[\d.,]{0,14}(?:\s?-\s?[^\d\s]{0,4}\d[\d.,]{0,14})?)"
    r"(?:\s?/\s?\w+)?$"
)


class DhgateSpider(MarketplaceSpider):
    """The search was never seen by us: unproven on real pages; last looked at 2026-11."""

    name = "dhgate"
    allowed_domains = ["dhgate.com"]
    search_url = "https://www.dhgate.com/wholesale/search.act?searchkey={keyword}&pageNum={page}"
    item_url = "https://www.dhgate.com/product/-/{id}.html"
    page_size = 24
    currency = "USD"
    languages = ("en",)
    wholesale = True


class DhgateSearchPage(DhgateCards, site=DhgateSpider):
    """Results as public descriptions tell them: no real page could be had."""

    address = _HOST + r"(wholesale/|w/)"
    layouts = {"total_products": DESCRIBED, **DhgateCards.layouts}
    nothing = (
        "did not match any products", "no results found for", "we couldn't find any results", "no products found",
        "sorry, we couldn't find", "sorry, we could not find", "0 results for",
    )  # fmt: skip
    next_link = "a.next, .page a[rel=next], a[class*=next][href]"
    page_param = "pageNum"

    def total(self) -> int | None:
        return read_count(text_of(self.dom, ".search-result-count, .resultnum, [class*=result-count]"))

    def total_products(self) -> Iterator[Listing]:
        """The data of today's page, or the answer that its script gets: `totalProducts`, wherever it stands."""
        for item in records(json_where(self.text, r'"totalProducts"\s*:\s*(?=\[)')):
            address = text_at(item, "productDetailUrl") or text_at(item, "productUrl")
            store = id_at(item, "supplierSeq") or first_match(STORE, text_at(item, "storeUrl"))
            yield self.listing(
                id_at(item, "itemcode") or first_match(PRODUCT, address),
                text_at(item, "productname"),
                price=number_at(item, "price"),
                vendor_id=store,
                seller_ids=[*ids_at(item, user=("supplierId", "supplierid"))],
                vendor_name=text_at(item, "storeName"),
                vendor_url=f"https://www.dhgate.com/store/{store}" if store else None,
                units_sold=number_at(item, "recentlysold") or None,
                min_order=number_at(item, "minOrder"),
                images=[text_at(item, "bigimagepath") or text_at(item, "seo300ImagePath")],
            )


class DhgateListingPage(ListingPage, site=DhgateSpider):
    """Product pages of 2026: the data that Next.js streams, else the page's JSON-LD (its name is cut)."""

    address = _HOST + PRODUCT[1:].replace(r"(\d+)", r"(?P<id>\d+)")
    layouts = {"flight": "2026", "product": DESCRIBED, "rendered": DESCRIBED}
    nothing = (
        "this item is no longer available", "this product is not available", "this product is no longer available",
        "this item has been removed", "item you are looking for is no longer",
        "product you are looking for is no longer",
        "sorry, this item is unavailable", "this item is currently unavailable",
    )  # fmt: skip

    def flight(self) -> Iterator[Listing]:
        data = next_flight(self.text) or self.text  # the answer to a click within the site has no page around it
        # elsewhere the name stands before a reference such as "$66"
        item, seller, ranges = (
            json_where(data, rf'"{key}"\s*:\s*(?=[\[{{])')
            for key in ("prodItem", "prodSeller", "itemWholesaleRangeVos")
        )
        if not text_at(item, "productName"):
            return
        number = int_at(seller, "supplierSeq")
        yield self.listing(
            id_at(item, "itemCode"),
            text_at(item, "productName"),
            # what is paid now; "originalPrice" is struck out
            price_steps=(
                (number_at(step, "startQty"), number_at(step, "promDiscountPrice")) for step in records(ranges)
            ),
            price_list=number_at(ranges, "0.originalPrice"),
            vendor_id=number,
            seller_ids=[*ids_at(seller, user=("supplierId", "supplierid"))],
            vendor_name=text_at(seller, "suppliername"),
            vendor_url=f"https://www.dhgate.com/store/{number}" if number is not None else None,
            # 0 is what stands there before the site has counted
            units_sold=number_at(item, "saleNum") or None,
            min_order=number_at(item, "minOrder"),
            location=text_at(seller, "address"),
            images=[attr_of(self.dom, "meta[property='og:image']", "content")],
            ad=False,
        )

    def product(self) -> Iterator[Listing]:
        yield from self.described(title=text_of(self.dom, "h1"))

    def rendered(self) -> Iterator[Listing]:
        """A page as a browser saves it: its class names are nothing but hashes, so words tell what is what."""
        title = text_of(self.dom, "h1")
        box = self.dom.css_first("h1")
        for _ in range(_LEVELS):
            if box is None or box.parent is None or first_match(MIN_ORDER, text_of(box)):
                break
            box = box.parent
        words = texts_in(box, "span, b, strong, p, div")
        store = self.dom.css_first("a[href*='/store/']")
        if title and self.address_id and (price := number_among(_PRICE, words)) and not self.says_nothing():
            yield self.listing(
                self.address_id,
                title,
                price=price,
                vendor_id=first_match(STORE, attr_of(store, "", "href")),
                vendor_name=text_of(store),
                vendor_url=without_query(attr_of(store, "", "href")),
                units_sold=number_among(SOLD, words),
                min_order=number_among(MIN_ORDER, words),
                images=[attr_of(self.dom, "meta[property='og:image']", "content")],
                ad=False,
            )
