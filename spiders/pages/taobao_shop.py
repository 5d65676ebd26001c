"""Lists of a shop on Taobao and Tmall, which look alike: the shelves of 2026, and the search in a shop before them."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.model import Listing
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.cards import cards_in
from monitor.pages.extract import attr_of, first_match, id_at, json_or_none, parse_html, text_at, text_of
from monitor.pages.page import DESCRIBED, ShopPage
from monitor.pages.pictures import picture_of
from monitor.seller_ids import identifiers_in
from monitor.text.counts import read_count
from spiders.pages.taobao_app import TMALL_ITEM, seller_ids

_MARKUP_ANSWER = re.compile(r'\s*[\w$.]{1,100}\((?=\s*")')
_SHOP_NAME = ".slogo-shopname, .hd-shop-name a, .shop-name-link, .shop-name a, .shop-name"


class TaobaoGroupShop(AlibabaGroupPage, ShopPage):
    """A shop's list; the seller stands in `window.g_config`, or above the list."""

    layouts: ClassVar = {"cards": "2026", "item_boxes": DESCRIBED}
    data_after = r"window\.g_config ="
    data_path = "seller"
    nothing = ("没有找到符合条件的", "没有找到相应的宝贝", "没有找到相关宝贝", "没有找到符合")
    next_link = ".pagination a.next, a.J_SearchAsync.next"
    page_param = "pageNo"

    @cached_property
    def dom(self) -> LexborHTMLParser:
        """The page, or the markup that the list's own script gets as a text (`jsonp12("<div…")`)."""
        call = _MARKUP_ANSWER.match(self.text)
        markup = json_or_none(self.text[call.end() :].strip().rstrip(");")) if call else None
        return parse_html(markup) if isinstance(markup, str) else super().dom

    @cached_property
    def seller(self) -> tuple[str | None, str | None]:
        """Id and name, looked for once."""
        data = attr_of(self.dom, "meta[name=microscope-data]", "content")
        return (
            id_at(self.data, "sellerId") or first_match(r"(?i)\buserid=(\d+)", data),
            text_at(self.data, "shopName") or text_of(self.dom, _SHOP_NAME),
        )

    @cached_property
    def seller_ids(self) -> list[tuple[str, str | None]]:
        """All that the page tells of who the seller is, its own address included."""
        data = attr_of(self.dom, "meta[name=microscope-data]", "content")
        shop = first_match(r"(?i)\bshopid=(\d+)", data)
        return [*seller_ids(self.data), ("shop", shop), *identifiers_in(self.site.name, self.url)]

    def total(self) -> int | None:
        return read_count(text_of(self.dom, ".search-result span"))

    def cards(self) -> Iterator[Listing]:
        for card in cards_in(self.dom, "a.shop-item-card"):
            title = card.css_first("[class^=title]")
            yield self._of_shop(
                card,
                first_match(r"[?&]id=(\d+)", attr_of(card, "", "href")),
                attr_of(title, "", "title") or text_of(title),
                attr_of(card, "", "href"),
            )

    def item_boxes(self) -> Iterator[Listing]:
        """The boxes before the pager; those behind it are recommended."""
        for box in self.dom.css(".J_TItems .item[data-id], .J_TItems .pagination"):
            if "pagination" in (attr_of(box, "", "class") or "").split():
                return
            link = attr_of(box, "a[href*='id=']", "href")
            title = text_of(box, ".item-name, .detail a, .desc a") or attr_of(box, "img", "alt")
            yield self._of_shop(box, attr_of(box, "", "data-id"), title, link)

    def _of_shop(self, box: LexborNode, listing_id: str | None, title: str | None, link: str | None) -> Listing:
        tmall = "tmall." in (link or self.url)
        other = "tmall" if tmall and self.site.item_url != TMALL_ITEM else None
        return self.listing(
            listing_id,
            title,
            marketplace=other,
            url=TMALL_ITEM.format(id=listing_id) if tmall and listing_id else None,
            price=text_of(box, ".c-price, [class*=priceInt--]"),
            price_list=text_of(box, ".s-price"),
            vendor_id=self.seller[0],
            vendor_name=self.seller[1],
            vendor_url=text_at(self.data, "pcShopUrl"),
            seller_ids=self.seller_ids,
            units_sold=text_of(box, ".sale-num"),
            images=[picture_of(image) for image in box.css("img")],
            ad=False,
        )
