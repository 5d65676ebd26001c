"""Words that say what a price depends on, as sites write them at the price."""

import re

from monitor.model import PriceNote

_SAMPLE = re.compile(r"样品|\bsample", re.IGNORECASE)
# A price for who has a coupon, is new, a member or one of a group, or pays with the site's own coins.
_COUPON = re.compile(
    r"券后|领券|用券|抢券|券价|红包后|到手|首单|首件|凑单|新人|新客|会员(?:专享)?价|会员专享|VIP|PLUS ?(?:专享)?价"
    r"|学生价|粉丝价|淘金币|拼团|拼单|拼购|团购价|\bcoupon"
    r"|\bnew ?(?:user|customer|buyer)s?\b|\bmembers?(?:'s?)? price"
    r"|gutschein|\bcupón|\bcupom|\bkupon|купон|voucher|クーポン|쿠폰",
    re.IGNORECASE,
)
_SUBSIDY = re.compile(r"补贴|国补|\bsubsid", re.IGNORECASE)
_FROM = re.compile(
    r"起(?![\d订批送])|から|부터|\b(?:from|ab|desde|à partir de|a partir d[aei]|vanaf|od|från|fra|от)\b", re.IGNORECASE
)


def price_note(text: str) -> PriceNote | None:
    """The condition that the words beside a price name; None when they name none."""
    if _SAMPLE.search(text):
        return "sample"
    if _COUPON.search(text):
        return "coupon"
    if _SUBSIDY.search(text):
        return "subsidy"
    if _FROM.search(text):
        return "from"
    return None
