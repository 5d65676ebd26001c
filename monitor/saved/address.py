"""Whose page a saved one is: the page itself, or one that a web archive holds with its own address in front."""

import re
from datetime import UTC, datetime
from typing import NamedTuple

from monitor.text.web_address import web_address

# How web archives name what they hold: their host, the time of the capture, the page's own address.
_ARCHIVED = re.compile(
    r"https?://(?:web\.archive\.org/web|archive\.(?:today|ph|is|li|md|vn|fo)|arquivo\.pt/(?:no[Ff]rame/)?wayback"
    r"|www\.webarchive\.org\.uk/wayback/[\w-]{1,40})/(\d{4,14})(?:[a-z]{2}_)?/(\S+)",
    re.IGNORECASE,
)


class Place(NamedTuple):
    """A page's own address, and when a web archive captured it (UTC; None: it is no archive's copy)."""

    url: str
    captured: datetime | None = None


def place_of(address: str) -> Place | None:
    """The page that an address leads to, through a web archive too; None for what is no address of a page."""
    url = web_address(address)
    match = _ARCHIVED.match(url) if url else None
    if match is None:
        return Place(url) if url else None
    inner = web_address(re.sub(r"^(https?:)/{1,2}(?=[^/])", r"\1//", match[2]))
    return Place(inner, _capture_time(match[1])) if inner else None


def _capture_time(digits: str) -> datetime | None:
    """The time of a capture; None where it does not name the day."""
    if len(digits) < len("20240102"):
        return None
    try:
        return datetime.strptime(f"{digits:0<14}", "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
