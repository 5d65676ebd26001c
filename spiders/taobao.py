"""Taobao: the largest consumer marketplace of China."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.extract import (
    attr_of,
    first_match,
    get_path,
    int_at,
    js_string,
    json_after,
    records,
    strings,
    text_of,
)
from monitor.pages.page import DESCRIBED, ListingPage, SearchPage, ShopPage
from monitor.text.money import read_number

TMALL_ITEM = "https://detail.tmall.com/item.htm?id={id}"


class TaobaoSearchPage(AlibabaGroupPage, SearchPage):
    """Results of 2018: data in `g_page_config`; a rendered page also shows cards that were fetched later.

    Since 2022 the data come as an answer to the page's own request: its form is known from descriptions only.
    """

    address = r"s\.taobao\.com/(search|list)"
    layouts = {"page_config": "2018", "cards": "2018", "answer_items": DESCRIBED}
    currency = "CNY"
    item_url = "https://item.taobao.com/item.htm?id={id}"

    @cached_property
    def config(self) -> Any:
        """The page's own data object."""
        return json_after(self.text, "g_page_config =")

    def says_empty(self) -> bool:
        return bool(get_path(self.config, "mods.noresult.status") == "show")

    def total(self) -> int | None:
        return int_at(self.config, "mods.pager.data.totalCount")

    def next_page(self) -> bool | None:
        now, last = (int_at(self.config, f"mods.pager.data.{key}") for key in ("currentPage", "totalPage"))
        return now < last if now is not None and last is not None else None

    def page_config(self) -> Iterator[Listing]:
        seen = set()
        for auction in records(self.config, "mods.itemlist.data.auctions"):
            seen.add(str(auction.get("nid")))
            tmall = get_path(auction, "shopcard.isTmall") is True
            yield self.listing(
                auction.get("nid"),
                auction.get("title"),
                url=TMALL_ITEM.format(id=auction.get("nid")) if tmall else None,
                marketplace="tmall" if tmall else None,
                price=auction.get("view_price"),
                vendor_id=auction.get("user_id"),
                vendor_name=auction.get("nick"),
                vendor_url=auction.get("shopLink"),
                units_sold=auction.get("view_sales"),
                location=auction.get("item_loc"),
                images=[auction.get("pic_url")],
                ad=bool(auction.get("p4p")),
            )
        # a page that was rendered shows some cards more than its data had
        if seen and self.text.count("J_MouserOnverReq") > len(seen):
            yield from (card for card in self.cards() if card.listing_id not in seen)

    def answer_items(self) -> Iterator[Listing]:
        for item in records(self.answer, "data.itemsArray"):
            yield self.listing(
                item.get("item_id"),
                item.get("title"),
                price=item.get("price"),
                vendor_name=item.get("nick"),
                vendor_url=get_path(item, "shopInfo.url"),
                units_sold=item.get("realSales"),
                location=item.get("procity"),
                images=[item.get("pic_path")],
            )

    def cards(self) -> Iterator[Listing]:
        if "J_MouserOnverReq" not in self.text:
            return
        for card in self.dom.css("div.item.J_MouserOnverReq"):
            listing_id = attr_of(card, "a[data-nid]", "data-nid")
            tmall = "tmall.com" in (attr_of(card, "a[data-nid]", "href") or "")
            yield self.listing(
                listing_id,
                text_of(card, ".title a"),
                url=TMALL_ITEM.format(id=listing_id) if tmall else None,
                marketplace="tmall" if tmall else None,
                price=text_of(card, ".price"),
                vendor_id=attr_of(card, ".shopname", "data-userid"),
                vendor_name=text_of(card, ".shopname"),
                vendor_url=attr_of(card, ".shopname", "href"),
                units_sold=text_of(card, ".deal-cnt"),
                location=text_of(card, ".location"),
                images=[attr_of(card, "img.J_ItemPic", "data-src")],
                ad="simba.taobao.com" in (attr_of(card, ".title a", "href") or ""),
            )


class TaobaoListingPage(AlibabaGroupPage, ListingPage):
    """Item pages of 2026 (`__ICE_APP_CONTEXT__`) and of 2020 (`g_config`, prices and stock in the DOM)."""

    address = r"(item\.taobao\.com/item\.htm|h5\.m\.taobao\.com/awp/core/detail\.htm).*[?&]id=(?P<id>\d+)"
    layouts = {"app_context": "2026", "g_config": "2020"}
    currency = "CNY"
    item_url = TaobaoSearchPage.item_url
    nothing = ("您查看的宝贝不存在", "您查看的商品找不到了", "此商品已下架", "该商品已下架")

    def app_context(self) -> Iterator[Listing]:
        found = get_path(
            json_after(self.text, "var b =", self.text.find("__ICE_APP_CONTEXT__")), "loaderData.home.data.res"
        )
        if not found or not get_path(found, "item.title"):
            return
        before = get_path(found, "componentsVO.priceVO.price")
        paid = get_path(found, "componentsVO.priceVO.extraPrice") or before
        yield self.listing(
            get_path(found, "item.itemId") or self.address_id,
            get_path(found, "item.title"),
            price=f"{get_path(paid, 'priceText') or ''}{get_path(paid, 'priceDesc') or ''}",
            price_list=read_number(str(get_path(before, "priceText"))) if paid is not before else None,
            vendor_id=get_path(found, "seller.sellerId"),
            vendor_name=get_path(found, "seller.shopName"),
            vendor_url=get_path(found, "seller.pcShopUrl"),
            units_sold=get_path(found, "item.vagueSellCount"),
            images=strings(found, "item.images"),
            ad=False,
        )

    def g_config(self) -> Iterator[Listing]:
        if not (item_id := js_string(self.text, "itemId")):
            return
        yield self.listing(
            item_id,
            attr_of(self.dom, ".tb-main-title", "data-title") or text_of(self.dom, ".tb-main-title"),
            price=text_of(self.dom, "#J_StrPrice"),
            vendor_id=js_string(self.text, "sellerId"),
            vendor_name=js_string(self.text, "shopName") or js_string(self.text, "sellerNick"),
            units_sold=text_of(self.dom, "#J_SellCounter"),
            stock=text_of(self.dom, "#J_SpanStock"),
            images=[attr_of(self.dom, "#J_ImgBooth", "src")],
            ad=False,
        )


class TaobaoShopPage(AlibabaGroupPage, ShopPage):
    """A shop's front of 2026: cards with link and title only; the seller stands in `window.g_config`."""

    address = r"shop(?P<id>\d+)\.(world\.)?taobao\.com"
    layouts = {"cards": "2026"}
    item_url = TaobaoSearchPage.item_url

    def cards(self) -> Iterator[Listing]:
        seller = get_path(json_after(self.text, "window.g_config ="), "seller") or {}
        for card in self.dom.css("a.shop-item-card"):
            yield self.listing(
                first_match(r"[?&]id=(\d+)", attr_of(card, "", "href")),
                attr_of(card, "[class^=title]", "title") or text_of(card, "[class^=title]"),
                vendor_id=seller.get("sellerId"),
                vendor_name=seller.get("shopName"),
                vendor_url=seller.get("pcShopUrl"),
                ad=False,
            )


class TaobaoSpider(MarketplaceSpider):
    """Since about 2022 the live search wants a login and gets its data in the browser; last looked at 2026-11."""

    name = "taobao"
    allowed_domains = ["taobao.com", "tmall.com"]
    search_url = "https://s.taobao.com/search?q={keyword}&ie=utf8&s={offset}"
    page_size = 44
    languages = ("zh",)
    needs = ("login", "browser")

    search_page = TaobaoSearchPage
    listing_page = TaobaoListingPage
    shop_page = TaobaoShopPage
    shop_url = "https://shop{id}.taobao.com/"
