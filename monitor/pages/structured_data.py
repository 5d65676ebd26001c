"""From what a page says of its product in schema.org's words (JSON-LD, microdata) to the words of a listing."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, TypedDict

from monitor.pages.extract import get_path, records
from monitor.text.money import Price, read_price

# As schema.org wants it: a point before the decimals, nothing between thousands.
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,4})?")


class ProductFacts(TypedDict):
    """Arguments of `Page.listing` that a product's description tells."""

    title: Any
    price: Price | None
    vendor_name: Any
    vendor_url: Any
    stock: Any
    images: list[Any]


def product_facts(product: Mapping[str, Any], currency: str | None = None) -> ProductFacts:
    """Title, price, seller, stock and pictures of a schema.org `Product` (https://schema.org/Product, read 2026-11).

    Of several offers it is their price range. The brand is no seller. `currency`: what bare prices mean there.
    """
    outer = list(_objects(product.get("offers")))
    offers = [*outer, *(inner for offer in outer for inner in _objects(offer.get("offers")))]
    prices = [
        price
        for offer in offers
        for key in ("lowPrice", "price", "highPrice")
        if (price := _price(offer, key, currency))
    ]
    sellers = [seller for offer in offers for seller in _objects(offer.get("seller"))]
    seller = next(iter(sellers), None)
    same = [price for price in prices if price.currency == prices[0].currency]
    return ProductFacts(
        title=product.get("name"),
        price=Price(min(p.low for p in same), max(p.high for p in same), same[0].currency) if same else None,
        vendor_name=get_path(seller, "name"),
        vendor_url=get_path(seller, "url"),
        stock=next((stock for offer in offers if (stock := get_path(offer, "inventoryLevel.value")) is not None), None),
        images=[
            get_path(image, "url") or get_path(image, "contentUrl") or image for image in _many(product.get("image"))
        ],
    )


def _price(offer: Mapping[str, Any], key: str, currency: str | None) -> Price | None:
    code = offer.get("priceCurrency") or get_path(offer, "priceSpecification.priceCurrency")
    own = code.strip().upper() if isinstance(code, str) and re.fullmatch(r"[A-Za-z]{3}", code.strip()) else currency
    text = str(
        offer.get(key) or (get_path(offer, "priceSpecification.price") if key == "price" else None) or ""
    ).strip()
    if _NUMBER.fullmatch(text):
        return Price(Decimal(text), Decimal(text), own)
    return read_price(text, own)


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects at a place where schema.org allows one or several."""
    yield from records(_many(value))


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
