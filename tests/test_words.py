"""What codes say to a person: every code has words, and no fact whatever keeps a list or an export from being shown."""

import inspect
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.decision import STATES, Changes, Decided, DismissalReason, Ground, SellerDecision
from monitor.indicators.codes import MissingCode, ReasonCode
from monitor.indicators.disguised_name import POINTS as POINTS_OF_DISGUISES
from monitor.indicators.operators import PICTURE, TITLE
from monitor.indicators.related_sellers import CONTACT, SHOP
from monitor.lexicon.slang import slang_terms
from monitor.marketplaces import PLACES
from monitor.model import Missing, Reason
from monitor.pictures.problems import PictureProblem
from monitor.store.read.findings import LEVELS
from monitor.words import LANGUAGES, Language, en, marketplace_name, words_of, zh_findings
from monitor.words.decisions import changes_words, decision_words, seller_words, state_name
from monitor.words.findings import look_alikes_words, missing_words, reason_record, reason_words, shared_words
from tests.judged_cases import CASES, findings_of


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_the_indicators_has_words(language: Language) -> None:
    words = words_of(language)
    assert set(words.FINDING_REASONS) == set(words.REASON_NAMES) == set(ReasonCode)
    assert set(words.MISSING_FACTS) == set(MissingCode)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_say_the_same(language: Language) -> None:
    """Each mapping has the same codes, each function the same parameters; a sentence names the same facts."""
    english = words_of()
    for name in en.__all__:
        ours, theirs = getattr(words_of(language), name), getattr(english, name)
        if not isinstance(theirs, Mapping):
            assert inspect.signature(ours) == inspect.signature(theirs), name
        elif name != "MARKETPLACE_NAMES":
            assert list(ours) == list(theirs), name
            for code, sentence in theirs.items():
                if isinstance(sentence, str):
                    assert ours[code].strip()
                    assert re.findall(r"{\w*}", ours[code]) == re.findall(r"{\w*}", sentence), (name, code)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_decision_has_words(language: Language) -> None:
    words = words_of(language)
    assert set(words.STATE_NAMES) == set(STATES)
    assert set(words.LEVEL_NAMES) == set(LEVELS)
    assert set(words.GROUND_NAMES) == set(Ground)
    assert set(words.DISMISSAL_NAMES) == set(DismissalReason)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_for_no_picture_has_words(language: Language) -> None:
    assert set(words_of(language).PICTURE_PROBLEMS) == set(PictureProblem)


def test_decisions_in_words() -> None:
    decided = Decided(
        id=1, finding_id="taobao:1:nordwerk", at=datetime(2026, 11, 20, 12, tzinfo=UTC),
        reviewer="A. Weber", state="confirmed", ground="mark",
        **dict.fromkeys(("reason", "note", "batch", "undoes", "seen", "seller")),
    )  # fmt: skip
    assert decision_words(decided) == "confirmed (mark used without permission) by A. Weber on 2026-11-20"
    dismissed = replace(decided, state="dismissed", ground=None, reason="second_hand", seller="taobao:id:1")
    assert decision_words(dismissed) == "dismissed (second-hand) with the whole seller, by A. Weber on 2026-11-20"
    assert decision_words(replace(decided, undoes=3, state="new")) == "taken back by A. Weber on 2026-11-20: new"
    assert decision_words(replace(decided, ground="of_tomorrow")).startswith("confirmed (of tomorrow) by")
    changes = Changes((45, 60), ("replica_slang", "of_tomorrow"), ("few_units",), ("-", "199.00 CNY"))
    assert changes_words(changes) == (
        "score 45 → 60; now also: words for copies, of tomorrow; no longer: few units; price not told → 199.00 CNY"
    )


def test_decisions_in_chinese() -> None:
    decided = Decided(
        id=1, finding_id="taobao:1:nordwerk", at=datetime(2026, 11, 2, 12, tzinfo=UTC),
        reviewer="A. Weber", state="confirmed", ground="mark",
        **dict.fromkeys(("reason", "note", "batch", "undoes", "seen", "seller")),
    )  # fmt: skip
    assert decision_words(decided, "zh") == "已确认（未经许可使用商标），由 A. Weber 于2026年11月2日决定"
    dismissed = replace(decided, state="dismissed", ground=None, reason="second_hand", seller="taobao:id:1")
    assert decision_words(dismissed, "zh") == "已排除（二手），连同该卖家的全部商品，由 A. Weber 于2026年11月2日决定"
    assert decision_words(replace(decided, undoes=3, state="new"), "zh") == (
        "由 A. Weber 于2026年11月2日撤销，恢复为“待处理”"
    )
    assert decision_words(replace(decided, ground="of_tomorrow"), "zh").startswith("已确认（of tomorrow），由")
    changes = Changes((45, 60), ("replica_slang", "of_tomorrow"), ("few_units",), ("-", "199.00 CNY"), ("x", None))
    assert changes_words(changes, "zh") == (
        "分数 45 → 60；新增：仿品用词、of tomorrow；不再有：数量少；价格 未知 → 199.00 CNY；卖家已变更"
    )
    about = SellerDecision("taobao:id:1", "nordwerk", decided.at, "A. Weber", "parallel", "合同 7")
    assert seller_words(about, "zh") == (
        "对品牌 nordwerk 无须关注（平行进口），其商品均已排除，由 A. Weber 于2026年11月2日决定：合同 7"
    )
    assert [state_name(state, "zh") for state in STATES] == ["待处理", "已确认", "已排除", "观察中", "稍后处理"]


def test_every_code_is_among_the_cases() -> None:
    reasons, missing = set(), set()
    for name in CASES:
        finding = findings_of(name)
        reasons |= {reason.code for reason in finding.reasons}
        missing |= {fact.code for fact in finding.missing}
    assert (reasons, missing) == (set(ReasonCode), set(MissingCode))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_what_the_indicators_make_is_said_in_full(name: str, language: Language) -> None:
    finding = findings_of(name)
    for reason in finding.reasons:
        words = reason_words(reason, language)
        assert all(words)
        assert words.text.endswith((".", "。"))
        assert not words.text.startswith(f"{reason.code} {{")
        assert not {"{", "}", "None"} & set(words.text.replace(".", " ").split()), words.text
        assert "{" not in "".join(words)
    assert all("{" not in missing_words(fact, language) for fact in finding.missing)


@pytest.mark.parametrize("name", CASES)
def test_a_reason_holds_the_same_numbers_in_every_language(name: str) -> None:
    """But for the 1 of `3 : 1` (3 倍), and what a disguised name's English repeats of the matcher."""
    for reason in findings_of(name).reasons:
        if reason.code != ReasonCode.DISGUISED_NAME:
            assert _numbers(reason_words(reason)) <= _numbers(reason_words(reason, "zh")) | {"1"}, reason.code


def _numbers(words: Iterable[str]) -> set[str]:
    """Without leading zeros: a day is `2024-03-05` or `2024年3月5日`."""
    return {number.lstrip("0") for number in re.findall(r"\d[\d,.]*\d|\d", " ".join(words))}


def test_every_category_of_words_for_copies_is_named() -> None:
    """In Chinese; English tells the meaning of each word."""
    known = {term.category for term in slang_terms() if term.is_replica_term}
    assert set(zh_findings._SLANG_MEANINGS) == known


def test_words_for_copies_are_told_as_what_they_mean() -> None:
    facts = {
        "terms": ["高仿", "mirror quality"],
        "quotes": ["高仿", "Mirror Quality"],
        "categories": ["replica_word", "grade"],
    }
    reason = Reason("replica_slang", 40, facts)
    english = reason_words(reason).text
    assert english == (
        "The title says 高仿 (gāo fǎng: close copy of a branded good), "
        f"Mirror Quality ({_meaning('mirror quality')}): words for copies."
    )
    chinese = reason_words(reason, "zh").text
    assert chinese == "标题中有“高仿”（指仿制品）“Mirror Quality”（形容仿制品的质量）：属于仿品用词。"
    for code in ("grade", "origin_claim", "replica_word", "evasion"):
        assert code not in english + chinese


def test_what_honest_sellers_say_too_is_no_word_for_copies() -> None:
    """原装 (in the original packing) and AAA stand beside the plain word, and are told apart from it."""
    reason = Reason("replica_slang", 40, {"terms": ["高仿", "原装"], "quotes": ["高仿", "原装"], "categories": []})
    assert reason_words(reason).text == (
        f"The title says 高仿 (gāo fǎng: {_meaning('高仿')}): a word for copies; beside it 原装 (yuán zhuāng: "
        f"{_meaning('原装')}), which honest sellers say too."
    )
    chinese = reason_words(reason, "zh").text
    assert chinese.startswith("标题中有“高仿”（指仿制品）：属于仿品用词；另有“原装”")


def _meaning(term: str) -> str:
    return next(known.meaning for known in slang_terms() if known.term == term)


_ACCUSES = re.compile(
    r"\b(?:poses?|posing|pretends?|fraud|cheats?|criminal|imitates|origin claim|replica_word)\b|冒充|骗|制假|售假|假冒"
)


@pytest.mark.parametrize("name", CASES)
def test_reasons_say_what_was_observed(name: str) -> None:
    """Neither an accusation nor a word of the program's own classes; what they quote is the title's."""
    for reason in findings_of(name).reasons:
        for language in LANGUAGES:
            assert not _ACCUSES.search(reason_words(reason, language).text), reason
    assert not any(_ACCUSES.search(name) for words in LANGUAGES.values() for name in words.REASON_NAMES.values())


def test_every_disguise_is_named_in_chinese() -> None:
    """English repeats the explanation of the match."""
    assert set(zh_findings._DISGUISES) == set(POINTS_OF_DISGUISES)
    facts = {"mention": "N0rdwerk", "name": "Nordwerk", "why": "N0rdwerk: …"}
    text = reason_words(Reason("disguised_name", 30, {**facts, "kind": "leet"}), "zh").text
    assert text == "品牌名没有照常书写：标题中的“N0rdwerk”即“Nordwerk”（以数字或符号代替字母）。"
    of_an_old_store = reason_words(Reason("disguised_name", 30, facts), "zh").text
    assert of_an_old_store == "品牌名没有照常书写：标题中的“N0rdwerk”即“Nordwerk”。"


def test_what_look_alikes_share_in_words() -> None:
    on = {"ebay": 2, "dhgate": 1}
    assert look_alikes_words("shop name", "powertools", on) == "shop name powertools: ebay 2, dhgate 1"
    assert look_alikes_words("title", "77", on) == "title: ebay 2, dhgate 1"
    assert look_alikes_words("shop name", "powertools", on, "zh") == "店名 powertools：eBay 2、敦煌网 1"
    assert look_alikes_words("title", "77", on, "zh") == "标题：eBay 2、敦煌网 1"
    assert set(zh_findings._SIGNS) == {SHOP, CONTACT, TITLE, PICTURE}
    assert [shared_words(CONTACT, "weixin:abc", language) for language in ("en", "zh")] == [
        "contact weixin:abc", "联系方式 weixin:abc",
    ]  # fmt: skip


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
_KEYS = (
    "vendor sellers poses_as shop_kind identifiers listings limit price currency converted rate_of rate_days "
    "compared_with reference reference_currency product percent far_below low high ratio stock units_sold min_order "
    "terms quotes kinds listings suspicious confirmed dismissed exact examples signs other categories mention name why "
    "words reading vendors times before days sold marketplace to day as_written "
    "price_max min_qty pieces product_pieces piece_price rounded order_limit portion"
).split()


_LANGUAGES = st.sampled_from(sorted(LANGUAGES))


@given(
    st.sampled_from([*ReasonCode, "", "of another program"]),
    st.dictionaries(st.sampled_from(_KEYS), _JSON),
    _LANGUAGES,
)
def test_no_facts_keep_a_reason_from_being_shown(code: str, facts: dict[str, Any], language: Language) -> None:
    record = reason_record(Reason(code, 5, facts), language)
    assert all(type(record[name]) is str for name in ("saw", "expected", "text"))
    assert record["text"]


@given(
    st.sampled_from([*MissingCode, "of another program"]), st.dictionaries(st.sampled_from(_KEYS), _JSON), _LANGUAGES
)
def test_no_facts_keep_a_missing_fact_from_being_shown(code: str, facts: dict[str, Any], language: Language) -> None:
    assert isinstance(missing_words(Missing(code, facts), language), str)


def test_what_nobody_knows_is_shown_as_it_stands() -> None:
    assert missing_words(Missing("weather")) == "weather"
    assert reason_words(Reason("weather", 5, {"sky": "blue"})) == ('{"sky": "blue"}', "", 'weather {"sky": "blue"}')


def test_sentences_of_an_old_store_are_shown_as_they_were_written() -> None:
    old = {"saw": "x", "expected": "y", "text": "z"}
    assert reason_words(Reason("many_listings", 5, {"as_written": old})) == ("x", "y", "z")
    assert missing_words(Missing("price", {"as_written": "what it costs"})) == "what it costs"


def test_one_and_several() -> None:
    def text(code: str, **facts: Any) -> str:
        return reason_words(Reason(code, 0, facts)).text

    assert text("came_back", times=1) == "The listing was gone and back once: taken down, and put up again."
    assert text("came_back", times=2).startswith("The listing was gone and back 2 times")
    assert text("few_units", stock=1) == "Only one unit: it may be a lawful resale."
    assert text("few_units", stock=3).startswith("Only 3 units")


def test_places_have_the_names_that_people_call_them() -> None:
    assert [marketplace_name(place) for place in ("taobao", "alibaba_1688", "ebay", "a_new_place")] == [
        "Taobao", "1688.com", "eBay", "A New Place",
    ]  # fmt: skip
    assert [marketplace_name(place, "zh") for place in ("taobao", "etsy", "web")] == ["淘宝", "Etsy", "其他网站"]
    for language in LANGUAGES:
        assert set(words_of(language).MARKETPLACE_NAMES) <= set(PLACES)
