"""What identifies a seller: which identifiers each marketplace has, how they look, and which stand in a shop's address.

Names identify nobody: they can be copied.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import parse_qsl, urlsplit

Identifier = tuple[str, str]
"""Its kind and its value: `("shop", "1101880023")`."""

MAX_VALUE = 100
"""Characters of an identifier's value; a longer one is none."""
MAX_IDENTIFIERS = 8
"""Identifiers of one seller on one page."""

_NUMBER = r"[0-9]{3,20}"
_LOGIN = r"(?=.*[^0-9])[^\s/?#&%<>\"]{2,64}"
_SLUG = r"(?=.*[a-z])[a-z0-9][a-z0-9_-]{1,62}"
_TAOBAO = {"user": _NUMBER, "shop": _NUMBER, "address": _SLUG, "login": _LOGIN}
KINDS: Mapping[str, Mapping[str, str]] = {
    "taobao": _TAOBAO,
    "tmall": _TAOBAO,
    # numbers of fewer digits stand for JD itself, in thousands of shops
    "jd": {"shop": _NUMBER, "dealer": r"[0-9]{5,20}"},
    "alibaba_1688": {"member": r"b2b-\w{3,60}", "user": _NUMBER, "address": _SLUG, "login": _LOGIN},
    "aliexpress": {"shop": _NUMBER, "user": _NUMBER, "company": _NUMBER},
    "alibaba": {"address": _SLUG, "company": _NUMBER, "member": r"(?=.*[a-z])[a-z0-9_-]{3,60}"},
    "made_in_china": {"address": _SLUG, "company": r"[A-Za-z]{4,40}"},
    "dhgate": {"shop": _NUMBER, "user": r"(?=.*[a-f])[0-9a-f]{24,40}"},
    "ebay": {"login": r"[^\s/?#&%<>\"]{3,64}", "address": _SLUG},
    "amazon": {"user": r"[A-Z0-9]{8,20}"},
    "etsy": {"shop": _NUMBER, "login": r"[A-Za-z0-9]{3,40}"},
    "lazada": {"user": _NUMBER, "shop": _NUMBER, "address": _SLUG},
    "shopee": {"shop": r"[0-9]{2,20}", "user": r"[0-9]{2,20}", "login": _LOGIN},
}
"""Kinds of identifiers by marketplace, and how one looks: user and shop number, number as a dealer, member and company
id, login, and what a shop's address has of its own (`nordwerk` in nordwerk.tmall.com). What a page class gives as the
vendor's id is of the first kind that it looks like."""
_OTHER = {"id": r"\S.{0,99}"}
"""Of a marketplace that is not in the table: what its page class gives as the vendor's id."""

_NAMED_BY_LOGIN = ("ebay", "etsy")
"""Marketplaces that show a seller's login as the name, of which there is one each."""

_SHARED_HOSTS = (
    r"(?!(?:www|item|detail|list|s|store|shop|login|world|m|h5|click|simba|redirect|guang|market|pages|site|ai|air|dj|r|re"
    r"|search|order|buyer|seller|trade|message|show|member|my|i|api|img|work|cart|ju|uland|mo|new|main|chaoshi|huodong"
    r"|activity|rule|sell|offer|help|corp|sale|us|ru|es|fr|de|pt|it|pl|nl|ar|he|ja|ko|th|tr|vi|id|best|vip|french|spanish"
    r"|german|p4psearch|winport|company|wholesaler|supplier|mobile|app|passport|service|live)\.)"
)
_ADDRESSES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "taobao": (
        ("shop", r"shop(\d{3,20})\.(?:world\.|m\.)?taobao\.com(?:/|$)"),
        ("address", _SHARED_HOSTS + r"(?!shop\d)([a-z][a-z0-9-]{1,62})\.(?:world\.|m\.)?taobao\.com(?:/|$)"),
    ),
    "tmall": (
        ("shop", r"shop(\d{3,20})\.(?:world\.|m\.)?(?:taobao|tmall)\.com(?:/|$)"),
        ("address", _SHARED_HOSTS + r"([a-z][a-z0-9-]{1,62})\.(?:m\.|world\.)?tmall\.(?:com|hk)(?:/|$)"),
    ),
    "jd": (("shop", r"(?:mall|shop\.m|m\.mall)\.jd\.(?:com|hk)/index-(\d{3,20})\b"),),
    "alibaba_1688": (("address", _SHARED_HOSTS + r"([a-z0-9][a-z0-9-]{1,62})\.1688\.com(?:/|$)"),),
    "aliexpress": (
        ("shop", r"(?:[a-z]{1,3}\.)?aliexpress\.(?:com|us|ru)/(?:store|shop)/(?:[\w-]{1,60}/)?(\d{3,20})\b"),
    ),
    "alibaba": (("address", _SHARED_HOSTS + r"([a-z0-9][a-z0-9-]{1,62})\.(?:m\.)?[a-z]{2}\.alibaba\.com(?:/|$)"),),
    "made_in_china": (("address", _SHARED_HOSTS + r"([a-z0-9][a-z0-9-]{1,62})\.[a-z]{2}\.made-in-china\.com(?:/|$)"),),
    "dhgate": (("shop", r"(?:[a-z]{1,3}\.)?dhgate\.com/store/(?:[\w-]{1,60}/)?(\d{3,20})\b"),),
    "ebay": (
        ("login", r"(?:www|m)\.ebay\.[a-z.]{2,6}/usr/([^/?#&%]{3,64})(?:[/?#]|$)"),
        ("address", r"(?:www|m)\.ebay\.[a-z.]{2,6}/str/([a-z0-9_-]{2,63})(?:[/?#]|$)"),
    ),
    "amazon": (("user", r"(?:www\.|m\.)?amazon\.[a-z.]{2,6}/[^#]*[?&](?:seller|me|merchant)=([A-Z0-9]{8,20})\b"),),
    "etsy": (("login", r"(?:www\.)?etsy\.com/(?:[a-z-]{2,5}/)?shop/([A-Za-z0-9]{3,40})\b"),),
    "lazada": (("address", r"(?:www\.)?lazada\.[a-z.]{2,6}/shop/([a-z0-9_-]{2,63})(?:[/?#]|$)"),),
    "shopee": (("shop", r"shopee\.[a-z.]{2,6}/shop/(\d{2,20})\b"),),
}
"""What in an address is the shop's own: hosts that many shops share, and redirectors, fit none of these."""
_PARAMETERS: Mapping[str, Mapping[str, str]] = {
    "taobao": {"user_number_id": "user", "shop_id": "shop", "shopid": "shop"},
    "tmall": {"user_number_id": "user", "shop_id": "shop", "shopid": "shop"},
    "jd": {"shopid": "shop", "venderid": "dealer"},
    "alibaba_1688": {"memberid": "member"},
    "aliexpress": {"storenum": "shop", "storeid": "shop", "selleradminseq": "user"},
    "lazada": {"sellerid": "user", "shopid": "shop"},
}
"""Parameters that say whose page it is, on the marketplace's own hosts."""
_HOSTS = {
    "taobao": r"(?:store|shop\.m|h5\.m)\.taobao\.com",
    "tmall": r"(?:store|shop\.m|h5\.m)\.(?:taobao|tmall)\.com",
    "jd": r"(?:mall|shop\.m|m\.mall)\.jd\.com",
    "alibaba_1688": r"(?:winport\.m|m|www)\.1688\.com",
    "aliexpress": r"(?:[a-z]{1,3}\.)?aliexpress\.(?:com|us|ru)",
    "lazada": r"(?:www\.)?lazada\.[a-z.]{2,6}",
}


def identifiers_of(
    marketplace: str,
    vendor_id: str | None,
    told: Iterable[tuple[str, str | None]] = (),
    *,
    name: str | None = None,
    address: str | None = None,
) -> tuple[Identifier, ...]:
    """All that identifies a seller of one page: its id, what the page's data tell besides, what its address has.

    What does not look like an identifier of its kind is left out; and so is, without an id, a login that is the shop's
    name too: names identify nobody.
    """
    kinds = KINDS.get(marketplace, _OTHER)
    given = [(kind, value) for kind, value in told if value is not None]
    if vendor_id is not None and all(value != vendor_id for _, value in given):
        given.insert(0, (id_kind(marketplace, vendor_id) or "", vendor_id))
    given += identifiers_in(marketplace, address)
    sound = (
        (kind, value)
        for kind, value in given
        if kind in kinds and len(value) <= MAX_VALUE and re.fullmatch(kinds[kind], value)
    )
    copied = None if vendor_id is not None or marketplace in _NAMED_BY_LOGIN else ("login", name)
    return tuple(dict.fromkeys(identifier for identifier in sound if identifier != copied))[:MAX_IDENTIFIERS]


def name_key(marketplace: str, name: str) -> str:
    """The key of a seller of whom pages told the name alone: of its SHA-256 the first 16 hexadecimal digits."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{marketplace}:name-hash:{digest[:16]}"


def current_vendor_key(key: str) -> str:
    """A vendor's key as it is today, however old: names once stood in the keys of sellers without ids."""
    marketplace, _, rest = key.partition(":")
    kind, _, name = rest.partition(":")
    return name_key(marketplace, name) if kind == "name" else key


def id_kind(marketplace: str, value: str) -> str | None:
    """The kind of a vendor's id: the first of the marketplace's kinds that it looks like."""
    return next(iter(kinds_like(marketplace, value)), None)


def kinds_like(marketplace: str, value: str) -> tuple[str, ...]:
    """The kinds of identifiers that a value may be of."""
    kinds = KINDS.get(marketplace, _OTHER)
    return tuple(kind for kind, shape in kinds.items() if len(value) <= MAX_VALUE and re.fullmatch(shape, value))


def identifiers_in(marketplace: str, address: str | None) -> Iterator[Identifier]:
    """The identifiers that stand in a shop's address on a marketplace."""
    if not address or marketplace not in _ADDRESSES or len(address) > 1_000:
        return
    plain = re.sub(r"^(?:https?:)?//", "", address)
    host = re.match(r"[^/?#]*", plain)
    plain = (host[0].lower() + plain[host.end() :]) if host else plain
    for kind, pattern in _ADDRESSES[marketplace]:
        if found := re.match(pattern, plain):
            yield kind, found[1]
            break
    hosts, parameters = _HOSTS.get(marketplace), _PARAMETERS.get(marketplace, {})
    if hosts and host and re.fullmatch(hosts, host[0].lower()):
        try:
            query = parse_qsl(urlsplit(f"//{plain}").query, max_num_fields=40)
        except ValueError:
            return
        for name, value in query:
            if name.lower() in parameters:
                yield parameters[name.lower()], value
