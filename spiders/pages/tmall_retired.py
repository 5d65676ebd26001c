"""Tmall's item pages before it got Taobao's app."""

from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import unquote

from monitor.model import Listing
from monitor.pages.extract import attr_of, get_path, id_at, ids_at, number_at, strings, text_at, text_of
from monitor.pages.number_words import number_in
from monitor.pages.page import DESCRIBED, ListingPage

_SETUP = r"TShop\.Setup\(\s*|_DATA_Detail\s*=\s*"
"""An argument on desktop pages, a variable on mobile ones."""


class RetiredTmallListing(ListingPage):
    """Item pages: the object of `TShop.Setup`, or bare markup."""

    layouts: ClassVar = {"setup": "2015-2020", "rendered": DESCRIBED}

    def setup(self) -> Iterator[Listing]:
        config = self.data_behind(_SETUP)
        item = get_path(config, "itemDO")
        if not text_at(item, "title"):
            return
        # the price that "reservePrice" tells is that of one variant
        usual = number_at(config, "detail.defaultItemPrice") or text_of(self.dom, "#J_StrPriceModBox .tm-price")
        promotion = text_of(self.dom, "#J_PromoPrice .tm-price")
        nick = text_at(item, "sellerNickName")
        yield self.listing(
            id_at(item, "itemId") or self.address_id,
            text_at(item, "title"),
            price=promotion or usual or number_at(item, "reservePrice"),
            price_list=usual if promotion else None,
            vendor_id=id_at(item, "userId"),
            vendor_name=unquote(nick) if nick else text_of(self.dom, ".slogo-shopname"),
            vendor_url=attr_of(self.dom, ".slogo-shopname", "href"),
            seller_ids=[
                *ids_at(config, shop=("rstShopId", "itemDO.shopId")),
                ("login", unquote(nick) if nick else None),
            ],
            units_sold=text_of(self.dom, ".tm-ind-sellCount .tm-count"),
            stock=number_in(r"(\d\S*)", text_of(self.dom, "#J_EmStock")) or number_at(item, "quantity"),
            location=text_at(item, "prov") or text_at(item, "location"),
            images=[
                text_at(item, "mainPic"),
                *strings(config, "propertyPics.default"),
                attr_of(self.dom, "#J_ImgBooth", "src"),
            ],
            ad=False,
        )

    def rendered(self) -> Iterator[Listing]:
        if self.address_id and (title := text_of(self.dom, ".tb-detail-hd h1")):
            yield self.listing(
                self.address_id,
                title,
                price=text_of(self.dom, "#J_PromoPrice .tm-price") or text_of(self.dom, ".tm-price"),
                vendor_name=text_of(self.dom, ".slogo-shopname"),
                vendor_url=attr_of(self.dom, ".slogo-shopname", "href"),
                units_sold=text_of(self.dom, ".tm-ind-sellCount .tm-count"),
                stock=text_of(self.dom, "#J_EmStock"),
                images=[attr_of(self.dom, "#J_ImgBooth", "src")],
                ad=False,
            )
