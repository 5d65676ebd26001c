"""1688's offer pages of 2019, and the variable of 2021-2023 that later moved into the app's data."""

from collections.abc import Iterator
from typing import Any, ClassVar

from monitor.model import Listing
from monitor.pages.extract import (
    attr_of,
    first_match,
    get_path,
    js_after,
    js_string,
    json_or_none,
    number_at,
    text_at,
    text_of,
)
from monitor.pages.number_words import number_in
from monitor.pages.page import ListingPage


class RetiredAlibaba1688Listing(ListingPage):
    """Offer pages with facts in scripts and markup."""

    layouts: ClassVar = {"detail_config": "2019"}

    def shared_facts_of_2021(self) -> Any:
        """The facts that all modules of the app share, as pages of 2021-2023 have them."""
        return self.data_behind(r"window\.__INIT_DATA\s*=", "globalData")

    def detail_config(self) -> Iterator[Listing]:
        offer_id, title = js_string(self.text, "offerid"), text_of(self.dom, "h1.d-title")
        if not offer_id or not title:
            return
        sku = get_path(js_after(self.text, "var iDetailData ="), "sku")
        bargain = text_of(self.dom, ".bargain-number") or ""
        ladder = [
            json_or_none(attr_of(cell, "", "data-range")) for cell in self.dom.css("#mod-detail-price [data-range]")
        ]
        now = [text for node in self.dom.css(".obj-price .price-now") if (text := text_of(node))]
        company = first_match(r"name=([^;]+)", attr_of(self.dom, "meta[property='og:product:nick']", "content"))
        yield self.listing(
            offer_id,
            title,
            price="-".join(now[:2]) or (None if ladder else number_at(sku, "price")),
            price_list=text_of(self.dom, ".obj-price .price-old"),
            price_steps=((number_at(step, "begin"), number_at(step, "price")) for step in ladder),
            vendor_id=js_string(self.text, "memberid"),
            seller_ids=[("user", js_string(self.text, "userId")), ("login", js_string(self.text, "loginId"))],
            vendor_name=company or text_of(self.dom, ".company-name"),
            vendor_url=js_string(self.text, "companySiteLink"),
            units_sold=bargain.partition("库存")[0],
            stock=number_in(r"库存\s*(\d\S*)", bargain) or number_at(sku, "canBookCount"),
            min_order=js_string(self.text, "beginAmount") or text_of(self.dom, ".mod-detail-info-minimum .obj-amount"),
            location=text_of(self.dom, ".delivery-addr"),
            images=[
                text_at(json_or_none(attr_of(tab, "", "data-imgs")), "original")
                for tab in self.dom.css("#dt-tab [data-imgs]")
            ],
            ad=False,
        )
