"""Prices as marketplaces write them. A misread string that turns up is added to the table."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.money import read_number, read_price
from tests.limits import limited
from tests.numbers import BROKEN_NUMBERS

ABSURD = Decimal(10) ** 14

# text, the page's own currency, low, high, currency
PRICES = [
    ("￥1.2万", None, "12000", "12000", "CNY"),
    ("¥12.50-35.00", None, "12.50", "35.00", "CNY"),
    ("US $3.20 - 4.80", None, "3.20", "4.80", "USD"),
    ("1 234,56 €", None, "1234.56", "1234.56", "EUR"),
    ("₹1,23,456", None, "123456", "123456", "INR"),
    ("US $1,234.50", None, "1234.50", "1234.50", "USD"),
    ("R$ 1.234,56", None, "1234.56", "1234.56", "BRL"),
    ("NT$1,200", None, "1200", "1200", "TWD"),
    ("1.5-3万", "CNY", "15000", "30000", "CNY"),
    ("1.2万-3.5万", "CNY", "12000", "35000", "CNY"),
    ("1.234万", "CNY", "12340", "12340", "CNY"),
    ("1.2亿元", None, "120000000", "120000000", "CNY"),
    ("¥12.54起", None, "12.54", "12.54", "CNY"),
    ("12至35元", None, "12", "35", "CNY"),
    ("12~35元", None, "12", "35", "CNY"),
    ("12～35元", None, "12", "35", "CNY"),
    ("12〜35元", None, "12", "35", "CNY"),
    ("¥12.50 - ¥35.00", None, "12.50", "35.00", "CNY"),
    ("12€-35€", None, "12", "35", "EUR"),
    ("12−35 EUR", None, "12", "35", "EUR"),
    ("3,20 bis 4,80 EUR", None, "3.20", "4.80", "EUR"),
    ("$3.20 to $4.80", None, "3.20", "4.80", "USD"),
    ("EUR 3,20 a EUR 4,80", None, "3.20", "4.80", "EUR"),
    ("3,20 zł do 4,80 zł", None, "3.20", "4.80", "PLN"),
    ("35.00-12.50", "CNY", "12.50", "35.00", "CNY"),
    ("1.234 €", None, "1234", "1234", "EUR"),
    ("1.234.567,89 €", None, "1234567.89", "1234567.89", "EUR"),
    ("1 234,56 €", None, "1234.56", "1234.56", "EUR"),
    ("1'299.50 CHF", None, "1299.50", "1299.50", "CHF"),
    ("Rs. 1,23,456.50", None, "123456.50", "123456.50", "INR"),
    ("Rp150.000", None, "150000", "150000", "IDR"),
    ("RM 12.90", None, "12.90", "12.90", "MYR"),
    ("RMB 25", None, "25", "25", "CNY"),
    ("CA$5.99", None, "5.99", "5.99", "CAD"),
    ("AU $5.99", None, "5.99", "5.99", "AUD"),
    ("25.00 USD", "CNY", "25.00", "25.00", "USD"),
    ("US $1.255", None, "1.255", "1.255", "USD"),
    ("¥0.125", None, "0.125", "0.125", "CNY"),
    ("$5", None, "5", "5", "USD"),
    ("$5", "CAD", "5", "5", "CAD"),
    ("$5", "CNY", "5", "5", "USD"),
    ("¥500", "JPY", "500", "500", "JPY"),
    ("¥500", None, "500", "500", "CNY"),
    ("19.90", None, "19.90", "19.90", None),
    ("19.90", "CNY", "19.90", "19.90", "CNY"),
    ("＄１２．５０", None, "12.50", "12.50", "USD"),
    ("¥0", None, "0", "0", "CNY"),
    ("0.00", "CNY", "0.00", "0.00", "CNY"),
    ("3 pieces US $12.00", None, "12.00", "12.00", "USD"),
    ("12元 5件", None, "12", "12", "CNY"),
    ("¥89 (-55%)", None, "89", "89", "CNY"),
    ("8折 ¥80", None, "80", "80", "CNY"),
    ("٣٥ €", None, "35", "35", "EUR"),
    ("RM12.90", None, "12.90", "12.90", "MYR"),
    ("12.90EUR", None, "12.90", "12.90", "EUR"),
    ("500руб", None, "500", "500", "RUB"),
    ("12kr", "SEK", "12", "12", "SEK"),
    ("US$5/pc", None, "5", "5", "USD"),
    ("2x US $12.00", None, "12.00", "12.00", "USD"),
    ("X200 $5", None, "5", "5", "USD"),
    ("$12.00Min. order", None, "12.00", "12.00", "USD"),
    ("$1.2M", None, "1200000", "1200000", "USD"),
    ("Rp1,5jt", None, "1500000", "1500000", "IDR"),
    ("Rp 150 ribu", None, "150000", "150000", "IDR"),
    ("₹1.5 lakh", None, "150000", "150000", "INR"),
    ("3百元", None, "300", "300", "CNY"),
    ("3千万", "CNY", "30000000", "30000000", "CNY"),
    ("¥1.2萬", "JPY", "12000", "12000", "JPY"),
    ("¥5 2千克", "CNY", "5", "5", "CNY"),
    ("฿1.5พัน", None, "1500", "1500", "THB"),
    ("1\u200b2\u00ad5元", None, "125", "125", "CNY"),
    ("12点5元", None, "12.5", "12.5", "CNY"),
    ("٣٫٥ €", None, "3.5", "3.5", "EUR"),
]
# text, the page's own currency, the price, its currency
NATIONAL = [
    ("AR$ 1.234,56", None, "1234.56", "ARS"), ("$ 1.234", "ARS", "1234", "ARS"), ("$ 12.990", "CLP", "12990", "CLP"),
    ("CLP$ 12.990", None, "12990", "CLP"), ("COL$ 45.900", None, "45900", "COP"),
    ("MX$1,299.00", None, "1299", "MXN"), ("U$S 12,50", "ARS", "12.5", "USD"), ("R$ 12,5 mil", None, "12500", "BRL"),
    ("S/ 129.90", None, "129.9", "PEN"), ("S/.1,299.00", None, "1299", "PEN"), ("Bs. 1.299", "BOB", "1299", "BOB"),
    ("Bs 129,90", "USD", "129.9", None), ("12 990 Ft", None, "12990", "HUF"), ("129,90 lei", "EUR", "129.9", "RON"),
    ("1.299,90 Lei", None, "1299.9", "RON"), ("1 299 kr", "SEK", "1299", "SEK"), ("1.299 kr.", "DKK", "1299", "DKK"),
    ("kr 1 299,00", "NOK", "1299", "NOK"), ("1299 kr", None, "1299", None), ("1299 kr", "EUR", "1299", None),
    ("1.299,90 TL", None, "1299.9", "TRY"), ("₺1.299,90", None, "1299.9", "TRY"),
    ("1 299,00 Kč", None, "1299", "CZK"), ("od 129,00 zł", None, "129", "PLN"), ("3 tys. zł", None, "3000", "PLN"),
    ("1 299 ₽", None, "1299", "RUB"), ("1 299 р.", "RUB", "1299", "RUB"), ("5 тыс. ₽", None, "5000", "RUB"),
    ("1 299 грн", None, "1299", "UAH"), ("129,90 лв.", None, "129.9", "BGN"), ("1.299.000₫", None, "1299000", "VND"),
    ("1.299.000 đ", None, "1299000", "VND"), ("đ 129.000", None, "129000", "VND"),
    ("129.000 VNĐ", None, "129000", "VND"), ("129 nghìn ₫", None, "129000", "VND"),
    ("1,5 triệu đồng", None, "1500000", "VND"), ("129k", "VND", "129000", "VND"), ("1,299 บาท", None, "1299", "THB"),
    ("๑,๒๙๙ บาท", None, "1299", "THB"), ("IDR 150.000", None, "150000", "IDR"), ("₱1,299.00", None, "1299", "PHP"),
    ("129.90 ₪", None, "129.9", "ILS"), ('129 ש"ח', None, "129", "ILS"), ("1,299.00 د.إ", None, "1299", "AED"),
    ("د.إ.\u200f 1,299.00", None, "1299", "AED"), ("١٬٢٩٩٫٠٠ ر.س", None, "1299", "SAR"),
    ("ر.س.\u200f ١٢٩", None, "129", "SAR"), ("ريال 129", "SAR", "129", "SAR"), ("ريال 129", None, "129", None),
    ("KWD 1.250", None, "1.25", "KWD"), ("د.ك 12.500", None, "12.5", "KWD"), ("KWD 1,250.500", None, "1250.5", "KWD"),
    ("BHD 1.250", None, "1.25", "BHD"), ("OMR 1.250", None, "1.25", "OMR"), ("JOD 12.500", None, "12.5", "JOD"),
    ("JD 12.500", "JOD", "12.5", "JOD"), ("JD 12.50", "CNY", "12.5", None), ("12,500 DT", "TND", "12.5", "TND"),
    ("TND 1.234,500", None, "1234.5", "TND"), ("CHF 1'299.00", None, "1299", "CHF"),
    ("CHF 1’299.-", None, "1299", "CHF"), ("Fr. 1'299.50", "CHF", "1299.5", "CHF"),
    ("₹1,29,900", None, "129900", "INR"), ("₹ 2.1 Cr", None, "21000000", "INR"), ("Rs 1,299", "PKR", "1299", "PKR"),
    ("Rs. 1,299", "LKR", "1299", "LKR"), ("Rs 1,299", "USD", "1299", "INR"), ("৳1,299", None, "1299", "BDT"),
    ("1\u202f299,00 €", None, "1299", "EUR"), ("1\u2009299 €", None, "1299", "EUR"),
    ("1,5 mila €", None, "1500", "EUR"), ("1.5만원", None, "15000", "KRW"), ("3千円", None, "3000", "JPY"),
    ("12.5港元", "CNY", "12.5", "HKD"), ("12.5美元", "CNY", "12.5", "USD"), ("E£ 129", None, "129", "EGP"),
    ("ج.م. 129", None, "129", "EGP"), ("KSh 1,299", None, "1299", "KES"), ("R 1,299.00", "ZAR", "1299", "ZAR"),
    ("G$ 5", "USD", "5", None), ("J$ 500", None, "500", None), ("129 ¤", "USD", "129", None),
    ("129 ₣", "EUR", "129", None), ("129,90 дин", "RSD", "129.9", "RSD"), ("129,90 дин", "EUR", "129.9", None),
    ("12 euros", "USD", "12", "EUR"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "own", "low", "high", "currency"), PRICES)
def test_read_price(text: str, own: str | None, low: str, high: str, currency: str | None) -> None:
    price = read_price(text, own)
    assert price is not None
    assert (price.low, price.high, price.currency) == (Decimal(low), Decimal(high), currency)


@pytest.mark.parametrize(("text", "own", "price", "currency"), NATIONAL)
def test_prices_of_national_sites(text: str, own: str | None, price: str, currency: str | None) -> None:
    """An unknown sign gives no currency, never a wrong one."""
    read = read_price(text, own)
    assert read is not None
    assert (read.low, read.high, read.currency) == (Decimal(price), Decimal(price), currency)


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "免费",
        "面议",
        "价格面议",
        "Free",
        "$",
        "¥",
        "万",
        "-5",
        "¥-5",
        "¥ -12.50",
        "−5",
        "-¥5 off"[:2],
        "55%",
        "8折",
        "100000000000000",
        "99999999999999万",
        "9" * 400,
        "\x00",
        "\ud800",
        "…",
        "12.11.2026",
        "定金¥50",
        "¥ 50 定金",
        "¥50 | 定金",
        "1만 2천원",
        "192.168.1.1",
        "¥" + " " * 396 + "12345",
        *BROKEN_NUMBERS,
        *(f"¥{number}" for number in BROKEN_NUMBERS),
    ],
)
def test_no_price(text: str | None) -> None:
    assert read_price(text, "CNY") is None


@pytest.mark.parametrize(
    ("text", "low", "list_price", "note"),
    [
        ("券后价¥89.9 原价¥199", "89.9", "199", "coupon"),
        ("原价¥199 券后¥89.9", "89.9", "199", "coupon"),
        ("Was $20.00 Now $12.00", "12.00", "20.00", None),
        ("List Price: $20.00 Price: $12.00", "12.00", "20.00", None),
        ("washing powder $5", "5", None, None),
        ("百亿补贴 ¥88", "88", None, "subsidy"),
        ("¥12.54起", "12.54", None, "from"),
        ("from $3.00", "3.00", None, "from"),
        ("od 3,00 zł", "3.00", None, "from"),
        ("à partir de 3,00 €", "3.00", None, "from"),
        ("到手价¥89.9", "89.9", None, "coupon"),
        ("12,00 € statt 20,00 €", "12.00", "20.00", None),
        ("样品价 ¥30", "30", None, "sample"),
        ("原价¥199", "199", None, None),
        ("¥89 ¥199", "89", None, None),
        ("到手价 ¥89", "89", None, "coupon"),
        ("¥89 首单价", "89", None, "coupon"),
        ("¥89 | 新人价", "89", None, "coupon"),
        ("88VIP ¥89", "89", None, "coupon"),
        ("会员价¥89", "89", None, "coupon"),
        ("拼团价 ¥89", "89", None, "coupon"),
        ("淘金币价 ¥89", "89", None, "coupon"),
        ("¥89 会员价¥50", "89", None, None),
        ("¥89起 会员价¥50", "89", None, "from"),
        ("定金¥10 预售价¥89", "89", None, None),
        ("¥10定金 ¥89", "89", None, None),
        ("¥89 2件起订", "89", None, None),
    ],
)
def test_list_price_and_note(text: str, low: str, list_price: str | None, note: str | None) -> None:
    price = read_price(text)
    assert price is not None
    assert price.low == price.high == Decimal(low)
    assert price.list_price == (Decimal(list_price) if list_price else None)
    assert price.note == note


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("1,23,456", "123456"), ("1 234", "1234"),
        ("1.234", "1234"), ("1,234", "1234"), ("1.234,567", "1234.567"), ("1,234.567", "1234.567"), ("12.", "12"),
        ("1.234.567", "1234567"), ("0.125", "0.125"), ("0,125", "0.125"), ("1'234", "1234"),
    ],
)  # fmt: skip
def test_read_number(text: str, number: str) -> None:
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "-1", "a", "1a", ".", "1e5", "∞", "NaN", "9" * 15, ".5", "12 35", "1.5.3", "1,2.3", "0." + "3" * 28]
)
def test_no_number(text: str) -> None:
    assert read_number(text) is None


def test_currency_settles_what_a_point_is() -> None:
    assert read_number("1.234", point_is_decimal=True) == Decimal("1.234")
    assert read_number("1,234", point_is_decimal=True) == 1234


PRICE_LIKE = st.text(st.sampled_from("0123456789 .,-–~至到¥$€₹元万亿wk%折券后原价起USNT'\u00a0\x00RMb"), max_size=60)


@given(st.text() | PRICE_LIKE, st.sampled_from([None, "CNY", "USD", "EUR"]))
def test_any_text(text: str, currency: str | None) -> None:
    price = read_price(text, currency)
    if price is not None:
        assert 0 <= price.low <= price.high < ABSURD * 10_000
        assert price.list_price is None or 0 <= price.list_price < ABSURD


@given(st.decimals(0, 10**11, places=2), st.sampled_from(["¥{}", "{} €", "US ${}", "{}元", "券后价¥{}"]))
def test_what_is_written_is_read(amount: Decimal, form: str) -> None:
    price = read_price(form.format(amount))
    assert price is not None
    assert price.low == price.high == amount


@given(st.decimals(0, 10**9, places=2), st.decimals(0, 10**9, places=2))
def test_ranges_are_ordered(one: Decimal, other: Decimal) -> None:
    price = read_price(f"¥{one}-{other}")
    assert price is not None
    assert (price.low, price.high) == (min(one, other), max(one, other))


@pytest.mark.parametrize("piece", ["1", "1 234 ", "1,", "1.", "-", "¥1-", "原价", "US $", " ", "1万", "\ufdfa", "起"])
@limited(cpu_seconds=20)
def test_long_texts_are_cheap(piece: str) -> None:
    read_price(piece * (1_000_000 // len(piece)))
