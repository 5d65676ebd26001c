"""What is searched for, in which order, on marketplaces of which languages."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.keywords import Keyword, keywords_for
from monitor.watchlist import Brand

ZH, EN, BOTH = ("zh",), ("en",), ("zh", "en")


def words(languages: tuple[str, ...], **facts: Any) -> list[str]:
    return [keyword.text for keyword in keywords_for(Brand(**{"name": "Nordwerk", **facts}), languages)]


@pytest.mark.parametrize(
    ("languages", "facts", "expected"),
    [
        (ZH, {}, ["Nordwerk"]),
        (EN, {}, ["Nordwerk"]),
        (ZH, {"chinese": ["诺德沃克", "北工"]}, ["诺德沃克", "北工", "Nordwerk"]),
        (EN, {"chinese": ["诺德沃克", "北工"]}, ["Nordwerk"]),
        (BOTH, {"chinese": ["诺德沃克"], "aliases": ["NordW", "诺沃"]}, ["诺德沃克", "Nordwerk", "NordW", "诺沃"]),
        (EN, {"aliases": ["NordW", "诺沃", "Ñord"]}, ["Nordwerk", "NordW", "Ñord"]),
        (EN, {"keywords_on": ["cordless Nordwerk", "诺德"]}, ["Nordwerk", "cordless Nordwerk", "诺德"]),
        (ZH, {"chinese": ["诺德沃克"], "keywords_off": ["nordwerk"]}, ["诺德沃克"]),
        (EN, {"keywords_off": ["NORDWERK"], "keywords_on": ["nw drill"]}, ["nw drill"]),
        (EN, {"keywords_off": ["Nordwerk"]}, []),
        (EN, {"aliases": ["NORDWERK", "NordW"], "keywords_on": ["nordw"]}, ["Nordwerk", "NordW"]),
        (ZH, {"chinese": ["诺德沃克"], "keywords_on": ["诺德沃克", "nordwerk"]}, ["诺德沃克", "Nordwerk"]),
        (EN, {"weak_names": ["NW"], "not_names": ["Nordwerkstatt"], "categories": ["drills"]}, ["Nordwerk"]),
        (ZH, {"name": "诺德沃克", "chinese": ["诺德沃克"]}, ["诺德沃克"]),
    ],
)
def test_searches(languages: tuple[str, ...], facts: dict[str, Any], expected: list[str]) -> None:
    assert words(languages, **facts) == expected


def test_a_search_says_where_it_comes_from() -> None:
    brand = Brand(name="Nordwerk", chinese=["北工"], aliases=["NordW"], keywords_on=["北工", "nw drill"])
    assert keywords_for(brand, ZH) == [
        Keyword("北工", "nordwerk", "Chinese name"),
        Keyword("Nordwerk", "nordwerk", "name"),
        Keyword("NordW", "nordwerk", "alias"),
        Keyword("nw drill", "nordwerk", "added by the owner"),
    ]


_NAMES = st.lists(st.sampled_from(["a", "A", "b", "B", "ß", "SS", "北", "诺"]), max_size=5)


@given(_NAMES, _NAMES, _NAMES, _NAMES, st.sampled_from([ZH, EN, BOTH]))
def test_any_lists(chinese: list[str], aliases: list[str], on: list[str], off: list[str], languages: Any) -> None:
    """Each words once, none of those turned off, and best first: the order in which they are written."""
    facts = {"name": "b", "chinese": chinese, "aliases": aliases, "keywords_on": on}
    found = words(languages, **facts, keywords_off=off)
    folded = [word.casefold() for word in found]
    assert len(set(folded)) == len(folded)
    assert not set(folded) & {word.casefold() for word in off}
    written = [
        *(chinese if "zh" in languages else []),
        "b",
        *(a for a in aliases if "zh" in languages or a not in "北诺"),
        *on,
    ]
    order = [word.casefold() for word in written]
    assert [order.index(word) for word in folded] == sorted(order.index(word) for word in folded)
    assert set(order) == {*folded, *(word.casefold() for word in off if word.casefold() in order)}
