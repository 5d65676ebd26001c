"""Guide, row 1: the vendor is not in the brand's official distribution channel."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.codes import MissingCode, ReasonCode
from monitor.model import Missing, Reason, Vendor
from monitor.seller_ids import Identifier, identifiers_in, kinds_like
from monitor.text.fold import fold
from monitor.watchlist import AuthorisedSeller, Brand

POINTS = 15
Channel = Literal["unknown", "inside", "named", "outside"]
"""Where a vendor stands: the watchlist does not tell; an authorised seller by an identifier; by its name alone, which
anybody can copy; none of them."""


def unauthorised_vendor(case: Case) -> Verdict:
    """Points for a vendor outside the channel; `authorised_seller` (no finding) for one inside.

    Where the watchlist names no authorised seller of the marketplace, the page no vendor, or only the vendor's name is
    an authorised seller's: a missing fact.
    """
    vendor, channel = case.listing.vendor, channel_of(case)
    if channel == "unknown":
        return Verdict(missing=Missing(MissingCode.AUTHORISED_SELLERS, {"marketplace": case.marketplace}))
    if vendor == Vendor():
        return Verdict(missing=Missing(MissingCode.VENDOR))
    if channel == "named":
        identifiers = [list(identifier) for identifier in vendor.identifiers]
        return Verdict(missing=Missing(MissingCode.SELLER_NUMBER, {**name_or_id(vendor), "identifiers": identifiers}))
    facts = {"vendor": name_or_id(vendor), "sellers": [name_or_id(seller) for seller in sellers_of(case)]}
    if channel == "inside":
        return Verdict(Reason(ReasonCode.AUTHORISED_SELLER, 0, facts))
    code = ReasonCode.UNAUTHORISED_VENDOR
    return Verdict(Reason(code, points_of(case.brand, code, POINTS), facts))


def channel_of(case: Case) -> Channel:
    """Where the vendor of a listing stands to the brand's distribution channel."""
    return vendor_channel(case.brand, case.marketplace, case.listing.vendor, case.authorised)


def vendor_channel(
    brand: Brand, marketplace: str, vendor: Vendor, authorised: Mapping[str, tuple[Identifier, ...]]
) -> Channel:
    """Where a vendor stands to a brand's distribution channel; `authorised` as in `Case`."""
    sellers = [seller for seller in brand.authorised_seller if seller.marketplace == marketplace]
    if not sellers and not brand.sellers_complete:
        return "unknown"
    if any(_is_identified(seller, vendor) for seller in sellers):
        return "inside"
    named = [seller for seller in sellers if _is_named(seller, vendor)]
    if any(seller.id is None or not _is_contradicted(seller, seller.id, vendor, authorised) for seller in named):
        return "named"
    return "outside"


def is_authorised(case: Case) -> bool:
    """Whether an identifier says that the vendor is one of the brand's authorised sellers."""
    return channel_of(case) == "inside"


def name_or_id(vendor: Vendor | AuthorisedSeller) -> dict[str, str | None]:
    """By what a reader knows the vendor: `{"name": …}`, or `{"id": …}` for one without a name."""
    if vendor.name:
        return {"name": vendor.name}
    identifiers = vendor.identifiers if isinstance(vendor, Vendor) else ()
    return {"id": vendor.id or next((value for _, value in identifiers), None)}


def sellers_of(case: Case) -> list[AuthorisedSeller]:
    """The brand's authorised sellers on the listing's marketplace."""
    return [seller for seller in case.brand.authorised_seller if seller.marketplace == case.marketplace]


def _is_identified(seller: AuthorisedSeller, vendor: Vendor) -> bool:
    """By any identifier of the vendor; the watchlist may give the shop's address in place of what it has of its own."""
    if seller.id is None:
        return False
    known = {vendor.id, *(value for _, value in vendor.identifiers)}
    return seller.id in known or any(
        identifier in vendor.identifiers for identifier in _identifiers_told(seller.marketplace, seller.id)
    )


@lru_cache(maxsize=1024)
def _identifiers_told(marketplace: str, seller_id: str) -> tuple[Identifier, ...]:
    """The identifiers in an id that the watchlist gives as an address: asked for with every listing."""
    return tuple(identifiers_in(marketplace, seller_id))


def _is_named(seller: AuthorisedSeller, vendor: Vendor) -> bool:
    return seller.name is not None and vendor.name is not None and fold(seller.name).text == fold(vendor.name).text


def _is_contradicted(
    seller: AuthorisedSeller, number: str, vendor: Vendor, authorised: Mapping[str, tuple[Identifier, ...]]
) -> bool:
    """Whether the vendor has an identifier of a kind of which the authorised seller has another one.

    `number`: the seller's id. Of what kind that is, and which other identifiers the seller has, the store may know;
    else the id may be of any kind that it looks like, and only a vendor who has one of each is surely another one.
    """
    kinds = _kinds(vendor.identifiers)
    if not kinds:
        return vendor.id is not None
    known = _kinds(authorised.get(number, ())) or _kinds(_identifiers_told(seller.marketplace, number))
    if known:
        return not kinds.isdisjoint(known)
    return kinds.issuperset(kinds_like(seller.marketplace, number))


def _kinds(identifiers: Iterable[Identifier]) -> set[str]:
    return {kind for kind, _ in identifiers}
