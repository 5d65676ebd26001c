"""Shopee: retail in South-East Asia and Latin America; nearly every page wants a login."""

# ruff: noqa: I001 (names in few lines)
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.page_reasons import PageReason
from monitor.pages.cards import cards_in
from monitor.pages.extract import (
    attr_of, clean, first_match, get_path, id_at, ids_at, int_at, number_at, records, strings, text_at, text_of,
    without_query,
)  # fmt: skip
from monitor.pages.national_domains import Domain
from monitor.pages.number_words import number_among, number_in
from monitor.pages.page import DESCRIBED, ListingPage, Page, SearchPage
from monitor.pages.paging import Paging

_HOST = r"shopee\.[a-z.]{2,6}/"
_IDS = r"-i\.(\d+\.\d+)|/product/(\d+/\d+)"
_PICTURE = "https://down-cvs-sg.img.susercontent.com/file/"
"""Where pictures lie that the data name by their digest."""
_UNIT = Decimal(100_000)
"""Prices in the data are whole numbers of such parts."""
_PRICE = (
    r"((?:R\$|RM|NT\$|S\$|Rp|[₱฿₫$])\s?\d[\d.,]{0,20}(?:\s?-\s?(?:R\$|RM|NT\$|S\$|Rp|[₱฿₫$])?\s?\d[\d.,]{0,20})?"
    r"|(?<![\d.,])\d[\d.,]{0,20}\s?₫)"
)
_SOLD = (
    r"(?i)^(\d[\d.,]{0,12}\s?\w{0,4}\+?\s?(?:sold|terjual|vendidos?)(?:/\w{1,8})?"
    r"|(?:đã bán|terjual|ขายแล้ว|ขายได้|已售出|已售)\s?\d[\d.,]{0,12}\s?(?:k|rb|tr|พัน|แสน|萬|千)?\+?\s?(?:ชิ้น|件)?)$"
)


class ShopeeSpider(MarketplaceSpider):
    """No real page with listings was seen by us; last looked at 2026-11."""

    name = "shopee"
    domains = {
        "shopee.sg": Domain("SGD", "en"), "shopee.com.my": Domain("MYR", "en"), "shopee.ph": Domain("PHP", "en"),
        "shopee.co.th": Domain("THB", "th"), "shopee.vn": Domain("VND", "vi"), "shopee.co.id": Domain("IDR", "id"),
        "shopee.tw": Domain("TWD", "zh"), "shopee.com.br": Domain("BRL", "pt"), "shopee.com.mx": Domain("MXN", "es"),
    }  # fmt: skip
    search_url = "https://{domain}/search?keyword={keyword}&page={page}"
    first_page = 0
    page_size = 60
    languages = ("en",)
    needs = ("login",)


class ShopeePage(Page):
    """What the pages share: walls, and items as the answers of the site's own scripts have them."""

    def wall(self) -> PageReason | None:
        if "/verify/traffic" in self.url or "/verify/captcha" in self.url:
            return PageReason.WALL
        if error := int_at(self.answer, "error"):
            return PageReason.LOGIN if error in (19, 266900701) else PageReason.WALL
        return None

    def item(self, item: Mapping[str, Any], shop: Any = None) -> Listing:
        item_id, shop_id = (
            id_at(item, "itemid") or id_at(item, "item_id"),
            id_at(item, "shopid") or id_at(item, "shop_id"),
        )
        prices = {name: _price(item, name) for name in ("price", "price_min", "price_max", "price_before_discount")}
        pictures = strings(item, "images") or [text_at(item, "image") or ""]
        return self.listing(
            item_id,
            text_at(item, "name") or text_at(item, "title"),
            url=f"https://{self.domain}/product/{shop_id}/{item_id}" if shop_id and item_id else None,
            price=prices["price_min"] or prices["price"],
            price_max=prices["price_max"],
            price_list=prices["price_before_discount"],
            currency=text_at(item, "currency"),
            vendor_id=shop_id,
            seller_ids=[*ids_at(shop, user=("userid",), login=("account.username",))],
            vendor_name=text_at(item, "shop_name") or text_at(shop, "name"),
            units_sold=number_at(item, "historical_sold") or number_at(item, "sold"),
            stock=number_at(item, "stock"),
            location=text_at(item, "shop_location") or text_at(shop, "shop_location"),
            images=[f"{_PICTURE}{name}" if name and "/" not in name else name or None for name in pictures],
            ad=bool(get_path(item, "adsid")),
        )


class ShopeeSearchPage(ShopeePage, SearchPage, site=ShopeeSpider):
    """Results: the answer of the search, and drawn cards (class names are hashes, but for a few)."""

    address = _HOST + r"(search|api/v4/search/search_items)"
    layouts = {"answer_items": DESCRIBED, "cards": DESCRIBED}
    paging = Paging(items="items", total="total_count")
    nothing = (
        "try different or more general keywords", "hãy thử sử dụng các từ khóa chung chung hơn", "找不到結果",
        "coba gunakan kata kunci lain", "cuba kata kunci lain", "tente palavras-chave diferentes",
        "intenta con palabras clave diferentes", "ลองใช้คำอื่น",
    )  # fmt: skip

    def answer_items(self) -> Iterator[Listing]:
        for item in records(self.answer, "items"):
            basic = get_path(item, "item_basic")
            yield self.item({**item, **basic} if isinstance(basic, dict) else item)

    def next_page(self) -> str | bool | None:
        more = get_path(self.answer, "nomore")
        return not more if isinstance(more, bool) else None

    def cards(self) -> Iterator[Listing]:
        for card in cards_in(self.dom, ":is([data-sqe=item], .shopee-search-item-result__item)"):
            link = without_query(attr_of(card, "a[href*='-i.'], a[href*='/product/']", "href"))
            shop, _, item = (first_match(_IDS, link) or "").replace("/", ".").partition(".")
            title = text_of(card, "[data-sqe=name] > div") or text_of(card, "[data-sqe=name]")
            title = title or attr_of(card, "img[alt]", "alt")
            words = clean(card.text(separator=" ")) or ""  # a price and what was sold are no one number
            words = words.partition(title)[2] or words if title else words
            if item:
                yield self.listing(
                    item,
                    title,
                    url=link,
                    price=number_in(_PRICE, words),
                    vendor_id=shop,
                    units_sold=number_among(_SOLD, [text_of(line, deep=False) for line in card.css("div, span")]),
                    images=[attr_of(card, "img[src]", "src")],
                )


class ShopeeListingPage(ShopeePage, ListingPage, site=ShopeeSpider):
    """Items: the answer that an item's page gets, or what the page tells search engines."""

    address = _HOST + r"(?:[^?#]*-i\.\d+\.|product/\d+/)(?P<id>\d+)"
    layouts = {"answer_item": DESCRIBED, "product": DESCRIBED}

    def answer_item(self) -> Iterator[Listing]:
        for path in ("data.item", "item", "data"):
            item = get_path(self.answer, path)
            if isinstance(item, dict) and (id_at(item, "itemid") or id_at(item, "item_id")):
                yield self.item(item, get_path(self.answer, "data.shop_detailed"))
                return

    def product(self) -> Iterator[Listing]:
        shop, _, _ = (first_match(_IDS, self.url) or "").replace("/", ".").partition(".")
        yield from self.described(url=without_query(self.url), vendor_id=shop)


def _price(item: Mapping[str, Any], name: str) -> Decimal | None:
    parts = get_path(item, name)
    is_price = isinstance(parts, int) and not isinstance(parts, bool) and 0 < parts < 10**18
    return Decimal(parts) / _UNIT if is_price else None
