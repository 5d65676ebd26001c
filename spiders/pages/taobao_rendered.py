"""Item pages of Taobao and Tmall as browsers save them, without their scripts; and the answer for phones."""

from collections.abc import Iterator
from typing import ClassVar

from selectolax.lexbor import LexborHTMLParser

from monitor.model import Listing
from monitor.pages.cards import texts_in
from monitor.pages.extract import (
    attr_of,
    get_path,
    id_at,
    json_or_none,
    number_at,
    records,
    strings,
    text_at,
    text_of,
    without_query,
)
from monitor.pages.number_words import number_among
from monitor.pages.page import DESCRIBED
from monitor.pages.pictures import picture_of
from monitor.seller_ids import identifiers_in
from monitor.text.sales_words import units_sold_in
from spiders.pages.taobao_app import TaobaoAppListing, seller_ids

# Class names are a name and a build hash, with the component's name before it until 2024:
# `ItemHeader--mainTitle--3CIjqW5`, `mainTitle--O1XCl8e2`.
_TITLE = "h1[class*=mainTitle--], [class*=mainTitle--]"
_PAID = "[class*=highlightPrice--], [class*=extraPrice--], [class*=extraPriceText--]"
_USUAL = "[class*=subPrice--], [class*=originPrice--]"
_PLAIN = "[class*=normalPrice--], [class*=priceText--], [class*=PurchasePanel] [class*=block2--]"
_SHOP = "[class*=shopName--], [class*='ShopHeader--title--']"
_SHOP_LINK = (
    "a[class*=detailWrap--], a[class*='ShopHeader--board--'], [class*=ShopHeader] a, [class*=shopHeader] a, "
    "[data-spm=shop_block] a"
)
_STOCK = r"^(?:库存|剩余|仅剩|还剩)\s{0,4}[:：]?\s{0,4}(\d\S{0,12})"


class TaobaoRenderedListing(TaobaoAppListing):
    """Mixin: one front end shows both sites since 2023."""

    layouts: ClassVar = {"item_answer": DESCRIBED, "app_context": DESCRIBED, "hashed_item": DESCRIBED}

    def item_answer(self) -> Iterator[Listing]:
        """The answer to `mtop.taobao.detail.getdetail`: the price stands in JSON in a text in it."""
        item, seller = self.data_behind(None, "item"), self.data_behind(None, "seller")
        live = [json_or_none(text_at(stack, "value")) for stack in records(self.data_behind(None, "apiStack"))]
        if not live or not (title := text_at(item, "title")):
            return
        now = live[0]
        shown = get_path(now, "price.price")
        yield self.listing(
            id_at(item, "itemId") or self.address_id,
            title,
            price=f"{number_at(shown, 'priceText') or ''} | {text_at(shown, 'priceTitle') or ''}",
            price_list=number_at(now, "price.extraPrices.0.priceText"),
            vendor_id=id_at(seller, "userId") or id_at(seller, "sellerId"),
            vendor_name=text_at(seller, "shopName") or text_at(seller, "sellerNick"),
            vendor_url=text_at(seller, "shopUrl"),
            seller_ids=seller_ids(seller),
            units_sold=number_at(now, "item.vagueSellCount") or number_at(now, "item.sellCount"),
            stock=number_at(now, "skuCore.sku2info.0.quantity"),
            location=text_at(now, "delivery.from"),
            images=strings(item, "images"),
            ad=False,
        )

    def hashed_item(self) -> Iterator[Listing]:
        """The page as it was drawn; where a price after a discount stands, the one before it is struck out."""
        title = self.dom.css_first(_TITLE)
        if not self.address_id or title is None:
            return
        paid, usual = text_of(self.dom, _PAID), text_of(self.dom, _USUAL)
        shop, shop_link = self.dom.css_first(_SHOP), attr_of(self.dom, _SHOP_LINK, "href")
        yield self.listing(
            self.address_id,
            attr_of(title, "", "title") or text_of(title),
            price=paid or usual or text_of(self.dom, _PLAIN),
            price_list=usual if paid else None,
            vendor_name=attr_of(shop, "", "title") or text_of(shop),
            vendor_url=without_query(shop_link),
            seller_ids=[*identifiers_in(self.site.name, shop_link)],
            units_sold=units_sold_in(text_of(self.dom, "[class*=salesDesc--]")),
            stock=number_among(_STOCK, texts_in(self.dom, "[class*=uantity], [class*=tock]")),
            location=_sent_from(self.dom),
            images=[picture_of(image) for image in self.dom.css(_PICTURES)],
            ad=False,
        )


_PICTURES = "#mainPicImageEl, img[class*=mainPic--], img[class*=thumbnailPic--]"


def _sent_from(dom: LexborHTMLParser) -> str | None:
    """Where the goods are sent from: "广东深圳 至" before the buyer's own place."""
    words = text_of(dom, "[class*=deliveryAddrWrap--] span, [class*=delivery-from-addr]")
    return words.removeprefix("发货地").removesuffix("至").strip("：: ") or None if words else None
