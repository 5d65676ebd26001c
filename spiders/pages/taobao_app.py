"""What item pages of Taobao and Tmall have in common: since 2026 one app shows both."""

from collections.abc import Iterator

from monitor.model import Listing
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.extract import get_path, strings
from monitor.pages.page import ListingPage
from monitor.text.money import read_number

TMALL_ITEM = "https://detail.tmall.com/item.htm?id={id}"


class TaobaoAppListing(AlibabaGroupPage, ListingPage):
    """Mixin: layout `app_context`, the data of `__ICE_APP_CONTEXT__`, which the page's script gets as an answer."""

    data_after = r"__ICE_APP_CONTEXT__[^=]{0,40}var b\s?="
    data_path = ("loaderData.home.data.res", "data")
    nothing = ("您查看的宝贝不存在", "您查看的商品找不到了", "此商品已下架", "该商品已下架")

    def app_context(self) -> Iterator[Listing]:
        """The item with its seller and the price that is paid now."""
        if not get_path(self.data, "item.title"):
            return
        before = get_path(self.data, "componentsVO.priceVO.price")
        paid = get_path(self.data, "componentsVO.priceVO.extraPrice") or before
        yield self.listing(
            get_path(self.data, "item.itemId") or self.address_id,
            get_path(self.data, "item.title"),
            price=f"{get_path(paid, 'priceText') or ''}{get_path(paid, 'priceDesc') or ''}",
            price_list=read_number(str(get_path(before, "priceText"))) if paid is not before else None,
            vendor_id=get_path(self.data, "seller.sellerId"),
            vendor_name=get_path(self.data, "seller.shopName"),
            vendor_url=get_path(self.data, "seller.pcShopUrl"),
            units_sold=get_path(self.data, "item.vagueSellCount"),
            images=strings(self.data, "item.images"),
            ad=False,
        )
