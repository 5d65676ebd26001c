"""A finding as JSON for other programs, its reasons in words."""

from dataclasses import asdict
from typing import Any

from monitor.decision import Decided
from monitor.model import FACTS, decimal_text, plain_value
from monitor.store.read.findings import FindingRecord, zulu
from monitor.words.findings import missing_words, reason_record


def finding_record(finding: FindingRecord) -> dict[str, Any]:
    """A finding as `monitor findings --json` prints it: prices as decimal strings, unknown as None, times in UTC."""
    listing = finding.listing
    return {
        "id": finding.id,
        "marketplace": finding.marketplace,
        "listing_id": listing.listing_id,
        "url": listing.url,
        "title": listing.title,
        "brand": finding.brand,
        "level": finding.level,
        "score": finding.score,
        "vendor": {"id": listing.vendor.id, "name": listing.vendor.name},
        "seller": finding.seller,
        "price_min": decimal_text(listing.price_min),
        "price_max": decimal_text(listing.price_max),
        "price_note": listing.price_note,
        "currency": listing.currency,
        "state": finding.state,
        "decision": None if finding.decision is None else decision_record(finding.decision),
        "changed": None if finding.changed is None else asdict(finding.changed),
        "seen": finding.seen,
        "gone": finding.gone,
        "first_seen": zulu(finding.first_seen),
        "last_seen": zulu(finding.last_seen),
        "reasons": [reason_record(reason) for reason in finding.reasons],
        "missing": [missing_words(fact) for fact in finding.missing],
        "look_alikes": [
            {"by": group.by, "sign": group.sign, "on": group.on, "listings": list(group.listings)}
            for group in finding.look_alikes
        ],
    }


def full_record(finding: FindingRecord) -> dict[str, Any]:
    """`finding_record` and all else that is known of the finding."""
    return {
        **finding_record(finding),
        "vendor": plain_value(finding.listing.vendor),
        **{name: plain_value(getattr(finding.listing, name)) for name in FACTS},
        "mention": finding.mention,
        "why": finding.why,
        "sha256_body": finding.sha256_body,
    }


def decision_record(decision: Decided) -> dict[str, Any]:
    """A decision as JSON."""
    return {
        "id": decision.id,
        "finding_id": decision.finding_id,
        "state": decision.state,
        "ground": decision.ground,
        "reason": decision.reason,
        "note": decision.note,
        "by": decision.reviewer,
        "at": zulu(decision.at),
        "batch": decision.batch,
        "undoes": decision.undoes,
        "seller": decision.seller,
    }
