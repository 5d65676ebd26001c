"""Which sellers are one operator, on a synthetic world: `python -m bench.networks [--seeds 1 2 3]`.

Operators with several shops among strangers who share agents' contacts, copied titles and common shop names. Prints how
many of the tied pairs are right, how many of the true pairs are tied, and the largest cluster beside the largest true
one; beside it, in the same run, the plain way: whoever shares any sign is one operator, one after the other.
"""

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from bench.matching.figures import show
from monitor.indicators.operators import PICTURE, TITLE, Sign, ties
from monitor.indicators.related_sellers import CONTACT, SHOP

_OPERATORS, _SINGLE = 600, 9_600
_AGENTS, _STOCK, _COMMON_NAMES = 40, 400, 900
"""What strangers share: contacts of agents, titles and pictures of the trade, names of shops."""
_HABITS = {CONTACT: 0.6, TITLE: 0.7, PICTURE: 0.6, SHOP: 0.4}
"""The share of operators whose shops have a sign of the operator's own, by kind."""
_KEPT = 0.85
"""The share of their shops that bear it."""

Pair = tuple[str, str]


@dataclass
class World:
    """Sellers by key with their operator, and who bears each sign."""

    operator: dict[str, int] = field(default_factory=dict)
    bearers: dict[Sign, set[str]] = field(default_factory=lambda: defaultdict(set))

    def true_pairs(self) -> set[Pair]:
        """The pairs of shops of one operator."""
        return {pair for shops in self.operators().values() for pair in combinations(sorted(shops), 2)}

    def operators(self) -> dict[int, list[str]]:
        """The shops of each operator."""
        shops: dict[int, list[str]] = defaultdict(list)
        for seller, operator in self.operator.items():
            shops[operator].append(seller)
        return shops


def make_world(seed: int) -> World:
    """600 operators with 2 to 7 shops each and 9,600 with one; a third of all buys and sells through agents."""
    dice, world = random.Random(seed), World()
    agents = [(f"agent{number}", dice.paretovariate(0.8)) for number in range(_AGENTS)]
    sizes = [dice.choice((2, 2, 3, 3, 4, 5, 7)) for _ in range(_OPERATORS)] + [1] * _SINGLE
    for operator, shops in enumerate(sizes):
        habit = {kind for kind, share in _HABITS.items() if dice.random() < share}
        for shop in range(shops):
            seller = f"m:id:{operator}-{shop}"
            world.operator[seller] = operator
            for sign in _signs(dice, habit, operator, seller, agents):
                world.bearers[sign].add(seller)
    return world


def _signs(
    dice: random.Random, habit: set[str], operator: int, seller: str, agents: list[tuple[str, float]]
) -> Iterable[Sign]:
    """What a shop bears: the operator's own signs, where it has any, or those of an agent, a stock title, a name."""
    for kind in sorted(habit):
        if dice.random() < _KEPT:
            yield kind, f"own{operator}"
    if dice.random() < 0.3:
        yield CONTACT, dice.choices([name for name, _ in agents], [many for _, many in agents])[0]
    if dice.random() < 0.2:
        yield SHOP, f"common{dice.randrange(_COMMON_NAMES)}"
    for kind in (TITLE, PICTURE):
        for _ in range(dice.choice((0, 0, 1, 2))):
            yield kind, f"stock{int(_STOCK * dice.random() ** 2)}"


def closure(world: World) -> dict[str, str]:
    """Each seller's cluster when any shared sign joins."""
    return _clusters(world.operator, (pair for bearing in world.bearers.values() for pair in _chain(bearing)))


def _chain(bearing: set[str]) -> Iterable[Pair]:
    ordered = sorted(bearing)
    return pairwise(ordered)


def _clusters(sellers: Iterable[str], pairs: Iterable[Pair]) -> dict[str, str]:
    leads_to = {seller: seller for seller in sellers}

    def leader(seller: str) -> str:
        while leads_to[seller] != seller:
            leads_to[seller] = leads_to[leads_to[seller]]
            seller = leads_to[seller]
        return seller

    for one, other in pairs:
        leads_to[leader(one)] = leader(other)
    return {seller: leader(seller) for seller in leads_to}


@dataclass(frozen=True)
class Figures:
    """Of one way: of pairs, and of clusters."""

    precision: float
    recall: float
    largest: int
    """Sellers of the largest cluster."""
    most_above: float
    """How many times larger a cluster is at most than the largest operator in it, of clusters of three and more."""


def measure_ties(world: World) -> Figures:
    """The pairs that signs tie; clusters are the sellers that are tied one after the other."""
    pairs = {tie.sellers for tie in ties(world.bearers, len(world.operator))}
    true = world.true_pairs()
    right = len(pairs & true)
    return Figures(right / len(pairs), right / len(true), *_sizes(world, _clusters(world.operator, pairs)))


def measure_closure(world: World) -> Figures:
    """The pairs of all that are in one cluster."""
    cluster = closure(world)
    sizes = Counter(cluster.values())
    true = world.true_pairs()
    right = sum(cluster[one] == cluster[other] for one, other in true)
    number = sum(size * (size - 1) // 2 for size in sizes.values())
    return Figures(right / number, right / len(true), *_sizes(world, cluster))


def _sizes(world: World, cluster: dict[str, str]) -> tuple[int, float]:
    shops = {operator: len(of_operator) for operator, of_operator in world.operators().items()}
    members: dict[str, list[str]] = defaultdict(list)
    for seller, leader in cluster.items():
        members[leader].append(seller)
    above = [
        len(sellers) / max(shops[world.operator[seller]] for seller in sellers)
        for sellers in members.values()
        if len(sellers) > 2
    ]
    return max(map(len, members.values())), max(above, default=0.0)


def main() -> None:
    """Print a line for each seed and way."""
    parser = argparse.ArgumentParser(prog="python -m bench.networks", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    rows = []
    for seed in parser.parse_args().seeds:
        world = make_world(seed)
        for name, figures in (("rare signs", measure_ties(world)), ("any sign", measure_closure(world))):
            pairs = [f"{len(world.operator):,}", f"{len(world.true_pairs()):,}"]
            shares = [f"{figures.precision:.3f}", f"{figures.recall:.3f}"]
            rows.append([f"{seed}", name, *pairs, *shares, f"{figures.largest:,}", f"{figures.most_above:.1f}"])
    heads = ["synthetic world: seed", "tied by", "sellers", "true pairs", "pair precision", "recall"]
    show([*heads, "largest cluster", "times its largest operator"], rows)


if __name__ == "__main__":
    main()
