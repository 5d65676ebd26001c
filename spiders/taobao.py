"""Taobao: the largest consumer marketplace of China."""

from collections.abc import Iterator

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.extract import attr_of, first_match, id_at, number_at, records, text_at, text_of
from monitor.pages.page import DESCRIBED, ShopPage
from spiders.pages.taobao_app import TaobaoAppListing
from spiders.pages.taobao_retired import RetiredTaobaoListing, RetiredTaobaoSearch


class TaobaoSpider(MarketplaceSpider):
    """Since about 2022 the live search wants a login and gets its data in the browser; last looked at 2026-11."""

    name = "taobao"
    allowed_domains = ["taobao.com", "tmall.com"]
    search_url = "https://s.taobao.com/search?q={keyword}&ie=utf8&s={offset}"
    item_url = "https://item.taobao.com/item.htm?id={id}"
    shop_url = "https://shop{id}.taobao.com/"
    page_size = 44
    currency = "CNY"
    languages = ("zh",)
    needs = ("login", "browser")


class TaobaoSearchPage(AlibabaGroupPage, RetiredTaobaoSearch, site=TaobaoSpider):
    """Since 2022 the data come as an answer to the page's own request: its form is known from descriptions only."""

    address = r"s\.taobao\.com/(search|list)"
    layouts = {"answer_items": DESCRIBED, **RetiredTaobaoSearch.layouts}

    def answer_items(self) -> Iterator[Listing]:
        for item in records(self.answer, "data.itemsArray"):
            yield self.listing(
                id_at(item, "item_id"),
                text_at(item, "title"),
                price=number_at(item, "price"),
                vendor_name=text_at(item, "nick"),
                vendor_url=text_at(item, "shopInfo.url"),
                units_sold=number_at(item, "realSales"),
                location=text_at(item, "procity"),
                images=[text_at(item, "pic_path")],
            )


class TaobaoListingPage(TaobaoAppListing, RetiredTaobaoListing, site=TaobaoSpider):
    """Item pages of 2026 and of 2020."""

    address = r"(item\.taobao\.com/item\.htm|h5\.m\.taobao\.com/awp/core/detail\.htm).*[?&]id=(?P<id>\d+)"
    layouts = {"app_context": "2026", **RetiredTaobaoListing.layouts}


class TaobaoShopPage(AlibabaGroupPage, ShopPage, site=TaobaoSpider):
    """A shop's front of 2026: cards with link and title only; the seller stands in `window.g_config`."""

    address = r"shop(?P<id>\d+)\.(world\.)?taobao\.com"
    layouts = {"cards": "2026"}
    data_after = r"window\.g_config ="
    data_path = "seller"

    def cards(self) -> Iterator[Listing]:
        for card in self.dom.css("a.shop-item-card"):
            yield self.listing(
                first_match(r"[?&]id=(\d+)", attr_of(card, "", "href")),
                attr_of(card, "[class^=title]", "title") or text_of(card, "[class^=title]"),
                vendor_id=id_at(self.data, "sellerId"),
                vendor_name=text_at(self.data, "shopName"),
                vendor_url=text_at(self.data, "pcShopUrl"),
                ad=False,
            )
