"""AliExpress: the retail marketplace of China's sellers for the world; aliexpress.ru has another front end."""

from collections.abc import Iterator
from typing import Any

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.extract import Number, attr_of, id_at, number_at, records, text_at, text_of, without_query
from monitor.pages.page import ShopPage
from monitor.pages.paging import Paging
from monitor.pages.values import currency_code, price_of
from monitor.text.money import Price
from spiders.pages.aliexpress_retired import RetiredAliexpressListing, RetiredAliexpressSearch

_HOST = r"([\w-]+\.)*aliexpress\.(com|us|ru)"


class AliexpressSpider(MarketplaceSpider):
    """The search answers from the page's own data, a captcha may stand at the same address; last looked at 2026-11."""

    name = "aliexpress"
    allowed_domains = ["aliexpress.com", "aliexpress.us", "aliexpress.ru"]
    search_url = "https://www.aliexpress.com/w/wholesale-{keyword}.html?page={page}"
    item_url = "https://www.aliexpress.com/item/{id}.html"
    shop_url = "https://www.aliexpress.com/store/{id}"
    keyword_space = "-"
    page_size = 60
    languages = ("en",)


class AliexpressSearchPage(AlibabaGroupPage, RetiredAliexpressSearch, site=AliexpressSpider):
    """Results of aliexpress.ru in 2025 (cards beside recommended ones), of 2024 (`_init_data_`) and older."""

    address = _HOST + r"/(w/|wholesale|af/|popular/|category/|premium/|glosearch/|search)"
    layouts = {"init_data": "2024", "ru_cards": "2025", **RetiredAliexpressSearch.layouts}
    data_after = r"_init_data_\s*=\s*\{\s*\"?data\"?\s*:"  # the outer key is written without quotes
    data_path = ("data.root.fields", "data.data.root.fields")
    paging = Paging(
        items="mods.itemList.content", total="pageInfo.totalResults", page="pageInfo.page", size="pageInfo.pageSize"
    )
    nothing = ("did not match any products",)
    next_link = "a.page-next[href], a[class*=Pagination__][href]"

    def init_data(self) -> Iterator[Listing]:
        for item in records(self.data, "mods.itemList.content"):
            yield self.listing(
                id_at(item, "productId"),
                text_at(item, "title.displayTitle"),
                price=_sale_price(item),
                currency=text_at(item, "prices.salePrice.currencyCode"),
                price_list=number_at(item, "prices.originalPrice.minPrice"),
                vendor_id=id_at(item, "store.storeId"),
                vendor_name=text_at(item, "store.storeName"),
                vendor_url=text_at(item, "store.storeUrl"),
                units_sold=number_at(item, "trade.tradeDesc"),
                images=[text_at(item, "image.imgUrl")],
                ad=item.get("productType") == "ad",
            )

    def ru_cards(self) -> Iterator[Listing]:
        for card in self.dom.css("[data-product-id][data-w-page-area=search_results]"):
            facts = [text_of(fact) or "" for fact in card.css("[class*=__trustItem__]")]
            yield self.listing(
                attr_of(card, "", "data-product-id"),
                attr_of(card, "[class*=__title__]", "title") or text_of(card, "[class*=__title__]"),
                url=without_query(attr_of(card, "a[href*='/item/']", "href")),
                price=text_of(card, "[class*=__priceNew__]"),
                price_list=text_of(card, "[class*=__priceOld__] span"),
                # beside the rating, which is a bare number
                units_sold=next((fact for fact in facts if any(letter.isalpha() for letter in fact)), None),
                images=[attr_of(card, "img[class*=__image__]", "src")],
                ad=attr_of(card, "", "data-ad") == "ad",
            )


class AliexpressListingPage(AlibabaGroupPage, RetiredAliexpressListing, site=AliexpressSpider):
    """Item pages: the shell of 2024, of which only the og: tags name the item, and the full pages of 2020."""

    address = _HOST + r"/(item|i)/([^/?#]*/)?(?P<id>\d+)\.html"
    layouts = {**RetiredAliexpressListing.layouts, "og_tags": "2024"}  # the older pages have such tags too
    nothing = ("this item is no longer available", "the page you requested can not be found")

    def og_tags(self) -> Iterator[Listing]:
        title = attr_of(self.dom, "meta[property='og:title']", "content") or ""
        if "/item/" not in (attr_of(self.dom, "meta[property='og:url']", "content") or ""):
            return
        # a price may stand before the title, a category and the site's name behind it
        title = title.rpartition(" - AliExpress")[0] or title
        if "% OFF|" in title[:60]:
            title = title.partition("|")[2].split("|")[0]
        yield self.listing(
            self.address_id, title, images=[attr_of(self.dom, "meta[property='og:image']", "content")], ad=False
        )


class AliexpressShopPage(AlibabaGroupPage, ShopPage, site=AliexpressSpider):
    """A store's front is a shell: its items are fetched by the browser, so that no layout can be read."""

    address = _HOST + r"/store/([\w-]+/)?(?P<id>\d+)"
    layouts = {}


def _sale_price(item: dict[str, Any]) -> Price | Number:
    """The number beside the words is exact, but the words alone may tell a range."""
    words, number = text_at(item, "prices.salePrice.formattedPrice"), number_at(item, "prices.salePrice.minPrice")
    shown = price_of(words, currency_code(text_at(item, "prices.salePrice.currencyCode")))
    return shown if number is None or (shown and shown.high > shown.low) else number
