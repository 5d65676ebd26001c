"""From what a page says of its product in schema.org's words (JSON-LD, microdata) to the words of a listing."""

from collections.abc import Iterator, Mapping
from typing import Any, TypedDict

from monitor.pages.extract import Number, number_at, records, text_at
from monitor.pages.values import currency_code, price_of
from monitor.text.money import Price


class ProductFacts(TypedDict):
    """Arguments of `Page.listing` that a product's description tells."""

    title: str | None
    price: Price | None
    vendor_name: str | None
    vendor_url: str | None
    stock: Number
    images: list[str | None]


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
        title=text_at(product, "name"),
        price=Price(min(p.low for p in same), max(p.high for p in same), same[0].currency) if same else None,
        vendor_name=text_at(seller, "name"),
        vendor_url=text_at(seller, "url"),
        stock=next(
            (stock for offer in offers if (stock := number_at(offer, "inventoryLevel.value")) is not None), None
        ),
        images=[
            text_at(image, "url") or text_at(image, "contentUrl") or text_at(image)
            for image in _many(product.get("image"))
        ],
    )


def _price(offer: Mapping[str, Any], key: str, currency: str | None) -> Price | None:
    code = text_at(offer, "priceCurrency") or text_at(offer, "priceSpecification.priceCurrency")
    own = currency_code(code.upper()) if code and code.isascii() else None
    price = number_at(offer, key) or (number_at(offer, "priceSpecification.price") if key == "price" else None)
    return price_of(price.strip() if isinstance(price, str) else price or None, own or currency)


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects at a place where schema.org allows one or several."""
    yield from records(_many(value))


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
