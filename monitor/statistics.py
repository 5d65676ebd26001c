"""Statistics of small numbers."""

import math

_Z = 1.96  # of the normal distribution: nineteen in twenty


def wilson(right: int, of: int) -> tuple[float, float, float] | None:
    """The share and its 95 % interval after Wilson (1927); None for less than 30."""
    if of < LEAST_DECISIONS:
        return None
    share, square = right / of, _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    reach = _Z / (1 + square / of) * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return share, max(middle - reach, 0.0), min(middle + reach, 1.0)


LEAST_DECISIONS = 30
"""Below it a share means nothing."""
