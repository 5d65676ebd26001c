"""What a watchlist lacks and what that means, for `monitor check`."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from monitor.marketplaces import SEARCH_ENGINES
from monitor.watchlist.model import Brand, Watchlist

_SOON = timedelta(days=90)
"""A right that ends within this time should be renewed."""


def advice(watchlist: Watchlist, marketplaces: Sequence[str], wholesale: Sequence[str], today: date) -> list[str]:
    """One line for each thing that is missing or about to end, by brand.

    `marketplaces`: those that will be searched; `wholesale`: the ids of all wholesale ones.
    """
    return [f"{brand.name}: {line}" for brand in watchlist.brand for line in _of(brand, marketplaces, wholesale, today)]


def _of(brand: Brand, marketplaces: Sequence[str], wholesale: Sequence[str], today: date) -> Iterator[str]:
    if not brand.chinese:
        yield "no Chinese name: Chinese sites are searched by the Latin name alone, most copies carry a Chinese one"
    if not brand.product:
        yield "no product with a price: cheap offers can't be told"
    yield from _of_prices(brand, marketplaces, wholesale)
    sold_at = {seller.marketplace for seller in brand.authorised_seller}
    if unknown := [name for name in marketplaces if name not in sold_at and name not in SEARCH_ENGINES]:
        yield f"no authorised seller on {', '.join(unknown)}: nobody there can be called unauthorised"
    yield from _of_rights(brand, today)


def _of_rights(brand: Brand, today: date) -> Iterator[str]:
    if not brand.right:
        yield "no right: platforms take nothing down without a registered one"
    for right in brand.right:
        if right.valid_until is not None and right.valid_until < today:
            yield f"{right.kind} {right.number} ({right.jurisdiction}) expired on {right.valid_until}"
        elif right.valid_until is not None and right.valid_until < today + _SOON:
            yield f"{right.kind} {right.number} ({right.jurisdiction}) ends on {right.valid_until}: renew it"


def _of_prices(brand: Brand, marketplaces: Sequence[str], wholesale: Sequence[str]) -> Iterator[str]:
    dealers = [name for name in marketplaces if name in wholesale]
    for product in brand.product:
        if product.reference_price is None and len(dealers) < len(marketplaces):
            yield f"{product.name} has no reference_price: cheap offers of it can't be told"
        if product.wholesale_price is None and dealers:
            yield f"{product.name} has no wholesale_price: its price says nothing on {', '.join(dealers)}"
