"""What a page class makes of a page."""

from dataclasses import dataclass
from typing import Self

from monitor.model import Listing, PageKind
from monitor.page_reasons import REASON_RULES, Outcome, PageReason

GUESSED = "guessed"
"""The layout of what the general reader found (`monitor.pages.guess`)."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """What a page class made of a page."""

    page: PageKind
    outcome: Outcome
    reason: PageReason | None = None
    """Why there are no listings; None when there are."""
    detail: str | None = None
    """Words that say more than the reason: the status, what makes the page too costly; beside listings, what of them
    was left out because it is more than any site shows (`monitor.pages.limits`)."""
    listings: tuple[Listing, ...] = ()
    total: int | None = None
    next_page: str | bool | None = None
    layout: str | None = None

    @classmethod
    def without_listings(
        cls,
        page: PageKind,
        reason: PageReason,
        detail: str | None = None,
        *,
        total: int | None = None,
        layout: str | None = None,
    ) -> Self:
        """A page without listings: the reason says which outcome that is."""
        return cls(page, REASON_RULES[reason].outcome, reason, detail, total=total, layout=layout)
