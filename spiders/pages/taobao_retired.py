"""Taobao's layouts of 2018 and 2020: from before the search wanted a login."""

from collections.abc import Iterator
from typing import ClassVar

from monitor.model import Listing
from monitor.pages.cards import cards_in
from monitor.pages.extract import attr_of, get_path, id_at, ids_at, js_string, number_at, records, text_at, text_of
from monitor.pages.page import ListingPage, SearchPage
from monitor.pages.paging import Paging
from spiders.pages.taobao_app import TMALL_ITEM


class RetiredTaobaoSearch(SearchPage):
    """Results in `g_page_config`; a rendered page also shows cards that were fetched later."""

    layouts: ClassVar = {"page_config": "2018", "cards": "2018"}
    data_after = r"g_page_config ="
    paging = Paging(
        items="mods.itemlist.data.auctions",
        total="mods.pager.data.totalCount",
        page="mods.pager.data.currentPage",
        pages="mods.pager.data.totalPage",
    )

    def says_empty(self) -> bool:
        return super().says_empty() or get_path(self.data, "mods.noresult.status") == "show"

    def page_config(self) -> Iterator[Listing]:
        seen = set()
        for auction in records(self.data, "mods.itemlist.data.auctions"):
            seen.add(id_at(auction, "nid"))
            tmall = get_path(auction, "shopcard.isTmall") is True
            yield self.listing(
                id_at(auction, "nid"),
                text_at(auction, "title"),
                url=TMALL_ITEM.format(id=id_at(auction, "nid")) if tmall else None,
                marketplace="tmall" if tmall else None,
                price=number_at(auction, "view_price"),
                vendor_id=id_at(auction, "user_id"),
                vendor_name=text_at(auction, "nick"),
                vendor_url=text_at(auction, "shopLink"),
                seller_ids=[*ids_at(auction, login=("nick",))],
                units_sold=number_at(auction, "view_sales"),
                location=text_at(auction, "item_loc"),
                images=[text_at(auction, "pic_url")],
                ad=bool(auction.get("p4p")),
            )
        # a page that was rendered shows some cards more than its data had
        if seen and self.text.count("J_MouserOnverReq") > len(seen):
            yield from (card for card in self.cards() if card.listing_id not in seen)

    def cards(self) -> Iterator[Listing]:
        if "J_MouserOnverReq" not in self.text:
            return
        for card in cards_in(self.dom, "div.item.J_MouserOnverReq"):
            listing_id = attr_of(card, "a[data-nid]", "data-nid")
            tmall = "tmall.com" in (attr_of(card, "a[data-nid]", "href") or "")
            yield self.listing(
                listing_id,
                text_of(card, ".title a"),
                url=TMALL_ITEM.format(id=listing_id) if tmall else None,
                marketplace="tmall" if tmall else None,
                price=text_of(card, ".price"),
                vendor_id=attr_of(card, ".shopname", "data-userid"),
                vendor_name=text_of(card, ".shopname"),
                vendor_url=attr_of(card, ".shopname", "href"),
                units_sold=text_of(card, ".deal-cnt"),
                location=text_of(card, ".location"),
                images=[attr_of(card, "img.J_ItemPic", "data-src")],
                ad="simba.taobao.com" in (attr_of(card, ".title a", "href") or ""),
            )


class RetiredTaobaoListing(ListingPage):
    """Item pages with ids and shop in `g_config`, prices and stock in the markup."""

    layouts: ClassVar = {"g_config": "2020"}

    def g_config(self) -> Iterator[Listing]:
        if not (item_id := js_string(self.text, "itemId")):
            return
        yield self.listing(
            item_id,
            attr_of(self.dom, ".tb-main-title", "data-title") or text_of(self.dom, ".tb-main-title"),
            price=text_of(self.dom, "#J_StrPrice"),
            vendor_id=js_string(self.text, "sellerId"),
            vendor_name=js_string(self.text, "shopName") or js_string(self.text, "sellerNick"),
            seller_ids=[("shop", js_string(self.text, "shopId")), ("login", js_string(self.text, "sellerNick"))],
            units_sold=text_of(self.dom, "#J_SellCounter"),
            stock=text_of(self.dom, "#J_SpanStock"),
            images=[attr_of(self.dom, "#J_ImgBooth", "src")],
            ad=False,
        )
