"""What a pattern finds within words is read with what touches it: a part of a broken number is no number."""

import pytest

from monitor.pages.number_words import number_among, number_in
from monitor.pages.values import price_of
from monitor.text.counts import read_count
from tests.numbers import BROKEN_NUMBERS

ANYWHERE, CUT = r"(\d+)", r"sold ?(\d\S{0,3})"


@pytest.mark.parametrize("number", [number for number in BROKEN_NUMBERS if number.isascii() or number[0].isdigit()])
def test_part_of_a_broken_number(number: str) -> None:
    assert read_count(number_in(ANYWHERE, f"only {number} left")) is None
    assert read_count(number_in(CUT, f"sold {number}")) is None
    assert price_of(number_in(r"(\$\d+)", f"now ${number}"), None) is None


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("only 12 left", 12), ("剩余12件", 12), ("过去个月で1,200点", 1200), ("(12 left)", 12), ("12abc left", None),
        ("X739 left", None), ("739万3696千 left", None), (f"{'9' * 30} left", None), ("none left", None), (None, None),
    ],
)  # fmt: skip
def test_count_in_words(words: str | None, count: int | None) -> None:
    assert read_count(number_in(r"(\d[\d,]*)", words)) == count


def test_first_text_that_matches() -> None:
    assert number_among(r"(\d+) sold|sold (\d+)", ["x", None, "sold 12, 3 left"]) == "12,"
    assert number_among(r"(\d+) sold", ["x"]) is None
