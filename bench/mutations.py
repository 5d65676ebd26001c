"""Mutations of saved pages: what a change of the site, a broken proxy or an attacker may make of a page.

Where values, attributes, numbers and blocks of a page stand is worked out once (`Original`); a mutation then cuts and
joins text, so that thousands a second are made.
"""

import html
import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from monitor.text.decode import decode_page

ODD_VALUES = (
    '{"a":1}', "[]", '["x"]', "true", "null", "0", "-1", "1e16", "1e-5", "NaN", "-Infinity", "9" * 4300, "9" * 80,
    r'"\ud800x"', '"1e16"', '"0x1F"', '"12⁹⁹"', '"<script>"', '""', '"\\u0000"', '"' + "x" * 5000 + '"',
)  # fmt: skip
"""JSON values that a site does not mean; their text stands in for attributes and texts of elements, too."""
_BROKEN_NUMBERS = (
    "{a}e16", "{a}e{b}", "{a}⁹⁹", "{a}²", "{a}½", "{a}x{b}", "{a}万{b}千", "{a}·{b}", "{a}.{b}.5", "{a}_{b}", "{a}abc",
    "X{a}", "{a}₃", "{a}⁄{b}", "{a}①", "{a}´{b}", "{a}w{b}",
)  # fmt: skip
"""Numbers that begin or end with the digits of another, in its place: neither is a price or a count."""
_VALUE = re.compile(r'(?<=":)\s*(?:"(?:[^"\\]|\\.)*"|-?\d[\d.]*|true|false|null)')
_ATTRIBUTE_OR_TEXT = re.compile(r'="[^"<>]*"|>[^<>]+(?=<)')
_WHOLE_ATTRIBUTE = re.compile(r'\s[\w-]{1,40}="[^"<>]*"')
_NUMBER = re.compile(r"(?<![\w%#\\&.,])\d+(?:[.,]\d+)*")
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[{}]|<(/?)([a-zA-Z][\w-]*)[^<>]*>')
_BLOCK_SIZES = range(80, 20_000)
"""Characters of a block that may be a card of a listing."""
_LARGEST_PAGE = 1_000_000
"""Characters that copies of a block may make of a page."""

Span = tuple[int, int]
Edit = tuple[int, int, str]
"""The first character, the one behind the last, and what stands in their place afterwards."""


@dataclass(frozen=True)
class Original:
    """A page, and where in its text the things stand that mutations change."""

    body: bytes
    text: str
    values: list[Span]
    attributes_and_texts: list[Span]
    whole_attributes: list[Span]
    numbers: list[Span]
    blocks: list[Span]
    """JSON objects and elements of HTML of the size of a card."""


@dataclass(frozen=True)
class Mutated:
    """A page after its mutation."""

    body: bytes
    broken: frozenset[str] = frozenset()
    """Digits that stand on it as a part of a broken number only: no reader may take them for a number."""


def original(body: bytes) -> Original:
    """Look at a page once, for any number of mutations."""
    text = decode_page(body)
    spans = [
        [match.span() for match in pattern.finditer(text)]
        for pattern in (_VALUE, _ATTRIBUTE_OR_TEXT, _WHOLE_ATTRIBUTE, _NUMBER)
    ]
    return Original(body, text, *spans, _blocks(text))


def odd_values(page: Original, chance: random.Random, share: float) -> str:
    """The page's text with odd values in so large a share of its JSON values, and a quarter of that of the others."""
    edits = [
        *((*span, chance.choice(ODD_VALUES)) for span in page.values if chance.random() < share),
        *(
            (*span, _odd_text(page.text[span[0]], chance))
            for span in page.attributes_and_texts
            if chance.random() < share / 4
        ),
    ]
    return _edited(page.text, edits)


def mutated(page: Original, chance: random.Random) -> Mutated:
    """The page with one to three mutations of its text, or with bytes cut off or flipped."""
    if chance.random() < 0.15:
        return Mutated(_flipped(page.body, chance) if chance.random() < 0.5 else _cut(page.body, chance))
    edits: list[Edit] = []
    digits: set[str] = set()
    for kind in chance.sample(_KINDS, chance.choice((1, 1, 2, 3))):
        edits += kind(page, chance)
    if chance.random() < 0.5:
        broken, digits = _broken_numbers(page, chance)
        edits += broken
    body = _edited(page.text, edits).encode("utf-8", "replace")
    return Mutated(_cut(body, chance) if chance.random() < 0.05 else body, frozenset(digits))


def _odd_text(first: str, chance: random.Random) -> str:
    value = html.escape(chance.choice(ODD_VALUES).strip('"'))
    return f'="{value}"' if first == "=" else f">{value}"


def _some(spans: list[Span], chance: random.Random) -> list[Span]:
    """One, a few or many of the spans."""
    return chance.sample(spans, min(len(spans), chance.choice((1, 3, 10, max(1, len(spans) // 3)))))


def _odd(page: Original, chance: random.Random) -> list[Edit]:
    return [(*span, chance.choice(ODD_VALUES)) for span in _some(page.values, chance)]


def _odd_texts(page: Original, chance: random.Random) -> list[Edit]:
    spans = _some(page.attributes_and_texts, chance)
    return [(*span, _odd_text(page.text[span[0]], chance)) for span in spans]


def _swapped(page: Original, chance: random.Random) -> list[Edit]:
    """Values of each other's."""
    spans = _some(page.values, chance)
    return [(*span, page.text[slice(*other)]) for span, other in zip(spans, spans[1:] + spans[:1], strict=True)]


def _without_attributes(page: Original, chance: random.Random) -> list[Edit]:
    return [(*span, "") for span in _some(page.whole_attributes, chance)]


def _duplicated(page: Original, chance: random.Random) -> list[Edit]:
    """A card up to 200 times more."""
    if not page.blocks:
        return []
    start, end = chance.choice(page.blocks)
    card = page.text[start:end]
    between = "," if card.startswith("{") else ""
    times = min(chance.choice((1, 5, 50, 200)), max(0, _LARGEST_PAGE - len(page.text)) // len(card))
    return [(end, end, (between + card) * times)]


def _nested(page: Original, chance: random.Random) -> list[Edit]:
    """A card in itself, up to 200 times: its beginning stands again and again before its end."""
    if not page.blocks:
        return []
    start, end = chance.choice(page.blocks)
    middle = chance.randrange(start + 1, end)
    times = min(chance.choice((1, 5, 50, 200)), max(0, _LARGEST_PAGE - len(page.text)) // (end - start))
    return [(middle, middle, page.text[middle:end] * times)] if chance.random() < 0.3 else [
        (start, start, page.text[start:middle] * times)
    ]  # fmt: skip


def _removed(page: Original, chance: random.Random) -> list[Edit]:
    return [(*span, "") for span in _some(page.blocks, chance)[:3]]


_KINDS: tuple[Callable[[Original, random.Random], list[Edit]], ...] = (
    _odd, _odd_texts, _swapped, _without_attributes, _duplicated, _nested, _removed,
)  # fmt: skip


def _broken_numbers(page: Original, chance: random.Random) -> tuple[list[Edit], set[str]]:
    """Broken numbers in the places of numbers, and the digits in them, which stand nowhere else on the page."""
    edits: list[Edit] = []
    digits: set[str] = set()
    for span in _some(page.numbers, chance)[:30]:
        first, second = (str(chance.randrange(1000, 9000) * 100 + chance.randrange(11, 99)) for _ in range(2))
        if first in page.text or second in page.text:
            continue
        edits.append((*span, chance.choice(_BROKEN_NUMBERS).format(a=first, b=second)))
        parts = (first, second, first + second, f"{first}{second}5", f"{first}99", f"{first}2", f"{first}3")
        digits |= {part.strip("0") for part in parts}
    return edits, digits


def _flipped(body: bytes, chance: random.Random) -> bytes:
    """A bit of up to fifty bytes the other way round."""
    damaged = bytearray(body)
    for _ in range(chance.choice((1, 5, 50)) if damaged else 0):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def _cut(body: bytes, chance: random.Random) -> bytes:
    return body[: chance.randrange(len(body) + 1)]


def _edited(text: str, edits: list[Edit]) -> str:
    """The text with its edits; of edits that overlap the first."""
    parts = []
    done = 0
    for start, end, replacement in sorted(edits):
        if start >= done:
            parts += text[done:start], replacement
            done = end
    return "".join((*parts, text[done:]))


def _blocks(text: str) -> list[Span]:
    """Objects and elements with a beginning and an end, as far as counting brackets and tags tells them."""
    blocks = []
    objects: list[int] = []
    elements: list[tuple[str, int]] = []
    for match in _BRACKET.finditer(text):
        if match[0] == "{":
            objects.append(match.start())
        elif match[0] == "}" and objects:
            blocks.append((objects.pop(), match.end()))
        elif match[2] and not match[1]:
            elements.append((match[2], match.start()))
        elif match[2]:
            while elements:  # those in between have no end: `<br>`, `<p>`
                name, start = elements.pop()
                if name == match[2]:
                    blocks.append((start, match.end()))
                    break
    return [(start, end) for start, end in blocks if end - start in _BLOCK_SIZES]
