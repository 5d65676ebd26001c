"""What a watchlist lacks and what that means, for `monitor check`."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from monitor.marketplaces import SEARCH_ENGINES, WALL_ONLY
from monitor.watchlist.jurisdictions import is_jurisdiction
from monitor.watchlist.model import Brand, Watchlist

_NO_READER = (
    "{}: no reader that was tried on its real pages, which want a login: expect walls; look there yourself, save the "
    "pages and hand them in with `monitor import`"
)
_SOON = timedelta(days=90)
"""A right that ends within this time should be renewed."""


def advice(watchlist: Watchlist, marketplaces: Sequence[str], wholesale: Sequence[str], today: date) -> list[str]:
    """One line for each thing that is missing or about to end, by brand; then by marketplace.

    `marketplaces`: those that will be searched; `wholesale`: the ids of all wholesale ones.
    """
    of_brands = [
        f"{brand.name}: {line}" for brand in watchlist.brand for line in _of(brand, marketplaces, wholesale, today)
    ]
    if watchlist.owner is None and any(brand.right for brand in watchlist.brand):
        of_brands.append("no [owner]: who files complaints is not known, and platforms ask for it")
    return of_brands + [_NO_READER.format(name) for name in marketplaces if name in WALL_ONLY]


def _of(brand: Brand, marketplaces: Sequence[str], wholesale: Sequence[str], today: date) -> Iterator[str]:
    if not brand.chinese:
        yield "no Chinese name: Chinese sites are searched by the Latin name alone, most copies carry a Chinese one"
    if not brand.product:
        yield "no product with a price: cheap offers can't be told"
    yield from _of_prices(brand, marketplaces, wholesale)
    sold_at = {seller.marketplace for seller in brand.authorised_seller}
    unknown = [name for name in marketplaces if name not in sold_at and name not in SEARCH_ENGINES]
    if unknown and not brand.sellers_complete:
        yield (
            f"no authorised seller on {', '.join(unknown)}: nobody there can be called unauthorised (if nobody there "
            "is authorised, say `sellers_complete = true` at the brand)"
        )
    for seller in brand.authorised_seller:
        if seller.id is None:
            yield (
                f"the authorised seller {seller.name} on {seller.marketplace} has no id: names are copied, so its name "
                "alone authorises nobody"
            )
    yield from _of_rights(brand, today)


def _of_rights(brand: Brand, today: date) -> Iterator[str]:
    if not brand.right:
        yield "no right: platforms take nothing down without a registered one"
    for right in brand.right:
        name = f"{right.kind} {right.number or right.title or 'without a number'} ({right.jurisdiction})"
        if not is_jurisdiction(right.jurisdiction):
            yield f"{name}: jurisdiction is not understood; write the country's two letters, EU, BX or WO (Madrid)"
        if right.status == "application":
            yield f"{name} is applied for: platforms take nothing down for the receipt of an application"
        if right.valid_until is not None and right.valid_until < today:
            yield f"{name} expired on {right.valid_until}"
        elif right.valid_until is not None and right.valid_until < today + _SOON:
            yield f"{name} ends on {right.valid_until}: renew it"


def _of_prices(brand: Brand, marketplaces: Sequence[str], wholesale: Sequence[str]) -> Iterator[str]:
    dealers = [name for name in marketplaces if name in wholesale]
    for product in brand.product:
        if product.reference_price is None and len(dealers) < len(marketplaces):
            yield f"{product.name} has no reference_price: cheap offers of it can't be told"
        if product.wholesale_price is None and dealers:
            yield f"{product.name} has no wholesale_price: its price says nothing on {', '.join(dealers)}"
