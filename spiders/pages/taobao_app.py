"""What item pages of Taobao and Tmall have in common: since 2026 one app shows both."""

import re
from collections.abc import Iterator
from typing import Any

from monitor.model import Listing
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.cards import texts_in
from monitor.pages.extract import get_path, id_at, ids_at, number_at, strings, text_at
from monitor.pages.page import ListingPage

_NOTICES = (
    ".sold-out-tit, .sold-out-info, .errorDetail, .error-notice-hd, .tb-hint, [class*=offShelf], [class*=OffShelf], "
    "[class*=soldOut], [class*=SoldOut], [class*=itemOff], [class*=errorTip], [class*=ErrorTip]"
)
_OFF_SALE = "(?:宝贝|商品)(?:可能)?(?:已经?)?(?:下架|失效|不存在|找不到|被?(?:卖家)?删除)"
_NOTICE = 60
"""Characters in which a notice says what it is about; a longer element is a part of the page."""
TMALL_ITEM = "https://detail.tmall.com/item.htm?id={id}"


def seller_ids(seller: Any) -> list[tuple[str, str]]:
    """What the seller's part of an item's or a shop's data tells of who it is."""
    return [*ids_at(seller, user=("userId", "sellerId"), shop=("shopId",), login=("sellerNick", "nick"))]


class TaobaoAppListing(AlibabaGroupPage, ListingPage):
    """Mixin: layout `app_context`, the data of `__ICE_APP_CONTEXT__`, which the page's script gets as an answer."""

    data_after = r"__ICE_APP_CONTEXT__[^=]{0,40}var b\s?="
    data_path = ("loaderData.home.data.res", "data")
    nothing = (
        "您查看的宝贝不存在",
        "您查看的商品找不到了",
        "您查看的商品不存在",
        "此宝贝已下架",
        "该宝贝已下架",
        "宝贝已下架或者被转移",
        "此商品已下架",
        "该商品已下架",
        "该商品已失效",
        "商品已失效",
        "该商品已被删除",
        "宝贝已被卖家删除",
        "商品不在售卖中",
    )

    def says_empty(self) -> bool:
        """A notice in the place of the buttons: the page may still show what the listing was."""
        notices = (text or "" for text in texts_in(self.dom, _NOTICES))
        return super().says_empty() or any(re.search(_OFF_SALE, notice[:_NOTICE]) for notice in notices)

    def app_context(self) -> Iterator[Listing]:
        """The item with its seller and the price that is paid now."""
        if not text_at(self.data, "item.title"):
            return
        before = get_path(self.data, "componentsVO.priceVO.price")
        paid = get_path(self.data, "componentsVO.priceVO.extraPrice") or before
        words = " ".join(strings([text_at(paid, "priceTitle"), text_at(paid, "priceDesc")]))  # 券后: under a condition
        all_variants = get_path(self.data, "skuCore.sku2info.0")
        yield self.listing(
            id_at(self.data, "item.itemId") or self.address_id,
            text_at(self.data, "item.title"),
            price=f"{number_at(paid, 'priceText') or ''} | {words}",
            price_list=number_at(before, "priceText") if paid is not before else None,
            vendor_id=id_at(self.data, "seller.sellerId"),
            vendor_name=text_at(self.data, "seller.shopName"),
            vendor_url=text_at(self.data, "seller.pcShopUrl"),
            seller_ids=seller_ids(get_path(self.data, "seller")),
            units_sold=number_at(self.data, "item.vagueSellCount"),
            stock=number_at(all_variants, "quantity") if text_at(all_variants, "moreQuantity") == "false" else None,
            location=text_at(self.data, "componentsVO.deliveryVO.deliveryFromAddr"),
            images=strings(self.data, "item.images"),
            ad=False,
        )
