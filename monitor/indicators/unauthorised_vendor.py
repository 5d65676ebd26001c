"""Guide, row 1: the vendor is not in the brand's official distribution channel."""

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.codes import MissingCode, ReasonCode
from monitor.model import Missing, Reason, Vendor
from monitor.text.fold import fold
from monitor.watchlist import AuthorisedSeller

POINTS = 15


def unauthorised_vendor(case: Case) -> Verdict:
    """Points for a vendor outside the channel; `authorised_seller` (no finding) for one inside.

    Where the watchlist names no authorised seller of the marketplace, or the page no vendor: a missing fact.
    """
    sellers = sellers_of(case)
    vendor = case.listing.vendor
    if not sellers:
        return Verdict(missing=Missing(MissingCode.AUTHORISED_SELLERS, {"marketplace": case.marketplace}))
    if vendor.id is None and vendor.name is None:
        return Verdict(missing=Missing(MissingCode.VENDOR))
    facts = {"vendor": name_or_id(vendor), "sellers": [name_or_id(seller) for seller in sellers]}
    if is_authorised(case):
        return Verdict(Reason(ReasonCode.AUTHORISED_SELLER, 0, facts))
    code = ReasonCode.UNAUTHORISED_VENDOR
    return Verdict(Reason(code, points_of(case.brand, code, POINTS), facts))


def name_or_id(vendor: Vendor | AuthorisedSeller) -> dict[str, str | None]:
    """By what a reader knows the vendor: `{"name": …}`, or `{"id": …}` for one without a name."""
    return {"name": vendor.name} if vendor.name else {"id": vendor.id}


def sellers_of(case: Case) -> list[AuthorisedSeller]:
    """The brand's authorised sellers on the listing's marketplace."""
    return [seller for seller in case.brand.authorised_seller if seller.marketplace == case.marketplace]


def is_authorised(case: Case) -> bool:
    """Whether the vendor is one of them."""
    return any(_is_same(seller, case.listing.vendor) for seller in sellers_of(case))


def _is_same(seller: AuthorisedSeller, vendor: Vendor) -> bool:
    """By id when both have one (names can be imitated), else by name."""
    if seller.id is not None and vendor.id is not None:
        return seller.id == vendor.id
    return seller.name is not None and vendor.name is not None and fold(seller.name).text == fold(vendor.name).text
