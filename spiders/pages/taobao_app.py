"""What item pages of Taobao and Tmall have in common: since 2026 one app shows both."""

from collections.abc import Iterator

from monitor.model import Listing
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.extract import get_path, id_at, number_at, strings, text_at
from monitor.pages.page import ListingPage

TMALL_ITEM = "https://detail.tmall.com/item.htm?id={id}"


class TaobaoAppListing(AlibabaGroupPage, ListingPage):
    """Mixin: layout `app_context`, the data of `__ICE_APP_CONTEXT__`, which the page's script gets as an answer."""

    data_after = r"__ICE_APP_CONTEXT__[^=]{0,40}var b\s?="
    data_path = ("loaderData.home.data.res", "data")
    nothing = ("您查看的宝贝不存在", "您查看的商品找不到了", "此商品已下架", "该商品已下架")

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
            units_sold=number_at(self.data, "item.vagueSellCount"),
            stock=number_at(all_variants, "quantity") if text_at(all_variants, "moreQuantity") == "false" else None,
            location=text_at(self.data, "componentsVO.deliveryVO.deliveryFromAddr"),
            images=strings(self.data, "item.images"),
            ad=False,
        )
