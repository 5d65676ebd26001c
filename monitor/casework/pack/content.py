"""What a pack says, before it is laid out: the case with its listings, and pages made of plain blocks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from monitor.casework.finding import CaseFinding
from monitor.casework.remark import Remark
from monitor.casework.rights import Gap
from monitor.casework.rules import Platform, Rule
from monitor.model import Reason
from monitor.store.read.cases import CaseRecord
from monitor.watchlist import Owner, Right


@dataclass(frozen=True, slots=True)
class PackListing:
    """A listing as its sealed page shows it; what that page does not tell, as others told it. Times are UTC."""

    number: int
    finding_id: str
    listing_id: str
    url: str
    title: str | None
    seller: str | None
    price: str | None
    changed_since: bool
    """Whether title, seller or price were told otherwise since: what was observed may be of the newer page."""
    taken_at: datetime
    by_hand: bool
    """A person saved the page in a browser; `taken_at` is the file's own time then."""
    handed_in_by: str | None
    sealed_at: datetime
    capture_id: str
    manifest_sha256: str
    page_sha256: str | None
    observed: tuple[Reason, ...]
    """What the listing itself shows; never what the program thinks of its seller."""
    decided_by: str | None
    decided_on: date | None
    note: str | None
    """The named person's own words."""
    picture: bytes | None = field(default=None, repr=False)
    """A copy (JPEG) of the listed goods' picture."""
    genuine: bytes | None = field(default=None, repr=False)
    """A copy (JPEG) of the owner's picture: of the product that the listing names, else of another of the brand."""


@dataclass(frozen=True, slots=True)
class PackDocument:
    """A document that goes with the complaint. `role`: what it is, such as identity or extension."""

    role: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing in a pack, as a code with its facts; `table`: which words say it."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pack:
    """All that a pack says."""

    case: CaseRecord
    brand: str
    """As the watchlist names it."""
    platform: Platform
    day: date
    """The platform's own day on which it is made: rules are those of this day."""
    right: Right
    owner: Owner | None
    listings: tuple[PackListing, ...]
    documents: tuple[PackDocument, ...]
    gaps: tuple[Gap, ...]
    """What the route lacks, and what is to be checked."""
    refused: tuple[Remark, ...]
    """Why a listing can't be filed any more."""
    findings: tuple[CaseFinding, ...]
    """Of the listings, as they stand today."""
    lacks: tuple[Lack, ...]
    unstamped: int
    """How many of the sealed pages have no time stamp that could be checked."""
    specimen: bool
    """Not for filing: marked on each page."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing: what is only to be checked is not."""
        return not self.refused and not self.lacks and not any(gap.closes for gap in self.gaps)

    def rule(self, key: str) -> Rule | None:
        """The platform's rule of the day, or None where no source says it."""
        return self.platform.find(key, self.case.marketplace, self.day)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 0 is the document's title."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain cells below their heads; no heads: pairs of a name and its value. Empty cells are to be filled in.

    `widths`: how wide the columns are, compared with each other; none: all the same.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures (JPEG) side by side, each with its caption; None: room for one."""

    pictures: tuple[tuple[bytes | None, str], ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins a page."""


Block = Heading | Paragraph | Table | Pictures | NewPage


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document of a pack."""

    title: str
    blocks: tuple[Block, ...]
    mark: str | None
    """Stands on each page."""
