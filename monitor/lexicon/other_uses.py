"""Words and phrases by which a name is most likely that of a person, place, animal, plant or work, not the brand's."""

from functools import lru_cache
from typing import Literal

from monitor.lexicon.tables import cells_of, read_table
from monitor.text.tables import lines

OtherUse = Literal["work", "other", "everyday"]
"""work: books, films, lessons, souvenirs, whatever the name is; other: beside a name that is also a person's, a
place's or a rarer word; everyday: beside a name that is mostly another word."""


@lru_cache(maxsize=3)
def other_uses(kind: OtherUse) -> frozenset[str]:
    """The words of a kind, English and Chinese."""
    rows = read_table("other_uses.tsv")
    return frozenset(word for row in rows if row["kind"] == kind for word in cells_of(row["words"]))


@lru_cache(maxsize=1)
def compounds() -> tuple[str, ...]:
    """Phrases with a brand's name that never mean the brand: sea shell, apple pie, 联想记忆; also in the plural."""
    phrases = lines("monitor.lexicon", "compounds.txt")
    return tuple(form for phrase in phrases for form in ((phrase, f"{phrase}s") if phrase.isascii() else (phrase,)))
