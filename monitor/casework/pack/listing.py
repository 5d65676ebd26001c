"""A listing of a pack: what its sealed page shows, what a person decided, and the pictures to compare."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from monitor.casework.guard import SHOWN_ON_LISTING
from monitor.casework.pack.content import PackListing
from monitor.model import decimal_text
from monitor.store.read.cases import CaseListing, CaseRecord
from monitor.store.read.findings import FindingRecord, compared_product
from monitor.store.read.pictures import ShownPicture, copy_of_picture, pictures_of, reference_picture_of
from monitor.store.read.sealed import captures_of, told_by, told_facts
from monitor.store.store import Connection, Store
from monitor.watchlist import Watchlist


def pack_listings(
    store: Store, connection: Connection, case: CaseRecord, listed: list[CaseListing],
    records: Mapping[str, FindingRecord], watchlist: Watchlist,
) -> Iterator[PackListing]:  # fmt: skip
    """The listings of a case that are still known, in its order."""
    shown = pictures_of(connection, [one.listing_key for one in listed])
    products = [product.name for brand in watchlist.brand if brand.id == case.brand for product in brand.product]
    for one in listed:
        if one.finding_id not in records:
            continue
        record = records[one.finding_id]
        yield _listing(
            connection, one, record,
            picture=_copy(store, connection, shown.get(one.listing_key)),
            genuine=_genuine(store, connection, case.brand, [compared_product(record), *products]),
        )  # fmt: skip


def _listing(
    connection: Connection, listed: CaseListing, record: FindingRecord, *, picture: bytes | None, genuine: bytes | None
) -> PackListing:
    last = record.listing
    newest = (last.title, last.vendor.name or last.vendor.id, _price(last.price_min, last.currency))
    capture = next(one for one in captures_of(connection, [listed.listing_key]) if one.id == listed.capture_id)
    told = told_by(capture, told_facts(connection, listed.listing_key))
    sealed = newest
    if told is not None:
        facts, vendor = told.facts, told.vendor
        sealed = (facts["title"], vendor.name or vendor.id, _price(facts["price_min"], facts["currency"]))
    decision = record.decision
    confirmed = decision if decision is not None and decision.state == "confirmed" else None
    title, seller, price = (new if old is None else old for old, new in zip(sealed, newest, strict=True))
    return PackListing(
        number=listed.position,
        finding_id=listed.finding_id,
        listing_id=last.listing_id or listed.listing_key.partition(":")[2],
        url=listed.url,
        title=title,
        seller=seller,
        price=price,
        changed_since=(title, seller, price) != newest,
        taken_at=listed.taken_at,
        by_hand=capture.method == "hand-saved",
        handed_in_by=capture.handed_in_by,
        sealed_at=listed.sealed_at,
        capture_id=listed.capture_id,
        manifest_sha256=listed.manifest_sha256,
        page_sha256=listed.sha256_body,
        observed=tuple(reason for reason in record.reasons if reason.code in SHOWN_ON_LISTING),
        decided_by=confirmed.reviewer if confirmed else None,
        decided_on=confirmed.at.date() if confirmed else None,
        note=confirmed.note if confirmed else None,
        picture=picture,
        genuine=genuine,
    )


def _price(amount: Decimal | None, currency: str | None) -> str | None:
    return None if amount is None else f"{decimal_text(amount)} {currency or ''}".strip()


def _genuine(store: Store, connection: Connection, brand: str, products: list[str | None]) -> bytes | None:
    """The owner's picture: of the first product that has one, else the brand's own."""
    for product in products:
        picture = reference_picture_of(connection, brand, product)
        if picture is not None:
            return _copy(store, connection, picture)
    return None


def _copy(store: Store, connection: Connection, picture: object) -> bytes | None:
    """The copy of a picture that the program itself encoded; None: there is none."""
    if not isinstance(picture, ShownPicture):
        return None
    kept = copy_of_picture(connection, picture.sha256, "view")
    return None if kept is None else store.kept_bytes(kept[0])
