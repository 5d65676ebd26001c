"""The lexicon: what is an ordinary word, what is slang of copies, which words tell a field of goods, known brands."""

import re
from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.lexicon.brands import known_brand, known_brands, known_words
from monitor.lexicon.fields import all_fields, fields_of, words_of
from monitor.lexicon.ordinary import fold_latin, is_everyday, is_proper, is_word
from monitor.lexicon.slang import slang_terms
from monitor.lexicon.tables import cells_of, read_table

FIELDS = set(
    """clothing shoes bags luggage watches jewellery eyewear cosmetics perfume haircare sport outdoor underwear
    stationery toys baby phones computers audio cameras appliances kitchen tools industrial electrics cars motorcycles
    carparts bicycles food drinks alcohol tobacco health household furniture music pet garden""".split()
)
EVERYDAY = "shell boss apple apples dove tiger crest target total shoes pump racer camera drill fluke style".split()
RARE = "marmot corsair chaussure colour color aluminium".split()
FOREIGN = "haus kleid schuhe größe telefon avec zapatos scarpe sapatos schoenen ayakkabı sepatu giày buty skor".split()
BRANDS = "nike adidas sony gucci prada chanel rolex samsung ikea lego xiaomi huawei facebook renault nivea".split()
NAMES = "columbia patagonia hugo stanley tiffany johnson germany berlin texas shenzhen bavaria".split()


@pytest.mark.parametrize("word", EVERYDAY)
def test_everyday(word: str) -> None:
    assert is_everyday(word)
    assert is_word(word)


@pytest.mark.parametrize("word", RARE + FOREIGN)
def test_a_word_but_no_everyday_one(word: str) -> None:
    assert is_word(word)


@pytest.mark.parametrize("word", FOREIGN)
def test_everyday_is_english(word: str) -> None:
    assert not is_everyday(word)


@pytest.mark.parametrize("word", [*BRANDS, "", "x", "qqqq", "电钻", "123", "two words"])
def test_no_word(word: str) -> None:
    assert not is_everyday(word)
    assert not is_word(word)


@pytest.mark.parametrize("word", NAMES)
def test_proper(word: str) -> None:
    assert is_proper(word)


@pytest.mark.parametrize("word", ["nike", "adidas", "sony", "gucci", "rolex", "zapatos", "drill", ""])
def test_not_proper(word: str) -> None:
    assert not is_proper(word)


@pytest.mark.parametrize(
    ("word", "folded"), [("Größe", "grosse"), ("ayakkabı", "ayakkabi"), ("Łódź", "lodz"), ("giày", "giay")]
)
def test_fold_latin(word: str, folded: str) -> None:
    assert fold_latin(word) == folded


@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    """Nothing raises, and an everyday word is a word."""
    assert is_word(text) or not is_everyday(text)
    assert isinstance(is_proper(text), bool)
    assert fields_of(text) <= FIELDS


def test_the_lists_are_small() -> None:
    """They travel with the program."""
    folder = files("monitor.lexicon")
    names = "everyday english foreign names".split()
    assert sum(len(folder.joinpath(f"{name}.txt.gz").read_bytes()) for name in names) < 1_500_000


def test_slang_is_well_formed() -> None:
    terms = slang_terms()
    assert len(terms) >= 250
    assert Counter((term.term, term.language) for term in terms).most_common(1)[0][1] == 1
    for term in terms:
        assert term.term == term.term.strip() != ""
        assert re.fullmatch("[a-z]{2}(-[A-Z][a-z]+)?", term.language), term
        assert re.fullmatch("[a-z_]+", term.category), term
        assert term.meaning, term
        chinese = term.language.startswith("zh") and re.search("[一-鿿]", term.term)
        assert bool(term.reading) == bool(chinese), term


@pytest.mark.parametrize(
    "term",
    (
        "高仿 1比1 壹比壹 复刻 原單 顶级版 高版本 过柜 代工厂流出 公司级 专柜同步 莆田 高fang "
        "yupoo aaa+ replica реплика 레플리카"
    ).split(),
)
def test_replica_term(term: str) -> None:
    assert any(one.is_replica_term for one in slang_terms() if one.term == term)


@pytest.mark.parametrize(
    "term", ["正品", "AAA", "A货", "A貨", "UA", "外贸", "头层", "同款", "加微信", "水货", "一件代发", "batch", "dupe"]
)
def test_no_replica_term(term: str) -> None:
    """What honest sellers write too."""
    found = [one for one in slang_terms() if one.term == term]
    assert found
    assert not any(one.is_replica_term for one in found)


def test_fields_table() -> None:
    assert all_fields() == FIELDS
    sizes = Counter((row["field"], row["language"]) for row in read_table("fields.tsv"))
    assert {language for _, language in sizes} == {"en", "zh"}
    assert min(sizes.values()) >= 25
    rows = [tuple(row.values()) for row in read_table("fields.tsv")]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("bags", "手提包 单肩包 handbag handbags tote"),
        ("watches", "腕表 机械表 watch watches"),
        ("shoes", "运动鞋 跑鞋 sneaker sneakers"),
        ("cosmetics", "面霜 精华液 口红 lipstick lipsticks"),
        ("tools", "电钻 wrench wrenches"),
        ("clothing", "T恤 t-shirt"),
    ],
)
def test_words_of(field: str, words: str) -> None:
    assert {word.casefold() for word in words.split()} <= words_of([field])
    assert not {"新款", "正品", "new", "sale", "set"} & words_of(FIELDS)


def test_words_of_several_fields() -> None:
    assert words_of([]) == frozenset()
    assert words_of(["bags", "shoes"]) == words_of(["bags"]) | words_of(["shoes"])


@pytest.mark.parametrize(
    ("category", "fields"),
    [
        ("cordless drills", "tools"),
        ("electronics", "phones computers audio cameras appliances"),
        ("fashion-sport", "clothing shoes bags sport"),
        ("电钻", "tools"),
        ("无线电钻", "tools"),
        ("luxury watches", "watches"),
        ("beauty", "cosmetics perfume haircare"),
        ("auto", "cars carparts"),
        ("automotive", "cars carparts"),
        ("appliance", "appliances"),
        ("fashion-luxury", "clothing shoes bags watches jewellery eyewear perfume"),
        ("home", "household furniture kitchen appliances"),
        ("baby", "baby"),
        ("baby shoes", "shoes"),
        ("baby food", "baby"),
        ("food", "food"),
        ("jewelry", "jewellery"),
        ("T恤", "clothing"),
        ("奢侈品包包", "bags"),
        ("Bags", "bags"),
        ("xyzzy", ""),
        ("", ""),
    ],
)
def test_fields_of(category: str, fields: str) -> None:
    assert fields_of(category) == set(fields.split())


def test_cells() -> None:
    assert cells_of(" a; b ;;c") == ("a", "b", "c")
    assert cells_of("") == ()


def test_known_brands_are_well_formed() -> None:
    brands = known_brands()
    assert len(brands) > 100
    for brand in brands:
        assert brand.name
        assert set(brand.fields) <= FIELDS, brand
        assert set(brand.ordinary.split()) <= {"word", "name", "zh"}, brand
        assert all(re.search("[㐀-鿿]", name) for name in brand.chinese), brand


def test_known_brand_by_name() -> None:
    first = known_brands()[0]
    assert known_brand(first.name) == known_brand(first.name.upper()) == first
    assert known_brand("Nordwerk") is None
    assert known_words() >= {word for brand in known_brands() if re.fullmatch("[a-z]{3,}", word := brand.name.lower())}


def test_every_term_has_a_source_and_an_ambiguous_one_says_what_else_it_means() -> None:
    rows = list(read_table("slang.tsv"))
    assert all(row["source"] for row in rows)
    assert [row["term"] for row in rows if (row["ambiguous"] or row["unless"]) and not row["elsewhere"]] == []
