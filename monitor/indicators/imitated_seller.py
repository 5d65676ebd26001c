"""Guide, row 1: shops that name themselves as the brand's own, or with a name close to an authorised one."""

from typing import Any

from rapidfuzz import fuzz

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.codes import ReasonCode
from monitor.indicators.unauthorised_vendor import channel_of, name_or_id, sellers_of
from monitor.lexicon.official_shops import OFFICIAL_WORDS
from monitor.model import Reason
from monitor.text.skeleton import skeleton

CODE = ReasonCode.IMITATED_SELLER
POINTS = 20
# Tmall's kinds of shops: a brand's own or its licensee's; authorised for one brand; a dealer of several brands.
_SHOP_KINDS = {"旗舰店": "flagship", "专卖店": "exclusive", "专营店": "several_brands"}
_CLOSE = 80
"""From this similarity on (0 to 100, `rapidfuzz.fuzz.ratio`) two names are almost the same."""


def imitated_seller(case: Case) -> Verdict:
    """Points for a vendor outside the channel that names itself as the brand's shop, or almost as an authorised one."""
    name = case.listing.vendor.name
    sellers = sellers_of(case)
    if name is None or channel_of(case) != "outside":
        return Verdict()
    skeleton_chars = skeleton(name).text
    poses = any(skeleton(own).text in skeleton_chars for own in case.brand.names) and any(
        word in skeleton_chars for word in OFFICIAL_WORDS
    )
    close = [
        seller.name
        for seller in sellers
        if seller.name and fuzz.ratio(skeleton(seller.name).text, skeleton_chars) >= _CLOSE
    ]
    if not poses and not close:
        return Verdict()
    facts: dict[str, Any] = {
        "vendor": name_or_id(case.listing.vendor),
        "sellers": [name_or_id(seller) for seller in sellers],
        # None: as the brand's own shop
        "poses_as": close[0] if close else None,
    }
    if kind := next((kind for word, kind in _SHOP_KINDS.items() if word in skeleton_chars), None):
        facts["shop_kind"] = kind
    return Verdict(Reason(CODE, points_of(case.brand, CODE, POINTS), facts))
