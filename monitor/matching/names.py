"""The names of the watched brands prepared for matching: their kind, their letters, whether they are also words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from monitor.lexicon.brands import KnownBrand, known_brand, known_fields
from monitor.lexicon.fields import fields_of
from monitor.lexicon.ordinary import is_everyday, is_proper, is_word
from monitor.lexicon.ordinary_chinese import is_everyday_chinese
from monitor.matching.segment import is_chinese_word
from monitor.matching.title import key_of
from monitor.text.hanzi import joins_words
from monitor.text.skeleton import skeleton
from monitor.watchlist import Brand


@dataclass(frozen=True)
class Name:
    """One name of one brand."""

    brand: str
    text: str
    """As the watchlist spells it."""
    kind: str
    """official | chinese | alias | weak | not (never this brand) | other (a name of a brand that is not watched) |
    phrase (one that holds a brand's name and never means it)"""
    everyday: bool = False
    """Also an everyday word: counts fully only where something else in the title speaks for the brand."""
    ambiguous: bool = False
    """Also a rarer word, a person's or a place's name: doesn't count beside words of such another use."""

    @property
    def is_shape(self) -> bool:
        """A weak name such as RB####: the shape of model numbers, not letters to look for."""
        return self.kind == "weak" and "#" in self.text

    @cached_property
    def is_short(self) -> bool:
        """Whether it is one or two Latin letters or digits (HP, 3M): sizes, units and initials of anything."""
        return re.fullmatch("[a-z0-9]{1,2}", re.sub(r"[ .-]", "", self.skeleton)) is not None

    @property
    def counts_alone(self) -> bool:
        """Whether it is an official, a Chinese or a listed name: neither a weak one nor one that is never the brand."""
        return self.kind not in ("weak", "not")

    @cached_property
    def skeleton(self) -> str:
        """Its skeleton (`monitor.text.skeleton`), which is what titles are compared with."""
        return skeleton(self.text).text.strip()

    @cached_property
    def key(self) -> str:
        """Its letters by class (`title.key_of`)."""
        return key_of(self.skeleton)

    @cached_property
    def letters(self) -> str:
        """The skeleton without spaces, hyphens and the like."""
        return "".join(char for char in self.skeleton if key_of(char))

    @cached_property
    def breaks(self) -> frozenset[int]:
        """The indexes in `letters` before which the name itself has a space, a hyphen or the like."""
        places = [at for at, char in enumerate(self.skeleton) if key_of(char)]
        return frozenset(i for i in range(1, len(places)) if places[i] - places[i - 1] > 1)

    @cached_property
    def words(self) -> list[str]:
        """Its words in small Latin letters and digits."""
        return re.findall(r"[a-z0-9]+", self.skeleton.replace("'", ""))

    @cached_property
    def chinese(self) -> bool:
        """Written in Hanzi, or in Hangul, which is disguised in the same ways."""
        return bool(self.letters) and all(map(joins_words, self.letters))

    @cached_property
    def latin(self) -> bool:
        """Written in Latin letters or digits."""
        return bool(self.letters) and self.letters.isascii()


@dataclass(frozen=True, slots=True)
class WatchedBrand:
    """A brand as the matcher sees it."""

    id: str
    names: tuple[Name, ...]
    context_terms: tuple[str, ...]
    """Its products and categories as the watchlist words them: they support a name beside them."""
    products: tuple[str, ...]
    """The products among the context terms."""
    fields: frozenset[str]
    """The fields of goods of its categories."""


def watched_brand(brand: Brand) -> WatchedBrand:
    """The brand's names and context terms; for a well-known brand also what `monitor.lexicon.brands` knows of it."""
    known = known_brand(brand.name)
    fields = frozenset().union(*map(fields_of, brand.categories)) | known_fields(brand.name)
    products = [word for product in brand.product for word in (product.name, *product.aliases)]
    unique: dict[tuple[str, bool], Name] = {}
    for name in _names(brand, known):
        if (name.key or name.is_shape) and (name.kind == "not" or name.text not in brand.not_names):
            unique.setdefault((name.skeleton, name.kind == "not"), name)
    return WatchedBrand(brand.id, tuple(unique.values()), (*products, *brand.categories), tuple(products), fields)


def _names(brand: Brand, known: KnownBrand | None) -> Iterator[Name]:
    ordinary = known.ordinary.split() if known else []
    yield _name(brand.id, brand.name, "official", everyday="word" in ordinary, ambiguous="name" in ordinary)
    yield from (_name(brand.id, name, "chinese", everyday="zh" in ordinary) for name in brand.chinese)
    yield from (Name(brand.id, name, "alias") for name in brand.aliases)
    yield from (Name(brand.id, name, "weak") for name in brand.weak_names)
    yield from (Name(brand.id, name, "not") for name in brand.not_names)
    if known:
        yield from (_name(brand.id, name, "alias") for name in (*known.chinese, *known.other_names))
        yield from (Name(brand.id, name, "weak") for name in (*known.weak, *known.lines))


def _name(brand: str, text: str, kind: str, *, everyday: bool = False, ambiguous: bool = False) -> Name:
    """A name, with whether it is an everyday word or ambiguous."""
    spelt = skeleton(text).text.strip()
    words = re.findall("[a-z]+", spelt)
    if len(words) == 1:
        return Name(
            brand,
            text,
            kind,
            everyday=everyday or is_everyday(words[0]),
            ambiguous=ambiguous or is_proper(words[0]) or is_word(words[0]),
        )
    chinese = bool(spelt) and all(map(joins_words, spelt))
    return Name(
        brand,
        text,
        kind,
        everyday=everyday or (chinese and is_everyday_chinese(spelt)) or (len(words) > 1 and is_word("".join(words))),
        ambiguous=ambiguous or (chinese and is_chinese_word(spelt)),
    )
