"""How much of something a title offers: `50ml`, `1.7 fl oz`, `50ml*2`, `pack of 6`, 12片装, 三件套."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from monitor.text.fold_hanzi import fold_hanzi

Measure = Literal["ml", "g", "oz", "gb", "mm"]
"""Volume, mass, ounces (of which titles don't say whether fluid or not), memory, length."""

_LONGEST = 1_000
"""Characters of a title that are looked at."""
_NEAR = Decimal("0.03")
"""Two sizes differ by this share at most where they are one size in two units: 1.7 fl oz, 50 ml."""
_OUNCE: dict[Measure, Decimal] = {"ml": Decimal("29.5735"), "g": Decimal("28.3495")}

_UNITS: dict[str, tuple[Measure, str]] = {
    r"ml|毫升|cc|milli ?lit(?:er|re)s?": ("ml", "1"),
    r"cl": ("ml", "10"),
    r"dl": ("ml", "100"),
    r"l|ltr|lit(?:er|re|ro)s?|公升|升(?![级降值温学])": ("ml", "1000"),
    r"fl\.? ?oz\.?|fluid ounces?": ("ml", "29.5735"),
    r"oz\.?|ounces?|盎司": ("oz", "1"),
    r"mg|毫克": ("g", "0.001"),
    r"g|grs?|gms?|gramm?e?s?|克(?![拉力罗])": ("g", "1"),
    r"kgs?|kilo(?:gram)?s?|千克|公斤": ("g", "1000"),
    r"斤": ("g", "500"),
    r"lbs?|pounds?": ("g", "453.592"),
    r"gb": ("gb", "1"),
    r"tb": ("gb", "1024"),
    r"mm|毫米": ("mm", "1"),
    r"cm|厘米|公分": ("mm", "10"),
    r"m|米(?![色白家兰])": ("mm", "1000"),
    r'inch(?:es)?|in(?! ?\d)|"|英寸|寸': ("mm", "25.4"),
}
_UNIT_NAMES = list(_UNITS)
_NUMBER = r"\d{1,5}(?:[.,]\d{1,3})?"
_THOUSANDS = re.compile(r"\d{1,3},\d{3}")
_SIZE = re.compile(
    rf"(?<![\d.,])(?<![a-wyz])({_NUMBER})[ -]?(?:"
    + "|".join(f"({names})" for names in _UNIT_NAMES)
    + r")(?:(?![a-z])|(?=x ?\d))"
)
_HAN_SIZE = re.compile(r"(半|[一二两三四五六七八九十]{1,2}) ?(公斤|千克|斤|升(?![级降值温学]))")
_TIMES_BEHIND = re.compile(r" ?[x*×] ?(\d{1,3})(?![\d.,]*\d|[a-z%])")
_TIMES_BEFORE = re.compile(r"(?<![a-z\d.,])(\d{1,3}) ?[x*×] ?\Z")
_OTHER_SIZES = re.compile(rf"(?<![a-z\d.,])((?:{_NUMBER} ?[/、~-] ?){{1,5}})\Z")

_WORDS = {
    "one": 1,
    "single": 1,
    "twin": 2,
    "double": 2,
    "duo": 2,
    "triple": 3,
    "trio": 3,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "eight": 8,
    "ten": 10,
    "twelve": 12,
    "dozen": 12,
}
_COUNT = rf"(\d{{1,4}}|{'|'.join(_WORDS)})"
_HAN_COUNT = r"(\d{1,4}|[一二两三四五六七八九十]{1,3}|单)"
_HAN_DIGITS = {char: number for number, char in enumerate("〇一二三四五六七八九十")} | {"两": 2, "单": 1, "双": 2}
_GOODS_END = r"(?:装|入|(?=[^\w]|$))"
"""What stands behind a number of pieces of the goods themselves: 6瓶装, but 2块电池."""
_COUNTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    # a set of different pieces
    ("parts", re.compile(rf"(?<![\d.,a-z]){_COUNT}[ -]?(?:pcs?|pieces?|parts?|teilig\w*)[ -/]?(?:sets?|kits?)\b")),
    ("parts", re.compile(rf"\b(?:set|kit) of {_COUNT}\b")),
    ("parts", re.compile(rf"(?<![\d.,a-z]){_HAN_COUNT} ?(?:件套|件组|套件|合一套装|支套装|瓶套装|只套装)")),
    # what is within one piece
    ("contents", re.compile(
        rf"(?<![\d.,a-z]){_COUNT}[ -]?(?:count|ct|sheets?|capsules?|caps|tablets?|tabs|softgels?|wipes?|sachets?"
        r"|tea ?bags?|pads?|patches|pills?|pods)\b"
    )),
    ("contents", re.compile(rf"\b(?:box|bag|jar|tube|bottle) of {_COUNT}\b")),
    ("contents", re.compile(rf"(?<![\d.,a-z]){_HAN_COUNT} ?[片粒颗张丸抽贴枚袋包]{_GOODS_END}")),
    # several pieces of the same
    ("pieces", re.compile(rf"\b(?:pack|packs|lot|bundle|case|carton|pair) of {_COUNT}\b")),
    ("pieces", re.compile(rf"(?<![\d.,a-z]){_COUNT}[ -]?(?:er[ -]?)?(?:packs?|pk)\b")),
    ("pieces", re.compile(
        rf"(?<![\d.,a-z]){_COUNT}[ -]?(?:pcs?|pieces?|units?|pairs?|bottles?|jars?|tubes?|stk|stuck|шт|piezas?)\b"
        r"(?=\s?(?:$|[^\s\w]|/|lots?\b|packs?\b|in\b|wholesale|bulk|of\b|\W{2}))"
    )),
    ("pieces", re.compile(rf"^\W*{_COUNT}[ -]?(?:pcs?|pieces?|units?|pairs?|bottles?|jars?|tubes?)\b")),
    ("pieces", re.compile(r"(双)[瓶支罐盒]装")),
    ("pieces", re.compile(r"^\W*(\d{1,2}) ?[x×*] (?=\D)")),
    ("pieces", re.compile(
        r"(?:(?<=[(\[ ])[×*]|(?<=[\u3400-\u9fff])[×*x]|(?<=[(\[])x|(?<= )x(?= |\d{1,2}$))"
        r" ?(\d{1,2})(?![\d.,]*\d|[a-z%])"
    )),
    ("pieces", re.compile(r"(?<![a-z\d.,])(?<!zoom )(\d{1,2})[x×](?=$|[)\]])")),
    ("pieces", re.compile(
        rf"(?<![\d.,a-z]){_HAN_COUNT} ?[瓶支罐盒台部只个双件条把块桶管对箱套顶副卷听筒]{_GOODS_END}"
    )),
)  # fmt: skip
_WITHIN_A_KIT = re.compile(r"\b(?:with|incl\w*|kit|set|accessories)\b")
"""Before "24 pcs": they are parts of a kit."""
_ASIDE = re.compile(
    r"(?:[送赠附]\S{0,4}|[配带含满第买每限减拍加再前近]|立减|库存|[已可]售|月销|销量|起订|起批|返"
    r"|\b(?:with|incl|includes?|including|plus|free|gift|bonus|and|over|from|min|moq|buy|get|save|up to|w/)[.:]?"
    r"|[+&])(?: ?(?:a|an|the|you|同款|正品|您))? ?\Z"
)
"""Before an amount that is no part of what is offered at the price: a gift, a condition."""
_CHOICE = re.compile(r"\d ?[/、~-] ?\Z")
"""Before an amount that can be chosen among others: 3/6/12 pcs."""
_CONDITION = re.compile(r" ?(?:包邮|起|以上|[0-9.]{1,3}折|减|送|立减|/?min|moq|or more)")
"""Behind such an amount: 2件包邮, 10件起批."""


@dataclass(frozen=True, slots=True)
class Size:
    """A measured size; two of one measure can be compared."""

    amount: Decimal
    measure: Measure


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much a text speaks of; what it does not say is None or empty."""

    sizes: tuple[Size, ...] = ()
    """Sizes of one piece; several where there is a choice, or where they measure different things."""
    pieces: int | None = None
    """Pieces of the same goods that are sold together."""
    contents: int | None = None
    """What one piece holds: tablets, sheets, bags."""
    parts: int | None = None
    """Different pieces that make a set."""
    words: tuple[str, ...] = ()
    """All of these as the text writes them."""

    def of(self, measure: Measure) -> tuple[Size, ...]:
        """The sizes of one measure; an ounce counts as fluid or not, 128 g beside memory as gigabytes."""
        found = []
        for size in self.sizes:
            if size.measure == measure:
                found.append(size)
            elif size.measure == "oz" and measure in _OUNCE:
                found.append(Size(size.amount * _OUNCE[measure], measure))
            elif measure == "oz" and size.measure in _OUNCE:
                found.append(Size(size.amount / _OUNCE[size.measure], measure))
            elif measure == "gb" and size.measure == "g" and size.amount in _MEMORIES:
                found.append(Size(size.amount, measure))
        return tuple(found)


_MEMORIES = frozenset(map(Decimal, (16, 32, 64, 128, 256, 512)))


def same_size(one: Size, other: Size) -> bool:
    """Whether two sizes of one measure are the same, but for rounding."""
    return one.measure == other.measure and abs(one.amount - other.amount) <= _NEAR * max(one.amount, other.amount)


@lru_cache(maxsize=2048)
def read_quantity(text: str) -> Quantity:
    """The sizes and numbers of pieces that a title or a product's name speaks of; gifts and conditions are left out."""
    text = text[:_LONGEST]
    folded = fold_hanzi(text)
    spans: list[tuple[int, int]] = []
    sizes, pieces = _sizes(folded.text, spans)
    counts: dict[str, set[int]] = {"parts": set(), "contents": set(), "pieces": pieces}
    for kind, pattern in _COUNTS:
        for match in pattern.finditer(folded.text):
            number = _whole(match[1])
            start, end = match.span()
            if number is None or _is_aside(folded.text, start) or _CONDITION.match(folded.text, end):
                continue
            first, last = folded.span(start, end)
            if _overlaps(spans, start, end) or _is_model(text, text[first:last].strip()):
                continue
            is_part = kind == "pieces" and _WITHIN_A_KIT.search(folded.text, 0, start)
            numbers = counts["parts" if is_part else kind]
            numbers.add(number)
            if _CHOICE.search(folded.text, max(0, start - 4), start):
                numbers.add(0)
            spans.append((start, end))
    written = []
    for start, end in sorted(spans):
        first, last = folded.span(start, end)
        written.append(text[first:last].strip())
    # a choice of numbers says nothing of what the price is for
    known = {kind: numbers.pop() if len(numbers) == 1 else None for kind, numbers in counts.items()}
    return Quantity(tuple(sizes), known["pieces"], known["contents"], known["parts"], tuple(written))


def without_quantity(text: str) -> str:
    """A text without the sizes and numbers of pieces that it speaks of."""
    for words in read_quantity(text).words:
        text = text.replace(words, " ", 1)
    return " ".join(text.split())


def _sizes(text: str, spans: list[tuple[int, int]]) -> tuple[list[Size], set[int]]:
    """The sizes, each once, with the numbers of pieces beside them; what they were read from is added to `spans`."""
    sizes: list[Size] = []
    pieces: set[int] = set()
    for match in _SIZE.finditer(text):
        start, end = match.span()
        measure, factor = _UNITS[_UNIT_NAMES[(match.lastindex or 2) - 2]]
        memory = measure == "gb" or (measure == "g" and match[1] in {"64", "128", "256", "512"})
        if _is_aside(text, start) and not memory:
            continue
        if times := _TIMES_BEHIND.match(text, end):
            pieces.add(int(times[1]))
            end = times.end()
        if text[end : end + 1] == "装":
            end += 1
        before = text[max(0, start - 40) : start]
        if times := _TIMES_BEFORE.search(before):
            pieces.add(int(times[1]))
            start -= len(before) - times.start()
        elif others := _OTHER_SIZES.search(before):
            start -= len(before) - others.start()
            for number in re.findall(_NUMBER, others[1]):
                _add(sizes, Size(_decimal(number) * Decimal(factor), measure))
        _add(sizes, Size(_decimal(match[1]) * Decimal(factor), measure))
        spans.append((start, end))
    for match in _HAN_SIZE.finditer(text):
        measure, factor = ("ml", "1000") if match[2] == "升" else ("g", "500" if match[2] == "斤" else "1000")
        number = Decimal("0.5") if match[1] == "半" else Decimal(_whole(match[1]) or 0)
        if not _is_aside(text, match.start()):
            _add(sizes, Size(number * Decimal(factor), measure))
            spans.append(match.span())
    return sizes, pieces - {0}


def _add(sizes: list[Size], size: Size) -> None:
    """Add a size unless it is there already, in this unit or another; ounces beside a like size are the same size."""
    if size.amount <= 0 or any(same_size(size, known) for known in Quantity(tuple(sizes)).of(size.measure)):
        return
    sizes.append(size)


def _is_aside(text: str, start: int) -> bool:
    return bool(_ASIDE.search(text[max(0, start - 16) : start]))


def _is_model(text: str, words: str) -> bool:
    """Whether "x6" at the end of a text may be a model: written large, or where the text has small letters only."""
    return words[:1] == "X" or (words[:1] == "x" and text.isascii() and text == text.lower())


def _overlaps(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in spans)


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", "" if _THOUSANDS.fullmatch(number) else "."))


def _whole(number: str) -> int | None:
    """A number of pieces in digits, English or Chinese; None for 0 and what is no number."""
    if number.isdecimal():
        return int(number) or None
    if number in _WORDS:
        return _WORDS[number]
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return _HAN_DIGITS[number] if len(number) == 1 else None
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return None
    return 10 * (_HAN_DIGITS[tens] if tens else 1) + (_HAN_DIGITS[ones] if ones else 0)
