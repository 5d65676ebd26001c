"""Taobao: the largest consumer marketplace of China."""

from collections.abc import Iterator

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.extract import get_path, id_at, ids_at, number_at, records, text_at
from monitor.pages.page import DESCRIBED
from monitor.pages.price_condition import condition_among
from monitor.text.sales_words import units_sold_in
from spiders.pages.taobao_app import TMALL_ITEM
from spiders.pages.taobao_cards import TaobaoCardsSearch
from spiders.pages.taobao_rendered import TaobaoRenderedListing
from spiders.pages.taobao_retired import RetiredTaobaoListing, RetiredTaobaoSearch
from spiders.pages.taobao_shop import TaobaoGroupShop


class TaobaoSpider(MarketplaceSpider):
    """Since about 2022 the live search wants a login and gets its data in the browser; last looked at 2026-11."""

    name = "taobao"
    allowed_domains = ["taobao.com", "tmall.com"]
    search_url = "https://s.taobao.com/search?q={keyword}&ie=utf8&s={offset}"
    item_url = "https://item.taobao.com/item.htm?id={id}"
    shop_url = "https://shop{id}.taobao.com/"
    page_size = 44
    currency = "CNY"
    languages = ("zh",)
    needs = ("login", "browser")


class TaobaoSearchPage(AlibabaGroupPage, TaobaoCardsSearch, RetiredTaobaoSearch, site=TaobaoSpider):
    """Since 2022 the data come as an answer to the page's own request; that and the cards since 2023: as described."""

    address = r"s\.taobao\.com/(search|list)"
    nothing = ("没有找到与", "没有找到相关", "没找到与", "没有找到相应")
    layouts = {"answer_items": DESCRIBED, **TaobaoCardsSearch.layouts, **RetiredTaobaoSearch.layouts}

    def answer_items(self) -> Iterator[Listing]:
        for item in records(self.data_behind(None, "itemsArray")):
            listing_id, link = id_at(item, "item_id"), text_at(item, "auctionURL") or ""
            tmall = "detail.tmall.com" in link
            condition = condition_among([text_at(item, "priceShow.priceDesc"), text_at(item, "priceTitle")])
            paid = number_at(item, "priceShow.price")
            yield self.listing(
                listing_id,
                text_at(item, "title"),
                url=TMALL_ITEM.format(id=listing_id) if tmall and listing_id else None,
                marketplace="tmall" if tmall else None,
                price=f"{number_at(item, 'price') if paid is None else paid} | {condition}",
                vendor_id=id_at(item, "userId") or id_at(item, "sellerId"),
                vendor_name=text_at(item, "shopInfo.title") or text_at(item, "nick"),
                vendor_url=text_at(item, "shopInfo.url"),
                seller_ids=[*ids_at(item, shop=("shopId", "shopInfo.shopId"), login=("nick",))],
                units_sold=units_sold_in(text_at(item, "realSales")),
                location=text_at(item, "procity"),
                images=[text_at(item, "pic_path")],
                ad=True if "simba.taobao.com" in link or get_path(item, "isP4p") in (True, "true") else None,
            )


class TaobaoListingPage(TaobaoRenderedListing, RetiredTaobaoListing, site=TaobaoSpider):
    """Item pages of 2026 and of 2020, those for phones, and those for the world."""

    address = (
        r"((item\.taobao\.com/item|h5\.m\.taobao\.com/awp/core/detail|(main|new)\.m\.taobao\.com/detail(/index)?"
        r"|m\.intl\.taobao\.com/detail/detail)\.html?\b.*[?&]id=|world\.taobao\.com/item/)(?P<id>\d+)"
    )
    layouts = {**TaobaoRenderedListing.layouts, "app_context": "2026", **RetiredTaobaoListing.layouts}


class TaobaoShopPage(TaobaoGroupShop, site=TaobaoSpider):
    """A shop's front of 2026, and the search in a shop."""

    address = (
        r"shop(?P<id>\d+)\.(world\.|m\.)?taobao\.com"
        r"|(?!s\.|item\.|www\.|world\.|login\.|store\.)[\w-]+\.taobao\.com/((search|category)[\w-]*\.htm|i/asynSearch)"
    )
