"""Listings whose title holds a brand's name and was doubted: counted in a run, listed from a store."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from monitor.matching.doubts import Doubt, Doubts
from monitor.model import NameCompany
from monitor.store.read.titles import UnmatchedTitle
from monitor.watchlist import Brand


def doubted_titles(
    brands: Sequence[Brand], titles: Iterable[UnmatchedTitle], company: Mapping[str, NameCompany] | None = None
) -> Iterator[tuple[UnmatchedTitle, Doubt]]:
    """Those of the titles that hold a name of one of the brands, once for each brand, in their order.

    `company`: the words learned to stand beside the names, by brand id.
    """
    doubts = Doubts(brands, company)
    for title in titles:
        for doubt in doubts.of(title.title):
            yield title, doubt


def doubted_by_brand(
    brands: Sequence[Brand], titles: Iterable[UnmatchedTitle], company: Mapping[str, NameCompany] | None = None
) -> dict[str, int]:
    """How many titles hold a name of each brand, by its id; brands without such titles are left out."""
    counts = Counter(doubt.brand for _, doubt in doubted_titles(brands, titles, company))
    return {brand.id: counts[brand.id] for brand in brands if counts[brand.id]}
