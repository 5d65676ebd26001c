"""Sellers of one operator: rare signs tie them, common ones do not, and nobody is tied through another."""

from itertools import pairwise

import pytest

from bench.networks import make_world, measure_closure, measure_ties
from monitor.indicators.operators import PICTURE, TITLE, Sign, Tie, ties, weight
from monitor.indicators.related_sellers import CONTACT, SHOP

SELLERS = 10_000


def tied(bearers: dict[Sign, list[str]], sellers: int = SELLERS) -> list[tuple[str, str]]:
    return [tie.sellers for tie in ties(bearers, sellers)]


def test_two_kinds_of_rare_signs_tie_two_sellers() -> None:
    signs: dict[Sign, list[str]] = {(CONTACT, "abc123"): ["b", "a", "c"], (TITLE, "text|x|1"): ["a", "b"]}
    (tie,) = ties(signs, SELLERS)
    assert tie == Tie(("a", "b"), ((TITLE, "text|x|1"), (CONTACT, "abc123")), tie.weight)


def test_one_kind_ties_only_where_it_is_very_strong() -> None:
    assert tied({(CONTACT, "abc123"): ["a", "b"]}) == [("a", "b")]
    assert tied({(CONTACT, "abc123"): ["a", "b", "c"]}) == []
    for kind in (TITLE, PICTURE, SHOP):
        assert tied({(kind, "one"): ["a", "b"], (kind, "another"): ["a", "b"]}) == []
    assert tied({(CONTACT, "abc123"): ["a", "b"]}, sellers=30) == [], "among few sellers nothing is known to be rare"


def test_what_many_share_ties_nobody() -> None:
    """An agent's contact and a title of the trade, of dozens of shops each."""
    many = [f"s{number}" for number in range(60)]
    assert tied({(CONTACT, "agent"): many, (TITLE, "stock"): many, (SHOP, "name"): many[:2]}) == []
    assert weight(CONTACT, 300, SELLERS) == 0


def test_nobody_is_tied_through_another() -> None:
    names = ["a", "b", "c", "d"]
    chain: dict[Sign, list[str]] = {
        (kind, f"{one}{other}"): [one, other] for one, other in pairwise(names) for kind in (TITLE, PICTURE)
    }
    assert tied(chain) == [("a", "b"), ("b", "c"), ("c", "d")]


def test_the_rarer_the_heavier() -> None:
    weights = [weight(CONTACT, bearers, SELLERS) for bearers in range(2, 50)]
    assert weights == sorted(weights, reverse=True)
    assert weight(CONTACT, 1, SELLERS) == weight(CONTACT, 2, 2) == weight(CONTACT, 0, 0) == 0


@pytest.mark.parametrize("seed", [1, 77])
def test_on_a_synthetic_world_with_shared_agents(seed: int) -> None:
    world = make_world(seed)
    figures, plain = measure_ties(world), measure_closure(world)
    assert figures.precision >= 0.98
    assert figures.recall >= 0.45
    assert figures.most_above <= 3
    assert plain.precision < 0.01
    assert plain.largest > 5_000
