"""The groups of listings of a brand whose statistics are taken: by vendor, by market of a product, by title."""

import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal

from monitor.indicators.case import Case
from monitor.indicators.lawful_use import is_comparable
from monitor.indicators.named_product import products_in
from monitor.indicators.offered_price import has_one_price, unit_price
from monitor.indicators.offered_size import size_key
from monitor.indicators.portions import portion_of
from monitor.marketplaces import WHOLESALE
from monitor.text.fold_hanzi import fold_hanzi
from monitor.text.hanzi import joins_words
from monitor.text.quantities import read_quantity
from monitor.text.skeleton import skeleton

_ABSURD = 10_000_000
"""No real price in any currency: sellers write 9999999 for "ask me"."""
_SHORTEST_TEXT = 40
"""Letters (a Chinese character is two) from which on an equal title is no chance: shorter ones only name a product."""
_SET = re.compile(r"套装|套餐|组合|礼盒|\b(?:kits?|sets?|bundles?|combos?)\b")
"""The title offers more than the product alone."""


@dataclass(frozen=True, slots=True)
class Groups:
    """The keys of a listing's groups; None where it is in no group of that kind."""

    vendor: str | None
    market: str | None
    offers: str | None
    """One vendor's offers of one product."""
    text: str | None
    price: Decimal | None
    """The price of one unit, where it can be compared with others of the market."""


def groups_of(case: Case, seller: str | None) -> Groups:
    """The groups of a listing of a brand; `seller` is its vendor's key."""
    brand, listing = case.brand.id, case.listing
    market, price = None, None
    if listing.currency is not None and is_comparable(case) and has_one_price(listing):
        goods = _goods(case)
        price = unit_price(listing) if goods else None
        price = price if price is not None and price < _ABSURD else None
        if goods and price is not None:
            trade = "wholesale" if case.marketplace in WHOLESALE else "retail"
            market = "|".join(["market", brand, *(part.replace("|", "/") for part in (goods, listing.currency)), trade])
    return Groups(
        vendor=f"vendor|{brand}|{seller}" if seller else None,
        market=market,
        offers=offers_key(market, seller) if market and seller else None,
        text=_text_key(brand, listing.title),
        price=price,
    )


def _goods(case: Case) -> str | None:
    """What is offered, so that offers of one product in one size have one key; None where the title does not say."""
    title = case.listing.title
    named = products_in(case.brand, title)
    if not title or len(named) != 1:
        return None
    portion, goods = portion_of(title), named[0].goods
    if (portion and portion.kind) not in goods.portions:
        return None
    product, written = named[0].product, fold_hanzi(title).text
    parts = [product.name, size_key(goods.quantity, read_quantity(title))]
    if _SET.search(written) and not _SET.search(fold_hanzi(" ".join([product.name, *product.aliases])).text):
        parts.append("set")
    return ", ".join(filter(None, parts))


def offers_key(market: str, seller: str) -> str:
    """The key of one vendor's offers on a market."""
    return f"offers|{market.removeprefix('market|')}|{seller}"


def _text_key(brand: str, title: str | None) -> str | None:
    letters = "".join(filter(str.isalnum, skeleton(title[:500]).text)) if title else ""
    if len(letters) + sum(map(joins_words, letters)) < _SHORTEST_TEXT:
        return None
    return f"text|{brand}|{hashlib.blake2b(letters.encode(), digest_size=12).hexdigest()}"
