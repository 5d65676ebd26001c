"""The limits of work that other tests lean on do catch what they are for."""

import re

import pytest

from tests.limits import calls, limited


def test_quadratic_work_is_killed() -> None:
    @limited(1)
    def search() -> None:
        re.search(r"a*b", "a" * 1_000_000)

    with pytest.raises(pytest.fail.Exception, match="more than 1 CPU seconds"):
        search()


def test_what_the_child_asserts_the_test_asserts() -> None:
    @limited(10)
    def wrong(number: int) -> None:
        assert number == 5, "not five"

    wrong(5)
    with pytest.raises(pytest.fail.Exception, match="not five"):
        wrong(number=6)


def test_calls_are_counted() -> None:
    few, many = (calls(lambda size=size: [abs(number) for number in range(size)]) for size in (10, 1000))
    assert many - few == 990
