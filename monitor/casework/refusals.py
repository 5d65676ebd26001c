"""Why a finding can't be filed with a right on a platform: codes with their facts, of which words are made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from monitor.casework.calendar import ZONES
from monitor.casework.finding import CaseFinding
from monitor.casework.rules import ANY, Platform
from monitor.lexicon.nice import nice_classes
from monitor.text.safe_link import safe_link

KINDS_OF_GROUND: dict[str, tuple[str, ...]] = {
    "counterfeit": ("trade mark",),
    "mark": ("trade mark",),
    "copied": ("copyright",),
    "patent": ("invention patent", "utility model", "design"),
}
"""By which kinds of rights a ground is filed; other grounds by none."""
_MADRID = ("WO", "IR", "WIPO")
"""How an international registration's jurisdiction is written."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a finding, or a right, can't be used. `facts`: words and numbers of the sentence."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CitedRight:
    """A right as a case cites it."""

    brand: str
    kind: str
    number: str | None
    """None: a copyright that is not registered."""
    jurisdiction: str
    classes: tuple[int, ...]
    """Of a trade mark, Nice; none: not told."""
    status: str
    """registered | application"""
    valid_until: date | None
    """The last day on which it is in force."""
    extended_to_china: bool
    """Of an international registration: whether the certificate of its extension to China is there."""
    title: str | None = None
    """Of a work."""
    id: int | None = None
    """Its version in the store."""

    @property
    def name(self) -> str:
        """How people call it: its number, else the work's title."""
        return self.number or self.title or self.kind


def finding_refusal(finding: CaseFinding, platform_id: str, platform: Platform) -> Refusal | None:
    """What keeps a finding out of any case on a platform, whatever the right; None: nothing does."""
    facts = {"finding": finding.id, "platform": platform.name}
    if finding.state != "confirmed":
        return Refusal("taken_back" if finding.taken_back else "not_confirmed", {**facts, "state": finding.state})
    if finding.ground not in KINDS_OF_GROUND:
        return Refusal("no_ground", facts)
    if not platform.serves(finding.marketplace):
        return Refusal("not_served", {**facts, "marketplace": finding.marketplace})
    if finding.gone:
        return Refusal("gone", facts)
    if finding.authorised:
        return Refusal("authorised", {**facts, "seller": finding.seller_name or finding.seller})
    return _evidence_refusal(finding, facts) or next(
        (Refusal("duplicate", {**facts, "case": case.id}) for case in finding.cases if case.platform == platform_id),
        None,
    )


def _evidence_refusal(finding: CaseFinding, facts: Mapping[str, Any]) -> Refusal | None:
    """What is missing of the link and of the sealed page that a notice rests on."""
    if safe_link(finding.url) is None:
        return Refusal("no_link", facts)
    if finding.capture is None:
        return Refusal("not_sealed", facts)
    if finding.capture.problem is not None:
        return Refusal("damaged_evidence", {**facts, "capture": finding.capture.id, "problem": finding.capture.problem})
    return None


def right_refusal(
    right: CitedRight, brand: str, ground: str, goods: Sequence[str], platform: Platform, marketplace: str, day: date
) -> Refusal | None:
    """What keeps a right from being cited for a brand's goods on a marketplace on a day; None: nothing does.

    `goods`: what the brand sells, in words (its categories): they say which classes a trade mark has to have.
    """
    facts = {
        "number": right.name, "kind": right.kind, "jurisdiction": right.jurisdiction, "brand": brand,
        "marketplace": marketplace, "platform": platform.name, "ground": ground,
    }  # fmt: skip
    if right.brand != brand:
        return Refusal("other_brand", {**facts, "right_brand": right.brand})
    kinds = KINDS_OF_GROUND[ground]
    if right.kind not in kinds:
        return Refusal("wrong_kind", {**facts, "kinds": list(kinds)})
    accepted = platform.value("kinds", marketplace, day)
    if accepted is not None and right.kind not in accepted:
        return Refusal("kind_not_taken", {**facts, "kinds": list(accepted)})
    if right.status != "registered":
        return Refusal("application", facts)
    if right.valid_until is not None and right.valid_until < day:
        return Refusal("expired", {**facts, "until": right.valid_until.isoformat()})
    needed = _jurisdictions_needed(right, platform, marketplace, day)
    if needed is not None:
        return Refusal(
            "no_extension" if right.jurisdiction in _MADRID else "wrong_jurisdiction", {**facts, "needed": needed}
        )
    wanted = nice_classes(goods) if right.kind == "trade mark" else frozenset()
    if wanted and right.classes and wanted.isdisjoint(right.classes):
        classes = {"classes": list(right.classes), "needed": sorted(wanted), "goods": list(goods)}
        return Refusal("wrong_class", {**facts, **classes})
    return None


_ORDER = (
    "other_brand", "wrong_kind", "kind_not_taken", "wrong_jurisdiction", "wrong_class", "application", "no_extension",
    "expired",
)  # fmt: skip
"""How near a refused right is to one that could be cited, the farthest first."""


def nearest(refusals: Iterable[Refusal]) -> Refusal | None:
    """Of the refusals of several rights, that of the right that comes nearest: the one worth mending."""
    return max(refusals, key=lambda refusal: _ORDER.index(refusal.code), default=None)


def day_of(platform: Platform, now: datetime) -> date:
    """The platform's own day at a moment (UTC)."""
    return now.astimezone(ZONES[platform.calendar]).date()


def _jurisdictions_needed(right: CitedRight, platform: Platform, marketplace: str, day: date) -> list[str] | None:
    """The jurisdictions of which one is needed, where the right has none of them; None: it has, or no source says."""
    needed: list[str] | None = platform.value("jurisdictions", marketplace, day)
    if needed is None or ANY in needed:
        return None
    if right.kind == "copyright" and platform.value("copyright_worldwide", marketplace, day):
        return None
    if right.jurisdiction in _MADRID and right.extended_to_china and "CN" in needed:
        return None
    return None if right.jurisdiction in needed else needed
