"""What keeps a finding out of any case on a platform, whatever the right."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from monitor.casework.calendar import ZONES
from monitor.casework.finding import CaseFinding
from monitor.casework.remark import Remark
from monitor.casework.rules import Platform
from monitor.marketplaces import is_on_site
from monitor.text.safe_link import safe_link

KINDS_OF_GROUND: dict[str, tuple[str, ...]] = {
    "counterfeit": ("trade mark",),
    "mark": ("trade mark",),
    "copied": ("copyright",),
    "patent": ("invention patent", "utility model", "design"),
}
"""By which kinds of rights a ground is filed; other grounds by none."""


def finding_refusal(finding: CaseFinding, platform_id: str, platform: Platform) -> Remark | None:
    """The first thing that keeps a finding out; None: nothing does."""
    facts = {"finding": finding.id, "platform": platform.name}
    if finding.state != "confirmed":
        return Remark("taken_back" if finding.taken_back else "not_confirmed", {**facts, "state": finding.state})
    if finding.ground not in KINDS_OF_GROUND:
        return Remark("no_ground", facts)
    if not platform.serves(finding.marketplace):
        return Remark("not_served", {**facts, "marketplace": finding.marketplace})
    if finding.gone:
        return Remark("gone", facts)
    if finding.authorised:
        return Remark("authorised", {**facts, "seller": finding.seller_name or finding.seller})
    return _evidence_refusal(finding, facts) or next(
        (Remark("duplicate", {**facts, "case": case.id}) for case in finding.cases if case.platform == platform_id),
        None,
    )


def _evidence_refusal(finding: CaseFinding, facts: Mapping[str, Any]) -> Remark | None:
    """What is missing of the link and of the sealed page that a notice rests on."""
    link = safe_link(finding.url)
    if link is None:
        return Remark("no_link", facts)
    if not is_on_site(link, finding.marketplace):
        return Remark("other_site", {**facts, "marketplace": finding.marketplace, "url": link[:200]})
    if finding.capture is None:
        return Remark("not_sealed", facts)
    if finding.capture.problem is not None:
        return Remark("damaged_evidence", {**facts, "capture": finding.capture.id, "problem": finding.capture.problem})
    return None


def day_of(platform: Platform, now: datetime) -> date:
    """The platform's own day at a moment (UTC)."""
    return now.astimezone(ZONES[platform.calendar]).date()
