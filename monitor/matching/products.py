"""Products by their model numbers, where no name of the brand stands: DHP482 is a drill of one maker only."""

import re
from collections.abc import Iterator, Sequence

from monitor.lexicon.brands import known_brands
from monitor.lexicon.ordinary import fold_latin, is_everyday
from monitor.lexicon.ordinary_chinese import is_everyday_chinese
from monitor.matching.automaton import automaton
from monitor.matching.candidate import Candidate
from monitor.matching.names import Name, WatchedBrand
from monitor.matching.title import Title, has_edges
from monitor.text.hanzi import joins_words
from monitor.text.skeleton import skeleton

_PART = re.compile("[a-z0-9]+")
_JOINS = frozenset("-./_ ")
"""What may stand between the parts of a number: GA-2100, HX9352/04, kv 2140."""
_LONGEST = 16
"""Letters and digits of a model number."""
_MOST = 40
"""Parts of a title that are looked at."""
_ENDING = re.compile("(?<=[0-9])[a-z]{1,3}\\Z")
_SAME = str.maketrans("oil", "011")
"""O and 0, I, l and 1 are written for each other."""
_STANDARDS = frozenset(
    "usb led smd cr lr sr ag iso ip din en ddr pc pci sata hdmi rgb ac dc mp rj aa aaa no nr pm uv cob type ral".split()
)
"""Letters that stand before everybody's numbers: USB3000, CR2032."""
_UNITS = frozenset("v w a k kg g mg lb oz ml l mm cm m km mah wh hz khz mhz rpm psi pcs pc gb tb mb lm".split())


class Products:
    """Finds the model numbers of the brands' products. One that others may have too counts beside the brand's goods."""

    def __init__(self, brands: Sequence[WatchedBrand]) -> None:
        self._numbers: dict[str, list[Name]] = {}
        for brand in brands:
            for product in dict.fromkeys(brand.products):
                for number in _numbers_of(product):
                    self._numbers.setdefault(number.translate(_SAME), []).append(Name(brand.id, product, "product"))
        self._makers = automaton(_names_of_makers(brands) if self._numbers else ())

    def find(self, title: Title) -> Iterator[Candidate]:
        """Every model number in a title that names no other maker; up to three letters may follow it (DHP482Z)."""
        if not self._numbers:
            return
        for number, start, end in _numbers_in(title.text):
            for name in self._numbers.get(number.translate(_SAME), ()):
                if not self._names_another_maker(title.text, name.brand):
                    sure = _is_one_makers(number)
                    score = 0.75 if sure else 0.6
                    yield Candidate(name, start, end, "product", score, "by its model number", needs_context=not sure)

    def _names_another_maker(self, text: str, brand: str) -> bool:
        """Whether the title names a brand, but not this one: then the number is that maker's."""
        named = {
            maker
            for last, (size, makers) in self._makers.iter(text)
            if has_edges(text, last + 1 - size, last + 1)
            for maker in makers
        }
        return bool(named) and brand not in named


def _names_of_makers(brands: Sequence[WatchedBrand]) -> Iterator[tuple[str, str]]:
    """The names of the watched brands (with the brand's id) and of known ones (without); no everyday words."""
    watched = {name.skeleton for brand in brands for name in brand.names}
    for brand in brands:
        yield from ((name.skeleton, brand.id) for name in brand.names if name.counts_alone)
    for known in known_brands():
        for text in (known.name, *known.chinese):
            name = skeleton(text).text.strip()
            everyday = is_everyday_chinese(name) if all(map(joins_words, name)) else is_everyday(fold_latin(name))
            if len(name) > 1 and not everyday and name not in watched:
                yield name, ""


def _numbers_of(product: str) -> Iterator[str]:
    """The model number that a product's name holds, if it can be told from a quantity: X200 is anybody's."""
    text = skeleton(product).text
    longest = max((found for found in _numbers_in(text) if _is_model_number(found[0])), key=_length, default=None)
    if longest is not None:
        yield longest[0]


def _length(found: tuple[str, int, int]) -> int:
    return len(found[0])


def _numbers_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Every run of parts with a digit in a skeleton, without what joins them, and with where it stands.

    GA-2100-1A1 gives ga-2100 among others, DHP482Z also dhp482: `_JOINS` may stand between the parts, one at a place.
    """
    parts = [part.span() for _, part in zip(range(_MOST), _PART.finditer(text), strict=False)]
    for at, (start, _) in enumerate(parts):
        number = ""
        for place, (first, last) in enumerate(parts[at : at + 3]):
            if place:
                before = parts[at + place - 1][1]
                if first - before != 1 or text[before] not in _JOINS:
                    break
            number += text[first:last]
            if len(number) > _LONGEST:
                break
            if any(map(str.isdigit, number)) and not _is_quantity(text, parts, at + place):
                yield number, start, last
                if ending := _ENDING.search(text, first, last):
                    yield number[: ending.start() - last], start, last


def _is_quantity(text: str, parts: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether a unit stands behind part `at`: GA 2100 kg."""
    return at + 1 < len(parts) and text[slice(*parts[at + 1])] in _UNITS and text[parts[at][1]] == " "


def _is_model_number(number: str) -> bool:
    """Whether it can be one: five digits, or four letters and digits of which two and more are letters."""
    letters, digits = _letters(number), sum(map(str.isdigit, number))
    return digits >= 5 or (len(letters) >= 2 and digits >= 2 and letters not in _STANDARDS)


def _is_one_makers(number: str) -> bool:
    """Whether hardly another maker has the same: two letters and three digits."""
    return len(_letters(number)) >= 2 and sum(map(str.isdigit, number)) >= 3


def _letters(number: str) -> str:
    return "".join(filter(str.isalpha, number))
