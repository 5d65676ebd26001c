"""Signals that link listings of the same operator across marketplaces: the shop's name, a contact.

(A title that several vendors share is a group of its own, see `groups`.)
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from monitor.indicators.wording import words_of_title
from monitor.model import Listing
from monitor.text.hanzi import joins_words
from monitor.text.skeleton import skeleton

SHOP, CONTACT = "shop name", "contact"
SellerLink = tuple[str, str]
"""Its kind (`SHOP` or `CONTACT`), and the shop's name or the contact in one spelling."""
_SHORTEST_NAME = 6
"""Letters (a Chinese character is two) from which on an equal name of two shops is no chance."""
_LONGEST = 500
# What shops and companies add to their names: the same shop is a 专营店 on one marketplace, a "Store" on another.
_COMPANY = re.compile(r"\b(?:official|flagship|store|shop|co|ltd|limited|inc|llc|gmbh|corp|company|pte|sdn|bhd)\b")
_CHINESE_COMPANY = re.compile(
    r"(?:官方)?(?:海外)?(?:旗舰店|专营店|专卖店|企业店|工厂店|折扣店|店铺|小店|商行|有限责任公司|有限公司|经营部|公司|店|铺)$"
)
# The name that a site gives to a shop that chose none: Shop1101880023, user_8812, tb33812004.
_GIVEN = re.compile(r"[a-z]{0,8}[0-9]{4,}")
_NUMBER = r"\+?[0-9][0-9 -]{5,18}"
_CONTACTS = (
    re.compile(
        r"(?:微信|v信|薇信|徽信|wei信|威信号|vx|wx|wechat|weixin|qq|扣扣|企鹅号)\s?(?:号|同号|id|联系)?\s?[:：+]?\s?"
        rf"({_NUMBER}|[a-z0-9][a-z0-9_-]{{4,19}})"
    ),
    re.compile(rf"(?:whats ?app|telegram|signal|viber|line id)\s?[:：]?\s?({_NUMBER}|@[a-z0-9_]{{5,30}})"),
    re.compile(r"(?<![0-9])(1[3-9][0-9](?:[ -]?[0-9]{4}){2})(?![0-9])"),
    re.compile(r"([a-z0-9][a-z0-9._-]{1,40}@[a-z0-9-]{1,40}\.[a-z]{2,10})"),
)


def seller_links_of(listing: Listing, brand_names: tuple[str, ...]) -> frozenset[SellerLink]:
    """The links of a listing. The name of a shop that is called like the brand, or has none of its own, is no link."""
    links = frozenset((CONTACT, contact) for contact in _contacts(listing.title))
    return links | _shop_links(listing.vendor.name, brand_names) if listing.vendor.name else links


@lru_cache(maxsize=65_536)
def _shop_links(name: str, brand_names: tuple[str, ...]) -> frozenset[SellerLink]:
    """The links in a shop's name. Cached: a shop has many listings."""
    links = {(CONTACT, contact) for contact in _contacts(name)}
    if shop := shop_name(name, brand_names):
        links.add((SHOP, shop))
    return frozenset(links)


def shop_name(name: str | None, brand_names: tuple[str, ...]) -> str | None:
    """A shop's name in one spelling, without what marketplaces and laws add to it; None for one that many may have."""
    if not name:
        return None
    skeleton_chars = skeleton(name[:_LONGEST]).text
    letters = _letters(_CHINESE_COMPANY.sub("", _COMPANY.sub(" ", skeleton_chars.replace("_", " ")).strip()))
    if len(letters) + sum(map(joins_words, letters)) < _SHORTEST_NAME or _GIVEN.fullmatch(letters):
        return None
    return None if letters in {_letters(skeleton(own).text) for own in brand_names} else letters


def _contacts(text: str | None) -> Iterator[str]:
    """Numbers and names to write to, in one spelling: `+86 139 0000 0000` is `13900000000`."""
    if not text or (words_of_title(text).contact is None and "@" not in text):
        return
    skeleton_chars = skeleton(text[:_LONGEST]).text
    for pattern in _CONTACTS:
        for match in pattern.finditer(skeleton_chars):
            contact = re.sub(r"[ _+-]", "", match[1]) if "@" not in match[1] else match[1]
            if contact.isdigit() and len(contact) > 11:
                contact = contact.removeprefix("86")
            if len(contact) >= 5:
                yield contact


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
