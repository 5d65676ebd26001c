"""Reading numbers of units, orders and results: `3万+`, `1,234 sold`, `Orders (55)`."""

import re

from monitor.text.digits import SCALE_PATTERN, SCALES, goes_on, is_tail, plain_digits
from monitor.text.money import read_number

_SCALES = {"m": 10**6, "mi": 10**6, "bin": 1000, "ezer": 1000, "mii": 1000, "ng": 1000, "tis": 1000, **SCALES}
"""`m` and others stand behind counts only: prices have metres, miles and bins there."""
_COUNT = re.compile(
    rf"(\d{{1,3}}(?:[ '’]\d{{3}})+(?!\d)|\d[\d.,]*)(?:\s*({SCALE_PATTERN}|(?:m|mi|bin|ezer|mii|ng|tis|b)(?!\w)))?",
    re.IGNORECASE,
)
_ABSURD = 10**12


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
    text = plain_digits(text)
    match = next((match for match in _COUNT.finditer(text) if not is_tail(text, match.start())), None)
    if match is None or goes_on(text, match.end()) or text[: match.start()].rstrip().endswith(("-", "−")):
        return None
    letters = (match[2] or "").lower()
    if letters == "b":  # a billion in one language, a thousand in another
        return None
    scale = _SCALES[letters] if letters else 1
    # Things are counted in whole numbers: without 万 or k behind it, a point before three digits groups thousands
    number = read_number(match[1], point_is_decimal=scale > 1)
    if number is None:
        return None
    count = int(number * scale)
    return count if count < _ABSURD else None
