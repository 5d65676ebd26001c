"""Units sold in the words of Chinese sites, beside slogans, views and turnovers."""

import pytest

from monitor.text.counts import read_count
from monitor.text.sales_words import units_sold_in


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("1万+人付款", 10_000),
        ("已售 2000+件", 2000),
        ("已售1.2万+", 12_000),
        ("月销 3.2万+", 32_000),
        ("月销量：500笔", 500),
        ("3百+人收货", 300),
        ("总销量 1亿+", 100_000_000),
        ("近30天已售 77", 77),
        ("成交120笔", 120),
        ("54人付款 | 100条评价", 54),
        ("320", 320),
        ("48小时内发货", None),
        ("100+人看过", None),
        ("200+人加购", None),
        ("成交2.4万+元", None),
        ("好评率98%", None),
        ("回头客5千", None),
        ("", None),
        (None, None),
    ],
)
def test_units_sold(text: str | None, units: int | None) -> None:
    assert read_count(units_sold_in(text)) == units
