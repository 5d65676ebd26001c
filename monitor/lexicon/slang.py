"""Slang of sellers and buyers of copies: 高仿, 莆田, mirror quality, реплика."""

from dataclasses import dataclass
from functools import lru_cache

from monitor.lexicon.tables import cells_of, read_table

_REPLICA_CATEGORIES = frozenset({
    "replica_word",  # copy, fake
    "grade",  # how good a copy
    "origin_claim",  # which factory it is said to have leaked from
    "replica_factory",  # who makes the copy
    "verification_pass",  # that the copy passes for genuine
    "evasion_spelling",  # the same words, spelt past a filter
    "evasion_hint",  # come if you know
    "hidden_link",  # albums and links for goods that a title must not name
    "community",  # words of the buyers of copies
})  # fmt: skip
"""Categories of terms that speak of copies.

The others don't: claims that honest sellers make too (authenticity, channel, wholesale, grey market, a seller's story),
other channels of contact (contact_divert), freight (shipping), buyers' complaints (review_signal) and words for a
look-alike without the mark (evasion_brand)."""
_ANOTHER_WORD = "another_word"
"""Category of innocent words that contain a term: 高仿真 (true to life) is not 高仿."""


@dataclass(frozen=True, slots=True)
class SlangTerm:
    """One term, its language (ISO code), its category in the table, and what it means in English."""

    term: str
    language: str
    category: str
    meaning: str
    reading: str
    """Pinyin with tone marks; empty for other languages."""
    ambiguous: bool
    """Whether it is common in honest listings too."""
    unless: tuple[str, ...]
    """Words beside which it means something else: replica of a model ship."""

    @property
    def is_slang(self) -> bool:
        """Whether it is slang at all, and not an innocent word that contains some."""
        return self.category != _ANOTHER_WORD

    @property
    def is_replica_term(self) -> bool:
        """Whether a title with it most likely offers a copy: then a weak name beside it counts."""
        return not self.ambiguous and self.category in _REPLICA_CATEGORIES


@lru_cache(maxsize=1)
def slang_terms() -> tuple[SlangTerm, ...]:
    """All terms; one that is used in two languages is there twice."""
    return tuple(
        SlangTerm(
            row["term"],
            row["language"],
            row["category"],
            row["meaning"],
            row["reading"],
            row["ambiguous"] == "yes",
            cells_of(row["unless"]),
        )
        for row in read_table("slang.tsv")
    )
