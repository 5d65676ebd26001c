"""Lazada: Alibaba Group's retail marketplace for South-East Asia, one site a country."""

# ruff: noqa: I001 (names in few lines)
from collections.abc import Iterator

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.cards import cards_in, texts_in
from monitor.pages.extract import (
    attr_of, first_match_in_page, get_path, id_at, ids_at, number_at, records, text_at, text_of,
    without_query,
)  # fmt: skip
from monitor.pages.national_domains import Domain
from monitor.pages.number_words import number_among, number_in
from monitor.pages.page import DESCRIBED, ListingPage, SearchPage
from monitor.pages.paging import Paging
from monitor.text.counts import read_count

_HOST = r"(www\.|pages\.)?lazada\.[a-z.]{2,6}/"
# The other languages' words are ours.
_SOLD = r"(?i)^(\d.{0,12} (?:sold|terjual|đã bán)|(?:terjual|đã bán|ขายแล้ว|ขายได้) ?\d.{0,20})$"
_PRICE = "₱", "$", "RM", "฿", "₫", "Rp"


class LazadaSpider(MarketplaceSpider):
    """Searches may meet the group's slider; last looked at 2026-11."""

    name = "lazada"
    domains = {
        "lazada.sg": Domain("SGD", "en"), "lazada.com.my": Domain("MYR", "en"), "lazada.com.ph": Domain("PHP", "en"),
        "lazada.co.th": Domain("THB", "th"), "lazada.vn": Domain("VND", "vi"), "lazada.co.id": Domain("IDR", "id"),
    }  # fmt: skip
    search_url = "https://www.{domain}/catalog/?q={keyword}&page={page}"
    item_url = "https://www.{domain}/products/-i{id}.html"
    page_size = 40
    languages = ("en",)
    needs = ("browser",)


class LazadaSearchPage(AlibabaGroupPage, SearchPage, site=LazadaSpider):
    """Results: data in the page or in an answer (after descriptions), and rendered cards of 2024 (hashed classes)."""

    address = _HOST + r"(catalog/|tag/|[a-z0-9-]+/\?q=)"
    layouts = {"page_data": DESCRIBED, "cards": "2024"}
    data_after = r"window\.pageData\s*="
    paging = Paging(items="mods.listItems", total="mainInfo.totalResults")
    nothing = ("cannot find any matches", "search no result")
    next_link = "link[rel=next]"

    def total(self) -> int | None:
        claimed = super().total()
        return (
            read_count(first_match_in_page(r">(\d\S{0,12}) items found for", self.text)) if claimed is None else claimed
        )

    def page_data(self) -> Iterator[Listing]:
        for item in records(self.data, "mods.listItems"):
            yield self.listing(
                id_at(item, "nid") or id_at(item, "itemId"),
                text_at(item, "name"),
                url=without_query(text_at(item, "itemUrl") or text_at(item, "productUrl")),
                price=number_at(item, "priceShow") or number_at(item, "price"),
                price_list=number_at(item, "originalPrice"),
                vendor_id=id_at(item, "sellerId"),
                seller_ids=[*ids_at(item, shop=("shopId",))],
                vendor_name=text_at(item, "sellerName"),
                units_sold=number_at(item, "itemSoldCntShow"),
                location=text_at(item, "location"),
                images=[text_at(item, "image")],
                ad=item.get("isSponsored") is True,
            )

    def cards(self) -> Iterator[Listing]:
        for card in cards_in(self.dom, "[data-qa-locator=product-item][data-item-id]"):
            words = [text or "" for text in texts_in(card, "span")]
            yield self.listing(
                attr_of(card, "", "data-item-id"),
                attr_of(card, "a[title]", "title") or attr_of(card, "img[type=product]", "alt"),
                url=without_query(attr_of(card, "a[href*='/products/']", "href")),
                price=next((text for text in words if text.startswith(_PRICE)), None),
                units_sold=number_among(_SOLD, words),
                location=attr_of(card, "span[title]", "title"),
                images=[attr_of(card, "img[type=product]", "src")],
            )


class LazadaListingPage(AlibabaGroupPage, ListingPage, site=LazadaSpider):
    """Product pages: data in the page or in an answer, what is drawn of them first, and JSON-LD alone."""

    address = _HOST + r"products/[^/?#]*?-?i(?P<id>\d+)(-s\d+)?\.html"
    layouts = {"module_data": "2025", "described": DESCRIBED}
    data_after = r"__moduleData__\s*="
    data_path = ("data.root.fields", "data.data.root.fields", "root.fields")
    # all but the first two are ours
    nothing = (
        "this product is no longer available", "the page you requested could not be found",
        "produk ini tidak lagi tersedia", "produk ini sudah tidak tersedia", "halaman tidak ditemukan",
        "sản phẩm này không còn tồn tại", "không tìm thấy trang", "สินค้านี้ไม่มีจำหน่ายแล้ว", "ไม่พบหน้าที่คุณต้องการ",
    )  # fmt: skip

    def says_empty(self) -> bool:
        """The site's page for what is not found names itself so in every language; in words only in its title."""
        return (attr_of(self.dom, "meta[name=spm-id]", "content") or "").endswith(".page-not-found")

    def module_data(self) -> Iterator[Listing]:
        """The page as it is sent has no stock and no seller's name yet: what is drawn later goes before its data."""
        key, tracking = get_path(self.data, "primaryKey"), get_path(self.data, "tracking")
        title = text_of(self.dom, "h1") or text_at(tracking, "pdt_name")
        if not title or not (key or tracking):
            return
        chosen = get_path(self.data, "skuInfos.0")
        shop = self.dom.css_first("a.seller-name__detail-name")
        yield self.listing(
            id_at(key, "itemId") or self.address_id, title,
            price=text_of(self.dom, ".pdp-price_type_normal") or text_at(tracking, "pdt_price"),
            price_list=text_of(self.dom, ".pdp-price_type_deleted"),
            currency=text_at(tracking, "core.currencyCode"),
            vendor_id=id_at(key, "sellerId") or id_at(chosen, "sellerId"),
            seller_ids=[*ids_at(key, shop=("shopId",)), *ids_at(chosen, shop=("shopId",))],
            vendor_name=text_of(shop) or text_at(tracking, "seller_name"),
            vendor_url=without_query(attr_of(shop, "", "href")),
            stock=number_in(r"(\d+)", text_of(self.dom, ".quantity-content-default")) or number_at(chosen, "stock"),
            images=[text_at(picture, "src") for picture in records(self.data, "skuGalleries.0")],
            ad=False,
        )  # fmt: skip
