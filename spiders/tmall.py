"""Tmall: the brands' own marketplace beside Taobao."""

from collections.abc import Iterator

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.extract import attr_of, first_match, text_of
from monitor.pages.page import DESCRIBED, SearchPage
from monitor.text.counts import read_count
from spiders.pages.taobao_app import TMALL_ITEM, TaobaoAppListing
from spiders.pages.tmall_retired import RetiredTmallListing


class TmallSpider(MarketplaceSpider):
    """The live search wants a login; last looked at 2026-11."""

    name = "tmall"
    allowed_domains = ["tmall.com", "tmall.hk", "taobao.com"]
    search_url = "https://list.tmall.com/search_product.htm?q={keyword}&s={offset}"
    item_url = TMALL_ITEM
    keyword_encoding = "gbk"
    page_size = 60
    currency = "CNY"
    languages = ("zh",)
    needs = ("login",)


class TmallSearchPage(AlibabaGroupPage, SearchPage, site=TmallSpider):
    """Results as public descriptions tell them (before the search wanted a login): no real page could be had."""

    address = r"list\.tmall\.com/search_product\.htm"
    layouts = {"cards": DESCRIBED}
    nothing = ("没找到与", "没有找到与", "没有找到相关")
    next_link = "a.ui-page-next, a.ui-page-s-next"
    page_param = "s"

    def total(self) -> int | None:
        return read_count(text_of(self.dom, ".j_ResultsNumber"))

    def next_page(self) -> str | bool | None:
        return super().next_page() or (False if self.dom.css_first(".ui-page, .ui-page-s") else None)

    def cards(self) -> Iterator[Listing]:
        for card in self.dom.css("#J_ItemList .product[data-id]"):
            link = attr_of(card, ".productTitle a", "href") or attr_of(card, ".productImg", "href")
            shop = attr_of(card, ".productShop-name", "href")
            image = card.css_first(".productImg img")
            yield self.listing(
                attr_of(card, "", "data-id"),
                attr_of(card, ".productTitle a", "title") or text_of(card, ".productTitle"),
                price=attr_of(card, ".productPrice em", "title") or text_of(card, ".productPrice em"),
                vendor_id=first_match(r"[?&]user_number_id=(\d+)", shop) or first_match(r"[?&]user_id=(\d+)", link),
                vendor_name=text_of(card, ".productShop-name"),
                vendor_url=first_match(r"^(.+?[?&]user_number_id=\d+)", shop) or shop,
                units_sold=text_of(card, ".productStatus em"),
                images=[attr_of(image, "", "data-ks-lazyload") or attr_of(image, "", "src")],
                ad="simba.taobao.com" in (link or ""),
            )


class TmallListingPage(TaobaoAppListing, RetiredTmallListing, site=TmallSpider):
    """Item pages: Taobao's app of 2026, and the pages before it."""

    address = r"detail(\.m)?\.tmall\.(com|hk)/(hk/)?item\.htm.*[?&]id=(?P<id>\d+)"
    layouts = {"app_context": DESCRIBED, **RetiredTmallListing.layouts}
