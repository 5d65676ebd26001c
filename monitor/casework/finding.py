"""What casework has to know of a finding, and how far its own page is sealed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OwnCapture:
    """The newest sealed capture of a listing's own page."""

    id: str
    sealed_at: datetime
    taken_at: datetime
    """When the page came, UTC."""
    session: bool
    """Fetched with the owner's login: left out of bundles unless asked for."""
    problem: str | None = None
    """What is wrong with its files; None: each has its digest."""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case that holds the finding in a link that has not ended."""

    id: str
    platform: str
    right_number: str


@dataclass(frozen=True, slots=True)
class LostComplaint:
    """An earlier complaint about the finding that left it where it was."""

    case_id: str
    state: str
    """rejected | accepted | reinstated"""


@dataclass(frozen=True, slots=True)
class CaseFinding:
    """A finding that is to be filed, or may be."""

    id: str
    listing_key: str
    marketplace: str
    brand: str
    title: str | None
    url: str | None
    state: str
    """new | confirmed | dismissed | watch | later"""
    ground: str | None
    """Of the confirmation."""
    note: str | None
    """The reviewer's."""
    taken_back: bool
    """Whether its last confirmation was taken back."""
    gone: bool
    """By the word of the listing's own page."""
    seller: str | None
    """The key of its vendor."""
    seller_name: str | None
    authorised: bool
    """Whether an identifier says that the seller is one of the brand's authorised sellers today."""
    score: int
    level: str | None
    reasons: tuple[str, ...]
    """Codes of what makes it suspicious."""
    capture: OwnCapture | None
    cases: tuple[OpenCase, ...] = ()
    lost: tuple[LostComplaint, ...] = ()
