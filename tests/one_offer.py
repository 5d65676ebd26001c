"""One offer to judge: an invented brand, its product X200 at 200 EUR, and a listing that names them."""

from datetime import date
from decimal import Decimal
from typing import Any

from monitor.indicators.case import Case
from monitor.model import Finding, Listing, Match, Vendor
from monitor.watchlist import AuthorisedSeller, Brand, Product

DAY = date(2024, 3, 15)
"""Inside the bundled table of rates, a Friday."""
X200 = Product(
    name="X200", aliases=["X-200"], reference_price=Decimal(200), wholesale_price=Decimal(120), currency="EUR"
)
OFFICIAL = AuthorisedSeller(marketplace="taobao", id="900", name="诺德沃克官方旗舰店")
BY_NAME = AuthorisedSeller(marketplace="taobao", name="Nordwerk Store")
BY_ID = AuthorisedSeller(marketplace="tmall", id="901")
STRANGER = Vendor("666", "工具小铺")
"""Nobody whom the brand has authorised."""


def brand(**facts: Any) -> Brand:
    return Brand(**{"name": "Nordwerk", "product": [X200], "authorised_seller": [OFFICIAL, BY_NAME, BY_ID], **facts})


def case(
    price: str | None = "190", currency: str | None = "EUR", title: str | None = "Nordwerk X200 drill", *,
    of: Brand | None = None, on: str = "taobao", day: date = DAY, **facts: Any,
) -> Case:  # fmt: skip
    told = {"url": None, "price_min": None if price is None else Decimal(price), "currency": currency, **facts}
    match = Match("nordwerk", 1.0, "exact", "Nordwerk", 0, 8, "why")
    return Case(Listing(1, "1", title, **told), match, of or brand(), on, day)


def points(finding: Finding, code: str) -> int | None:
    found = [reason.points for reason in finding.reasons if reason.code == code]
    return found[0] if found else None
