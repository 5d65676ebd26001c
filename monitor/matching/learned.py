"""Ordinary words learned from titles: a word that many vendors write without any context of the brand is no typo."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from monitor.matching.context_words import ContextWords
from monitor.matching.names import watched_brand
from monitor.matching.title import Title
from monitor.matching.typos import Typos
from monitor.watchlist import Brand

_MANY_VENDORS = 8
"""From so many on a spelling is a word: a misspelt name is the trick of a few sellers."""
_SUSPICIOUS = 0.1
"""The largest share of a word's titles that may support the brand: above it, many vendors do misspell the name."""

_LONGEST = 1_000  # characters of a title; a page pasted into a title teaches nothing


def ordinary_words(brands: Iterable[Brand], titles: Iterable[tuple[str, str | None]]) -> frozenset[str]:
    """The words that look like misspelt names of the brands but are ordinary words, for `Matcher(brands, ordinary)`.

    `titles`: titles seen, each with its vendor; one with an unknown vendor (None) is left out. A word is ordinary when
    at least 8 vendors write it, and at most a tenth of its titles holds replica slang or the brand's products,
    categories or fields of goods. Example: brite beside pens is not Brita, addidas beside shoes is still Adidas.
    """
    watched = [watched_brand(brand) for brand in brands]
    typos = Typos([name for brand in watched for name in brand.names if name.counts_alone])
    context = ContextWords(watched)
    vendors: dict[str, set[str]] = defaultdict(set)
    titles_with: Counter[str] = Counter()
    suspicious: Counter[str] = Counter()
    for raw, vendor in titles:
        if vendor is None:
            continue
        title = Title(raw[:_LONGEST])
        misspelt = list(typos.find(title))
        if not misspelt:
            continue
        words = context.slang(title.text) + context.goods_and_other_uses(title.text)
        for candidate in misspelt:
            spelt = title.text[candidate.start : candidate.end]
            vendors[spelt].add(vendor)
            titles_with[spelt] += 1
            suspicious[spelt] += bool(context.supporting_evidence(candidate, words, (), title.text))
    common = (spelt for spelt, sellers in vendors.items() if len(sellers) >= _MANY_VENDORS)
    return frozenset(spelt for spelt in common if suspicious[spelt] <= _SUSPICIOUS * titles_with[spelt])
