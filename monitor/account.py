"""Who may use the review, and what each of them may do there."""

from dataclasses import dataclass
from enum import StrEnum

from monitor.errors import InputError, expected


class Role(StrEnum):
    """What a person may do, from the least to the most; each role may do what the ones before it may."""

    READER = "reader"
    """Look at everything."""
    REVIEWER = "reviewer"
    """Decide about findings."""
    OWNER = "owner"
    """Change the watchlist, and import pages."""

    def includes(self, other: "Role") -> bool:
        """Whether this role may do all that `other` may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Account:
    """A person who uses the review. `name` stands with every decision of theirs."""

    name: str
    role: Role


def check_role(word: str) -> Role:
    """The role that a word names. Raises `InputError`."""
    if word not in (*Role,):
        raise InputError(f"role {word[:60]!r}: unknown; {expected(word, map(str, Role))}")
    return Role(word)
