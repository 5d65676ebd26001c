"""Chinese characters: simplified, read, drawn alike, taken apart; other scripts read aloud; skeletons."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.hanzi import is_hanzi, name_readings, parts, readings, similar, simplified, toned
from monitor.text.skeleton import skeleton
from monitor.text.transliterate import latin_of, sounds_like

_NASTY = st.characters(codec=None, categories=None) | st.sampled_from("\ud800\u202e\u200b\u0301ﷺ㎏ßİǅ馬氣ΑА")


@pytest.mark.parametrize(
    ("char", "simple"), [("馬", "马"), ("萬", "万"), ("気", "气"), ("芸", "芸"), ("马", "马"), ("a", "a"), ("々", "々")]
)
def test_simplified(char: str, simple: str) -> None:
    assert simplified(char) == simple


@pytest.mark.parametrize(
    ("char", "said"), [("克", ("ke",)), ("乐", ("le", "yue")), ("女", ("nv", "ru")), ("a", ()), ("。", ())]
)
def test_readings(char: str, said: tuple[str, ...]) -> None:
    assert readings(char)[: len(said)] == said
    assert all(one.isascii() and one.isalpha() for one in readings(char))


@pytest.mark.parametrize("char", "中㐀鿿\uf900\ufaff\U00020000")
def test_a_chinese_character(char: str) -> None:
    assert is_hanzi(char)


@pytest.mark.parametrize("char", ["a", "ア", "한", "\ua015", "\ue000", "\ud800", "。", "\u33ff"])
def test_no_chinese_character(char: str) -> None:
    assert not is_hanzi(char)


def test_readings_of_names() -> None:
    assert name_readings("诺德沃克") == ("nuo", "de", "wo", "ke")
    assert toned("诺德沃克") == "nuò dé wò kè"
    assert name_readings("A4纸") == ("A", "4", "zhi")


@pytest.mark.parametrize(("one", "other"), [("鸟", "乌"), ("仕", "任"), ("未", "末"), ("登", "澄"), ("驰", "弛")])
def test_drawn_alike(one: str, other: str) -> None:
    assert other in similar(one)
    assert one not in similar(one)


def test_parts_side_by_side() -> None:
    assert "女子" in parts("好")
    assert parts("一") == ()


@pytest.mark.parametrize(
    ("name", "written", "read"),
    [
        ("nordwerk", "ノルドヴェルク", "norudoveruku"),
        ("nordwerk", "Нордверк", "nordverk"),
        ("nordwerk", "노르드베르크", "noreudeubereukeu"),
        ("solvanta", "ソルヴァンタ", "soruvanta"),
        ("lumeo", "ルメオ", "rumeo"),
    ],
)
def test_other_scripts(name: str, written: str, read: str) -> None:
    assert latin_of(written) == read
    assert sounds_like(name, read) > 0.75
    assert sounds_like("teapot", read) == 0


@pytest.mark.parametrize(
    ("title", "bones"),
    [
        ("Nоrdwеrk", "nordwerk"),
        ("ΝORDWERK", "nordwerk"),
        ("諾德沃克", "诺德沃克"),
        ("Ｎｏｒｄ\u200bwerk", "nordwerk"),
        ("ɴᴏʀᴅ", "nord"),
        ("ⓃⓄⓇⒹ", "nord"),
    ],
)
def test_skeletons(title: str, bones: str) -> None:
    assert skeleton(title).text == bones


@given(st.text(_NASTY, max_size=30))
def test_a_skeleton_has_none_of_its_own(title: str) -> None:
    bones = skeleton(title)
    assert skeleton(bones.text).text == bones.text
    assert len(bones.origins) == len(bones.text)
    assert list(bones.origins) == sorted(bones.origins)
    assert all(0 <= origin < len(title) for origin in bones.origins)
    assert not any(unicodedata.category(char) in ("Cf", "Cs") for char in bones.text)
