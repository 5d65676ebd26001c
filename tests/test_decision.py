"""The words of a decision, and what it was made about."""

from decimal import Decimal

import pytest

from monitor.decision import Changes, DecisionState, changes_between, check_reviewer, seen_from, seen_of, verdict
from monitor.errors import InputError
from monitor.model import Reason


def test_a_verdict_has_what_belongs_to_its_state() -> None:
    confirmed = verdict(" confirmed ", ground="mark", note=" seen in the shop ")
    assert (confirmed.state, confirmed.ground, confirmed.reason, confirmed.note) == (
        DecisionState.CONFIRMED, "mark", None, "seen in the shop",
    )  # fmt: skip
    assert verdict("dismissed", reason="second_hand").reason == "second_hand"
    assert verdict("watch", ground="", reason=None, note="  ") == verdict("watch")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"state": "confirmd"}, "did you mean 'confirmed'"),
        ({"state": ""}, "expected one of confirmed, dismissed, watch, later"),
        ({"state": "new"}, "expected one of"),
        ({"state": "confirmed", "ground": "fake"}, "ground 'fake': unknown"),
        ({"state": "dismissed", "ground": "mark"}, "only a confirmed finding has a ground"),
        ({"state": "confirmed", "reason": "resale"}, "only a dismissed finding has a reason"),
        ({"state": "dismissed", "reason": "lawful"}, "reason 'lawful': unknown"),
        ({"state": "watch", "note": "x" * 2001}, "at most 2000"),
    ],
)
def test_wrong_words_are_refused_with_what_was_expected(words: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        verdict(**words)


def test_a_reviewer_has_a_name() -> None:
    assert check_reviewer("  Anna \n Weber ") == "Anna Weber"
    for name in ("", "   ", "x" * 101):
        with pytest.raises(InputError, match="--by NAME"):
            check_reviewer(name)


def test_seen_is_equal_exactly_when_score_codes_and_price_are() -> None:
    reasons = [Reason("price_drop", 10, {"percent": 3}), Reason("same_text", 5)]
    seen = seen_of(15, reasons, Decimal("260.00"), "CNY")
    assert seen.digest == seen_of(15, reasons[::-1], Decimal(260), "CNY").digest
    other_facts = [Reason("same_text", 5), Reason("price_drop", 10, {"percent": 4})]
    assert seen.digest == seen_of(15, other_facts, Decimal(260), "CNY").digest
    assert seen_from(seen.record()).digest == seen.digest
    others = [
        seen_of(16, reasons, Decimal(260), "CNY"),
        seen_of(15, reasons[:1], Decimal(260), "CNY"),
        seen_of(15, reasons, Decimal("260.01"), "CNY"),
        seen_of(15, reasons, Decimal(260), "USD"),
        seen_of(15, reasons, None, None),
    ]
    assert len({seen.digest, *(other.digest for other in others)}) == 6


def test_what_changed_is_named() -> None:
    before = seen_of(15, [Reason("price_drop", 10), Reason("same_text", 5)], Decimal(260), "CNY")
    now = seen_of(30, [Reason("same_text", 5), Reason("came_back", 25)], Decimal(199), "CNY")
    assert changes_between(before, before) is None
    assert changes_between(before, now) == Changes(
        (15, 30), ("came_back",), ("price_drop",), ("260.00 CNY", "199.00 CNY")
    )
