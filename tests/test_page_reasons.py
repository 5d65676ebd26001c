"""The codes of page reasons: each has what the program does about it, and its words in every language."""

from typing import get_args

from monitor.page_reasons import REASON_RULES, Outcome, PageReason
from monitor.words import LANGUAGES, say, words_of


def test_each_reason_has_a_rule() -> None:
    """The table is whole, and a page with listings needs no reason."""
    assert set(REASON_RULES) == set(PageReason)
    assert {rule.outcome for rule in REASON_RULES.values()} == set(get_args(Outcome)) - {"listings"}


def test_each_reason_has_words_and_advice() -> None:
    """In every language, and for nothing that is no reason."""
    for words in LANGUAGES.values():
        for sentences in (words.PAGE_REASONS, words.PAGE_ADVICE):
            assert set(sentences) == set(PageReason)
            assert all(say(sentences, reason).endswith(".") for reason in PageReason)


def test_facts_are_filled_in() -> None:
    """A sentence names its facts; those are never read as a sentence themselves."""
    assert say({"seen": "{number} of {name}"}, "seen", number=3, name="{x}") == "3 of {x}"
    assert words_of("en") is words_of()
