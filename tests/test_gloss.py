"""Chinese explained word by word: every character kept and read, hostile text unharmed, readings right in context."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.gloss import cases, is_right, ours, syllables
from monitor.text.gloss import LONGEST_TEXT, GlossedWord, gloss, gloss_line
from monitor.text.gloss_words import readings
from monitor.text.hanzi import is_hanzi
from monitor.text.tables import rows
from tests.commands import FIXTURES, ROOT

ENOUGH = 0.95
TITLES = ROOT.parent / "shared" / "matching" / "titles_dev.jsonl"
"""Titles of real listings, outside of the project."""

_NASTY = st.text(st.characters(codec=None, categories=None) | st.sampled_from("\ud800\u202e\u200b\x1b\0的长电鑽諾0 "))


def test_words_in_order() -> None:
    assert gloss("诺德沃克 电钻20V") == (
        GlossedWord("诺德沃克", "nuò dé wò kè", None),
        GlossedWord(" ", None, None),
        GlossedWord("电钻", "diànzuàn", "electric drill"),
        GlossedWord("20V", None, None),
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("诺德沃克 电钻 20V", "nuò dé wò kè · diànzuàn: electric drill · 20V"),
        ("諾德沃克 電鑽", "nuò dé wò kè · diànzuàn: electric drill"),
        ("浙江 金华", "Zhèjiāng: Zhejiang · Jīnhuá: Jinhua"),
        ("广东省深圳市", "Guǎngdōng Shěng: Guangdong Province · Shēnzhèn Shì: Shenzhen"),
        ("【正品】包邮!", "zhèngpǐn: genuine goods · bāoyóu: free shipping"),
        ("官方旗舰店", "guānfāng qíjiàndiàn: official flagship store"),
        (
            "厂家直销 一件代发",
            "chǎngjiā zhíxiāo: direct from the factory · yī jiàn dàifā: drop shipping from one piece",
        ),
        ("高仿 复刻 同款", "gāofǎng: close copy · fùkè: remake; copy · tóngkuǎn: same model"),
        ("手机支架\n充电器", "shǒujī zhījià: phone stand · chōngdiànqì: charger"),
        ("10只装", "10 · zhīzhuāng: pieces a pack"),
        ("只要99元", "zhǐyào: only; as long as · 99 · yuán: yuan"),
        ("西安", "Xī'ān: Xi'an"),
        ("髮夾 乾燥花", "fàjiā: hair clip · gānzào: dry; arid · huā: flower; pattern"),
        ("10隻", "10 · zhī: pieces"),
        ("系鞋带 钻墙 教小孩", "jì xiédài: lacing shoes · zuānqiáng: drilling walls · jiāo: to teach · xiǎohái: child"),
        ("挂着 挂着用", "guà: hang · zhe: (particle) · guà: hang · zhe: (particle) · yòng: use; for"),
        ("金边 老街 泰山", "jīnbiān: gold edge · lǎojiē: old street · Tàishān: Mount Tai"),
        ("海肠 无码 开票", "hǎicháng: spoon worm (seafood) · wúmǎ: without code or size · kāipiào: issuing an invoice"),
        ("参建 名刹", "cānjiàn · míngchà"),
    ],
)
def test_a_line(text: str, line: str) -> None:
    assert gloss_line(text) == line


@pytest.mark.parametrize("text", ["", " ", "Nordwerk 20V", "ドリル 드릴", "\ud800\ue000"])
def test_no_line_without_hanzi(text: str) -> None:
    assert gloss_line(text) is None


def test_a_name_is_spelled_without_meanings() -> None:
    """诺 promises, 德 is virtue, 沃 fertile: of a brand these would be nonsense."""
    assert gloss_line("诺德沃克") == "nuò dé wò kè"
    assert gloss("索凡塔工具箱")[0] == GlossedWord("索凡塔", "suǒ fán tǎ", None)


def test_a_name_of_a_place_after_a_place() -> None:
    assert gloss("朝阳")[0].pinyin == "zhāoyáng"
    assert [word.pinyin for word in gloss("北京朝阳")] == ["Běijīng", "Cháoyáng"]
    assert [word.pinyin for word in gloss("北京 朝阳")] == ["Běijīng", None, "Cháoyáng"]
    assert [word.pinyin for word in gloss("法国斗牛")] == ["Fǎguó", "dòuniú"]


def test_meanings_are_short_and_whole() -> None:
    assert readings("丈夫")[0].english == "husband"
    assert readings("广东")[0].english == "Guangdong"
    assert gloss("长\U00020000")[-1].text[-1] == "\U00020000"


@given(_NASTY)
def test_any_text_is_kept_and_read(text: str) -> None:
    words = gloss(text)
    assert "".join(word.text for word in words) == text
    for word in words:
        assert word.text
        assert word.pinyin is None or any(map(is_hanzi, word.text))
        assert word.english is None or word.pinyin
    line = gloss_line(text)
    assert (line is None) == (not any(map(is_hanzi, text)))
    assert line is None or "\n" not in line


def test_a_very_long_text_is_bounded() -> None:
    text = "诺德沃克电钻" * 20_000
    words = gloss(text)
    assert "".join(word.text for word in words) == text
    assert words[-1] == GlossedWord(text[LONGEST_TEXT:], None, None)
    line = gloss_line(text)
    assert line
    assert len(line) < 5_000
    assert line.endswith(" · …")


def test_titles_of_composed_pages_are_read() -> None:
    titles = list(_titles_of_fixtures())
    assert len(titles) > 100
    assert _unread(titles) == []


def test_titles_of_real_listings_are_read() -> None:
    if not TITLES.exists():
        pytest.skip(f"no titles of real listings in {TITLES}")
    lines = TITLES.read_text(encoding="utf-8").splitlines()[:2_000]
    assert _unread([json.loads(line)["title"] for line in lines]) == []


def test_words_with_several_readings() -> None:
    known = list(cases())
    wrong = [
        f"{word} in {text}: {reading}" for word, text, reading in known if not is_right(word, text, reading, ours(text))
    ]
    assert len(known) > 800
    assert len(wrong) <= (1 - ENOUGH) * len(known), "\n".join(wrong)


def test_the_table_of_shop_words() -> None:
    """Every word once for each place, a syllable for each character (an 儿 may be a mere r), English short."""
    entries = [tuple(row) for row in rows("monitor.text", "gloss_commerce.tsv")]
    assert len({(word, where) for word, _, _, where in entries}) == len(entries)
    for word, pinyin, english, where in entries:
        assert len(syllables(pinyin)) in {len(word), len(word.removesuffix("儿"))}, word
        assert 0 < len(english) <= 30
        assert where in {"", "number", "inside", "last", "first", "alone"}


def _titles_of_fixtures() -> Iterator[str]:
    for file in sorted(FIXTURES.glob("*/*/expected.json")):
        for listing in json.loads(file.read_text(encoding="utf-8"))["listings"]:
            yield from filter(None, (listing.get("title"), listing.get("vendor_name"), listing.get("location")))


def _unread(titles: list[str]) -> list[str]:
    """Words with Hanzi that have no pinyin."""
    words = (word for title in titles for word in gloss(title))
    return [word.text for word in words if any(map(is_hanzi, word.text)) and not word.pinyin]
