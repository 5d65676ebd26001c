"""A brand's company: words that stand beside its name in titles of its goods, and words where the name is another word.

Learned from the titles in a store, for names that are also words, people or places. Titles of the brand's goods are
those of its authorised sellers, those with the name and a product, and those with two of its names; titles of another
use are those that speak of a book, a fruit, a place. A word counts when it is significantly more frequent in one kind.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from monitor.matching.automaton import automaton
from monitor.matching.candidate import Candidate
from monitor.matching.context_words import ContextWord, ContextWords
from monitor.matching.names import Name, watched_brand
from monitor.matching.segment import words_in
from monitor.matching.spelling import spelling
from monitor.matching.title import Title
from monitor.matching.verdicts import BARE
from monitor.model import NameCompany
from monitor.watchlist import Brand

Kind = Literal["goods", "other use", "unknown"]
Company = tuple[str, Kind, list[str]]
"""What one title teaches: a brand's id, what the title is about, and the words beside the name."""

_LATIN = re.compile(r"(?<![a-z0-9])[a-z]{3,20}(?![a-z0-9])")
_HANZI = re.compile("[㐀-鿿]{2,}")
_LONGEST = 1_000  # characters of a title; a page pasted into a title teaches nothing
_MOST_OF_A_TITLE = 24  # words
_LEAST_TITLES = 10
"""Titles of each kind that are needed: with fewer there is nothing to compare."""
_LEAST_WITH_WORD = 5
_LEAST_VENDORS = 3
"""Vendors who write a word beside the name; one vendor's templates teach nothing."""
_OF_ONE_VENDOR = 3
"""Titles of one vendor that are counted."""
_RARE = 0.1
"""The largest share of the other kind's titles that may have the word."""
_SIGNIFICANT = 0.005
"""The chance up to which an uneven share is taken for no accident: many words are tried."""
_MOST_WORDS = 30
"""Words that are kept, of each brand and kind."""


@dataclass(frozen=True, slots=True)
class CompanyWord:
    """A word of a brand's company, with the titles it was counted in."""

    brand: str
    """The brand's id."""
    word: str
    supports: bool
    """Whether it stands beside the name in titles of the brand's goods; else it speaks against the brand."""
    with_goods: int
    """Titles of the brand's goods that have the word, at most three of one vendor."""
    of_goods: int
    """All titles of the brand's goods, counted in the same way."""
    elsewhere: int
    """Titles in which the name is another word that have the word."""
    of_elsewhere: int
    """All titles in which the name is another word."""
    vendors: int
    """The vendors who write it so."""


class CompanyReader:
    """Reads what one title teaches, independent of all other titles."""

    def __init__(self, brands: Iterable[Brand]) -> None:
        watched = [brand for brand in map(watched_brand, brands) if any(map(_is_also_a_word, brand.names))]
        names = [name for brand in watched for name in brand.names if name.counts_alone]
        self._watched = watched
        self._spellings = automaton((name.key, name) for name in names)
        self._context = ContextWords(watched)

    def read(self, raw: str) -> list[Company]:
        """For each brand with such a name in the title: what the title is about, and its words."""
        if not self._watched:
            return []
        title = Title(raw[:_LONGEST])
        names: dict[str, list[Candidate]] = defaultdict(list)
        for last, (size, spelt) in self._spellings.iter(title.key):
            for name in spelt:
                candidate = spelling(title, name, last + 1 - size, last)
                if candidate is not None and candidate.kind in BARE:
                    names[name.brand].append(candidate)
        if not any(_is_also_a_word(candidate.name) for found in names.values() for candidate in found):
            return []
        context = self._context.goods_and_other_uses(title.text)
        return [
            (brand, self._kind(brand, found, context), _words(title, [*found, *_own(brand, context)]))
            for brand, found in names.items()
            if any(_is_also_a_word(candidate.name) for candidate in found)
        ]

    def _kind(self, brand: str, names: Sequence[Candidate], context: Sequence[ContextWord]) -> Kind:
        """What a title is about, by itself: a product or a second name of the brand, or another use of the word."""
        if len({candidate.name.skeleton for candidate in names}) > 1 or self._context.has_product(brand, context):
            return "goods"
        return "other use" if all(self._context.other_use(name, context) for name in names) else "unknown"


def company_among(taught: Iterable[tuple[str, frozenset[str], Sequence[Company]]]) -> list[CompanyWord]:
    """The company of each brand: by brand, words that support it first, the surest first.

    `taught`: for each title its vendor, the ids of the brands that the vendor may sell, and what `CompanyReader` read
    in it. The same titles give the same words in the same order, in whatever order they come.
    """
    sorts: dict[str, dict[bool, _Titles]] = defaultdict(lambda: {True: _Titles(), False: _Titles()})
    for vendor, authorised, companies in taught:
        for brand, kind, words in companies:
            if brand in authorised or kind == "goods":
                sorts[brand][True].add(vendor, words)
            elif kind == "other use":
                sorts[brand][False].add(vendor, words)
    return [word for brand in sorted(sorts) for word in _of_brand(brand, sorts[brand][True], sorts[brand][False])]


class _Titles:
    """Titles of one kind: each vendor's words, counted."""

    def __init__(self) -> None:
        self.vendors: Counter[str] = Counter()
        self.words: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, vendor: str, words: Sequence[str]) -> None:
        self.vendors[vendor] += 1
        for word in words:
            self.words[word][vendor] += 1

    @property
    def number(self) -> int:
        return _capped(self.vendors)

    def of(self, word: str) -> int:
        return _capped(self.words[word]) if word in self.words else 0


def _capped(vendors: Counter[str]) -> int:
    return sum(min(count, _OF_ONE_VENDOR) for count in vendors.values())


def _of_brand(brand: str, goods: _Titles, elsewhere: _Titles) -> list[CompanyWord]:
    if min(goods.number, elsewhere.number) < _LEAST_TITLES:
        return []
    words = []
    for supports, titles in ((True, goods), (False, elsewhere)):
        ranked: list[tuple[float, CompanyWord]] = []
        for word, vendors in titles.words.items():
            company = CompanyWord(
                brand, word, supports, goods.of(word), goods.number, elsewhere.of(word), elsewhere.number, len(vendors)
            )
            other = elsewhere if supports else goods
            too_few = len(vendors) < _LEAST_VENDORS or titles.of(word) < _LEAST_WITH_WORD
            if too_few or other.of(word) > _RARE * other.number:
                continue
            if (chance := _chance(company)) <= _SIGNIFICANT:
                ranked.append((chance, company))
        ranked.sort(key=lambda pair: (pair[0], pair[1].word))
        words += [company for _, company in ranked[:_MOST_WORDS]]
    return words


def _chance(word: CompanyWord) -> float:
    """How likely so uneven a share is by chance (Fisher's exact test, one-sided)."""
    more, of_more, less, of_less = word.with_goods, word.of_goods, word.elsewhere, word.of_elsewhere
    if not word.supports:
        more, of_more, less, of_less = less, of_less, more, of_more
    drawn = more + less
    whole = _log_choices(of_more + of_less, drawn)
    return sum(
        math.exp(_log_choices(of_more, count) + _log_choices(of_less, drawn - count) - whole)
        for count in range(more, min(of_more, drawn) + 1)
    )


def _log_choices(number: int, drawn: int) -> float:
    """The logarithm of the number of ways to draw so many of so many."""
    return math.lgamma(number + 1) - math.lgamma(drawn + 1) - math.lgamma(number - drawn + 1)


def learned_company(words: Iterable[CompanyWord]) -> dict[str, NameCompany]:
    """The words by brand, as a matcher takes them."""
    by_brand: dict[str, list[CompanyWord]] = defaultdict(list)
    for word in words:
        by_brand[word.brand].append(word)
    return {
        brand: NameCompany(
            tuple(word.word for word in of_brand if word.supports),
            tuple(word.word for word in of_brand if not word.supports),
        )
        for brand, of_brand in by_brand.items()
    }


def _is_also_a_word(name: Name) -> bool:
    return (name.everyday or name.ambiguous) and name.counts_alone and not name.is_short


def _own(brand: str, context: Sequence[ContextWord]) -> list[ContextWord]:
    return [word for word in context if word.kind == "own" and word.owner == brand]


def _words(title: Title, known: Sequence[Candidate | ContextWord]) -> list[str]:
    """The words of a title: Latin ones from three letters on, Chinese ones from two characters on.

    Without what is `known`: the brand's names, products and categories.
    """
    chars = list(title.text)
    for place in known:
        chars[place.start : place.end] = " " * (place.end - place.start)
    text = "".join(chars)
    chinese = (word for run in _HANZI.findall(text) for word in words_in(run) if len(word) > 1)
    return list(dict.fromkeys((*_LATIN.findall(text), *chinese)))[:_MOST_OF_A_TITLE]
