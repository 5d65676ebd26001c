"""A finding as JSON for other programs, its reasons in words."""

from typing import Any

from monitor.model import decimal_text
from monitor.store.read.findings import FindingRecord, zulu
from monitor.words.findings import missing_words, reason_record


def finding_record(finding: FindingRecord) -> dict[str, Any]:
    """A finding as `monitor findings --json` prints it: prices as decimal strings, unknown as None, times in UTC."""
    return {
        "id": finding.id,
        "marketplace": finding.marketplace,
        "listing_id": finding.listing_id,
        "url": finding.url,
        "title": finding.title,
        "brand": finding.brand,
        "level": finding.level,
        "score": finding.score,
        "vendor": {"id": finding.vendor.id, "name": finding.vendor.name},
        "price_min": decimal_text(finding.price_min),
        "currency": finding.currency,
        "state": finding.state,
        "first_seen": zulu(finding.first_seen),
        "last_seen": zulu(finding.last_seen),
        "reasons": [reason_record(reason) for reason in finding.reasons],
        "look_alikes": [
            {"by": group.by, "sign": group.sign, "on": group.on, "listings": list(group.listings)}
            for group in finding.look_alikes
        ],
    }


def full_record(finding: FindingRecord) -> dict[str, Any]:
    """`finding_record` and all else that is known of the finding."""
    return {
        **finding_record(finding),
        "vendor": {"id": finding.vendor.id, "name": finding.vendor.name, "url": finding.vendor.url},
        "price_max": decimal_text(finding.price_max),
        "units_sold": finding.units_sold,
        "stock": finding.stock,
        "min_order": finding.min_order,
        "location": finding.location,
        "image_urls": list(finding.image_urls),
        "gone": finding.gone,
        "mention": finding.mention,
        "why": finding.why,
        "missing": [missing_words(fact) for fact in finding.missing],
        "sha256_body": finding.sha256_body,
    }
