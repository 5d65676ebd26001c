"""Made-in-China.com: wholesale for the world; suppliers have a subdomain each."""

from collections.abc import Iterator

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.cards import cards_in
from monitor.pages.extract import attr_of, first_match, text_of, without_query
from monitor.pages.min_order import min_order_in
from monitor.pages.page import SearchPage
from monitor.text.counts import read_count
from spiders.pages.made_in_china_rendered import SUPPLIER, MadeInChinaListing, MadeInChinaShop, goods_pictures

_PRODUCT = r"/product/(\w{8,20})/"


class MadeInChinaSpider(MarketplaceSpider):
    """Plain requests are answered; last looked at 2026-11."""

    name = "made_in_china"
    allowed_domains = ["made-in-china.com"]
    search_url = "https://www.made-in-china.com/multi-search/{keyword}/F1/{page}.html"
    page_size = 30
    currency = "USD"
    languages = ("en",)
    wholesale = True


class MadeInChinaSearchPage(SearchPage, site=MadeInChinaSpider):
    """Results of 2025, and older ones as public descriptions tell them."""

    address = r"www\.made-in-china\.com/(multi-search/|products-search/|productdirectory\.do)"
    layouts = {"cards": "2025"}
    nothing = ("no matches were found for", "no matches found", "did not match any products", "no products found for")
    next_link = "a.next, a.nextpage"

    def total(self) -> int | None:
        return read_count(text_of(self.dom, ".num-found"))

    def cards(self) -> Iterator[Listing]:
        for card in cards_in(self.dom, ":is(.products-item, .list-node, .prd-list)"):
            link = card.css_first(".product-name a, .product-name-wrap a")
            company = card.css_first("a.company-name, .company-name a, a.compnay-name")
            address = without_query(attr_of(link, "", "href"))
            yield self.listing(
                first_match(_PRODUCT, address) or attr_of(card, "", "data-prodid"),
                attr_of(card, "", "data-title")
                or attr_of(card, ".product-name", "title")
                or attr_of(link, "", "title")
                or text_of(link),
                url=address,
                price=text_of(card, ".price, .price-new"),
                vendor_id=first_match(SUPPLIER, address) or first_match(SUPPLIER, attr_of(company, "", "href")),
                vendor_name=attr_of(company, "", "title") or text_of(company),
                vendor_url=attr_of(company, "", "href"),
                min_order=min_order_in(card),
                location=text_of(card, ".company-location, .address, .company-address-detail, .tip-address .tip-con"),
                images=goods_pictures(card),
                ad=bool(card.css_first(".ad-icon, .sponsored-icon, .topad-icon"))
                or bool(first_match(r"\baid:(\w)", attr_of(link, "", "ads-data"))),
            )


class MadeInChinaListingPage(MadeInChinaListing, site=MadeInChinaSpider):
    """Product pages of 2025, and older ones."""

    address = r"([\w-]+\.)en\.made-in-china\.com/product/(?P<id>\w{8,20})/"
    nothing = (
        "this product is no longer available",
        "product has been removed",
        "the product you are looking for does not exist",
    )


class MadeInChinaShopPage(MadeInChinaShop, site=MadeInChinaSpider):
    """A supplier's list of 2025."""

    address = r"(?!www\.)(?P<id>[\w-]+)\.en\.made-in-china\.com/product(list|-list|-group|-catalog|/keywordSearch)"
