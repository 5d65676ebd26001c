"""What the general reader finds on a saved page of a new site, as code of its page class and as a composed page."""

from dataclasses import dataclass, field

GOODS = ("Nordwerk X200 cordless drill, two batteries", "Nordwerk M5 mini drill", "Nordwerk X90 jigsaw with case")
PRICES = ("39.90", "12.50", "64.00")
IDS = ("900000001", "900000002", "900000003")
VENDORS = ("Power Bargain Depot", "OEM ToolLab", "Brightfield Outlet")
SOLD = ("412", "35", "7")


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A layout as code. `{listing_page}` in `method` stands for the class of listing pages.

    `sample` is a page of this structure with invented words; `unknown`: a line for each thing that could not be told.
    """

    name: str
    readers: tuple[str, ...]
    """Names of `monitor.pages.extract` that the method uses."""
    attributes: str
    method: str
    sample: str
    unknown: list[str] = field(default_factory=list)
