"""Costly answers of the review: of the version that is asked for where that is quick, else the last one at once."""

from threading import Event

import pytest

from monitor.review import remembered
from monitor.review.remembered import Remembered

_LONG = 30


class _Work:
    """Counts; each piece of work waits until it may end."""

    def __init__(self) -> None:
        self.number, self.may_end, self.ended = 0, Event(), Event()

    def __call__(self) -> int:
        assert self.may_end.wait(_LONG)
        self.number += 1
        self.ended.set()
        return self.number


@pytest.fixture(autouse=True)
def _kept_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "_KEPT_TIMES", 1e12)


def test_another_version_is_another_answer() -> None:
    numbers = iter(range(1, 9))
    answers = Remembered(lambda: next(numbers))
    assert [answers.get(version, _LONG) for version in ("a", "a", "b", "b", "a")] == [1, 1, 2, 2, 3]


def test_who_has_no_patience_gets_the_last_answer_or_none() -> None:
    work = _Work()
    answers = Remembered(work)
    assert answers.get("a", 0) is None
    work.may_end.set()
    assert answers.get("a", _LONG) == 1
    work.may_end.clear()
    work.ended.clear()
    assert [answers.get("b", 0) for _ in range(3)] == [1, 1, 1]
    work.may_end.set()
    assert answers.get("b", _LONG) == 2
    assert work.number == 2, "asked for three times, worked out once"


def test_an_old_answer_of_the_same_version_is_given_while_the_next_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    work = _Work()
    work.may_end.set()
    answers = Remembered(work)
    assert answers.get("a", _LONG) == 1
    work.may_end.clear()
    monkeypatch.setattr(remembered, "_KEPT_TIMES", -1)
    assert [answers.get("a", 0) for _ in range(3)] == [1, 1, 1]
    work.may_end.set()


def test_an_error_reaches_who_waits_and_the_next_one_tries_again() -> None:
    numbers = iter([1 / 2, 0.0, 1.0])
    answers = Remembered(lambda: 1 / next(numbers))
    assert answers.get(1, _LONG) == 2
    with pytest.raises(ZeroDivisionError):
        answers.get(2, _LONG)
    assert answers.get(2, _LONG) == 1
