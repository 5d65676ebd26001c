"""Tmall: the brands' own marketplace beside Taobao."""

from collections.abc import Iterator

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.cards import cards_in
from monitor.pages.extract import attr_of, first_match, text_of
from monitor.pages.notices import notice_of_nothing
from monitor.pages.page import DESCRIBED, SearchPage
from monitor.pages.pictures import picture_of
from monitor.text.counts import read_count
from spiders.pages.taobao_app import TMALL_ITEM
from spiders.pages.taobao_rendered import TaobaoRenderedListing
from spiders.pages.taobao_shop import TaobaoGroupShop
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

    def says_empty(self) -> bool:
        return super().says_empty() or notice_of_nothing(self)

    def total(self) -> int | None:
        return read_count(text_of(self.dom, ".j_ResultsNumber"))

    def next_page(self) -> str | bool | None:
        return super().next_page() or (False if self.dom.css_first(".ui-page, .ui-page-s") else None)

    def cards(self) -> Iterator[Listing]:
        for card in cards_in(self.dom, "#J_ItemList .product[data-id]"):
            link = attr_of(card, ".productTitle a", "href") or attr_of(card, ".productImg", "href")
            shop = attr_of(card, ".productShop-name", "href")
            yield self.listing(
                attr_of(card, "", "data-id"),
                attr_of(card, ".productTitle a", "title") or text_of(card, ".productTitle"),
                price=attr_of(card, ".productPrice em", "title") or text_of(card, ".productPrice em"),
                vendor_id=first_match(r"[?&]user_number_id=(\d+)", shop) or first_match(r"[?&]user_id=(\d+)", link),
                vendor_name=text_of(card, ".productShop-name"),
                vendor_url=first_match(r"^(.+?[?&]user_number_id=\d+)", shop) or shop,
                units_sold=text_of(card, ".productStatus em"),
                images=[picture_of(card, ".productImg img")],
                ad="simba.taobao.com" in (link or ""),
            )


class TmallListingPage(TaobaoRenderedListing, RetiredTmallListing, site=TmallSpider):
    """Item pages: the front end that Taobao has, and the pages before it."""

    address = r"((chaoshi\.)?detail(\.m)?\.tmall\.(com|hk)/(hk/)?item\.htm.*[?&]id=|world\.tmall\.com/item/)(?P<id>\d+)"
    layouts = {**TaobaoRenderedListing.layouts, **RetiredTmallListing.layouts}


class TmallShopPage(TaobaoGroupShop, site=TmallSpider):
    """The search in a shop, and its shelves."""

    address = (
        r"(?!list\.|detail\.|www\.|world\.|login\.|chaoshi\.)(?P<id>[\w-]+)\.(m\.|world\.)?tmall\.(com|hk)"
        r"/((search|category)[\w-]*\.htm|i/asynSearch|shop/)"
    )
    layouts = dict.fromkeys(TaobaoGroupShop.layouts, DESCRIBED)
