"""One listing, one id: numbers under which a marketplace shows the same listing twice."""

import re

_AMERICAN = 2**51
"""aliexpress.us numbers a listing so much higher than aliexpress.com (both numbers stand in pages of 2024)."""


def canonical_id(marketplace: str, listing_id: str) -> str:
    """The one id of a listing that its marketplace shows under several numbers."""
    if marketplace != "aliexpress" or not re.fullmatch(r"\d{16}", listing_id, re.ASCII):
        return listing_id
    number = int(listing_id)
    return str(number - _AMERICAN if number > _AMERICAN else number)


def current_key(key: str) -> str:
    """A listing's key (`marketplace:listing_id`) or a finding's id (`…:brand`) as it is today, however old it is."""
    marketplace, colon, rest = key.partition(":")
    listing_id, *brand = rest.split(":", 1)
    return ":".join([f"{marketplace}{colon}{canonical_id(marketplace, listing_id)}", *brand])
