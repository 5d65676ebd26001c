"""What was decided about findings and sellers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import aliased

from monitor.decision import Decided, Seen, SellerDecision, seen_from, seen_of
from monitor.listing_ids import current_key
from monitor.seller_ids import current_vendor_key
from monitor.store.db.lists import is_among
from monitor.store.db.name_keys import name_key_of
from monitor.store.db.schema import FindingRow, ListingRow, VendorRow
from monitor.store.db.schema_review import DecisionRow, SellerDecisionRow
from monitor.store.db.types import DamagedValue

_LISTING = ListingRow.__table__.c
DECISIONS, _TAKEN_BACK = aliased(DecisionRow), aliased(DecisionRow)
_NOT_TAKEN_BACK = and_(
    DECISIONS.undoes.is_(None), ~exists().where(_TAKEN_BACK.undoes == DECISIONS.id).correlate(DECISIONS)
)


def effective_decision(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    """The number of the newest decision about a finding that is not taken back; NULL without one.

    `conditions` on `DECISIONS` leave some of them out of account.
    """
    return (
        select(func.max(DECISIONS.id))
        .where(DECISIONS.finding_id == FindingRow.id, _NOT_TAKEN_BACK, *conditions)
        .correlate(FindingRow)
        .scalar_subquery()
    )


_ALSO, _ASKED = aliased(VendorRow), aliased(VendorRow)
_SELLER, _SELLER_BACK = aliased(SellerDecisionRow), aliased(SellerDecisionRow)
_SELLER_NOT_TAKEN_BACK = and_(
    _SELLER.undoes.is_(None), ~exists().where(_SELLER_BACK.undoes == _SELLER.id).correlate(_SELLER)
)
IS_FINE_SELLER = (
    exists()
    .where(
        or_(
            _SELLER.seller.in_(select(_ALSO.key).where(_ALSO.seller == VendorRow.seller).correlate(VendorRow)),
            _SELLER.seller == name_key_of(_LISTING.marketplace, VendorRow.name),
        ),
        _SELLER.brand == FindingRow.brand,
        _SELLER_NOT_TAKEN_BACK,
    )
    .correlate(ListingRow, FindingRow, VendorRow)
)
"""Whether a finding's seller was decided to be of no concern for its brand: by the key of any vendor that it is, or
when pages told its name alone."""

_DECIDED = tuple(
    getattr(DecisionRow, name)
    for name in (
        "id", "finding_id", "at", "reviewer", "state", "ground", "reason", "note", "batch", "undoes", "saw", "seller",
    )
)  # fmt: skip
_EFFECTIVE_OF = (
    select(*_DECIDED)
    .join(FindingRow, FindingRow.id == DecisionRow.finding_id)
    .where(is_among(FindingRow.id), DecisionRow.id == effective_decision())
)
_OF_BATCH = select(*_DECIDED).where(DecisionRow.batch == bindparam("batch")).order_by(DecisionRow.id)
_STANDING = (
    select(
        FindingRow.id, FindingRow.listing_key, FindingRow.brand, FindingRow.score, FindingRow.reasons,
        FindingRow.state, _LISTING.title, _LISTING.marketplace, VendorRow.seller, _LISTING.price_min,
        _LISTING.currency, VendorRow.name.label("vendor_name"), VendorRow.vendor_id,
    )
    .join(ListingRow, ListingRow.key == FindingRow.listing_key)
    .outerjoin(VendorRow, VendorRow.key == ListingRow.vendor_key)
    .where(is_among(FindingRow.id))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """A finding as it stands: what one sees of it, and what was decided about it last."""

    id: str
    listing_key: str
    brand: str
    title: str | None
    marketplace: str
    seller: str | None
    """The vendor's key."""
    seller_name: str | None
    seller_id: str | None
    state: str
    """new | confirmed | dismissed | watch | later"""
    seen: Seen
    decision: Decided | None
    """The newest that is not taken back."""


def standings_of(connection: Connection, ids: Sequence[str]) -> dict[str, Standing]:
    """How findings stand, by the id that is asked for, which may be an old one; unknown ids are left out."""
    current = {finding_id: current_key(finding_id) for finding_id in ids}
    keys = {"keys": list(current.values())}
    decided = decisions_of(connection, keys["keys"])
    standings = {
        row.id: Standing(
            row.id,
            row.listing_key,
            row.brand,
            row.title,
            row.marketplace,
            row.seller,
            row.vendor_name,
            row.vendor_id,
            row.state,
            seen_of(row.score, row.reasons, row.price_min, row.currency),
            decided.get(row.id),
        )
        for row in connection.execute(_STANDING, keys)
    }
    return {finding_id: standings[key] for finding_id, key in current.items() if key in standings}


def decisions_of(connection: Connection, ids: Sequence[str]) -> dict[str, Decided]:
    """The newest decision about each finding that is not taken back, by the finding's id."""
    return {row.finding_id: _decided(row) for row in connection.execute(_EFFECTIVE_OF, {"keys": list(ids)})}


def decision_history(connection: Connection, finding_id: str) -> list[Decided]:
    """All decisions about a finding, those that were taken back and those that take back included; oldest first."""
    query = select(*_DECIDED).where(DecisionRow.finding_id == finding_id).order_by(DecisionRow.id)
    return [_decided(row) for row in connection.execute(query)]


def decisions_of_batch(connection: Connection, batch: str) -> list[Decided]:
    """The decisions that were made at once, in order."""
    return [_decided(row) for row in connection.execute(_OF_BATCH, {"batch": batch})]


def findings_of_seller(connection: Connection, seller: str, brand: str) -> list[str]:
    """The ids of all findings of a vendor's listings for a brand, flagged or not."""
    query = (
        select(FindingRow.id)
        .join(ListingRow, ListingRow.key == FindingRow.listing_key)
        .where(ListingRow.vendor_key.in_(_also(seller)), FindingRow.brand == brand)
        .order_by(FindingRow.id)
    )
    return list(connection.execute(query).scalars())


def seller_decisions(connection: Connection, seller: str) -> list[SellerDecision]:
    """What was decided about a vendor and is not taken back, also when pages told its name alone; oldest first."""
    query = (
        select(_SELLER.seller, _SELLER.brand, _SELLER.at, _SELLER.reviewer, _SELLER.reason, _SELLER.note)
        .where(_is_about_seller(seller), _SELLER_NOT_TAKEN_BACK)
        .order_by(_SELLER.id)
    )
    return [SellerDecision(*row) for row in connection.execute(query)]


def _is_about_seller(seller: str) -> ColumnElement[bool]:
    seller = current_vendor_key(seller)
    names = select(name_key_of(VendorRow.marketplace, VendorRow.name)).where(VendorRow.key.in_(_also(seller)))
    return or_(_SELLER.seller == seller, _SELLER.seller.in_(_also(seller)), _SELLER.seller.in_(names))


def _also(vendor: str) -> Select[str]:
    """The keys of all vendors who are the same seller as the one with this key."""
    return select(_ALSO.key).join(_ASKED, _ASKED.seller == _ALSO.seller).where(_ASKED.key == current_vendor_key(vendor))


@dataclass(frozen=True, slots=True)
class Batch:
    """Decisions that were made at once and are not taken back."""

    reviewer: str
    decisions: Mapping[int, str]
    """Decision number to finding id."""
    sellers: Mapping[int, tuple[str, str]]
    """Number of a decision about a vendor to vendor key and brand."""


def last_batch(connection: Connection, reviewer: str | None = None) -> Batch | None:
    """The newest decisions that can be taken back, of a reviewer or of all; None when there are none."""
    query = select(DECISIONS.id, DECISIONS.batch, DECISIONS.finding_id, DECISIONS.reviewer).where(_NOT_TAKEN_BACK)
    if reviewer is not None:
        query = query.where(DECISIONS.reviewer == reviewer)
    last = connection.execute(query.order_by(DECISIONS.id.desc()).limit(1)).first()
    if last is None:
        return None
    if last.batch is None:
        return Batch(last.reviewer, {last.id: last.finding_id}, {})
    same = (
        select(DECISIONS.id, DECISIONS.finding_id)
        .where(_NOT_TAKEN_BACK, DECISIONS.batch == last.batch)
        .order_by(DECISIONS.id)
    )
    sellers = select(_SELLER.id, _SELLER.seller, _SELLER.brand).where(
        _SELLER.batch == last.batch, _SELLER_NOT_TAKEN_BACK
    )
    return Batch(
        last.reviewer,
        {row.id: row.finding_id for row in connection.execute(same)},
        {row.id: (row.seller, row.brand) for row in connection.execute(sellers)},
    )


def seller_batch(connection: Connection, seller: str) -> Batch | None:
    """What was decided about a vendor as a whole, and about its findings with that; None where nothing of it stands.

    Findings that are decided about by themselves since then stay as they were decided.
    """
    query = select(_SELLER.id, _SELLER.seller, _SELLER.brand, _SELLER.batch, _SELLER.reviewer).order_by(_SELLER.id)
    rows = connection.execute(query.where(_is_about_seller(seller), _SELLER_NOT_TAKEN_BACK)).all()
    if not rows:
        return None
    theirs = select(DECISIONS.id, DECISIONS.finding_id).where(
        _NOT_TAKEN_BACK,
        DECISIONS.batch.in_({row.batch for row in rows}),
        DECISIONS.seller.in_({row.seller for row in rows}),
    )
    return Batch(
        rows[-1].reviewer,
        {row.id: row.finding_id for row in connection.execute(theirs.order_by(DECISIONS.id))},
        {row.id: (row.seller, row.brand) for row in rows},
    )


def _decided(row: Row[Any]) -> Decided:
    return Decided(
        row.id,
        row.finding_id,
        row.at,
        row.reviewer,
        row.state,
        row.ground,
        row.reason,
        row.note,
        row.batch,
        row.undoes,
        stored_seen(row.saw),
        row.seller,
    )


def stored_seen(record: Any) -> Seen | None:
    """What a reviewer saw, from `decision.saw`; None in decisions of old stores. Raises `DamagedValue`."""
    try:
        return None if record is None else seen_from(record)
    except (ValueError, KeyError, TypeError, ArithmeticError):
        raise DamagedValue("what a reviewer saw", record) from None
