"""What sellers do to a name, each kind with its place and a sentence that a reader without Chinese understands."""

import re

import pytest

from monitor.matching import Matcher
from monitor.watchlist import Brand, Product

BRANDS = [
    Brand(name="Nordwerk", chinese=["诺德沃克"], categories=["cordless drills", "电钻"]),
    Brand(name="Solvanta", chinese=["索凡塔"], categories=["skin cream", "面霜"]),
    Brand(name="Lumeo", chinese=["鹿美"], categories=["lamps", "台灯"]),
    Brand(name="Maison Veldt", chinese=["维尔德之家"], categories=["handbag", "手提包"]),
]
MATCHER = Matcher(BRANDS)


@pytest.mark.parametrize(
    ("title", "mention", "kind", "why"),
    [
        ("N0rdw3rk drill", "N0rdw3rk", "leet", "with 2 signs or digits for letters"),
        ("So1vanta 面霜", "So1vanta", "leet", "with one sign or digit for letters"),
        ("Nоrdwеrk drill", "Nоrdwеrk", "look-alike", "in letters that only look like its own"),
        ("Solvantа面霜", "Solvantа", "look-alike", "in letters that only look like its own"),
        ("ɴᴏʀᴅᴡᴇʀᴋ drill", "ɴᴏʀᴅᴡᴇʀᴋ", "look-alike", "in letters that only look like its own"),
        ("ʞɹǝʍpɹou drill", "ʞɹǝʍpɹou", "look-alike", "upside down"),
        ("ⓃⓄⓇⒹⓌⒺⓇⓀ", "ⓃⓄⓇⒹⓌⒺⓇⓀ", "folded", "in other characters"),
        ("諾德沃克 電鑽", "諾德沃克", "folded", "诺德沃克 (nuò dé wò kè) in other characters"),
        ("N o r d w e r k 电钻", "N o r d w e r k", "spaced", "with something between its characters"),
        ("N.o.r.d.w.e.r.k", "N.o.r.d.w.e.r.k", "spaced", "with something between its characters"),
        ("Nord🔥werk drill", "Nord🔥werk", "spaced", "with something between its characters"),
        ("诺💄德沃克", "诺💄德沃克", "spaced", "with something between its characters"),
        ("Nor*werk drill", "Nor*werk", "masked", "with one character masked"),
        ("Nord**rk 电钻", "Nord**rk", "masked", "with 2 characters masked"),
        ("诺*沃克 电钻", "诺*沃克", "masked", "诺德沃克 (nuò dé wò kè) with one character masked"),
        ("索凡X 面霜", "索凡X", "masked", "with one character masked"),
        ("鹿*台灯", "鹿*", "masked", "with one character masked, beside its category or product (台灯)"),
        ("诺得沃克 电钻", "诺得沃克", "homophone", "with one character replaced by another of the same sound"),
        ("电钻 诺德沃客", "诺德沃客", "homophone", "with one character replaced by another of the same sound"),
        ("nuodewoke 电钻", "nuodewoke", "pinyin", "written by its sound in letters"),
        ("诺de沃克 电钻", "诺de沃克", "pinyin", "partly written by its sound in letters"),
        ("Nordwrk drill", "Nordwrk", "typo", "with one letter wrong"),
        ("Nordwerkk drill", "Nordwerkk", "typo", "with one letter wrong"),
        ("Norwderk drill", "Norwderk", "typo", "with one letter wrong"),
        ("Noordwerck drill", "Noordwerck", "typo", "with 2 letters wrong"),
        ("Maison Velt bag", "Maison Velt", "typo", "with one letter wrong"),
        ("Nordwerkshop", "Nordwerk", "glued", "glued to other words (Nordwerkshop)"),
        ("MaisonVeldtBag", "MaisonVeldt", "glued", "glued to other words (MaisonVeldtBag)"),
        ("krewdroN drill", "krewdroN", "reversed", "written backwards"),
        ("克沃德诺 电钻", "克沃德诺", "reversed", "written backwards"),
        ("索几塔 面霜", "索几塔", "look-alike", "with 几, which is drawn like 凡"),
        ("ノルドヴェルク ドリル", "ノルドヴェルク", "transliterated", "read norudoveruku"),
        ("Нордверк дрель", "Нордверк", "transliterated", "read nordverk"),
        ("노르드베르크 드릴", "노르드베르크", "transliterated", "read noreudeubereukeu"),
        ("MV 手提包 高仿", "MV", "weak", "by its initials, beside replica slang (高仿)"),
        ("Veldt 手提包 复刻", "Veldt", "weak", "by one of its words, beside replica slang (复刻)"),
        ("S家 高仿 面霜", "S家", "weak", "by its first letter with 家 (house), beside replica slang (高仿)"),
        ("索家 面霜 高仿", "索家", "weak", "by one of its characters with 家 (house), beside replica slang (高仿)"),
        ("索* 1:1 高仿", "索*", "masked", "by its first character, the rest masked, beside replica slang"),
    ],
)
def test_a_disguise(title: str, mention: str, kind: str, why: str) -> None:
    matches = MATCHER.match(title)
    assert [(match.mention, match.kind) for match in matches] == [(mention, kind)]
    for match in matches:
        assert title[match.start : match.end] == mention
        assert why in match.why
        assert 0.5 <= match.score < 1
        assert not re.search("[㐀-鿿]", re.sub(r"\([^)]*\)", "", match.why)) or re.search("[a-zà-ü]{2}", match.why)


@pytest.mark.parametrize(
    "title",
    [
        "MV 手提包",  # initials want slang
        "Veldt 手提包",
        "S家 面霜",
        "北欧风 台灯",
        "Men's Lumeos",  # another word
        "solvent for cleaning",
        "maison decor",
        "luminous lamp",
        "路面美化工程",  # 路美 is no word here
        "northwork shoes",
        "素凡的塔",
    ],
)
def test_no_disguise(title: str) -> None:
    assert MATCHER.match(title) == ()


PEBBLE = Brand(name="Pebble", chinese=["贝壳"], categories=["motor oil", "机油"])


@pytest.mark.parametrize(
    ("title", "categories", "score"),
    [
        ("Pebble motor oil 5W-40", True, 1.0),
        ("Pebble HX8 oil", True, 1.0),
        ("贝壳 机油 4L", True, 1.0),
        ("贝壳 高仿", True, 1.0),
        ("polished pebble necklace", True, None),
        ("天然贝壳项链", True, None),
        ("Pebble original", True, None),
        ("Pe88le original", True, 0.88),
        ("Pebble original", False, 0.6),
        ("贝壳 正品", False, 0.6),
        ("贝壳 果树 盆栽", False, None),
    ],
)
def test_an_everyday_word_wants_company(title: str, categories: bool, score: float | None) -> None:
    """Where the owner described the goods they decide; elsewhere the title may speak against it."""
    brand = PEBBLE if categories else PEBBLE.model_copy(update={"categories": []})
    matches = Matcher([brand]).match(title)
    assert [match.score for match in matches] == ([score] if score else [])


def test_the_owner_adds_and_forbids_weak_names() -> None:
    plain = BRANDS[3]
    added = plain.model_copy(update={"weak_names": ["VB##"]})
    forbidden = plain.model_copy(update={"not_names": ["MV"]})
    assert [m.mention for m in Matcher([added]).match("VB12 手提包")] == ["VB12"]
    assert [m.mention for m in Matcher([plain]).match("VB12 手提包")] == []
    assert [m.mention for m in Matcher([plain]).match("MV 手提包 高仿")] == ["MV"]
    assert [m.mention for m in Matcher([forbidden]).match("MV 手提包 高仿")] == []


def test_a_made_up_name_beside_the_brands_own_product() -> None:
    """诺家 alone is any shop's; beside the X200 it's this brand's, and so is it beside a product and a category."""
    brand = BRANDS[0].model_copy(update={"product": [Product(name="X200"), Product(name="Astra")]})
    named = [
        bool(Matcher([brand]).match(title)) for title in ("诺家 X200", "诺家 Astra 电钻", "诺家 Astra", "诺家 电钻")
    ]
    assert named == [True, True, False, False]
