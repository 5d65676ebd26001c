"""AliExpress: the retail marketplace of China's sellers for the world; aliexpress.ru has another front end."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.extract import (
    attr_of,
    first_match,
    get_path,
    int_at,
    json_where,
    records,
    strings,
    text_of,
    without_query,
)
from monitor.pages.page import ListingPage, SearchPage, ShopPage
from monitor.text.counts import read_count
from monitor.text.money import Price, read_price

_HOST = r"([\w-]+\.)*aliexpress\.(com|us|ru)"


class AliexpressSearchPage(AlibabaGroupPage, SearchPage):
    """Results of 2024 (`_init_data_`), of aliexpress.ru in 2025 (cards beside recommended ones) and of 2017 (list)."""

    address = _HOST + r"/(w/|wholesale|af/|popular/|category/|premium/|glosearch/|search)"
    layouts = {"init_data": "2024", "ru_cards": "2025", "list_items": "2017"}
    item_url = "https://www.aliexpress.com/item/{id}.html"
    nothing = ("did not match any products",)
    next_link = "a.page-next[href], a[class*=Pagination__][href]"

    @cached_property
    def fields(self) -> Any:
        """The page's own data object, whose outer key `data` is written without quotes; or the answer that holds it."""
        inside = json_where(self.text, r"_init_data_\s*=\s*\{\s*\"?data\"?\s*:")
        return get_path(inside, "data.root.fields") or get_path(self.answer, "data.data.root.fields")

    def says_empty(self) -> bool:
        return get_path(self.fields, "pageInfo.totalResults") == 0 and not get_path(
            self.fields, "mods.itemList.content"
        )

    def total(self) -> int | None:
        if self.fields is not None:
            return int_at(self.fields, "pageInfo.totalResults")
        return read_count(text_of(self.dom, ".search-count"))

    def next_page(self) -> str | bool | None:
        if self.fields is not None:
            now, size, total = (int_at(self.fields, f"pageInfo.{key}") for key in ("page", "pageSize", "totalResults"))
            return now * size < total if now is not None and size is not None and total is not None else None
        return super().next_page()

    def init_data(self) -> Iterator[Listing]:
        for item in records(self.fields, "mods.itemList.content"):
            yield self.listing(
                item.get("productId"),
                get_path(item, "title.displayTitle"),
                price=_sale_price(item),
                currency=_code(get_path(item, "prices.salePrice.currencyCode")),
                price_list=get_path(item, "prices.originalPrice.minPrice"),
                vendor_id=get_path(item, "store.storeId"),
                vendor_name=get_path(item, "store.storeName"),
                vendor_url=get_path(item, "store.storeUrl"),
                units_sold=get_path(item, "trade.tradeDesc"),
                images=[get_path(item, "image.imgUrl")],
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


class AliexpressListingPage(AlibabaGroupPage, ListingPage):
    """Item pages of 2020 (`runParams`) and the shell of 2024, of which only the og: tags name the item."""

    address = _HOST + r"/(item|i)/([^/?#]*/)?(?P<id>\d+)\.html"
    layouts = {"run_params": "2020", "og_tags": "2024"}
    item_url = AliexpressSearchPage.item_url
    nothing = ("this item is no longer available", "the page you requested can not be found")

    @cached_property
    def params(self) -> Any:
        """The page's own data object, whose outer key `data` is written without quotes."""
        return json_where(self.text, r"window\.runParams\s*=\s*\{\s*\"?data\"?\s*:")

    def run_params(self) -> Iterator[Listing]:
        data, prices = self.params, get_path(self.params, "priceModule")
        if not get_path(data, "titleModule.subject"):
            return
        before = get_path(prices, "minAmount")
        low, high = get_path(prices, "minActivityAmount"), get_path(prices, "maxActivityAmount")
        if get_path(low, "value") is None:
            before, low, high = None, before, get_path(prices, "maxAmount")
        yield self.listing(
            get_path(data, "commonModule.productId") or self.address_id,
            get_path(data, "titleModule.subject"),
            price=get_path(low, "value"),
            price_max=get_path(high, "value"),
            currency=_code(get_path(low, "currency")),
            price_list=get_path(before, "value"),
            vendor_id=get_path(data, "storeModule.storeNum"),
            vendor_name=get_path(data, "storeModule.storeName"),
            vendor_url=get_path(data, "storeModule.storeURL"),
            units_sold=get_path(data, "titleModule.tradeCount"),
            stock=get_path(data, "quantityModule.totalAvailQuantity"),
            location=get_path(data, "storeModule.province"),
            images=strings(data, "imageModule.imagePathList"),
            ad=False,
        )

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


class AliexpressShopPage(AlibabaGroupPage, ShopPage):
    """A store's front is a shell: its items are fetched by the browser, so that no layout can be read."""

    address = _HOST + r"/store/([\w-]+/)?(?P<id>\d+)"
    layouts = {}


class AliexpressSpider(MarketplaceSpider):
    """The search answers from the page's own data, a captcha may stand at the same address; last looked at 2026-11."""

    name = "aliexpress"
    allowed_domains = ["aliexpress.com", "aliexpress.us", "aliexpress.ru"]
    search_url = "https://www.aliexpress.com/w/wholesale-{keyword}.html?page={page}"
    keyword_space = "-"
    page_size = 60
    languages = ("en",)

    search_page = AliexpressSearchPage
    listing_page = AliexpressListingPage
    shop_page = AliexpressShopPage
    shop_url = "https://www.aliexpress.com/store/{id}"


def _code(currency: Any) -> str | None:
    return currency if isinstance(currency, str) else None


def _sale_price(item: dict[str, Any]) -> Price | float | str | None:
    """The number beside the words is exact, but the words alone may tell a range."""
    words, number = get_path(item, "prices.salePrice.formattedPrice"), get_path(item, "prices.salePrice.minPrice")
    currency = _code(get_path(item, "prices.salePrice.currencyCode"))
    shown = read_price(words, currency) if isinstance(words, str) else None
    return shown if number is None or (shown and shown.high > shown.low) else number
