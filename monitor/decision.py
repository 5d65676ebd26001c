"""What a reviewer decides about a finding, in the words of the command, the sheet and the page.

A decision is bound to what the reviewer saw: `Seen`. When that changes, the program can say so, and what changed.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from monitor.errors import InputError, check_text, expected
from monitor.model import Reason, decimal_text

NEW = "new"
"""The state of a finding that nobody has decided about, or that changed since it was dismissed."""
LONGEST_NOTE = 2_000
"""Characters."""
_LONGEST_NAME = 100
_OF_OTHERS = ("seller_record", "operator_record")
"""The codes of the reasons that tell of other listings of the seller and of the operator."""


class DecisionState(StrEnum):
    """What a decision makes of a finding."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    WATCH = "watch"
    LATER = "later"


class Ground(StrEnum):
    """What a confirmed finding is: the ground on which its removal can be asked."""

    COUNTERFEIT = "counterfeit"
    MARK = "mark"
    """The mark is used without permission."""
    COPIED = "copied"
    """Copied pictures or text."""
    PATENT = "patent"
    """A patent or a design."""
    OTHER = "other"


class DismissalReason(StrEnum):
    """Why a finding is of no concern."""

    AUTHORISED = "authorised"
    RESALE = "resale"
    PARALLEL = "parallel"
    SECOND_HAND = "second_hand"
    ACCESSORY = "accessory"
    NOT_THE_BRAND = "not_the_brand"
    OTHER = "other"


STATES = (NEW, *DecisionState)
"""All states that a finding can have."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided. Make it with `verdict`, which checks it."""

    state: DecisionState
    ground: Ground | None = None
    """Of a confirmed finding; None: not said."""
    reason: DismissalReason | None = None
    """Of a dismissed finding; None: not said."""
    note: str | None = None


def verdict(state: str, *, ground: str | None = None, reason: str | None = None, note: str | None = None) -> Verdict:
    """Check the words of a decision; empty ones count as not given. Raises `InputError`."""
    state, ground, reason, note = (word.strip() if word else "" for word in (state, ground, reason, note))
    if state not in (*DecisionState,):
        raise InputError(f"decision {state[:60]!r}: unknown; {expected(state, map(str, DecisionState))}")
    if ground and state != DecisionState.CONFIRMED:
        raise InputError(f"ground {ground[:60]!r}: only a confirmed finding has a ground; a dismissed one has a reason")
    if ground and ground not in (*Ground,):
        raise InputError(f"ground {ground[:60]!r}: unknown; {expected(ground, map(str, Ground))}")
    if reason and state != DecisionState.DISMISSED:
        raise InputError(f"reason {reason[:60]!r}: only a dismissed finding has a reason; a confirmed one has a ground")
    if reason and reason not in (*DismissalReason,):
        raise InputError(f"reason {reason[:60]!r}: unknown; {expected(reason, map(str, DismissalReason))}")
    if len(note) > LONGEST_NOTE:
        raise InputError(f"note: {len(note)} characters; expected at most {LONGEST_NOTE}")
    check_text("note", note)
    return Verdict(
        DecisionState(state),
        Ground(ground) if ground else None,
        DismissalReason(reason) if reason else None,
        note or None,
    )


def check_reviewer(name: str, argument: str = "--by NAME") -> str:
    """A reviewer's name as it is kept. Raises `InputError`, which names the command's `argument`."""
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST_NAME:
        raise InputError(f"reviewer {name[:60]!r}: expected a name of 1 to {_LONGEST_NAME} characters ({argument})")
    if not name.isprintable():
        # one who can't be told from another by eye
        raise InputError(f"reviewer {name!r}: has characters that can't be seen; expected a name ({argument})")
    return name


@dataclass(frozen=True, slots=True)
class Seen:
    """What of a finding a decision is about: its score, the codes of its reasons, and the price."""

    score: int
    codes: tuple[str, ...]
    """In alphabetical order."""
    price: Decimal | None
    currency: str | None
    of_seller: int = 0
    """Points of the score that other listings of the seller and of the operator gave."""

    @property
    def digest(self) -> str:
        """Equal means that nothing changed of the listing itself.

        What other listings of the seller say is left out: else a decision about one of them would undo all the others.
        """
        codes = [code for code in self.codes if code not in _OF_OTHERS]
        itself = {**self.record(), "score": self.score - self.of_seller, "codes": codes}
        itself.pop("of_seller", None)
        return hashlib.sha256(json.dumps(itself, separators=(",", ":")).encode()).hexdigest()[:16]

    def record(self) -> dict[str, Any]:
        """As JSON: the price as a decimal string without needless zeros."""
        price = None if self.price is None else decimal_text(self.price.normalize())
        record = {"score": self.score, "codes": list(self.codes), "price": price, "currency": self.currency}
        return record | ({"of_seller": self.of_seller} if self.of_seller else {})


def seen_of(score: int, reasons: Iterable[Reason], price: Decimal | None, currency: str | None) -> Seen:
    """What a reviewer sees of a finding. `price` is the listing's lowest, in `currency`."""
    reasons = list(reasons)
    of_seller = sum(reason.points for reason in reasons if reason.code in _OF_OTHERS)
    return Seen(score, tuple(sorted({reason.code for reason in reasons})), price, currency, of_seller)


def seen_from(record: dict[str, Any]) -> Seen:
    """`Seen` from its record. Raises ValueError, KeyError, TypeError or ArithmeticError for what is none."""
    price = record["price"]
    return Seen(
        int(record["score"]),
        tuple(map(str, record["codes"])),
        None if price is None else Decimal(price),
        record["currency"],
        int(record.get("of_seller", 0)),
    )


@dataclass(frozen=True, slots=True)
class Changes:
    """What of a finding changed since a decision; a pair is before and now, None where it is the same."""

    score: tuple[int, int] | None
    added: tuple[str, ...]
    """Codes of reasons that came."""
    removed: tuple[str, ...]
    """Codes of reasons that went."""
    price: tuple[str, str] | None
    """Amount and currency; `-` for a price that was not told."""
    seller: tuple[str, str | None] | None = None
    """The keys of a seller who was dismissed with all findings, and of another one who offers the listing now."""


def changes_between(before: Seen, now: Seen) -> Changes | None:
    """What changed; None where nothing did."""
    if before.digest == now.digest:
        return None
    prices = _price_text(before), _price_text(now)
    return Changes(
        (before.score, now.score) if before.score != now.score else None,
        tuple(code for code in now.codes if code not in before.codes),
        tuple(code for code in before.codes if code not in now.codes),
        prices if prices[0] != prices[1] else None,
    )


def _price_text(seen: Seen) -> str:
    if seen.price is None:
        return "-"
    amount = decimal_text(seen.price) if round(seen.price, 2) != seen.price else f"{seen.price:.2f}"
    return f"{amount} {seen.currency or ''}".strip()


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it is on record."""

    id: int
    finding_id: str
    at: datetime
    """UTC"""
    reviewer: str
    state: str
    """confirmed | dismissed | watch | later; of an undo, the state that it led back to"""
    ground: str | None
    reason: str | None
    note: str | None
    batch: str | None
    """Decisions made at once have one batch, and are undone at once."""
    undoes: int | None
    """The decision that this one takes back."""
    seen: Seen | None
    """What the reviewer saw; None in decisions of old stores."""
    seller: str | None
    """The key of the seller whose findings were all dismissed with this one."""

    @property
    def verdict(self) -> Verdict | None:
        """What was decided; None for an undo."""
        if self.undoes is not None:
            return None
        return verdict(self.state, ground=self.ground, reason=self.reason, note=self.note)


@dataclass(frozen=True, slots=True)
class SellerDecision:
    """That a vendor's findings of a brand are of no concern."""

    seller: str
    """The vendor's key when it was decided."""
    brand: str
    at: datetime
    """UTC"""
    reviewer: str
    reason: str | None
    note: str | None
