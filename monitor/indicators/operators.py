"""Which sellers are probably one operator: by signs that few bear, never by one that many share.

Signs that join whoever shares any of them, one after the other, make one cluster of nearly all sellers: agents' WeChat
names, copied titles and common shop names are borne by strangers. So a sign weighs the less the more sellers bear it,
two sellers are tied by two kinds of sign or by a very strong one, and the ties of others tie nobody.
"""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from monitor.indicators.related_sellers import CONTACT, SHOP

TITLE, PICTURE = "title", "picture"
_WEIGHTS = {CONTACT: 2.0, TITLE: 1.2, PICTURE: 1.2, SHOP: 1.0}
"""What a sign of a kind weighs when hardly anybody bears it."""
MOST_BEARERS = 50
"""A sign of more sellers ties nobody."""
_TWO_KINDS, _ONE_SIGN = 0.5, 1.7
"""Least weight of signs of several kinds together, and of one by itself."""

Sign = tuple[str, str]
"""Its kind and, in one spelling, the contact or the name, or the group of the title."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Two sellers that are probably one operator, and the signs that both bear, the strongest first."""

    sellers: tuple[str, str]
    """Their keys, in alphabetical order."""
    signs: tuple[Sign, ...]
    weight: float


def weight(kind: str, bearers: int, sellers: int) -> float:
    """What a sign of a kind weighs that `bearers` of all `sellers` bear: 0 for one that nobody or too many share."""
    if bearers < 2 or bearers >= sellers or bearers > MOST_BEARERS:
        return 0.0
    rarity = math.log(sellers / bearers) / math.log(sellers)
    return _WEIGHTS.get(kind, 0.0) * rarity**2 / math.log2(bearers)


def ties(bearers: Mapping[Sign, Collection[str]], sellers: int) -> Iterator[Tie]:
    """The tied sellers, in order. `bearers`: who bears each sign; `sellers`: how many sellers there are."""
    shared: dict[tuple[str, str], list[tuple[float, Sign]]] = {}
    for sign, bearing in bearers.items():
        if of_sign := weight(sign[0], len(set(bearing)), sellers):
            for pair in combinations(sorted(set(bearing)), 2):
                shared.setdefault(pair, []).append((of_sign, sign))
    for pair, signs in sorted(shared.items()):
        signs.sort(key=lambda weighed: (-weighed[0], weighed[1]))
        strongest: dict[str, float] = {}
        for of_sign, (kind, _) in signs:
            strongest.setdefault(kind, of_sign)
        together = sum(strongest.values())
        if signs[0][0] >= _ONE_SIGN or (len(strongest) > 1 and together >= _TWO_KINDS):
            yield Tie(pair, tuple(sign for _, sign in signs), together)
