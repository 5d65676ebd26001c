"""What each listing of a seller says by itself, and what people decided about it: the material of a seller's record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select, type_coerce
from sqlalchemy.engine import Row

from monitor.decision import DecisionState
from monitor.store.db import schema
from monitor.store.db.lists import is_among
from monitor.store.db.schema import FindingRow, GroupingRow, ListingRow, VendorRow
from monitor.store.db.schema_review import DecisionRow
from monitor.store.db.types import Json
from monitor.store.read.decisions import IS_FINE_SELLER, effective_decision
from monitor.store.read.groups import group_stats

RECORD = "record|"
"""The group of all listings of a seller: this, and the seller's key."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What a listing says by itself, as judged for a brand whose authorised seller its seller is not."""

    seller: str
    """The key."""
    listing_key: str
    points: dict[str, int]
    """Of the reasons that were asked for, by code."""
    is_confirmed: bool
    is_dismissed: bool
    """By itself, or with its whole seller."""


_REASON = func.json_each(type_coerce(FindingRow.reasons, Json)).table_valued("value")
_CODE, _POINTS = (func.json_extract(_REASON.c.value, f"$.{name}") for name in ("code", "points"))
_REASONS = (
    select(func.group_concat(_CODE + " " + _POINTS))
    .where(is_among(_CODE, "codes"))
    .correlate(FindingRow)
    .scalar_subquery()
)
_SIGNS = (
    select(
        GroupingRow.seller,
        GroupingRow.listing_key,
        _REASONS.label("reasons"),
        DecisionRow.state,
        IS_FINE_SELLER.label("fine_seller"),
    )
    .join(FindingRow, and_(FindingRow.listing_key == GroupingRow.listing_key, FindingRow.brand == GroupingRow.brand))
    .join(ListingRow, ListingRow.key == GroupingRow.listing_key)
    .outerjoin(VendorRow, VendorRow.key == ListingRow.vendor_key)
    .outerjoin(DecisionRow, DecisionRow.id == effective_decision())
    .where(GroupingRow.seller.is_not(None), ~GroupingRow.authorised)
)
_OF_SELLERS = _SIGNS.where(is_among(GroupingRow.seller))
_OF_LISTINGS = _SIGNS.where(is_among(GroupingRow.listing_key))
_SELLERS = select(GroupingRow.seller).distinct()
_SELLERS_OF = _SELLERS.where(is_among(GroupingRow.listing_key))
_LISTINGS_OF = select(GroupingRow.listing_key).where(is_among(GroupingRow.seller))
_STATS = schema.GroupStatsRow
_STORED = select(_STATS.key).where(_STATS.key >= RECORD, _STATS.key < f"{RECORD}\U0010ffff")
_FINDINGS_OF = (
    select(FindingRow.listing_key, func.min(FindingRow.id).label("id"))
    .where(is_among(FindingRow.listing_key))
    .group_by(FindingRow.listing_key)
)
_DECIDED = select(DecisionRow.id, DecisionRow.finding_id).where(DecisionRow.id > bindparam("after"))


def signs_of_sellers(connection: Connection, sellers: Sequence[str], codes: Sequence[str]) -> list[Signs]:
    """The signs of all listings of sellers: their reasons with these codes."""
    return _signs(connection.execute(_OF_SELLERS, {"keys": list(sellers), "codes": list(codes)}))


def signs_of_listings(connection: Connection, keys: Sequence[str], codes: Sequence[str]) -> list[Signs]:
    """The signs of single listings."""
    return _signs(connection.execute(_OF_LISTINGS, {"keys": list(keys), "codes": list(codes)}))


def sellers_of(connection: Connection, keys: Sequence[str]) -> set[str]:
    """The sellers of listings."""
    sellers = connection.execute(_SELLERS_OF, {"keys": list(keys)}).scalars()
    return {seller for seller in sellers if seller is not None}


def listings_of_sellers(connection: Connection, sellers: Sequence[str]) -> set[str]:
    """All listings of sellers."""
    return set(connection.execute(_LISTINGS_OF, {"keys": list(sellers)}).scalars())


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """The record of a seller as it was counted last: how many listings count, and how."""

    listings: int
    suspicious: int
    confirmed: int
    dismissed: int
    is_exact: bool
    """False: at most so many listings, at least so many suspicious ones."""
    examples: list[str]
    """Ids of findings of suspicious listings, the worst first."""


def stored_record(connection: Connection, seller: str) -> StoredRecord | None:
    """The record of a seller; None where nothing speaks against enough of the listings."""
    facts = group_stats(connection, [RECORD + seller]).get(RECORD + seller)
    if facts is None:
        return None
    worst = [key for key, _ in facts["examples"]]
    ids = connection.execute(_FINDINGS_OF, {"keys": worst}).all()
    return StoredRecord(
        facts["listings"],
        facts["suspicious"],
        facts["confirmed"],
        facts["dismissed"],
        facts["exact"],
        [row.id for row in sorted(ids, key=lambda row: worst.index(row.listing_key))],
    )


def sellers_with_record(connection: Connection) -> set[str]:
    """The sellers that have a record, as it was counted last."""
    return {key.removeprefix(RECORD) for key in connection.execute(_STORED).scalars()}


def decided_after(connection: Connection, number: int) -> tuple[set[str], int]:
    """The listings with decisions, and decisions taken back, of a higher number; and the highest number there is."""
    rows = connection.execute(_DECIDED, {"after": number}).all()
    return {row.finding_id.rpartition(":")[0] for row in rows}, max((row.id for row in rows), default=number)


def _signs(rows: Iterable[Row[Any]]) -> list[Signs]:
    return [
        Signs(
            row.seller,
            row.listing_key,
            {
                code: int(points)
                for code, _, points in (sign.partition(" ") for sign in (row.reasons or "").split(",") if sign)
            },
            row.state == DecisionState.CONFIRMED,
            row.state == DecisionState.DISMISSED or (bool(row.fine_seller) and row.state != DecisionState.CONFIRMED),
        )
        for row in rows
    ]
