"""All that is known about a finding as JSON for other programs."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from monitor.decision import SellerDecision
from monitor.model import plain_value
from monitor.reports.finding_record import decision_record, full_record
from monitor.store.read.detail import FindingDetail, Seller
from monitor.store.read.findings import zulu


def detail_record(detail: FindingDetail) -> dict[str, Any]:
    """A finding with its listing's history, its seller, decisions and kept pages."""
    return {
        **full_record(detail.finding),
        "history": [
            {name: zulu(value) if name == "at" else plain_value(value) for name, value in asdict(entry).items()}
            for entry in detail.history
        ],
        "seller_record": None if detail.seller is None else seller_record(detail.seller, detail.seller_decisions),
        "decisions": [decision_record(decision) for decision in detail.decisions],
        "kept_pages": detail.kept_pages,
    }


def seller_record(seller: Seller, decisions: Sequence[SellerDecision]) -> dict[str, Any]:
    """A vendor with its figures, and what was decided about it as a whole."""
    return {
        "key": seller.key,
        **plain_value(seller.vendor),
        "first_seen": zulu(seller.first_seen),
        "listings": seller.listings,
        "flagged": seller.flagged,
        "identifiers": [
            {
                "kind": told.kind,
                "value": told.value,
                "first_seen": zulu(told.first_seen),
                "last_seen": zulu(told.last_seen),
            }
            for told in seller.identifiers
        ],
        "of_no_concern": [
            {
                "brand": decision.brand,
                "reason": decision.reason,
                "note": decision.note,
                "by": decision.reviewer,
                "at": zulu(decision.at),
            }
            for decision in decisions
        ],
    }
