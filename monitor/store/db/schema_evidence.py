"""The tables of evidence: what was sealed, in which batch of the ledger, stamped by whom, and what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.db.base import Base


class EvidenceBatchRow(Base):
    """Captures that were sealed together: one entry of the ledger, chained to the one before. Append only."""

    __tablename__ = "evidence_batch"
    number: Mapped[int] = mapped_column(primary_key=True)
    """From 1 on, without gaps."""
    at: Mapped[datetime]
    previous: Mapped[str]
    """SHA-256 of the head of the batch before; 64 zeros for the first."""
    root: Mapped[str]
    """Of the Merkle tree (RFC 6962) over the lines of its captures."""
    captures: Mapped[int]
    head_sha256: Mapped[str]
    """Of the file that is stamped."""


class CaptureRow(Base):
    """A page that was sealed: a folder of files that never change. Append only."""

    __tablename__ = "capture"
    __table_args__ = (Index("capture_visit", "visit_id"), Index("capture_place", "batch", "position", unique=True))
    id: Mapped[str] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    sealed_at: Mapped[datetime]
    sealed_by: Mapped[str]
    session: Mapped[bool]
    """Fetched with the owner's login: left out of bundles unless asked for."""
    manifest_sha256: Mapped[str]
    """Of its file SHA256SUMS."""
    batch: Mapped[int] = mapped_column(ForeignKey("evidence_batch.number"))
    position: Mapped[int]
    """Its line in the batch, from 0 on."""


class CaptureListingRow(Base):
    """A listing that a sealed page shows. Append only."""

    __tablename__ = "capture_listing"
    __table_args__ = (Index("capture_listing_listing", "listing_key"), {"sqlite_with_rowid": False})
    capture_id: Mapped[str] = mapped_column(ForeignKey("capture.id"), primary_key=True)
    listing_key: Mapped[str] = mapped_column(ForeignKey("listing.key"), primary_key=True)
    own: Mapped[bool]
    """The listing's own page; else a page that shows it among others, which supports it only."""


class StampRow(Base):
    """A time stamp (RFC 3161) of an authority over the head of a batch. Append only: a renewed one is a further row."""

    __tablename__ = "stamp"
    __table_args__ = (Index("stamp_batch", "batch", "authority", "number", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    batch: Mapped[int] = mapped_column(ForeignKey("evidence_batch.number"))
    authority: Mapped[str]
    number: Mapped[int]
    """1 for the authority's first stamp of the batch, 2 for the next."""
    url: Mapped[str]
    qualified: Mapped[bool]
    """Whether the owner's settings call the authority a qualified one (eIDAS, article 42)."""
    at: Mapped[datetime]
    """When the reply came."""
    gen_time: Mapped[datetime | None]
    """The authority's own time; NULL: the reply could not be read."""
    state: Mapped[str]
    """verified | openssl (the library could not read it, openssl checked it) | unverified"""
    tsr_sha256: Mapped[str]
    """Of the reply's file."""


class CustodyRow(Base):
    """What was done with evidence, when and by whom. Append only."""

    __tablename__ = "custody"
    __table_args__ = (Index("custody_capture", "capture_id"), Index("custody_listing", "listing_key"))
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str]
    event: Mapped[str]
    """sealed | stamped | viewed | exported | verified | held | released | deleted"""
    capture_id: Mapped[str | None] = mapped_column(ForeignKey("capture.id"))
    batch: Mapped[int | None] = mapped_column(ForeignKey("evidence_batch.number"))
    listing_key: Mapped[str | None]
    facts: Mapped[Any]


_FILE_LEFT = text("NOT file_gone")


class RemovedSnapshotRow(Base):
    """A kept page or picture whose bytes are gone; its row of `snapshot` stays. Deleted when they are kept anew."""

    __tablename__ = "removed_snapshot"
    __table_args__ = (
        Index("removed_snapshot_left", "file_gone", sqlite_where=_FILE_LEFT, postgresql_where=_FILE_LEFT),
        {"sqlite_with_rowid": False},
    )
    sha256_body: Mapped[str] = mapped_column(ForeignKey("snapshot.sha256_body"), primary_key=True)
    at: Mapped[datetime]
    why: Mapped[str]
    """expired | forgotten"""
    file_gone: Mapped[bool]
    """False between the transaction and the deletion of the file."""
