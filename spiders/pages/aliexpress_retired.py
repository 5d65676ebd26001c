"""AliExpress' layouts of 2017 and 2020."""

from collections.abc import Iterator
from typing import ClassVar

from monitor.model import Listing
from monitor.pages.extract import attr_of, first_match, get_path, id_at, number_at, strings, text_at, text_of
from monitor.pages.page import ListingPage, SearchPage
from monitor.text.counts import read_count


class RetiredAliexpressSearch(SearchPage):
    """Results in the markup."""

    layouts: ClassVar = {"list_items": "2017"}

    def total(self) -> int | None:
        if self.data is not None:
            return super().total()
        return read_count(text_of(self.dom, ".search-count"))

    def list_items(self) -> Iterator[Listing]:
        for card in self.dom.css("li.list-item[qrdata]"):
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

    layouts: ClassVar = {"run_params": "2020"}
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
            units_sold=number_at(self.data, "titleModule.tradeCount"),
            stock=number_at(self.data, "quantityModule.totalAvailQuantity"),
            location=text_at(self.data, "storeModule.province"),
            images=strings(self.data, "imageModule.imagePathList"),
            ad=False,
        )
