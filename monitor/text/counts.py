"""Reading numbers of units, orders and results: `3万+`, `1,234 sold`, `Orders (55)`."""

import re
import unicodedata

from monitor.text.money import read_number

_SCALES = {
    "万": 10_000,
    "w": 10_000,
    "亿": 100_000_000,
    "千": 1000,
    "百万": 1_000_000,
    "k": 1000,
    "m": 1_000_000,
    "b": 10**9,
    "тыс": 1000,
    "млн": 1_000_000,
    "mil": 1000,
    "tsd": 1000,
    "mio": 1_000_000,
}
_COUNT = re.compile(
    r"(\d{1,3}(?:[ '’]\d{3})+(?!\d)|\d[\d.,]*)\s*(百万|万|亿|千|тыс|млн|(?:mil|tsd|mio)\b|[wkmb](?![a-z]))?",
    re.IGNORECASE,
)
_ABSURD = 10**12
_LONGEST = 400


def read_count(text: str | int | None) -> int | None:
    """The first number of things in `text`, a lower bound where the site says "3万+"; None when there is none.

    Negative numbers and those from 10^12 on count as none: no marketplace sells that many.
    """
    if text is None or isinstance(text, bool):
        return None
    if isinstance(text, int):
        return text if 0 <= text < _ABSURD else None
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 12 else None
    text = unicodedata.normalize("NFKC", text[:_LONGEST])
    match = _COUNT.search(text)
    if match is None or text[: match.start()].rstrip().endswith(("-", "−")):
        return None
    scale = _SCALES.get((match[2] or "").lower(), 1)
    # Things are counted in whole numbers: without 万 or k behind it, a point before three digits groups thousands
    number = read_number(match[1], point_is_decimal=scale > 1)
    if number is None:
        return None
    count = int(number * scale)
    return count if count < _ABSURD else None
