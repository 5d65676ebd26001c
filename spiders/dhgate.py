"""DHgate: small-lot wholesale from China for the world; prices are per quantity."""

# ruff: noqa: I001 (names in few lines)
from collections.abc import Iterator

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.extract import (
    attr_of, first_match, first_match_among, id_at, int_at, json_where, next_flight, number_at, records, text_at,
    text_of, without_query,
)  # fmt: skip
from monitor.pages.page import DESCRIBED, ListingPage, SearchPage
from monitor.text.counts import read_count

_HOST = r"([a-z]{2,3}\.)?dhgate\.com/"
_PRODUCT = r"/product/(?:[^/?#]+/)?(\d+)\.html"


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


class DhgateSearchPage(SearchPage, site=DhgateSpider):
    """Results as public descriptions tell them: no real page could be had."""

    address = _HOST + r"(wholesale/|w/)"
    layouts = {"list_items": DESCRIBED}
    nothing = ("did not match any products", "no results found for", "we couldn't find any results")
    next_link = "a.next, .page a[rel=next]"

    def total(self) -> int | None:
        return read_count(text_of(self.dom, ".search-result-count, .resultnum"))

    def list_items(self) -> Iterator[Listing]:
        for card in self.dom.css(":is(.listitem, .gitem)"):
            title = card.css_first(".pro-title a, a.subject")
            seller = card.css_first(".seller a")
            yield self.listing(
                attr_of(card, "", "itemcode") or first_match(_PRODUCT, attr_of(title, "", "href")),
                attr_of(title, "", "title") or text_of(title),
                url=without_query(attr_of(title, "", "href")),
                price=text_of(card, ".price"),
                vendor_id=first_match(r"/store/(\d+)", attr_of(seller, "", "href")),
                vendor_name=text_of(seller),
                vendor_url=attr_of(seller, "", "href"),
                units_sold=first_match_among(r"(?i)^(\d\S{0,20}) (?:sold|orders?)$", map(text_of, card.css("span"))),
                min_order=first_match(r"(?i)min\.? order:? ?(\d\S{0,20})", text_of(card)),
                images=[attr_of(card, ".photo img", "lazyload-src") or attr_of(card, ".photo img", "src")],
                ad=bool(card.css_first(".sponsored, .ad-flag")),
            )


class DhgateListingPage(ListingPage, site=DhgateSpider):
    """Product pages of 2026: the data that Next.js streams, else the page's JSON-LD (its name is cut)."""

    address = _HOST + _PRODUCT[1:].replace(r"(\d+)", r"(?P<id>\d+)")
    layouts = {"flight": "2026", "product": DESCRIBED}
    nothing = ("this item is no longer available", "this product is not available")

    def flight(self) -> Iterator[Listing]:
        data = next_flight(self.text)
        # elsewhere the name stands before a reference such as "$66"
        item, seller, ranges = (
            json_where(data, rf'"{key}":(?=[\[{{])') for key in ("prodItem", "prodSeller", "itemWholesaleRangeVos")
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
