"""1688's offer pages as data: the app's modules of 2026, with the facts of all of them in one."""

from collections.abc import Iterator
from typing import ClassVar

from monitor.model import Listing
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.extract import get_path, id_at, ids_at, number_at, records, strings, text_at
from spiders.pages.alibaba_1688_retired import RetiredAlibaba1688Listing


class Alibaba1688AppListing(AlibabaGroupPage, RetiredAlibaba1688Listing):
    """The data in a script, or the answer of `mtop.1688.laputa.miniod`; and the pages before."""

    layouts: ClassVar = {"app_data": "2026", **RetiredAlibaba1688Listing.layouts}
    data_after = r"window\.contextPath\s*,"
    data_path = ("result.data", "model.dataModel")

    def app_data(self) -> Iterator[Listing]:
        facts = get_path(self.data, "Root.fields.dataJson") or self.shared_facts_of_2021()
        title = text_at(self.data, "productTitle.fields.title") or text_at(facts, "tempModel.offerTitle")
        if not title:
            return
        trade = get_path(self.data, "mainPrice.fields.finalPriceModel.tradeWithoutPromotion")
        order = get_path(facts, "orderParamModel.orderParam")
        ladder = list(records(self.data, "mainPrice.fields.priceModel.currentPrices")) or list(
            records(order, "skuParam.skuRangePrices")
        )
        yield self.listing(
            id_at(facts, "offerBaseInfo.offerId") or id_at(facts, "tempModel.offerId") or self.address_id,
            title,
            price=number_at(trade, "offerMinPrice") or number_at(facts, "skuModel.skuPriceScale"),
            price_max=number_at(trade, "offerMaxPrice"),
            price_steps=((number_at(step, "beginAmount"), number_at(step, "price")) for step in ladder),
            vendor_id=id_at(facts, "tempModel.sellerMemberId")
            or id_at(facts, "offerBaseInfo.sellerMemberId")
            or id_at(facts, "offerBaseInfo.sellerUserId"),
            seller_ids=[
                *ids_at(
                    facts,
                    member=("tempModel.sellerMemberId", "offerBaseInfo.sellerMemberId"),
                    user=("tempModel.sellerUserId", "offerBaseInfo.sellerUserId"),
                    login=("tempModel.sellerLoginId", "offerBaseInfo.sellerLoginId"),
                )
            ],
            vendor_name=text_at(self.data, "productTitle.fields.shopInfo.companyName")
            or text_at(facts, "tempModel.companyName"),
            units_sold=number_at(facts, "tempModel.saledCount"),
            stock=number_at(order, "canBookCount"),
            min_order=number_at(trade, "offerBeginAmount") or number_at(order, "beginNum"),
            location=text_at(self.data, "shippingServices.fields.location"),
            images=strings(self.data, "gallery.fields.mainImage")
            or [text_at(image, "fullPathImageURI") for image in records(facts, "images")], ad=False,
        )  # fmt: skip
