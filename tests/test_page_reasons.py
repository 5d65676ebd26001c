"""The codes of page reasons: each has what the program does about it, and its words in every language."""

import re
from typing import get_args

import pytest

from monitor.fetch.site_state import CoolDownReason
from monitor.page_reasons import REASON_RULES, Outcome, PageReason
from monitor.pages.read import read_page, reading_record
from monitor.words import LANGUAGES, say, words_of
from spiders.taobao import TaobaoListingPage, TaobaoSearchPage
from tests import composed
from tests.commands import ROOT


def test_each_reason_has_a_rule() -> None:
    """The table is whole; of pages with listings only one that was read in part has a reason."""
    assert set(REASON_RULES) == set(PageReason)
    assert {rule.outcome for rule in REASON_RULES.values()} == set(get_args(Outcome))
    assert [reason for reason, rule in REASON_RULES.items() if rule.outcome == "listings"] == [PageReason.PARTIAL]


def test_each_reason_has_words_and_advice() -> None:
    """In every language, and for nothing that is no reason."""
    for words in LANGUAGES.values():
        for sentences in (words.PAGE_REASONS, words.PAGE_ADVICE):
            assert set(sentences) == set(PageReason)
            assert all(say(sentences, reason).endswith((".", "。")) for reason in PageReason)


def test_each_cool_down_has_advice() -> None:
    """Whatever makes the program leave a site alone."""
    pages = {reason for reason, rule in REASON_RULES.items() if rule.pause in ("cool_down", "own_pause")}
    _, others = get_args(CoolDownReason)
    for words in LANGUAGES.values():
        assert set(words.HOLD_ADVICE) == pages | set(get_args(others))


def test_facts_are_filled_in() -> None:
    """A sentence names its facts; those are never read as a sentence themselves."""
    assert say({"seen": "{number} of {name}"}, "seen", number=3, name="{x}") == "3 of {x}"
    assert words_of("en") is words_of()


def test_the_document_lists_each_reason() -> None:
    """Outcome, code and words, in the order of the table."""
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| (.*?) \|", text, re.MULTILINE)
    assert rows == [(rule.outcome, code, words_of().PAGE_REASONS[code]) for code, rule in REASON_RULES.items()]


_SEARCH, _LISTING = "https://s.taobao.com/search?q=nordwerk", "https://item.taobao.com/item.htm?id=562283240178"


@pytest.mark.parametrize(
    ("body", "status", "reason", "detail"),
    [
        (composed.search_page([composed.item(1, "诺德沃克 X200")]), 200, None, None),
        (composed.no_result_page(), 200, "nothing", None),
        (composed.wall_page(), 200, "wall", None),
        (b"<p>I'm a teapot", 418, "status", "status 418"),
        (b"slow down", 429, "rate_limit", "status 429"),
        (b"", 200, "empty_body", None),
        (b"", 302, "broken_redirect", None),
        (b"<p>" + b"words " * 200, 200, "unknown_layout", None),
        (b"<body><div id=app></div><script src=app.js></script>", 200, "script_shell", None),
    ],
)
def test_a_search_page_is_printed_with_its_reason(
    body: bytes, status: int, reason: str | None, detail: str | None
) -> None:
    """The code alone, and the words beside it."""
    record = reading_record("taobao", read_page(TaobaoSearchPage, body, _SEARCH, status))
    assert (record["reason"], record["detail"], record["partial"]) == (reason, detail, False)
    assert record["outcome"] == (REASON_RULES[PageReason(reason)].outcome if reason else "listings")


@pytest.mark.parametrize(("body", "status", "detail"), [(composed.gone_page(), 200, None), (b"", 410, "status 410")])
def test_a_listings_page_says_that_it_is_gone(body: bytes, status: int, detail: str | None) -> None:
    """By its own marker or by its status."""
    reading = read_page(TaobaoListingPage, body, _LISTING, status)
    assert (reading.outcome, reading.reason, reading.detail) == ("empty", "gone", detail)
