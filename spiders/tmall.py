"""Tmall: the brands' own marketplace beside Taobao."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.extract import (
    attr_of,
    first_match,
    get_path,
    json_where,
    strings,
    text_of,
)
from monitor.pages.page import DESCRIBED, SearchPage
from monitor.text.counts import read_count
from spiders.taobao import TMALL_ITEM, TaobaoListingPage


class TmallSearchPage(AlibabaGroupPage, SearchPage):
    """Results as public descriptions tell them (before the search wanted a login): no real page could be had."""

    address = r"list\.tmall\.com/search_product\.htm"
    layouts = {"cards": DESCRIBED}
    currency = "CNY"
    item_url = TMALL_ITEM
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


class TmallListingPage(TaobaoListingPage):
    """Item pages: `TShop.Setup` of 2015-2020, the same object on mobile pages, Taobao's app of 2026, bare markup."""

    address = r"detail(\.m)?\.tmall\.(com|hk)/(hk/)?item\.htm.*[?&]id=(?P<id>\d+)"
    layouts = {"setup": "2015-2020", "app_context": DESCRIBED, "rendered": DESCRIBED}
    item_url = TMALL_ITEM

    @cached_property
    def config(self) -> Any:
        """The page's own data object: an argument on desktop pages, a variable on mobile ones."""
        return json_where(self.text, r"TShop\.Setup\(\s*") or json_where(self.text, r"_DATA_Detail\s*=\s*")

    def setup(self) -> Iterator[Listing]:
        item = get_path(self.config, "itemDO")
        if not get_path(item, "title"):
            return
        # the price that "reservePrice" tells is that of one variant
        usual = get_path(self.config, "detail.defaultItemPrice") or text_of(self.dom, "#J_StrPriceModBox .tm-price")
        promotion = text_of(self.dom, "#J_PromoPrice .tm-price")
        nick = item.get("sellerNickName")
        yield self.listing(
            item.get("itemId") or self.address_id,
            item.get("title"),
            price=promotion or usual or item.get("reservePrice"),
            price_list=usual if promotion else None,
            vendor_id=item.get("userId"),
            vendor_name=unquote(nick) if isinstance(nick, str) else text_of(self.dom, ".slogo-shopname"),
            vendor_url=attr_of(self.dom, ".slogo-shopname", "href"),
            units_sold=text_of(self.dom, ".tm-ind-sellCount .tm-count"),
            stock=first_match(r"(\d+)", text_of(self.dom, "#J_EmStock")) or item.get("quantity"),
            location=item.get("prov") or item.get("location"),
            images=[
                item.get("mainPic"),
                *strings(self.config, "propertyPics.default"),
                attr_of(self.dom, "#J_ImgBooth", "src"),
            ],
            ad=False,
        )

    def rendered(self) -> Iterator[Listing]:
        if self.address_id and (title := text_of(self.dom, ".tb-detail-hd h1")):
            yield self.listing(
                self.address_id,
                title,
                price=text_of(self.dom, "#J_PromoPrice .tm-price") or text_of(self.dom, ".tm-price"),
                vendor_name=text_of(self.dom, ".slogo-shopname"),
                vendor_url=attr_of(self.dom, ".slogo-shopname", "href"),
                units_sold=text_of(self.dom, ".tm-ind-sellCount .tm-count"),
                stock=text_of(self.dom, "#J_EmStock"),
                images=[attr_of(self.dom, "#J_ImgBooth", "src")],
                ad=False,
            )


class TmallSpider(MarketplaceSpider):
    """The live search wants a login; last looked at 2026-11."""

    name = "tmall"
    allowed_domains = ["tmall.com", "tmall.hk", "taobao.com"]
    search_url = "https://list.tmall.com/search_product.htm?q={keyword}&s={offset}"
    keyword_encoding = "gbk"
    page_size = 60
    languages = ("zh",)
    needs = ("login",)

    search_page = TmallSearchPage
    listing_page = TmallListingPage
