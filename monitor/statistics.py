"""Statistics of small numbers."""

import math

_Z = 1.96  # of the normal distribution: nineteen in twenty


def wilson(right: int, of: int) -> tuple[float, float, float] | None:
    """The share and its 95 % interval after Wilson (1927); None for less than 30."""
    return (right / of, *wilson_interval(right, of)) if of >= LEAST_DECISIONS else None


def least_share(right: int, of: int) -> float:
    """The lower end of that interval, for any number: a share of at least so much is no chance. 0 for none at all."""
    return wilson_interval(right, of)[0] if of else 0.0


def wilson_interval(right: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share after Wilson (1927), for any number above 0."""
    share, square = right / of, _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    reach = _Z / (1 + square / of) * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


LEAST_DECISIONS = 30
"""Below it a share means nothing."""
