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
from monitor.text.gloss import gloss
from monitor.text.gloss_words import readings
from monitor.text.hanzi import is_hanzi, simplified_text, toned
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

    @property
    def reading(self) -> str | None:
        """How the Chinese in it is said; None without any."""
        return reading(self.text)

    @property
    def meaning(self) -> str | None:
        """What the Chinese in it means; None without any."""
        return meaning(self.text)


def reading(text: str) -> str | None:
    """How the Chinese in a text is said, in pinyin; None without any."""
    chinese = "".join(filter(is_hanzi, text))
    return toned(chinese) if chinese else None


def meaning(text: str) -> str | None:
    """What the Chinese words in a text mean, in English; of a name the meaning of each character. None without any."""
    words = [word for word in gloss(text) if word.pinyin is not None]
    return "; ".join(word.english or _by_characters(word.text) for word in words) if words else None


def suggestions(brands: Sequence[Brand], titles: Sequence[tuple[str, str | None]]) -> list[Suggestion]:
    """Suggestions for each brand, of each kind the best first. `titles`: each with its vendor, None if unknown."""
    mined: dict[str, list[MinedName]] = defaultdict(list)
    for name in mine(brands, titles):
        mined[name.brand].append(name)
    unique: dict[tuple[str, str], Suggestion] = {}
    for brand in brands:
        listed = {_plain(text) for text in _listed(brand)}
        for suggestion in (*_known(brand), *_mined(mined[brand.id]), *_numbers(brand, titles)):
            plain = _plain(suggestion.text)
            if plain not in listed:
                unique.setdefault((brand.id, plain), suggestion)
    return list(unique.values())


def _listed(brand: Brand) -> Iterator[str]:
    """All words that the watchlist has of the brand, whatever for."""
    yield from (*brand.names, *brand.weak_names, *brand.not_names, *brand.categories)
    yield from (*brand.keywords_on, *brand.keywords_off)
    for product in brand.product:
        yield from (product.name, *product.aliases)


def _plain(text: str) -> str:
    """A text in one spelling: traditional and simplified characters are the same."""
    return simplified_text(fold(text).text).strip()


def _by_characters(word: str) -> str:
    """The characters' own meanings, the first of each: what a name that is no word is made of."""
    meanings = [next(iter(readings(char)), None) for char in word]
    parts = [(found.english or "?").partition(";")[0] if found else "?" for found in meanings]
    return f"({' + '.join(parts)})"


def _known(brand: Brand) -> Iterator[Suggestion]:
    known = known_brand(brand.name)
    if known is None:
        return
    for name in known.chinese:
        yield Suggestion(brand.id, "chinese", name, "commonly known Chinese name")
    for name in known.other_names:
        yield Suggestion(brand.id, "aliases", name, "commonly known name or nickname")
    for name in known.weak:
        yield Suggestion(brand.id, "weak_names", name, "initials, or a nickname that means other things too")
    for name in known.lines:
        yield Suggestion(brand.id, "product", name, "well-known product")


def _mined(mined: Sequence[MinedName]) -> Iterator[Suggestion]:
    for name in [name for name in mined if name.score >= _LEAST_SCORE][:_MOST]:
        where = f"beside the name in {name.titles} titles of {name.vendors} vendors, without it in {name.elsewhere}"
        yield Suggestion(name.brand, "chinese", name.chinese, f"{where}; {name.ranked.why}")


def _numbers(brand: Brand, titles: Sequence[tuple[str, str | None]]) -> Iterator[Suggestion]:
    """Model numbers that several vendors write right after the name."""
    names = [fold(name).text for name in brand.names]
    pattern = re.compile("|".join(f"(?:(?<![a-z0-9]){re.escape(name)})" for name in names))
    number = re.compile(_NUMBER)
    known = set(re.findall(r"[a-z0-9-]{1,40}", " ".join(fold(text).text for text in _listed(brand))))
    vendors: dict[str, set[str]] = defaultdict(set)
    for title, vendor in titles:
        folded = fold(title).text
        for place in pattern.finditer(folded):
            beside = number.match(folded, place.end())
            if beside and beside[1] not in known and not _QUANTITY.fullmatch(beside[1]):
                vendors[beside[1]].add(vendor or title)
    often = sorted(vendors, key=lambda text: (-len(vendors[text]), text))
    for text in [text for text in often if len(vendors[text]) >= _VENDORS][:_MOST]:
        why = f"a model number that {len(vendors[text])} vendors write beside the name"
        yield Suggestion(brand.id, "product", text.upper(), why)
