"""Who a listing's vendor is, as far as all pages tell: the seller, all its identifiers, and the brand's own sellers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from monitor.judging.context import StoredCase
from monitor.seller_ids import Identifier
from monitor.store.read.sellers import KnownSellers, known_as, known_sellers
from monitor.store.store import Connection
from monitor.watchlist import Brand


def with_sellers(connection: Connection, stored: Sequence[StoredCase]) -> list[StoredCase]:
    """The cases with the seller's key and all identifiers in place of what one page told of the vendor.

    And with what the store knows of the authorised sellers of their brands, by the ids in the watchlist.
    """
    told = {
        (known.case.marketplace, *identifier)
        for known in stored
        for identifier in known.case.listing.vendor.identifiers
    }
    sellers = known_sellers(connection, {known.seller for known in stored if known.seller}, told)
    brands = {known.case.brand.id: known.case.brand for known in stored}
    authorised: dict[str, dict[str, tuple[Identifier, ...]]] = defaultdict(dict)
    ids = {own for brand in brands.values() for own in ids_of(brand)}
    for (marketplace, value), identifiers in known_as(connection, ids).items():
        authorised[marketplace][value] = identifiers
    return [_with_seller(known, sellers, authorised.get(known.case.marketplace)) for known in stored]


def _with_seller(
    known: StoredCase, sellers: KnownSellers, authorised: Mapping[str, tuple[Identifier, ...]] | None
) -> StoredCase:
    """Copies are made only of what changes: most pages tell all that is known of their sellers."""
    case, vendor = known.case, known.case.listing.vendor
    seller, identifiers = sellers.of(case.marketplace, known.seller, vendor.identifiers)
    if identifiers != vendor.identifiers:
        case = replace(case, listing=replace(case.listing, vendor=replace(vendor, identifiers=identifiers)))
    if authorised:
        case = replace(case, authorised=authorised)
    return known if seller == known.seller and case is known.case else replace(known, seller=seller, case=case)


def ids_of(brand: Brand) -> list[tuple[str, str]]:
    """Marketplace and id of each authorised seller that has an id in the watchlist."""
    return [(seller.marketplace, seller.id) for seller in brand.authorised_seller if seller.id is not None]
