"""A spelling of a brand's name in a title, before it is decided whether it counts."""

from dataclasses import dataclass

from monitor.matching.names import Name


@dataclass(frozen=True, slots=True)
class Candidate:
    """A spelling of a name between two places of the title's skeleton."""

    name: Name
    start: int
    end: int
    kind: str
    """What was done to the name: exact, leet, masked … (the kinds of docs/how-it-judges.md)."""
    score: float
    """How sure the spelling alone makes it, 0 to 1."""
    how: str = ""
    """What was done to the name, in words for the reader: "with one character masked"."""
    needs_context: bool = False
    """Counts only if something else in the title speaks for the brand."""
    needs_slang: bool = False
    """Counts only beside replica slang or a sure product: its spelling is too common for a category to support it."""
