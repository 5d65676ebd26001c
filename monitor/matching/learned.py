"""Ordinary words learned from titles: a word that many vendors write without any context of the brand is no typo."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

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


Misspelling = tuple[str, bool]
"""A word of a title that looks like a misspelt name, and whether the title speaks of the brand besides."""


class TitleReader:
    """What one title teaches about the names of brands, independent of all other titles."""

    def __init__(self, brands: Iterable[Brand]) -> None:
        watched = [watched_brand(brand) for brand in brands]
        self._typos = Typos([name for brand in watched for name in brand.names if name.counts_alone])
        self._context = ContextWords(watched)

    def misspellings(self, raw: str) -> list[Misspelling]:
        """The words of a title that look like misspelt names."""
        title = Title(raw[:_LONGEST])
        slang = self._context.slang(title)
        misspelt = list(self._typos.find(title))
        if not misspelt:
            return []
        words = slang + self._context.goods_and_other_uses(title.text)
        return [
            (
                title.text[candidate.start : candidate.end],
                bool(self._context.supporting_evidence(candidate, words, (), title)),
            )
            for candidate in misspelt
        ]


def ordinary_among(misspellings: Iterable[tuple[str, Sequence[Misspelling]]]) -> frozenset[str]:
    """The words that look like misspelt names but are ordinary words, for `Matcher(brands, ordinary)`.

    `misspellings`: the vendor of each title, with what `TitleReader` found in it. A word is ordinary when at least 8
    vendors write it, and at most a tenth of its titles holds replica slang or the brand's products, categories or
    fields of goods. Example: brite beside pens is not Brita, addidas beside shoes is still Adidas.
    """
    vendors: dict[str, set[str]] = defaultdict(set)
    titles_with: Counter[str] = Counter()
    suspicious: Counter[str] = Counter()
    for vendor, words in misspellings:
        for spelt, supported in words:
            vendors[spelt].add(vendor)
            titles_with[spelt] += 1
            suspicious[spelt] += supported
    common = (spelt for spelt, sellers in vendors.items() if len(sellers) >= _MANY_VENDORS)
    return frozenset(spelt for spelt in common if suspicious[spelt] <= _SUSPICIOUS * titles_with[spelt])


def ordinary_words(brands: Iterable[Brand], titles: Iterable[tuple[str, str | None]]) -> frozenset[str]:
    """The ordinary words among titles, each with its vendor; one with an unknown vendor (None) is left out."""
    reader = TitleReader(brands)
    return ordinary_among((vendor, reader.misspellings(title)) for title, vendor in titles if vendor is not None)
