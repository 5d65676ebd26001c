"""Write what reviewers decide: events that never change. The caller checks them and brings the queue up to date."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select
from sqlalchemy.orm import aliased

from monitor.decision import Verdict
from monitor.store.db.bulk import insert_rows
from monitor.store.db.lists import is_among
from monitor.store.db.name_keys import name_key_of
from monitor.store.db.schema import ListingRow, VendorRow
from monitor.store.db.schema_review import DecisionRow, SellerDecisionRow
from monitor.store.read.decisions import Batch, Standing
from monitor.store.write.queue import refresh_queue, states_without

_SELLERS = select(VendorRow.seller).where(
    or_(is_among(VendorRow.key), is_among(name_key_of(VendorRow.marketplace, VendorRow.name)))
)
_ALSO = aliased(VendorRow)
_VENDORS = select(_ALSO.key).where(_ALSO.seller.in_(_SELLERS))
_LISTINGS_OF = select(ListingRow.key).where(ListingRow.vendor_key.in_(_VENDORS))


def record_decisions(
    connection: Connection,
    verdicts: Sequence[tuple[Standing, Verdict]],
    *,
    at: datetime,
    reviewer: str,
    batch: str,
    sellers: Mapping[tuple[str, str], Verdict],
    took_ms: int | None = None,
) -> None:
    """Add decisions about findings as they stand, all in one batch, and bring the queue up to date.

    `sellers`: vendor key and brand of vendors who are decided to be of no concern with them.
    """
    fine = [
        {"seller": seller, "brand": brand, "reason": verdict.reason, "note": verdict.note}
        for (seller, brand), verdict in sellers.items()
    ]
    event = {"at": at, "reviewer": reviewer, "batch": batch, "undoes": None}
    insert_rows(connection, SellerDecisionRow, [{**row, **event} for row in fine])
    insert_rows(
        connection,
        DecisionRow,
        [
            {
                **event,
                "finding_id": standing.id,
                "state": verdict.state.value,
                "ground": verdict.ground,
                "reason": verdict.reason,
                "note": verdict.note,
                "seen": standing.seen.digest,
                "saw": standing.seen.record(),
                "seller": standing.seller if (standing.seller, standing.brand) in sellers else None,
                "took_ms": took_ms,
            }
            for standing, verdict in verdicts
        ],
    )
    decided = {standing.listing_key for standing, _ in verdicts}
    refresh_queue(connection, decided | _listings_of(connection, {seller for seller, _ in sellers}), words=False)


def take_back(connection: Connection, taken: Batch, *, at: datetime, reviewer: str, batch: str) -> None:
    """Add events that take a batch back, and bring the queue up to date."""
    event: dict[str, Any] = {"at": at, "reviewer": reviewer, "batch": batch, "reason": None, "note": None}
    insert_rows(
        connection,
        SellerDecisionRow,
        [
            {**event, "seller": seller, "brand": brand, "undoes": number}
            for number, (seller, brand) in taken.sellers.items()
        ],
    )
    decided = {finding_id.rpartition(":")[0] for finding_id in taken.decisions.values()}
    states = states_without(connection, decided, taken.decisions)
    rows = [
        {**event, "finding_id": finding_id, "state": states[finding_id], "ground": None, "undoes": number}
        for number, finding_id in taken.decisions.items()
    ]
    insert_rows(connection, DecisionRow, rows)
    sellers = {seller for seller, _ in taken.sellers.values()}
    refresh_queue(connection, decided | _listings_of(connection, sellers), words=False)


def _listings_of(connection: Connection, sellers: set[str]) -> set[str]:
    """A decision about a vendor is about all its listings, also those that nobody has decided about by themselves.

    A vendor whose name alone was known may have an id by now.
    """
    return set(connection.execute(_LISTINGS_OF, {"keys": sorted(sellers)}).scalars()) if sellers else set()
