"""Ordinary words learned from titles: what many vendors write where nothing speaks of the brand is no misspelt name."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from monitor.matching.context_words import ContextWords
from monitor.matching.names import watched
from monitor.matching.title import Title
from monitor.matching.typos import Typos
from monitor.watchlist import Brand

_MANY_VENDORS = 8
"""A misspelling is one seller's or a few sellers' trick; a word is everybody's."""
_SUSPICIOUS = 0.1
"""The share of its titles that may speak of the brand: more, and vendors in numbers misspell the name there."""

_LONGEST = 1_000  # characters of a title; a page pasted into one teaches nothing


def ordinary_words(brands: Iterable[Brand], titles: Iterable[tuple[str, str | None]]) -> frozenset[str]:
    """The words near the brands' names that are ordinary ones, for `Matcher(brands, ordinary)`.

    `titles`: titles seen, each with its vendor (None: unknown, and the title is left out). A word that looks like a
    misspelt name is ordinary when at least 8 vendors write it and hardly ever beside replica slang or the brand's
    products, categories or fields of goods: brite beside pens is no Brita, addidas beside shoes stays one.
    """
    seen = [watched(brand) for brand in brands]
    typos = Typos([name for brand in seen for name in brand.names if name.counts_alone])
    company = ContextWords(seen)
    vendors: dict[str, set[str]] = defaultdict(set)
    times: Counter[str] = Counter()
    suspicious: Counter[str] = Counter()
    for raw, vendor in titles:
        if vendor is None:
            continue
        title = Title(raw[:_LONGEST])
        found = list(typos.find(title))
        if not found:
            continue
        signs = company.slang(title.text) + company.goods(title.text)
        for one in found:
            word = title.text[one.start : one.end]
            vendors[word].add(vendor)
            times[word] += 1
            suspicious[word] += bool(company.supporting_evidence(one, signs, (), title.text))
    many = (word for word, sellers in vendors.items() if len(sellers) >= _MANY_VENDORS)
    return frozenset(word for word in many if suspicious[word] <= _SUSPICIOUS * times[word])
