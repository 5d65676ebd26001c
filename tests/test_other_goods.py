"""Names in titles of other goods altogether, and names of one or two letters."""

import pytest

from monitor.matching import Matcher
from monitor.watchlist import Brand, Product

NORDWERK = Brand(
    name="Nordwerk",
    chinese=["诺德沃克"],
    categories=["cordless drills", "电钻"],
    product=[Product(name="X200")],
)
BARE = Brand(name="Nordwerk", chinese=["诺德沃克"])
SHELL = Brand(name="Shell", chinese=["壳牌"])
QZ = Brand(name="QZ", categories=["drills", "电钻"], product=[Product(name="Torvik")])


def score(brand: Brand, title: str) -> float:
    matches = Matcher([brand]).match(title)
    return matches[0].score if matches else 0.0


OTHER_GOODS = [
    "The Winter Road, a novel by Olav Nordwerk, paperback",
    "Nordwerk live in Oslo vinyl lp 1974",
    "诺德沃克 传记 精装版",
    "诺德沃克遗址 博物馆 文创 冰箱贴",
    "诺德沃克 英语单词卡 小学生",
    "Nordwerk postcard old town 1910",
]


@pytest.mark.parametrize("brand", [NORDWERK, BARE])
@pytest.mark.parametrize("title", OTHER_GOODS)
def test_a_bare_name_in_a_title_of_other_goods_is_doubted(brand: Brand, title: str) -> None:
    assert score(brand, title) == 0.0


@pytest.mark.parametrize(
    "title",
    [
        "N0rdw3rk novel",
        "诺*沃克 传记",
        "Nordwerk X200 with picture book",
        "Nordwerk 诺德沃克 book",
        "高仿 Nordwerk book",
        "Nordwerk cordless drill with a book of patterns",
    ],
    ids=["disguise", "masked", "product", "other name", "slang", "category"],
)
def test_what_stands_beside_the_name_speaks_for_the_brand(title: str) -> None:
    assert score(NORDWERK, title) >= 0.5


def test_goods_of_an_unknown_field_may_be_the_brands() -> None:
    """Without categories nobody knows what the brand sells: shoes may be its goods, a novel alone is not."""
    assert score(BARE, "Nordwerk sneakers comic edition") >= 0.5
    assert score(NORDWERK, "Nordwerk sneakers comic edition") == 0.0, "its goods are drills"
    assert score(NORDWERK, "Nordwerk sneakers") >= 0.5, "copies of other goods than the brand's"
    assert score(BARE, "Nordwerk comic") == 0.0


def test_a_fridge_magnet_is_no_fridge() -> None:
    fridges = Brand(name="Nordwerk", categories=["fridges", "冰箱"])
    assert score(fridges, "Nordwerk 冰箱贴") == 0.0
    assert score(fridges, "Nordwerk 冰箱 双门") == 1.0


@pytest.mark.parametrize(
    "title",
    ["egg shell powder", "sea shells for crafts", "shell necklace women", "taco shell holder", "shell pearl earrings"],
)
def test_everyday_words_in_their_own_sense(title: str) -> None:
    assert score(SHELL, title) == 0.0


def test_a_phrase_with_the_name_hides_no_other_place_of_it() -> None:
    assert score(SHELL, "egg shell white can of Shell motor oil 5w30") == 1.0


@pytest.mark.parametrize(
    ("title", "names_it"),
    [
        ("QZ drill 18V", True),
        ("QZ 电钻", True),
        ("QZ Torvik", True),
        ("高仿 QZ", True),
        ("QZ", False),
        ("QZ 18V", False),
        ("QZ a500 valve", False),
        ("t-shirt size QZ", False),
    ],
)
@pytest.mark.parametrize("where", ["name", "aliases", "weak_names"])
def test_a_name_of_two_letters_needs_the_brands_goods_beside_it(title: str, names_it: bool, where: str) -> None:
    listed = QZ if where == "name" else QZ.model_copy(update={"name": "Nordwerk", where: ["QZ"]})
    assert (score(listed, title) >= 0.5) is names_it


def test_two_chinese_characters_are_no_short_name() -> None:
    assert score(Brand(name="Nordwerk", chinese=["诺沃"]), "诺沃 全新") >= 0.5


@pytest.mark.parametrize(
    ("title", "names_it"),
    [
        ("Torch of the gods", False),
        ("My torch is brighter", False),
        ("Camping torch rechargeable", False),
        ("camping torch rechargeable", True),
        ("Torch rechargeable 900", True),
        ("Camping Torch rechargeable", True),
        ("Camping torch, replica", True),
    ],
)
def test_an_everyday_name_written_as_a_word(title: str, names_it: bool) -> None:
    assert (score(Brand(name="Torch"), title) >= 0.5) is names_it


def test_a_given_name_before_it_makes_it_a_persons() -> None:
    ford = Brand(name="Ford", categories=["car parts"])
    assert score(ford, "Tyler Ford signed") == 0.0
    assert score(ford, "Tyler Ford brake pads") == 1.0
    assert score(NORDWERK, "Glenn Nordwerk signed") == 1.0, "no word and no person that anybody knows of"


def test_no_disguise_of_another_name_where_a_name_was_doubted() -> None:
    """潘多拉 is the listed name: beside a film it is no misspelt 潘朵拉 either."""
    pandora = Brand(name="Pandora", chinese=["潘多拉"])
    assert score(pandora, "潘多拉 电影 海报") == 0.0


def test_the_fields_of_a_known_brand_under_its_plain_or_short_name() -> None:
    assert score(Brand(name="Hermes"), "Hermes statue marble") == 0.0, "Hermès sells bags and clothes"
    assert score(Brand(name="Hermes"), "Hermes handbag, with poster") == 1.0
    assert score(Brand(name="CK"), "CK boxer briefs") >= 0.5
    assert score(Brand(name="CK"), "CK 45 steel bar") == 0.0
