"""What else a title says besides a brand's name: replica slang, the brand's goods and other names, other uses."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import ahocorasick

from monitor.lexicon.fields import all_fields, words_of
from monitor.lexicon.other_uses import OtherUse, other_uses
from monitor.matching.automaton import automaton
from monitor.matching.candidate import Candidate
from monitor.matching.names import WatchedBrand
from monitor.matching.slang import slang_in
from monitor.matching.title import Title, has_edges
from monitor.model import NameCompany
from monitor.text.skeleton import skeleton

SLANG = "replica slang"
_OTHER_USES: tuple[OtherUse, ...] = ("work", "other", "everyday")
_BESIDE = frozenset({"work", "other"})
"""Kinds of words of another use that speak against every name that is also a word."""
_AFTER_NAME = re.compile(r"[ -]?([a-z0-9-]{3,30})")
"""What may be a model number right after a name: Canon BCI-24, 奔驰g500."""
_QUANTITY = re.compile(r"[0-9]{1,9}(?:[a-z]{1,2}|pcs|set|pack|inch|pieces?|x[0-9]{1,9}[a-z]{0,2})")
"""500g, 12pcs, 2xl: numbers that any good has."""


@dataclass(frozen=True, slots=True)
class ContextWord:
    """A word of a title that says what is offered; places are those in the title's skeleton."""

    kind: str
    """slang | own (a word of the brand's products or categories) | model (such a word that supports even a name that
    the program made up) | field (a word for goods of a field) | work, other, everyday (words of another use, as
    `monitor.lexicon.other_uses` tells them apart) | company, stranger (words learned to speak for and against the
    brand)"""
    word: str
    start: int
    end: int
    owner: str
    """The id of the brand (own, model, company, stranger) or of the field of goods (field) that the word belongs
    to; else empty."""
    glued_at: int | None = None
    """The place where a name must begin or end for it to count (`SlangHit.glued_at`)."""


class ContextWords:
    """Finds what a title says for and against a name in it. Made of the watched brands, asked about skeletons."""

    def __init__(self, brands: Sequence[WatchedBrand], company: Mapping[str, NameCompany] | None = None) -> None:
        """`company`: by brand id, the words beside its name that were learned from titles."""
        self._fields = {brand.id: brand.fields for brand in brands}
        self._with_terms = frozenset(brand.id for brand in brands if brand.context_terms)
        self._terms = automaton([*_brand_terms(brands), *_learned_words(company or {})])
        self._products = {(brand.id, form) for brand in brands for word in brand.products for form in _forms(word)}

    def slang(self, title: Title) -> list[ContextWord]:
        """The replica slang in a title, whose words are cut where slang is glued to them."""
        text = title.text
        hits = slang_in(text, for_copies=True)
        title.cuts = frozenset(place for hit in hits for place in (hit.start, hit.end, _after_digits(text, hit.end)))
        return [ContextWord("slang", text[hit.start : hit.end], hit.start, hit.end, "", hit.glued_at) for hit in hits]

    def sure_products(self, text: str) -> list[ContextWord]:
        """The products in a title's skeleton that can only be the brand's.

        Those with a digit, and those beside one of the brand's categories.
        """
        if not self._products:
            return []
        terms = list(_context_words(self._terms, text))
        products = [term for term in terms if term.kind == "own" and (term.owner, term.word) in self._products]
        brands = {term.owner for term in products if len(term.word) > 1 and any(map(str.isdigit, term.word))}
        brands |= {term.owner for term in products} & {
            term.owner for term in terms if term.kind == "own" and term not in products
        }
        return [replace(term, kind="model") for term in products if term.owner in brands]

    def goods_and_other_uses(self, text: str) -> list[ContextWord]:
        """Every word in a title's skeleton for goods, of whatever brand, or of another use.

        What stands inside a longer word of another use is left out: a fridge magnet is no fridge.
        """
        words = [*_context_words(self._terms, text), *_context_words(_common_words(), text)]
        uses = [word for word in words if word.kind in _OTHER_USES]
        if not uses:
            return words
        return [word for word in words if not any(_is_inside(word, use) for use in uses)]

    def may_be_a_work(self, text: str) -> bool:
        """Whether a word for a book, a film, a lesson or a souvenir may stand in a title's skeleton: asked quickly."""
        return next(_works().iter(text), None) is not None

    def supporting_evidence(
        self, candidate: Candidate, words: Sequence[ContextWord], candidates: Sequence[Candidate], title: Title
    ) -> str:
        """What besides the name speaks for the brand, in words for the reader; empty: nothing does.

        Looked for in this order: replica slang or the brand's goods (`words`: the title's), another name of the brand
        (`candidates`: all names found in the title), a model number right after the name, a word that was learned to
        stand beside it. What the title says is quoted letter for letter.
        """
        brand = candidate.name.brand
        is_generated = candidate.needs_slang or (candidate.kind == "weak" and not candidate.name.is_shape)
        for word in words:
            if _is_beside(word, candidate) and (
                word.kind == "slang" or self._belongs_to(word, brand, generated=is_generated)
            ):
                what = SLANG if word.kind == "slang" else "its category or product"
                return f"{what} ({title.written(word.start, word.end)})"
        for other in candidates:
            is_other_name = other.name.brand == brand and other.name != candidate.name
            if is_other_name and _apart(other, candidate) and _is_evidence(other):
                return f"the brand's other name {other.name.text}"
        text = title.text
        is_in_code = candidate.start > 0 and text[candidate.start - 1] == "-"  # VCC-005-MUVI-HD10
        if is_in_code or candidate.name.is_short or "weak" in (candidate.kind, candidate.name.kind):
            return ""
        follows = _AFTER_NAME.match(text, candidate.end)
        if follows is not None and _is_model_number(follows[1]):
            return f"a model number ({title.written(*follows.span(1))})"
        if not candidate.needs_slang:
            for word in words:
                if word.kind == "company" and word.owner == brand and _apart(word, candidate):
                    return f"a word that stands beside the name of its goods ({title.written(word.start, word.end)})"
        return ""

    def has_product(self, brand: str, words: Sequence[ContextWord]) -> bool:
        """Whether a product of the brand is among the context words of a title."""
        return any(word.kind == "own" and (brand, word.word) in self._products for word in words)

    def _belongs_to(self, word: ContextWord, brand: str, *, generated: bool) -> bool:
        """Whether the word is for the brand's goods; for names that the program made up only sure products are."""
        if word.kind == "model":
            return word.owner == brand
        if generated:
            return False
        return word.owner == brand if word.kind == "own" else word.kind == "field" and word.owner in self._fields[brand]

    def points_to_other_goods(self, candidate: Candidate, words: Sequence[ContextWord]) -> bool:
        """Whether a title without supporting evidence offers something else than the brand's goods.

        It does when the owner gave products or categories, none of which is there, or when it names goods although
        those of the brand are known to be others.
        """
        brand = candidate.name.brand
        has_goods = any(word.kind == "field" and _apart(word, candidate) for word in words)
        return brand in self._with_terms or (bool(self._fields[brand]) and has_goods)

    def has_other_use_beside(self, candidate: Candidate, words: Sequence[ContextWord]) -> bool:
        """Whether a word of another use stands right beside the name: Columbia University, lining fabric."""
        return any(word.kind in _BESIDE and 0 <= _distance(word, candidate) <= 1 for word in words)

    def other_use(self, candidate: Candidate, words: Sequence[ContextWord]) -> ContextWord | None:
        """The first word of another use in the title, to be quoted."""
        return next((word for word in words if word.kind in _OTHER_USES and _apart(word, candidate)), None)

    def has_other_use(self, candidate: Candidate, words: Sequence[ContextWord], *, everyday: bool, clear: bool) -> bool:
        """Whether the title speaks of a person, a place, a work or a fruit rather than of the brand's goods.

        `everyday`: the name is mostly another word, so that weaker signs suffice; `clear`: it is no word at all, and
        only a work speaks against it, but not in a title that names goods where those of the brand are not known: they
        may be these.
        """
        brand = candidate.name.brand
        if not clear and any(word.kind == "stranger" and word.owner == brand for word in words):
            return True
        kinds = {word.kind for word in words if word.kind in _OTHER_USES and _apart(word, candidate)}
        if everyday:
            return bool(kinds)
        if not clear:
            return bool(kinds & _BESIDE)
        if "work" not in kinds:
            return False
        if self._fields[brand] or brand in self._with_terms:
            return True
        return not any(word.kind == "field" and _apart(word, candidate) for word in words)


def _is_evidence(other: Candidate) -> bool:
    """Whether another name found in the title supports the first: one that counts alone, or a weak one of some length.

    A weak one from three Hanzi or five letters on.
    """
    if other.kind == "weak" or other.needs_slang or other.name.is_short:
        return False
    return other.name.counts_alone or len(other.name.letters) >= (3 if other.name.chinese else 5)


def _is_model_number(word: str) -> bool:
    return any(map(str.isdigit, word)) and any(map(str.isalpha, word)) and not _QUANTITY.fullmatch(word)


def _distance(word: ContextWord, candidate: Candidate) -> int:
    """The number of characters between the two; negative when they overlap."""
    return max(word.start - candidate.end, candidate.start - word.end)


def _apart(word: ContextWord | Candidate, candidate: Candidate) -> bool:
    return word.end <= candidate.start or candidate.end <= word.start


def _after_digits(text: str, start: int) -> int:
    """Where a number that begins at a place ends: the year of superclone2024NW."""
    return next((at for at in range(start, min(len(text), start + 5)) if not text[at].isdigit()), start)


def _is_beside(word: ContextWord, candidate: Candidate) -> bool:
    """Whether the word stands apart from the name; one that is glued to something, whether it is glued to the name."""
    return _apart(word, candidate) and word.glued_at in (None, candidate.start, candidate.end)


def _is_inside(word: ContextWord, use: ContextWord) -> bool:
    """Whether the word stands inside a longer word of another use."""
    return use.start <= word.start and word.end <= use.end and len(word.word) < len(use.word)


def _context_words(words: ahocorasick.Automaton, text: str) -> Iterator[ContextWord]:
    for last, (length, meanings) in words.iter(text):
        start, end = last + 1 - length, last + 1
        if has_edges(text, start, end):
            word = text[start:end]
            yield from (ContextWord(kind, word, start, end, owner) for kind, owner in meanings)


def _brand_terms(brands: Iterable[WatchedBrand]) -> Iterator[tuple[str, tuple[str, str]]]:
    for brand in brands:
        yield from ((spelt, ("own", brand.id)) for term in brand.context_terms for spelt in _forms(term))


def _learned_words(company: Mapping[str, NameCompany]) -> Iterator[tuple[str, tuple[str, str]]]:
    for brand, words in company.items():
        yield from ((word, ("company", brand)) for word in words.with_goods)
        yield from ((word, ("stranger", brand)) for word in words.elsewhere)


@lru_cache(maxsize=1)
def _common_words() -> ahocorasick.Automaton:
    goods = [
        (skeleton(word).text.strip(), ("field", field)) for field in sorted(all_fields()) for word in words_of([field])
    ]
    uses = [(skeleton(word).text.strip(), (kind, "")) for kind in _OTHER_USES for word in sorted(other_uses(kind))]
    return automaton(goods + uses)


@lru_cache(maxsize=1)
def _works() -> ahocorasick.Automaton:
    return automaton((skeleton(word).text.strip(), ("work", "")) for word in sorted(other_uses("work")))


def _forms(word: str) -> list[str]:
    """A watchlist's word with and without its English plural."""
    spelt = skeleton(word).text.strip()
    forms = [spelt]
    if spelt.isascii() and spelt.endswith("s") and len(spelt) > 4 and not spelt.endswith("ss"):
        forms.append(spelt.removesuffix("s"))
    elif spelt.isascii() and spelt.isalpha() and len(spelt) > 3:
        forms.append(spelt + "s")
    return forms
