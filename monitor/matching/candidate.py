"""A name found in a title: the candidate that the ways of finding hand over."""

from dataclasses import dataclass

from monitor.matching.names import Name


@dataclass(frozen=True, slots=True)
class Candidate:
    """A spelling of a name at a place of the title's skeleton."""

    name: Name
    start: int
    end: int
    kind: str
    score: float
    """How sure the spelling alone makes it, 0 to 1."""
    how: str = ""
    """What was done to the name, for a reader: "with one character masked"."""
    needs_context: bool = False
    """Doesn't count unless something else in the title speaks for the brand."""
    needs_slang: bool = False
    """The category and the products are too common to speak for it."""
