"""What may be added to a watchlist: names and products, and searches that a run does not make yet, with reasons."""

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.crawling.registry import spider_class
from monitor.keywords import expand
from monitor.keywords.suggest import meaning, reading, suggestions
from monitor.store.read.titles import titles_seen
from monitor.store.store import Store
from monitor.watchlist import Brand, Watchlist

_MOST_TITLES = 200_000
_MOST_SEARCHES = 12
"""Of one brand: nobody reads a longer list to its end."""


@dataclass(frozen=True, slots=True)
class Addition:
    """A text for one key of the brand whose fields begin with `row`.

    `read` and `means`: how it is said, and what its words mean in English; None without Chinese.
    """

    row: str
    brand: str
    key: str
    text: str
    why: str
    read: str | None
    means: str | None


def additions(store: Store, watchlist: Watchlist) -> list[Addition]:
    """What `monitor keywords` suggests and proposes, the names first."""
    with store.read() as connection:
        titles = list(titles_seen(connection, _MOST_TITLES))
    rows = {brand.id: (f"brand.{number}", brand.name) for number, brand in enumerate(watchlist.brand)}
    names = [
        Addition(*rows[name.brand], name.key, name.text, name.why, name.reading, name.meaning)
        for name in suggestions(watchlist.brand, titles)
    ]
    return [*names, *(search for brand in watchlist.brand for search in _searches(brand, watchlist, *rows[brand.id]))]


def _searches(brand: Brand, watchlist: Watchlist, row: str, name: str) -> Iterator[Addition]:
    languages = dict.fromkeys(spider_class(marketplace).languages for marketplace in watchlist.marketplaces)
    proposed = {
        keyword.text: keyword.source
        for spoken in languages
        for keyword in expand(brand, spoken)
        if not keyword.searched and keyword.text not in brand.keywords_off
    }
    for text, source in list(proposed.items())[:_MOST_SEARCHES]:
        yield Addition(row, name, "keywords_on", text, source, reading(text), meaning(text))
