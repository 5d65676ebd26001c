"""The tables. One row has one meaning; docs/data-model.md explains them to people who open the file in an SQLite tool.

Table names are singular; the views `listings`, `findings` and `vendors` (see `views.py`) are made for people.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any, get_args, get_origin, get_type_hints

from sqlalchemy import ForeignKey, Index, Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeEngine

from monitor.model import FACTS, Listing, Missing, Reason
from monitor.store.db.base import Base
from monitor.store.db.types import Json, MissingFacts, Money, Reasons

_DONE, _KEPT = text("state = 'done'"), text("sha256_body IS NOT NULL")
_NEVER = "0001-01-01T00:00:00.000000Z"


class StoreInfoRow(Base):
    """Facts about the store itself.

    `kind` (live, replay or stand-in), `created`, `salt` of the vendor hashes, `assessed`: by which rules it was judged.
    """

    __tablename__ = "store_info"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class RunRow(Base):
    """One monitoring run or import. `plan` is all that resuming it needs, the watchlist as it was included."""

    __tablename__ = "run"
    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    state: Mapped[str]
    """running | done | held | stopped | failed"""
    method: Mapped[str]
    """crawl | replay | hand-saved"""
    plan: Mapped[Any]
    program: Mapped[str]
    environment: Mapped[Any | None]
    """What the machine was that made it, for evidence; NULL: an older program did not ask."""


class SnapshotRow(Base):
    """The kept bytes of a page (Content-Encoding undone) or picture, in `snapshots/<2>/<62>.zst`, by their SHA-256."""

    __tablename__ = "snapshot"
    sha256_body: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str | None]


class VisitRow(Base):
    """One page that was asked for: what it was and what stood on it. Never changed afterwards."""

    __tablename__ = "visit"
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    marketplace: Mapped[str]
    page: Mapped[str]
    target: Mapped[str]
    state: Mapped[str]
    """done | failed (the program itself failed on it: it is asked for once more, then a person is needed)"""
    outcome: Mapped[str]
    reason: Mapped[str | None]
    """A `PageReason`; NULL for a page with listings."""
    detail: Mapped[str | None]
    url: Mapped[str]
    final_url: Mapped[str | None]
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    method: Mapped[str]
    session: Mapped[bool]
    stand_in: Mapped[str | None]
    brand: Mapped[str | None]
    keyword: Mapped[str | None]
    page_number: Mapped[int | None]
    total: Mapped[int | None]
    next_page: Mapped[Any | None]
    layout: Mapped[str | None]
    listing_keys: Mapped[Any]
    """Keys of all listings on the page, in its order."""
    field_counts: Mapped[Any | None]
    """How many listings there were, and how many of them had each field."""
    without_id: Mapped[int]
    """Listings that the page gave no id: counted, but they can't be followed."""
    sha256_body: Mapped[str | None] = mapped_column(ForeignKey("snapshot.sha256_body"))
    fetch: Mapped[Any]
    """What the fetch knew of a kept page; a hop's `certificate_sha256` names a row of `certificate`."""
    error: Mapped[str | None]
    __table_args__ = (
        Index(
            "visit_once", "run_id", "marketplace", "target",
            unique=True, sqlite_where=_DONE, postgresql_where=_DONE,
        ),
        Index("visit_target", "marketplace", "target"),
        Index("visit_run", "run_id", "marketplace", "outcome"),
        Index("visit_outcome", "marketplace", "outcome", "at"),
        Index("visit_kept", "sha256_body", sqlite_where=_KEPT, postgresql_where=_KEPT),
    )  # fmt: skip


class CertificateRow(Base):
    """A server's certificate as a fetch saw it, once for all pages."""

    __tablename__ = "certificate"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    """Its usual fingerprint: of the DER form."""
    pem: Mapped[str]


class VisitDigestRow(Base):
    """The digest of a visit's row and of the rows of history that it brought, as they were written."""

    __tablename__ = "visit_digest"
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    sha256: Mapped[str]


class UnjudgedVisitRow(Base):
    """A visit whose listings are still to be judged together with the others; the row goes when that is done."""

    __tablename__ = "unjudged_visit"
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)


class VendorRow(Base):
    """Who offers listings, as one page names them.

    `key` is `marketplace:id:…`; where no id was told, `marketplace:<kind>:…` of another identifier, else
    `marketplace:name-hash:…`; of one who was forgotten, `marketplace:forgotten:…`.
    """

    __tablename__ = "vendor"
    __table_args__ = (Index("vendor_seller", "seller"), {"sqlite_with_rowid": False})
    key: Mapped[str] = mapped_column(primary_key=True)
    marketplace: Mapped[str]
    vendor_id: Mapped[str | None]
    name: Mapped[str | None]
    url: Mapped[str | None]
    first_seen: Mapped[datetime]
    seller: Mapped[str] = mapped_column(server_default=text("''"))
    """The key of the seller whom pages tie this vendor to: the same for all vendors who are one; often its own."""


class SellerIdentifierRow(Base):
    """An identifier that pages told of a vendor. Vendors who share one are one seller (`store/write/sellers.py`)."""

    __tablename__ = "seller_identifier"
    __table_args__ = (Index("seller_identifier_vendor", "vendor_key"), {"sqlite_with_rowid": False})
    marketplace: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    """As in `monitor.seller_ids.KINDS`."""
    value: Mapped[str] = mapped_column(primary_key=True)
    vendor_key: Mapped[str] = mapped_column(ForeignKey("vendor.key"), primary_key=True)
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]


class UnjudgedVendorRow(Base):
    """A vendor of whose seller more is known since: its listings are still to be judged again."""

    __tablename__ = "unjudged_vendor"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
    vendor_key: Mapped[str] = mapped_column(ForeignKey("vendor.key"), primary_key=True)


class _Facts:
    """What pages tell about a listing, a column for each of `monitor.model.FACTS`; NULL = not told."""


def _column_type(fact: Any) -> type[TypeEngine[Any]]:
    """The column type of a fact, by its type in `Listing`: several values are JSON, words and codes are text."""
    if get_origin(fact) is tuple:
        return Json
    kinds = {Decimal: Money, int: Integer}
    return next((kinds[one] for one in get_args(fact) if one in kinds), Text)


for _name, _fact in get_type_hints(Listing).items():
    if _name in FACTS:
        setattr(_Facts, _name, mapped_column(_column_type(_fact), nullable=True))


class ListingRow(_Facts, Base):
    """A listing that names a watched brand, as last told. `key` is `marketplace:listing_id` and never changes."""

    __tablename__ = "listing"
    key: Mapped[str] = mapped_column(primary_key=True)
    marketplace: Mapped[str]
    listing_id: Mapped[str]
    url: Mapped[str | None]
    vendor_key: Mapped[str | None] = mapped_column(ForeignKey("vendor.key"), index=True)
    first_seen: Mapped[datetime]
    first_visit: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    last_seen: Mapped[datetime] = mapped_column(server_default=_NEVER)
    """When a page showed it last. (SQLite adds no column without a default; every row has its own time.)"""
    last_kept: Mapped[str | None]
    """The newest kept page that showed it."""
    changed_at: Mapped[datetime] = mapped_column(index=True)
    gone: Mapped[bool]
    digests: Mapped[Any]
    """Per site and kind of page, a digest of the facts that it told last: equal means nothing new."""


CAPTURE = "capture"
"""`LookAgainRow.why`: a case needs a capture of the page, by browser where there is one; it ends the wish."""
CASE = "case"
"""`LookAgainRow.why`: the listing was filed; each run's wishes are those that are due."""


class LookAgainRow(Base):
    """A wish to look at a listing's own page again, once in each run; whoever has the wish says why."""

    __tablename__ = "look_again"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
    listing_key: Mapped[str] = mapped_column(ForeignKey("listing.key"), primary_key=True)
    why: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime]


class ObservationRow(_Facts, Base):
    """What one page told about a listing when that was new. Append only."""

    __tablename__ = "observation"
    id: Mapped[int] = mapped_column(primary_key=True)
    listing_key: Mapped[str] = mapped_column(ForeignKey("listing.key"), index=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    at: Mapped[datetime]
    page: Mapped[str]
    vendor_key: Mapped[str | None] = mapped_column(ForeignKey("vendor.key"))
    ad: Mapped[bool | None]


class LifecycleRow(Base):
    """A listing was gone (by the word of its own page) or back. Append only."""

    __tablename__ = "lifecycle"
    id: Mapped[int] = mapped_column(primary_key=True)
    listing_key: Mapped[str] = mapped_column(ForeignKey("listing.key"), index=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    at: Mapped[datetime]
    event: Mapped[str]
    """gone | back"""


class MatchRow(Base):
    """A brand named by a listing's title, with the place in it."""

    __tablename__ = "match"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
    listing_key: Mapped[str] = mapped_column(ForeignKey("listing.key"), primary_key=True)
    brand: Mapped[str] = mapped_column(primary_key=True)
    score: Mapped[float]
    kind: Mapped[str]
    mention: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    why: Mapped[str]


class FindingRow(Base):
    """A listing judged for a brand. Without a level it is on record, but not flagged. `id` never changes."""

    __tablename__ = "finding"
    __table_args__ = (Index("finding_level", "level", "score", "id"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    listing_key: Mapped[str] = mapped_column(ForeignKey("listing.key"), index=True)
    brand: Mapped[str]
    score: Mapped[int]
    level: Mapped[str | None]
    reasons: Mapped[tuple[Reason, ...]] = mapped_column(Reasons)
    missing: Mapped[tuple[Missing, ...]] = mapped_column(MissingFacts)
    state: Mapped[str] = mapped_column(server_default="new")
    """new | confirmed | dismissed | watch | later: see `monitor.store.write.queue`"""
    first_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class GroupingRow(Base):
    """The groups that a listing is in with others of the brand; made by `monitor.judging`, and made anew at will."""

    __tablename__ = "grouping"
    __table_args__ = (  # the counts read these indexes alone
        Index("grouping_vendor", "vendor", "gone"),
        Index("grouping_market", "market", "seller", "price", "authorised", "gone"),
        Index("grouping_text", "text", "seller", "gone"),
        Index("grouping_seller", "seller"),
        {"sqlite_with_rowid": False},
    )
    listing_key: Mapped[str] = mapped_column(ForeignKey("listing.key"), primary_key=True)
    brand: Mapped[str] = mapped_column(primary_key=True)
    vendor: Mapped[str | None]
    """All listings of the brand by its vendor."""
    seller: Mapped[str | None]
    """The vendor, by key: whose prices are counted once in a market."""
    market: Mapped[str | None]
    """All offers of its product, new, in its currency, retail or wholesale."""
    text: Mapped[str | None]
    """All listings of the brand with its very title."""
    price: Mapped[Decimal | None]
    """Of one unit, where it can be compared."""
    authorised: Mapped[bool]
    """Whether its vendor is an authorised seller."""
    gone: Mapped[bool]
    """Counts no more."""


class GroupStatsRow(Base):
    """The statistics of a group; groups that tell nothing have no row. Made by `monitor.judging`."""

    __tablename__ = "group_stats"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
    key: Mapped[str] = mapped_column(primary_key=True)
    facts: Mapped[Any]


class SellerLinkRow(Base):
    """What links a flagged listing to others of the same operator; made by `monitor.judging`, and made anew at will."""

    __tablename__ = "seller_link"
    __table_args__ = (Index("seller_link_shared", "kind", "value", "marketplace"), {"sqlite_with_rowid": False})
    listing_key: Mapped[str] = mapped_column(ForeignKey("listing.key"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    """shop name | contact"""
    value: Mapped[str] = mapped_column(primary_key=True)
    """The name or the contact in one spelling."""
    marketplace: Mapped[str]
    """The listing's."""


class UnmatchedRow(Base):
    """A listing that names no watched brand: kept 30 days for market prices and word statistics, vendor hashed."""

    __tablename__ = "unmatched"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
    key: Mapped[str] = mapped_column(primary_key=True)
    marketplace: Mapped[str]
    title: Mapped[str | None]
    price_min: Mapped[Decimal | None]
    currency: Mapped[str | None]
    vendor_hash: Mapped[str | None]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    first_run: Mapped[int] = mapped_column(server_default="0")
    """The run that saw it first."""


class ExaminedTitleRow(Base):
    """What a title taught about words that only look like a brand's name; made anew at will."""

    __tablename__ = "examined_title"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
    digest: Mapped[str] = mapped_column(primary_key=True)
    misspellings: Mapped[Any | None]
    """NULL: nothing, as in most titles; else `misspellings`, pairs of a word and whether the title speaks of the brand
    besides, and `company`, as `monitor.matching.company` read it."""


class ScheduleRow(Base):
    """A watchlist's runs, time after time (`monitor schedule`)."""

    __tablename__ = "schedule"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
    name: Mapped[str] = mapped_column(primary_key=True)
    watchlist: Mapped[str]
    """The file's absolute path."""
    recurrence: Mapped[str]
    """A cron expression, or "every 6 hours"."""
    jitter: Mapped[int]
    """Most seconds that a run starts later than due."""
    next_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    run_id: Mapped[int | None]
    """The last run."""
    digested: Mapped[int]
    """The last run whose news were sent."""
