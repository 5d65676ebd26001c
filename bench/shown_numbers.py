"""The numbers that a page shows anywhere, as a check of what readers say: written apart from them on purpose.

Compared are significant digits, without separators and leading or trailing zeros: `3万`, `30,000` and `30000.00` are
alike, so that no scale (万, k, lakh, juta …) has to be known here.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import unquote

from monitor.model import Listing
from monitor.pages.reading import PageReading

_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_TAGS = re.compile(r"(?:<[^<>]*>\s*)+")
_BOUNDARY = "\0"
"""Stands for tags between two texts."""
_OF_PARTS = re.compile(r"(?=(?<![\d.,])(\d[\d.,]*+)\s{0,9}\0([.,]?)\s{0,9}\0?(\d+))")
"""A price whose parts stand in elements of their own: `<b>120</b><i>.5</i>`."""
_WHOLE_AND_DECIMALS = re.compile(r'"decimals":\s*"?(\d+)"?,\s*"integer":\s*"?(\d+)')
"""1688 writes a price in two whole numbers: 58 and 5 are 58.05."""
_NUMBERS = (
    re.compile(r"\d+"),
    re.compile(r"(?<!\d)\d++(?:[.,٫٬]\d++)+"),
    re.compile(r"(?<!\d)\d++[.,]\d++"),
    re.compile(r"(?<!\d)\d{1,3}(?:[\s'’,.]\d{3})+(?:[.,]\d+)?"),
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def significant_digits(value: Decimal | int) -> str:
    """The digits of a value without point, and zeros before and behind; empty for nought."""
    return re.sub(r"\D", "", format(value, "f") if isinstance(value, Decimal) else str(value)).strip("0")


def shown_numbers(text: str) -> set[str]:
    """The significant digits of every number on a page, in its text, its data and its addresses."""
    plain = _INVISIBLE.sub("", html.unescape(_unescaped(unquote(text) if "%22" in text else text)))
    in_elements = _TAGS.sub(_BOUNDARY, plain)
    numbers = {
        _digits(number)
        for form in (text, plain, in_elements, in_elements.replace(_BOUNDARY, ""))
        for pattern in _NUMBERS
        for number in pattern.findall(form)
    }
    numbers.update(_digits("".join(parts)) for parts in _OF_PARTS.findall(in_elements))
    numbers.update(_digits(f"{whole}{int(part):02}") for part, whole in _WHOLE_AND_DECIMALS.findall(plain))
    return numbers


def numbers_of(reading: PageReading) -> Iterator[tuple[str, Decimal | int]]:
    """Every price and count of a reading, with its name."""
    if reading.total is not None:
        yield "total", reading.total
    for listing in reading.listings:
        yield from ((name, value) for name, value in _of_listing(listing) if value is not None)


def _of_listing(listing: Listing) -> Iterator[tuple[str, Decimal | int | None]]:
    yield "price_min", listing.price_min
    yield "price_max", listing.price_max
    yield "price_list", listing.price_list
    yield "units_sold", listing.units_sold
    yield "stock", listing.stock
    yield "min_order", listing.min_order
    for step in listing.price_steps:
        yield "min_qty", step.min_qty
        yield "price of a step", step.price


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text)


def _digits(number: str) -> str:
    digits = "".join(char if char.isascii() else str(unicodedata.decimal(char)) for char in number if char.isdecimal())
    return digits.strip("0")
