"""Confirmed findings become cases: one for each marketplace, brand, ground, right, seller and reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.casework.finding import CaseFinding
from monitor.casework.refusals import day_of, finding_refusal
from monitor.casework.remark import Remark
from monitor.casework.rights import HeldRight, RulesOfDay, Wanted, nearest, right_gaps
from monitor.casework.rules import Platform, platforms, platforms_for


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """A case that can be opened: all its listings are of one kind, and no more than the platform takes at once."""

    platform: str
    marketplace: str
    brand: str
    ground: str
    right: HeldRight
    seller: str | None
    """The key of the vendor; None: no page named one."""
    reason: str | None
    """As the platform calls it; None: to be chosen in the portal."""
    complaint_type: str | None
    findings: tuple[CaseFinding, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """What became of the findings: cases, or why there are none."""

    drafts: tuple[CaseDraft, ...]
    refusals: tuple[Remark, ...]
    """One for each finding that can't be filed; then there is no draft at all."""


@dataclass(frozen=True, slots=True)
class Filing:
    """What is asked for with some findings."""

    now: datetime
    """UTC."""
    platform: str | None = None
    """Its id; None: each marketplace's own."""
    right_number: str | None = None
    """Which right to cite; None: the first of the brand's that can be."""
    reason: str | None = None


def build_cases(
    findings: Iterable[CaseFinding], rights: Sequence[HeldRight], goods: Mapping[str, Sequence[str]], filing: Filing
) -> Built:
    """Group findings into cases. `rights`: of all brands; `goods`: what each brand sells, in words, by its id.

    Where a finding is refused nothing is made of the others either: they are named again without it. `filing.platform`
    has to be a known one.
    """
    groups: dict[tuple[str, str, str, str, str | None], list[CaseFinding]] = {}
    refusals: list[Remark] = []
    for finding in {finding.id: finding for finding in findings}.values():
        platform = filing.platform or next(iter(platforms_for(finding.marketplace)))
        refused = finding_refusal(finding, platform, platforms()[platform])
        if refused is not None or finding.ground is None:
            refusals += [refused] if refused else []
            continue
        key = (platform, finding.marketplace, finding.brand, finding.ground, finding.seller)
        groups.setdefault(key, []).append(finding)
    drafts: list[CaseDraft] = []
    for (platform, marketplace, brand, ground, seller), members in groups.items():
        chosen = _right(rights, goods.get(brand, ()), platform, members, filing)
        if isinstance(chosen, Remark):
            refusals.append(chosen)
            continue
        rules = platforms()[platform]
        kind = _complaint_type(rules, marketplace, filing.now)
        drafts += [
            CaseDraft(platform, marketplace, brand, ground, chosen, seller, filing.reason, kind, part)
            for part in within_limit(members, rules, marketplace, filing.now)
        ]
    return Built((), tuple(refusals)) if refusals else Built(tuple(drafts), ())


def within_limit(
    findings: Sequence[CaseFinding], platform: Platform, marketplace: str, now: datetime
) -> list[tuple[CaseFinding, ...]]:
    """Findings in parts of at most as many links as the platform takes in a complaint; all where no source says."""
    limit = platform.value("links_per_complaint", marketplace, day_of(platform, now))
    size = limit or len(findings)
    return [tuple(findings[start : start + size]) for start in range(0, len(findings), size)]


def _right(
    rights: Sequence[HeldRight], goods: Sequence[str], platform: str, members: Sequence[CaseFinding], filing: Filing
) -> HeldRight | Remark:
    """The right to cite for findings of one kind, or why there is none."""
    first, rules = members[0], platforms()[platform]
    if filing.right_number is None:
        asked = [held for held in rights if held.brand == first.brand]
        if not asked:
            return Remark("no_right", {"brand": first.brand})
    else:
        asked = [held for held in rights if held.right.number == filing.right_number]
        if not asked:
            return Remark("unknown_right", {"number": filing.right_number})
    read_on = min(day_of(rules, finding.capture.taken_at) for finding in members if finding.capture is not None)
    wanted = Wanted(first.marketplace, first.brand, first.ground, tuple(goods), read_on)
    closing = []
    for held in asked:
        todays = RulesOfDay(rules, first.marketplace, day_of(rules, filing.now))
        gaps = [gap for gap in right_gaps(todays, wanted, held) if gap.closes]
        if not gaps:
            return held
        closing.append((held, gaps))
    held, gap = nearest(closing)
    return Remark("right", {"right": held.name, "gap": gap.code, **gap.facts})


def _complaint_type(platform: Platform, marketplace: str, now: datetime) -> str | None:
    """That of complaints about listings, where the platform has several types: it stands first in its rules."""
    types = platform.value("complaint_types", marketplace, day_of(platform, now))
    return str(types[0]) if types else None
