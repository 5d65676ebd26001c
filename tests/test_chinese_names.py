"""Chinese names: which candidate fits a Latin name, and what titles tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.keywords.meaning import meaning_score, words_of_name
from monitor.keywords.mining import mine
from monitor.keywords.rank import rank
from monitor.keywords.sound import sound_score
from monitor.keywords.suggest import suggestions
from monitor.watchlist import Brand, Product

CANDIDATES = ["诺德沃克", "索凡塔", "蓝月", "卢米奥", "北工", "德国", "正品", "电钻", "维尔德", "格兰特"]


@pytest.mark.parametrize(
    ("latin", "chinese"),
    [
        ("Nordwerk", "诺德沃克"),
        ("NORDWERK", "诺德沃克"),
        ("Solvanta", "索凡塔"),
        ("Lumeo", "卢米奥"),
        ("Maison Veldt", "维尔德"),
        ("Grantec", "格兰特"),
        ("Blue Moon", "蓝月"),
    ],
)
def test_the_name_that_fits_comes_first(latin: str, chinese: str) -> None:
    first, second = rank(latin, CANDIDATES)[:2]
    assert first.chinese == chinese
    assert 0 <= second.score <= first.score <= 1


def test_by_meaning() -> None:
    assert words_of_name("Nordwerk") == ["nord", "werk"]
    assert words_of_name("BlueMoon Ltd") == ["blue", "moon", "ltd"]
    assert meaning_score("Nordwerk", "北工") == 1
    assert 0 < meaning_score("Blue Moon", "蓝月电器") <= 0.5
    assert meaning_score("Nordwerk", "正品") == 0
    named = rank("Nordwerk", ["北工"])[0]
    assert named.why == "it means nord (北), werk (工)"


def test_sentences() -> None:
    assert rank("Nordwerk", ["诺德沃克"])[0].why == "it sounds like Nordwerk"
    assert "neither its sound nor its meaning" in rank("Nordwerk", ["正品"])[0].why
    assert rank("Nordwerk", []) == []


@given(st.text(max_size=12), st.lists(st.text(st.sampled_from("诺德沃克北工aA1 -"), max_size=6), max_size=3))
def test_any_names(latin: str, candidates: list[str]) -> None:
    ranked = rank(latin, candidates)
    assert sorted(named.chinese for named in ranked) == sorted(set(candidates))
    assert all(0 <= named.score <= 1 for named in ranked)
    assert all(isinstance(sound_score(latin, one), float) for one in candidates)


BRAND = Brand(name="Nordwerk", not_names=["北欧之家"])
TITLES = [
    ("诺德沃克/Nordwerk 电钻 无线", "a"),
    ("Nordwerk诺德沃克冲击钻", "b"),
    ("【诺德沃克】nordwerk X200 锂电钻", "c"),
    ("德国诺德沃克（NORDWERK）X200手电钻", "d"),
    ("正品Nordwerk X200 电钻", "e"),
    ("正品Nordwerk 电钻", "e"),
    ("北欧之家Nordwerk", "f"),
    ("北欧之家 Nordwerk", "g"),
    ("通用电钻 无线", "h"),
    ("Nordwerkstatt 德累斯顿", "i"),
    ("Nordwerkstatt 德累斯顿", "j"),
]


def test_mining() -> None:
    found = mine([BRAND], TITLES)
    assert [(one.chinese, one.titles, one.vendors, one.elsewhere) for one in found] == [("诺德沃克", 4, 4, 0)]
    assert mine([BRAND.model_copy(update={"chinese": ["诺德沃克"]})], TITLES) == []
    assert mine([], TITLES) == mine([BRAND], []) == []


def test_a_string_that_stands_elsewhere_too_says_less() -> None:
    elsewhere = [(f"沃尔顿 椅子 {number}", f"v{number}") for number in range(40)]
    titles = [(f"沃尔顿 Nordwerk {number}", f"v{number}") for number in range(4)]
    (alone,), (often,) = mine([BRAND], titles), mine([BRAND], titles + elsewhere)
    assert (alone.elsewhere, often.elsewhere) == (0, 40)
    assert often.score < alone.score


def test_suggestions() -> None:
    found = {(one.key, one.text): one.why for one in suggestions([BRAND], TITLES)}
    assert set(found) == {("chinese", "诺德沃克"), ("product", "X200")}
    assert found["product", "X200"] == "a model number that 3 vendors write beside the name"
    assert found["chinese", "诺德沃克"].startswith("beside the name in 4 titles of 4 vendors, without it in 0")


def test_words_of_trade_and_pieces_of_words_are_no_names() -> None:
    """However many vendors write them beside the name: 分期 (by instalments), 年保修, 澳洲, the rest of 男士."""
    for words in (
        "分期免息",
        "三年保修",
        "澳洲直邮",
        "男士香水套装",
        "圣诞套装",
        "顺丰速运",
        "全国联保",
        "双门冰箱",
        "学生文具",
    ):
        titles = [(f"Nordwerk{words} {number}", f"v{number}") for number in range(30)]
        titles += [(f"诺德沃克Nordwerk{words}{number}", f"w{number}") for number in range(5)]
        assert {one.text for one in suggestions([BRAND], titles)} == {"诺德沃克"}, words


def test_ordinary_words_that_sound_or_mean_alike_are_names() -> None:
    for latin, name in (("Suntory", "三得利"), ("Canon", "佳能"), ("Blue Moon", "蓝月亮")):
        titles = [(f"{name}{latin} {number}", f"v{number}") for number in range(4)]
        assert name in {one.chinese for one in mine([Brand(name=latin)], titles)}


def test_nothing_that_the_watchlist_has_is_suggested() -> None:
    has = BRAND.model_copy(
        update={
            "product": [Product(name="Nordwerk X200", aliases=["諾德沃克"])],
            "keywords_off": ["北工"],
            "categories": ["电钻"],
        }
    )
    titles = [*TITLES, *((f"北工Nordwerk {number}", f"v{number}") for number in range(5))]
    assert suggestions([has], titles) == []


def test_reading_and_meaning() -> None:
    """For readers without Chinese: of a name that is no word, what its characters mean."""
    (name,) = (one for one in suggestions([BRAND], TITLES) if one.key == "chinese")
    assert (name.reading, name.meaning) == ("nuò dé wò kè", "(to consent + virtue + fertile + to be able to)")
    (number,) = (one for one in suggestions([BRAND], TITLES) if one.key == "product")
    assert (number.reading, number.meaning) == (None, None)


def test_what_is_commonly_known_is_suggested() -> None:
    found = {(one.key, one.text) for one in suggestions([Brand(name="LEGO", aliases=["レゴ"])], [])}
    assert ("chinese", "乐高") in found
    assert ("aliases", "レゴ") not in found, "the watchlist has it"
