"""What is searched for, in which order, on marketplaces of which languages."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.keywords import Keyword, expand, keywords_for
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


# --- what else would be worth a search

NORDWERK = Brand(
    name="Nord Werk",
    chinese=["诺德沃克"],
    weak_names=["NWX"],
    categories=["cordless drills", "电钻"],
    home_country="Germany",
    product=[{"name": "X200"}],  # type: ignore[list-item]
)


def proposed(languages: tuple[str, ...], brand: Brand = NORDWERK) -> dict[str, str]:
    return {keyword.text: keyword.source for keyword in expand(brand, languages) if not keyword.searched}


@pytest.mark.parametrize(
    ("languages", "text", "source"),
    [
        (ZH, "诺德沃克 X200", "product + brand"),
        (ZH, "诺德沃克 电钻", "name + category"),
        (ZH, "德国 诺德沃克", "name + home country (Germany)"),
        (ZH, "诺德沃克 高仿", "name + replica slang (high-grade copy)"),
        (ZH, "nuodewoke", "Chinese name written by its sound"),
        (ZH, "诺家 电钻", "first character with 家 (house), as resellers say + category"),
        (ZH, "诺德 电钻", "Chinese name cut to two characters + category"),
        (ZH, "NW 电钻", "initials + category"),
        (ZH, "NWX 电钻", "weak name of the watchlist + category"),
        (ZH, "电钻 高仿", "category + replica slang (high-grade copy)"),
        (EN, "Nord Werk X200", "product + brand"),
        (EN, "Nord Werk cordless drills", "name + category"),
        (EN, "Nord Werk Germany", "name + home country"),
        (EN, "Nord Werk replica", "name + replica slang"),
        (EN, "cordless drills replica", "category + replica slang"),
    ],
)
def test_proposals(languages: tuple[str, ...], text: str, source: str) -> None:
    assert proposed(languages)[text] == source


def test_what_is_commonly_known_is_proposed_and_never_searched() -> None:
    found = proposed(ZH, Brand(name="Lego"))
    assert found["乐高"] == "Chinese name that is commonly known"
    assert words(ZH, name="Lego") == ["Lego"]


def test_no_chinese_on_english_marketplaces() -> None:
    assert not [text for text in proposed(EN) if any(ord(char) > 0x2E80 for char in text)]


def test_the_owner_switches_a_proposal_on_and_a_name_off() -> None:
    brand = NORDWERK.model_copy(update={"keywords_on": ["诺德沃克 高仿"], "keywords_off": ["Nord Werk"]})
    assert [keyword.text for keyword in keywords_for(brand, ZH)] == ["诺德沃克", "诺德沃克 高仿"]
    assert proposed(ZH, brand)["Nord Werk"] == "name; switched off by the owner"


@given(
    _NAMES,
    _NAMES,
    st.sampled_from([ZH, EN, BOTH]),
    st.sampled_from([None, "Germany", "德国", "Atlantis"]),
    st.lists(st.sampled_from(["drills", "电钻", "ｄｒｉｌｌｓ"]), max_size=3),
)
def test_any_expansion(off: list[str], on: list[str], languages: Any, country: str | None, goods: list[str]) -> None:
    brand = Brand(name="b", chinese=["北诺"], keywords_off=off, keywords_on=on, home_country=country, categories=goods)
    found = expand(brand, languages)
    folded = [keyword.text.casefold() for keyword in found]
    assert len(set(folded)) == len(folded) < 70
    assert all(keyword.source for keyword in found)
    searched = [keyword.searched for keyword in found if "switched off" not in keyword.source]
    assert searched == sorted(searched, reverse=True), "proposals come after what is searched"
    assert [keyword for keyword in found if keyword.searched] == keywords_for(brand, languages)
