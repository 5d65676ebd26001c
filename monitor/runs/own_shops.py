"""Sellers in the store who look like the brand's own, for `monitor check`: the owner says whether they are."""

from monitor.indicators.unauthorised_vendor import vendor_channel
from monitor.judging.sellers import ids_of
from monitor.lexicon.official_shops import OFFICIAL_WORDS
from monitor.model import Vendor
from monitor.store.read.sellers import known_as, known_sellers
from monitor.store.read.shops import Shop, shops_of_brands
from monitor.store.store import Store
from monitor.text.fold import fold
from monitor.text.skeleton import skeleton
from monitor.watchlist import Brand, Watchlist
from monitor.watchlist.toml_edit import raw_text
from monitor.words import identifier_name

_MANY_LISTINGS = 5
_FEW_SUSPICIOUS = 0.1
"""Of its listings at most so many speak of copies: own shops have good prices."""
_MOST = 5
"""Shops that are asked about, of each brand."""


def own_shop_advice(watchlist: Watchlist, store: Store) -> list[str]:
    """Questions about sellers who may be the brand's own, with the lines to add.

    About one who looks official and is not listed: its name holds a name of the brand and a word such as 旗舰店 or
    official, it has at least five listings of the brand, and at most a tenth of these are cheap or speak of copies. And
    about one who has the name of an authorised seller, when no identifier says whether it is that seller.
    """
    with store.read() as connection:
        shops = list(shops_of_brands(connection, 1))
        authorised = known_as(connection, [own for brand in watchlist.brand for own in ids_of(brand)])
        sellers = known_sellers(connection, {shop.key for shop in shops if _may_be_own(watchlist, shop)})
    lines = []
    for brand in watchlist.brand:
        asked: dict[str, list[str]] = {"named": [], "outside": []}
        for shop in shops:
            if shop.brand != brand.id or shop.key not in sellers.by_vendor:
                continue
            vendor = Vendor(shop.id, shop.name, None, sellers.identifiers.get(shop.key, ()))
            known = {value: own for (place, value), own in authorised.items() if place == shop.marketplace}
            channel = vendor_channel(brand, shop.marketplace, vendor, known)
            if channel == "named":
                asked["named"].append(_about_named(shop, vendor))
            elif channel != "inside" and _looks_official(brand, shop) and not _is_listed(brand, shop):
                asked["outside"].append(_about_official(shop, vendor))
        lines += [f"{brand.name}: {line}" for questions in asked.values() for line in questions[:_MOST]]
    return lines


def _about_official(shop: Shop, vendor: Vendor) -> str:
    return (
        f"is {shop.name} on {shop.marketplace} yours? It calls itself official and has {shop.listings} listings at "
        f"ordinary prices. If so, add below [[brand.authorised_seller]]: {_entry(shop, vendor)}"
    )


def _about_named(shop: Shop, vendor: Vendor) -> str:
    asked = f"{shop.name} on {shop.marketplace} has the name of your authorised seller, which anybody can copy"
    others = " and ".join(f"{identifier_name(kind)} {value}" for kind, value in vendor.identifiers if value != shop.id)
    if not vendor.identifiers and shop.id is None:
        return f"{asked}, and no page tells its number: look at its own page"
    also = f" (it has {others} too)" if others else ""
    return f"{asked}: is it yours{also}? If so, add below [[brand.authorised_seller]]: {_entry(shop, vendor)}"


def _entry(shop: Shop, vendor: Vendor) -> str:
    number = shop.id or next((value for _, value in vendor.identifiers), None)
    keys = {"marketplace": shop.marketplace, "id": number, "name": shop.name}
    return ", ".join(f"{key} = {raw_text(value)}" for key, value in keys.items() if value)


def _may_be_own(watchlist: Watchlist, shop: Shop) -> bool:
    brand = next((brand for brand in watchlist.brand if brand.id == shop.brand), None)
    return brand is not None and (_looks_official(brand, shop) or _is_listed(brand, shop))


def _looks_official(brand: Brand, shop: Shop) -> bool:
    spelt = skeleton(shop.name).text
    return (
        any(skeleton(name).text.strip() in spelt for name in brand.names)
        and any(word in spelt for word in OFFICIAL_WORDS)
        and shop.listings >= _MANY_LISTINGS
        and shop.suspicious <= _FEW_SUSPICIOUS * shop.listings
    )


def _is_listed(brand: Brand, shop: Shop) -> bool:
    """Whether the watchlist has the seller, by id or by name: what is missing of it is said elsewhere."""
    return any(
        seller.marketplace == shop.marketplace
        and (
            (seller.id is not None and seller.id == shop.id)
            or (seller.name is not None and fold(seller.name).text == fold(shop.name).text)
        )
        for seller in brand.authorised_seller
    )
