"""What an owner may want to add to the watchlist: commonly known names, and names and numbers mined from titles.

Suggestions only: a run searches what the watchlist says.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.keywords.mining import MinedName, mine
from monitor.lexicon.brands import known_brand
from monitor.text.fold import fold
from monitor.text.hanzi import is_hanzi, toned
from monitor.watchlist import Brand

_MOST = 8
"""Suggestions of one kind for one brand."""
_LEAST_SCORE = 0.8
"""A mined string with a lower score is most likely a word for the goods."""
_VENDORS = 3
"""So many must write a number beside the name before it is suggested."""
_NUMBER = r"[ /|)）\]】-]{0,2}([a-z]{0,4}-?[0-9]{2,6}[a-z]{0,3})(?![a-z0-9])"
_QUANTITY = re.compile(r"[0-9]+(ml|g|kg|mm|cm|pcs|w|v|l|gb|mah|oz|cc|m|k)?|20[0-9]{2}[a-z]?")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text for one key of one brand's watchlist, and why, for readers without Chinese."""

    brand: str
    key: str
    """chinese | aliases | weak_names | product"""
    text: str
    why: str


def suggestions(brands: Sequence[Brand], titles: Sequence[tuple[str, str | None]]) -> list[Suggestion]:
    """Suggestions for each brand, of each kind the best first. `titles`: each with its vendor, None if unknown."""
    mined: dict[str, list[MinedName]] = defaultdict(list)
    for name in mine(brands, titles):
        mined[name.brand].append(name)
    unique: dict[tuple[str, str], Suggestion] = {}
    for brand in brands:
        listed = {fold(name).text for name in (*brand.names, *brand.weak_names, *brand.not_names)}
        for suggestion in (*_known(brand), *_mined(mined[brand.id]), *_numbers(brand, titles)):
            folded = fold(suggestion.text).text
            if folded not in listed:
                unique.setdefault((brand.id, folded), suggestion)
    return list(unique.values())


def _known(brand: Brand) -> Iterator[Suggestion]:
    known = known_brand(brand.name)
    if known is None:
        return
    for name in known.chinese:
        yield Suggestion(brand.id, "chinese", name, f"commonly known Chinese name{_read(name)}")
    for name in known.other_names:
        yield Suggestion(brand.id, "aliases", name, f"commonly known name or nickname{_read(name)}")
    for name in known.weak:
        yield Suggestion(
            brand.id, "weak_names", name, f"initials, or a nickname that means other things too{_read(name)}"
        )
    for name in known.lines:
        yield Suggestion(brand.id, "product", name, f"well-known product{_read(name)}")


def _mined(mined: Sequence[MinedName]) -> Iterator[Suggestion]:
    for name in [name for name in mined if name.score >= _LEAST_SCORE][:_MOST]:
        where = f"beside the name in {name.titles} titles of {name.vendors} vendors, without it in {name.elsewhere}"
        yield Suggestion(name.brand, "chinese", name.chinese, f"{where}; {name.ranked.why}")


def _numbers(brand: Brand, titles: Sequence[tuple[str, str | None]]) -> Iterator[Suggestion]:
    """Model numbers that several vendors write right after the name."""
    names = [fold(name).text for name in brand.names]
    pattern = re.compile("|".join(f"(?:(?<![a-z0-9]){re.escape(name)})" for name in names))
    number = re.compile(_NUMBER)
    products = {fold(text).text for product in brand.product for text in (product.name, *product.aliases)}
    vendors: dict[str, set[str]] = defaultdict(set)
    for title, vendor in titles:
        folded = fold(title).text
        for place in pattern.finditer(folded):
            beside = number.match(folded, place.end())
            if beside and beside[1] not in products and not _QUANTITY.fullmatch(beside[1]):
                vendors[beside[1]].add(vendor or title)
    often = sorted(vendors, key=lambda text: (-len(vendors[text]), text))
    for text in [text for text in often if len(vendors[text]) >= _VENDORS][:_MOST]:
        why = f"a model number that {len(vendors[text])} vendors write beside the name"
        yield Suggestion(brand.id, "product", text.upper(), why)


def _read(name: str) -> str:
    return f" ({toned(name)})" if any(map(is_hanzi, name)) else ""
