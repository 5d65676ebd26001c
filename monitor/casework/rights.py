"""What keeps a right from being cited on a platform: judged here alone, for cases and for routes. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from monitor.casework.gap_codes import CHECKS, FARTHEST_FIRST, GapCode
from monitor.casework.refusals import KINDS_OF_GROUND
from monitor.casework.rules import ANY, Platform, Rule
from monitor.lexicon.nice import nice_classes
from monitor.watchlist import Right
from monitor.watchlist.jurisdictions import MADRID, jurisdiction_code

_SOON = timedelta(days=90)
_LASTING = frozenset({"copyright"})
"""Kinds of rights that need no end in the watchlist."""


@dataclass(frozen=True, slots=True)
class HeldRight:
    """A right of a brand and the documents of it that are kept. `version`: its row in the store."""

    brand: str
    right: Right
    documents: frozenset[str]
    version: int | None = None

    @property
    def name(self) -> str:
        """How people call it: its number, else the work's title."""
        return self.right.number or self.right.title or self.right.kind


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be taken down: all findings that are alike in this have the same routes."""

    marketplace: str
    brand: str
    ground: str | None
    """Of the confirmation; None: it doesn't say."""
    goods: tuple[str, ...] = ()
    """What the brand sells, in words: they say which classes a trade mark has to have."""
    read_on: date | None = None
    """When the oldest page was read that the complaint rests on; None: it rests on none yet."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a right or a route lacks, or that is to be checked, with the rules that ask for it."""

    code: GapCode
    facts: Mapping[str, Any] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

    @property
    def closes(self) -> bool:
        """Whether nothing can be filed before it is mended."""
        return self.code not in CHECKS


@dataclass(slots=True)
class RulesOfDay:
    """A platform's rules of a day for a marketplace; notes which were looked at."""

    platform: Platform
    marketplace: str
    day: date
    seen: dict[str, Rule] = field(default_factory=dict)

    def find(self, key: str) -> Rule | None:
        """The rule in force, or None where no source says it."""
        rule = self.platform.find(key, self.marketplace, self.day)
        if rule is not None:
            self.seen[key] = rule
        return rule


def right_gaps(rules: RulesOfDay, wanted: Wanted, held: HeldRight) -> Iterator[Gap]:
    """What the right itself lacks to be cited: brand, kind, state, time, place, class. `wanted` has a known ground."""
    right = held.right
    if held.brand != wanted.brand:
        yield Gap(GapCode.OTHER_BRAND, {"of": held.brand, "brand": wanted.brand})
        return
    kinds = KINDS_OF_GROUND[wanted.ground or ""]
    if right.kind not in kinds:  # whatever else it lacks helps nobody
        yield Gap(GapCode.WRONG_KIND, {"kind": right.kind, "kinds": list(kinds)})
        return
    taken = rules.find("kinds")
    if taken is not None and right.kind not in taken.value:
        yield Gap(GapCode.KIND_NOT_TAKEN, {"kind": right.kind, "kinds": list(taken.value)}, (taken,))
    if right.status == "application":
        receipt = rules.find("application_receipt_enough")
        yield Gap(GapCode.APPLICATION, {}, () if receipt is None else (receipt,))
    if right.number is None and right.title is None:
        yield Gap(GapCode.NO_TITLE)
    yield from _of_time(right, rules.day, wanted.read_on)
    yield from _of_place(rules, held)
    if right.kind == "trade mark":
        yield from _of_classes(right, wanted.goods)


def nearest(closing: Sequence[tuple[HeldRight, Sequence[Gap]]]) -> tuple[HeldRight, Gap]:
    """Of rights that can't be cited the one that comes nearest, and the worst that it lacks: what is worth mending."""
    worst = [(held, min(gaps, key=lambda gap: FARTHEST_FIRST.index(gap.code))) for held, gaps in closing]
    return max(worst, key=lambda one: FARTHEST_FIRST.index(one[1].code))


def _of_time(right: Right, day: date, read_on: date | None) -> Iterator[Gap]:
    begun, end = right.registered_on or right.first_published, right.valid_until
    if begun is not None and begun > day:
        yield Gap(GapCode.NOT_YET, {"since": begun.isoformat()})
    elif begun is not None and read_on is not None and begun > read_on:
        yield Gap(GapCode.PAGE_BEFORE, {"since": begun.isoformat(), "read_on": read_on.isoformat()})
    if end is None:
        if right.kind not in _LASTING:
            yield Gap(GapCode.END_UNKNOWN)
    elif end < day:
        yield Gap(GapCode.EXPIRED, {"until": end.isoformat()})
    elif end < day + _SOON:
        yield Gap(GapCode.ENDS_SOON, {"until": end.isoformat()})


def _of_place(rules: RulesOfDay, held: HeldRight) -> Iterator[Gap]:
    """Whether the right holds where the platform asks for it."""
    right, code = held.right, jurisdiction_code(held.right.jurisdiction)
    if right.kind == "copyright" and (worldwide := rules.find("copyright_worldwide")) is not None and worldwide.value:
        return
    accepted = rules.find("jurisdictions")
    if accepted is None or ANY in accepted.value or code in accepted.value:
        return
    if code != MADRID:
        yield Gap(GapCode.WRONG_JURISDICTION, {"jurisdiction": code, "accepted": list(accepted.value)}, (accepted,))
    elif "CN" not in accepted.value:
        yield Gap(GapCode.MADRID_PART, {"accepted": list(accepted.value)}, (accepted,))
    elif "extension" not in held.documents:
        yield Gap(GapCode.NO_EXTENSION, {}, (rules.find("madrid_needs_extension") or accepted,))


def _of_classes(right: Right, goods: Sequence[str]) -> Iterator[Gap]:
    needed = nice_classes(goods)
    if not right.classes or not needed:
        yield Gap(GapCode.CLASS_UNKNOWN, {"classes": list(right.classes)})
    elif needed.isdisjoint(right.classes):
        facts = {"classes": list(right.classes), "needed": sorted(needed), "goods": list(goods)}
        yield Gap(GapCode.WRONG_CLASS, facts)
