"""Where a stand-in (`--origin`) answers in the place of a marketplace."""

from urllib.parse import urlsplit


def stand_in_address(origin: str, url: str) -> str:
    """Where a stand-in (`--origin`) answers in the place of `url`: its own host, the path and query that were asked."""
    parts = urlsplit(url)
    return f"{origin.rstrip('/')}{parts.path or '/'}" + (f"?{parts.query}" if parts.query else "")
