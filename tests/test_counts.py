"""Numbers of units, orders and results as marketplaces write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.counts import read_count
from tests.limits import limited
from tests.numbers import BROKEN_NUMBERS


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("3万+", 30_000),
        ("1.5万+人付款", 15_000),
        ("1.234万", 12_340),
        ("100万+", 1_000_000),
        ("2百万", 2_000_000),
        ("1.2亿", 120_000_000),
        ("5千", 5000),
        ("3w+", 30_000),
        ("1.5k+ sold", 1500),
        ("2M", 2_000_000),
        ("1,234 sold", 1234),
        ("1.234 verkauft", 1234),
        ("1 234 продано", 1234),
        ("12,34,567", 1_234_567),
        ("Orders (55)", 55),
        ("月销 2000+", 2000),
        ("200+人付款", 200),
        ("100-200 sold", 100),
        ("１２３件", 123),
        ("1,2 тыс. купили", 1200),
        ("3 млн", 3_000_000),
        ("1,5 mil vendidos", 1500),
        ("2 Tsd. verkauft", 2000),
        ("2 miles away", 2),
        ("5 million", 5),
        ("1.2 Mio.", 1_200_000),
        ("0", 0),
        ("007", 7),
        (55, 55),
        (0, 0),
        ("1,234,567.", 1_234_567),
        ("12 kg", 12),
        ("4.8 out of 5", 4),
        ("1.2rb terjual", 1200),
        ("10RB+ terjual", 10_000),
        ("1,5 jt", 1_500_000),
        ("3 lakh", 300_000),
        ("1.5พัน ชิ้น", 1500),
        ("1.2만 개", 12_000),
        ("2千万", 20_000_000),
        ("3百+", 300),
        ("100pcs", 100),
        ("X200 (5 sold)", 5),
        ("1.2K", 1200),
    ],
)
def test_read_count(text: str | int, count: int) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize(
    "text",
    [
        None,
        True,
        False,
        "",
        "无",
        "sold",
        "-5",
        "−5",
        "- 5",
        -5,
        10**12,
        "9999999999999",
        "1" * 400,
        "\ud800",
        *BROKEN_NUMBERS,
        *(f"{number} sold" for number in BROKEN_NUMBERS),
        " " * 396 + "12345",
    ],
)
def test_no_count(text: str | int | None) -> None:
    assert read_count(text) is None


COUNT_LIKE = st.text(st.sampled_from("0123456789 .,万亿千百wkmb+-()'\u00a0人"), max_size=40)


@given(st.none() | st.booleans() | st.integers() | st.text() | COUNT_LIKE)
def test_anything(text: str | int | None) -> None:
    count = read_count(text)
    assert count is None or (0 <= count < 10**12 and not isinstance(count, bool))


@given(
    st.integers(0, 99_999_999),
    st.integers(0, 99_999_999),
    st.sampled_from(["{}", "{:,}", "{}+", "{} sold", "已售{}件", "{}万+", "({:,})"]),
)
def test_more_is_never_read_as_less(one: int, other: int, form: str) -> None:
    few, many = sorted((one, other))
    less, more = read_count(form.format(few)), read_count(form.format(many))
    assert less is not None
    assert more is None or less <= more


@pytest.mark.parametrize("piece", ["1", "1 234 ", "1,", " ", "1万", "百", "k", "-"])
@limited(cpu_seconds=20)
def test_long_texts_are_cheap(piece: str) -> None:
    read_count(piece * (1_000_000 // len(piece)))
