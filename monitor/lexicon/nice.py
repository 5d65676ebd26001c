"""Which classes of the Nice Classification goods belong to, as far as everyday words tell."""

from collections.abc import Iterable
from functools import lru_cache

from monitor.lexicon.tables import cells_of, read_table


def nice_classes(descriptions: Iterable[str]) -> frozenset[int]:
    """The classes of goods that are described in English or Chinese; none where a description is not understood.

    So an empty answer says that nothing can be said about the classes that are needed.
    """
    classes: set[int] = set()
    for description in descriptions:
        word = _goods_in(description.strip().lower())
        if word is None:
            return frozenset()
        classes.update(_classes()[word])
    return frozenset(classes)


@lru_cache(maxsize=1)
def _classes() -> dict[str, tuple[int, ...]]:
    return {row["word"]: tuple(map(int, cells_of(row["class"]))) for row in read_table("nice.tsv")}


def _goods_in(description: str) -> str | None:
    """The longest word that the description ends with, in the plural too.

    The goods stand at the end of their description, in both languages: a wine glass is no wine.
    """
    singular = (description, description.removesuffix("s"), description.removesuffix("es"))
    words = (word for word in _classes() if any(_ends_with(text, word) for text in singular))
    return max(words, key=len, default=None)


def _ends_with(text: str, word: str) -> bool:
    """Whether a text ends with a word; an English one begins where no other letter stands before it."""
    before = text[: -len(word)][-1:]
    return text.endswith(word) and not (word.isascii() and before.isascii() and (before.isalnum() or before == "_"))
