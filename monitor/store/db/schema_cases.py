"""The tables of take-down cases: rights as they stood, cases, their listings, what became of them. All append only."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.db.base import Base


class RightVersionRow(Base):
    """A right as the watchlist described it since a day; a further row when that changes."""

    __tablename__ = "right_version"
    __table_args__ = (Index("right_version_right", "brand", "kind", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    brand: Mapped[str]
    kind: Mapped[str]
    number: Mapped[str | None]
    """NULL: a copyright that is not registered."""
    jurisdiction: Mapped[str]
    digest: Mapped[str]
    """SHA-256 of its facts and documents."""
    facts: Mapped[Any]
    """All that the watchlist says of it."""
    documents: Mapped[Any]
    """SHA-256 of the kept bytes by what they are: document, extension, renewal, translation."""
    at: Mapped[datetime]


class CaseFileRow(Base):
    """A complaint about listings of one kind, on one platform. What became of it stands in `case_event`."""

    __tablename__ = "case_file"
    __table_args__ = ({"sqlite_with_rowid": False},)
    id: Mapped[str] = mapped_column(primary_key=True)
    """Year and number: 2026-0001."""
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    platform: Mapped[str]
    marketplace: Mapped[str]
    brand: Mapped[str]
    ground: Mapped[str]
    """counterfeit | mark | copied | patent"""
    right_id: Mapped[int] = mapped_column(ForeignKey("right_version.id"))
    """The right that is cited, as it stood when the case was made."""
    seller: Mapped[str | None]
    """The key of the vendor; NULL: no page named one."""
    reason: Mapped[str | None]
    """As the platform calls it; NULL: to be chosen in the portal."""
    complaint_type: Mapped[str | None]


class CaseListingRow(Base):
    """A listing that a case asks to take down."""

    __tablename__ = "case_listing"
    __table_args__ = (Index("case_listing_finding", "finding_id"), {"sqlite_with_rowid": False})
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    """From 1 on."""
    finding_id: Mapped[str]
    listing_key: Mapped[str] = mapped_column(ForeignKey("listing.key"))
    url: Mapped[str]
    """The exact link, as the listing's page had it when the case was made."""
    capture_id: Mapped[str] = mapped_column(ForeignKey("capture.id"))
    """The sealed capture of the listing's own page."""


class CaseEventRow(Base):
    """What a person entered about links of a case; the newest about a link says where it stands."""

    __tablename__ = "case_event"
    __table_args__ = (Index("case_event_case", "case_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"))
    at: Mapped[datetime]
    """When it happened."""
    entered_at: Mapped[datetime]
    who: Mapped[str]
    state: Mapped[str]
    """As in `CaseState`."""
    note: Mapped[str | None]
    text: Mapped[str | None]
    """What the platform or the seller wrote."""
    reason: Mapped[str | None]
    """Of a refusal: why, in the platform's word or code."""
    links: Mapped[Any | None]
    """Positions of the links that it is about, as a list; NULL: all of them."""
    severity: Mapped[str | None]
    """general | serious: how the platform counts the removal against the seller; NULL: not told."""
    points: Mapped[int | None]
    """Penalty points that the seller got by it, as the platform said."""


class CaseRelistingRow(Base):
    """A listing in which a removed one has come back, as a visit saw it. It opens the case again."""

    __tablename__ = "case_relisting"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "position"], ["case_listing.case_id", "case_listing.position"]),
        {"sqlite_with_rowid": False},
    )
    case_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    """Of the removed listing in its case."""
    listing_key: Mapped[str] = mapped_column(ForeignKey("listing.key"), primary_key=True)
    """The removed listing itself, or another one."""
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    how: Mapped[str]
    """listing (the same one is there again) | seller | operator | text: what the two have in common."""
    noticed_at: Mapped[datetime]


class CaseAnswerRow(Base):
    """What a platform answered, word by word: a receipt, a decision, a statement of reasons."""

    __tablename__ = "case_answer"
    __table_args__ = (Index("case_answer_case", "case_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"))
    received_at: Mapped[datetime]
    entered_at: Mapped[datetime]
    who: Mapped[str]
    kind: Mapped[str | None]
    """receipt | decision | statement, as who entered it said; NULL: by its words."""
    text: Mapped[str]
