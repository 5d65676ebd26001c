"""Weak names and what sellers make of a name beside slang: which count by what they are, and which only by chance."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.indicators import judge
from monitor.indicators.case import Case
from monitor.matching import Matcher
from monitor.model import Listing
from monitor.watchlist import Brand
from tests.one_offer import DAY

BRANDS = [
    Brand(name="Nordwerk", chinese=["诺德沃克"], weak_names=["NW", "NK####", "诺师傅"], categories=["drill", "电钻"]),
    Brand(name="Maison Veldt", chinese=["维尔德之家"], categories=["handbag", "手提包"]),
    Brand(name="Matterhorn Tools", chinese=["马特洪"], categories=["tools"]),
    Brand(name="Foraquil", chinese=["福拉奎"], categories=["lamps"]),
]
MATCHER = Matcher(BRANDS)


@pytest.mark.parametrize(
    ("title", "mention"),
    [
        ("高仿 诺德 电钻", "诺德"),
        ("高仿 沃克 电钻", "沃克"),
        ("诺家 1:1 电钻", "诺家"),
        ("高仿 小诺 电钻", "小诺"),
        ("高仿 NDWK", "NDWK"),
        ("高仿 nrd 电钻", "nrd"),
        ("高仿 werk 电钻", "werk"),
        ("MV 手提包 高仿", "MV"),
        ("N家 高仿", "N家"),
        ("诺* 高仿 电钻", "诺*"),
        ("高仿 Matterh 扳手", "Matterh"),
    ],
)
def test_a_distinctive_form_counts_beside_slang(title: str, mention: str) -> None:
    assert [match.mention for match in MATCHER.match(title)] == [mention]


@pytest.mark.parametrize(
    "title",
    [
        "高仿 for men 手表",  # the beginning of Foraquil is a word
        "高仿 matte black 手机壳",
        "高仿 NR 橡胶垫",  # two consonants
        "高仿 NN 包",
        "高仿 mv 手提包",  # initials in small letters
        "高仿 tools 扳手",  # one word of a name, but an everyday one
        "高仿 专克家具",  # 克|家具
        "高仿 Canon家用 相机",
        "高仿 沃克斯 手机壳",  # another name goes on
        "高仿 德沃 电钻",  # the middle of a name
        "高仿 诺*2 电钻",
        "高仿 Samsung werk 手机",  # the title is about another brand
        "高仿 Adidas 诺德 球鞋",
        "replica Casio Veldt watch",
        "replica Seiko Veldt watch",
        "NR 5mm II 高仿 BB cream",
    ],
)
def test_a_form_that_may_be_chance_does_not(title: str) -> None:
    assert MATCHER.match(title) == ()


_ORDINARY = (
    "for black leather watch swiss matte series head digital micro west day pan mat com ii bb mm dr jr usb".split()
)


@given(st.lists(st.sampled_from(_ORDINARY), max_size=6), st.sampled_from(["高仿", "1:1", "replica"]))
def test_ordinary_words_beside_slang_name_no_brand(words: list[str], slang: str) -> None:
    assert MATCHER.match(" ".join([slang, *words])) == ()


def _points(title: str, **facts: int) -> dict[str, int]:
    (match,) = MATCHER.match(title)
    case = Case(Listing(1, "1", title, **facts), match, BRANDS[0], "taobao", DAY)
    return {reason.code: reason.points for reason in judge(case).reasons}


@pytest.mark.parametrize("title", ["NW 电钻", "ＮＷ 电钻", "诺师傅 电钻", "NK1234 电钻", "NK1234BL drill", "nw drill"])
def test_a_weak_name_that_the_owner_listed_is_no_disguise(title: str) -> None:
    """It earns nothing, and does not speak against a resale of one unit."""
    reasons = _points(title, stock=1)
    assert "disguised_name" not in reasons
    assert reasons["few_units"] < 0


@pytest.mark.parametrize(("title", "points"), [("诺家 1:1 电钻", 10), ("高仿 NDWK", 10), ("诺*沃克 电钻", 30)])
def test_what_sellers_make_of_a_name_is_one(title: str, points: int) -> None:
    assert _points(title)["disguised_name"] == points


def test_the_lines_of_a_known_brand_are_no_disguise() -> None:
    nike = Brand(name="Nike", categories=["shoes"])
    (match,) = Matcher([nike]).match("Air Max 90 shoes")
    assert match.kind == "weak"
    case = Case(Listing(1, "1", "Air Max 90 shoes"), match, nike, "taobao", DAY)
    assert "disguised_name" not in {reason.code for reason in judge(case).reasons}
    assert "disguised_name" in {
        reason.code for reason in judge(replace(case, match=replace(match, mention="N*"))).reasons
    }
