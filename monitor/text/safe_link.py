"""Which addresses may be links in what people open."""

import re

# Nothing before an @ in the host: `https://your-bank.example@evil.example/` leads to evil.example.
_LINK = re.compile(
    r"https?://[^\s\x00-\x1f\x7f-\x9f\"<>\\^`{|}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff@\uff20\ufe6b/?#]+"
    r"(?:[/?#][^\s\x00-\x1f\x7f-\x9f\"<>\\^`{|}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]*)?",
    re.IGNORECASE,
)
_LONGEST = 4_000


def safe_link(url: str | None) -> str | None:
    """`url` when a click on it is an ordinary web request to the host that it seems to name, else None."""
    return url if url is not None and len(url) <= _LONGEST and _LINK.fullmatch(url) else None
