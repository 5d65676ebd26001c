"""AliExpress' layouts of 2017 and 2020."""

from collections.abc import Iterator
from typing import ClassVar

from monitor.model import Listing
from monitor.pages.extract import attr_of, first_match, get_path, strings, text_of
from monitor.pages.page import ListingPage, SearchPage
from monitor.pages.values import text_id
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
        if not get_path(self.data, "titleModule.subject"):
            return
        before = get_path(prices, "minAmount")
        low, high = get_path(prices, "minActivityAmount"), get_path(prices, "maxActivityAmount")
        if get_path(low, "value") is None:
            before, low, high = None, before, get_path(prices, "maxAmount")
        yield self.listing(
            get_path(self.data, "commonModule.productId") or self.address_id,
            get_path(self.data, "titleModule.subject"),
            price=get_path(low, "value"),
            price_max=get_path(high, "value"),
            currency=text_id(get_path(low, "currency")),
            price_list=get_path(before, "value"),
            vendor_id=get_path(self.data, "storeModule.storeNum"),
            vendor_name=get_path(self.data, "storeModule.storeName"),
            vendor_url=get_path(self.data, "storeModule.storeURL"),
            units_sold=get_path(self.data, "titleModule.tradeCount"),
            stock=get_path(self.data, "quantityModule.totalAvailQuantity"),
            location=get_path(self.data, "storeModule.province"),
            images=strings(self.data, "imageModule.imagePathList"),
            ad=False,
        )
