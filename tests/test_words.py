"""What codes say to a person: every code has words, and no fact whatever keeps a list or an export from being shown."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.decision import STATES, Changes, Decided, DismissalReason, Ground
from monitor.indicators.codes import MissingCode, ReasonCode
from monitor.lexicon.slang import slang_terms
from monitor.marketplaces import PLACES
from monitor.model import Missing, Reason
from monitor.pictures.problems import PictureProblem
from monitor.words import LANGUAGES, Language, marketplace_name, words_of
from monitor.words.decisions import changes_words, decision_words
from monitor.words.en_findings import _SLANG_CATEGORIES
from monitor.words.findings import missing_words, reason_record, reason_words
from tests.judged_cases import CASES, findings_of


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_the_indicators_has_words(language: Language) -> None:
    words = words_of(language)
    assert set(words.FINDING_REASONS) == set(words.REASON_NAMES) == set(ReasonCode)
    assert set(words.MISSING_FACTS) == set(MissingCode)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_decision_has_words(language: Language) -> None:
    words = words_of(language)
    assert set(words.STATE_NAMES) == set(STATES)
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


def test_every_code_is_among_the_cases() -> None:
    reasons, missing = set(), set()
    for name in CASES:
        finding = findings_of(name)
        reasons |= {reason.code for reason in finding.reasons}
        missing |= {fact.code for fact in finding.missing}
    assert (reasons, missing) == (set(ReasonCode), set(MissingCode))


@pytest.mark.parametrize("name", CASES)
def test_what_the_indicators_make_is_said_in_full(name: str) -> None:
    finding = findings_of(name)
    for reason in finding.reasons:
        words = reason_words(reason)
        assert all(words)
        assert words.text.endswith(".")
        assert not {"{", "}", "None"} & set(words.text.replace(".", " ").split()), words.text
        assert "{" not in "".join(words)
    assert all(missing_words(fact) and "{" not in missing_words(fact) for fact in finding.missing)


def test_every_category_of_words_for_copies_is_named() -> None:
    assert set(_SLANG_CATEGORIES) == {term.category for term in slang_terms() if term.is_replica_term}


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
_KEYS = (
    "vendor sellers poses_as listings limit price currency converted rate_of compared_with reference "
    "reference_currency product percent far_below low high ratio stock units_sold min_order terms categories mention "
    "name why words reading vendors times before days sold marketplace to day as_written"
).split()


@given(st.sampled_from([*ReasonCode, "", "of another program"]), st.dictionaries(st.sampled_from(_KEYS), _JSON))
def test_no_facts_keep_a_reason_from_being_shown(code: str, facts: dict[str, Any]) -> None:
    record = reason_record(Reason(code, 5, facts))
    assert all(type(record[name]) is str for name in ("saw", "expected", "text"))
    assert record["text"]


@given(st.sampled_from([*MissingCode, "of another program"]), st.dictionaries(st.sampled_from(_KEYS), _JSON))
def test_no_facts_keep_a_missing_fact_from_being_shown(code: str, facts: dict[str, Any]) -> None:
    assert isinstance(missing_words(Missing(code, facts)), str)


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
    for language in LANGUAGES:
        assert set(words_of(language).MARKETPLACE_NAMES) <= set(PLACES)
