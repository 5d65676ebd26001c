"""JD's shop lists, after public descriptions."""

from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from selectolax.lexbor import LexborHTMLParser

from monitor.model import Listing
from monitor.pages.cards import cards_in
from monitor.pages.extract import attr_of, first_match, parse_html, text_at, text_of
from monitor.pages.page import DESCRIBED, ShopPage


class JdShopList(ShopPage):
    """A shop's list of its goods, in a page or in the answer that holds its markup."""

    layouts: ClassVar = {"shop_list": DESCRIBED}
    nothing = ("没有找到", "抱歉，没有找到", "暂无商品")

    @cached_property
    def dom(self) -> LexborHTMLParser:
        markup = text_at(self.answer, "moduleText")
        return parse_html(markup) if markup else super().dom

    def next_page(self) -> str | bool | None:
        links = [link for link in self.dom.css(".jPage a") if text_of(link) == "下一页"]
        return self.address_of(attr_of(links[0], "", "href")) or True if links else None

    def shop_list(self) -> Iterator[Listing]:
        for card in cards_in(self.dom, "li.jSubObject"):
            link = card.css_first(".jDesc a, .jTitle a") or card.css_first("a[href*='item.jd.']")
            yield self.listing(
                first_match(r"jd\.(?:com|hk)/(\d+)\.html", attr_of(link, "", "href")),
                attr_of(link, "", "title") or text_of(link) or attr_of(card, ".jPic img", "title"),
                price=attr_of(card, ".jdNum", "jdprice") or text_of(card, ".jdNum") or text_of(card, ".jdPrice"),
                vendor_id=self.address_id,
                vendor_name=text_of(self.dom, ".shopName, .j-shop-name, .jLogo a, .J-hove-wrap .name a"),
                images=[attr_of(card, ".jPic img", "original") or attr_of(card, ".jPic img", "src")],
                ad=False,
            )
