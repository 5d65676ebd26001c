"""The tables of reviewing: what was decided, the queue of findings that lists are read from, and who may review."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.db.base import Base

_UNDOES = text("undoes IS NOT NULL")
_KIND = ("state", "level", "brand", "marketplace", "rank", "finding_id")


class DecisionRow(Base):
    """What a reviewer decided about a finding. Append only: the newest that is not taken back counts."""

    __tablename__ = "decision"
    __table_args__ = (
        Index("decision_batch", "batch"),
        Index("decision_undoes", "undoes", unique=True, sqlite_where=_UNDOES, postgresql_where=_UNDOES),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[str] = mapped_column(ForeignKey("finding.id"), index=True)
    at: Mapped[datetime]
    reviewer: Mapped[str]
    state: Mapped[str]
    """confirmed | dismissed | watch | later; of a row that takes another back, the state that this left"""
    ground: Mapped[str | None]
    note: Mapped[str | None]
    reason: Mapped[str | None]
    """Why a dismissed finding is of no concern."""
    batch: Mapped[str | None]
    """Decisions made at once share it, and are taken back at once; NULL in old stores: each by itself."""
    undoes: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    """The decision that this row takes back."""
    seen: Mapped[str | None]
    """Digest of `saw`: another one today means that the finding changed since."""
    saw: Mapped[Any | None]
    """What the reviewer saw: score, codes of the reasons, price, currency (`monitor.decision.Seen`)."""
    seller: Mapped[str | None]
    """The vendor whose findings were dismissed together, when the decision was about the vendor."""
    took_ms: Mapped[int | None]
    """Milliseconds from showing the finding to deciding; NULL: not measured."""


class SellerDecisionRow(Base):
    """A vendor's findings of a brand are of no concern, the next ones included. Append only, as `decision`."""

    __tablename__ = "seller_decision"
    __table_args__ = (Index("seller_decision_seller", "seller", "brand"), Index("seller_decision_undoes", "undoes"))
    id: Mapped[int] = mapped_column(primary_key=True)
    seller: Mapped[str] = mapped_column(ForeignKey("vendor.key"))
    brand: Mapped[str]
    at: Mapped[datetime]
    reviewer: Mapped[str]
    reason: Mapped[str | None]
    note: Mapped[str | None]
    batch: Mapped[str] = mapped_column(index=True)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("seller_decision.id"))


class QueueRow(Base):
    """A flagged finding with all that lists filter and order by. Made from the other tables, and made anew at will.

    The table `queue_text` (FTS5, same row numbers) holds the words of its title and vendor.
    """

    __tablename__ = "queue"
    __table_args__ = (
        Index("queue_state", "state", "rank", "finding_id"),
        Index("queue_level", "state", "level", "rank", "finding_id"),
        Index("queue_brand", "state", "brand", "rank", "finding_id"),
        Index("queue_marketplace", "state", "marketplace", "rank", "finding_id"),
        Index("queue_kind", "state", "level", "brand", "marketplace", "rank", "finding_id"),
        Index("queue_seller", "seller", "state", "rank", "finding_id"),
        # ranges are answered from these alone
        Index("queue_first_seen", "first_seen", *_KIND),
        Index("queue_price", "currency", "price_min", "first_seen", *_KIND),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[str] = mapped_column(ForeignKey("finding.id"), unique=True)
    listing_key: Mapped[str] = mapped_column(ForeignKey("listing.key"), index=True)
    brand: Mapped[str]
    marketplace: Mapped[str]
    level: Mapped[str]
    rank: Mapped[int]
    """Minus the score: lists begin with the highest one, and indexes are read upwards."""
    state: Mapped[str]
    seller: Mapped[str | None]
    """The vendor's key."""
    price_min: Mapped[Decimal | None]
    currency: Mapped[str | None]
    first_seen: Mapped[datetime]
    gone: Mapped[bool]
    seen: Mapped[str]
    """Digest of what a decision would be about now (`monitor.decision.Seen`)."""
    changed: Mapped[bool]
    """Dismissed, but changed since: it is new again."""


class QueueReasonRow(Base):
    """A queued finding by the code of each of its reasons."""

    __tablename__ = "queue_reason"
    __table_args__ = (Index("queue_reason_queue", "queue_id"), {"sqlite_with_rowid": False})
    code: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[str] = mapped_column(primary_key=True)
    queue_id: Mapped[int] = mapped_column(ForeignKey("queue.id"))


class QueueCountRow(Base):
    """How many queued findings there are of each kind."""

    __tablename__ = "queue_count"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
    state: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[str] = mapped_column(primary_key=True)
    brand: Mapped[str] = mapped_column(primary_key=True)
    marketplace: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


class QueueReasonCountRow(Base):
    """How many queued findings have a reason of each code, by state."""

    __tablename__ = "queue_reason_count"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
    code: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


class AccountRow(Base):
    """A person who may use the review from another machine (`monitor account`)."""

    __tablename__ = "account"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
    name: Mapped[str] = mapped_column(primary_key=True)
    """Stands with each decision of theirs."""
    role: Mapped[str]
    """reader | reviewer | owner"""
    password_hash: Mapped[str]
    """Argon2id's own text: parameters, salt and digest."""
    created_at: Mapped[datetime]
