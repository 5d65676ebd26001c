"""Made-in-China.com: wholesale for the world; suppliers have a subdomain each."""

from collections.abc import Iterator

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.extract import attr_of, first_match, text_of, without_query
from monitor.pages.page import DESCRIBED, ListingPage, SearchPage

_PRODUCT = r"/product/(\w{8,20})/"
_SUPPLIER = r"(?:^|//)([\w-]+)\.en\.made-in-china\.com"
_MIN_ORDER = r"(?i)(?<!\S)(\d\S{0,20}) [^\d()]{1,30}\(?(?:MOQ|min\. order)|(?:MOQ|min\. order):? ?(\d\S{0,20})"


class MadeInChinaSpider(MarketplaceSpider):
    """No page of the site was seen by us: unproven on real pages; last looked at 2026-11."""

    name = "made_in_china"
    allowed_domains = ["made-in-china.com"]
    search_url = "https://www.made-in-china.com/multi-search/{keyword}/F1/{page}.html"
    page_size = 30
    currency = "USD"
    languages = ("en",)
    wholesale = True


class MadeInChinaSearchPage(SearchPage, site=MadeInChinaSpider):
    """Results as public descriptions tell them: no real page could be had."""

    address = r"www\.made-in-china\.com/(multi-search/|products-search/|productdirectory\.do)"
    layouts = {"cards": DESCRIBED}
    nothing = ("no matches were found for", "did not match any products", "no products found for")
    next_link = "a.next"

    def cards(self) -> Iterator[Listing]:
        for card in self.dom.css(":is(.products-item, .list-node, .prd-list)"):
            link = card.css_first(".product-name a")
            company = card.css_first("a.company-name, .company-name a, a.compnay-name")
            image = card.css_first("img")
            address = without_query(attr_of(link, "", "href"))
            yield self.listing(
                first_match(_PRODUCT, address) or attr_of(card, "", "data-prodid"),
                attr_of(card, "", "data-title") or attr_of(link, "", "title") or text_of(link),
                url=address,
                price=text_of(card, ".price"),
                vendor_id=first_match(_SUPPLIER, address) or first_match(_SUPPLIER, attr_of(company, "", "href")),
                vendor_name=attr_of(company, "", "title") or text_of(company),
                vendor_url=attr_of(company, "", "href"),
                min_order=first_match(_MIN_ORDER, text_of(card)),
                location=text_of(card, ".company-location, .address"),
                images=[attr_of(image, "", "data-original") or attr_of(image, "", "src")],
                ad=bool(card.css_first(".ad-icon, .sponsored-icon, .topad-icon")),
            )


class MadeInChinaListingPage(ListingPage, site=MadeInChinaSpider):
    """Product pages: what they tell of themselves as JSON-LD, after public descriptions; no real page could be had."""

    address = r"([\w-]+\.)en\.made-in-china\.com/product/(?P<id>\w{8,20})/"
    layouts = {"product": DESCRIBED}
    nothing = ("this product is no longer available", "the product you are looking for does not exist")

    def product(self) -> Iterator[Listing]:
        yield from self.described(
            url=without_query(self.url),
            vendor_id=first_match(_SUPPLIER, self.url),
            vendor_name=text_of(self.dom, ".company-name, .com-name a"),
            min_order=first_match(_MIN_ORDER, text_of(self.dom, ".sr-proMainInfo-baseInfo, .baseInfo-price")),
        )
