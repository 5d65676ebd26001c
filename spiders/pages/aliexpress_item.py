"""AliExpress' item pages since 2023: the answer that their script gets, the page as it is drawn, and its shell."""

# ruff: noqa: I001 (names in few lines)
from collections.abc import Iterator
from typing import Any, ClassVar

from monitor.model import Listing
from monitor.pages.extract import (
    attr_of, first_match, get_path, id_at, number_at, strings, text_at, text_of, without_query,
)  # fmt: skip
from monitor.pages.number_words import number_in
from monitor.pages.page import DESCRIBED, ListingPage
from monitor.pages.values import currency_code, price_of
from monitor.text.money import Price
from spiders.pages.aliexpress_retired import seller_ids


_AVAILABLE = r"(?i)(\d[\d.,]{0,12}) (?:pieces |pcs )?(?:available|left|verfügbar|disponib|disponív|доступно)"


class AliexpressItem(ListingPage):
    """The layouts, the one that tells most first."""

    layouts: ClassVar = {"pdp": DESCRIBED, "rendered": DESCRIBED, "described": DESCRIBED, "og_tags": "2024-2025"}

    def pdp(self) -> Iterator[Listing]:
        """`mtop.aliexpress.pdp.pc.query`."""
        title = text_at(self.data, "PRODUCT_TITLE.text")
        if not title:
            return
        price = get_path(self.data, "PRICE.targetSkuPriceInfo")
        shop = get_path(self.data, "SHOP_CARD_PC")
        store = without_query(text_at(shop, "sellerInfo.storeURL"))
        currency = text_at(price, "originalPrice.currency")
        yield self.listing(
            id_at(self.data, "GLOBAL_DATA.globalData.productId") or self.address_id,
            title,
            price=_range_of(get_path(self.data, "PRICE"), currency),
            currency=currency,
            price_list=number_at(price, "originalPrice.value"),
            vendor_id=id_at(shop, "sellerInfo.storeNum")
            or id_at(self.data, "GLOBAL_DATA.globalData.storeId")
            or first_match(r"/store/(\d+)", store),
            vendor_name=text_at(shop, "storeName"),
            vendor_url=store,
            seller_ids=[
                *seller_ids(get_path(shop, "sellerInfo")),
                *seller_ids(get_path(self.data, "GLOBAL_DATA.globalData")),
            ],
            units_sold=number_at(self.data, "PC_RATING.otherText"),
            stock=number_at(self.data, "QUANTITY_PC.totalAvailableInventory"),
            location=text_at(shop, "sellerInfo.countryCompleteName"),
            images=strings(self.data, "HEADER_IMAGE_PC.imagePathList"),
            ad=False,
        )

    def rendered(self) -> Iterator[Listing]:
        """The page as a browser saves it: class names by their stable part."""
        title = text_of(self.dom, "h1[data-pl=product-title]")
        price = text_of(self.dom, "[class*=price--currentPriceText], [class*=price-default--current]")
        if not title or not price:
            return
        shop = self.dom.css_first("a[data-pl=store-name]")
        store = without_query(attr_of(shop, "", "href"))
        yield self.listing(
            self.address_id,
            title,
            price=price,
            price_list=text_of(self.dom, "[class*=price--originalText], [class*=price-default--original]"),
            vendor_id=first_match(r"/store/(\d+)", store),
            vendor_name=text_of(shop),
            vendor_url=store,
            units_sold=text_of(self.dom, "[class*=reviewer--sold]"),
            stock=number_in(_AVAILABLE, text_of(self.dom, "[class*=quantity--info]")),
            images=[attr_of(image, "", "src") for image in self.dom.css("[class*=slider--img] img")],
            ad=False,
        )

    def og_tags(self) -> Iterator[Listing]:
        """The shell, of which only the og: tags name the item; they stay when it is gone."""
        title = attr_of(self.dom, "meta[property='og:title']", "content") or ""
        if "/item/" not in (attr_of(self.dom, "meta[property='og:url']", "content") or "") or self.says_nothing():
            return
        # a price may stand before the title, a category and the site's name behind it
        title = title.rpartition(" - AliExpress")[0] or title
        if "% OFF|" in title[:60]:
            title = title.partition("|")[2].split("|")[0]
        yield self.listing(
            self.address_id, title, images=[attr_of(self.dom, "meta[property='og:image']", "content")], ad=False
        )


def _range_of(prices: Any, currency: str | None) -> Price | None:
    """From the cheapest to the dearest variant; of the chosen variant where no other is told."""
    variants = get_path(prices, "skuPriceInfoMap")
    several = [*variants.values()] if isinstance(variants, dict) else []
    words = [text_at(variant, "salePriceString") for variant in several]
    shown = [price for text in words if (price := price_of(text, currency_code(currency)))]
    chosen = price_of(text_at(prices, "targetSkuPriceInfo.salePriceString"), currency_code(currency))
    same = [price for price in shown if price.currency == shown[0].currency]
    return Price(min(p.low for p in same), max(p.high for p in same), same[0].currency) if same else chosen
