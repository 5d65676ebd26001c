"""Guide, row 1: shops that pose as the brand's own, with a name close to the official one."""

from rapidfuzz import fuzz

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.codes import ReasonCode
from monitor.indicators.unauthorised_vendor import is_authorised, name_or_id, sellers_of
from monitor.model import Reason
from monitor.text.skeleton import skeleton

CODE = ReasonCode.IMITATED_SELLER
POINTS = 20
_OFFICIAL = ("官方", "旗舰", "专卖", "直营", "专营", "official", "flagship", "authorized", "authorised", "brand store")
_CLOSE = 80
"""From this similarity on (0 to 100, `rapidfuzz.fuzz.ratio`) two names are almost the same."""


def imitated_seller(case: Case) -> Verdict:
    """Points for a vendor outside the channel that names itself as the brand's shop, or almost as an authorised one."""
    name = case.listing.vendor.name
    sellers = sellers_of(case)
    if name is None or not sellers or is_authorised(case):
        return Verdict()
    skeleton_chars = skeleton(name).text
    poses = any(skeleton(own).text in skeleton_chars for own in case.brand.names) and any(
        word in skeleton_chars for word in _OFFICIAL
    )
    close = [
        seller.name
        for seller in sellers
        if seller.name and fuzz.ratio(skeleton(seller.name).text, skeleton_chars) >= _CLOSE
    ]
    if not poses and not close:
        return Verdict()
    facts = {
        "vendor": name_or_id(case.listing.vendor),
        "sellers": [name_or_id(seller) for seller in sellers],
        # None: as the brand's own shop
        "poses_as": close[0] if close else None,
    }
    return Verdict(Reason(CODE, points_of(case.brand, CODE, POINTS), facts))
