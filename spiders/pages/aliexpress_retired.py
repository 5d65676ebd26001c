"""AliExpress' layouts of 2014 to 2023."""

# ruff: noqa: I001 (names in few lines)
from collections.abc import Iterator
from typing import Any, ClassVar

from monitor.model import Listing
from monitor.pages.cards import cards_in
from monitor.pages.extract import (
    attr_of, first_match, get_path, id_at, ids_at, number_at,
    records, strings, text_at, text_of,
)  # fmt: skip
from monitor.pages.page import DESCRIBED, ListingPage, SearchPage
from monitor.pages.values import count_of
from monitor.text.counts import read_count


def seller_ids(store: Any) -> list[tuple[str, str]]:
    """What the store's part of a result's or an item's data tells of who the seller is; old stores have two numbers."""
    numbers = ids_at(
        store,
        shop=("storeNum", "storeId"),
        user=("sellerAdminSeq", "adminSeq", "sellerId", "aliMemberId"),
        company=("companyId",),
    )
    return [*numbers]


class RetiredAliexpressSearch(SearchPage):
    """Results in the markup."""

    layouts: ClassVar = {"run_items": DESCRIBED, "list_items": "2014-2017"}

    def total(self) -> int | None:
        if self.data is not None:
            claimed = super().total()
            return count_of(number_at(self.data, "resultCount")) if claimed is None else claimed
        return read_count(text_of(self.dom, ".search-count"))

    def run_items(self) -> Iterator[Listing]:
        """`runParams` of 2019-2020, or an answer like it."""
        for item in records(self.data, "items"):
            yield self.listing(
                id_at(item, "productId"),
                text_at(item, "title"),
                price=text_at(item, "price"),
                price_list=text_at(item, "originalPrice"),
                vendor_id=id_at(item, "store.storeId"),
                vendor_name=text_at(item, "store.storeName"),
                vendor_url=text_at(item, "store.storeUrl"),
                seller_ids=seller_ids(get_path(item, "store")),
                units_sold=number_at(item, "tradeDesc"),
                images=[text_at(item, "imageUrl")],
                ad=item.get("productType") == "ad",
            )

    def list_items(self) -> Iterator[Listing]:
        for card in cards_in(self.dom, "li.list-item[qrdata]"):
            store = attr_of(card, "a.store", "href")
            yield self.listing(
                first_match(r"^[^|]*\|(\d+)", attr_of(card, "", "qrdata")),
                attr_of(card, "a.product", "title") or text_of(card, "a.product"),
                price=text_of(card, "[itemprop=price]"),
                vendor_id=first_match(r"/store/(\d+)", store),
                vendor_name=attr_of(card, "a.store", "title") or text_of(card, "a.store"),
                vendor_url=store,
                units_sold=text_of(card, ".order-num"),
                images=[attr_of(card, "img.picCore", "src") or attr_of(card, "img.picCore", "image-src")],
                ad=False,
            )


class RetiredAliexpressListing(ListingPage):
    """Item pages with all facts in `runParams`."""

    layouts: ClassVar = {"run_params": "2020", "components": DESCRIBED}
    data_after = r"window\.runParams\s*=\s*\{\s*\"?data\"?\s*:"  # the outer key is written without quotes

    def run_params(self) -> Iterator[Listing]:
        prices = get_path(self.data, "priceModule")
        if not text_at(self.data, "titleModule.subject"):
            return
        before = get_path(prices, "minAmount")
        low, high = get_path(prices, "minActivityAmount"), get_path(prices, "maxActivityAmount")
        if number_at(low, "value") is None:
            before, low, high = None, before, get_path(prices, "maxAmount")
        yield self.listing(
            id_at(self.data, "commonModule.productId") or self.address_id,
            text_at(self.data, "titleModule.subject"),
            price=number_at(low, "value"),
            price_max=number_at(high, "value"),
            currency=text_at(low, "currency"),
            price_list=number_at(before, "value"),
            vendor_id=id_at(self.data, "storeModule.storeNum"),
            vendor_name=text_at(self.data, "storeModule.storeName"),
            vendor_url=text_at(self.data, "storeModule.storeURL"),
            seller_ids=seller_ids(get_path(self.data, "storeModule")),
            units_sold=number_at(self.data, "titleModule.tradeCount"),
            stock=number_at(self.data, "quantityModule.totalAvailQuantity"),
            location=text_at(self.data, "storeModule.province"),
            images=strings(self.data, "imageModule.imagePathList"),
            ad=False,
        )

    def components(self) -> Iterator[Listing]:
        """`runParams` of 2022-2023, or an answer like it."""
        product, seller = get_path(self.data, "productInfoComponent"), get_path(self.data, "sellerComponent")
        prices = get_path(self.data, "priceComponent")
        if not text_at(product, "subject"):
            return
        before = get_path(prices, "origPrice.minAmount")
        low, high = (
            get_path(prices, "discountPrice.minActivityAmount"),
            get_path(prices, "discountPrice.maxActivityAmount"),
        )
        if number_at(low, "value") is None:
            before, low, high = None, before, get_path(prices, "origPrice.maxAmount")
        yield self.listing(
            id_at(product, "id") or id_at(product, "idStr") or self.address_id,
            text_at(product, "subject"),
            price=number_at(low, "value"),
            price_max=number_at(high, "value"),
            currency=text_at(low, "currency") or text_at(self.data, "currencyComponent.currencyCode"),
            price_list=number_at(before, "value"),
            vendor_id=id_at(seller, "storeNum"),
            vendor_name=text_at(seller, "storeName"),
            vendor_url=text_at(seller, "storeURL"),
            seller_ids=seller_ids(seller),
            units_sold=number_at(self.data, "tradeComponent.formatTradeCount"),
            stock=number_at(self.data, "inventoryComponent.totalAvailQuantity"),
            location=text_at(seller, "countryCompleteName"),
            images=strings(self.data, "imageComponent.imagePathList"),
            ad=False,
        )
