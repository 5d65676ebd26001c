"""What is commonly known of well-known brands: their Chinese names, nicknames, product lines and fields of goods."""

import re
from dataclasses import dataclass
from functools import lru_cache

from monitor.lexicon.ordinary import fold_latin
from monitor.lexicon.tables import cells_of, read_table

_TABLE = "brands.tsv"


@dataclass(frozen=True, slots=True)
class KnownBrand:
    """One brand. What the tables don't tell is empty."""

    name: str
    chinese: tuple[str, ...]
    other_names: tuple[str, ...]
    """Nicknames and spellings that count by themselves."""
    weak: tuple[str, ...]
    """Initials and the like, which count only beside something else that speaks for the brand."""
    lines: tuple[str, ...]
    """Names of products."""
    fields: tuple[str, ...]
    """Fields of goods, as `monitor.lexicon.fields` names them."""
    ordinary: str
    """Which of its names mean something else too, in words: `word` the name is an everyday word, `name` a person's or
    place's, `zh` the Chinese name is an everyday word."""
    country: str


@lru_cache(maxsize=1)
def known_brands() -> tuple[KnownBrand, ...]:
    """All brands of the table."""
    return tuple(
        KnownBrand(
            name=row["name"],
            chinese=cells_of(row["chinese"]),
            other_names=cells_of(row["other_names"]),
            weak=cells_of(row["weak"]),
            lines=cells_of(row["lines"]),
            fields=cells_of(row["fields"]),
            ordinary=row["ordinary"],
            country=row["country"],
        )
        for row in read_table(_TABLE)
    )


@lru_cache(maxsize=1)
def _by_name() -> dict[str, KnownBrand]:
    return {fold_latin(brand.name): brand for brand in known_brands()}


@lru_cache(maxsize=1)
def _by_other_name() -> dict[str, list[KnownBrand]]:
    brands: dict[str, list[KnownBrand]] = {}
    for brand in known_brands():
        for name in (*brand.weak, *brand.other_names):
            brands.setdefault(fold_latin(name), []).append(brand)
    return brands


def known_brand(name: str) -> KnownBrand | None:
    """The brand of that name, in whatever case, with or without its accents."""
    return _by_name().get(fold_latin(name))


def known_fields(name: str) -> frozenset[str]:
    """The fields of goods of the brand of that name, or of the only one that has it as initials or another name."""
    if brand := known_brand(name):
        return frozenset(brand.fields)
    others = _by_other_name().get(fold_latin(name), [])
    return frozenset(others[0].fields) if len(others) == 1 else frozenset()


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """The Latin words that are a whole name of a known brand, folded: another brand's name is no misspelt one."""
    names = (fold_latin(name) for brand in known_brands() for name in (brand.name, *brand.other_names))
    return frozenset(name for name in names if re.fullmatch("[a-z]{3,}", name))
