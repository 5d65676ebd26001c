"""What sellers and buyers of copies call them: 高仿, 莆田, mirror quality, реплика."""

from dataclasses import dataclass
from functools import lru_cache

from monitor.lexicon.tables import read_table

_SPEAKS_OF_COPIES = frozenset({
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
"""Not among them: claims that honest sellers make too (authenticity, channel, wholesale, grey market, a seller's
story), ways to talk elsewhere (contact_divert), freight (shipping), buyers' complaints (review_signal) and words for a
look-alike without the mark (evasion_brand)."""


@dataclass(frozen=True, slots=True)
class SlangTerm:
    """One term and what it means."""

    term: str
    language: str
    category: str
    meaning: str
    reading: str
    """Pinyin with tone marks; empty for what isn't Chinese."""
    ambiguous: bool
    """Common in honest listings too."""

    @property
    def is_replica_term(self) -> bool:
        """Whether a title with it most likely offers a copy, so that a weak name beside it counts."""
        return not self.ambiguous and self.category in _SPEAKS_OF_COPIES


@lru_cache(maxsize=1)
def slang_terms() -> tuple[SlangTerm, ...]:
    """All terms. A term of two languages is there twice."""
    return tuple(
        SlangTerm(
            row["term"], row["language"], row["category"], row["meaning"], row["reading"], row["ambiguous"] == "yes"
        )
        for row in read_table("slang.tsv")
    )
