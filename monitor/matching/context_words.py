"""What else in a title speaks for a brand: replica slang, its category, its products, its other names."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import ahocorasick

from monitor.lexicon.fields import all_fields, words_of
from monitor.lexicon.other_uses import other_uses
from monitor.lexicon.slang import slang_terms
from monitor.matching.automaton import automaton
from monitor.matching.candidate import Candidate
from monitor.matching.names import Watched
from monitor.matching.title import has_edges
from monitor.text.skeleton import skeleton

SLANG = "replica slang"
_BESIDE = re.compile(r"[ -]?([a-z0-9-]{3,30})")
"""What may be a model number right after a name: Canon BCI-24, 奔驰g500."""
_QUANTITY = re.compile(r"[0-9]{1,9}(?:[a-z]{1,2}|pcs|set|pack|inch|pieces?|x[0-9]{1,9}[a-z]{0,2})")
"""500g, 12pcs, 2xl: numbers that any good has."""


@dataclass(frozen=True, slots=True)
class ContextWord:
    """A word of the title that tells what is offered."""

    kind: str
    """slang | own (a word of the brand's products or categories) | model (such a word that is enough for a name that
    the program makes up) | field | other (a word of another use)"""
    word: str
    start: int
    end: int
    of: str
    """The brand or the field of goods that it speaks for."""


class ContextWords:
    """What a title says besides a name, for it or against it. Made of the brands, asked about titles' skeletons."""

    def __init__(self, brands: Sequence[Watched]) -> None:
        self._fields = {brand.id: brand.fields for brand in brands}
        self._described = frozenset(brand.id for brand in brands if brand.witnesses)
        self._own = automaton(_own_words(brands))
        self._products = {(brand.id, form) for brand in brands for word in brand.products for form in _forms(word)}

    def slang(self, text: str) -> list[ContextWord]:
        """The replica slang in a title's skeleton."""
        return list(_signs(_slang(), text))

    def own_goods(self, text: str) -> list[ContextWord]:
        """Words that tell a brand's goods by themselves: a product with a digit, or a product and a category."""
        if not self._products:
            return []
        own = list(_signs(self._own, text))
        products = [sign for sign in own if (sign.of, sign.word) in self._products]
        telling = {sign.of for sign in products if len(sign.word) > 1 and any(map(str.isdigit, sign.word))}
        telling |= {sign.of for sign in products} & {sign.of for sign in own if sign not in products}
        return [replace(sign, kind="model") for sign in products if sign.of in telling]

    def goods(self, text: str) -> list[ContextWord]:
        """Every word in a title's skeleton that tells goods or another use."""
        return [*_signs(self._own, text), *_signs(_common_words(), text)]

    def supporting_evidence(
        self, one: Candidate, signs: Sequence[ContextWord], found: Sequence[Candidate], text: str
    ) -> str:
        """What speaks for the name besides itself, in words; empty: nothing."""
        brand = one.name.brand
        generated = one.needs_slang or (one.kind == "weak" and not one.name.is_shape)
        for sign in signs:
            if _apart(sign, one) and (sign.kind == "slang" or self._is_own(sign, brand, generated=generated)):
                return f"{SLANG if sign.kind == 'slang' else 'its category or product'} ({sign.word})"
        for other in found:
            if _apart(other, one) and other.name.brand == brand and _is_telling(other) and other.name != one.name:
                return f"the brand's other name {other.name.text}"
        in_a_code = one.start > 0 and text[one.start - 1] == "-"  # VCC-005-MUVI-HD10
        unsure = in_a_code or "weak" in (one.kind, one.name.kind)
        beside = None if unsure else _BESIDE.match(text, one.end)
        return f"a model number ({beside[1]})" if beside and _is_model_number(beside[1]) else ""

    def _is_own(self, sign: ContextWord, brand: str, *, generated: bool) -> bool:
        """Whether the word is the brand's: for names that the program makes up only what tells its goods for sure."""
        if sign.kind == "model":
            return sign.of == brand
        if generated:
            return False
        return sign.of == brand if sign.kind == "own" else sign.kind == "field" and sign.of in self._fields[brand]

    def speaks_against(self, one: Candidate, signs: Sequence[ContextWord]) -> bool:
        """Whether nothing but chance speaks for an everyday word that has no company.

        It does where the owner described the goods and the title names none of them, or names other goods or uses.
        """
        brand = one.name.brand
        other_goods = bool(self._fields[brand]) and any(sign.kind == "field" and _apart(sign, one) for sign in signs)
        return brand in self._described or other_goods or self.is_of_another_use(one, signs)

    def is_called_otherwise(self, one: Candidate, signs: Sequence[ContextWord]) -> bool:
        """Whether a word of another use stands right beside the name: Columbia University, lining fabric."""
        return any(sign.kind == "other" and 0 <= _between(sign, one) <= 1 for sign in signs)

    def is_of_another_use(self, one: Candidate, signs: Sequence[ContextWord]) -> bool:
        """Whether the title speaks of a person, a place, a work or a fruit."""
        return any(sign.kind == "other" and _apart(sign, one) for sign in signs)


def _is_telling(other: Candidate) -> bool:
    """Whether the name says something of the title: by itself, or as a listed product of some length."""
    if other.kind == "weak" or other.needs_slang:
        return False
    return other.name.counts_alone or len(other.name.letters) >= (3 if other.name.chinese else 5)


def _is_model_number(word: str) -> bool:
    return any(map(str.isdigit, word)) and any(map(str.isalpha, word)) and not _QUANTITY.fullmatch(word)


def _between(sign: ContextWord, one: Candidate) -> int:
    """The characters between them; negative when they overlap."""
    return max(sign.start - one.end, one.start - sign.end)


def _apart(beside: ContextWord | Candidate, one: Candidate) -> bool:
    return beside.end <= one.start or one.end <= beside.start


def _signs(words: ahocorasick.Automaton, text: str) -> Iterator[ContextWord]:
    for last, (length, meanings) in words.iter(text):
        start, end = last + 1 - length, last + 1
        if has_edges(text, start, end):
            word = text[start:end]
            yield from (ContextWord(kind, word, start, end, of) for kind, of in meanings)


def _own_words(brands: Iterable[Watched]) -> Iterator[tuple[str, tuple[str, str]]]:
    for brand in brands:
        yield from ((spelt, ("own", brand.id)) for word in brand.witnesses for spelt in _forms(word))


@lru_cache(maxsize=1)
def _common_words() -> ahocorasick.Automaton:
    goods = [
        (skeleton(word).text.strip(), ("field", field)) for field in sorted(all_fields()) for word in words_of([field])
    ]
    return automaton(goods + [(skeleton(word).text, ("other", "")) for word in other_uses()])


@lru_cache(maxsize=1)
def _slang() -> ahocorasick.Automaton:
    return automaton((word, ("slang", "")) for word in slang_words())


@lru_cache(maxsize=1)
def slang_words() -> frozenset[str]:
    """The replica slang that may bear witness, in skeleton form."""
    return frozenset(skeleton(term.term).text.strip() for term in slang_terms() if term.is_replica_term)


def _forms(word: str) -> list[str]:
    """A watchlist's word with and without its English plural."""
    spelt = skeleton(word).text.strip()
    forms = [spelt]
    if spelt.isascii() and spelt.endswith("s") and len(spelt) > 4 and not spelt.endswith("ss"):
        forms.append(spelt.removesuffix("s"))
    elif spelt.isascii() and spelt.isalpha() and len(spelt) > 3:
        forms.append(spelt + "s")
    return forms
