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
        ("5 million", 5_000_000),
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
        ("+5 mil vendidos", 5000),
        ("1 mil+ vendidos", 1000),
        ("2 mila venduti", 2000),
        ("3 tys. sprzedanych", 3000),
        ("5 тыс+ продано", 5000),
        ("2 тысячи", 2000),
        ("4 тис. продано", 4000),
        ("3 хил. продадени", 3000),
        ("10 Tsd.+ verkauft", 10_000),
        ("Đã bán 1,2k", 1200),
        ("Đã bán 1,2 nghìn", 1200),
        ("Đã bán 3 ngàn", 3000),
        ("5ng đã bán", 5000),
        ("2jt terjual", 2_000_000),
        ("ขายแล้ว 3 หมื่น", 30_000),
        ("ขายแล้ว 1.5 แสน ชิ้น", 150_000),
        ("2 ล้าน", 2_000_000),
        ("月销2萬", 20_000),
        ("1億", 100_000_000),
        ("5천개 판매", 5000),
        ("٣ ألف مبيعات", 3000),
        ("3 bin+ satıldı", 3000),
        ("2 milyon", 2_000_000),
        ("1 mi vendidos", 1_000_000),
        ("2 milhões", 2_000_000),
        ("3 millones", 3_000_000),
        ("3 tusen sålda", 3000),
        ("2 ezer eladva", 2000),
        ("3 tisíc prodáno", 3000),
        ("2 mii vândute", 2000),
        ("5 duizend verkocht", 5000),
        ("4 χιλ.", 4000),
        ("5 אלף", 5000),
        ("๑๒๓ ชิ้น", 123),
        ("1\u202f234 vendus", 1234),
        ("2 crore", 20_000_000),
        ("5 mln sprzedanych", 5_000_000),
    ],
)
def test_read_count(text: str | int, count: int) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize(
    "text",
    [
        "4 B satıldı",  # a billion in one language, a thousand in another
        "1만 2천",
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
