"""The tables of pictures: what a picture is, which one a listing shows, and how the brand's own goods look."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.db.base import Base


class PictureRow(Base):
    """A kept picture. Its bytes and the copies to show are kept as pages are, in `snapshot` and its archive."""

    __tablename__ = "picture"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
    sha256: Mapped[str] = mapped_column(ForeignKey("snapshot.sha256_body"), primary_key=True)
    """Of the bytes as they came."""
    format: Mapped[str]
    """JPEG | PNG | WEBP | GIF | AVIF"""
    width: Mapped[int]
    height: Mapped[int]
    """Pixels, of the picture as it is to be looked at."""
    view: Mapped[str] = mapped_column(ForeignKey("snapshot.sha256_body"))
    """The copy that is shown large."""
    thumbnail: Mapped[str] = mapped_column(ForeignKey("snapshot.sha256_body"))
    """The copy that is shown in lists."""


class ListingPictureRow(Base):
    """The first picture of a listing: the kept one, or why there is none."""

    __tablename__ = "listing_picture"
    __table_args__ = (Index("listing_picture_run", "run_id", "why"), Index("listing_picture_same", "sha256"))
    listing_key: Mapped[str] = mapped_column(ForeignKey("listing.key"), primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    """The run that asked for it last."""
    url: Mapped[str]
    sha256: Mapped[str | None] = mapped_column(ForeignKey("picture.sha256"))
    why: Mapped[str | None]
    """Why there is none (a `PictureProblem`); NULL: there is one."""
    at: Mapped[datetime]
    """When the answer came, or when the run began to want it."""


class ReferencePictureRow(Base):
    """How goods of the brand look, by the owner's word (`picture` in the watchlist)."""

    __tablename__ = "reference_picture"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
    brand: Mapped[str] = mapped_column(primary_key=True)
    product: Mapped[str] = mapped_column(primary_key=True)
    """The product's name; empty for the brand's own picture."""
    sha256: Mapped[str] = mapped_column(ForeignKey("picture.sha256"))
    at: Mapped[datetime]
    """When it was read from the watchlist's folder."""
