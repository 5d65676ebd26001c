"""One page to ask for."""

from dataclasses import dataclass

from monitor.model import PageKind


@dataclass(frozen=True, slots=True)
class Target:
    """What the planner wants from a marketplace: `key` is unique within a run (see `PageVisit.target`)."""

    key: str
    page: PageKind
    url: str
    keyword: str | None = None
    brand: str | None = None
    page_number: int | None = None
    capture: bool = False
    """Whether a case needs a capture of the page: with the browser, where there is one."""
