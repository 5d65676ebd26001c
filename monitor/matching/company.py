"""What else in a title speaks for a brand: replica slang, its category, its products, its other names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick

from monitor.lexicon.fields import words_of
from monitor.lexicon.other_uses import other_uses
from monitor.lexicon.slang import slang_terms
from monitor.matching.names import Watched
from monitor.matching.title import is_hanzi
from monitor.text.skeleton import skeleton

SLANG = "replica slang"
ITS_GOODS = "its category or product"
ANOTHER_USE = "another use"
_FIELD = "field"


@dataclass(frozen=True, slots=True)
class Sign:
    """A word of the title that speaks for a brand (`brand` None: for any)."""

    kind: str
    """SLANG | ITS_GOODS | ANOTHER_USE"""
    word: str
    start: int
    end: int
    brand: str | None


class Company:
    """All words that can keep a weak name company. Made of the brands, asked about titles' skeletons."""

    def __init__(self, brands: Sequence[Watched]) -> None:
        self._brands_of: dict[str, list[str]] = {}
        for brand in brands:
            for field in brand.fields:
                self._brands_of.setdefault(field, []).append(brand.id)
        meanings: dict[str, list[tuple[str, str | None]]] = {}
        for word, kind, brand_or_field in _witnesses(brands, self._brands_of):
            meanings.setdefault(word, []).append((kind, brand_or_field))
        self._words = ahocorasick.Automaton()
        for word, what in meanings.items():
            if word:
                self._words.add_word(word, (len(word), tuple(what)))
        self._words.make_automaton()

    def signs(self, text: str) -> list[Sign]:
        """Every such word in a title's skeleton."""
        found = []
        for last, (length, meanings) in self._words.iter(text):
            start, end = last + 1 - length, last + 1
            if not _has_edges(text, start, end):
                continue
            word = text[start:end]
            for kind, which in meanings:
                said, for_brands = (ITS_GOODS, self._brands_of[which]) if kind == _FIELD else (kind, (which,))
                found += [Sign(said, word, start, end, brand) for brand in for_brands]
        return found


def _witnesses(brands: Iterable[Watched], fields: Iterable[str]) -> Iterator[tuple[str, str, str | None]]:
    """Each word with its kind and the brand or the field that it speaks for."""
    for brand in brands:
        yield from ((spelt, ITS_GOODS, brand.id) for word in brand.witnesses for spelt in _forms(word))
    for field in fields:
        yield from ((skeleton(word).text.strip(), _FIELD, field) for word in words_of([field]))
    yield from ((word, SLANG, None) for word in slang_words())
    yield from ((skeleton(word).text, ANOTHER_USE, None) for word in other_uses())


@lru_cache(maxsize=1)
def slang_words() -> frozenset[str]:
    """The replica slang that may bear witness, in skeleton form."""
    return frozenset(skeleton(term.term).text.strip() for term in slang_terms() if term.is_witness)


def _forms(word: str) -> list[str]:
    """A watchlist's word with and without its English plural."""
    spelt = skeleton(word).text.strip()
    forms = [spelt]
    if spelt.isascii() and spelt.endswith("s") and len(spelt) > 4 and not spelt.endswith("ss"):
        forms.append(spelt.removesuffix("s"))
    elif spelt.isascii() and spelt.isalpha() and len(spelt) > 3:
        forms.append(spelt + "s")
    return forms


def _has_edges(text: str, start: int, end: int) -> bool:
    def goes_on(there: str, here: str) -> bool:
        return there.isalnum() and here.isalnum() and not is_hanzi(there) and not is_hanzi(here)

    before = start > 0 and goes_on(text[start - 1], text[start])
    after = end < len(text) and goes_on(text[end], text[end - 1])
    return not before and not after
