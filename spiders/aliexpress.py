"""AliExpress: the retail marketplace of China's sellers for the world; aliexpress.ru has another front end."""

# ruff: noqa: I001 (names in few lines)
import re
from collections.abc import Iterator
from typing import Any

from monitor.crawling.spider import MarketplaceSpider
from monitor.listing_ids import canonical_id
from monitor.model import Listing
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.cards import cards_in, texts_in
from monitor.pages.dividers import searched_cards
from monitor.pages.extract import (
    Number, attr_of, first_match, get_path, id_at, number_at, records, text_at, text_of, without_query,
)  # fmt: skip
from monitor.pages.number_words import number_among
from monitor.pages.page import DESCRIBED, ShopPage
from monitor.pages.paging import Paging
from monitor.pages.values import currency_code, price_of
from monitor.text.money import Price
from spiders.pages.aliexpress_item import AliexpressItem
from spiders.pages.aliexpress_retired import seller_ids, RetiredAliexpressListing, RetiredAliexpressSearch

# The words of the national sites; most are ours.
_SOLD = r"(\d.{0,20}(?:sold|verkauft|vendid|vendus|vendut|verkocht|sprzeda|satıldı|продано|купили|판매|נמכר|بيع))"
_CARD = ":is(a.search-card-item, a[class*='multi--container'], a[class*='manhattan--container'])[href]"
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

    @classmethod
    def canonical_id(cls, listing_id: str, url: str) -> str:
        """The listing's number on aliexpress.com."""
        american = re.match(r"(https?:)?//([\w-]+\.)*aliexpress\.us[/:?#]", url, re.ASCII | re.IGNORECASE)
        return canonical_id(cls.name, listing_id) if american else listing_id


class AliexpressSearchPage(AlibabaGroupPage, RetiredAliexpressSearch, site=AliexpressSpider):
    """Results of aliexpress.ru in 2025 (cards beside recommended ones), of 2024 (`_init_data_`) and older."""

    address = _HOST + r"/(w/|wholesale|af/|popular/|category/|premium/|glosearch/|search)"
    layouts = {"init_data": "2024", "ru_cards": "2025", "cards": DESCRIBED, **RetiredAliexpressSearch.layouts}
    # the outer key of the first is written without quotes
    data_after = r"_init_data_\s*=\s*\{\s*\"?data\"?\s*:|window\.runParams\s*=(?=\s*\{\s*\")"
    data_path = ("data.root.fields", "data.data.root.fields", "data.result", "root.fields", "")
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
                seller_ids=seller_ids(get_path(item, "store")),
                units_sold=number_at(item, "trade.tradeDesc"),
                images=[text_at(item, "image.imgUrl")],
                ad=item.get("productType") == "ad",
            )

    def cards(self) -> Iterator[Listing]:
        """Drawn cards: all class names but the card's own are hashes."""
        for card in searched_cards(self.dom, _CARD):
            link = attr_of(card, "", "href") or ""
            listing_id = first_match(r"/item/(\d+)\.html|[?&]productIds=(\d+)", link)
            labelled = (node for node in card.css("[aria-label]") if price_of(attr_of(node, "", "aria-label"), None))
            price = next(labelled, None) or card.css_first("[class*=price-sale]")
            before = text_of(card, "[class*=price-original]") or text_of(price.next if price else None)
            yield self.listing(
                self.site.canonical_id(listing_id, link) if listing_id else None,
                attr_of(card, "[role=heading]", "title") or text_of(card, "[role=heading], [class*=titleText], h3, h1"),
                price=attr_of(price, "", "aria-label") or text_of(price),
                price_list=before if (shown := price_of(before, None)) and shown.currency else None,
                units_sold=number_among(_SOLD, texts_in(card, "span")),
                vendor_name=text_of(card, "[class*=storeLink], [class*=storeName]"),
                images=[attr_of(card, "img", "src")],
            )

    def ru_cards(self) -> Iterator[Listing]:
        for card in cards_in(self.dom, "[data-product-id][data-w-page-area=search_results]"):
            facts = [text or "" for text in texts_in(card, "[class*=__trustItem__]")]
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


class AliexpressListingPage(AlibabaGroupPage, AliexpressItem, RetiredAliexpressListing, site=AliexpressSpider):
    """Item pages: data in the page (2020) or in an answer, the drawn page, and the shell with its og: tags."""

    address = _HOST + r"/(item|i)/([^/?#]*/)?(?P<id>\d+)\.html"
    layouts = {**RetiredAliexpressListing.layouts, **AliexpressItem.layouts}  # the older pages have og: tags too
    data_path = ("data.result", "data", "")  # an answer's wrappers; the page's own data have none
    # English stands on the national sites too; the other languages' words are ours
    nothing = (
        "this item is no longer available", "this product is no longer available",
        "the page you requested can not be found", "the page you requested cannot be found",
        "die von ihnen angeforderte seite konnte nicht gefunden werden", "dieser artikel ist nicht mehr verfügbar",
        "la page que vous avez demandée est introuvable", "cet article n'est plus disponible",
        "la página que ha solicitado no se puede encontrar", "este artículo ya no está disponible",
        "a página que você solicitou não foi encontrada", "este item não está mais disponível",
        "la pagina richiesta non è stata trovata", "questo articolo non è più disponibile",
        "запрашиваемая страница не найдена", "этот товар больше не доступен",
    )  # fmt: skip


class AliexpressShopPage(AlibabaGroupPage, ShopPage, site=AliexpressSpider):
    """A store's front is a shell: its items are fetched by the browser, so that no layout can be read."""

    address = _HOST + r"/store/([\w-]+/)?(?P<id>\d+)"
    layouts = {}


def _sale_price(item: dict[str, Any]) -> Price | Number:
    """The number beside the words is exact, but the words alone may tell a range."""
    words, number = text_at(item, "prices.salePrice.formattedPrice"), number_at(item, "prices.salePrice.minPrice")
    shown = price_of(words, currency_code(text_at(item, "prices.salePrice.currencyCode")))
    return shown if number is None or (shown and shown.high > shown.low) else number
