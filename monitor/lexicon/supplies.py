"""What a maker of copies needs besides the goods: 吊牌, 防伪标, hang tags, boxes, moulds."""

from dataclasses import dataclass
from functools import lru_cache

from monitor.lexicon.tables import read_table


@dataclass(frozen=True, slots=True)
class Supply:
    """A word for such a thing, its kind (`label`, `packaging`, `proof`, `tool`), and what it means in English."""

    term: str
    kind: str
    meaning: str
    reading: str
    """Pinyin with tone marks; empty for English."""
    whole: bool
    """Whether the word alone says that the thing itself is sold."""


@lru_cache(maxsize=1)
def supplies() -> tuple[Supply, ...]:
    """All of them."""
    return tuple(
        Supply(row["term"], row["kind"], row["meaning"], row["reading"], row["whole"] == "yes")
        for row in read_table("supplies.tsv")
    )
