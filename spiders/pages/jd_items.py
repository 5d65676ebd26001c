"""JD's item pages: for a desk, for a phone, as the answer behind them, and as a browser saves them without scripts."""

# ruff: noqa: I001 (names in few lines)
from collections.abc import Iterator
from typing import ClassVar

from monitor.model import Listing
from monitor.pages.extract import (
    attr_of, first_match, first_match_in_page, get_path, id_at, ids_at, int_at, js_string, number_at, strings, text_at,
    text_of,
)  # fmt: skip
from monitor.pages.page import DESCRIBED, ListingPage

_PICTURES = "https://img10.360buyimg.com/n1/"
"""Where pictures lie that the data name by their path only (`jfs/t1/…`)."""
_TITLES = ".sku-title-name", "#sku-name-container", ".sku-name", "#name h1", "h1"
_PRICES = (
    "#J_FinalPrice .price", ".product-price--main .product-price--value", ".product-price--value", ".J-presale-price",
    ".p-price [class*=J-p-]", ".p-price .price", "#jd-price",
)  # fmt: skip
_CONDITIONS = "#J_FinalPrice .priceContent, .product-price--main .product-price--label"
_SHOPS = "#popbox .mt a, .J-hove-wrap .name a, .top-name-tag .top-name, .contact .name a, .contact-name a"
_SHOP = r"mall\.jd\.(?:com|hk)/index-(\d+)"
_OFF_THE_SHELF = ".itemover-tip, .itemover-title, #itemover-new [class*=itemover], [class*=item-over-tip]"
_NO_STOCK = 34
"""`stockState`: 33 in stock, 34 none, 36 to order, 39 and 40 on the way."""


class JdItemLayouts(ListingPage):
    """Facts in `pageConfig` (prices in the rendered markup only), in `_itemOnly` and `_itemInfo`, or in an answer."""

    layouts: ClassVar = {"page_config": "2026", "answer_data": DESCRIBED, "mobile": DESCRIBED, "rendered": DESCRIBED}
    nothing = (
        "该商品已下柜", "商品已下柜", "商品已下架", "商品已经下架", "商品已失效", "商品不存在", "商品已被删除",
    )  # fmt: skip

    def says_empty(self) -> bool:
        """Off the shelf (该商品已下柜): the page still shows what it was."""
        return any(text_of(node) for node in self.dom.css(_OFF_THE_SHELF))

    def page_config(self) -> Iterator[Listing]:
        product = self.text[self.text.find("pageConfig") :] if "pageConfig" in self.text else ""
        name = js_string(product, "name")
        if name is not None:
            number = first_match_in_page(r"\bskuid\s*:\s*'?(\d{1,20})(?!\w)", product)
            dealer = first_match_in_page(r"\bvenderId\s*:\s*[\'\"]?(\d{1,20})(?!\w)", product)
            yield from self.shown(number, name, js_string(product, "shopId"), dealer)

    def rendered(self) -> Iterator[Listing]:
        title = next((text for place in _TITLES if (text := text_of(self.dom, place))), None)
        if title and self.address_id:
            yield from self.shown(self.address_id, title, first_match(_SHOP, attr_of(self.dom, _SHOPS, "href")))

    def shown(self, number: str | None, title: str, shop: str | None, dealer: str | None = None) -> Iterator[Listing]:
        """The listing with what the markup shows: prices and shop. Nothing where it shows "gone" in their place."""
        price = next((text for place in _PRICES if (text := text_of(self.dom, place))), None)
        if price is None and self.says_nothing():
            return
        usual = text_of(self.dom, ".p-price [class*=J-p-], .product-price--gray, .p-price del")
        yield self.listing(
            number,
            title,
            price=f"{price or ''} | {text_of(self.dom, _CONDITIONS) or ''}",
            price_list=usual if usual != price else None,
            vendor_id=shop,
            seller_ids=[("shop", shop), ("dealer", dealer)],
            vendor_name=text_of(self.dom, _SHOPS),
            images=[attr_of(self.dom, "#spec-img, #main-image-zoom img, .image-zoom img", "src")],
            ad=False,
        )

    def answer_data(self) -> Iterator[Listing]:
        """The answer `pc_detailpage_wareBusiness`."""
        whole = get_path(self.answer, "data") or self.answer
        ware, config, price = (get_path(whole, name) for name in ("wareInfoReadMap", "pageConfigVO", "price"))
        title = text_at(ware, "sku_name") or text_at(ware, "product_name")
        final = number_at(price, "finalPrice.price")
        if title:
            yield self.listing(
                self.address_id or id_at(config, "skuid") or id_at(ware, "sku_id") or id_at(price, "id"),
                title,
                price=number_at(price, "p")
                if final is None
                else f"{final} | {text_at(price, 'finalPrice.priceContent') or ''}",
                price_list=number_at(price, "op") if final is None else number_at(price, "p"),
                vendor_id=id_at(config, "shopId") or id_at(whole, "shopInfo.shop.shopId") or id_at(ware, "vender_id"),
                seller_ids=[
                    *ids_at(whole, shop=("shopInfo.shop.shopId",), dealer=("shopInfo.shop.venderId",)),
                    *ids_at(config, shop=("shopId",), dealer=("venderId",)),
                    *ids_at(ware, dealer=("vender_id", "venderId")),
                ],
                vendor_name=text_at(ware, "shop_name") or text_at(whole, "shopInfo.shop.name"),
                stock=_stock(get_path(whole, "stockInfo.stockState")),
                images=map(picture, strings(ware, "imageList")),
                ad=False,
            )

    def mobile(self) -> Iterator[Listing]:
        """The page for phones: what the goods are in one object, what they cost in another."""
        item = get_path(self.data_behind(r"window\._itemOnly\s*="), "item")
        shown = self.data_behind(r"window\._itemInfo\s*=")
        if title := text_at(item, "skuName"):
            asked = number_at(shown, "priceFloor.price")
            yield self.listing(
                id_at(item, "skuId") or self.address_id,
                title,
                price=number_at(shown, "price.p")
                if asked is None
                else f"{asked} | {text_at(shown, 'priceFloor.afterDesc.text') or ''}",
                price_list=number_at(shown, "price.op"),
                vendor_id=id_at(shown, "stock.D.id") or id_at(item, "shopId") or id_at(item, "venderID"),
                seller_ids=[*ids_at(item, shop=("shopId",), dealer=("venderID", "venderId"))],
                vendor_name=text_at(shown, "stock.D.vender"),
                stock=_stock(get_path(shown, "stock.StockState")),
                images=map(picture, strings(item, "image")),
                ad=False,
            )


def _stock(state: object) -> int | None:
    number = int_at(int(state) if isinstance(state, str) and state.isascii() and state.isdecimal() else state)
    return 0 if number == _NO_STOCK else None


def picture(address: str | None) -> str | None:
    """A picture's address, of which the data may tell the path only."""
    if address is None:
        return None
    return address if "//" in address else f"{_PICTURES}{address.removeprefix('/')}"
