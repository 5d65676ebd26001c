"""Which of a listing's pictures is looked at."""

from collections.abc import Iterable
from urllib.parse import urlsplit


def picture_address(addresses: Iterable[str]) -> str | None:
    """The first address that can be asked for: of http or https, with a host; None when there is none."""
    return next((address for address in addresses if _can_be_asked(address)), None)


def _can_be_asked(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False
