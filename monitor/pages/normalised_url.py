"""Addresses and ids that are alike for all links to one page."""

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

# What advertisers and newsletters add to addresses.
_TRACKING = re.compile(r"utm_\w+|gclid|fbclid|msclkid|yclid|spm|ref_?|aff_\w+", re.IGNORECASE)


def normalised_url(url: str) -> str:
    """An address without what differs between links to one page: scheme, www., tracking parameters, fragment."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    kept = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(name)
    ]
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def short_id(words: str) -> str:
    """A listing id for what has none."""
    return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8).hexdigest()
