"""Copies of pages in the Wayback Machine, whose links lead into the archive: made to lead where the page's own do."""

import re

_ARCHIVE = "web.archive.org"
_REWRITTEN = re.compile(
    r"(?:https?:)?(?:\\?/\\?/web\.archive\.org)?\\?/web\\?/\d{14}(?:[a-z]{2}_)?\\?/(?=https?:\\?/|\\?/\\?/)",
    re.IGNORECASE,
)


def without_archive(text: str) -> str:
    """The text of a page with the addresses that it had before it was archived; any other text as it is."""
    return _REWRITTEN.sub("", text) if _ARCHIVE in text else text
