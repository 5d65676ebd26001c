"""Reading prices: ranges, 万, coupon and list prices, Indian and European grouping of digits."""

import re
from dataclasses import dataclass
from decimal import Decimal

from monitor.model import PriceNote
from monitor.text.currencies import ANY_SIGN, COMMA_IS_DECIMAL, POINT_IS_DECIMAL, currency_in
from monitor.text.digits import SCALE_PATTERN, SCALES, goes_on, is_tail, plain_digits
from monitor.text.price_words import price_note

_NUMBER = r"\d{1,3}(?:[ '’]\d{3})++(?:[.,]\d{1,2})?+(?!\d)|\d[\d.,]*+"
_AMOUNT = re.compile(rf"([-−]?)({_NUMBER})(?:\s*+((?i:{SCALE_PATTERN})|M(?!\w)))?")
_MILLIONS = {"m": 10**6}  # "$1.2M"; 12m are metres
# A symbol that belongs to the number behind it, not to one before it.
_SYMBOL_BEFORE = re.compile(rf"(?<!\d)(?<!\d\s){ANY_SIGN}\s?$")
_NUMBER_BEFORE = re.compile(rf"[\d.万亿千wWkK]\s?{ANY_SIGN}?\s?$")
_LOOK_BACK = 12
_RANGE = re.compile(
    r"^[^\d]{0,12}?(?:-|–|—|−|~|〜|至|到|ถึง|\b(?:to|bis|à|a|do|tot|til|till|до|đến|sampai)\b)[^\d]{0,8}$", re.IGNORECASE
)
_LIST_WORDS = re.compile(
    r"(?:原价|市场价|吊牌价|划线价|定价|门市价|专柜价|\b(?:was|list|rrp|uvp|original"
    r"|statt|au lieu de|antes|invece di|zamiast)\b)[^\d]{0,16}$",
    re.IGNORECASE,
)
# Before an amount that is no price of the goods: a deposit, postage, what must be spent.
_OTHER_SUM = re.compile(r"(?:定金|订金|押金|运费|邮费|满|\bdeposit|\bshipping)[^\d]{0,4}$", re.IGNORECASE)
_DEPOSIT_BEHIND = re.compile(r"(?:[定订押]金)|[\s|(（]{1,3}[定订押]金(?![\s:：]{0,2}[¥￥$\d])")
_LAST_WORD = re.compile(r"[^\s|]{1,20}$")
_PLAIN = re.compile(r"\d{1,12}(?:\.\d{1,4})?")
_GROUPED = re.compile(r"\d{1,3}(?:[\s'’]\d{3})+(?:[.,]\d+)?|\d[\d.,]*")
_MOST_DIGITS = 28
"""What decimal arithmetic keeps; no price has more."""
_ABSURD = Decimal(10) ** 14


@dataclass(frozen=True, slots=True)
class Price:
    """A price as written: `low` to `high` is asked now; `list_price` is the struck-out or "original" one."""

    low: Decimal
    high: Decimal
    currency: str | None
    list_price: Decimal | None = None
    note: PriceNote | None = None


def read_price(text: str | None, currency: str | None = None) -> Price | None:
    """The price that `text` shows; None when it shows none.

    `currency`: the page's own, which decides what "$", "¥" and bare numbers mean; a symbol or code in the text that
    names one currency wins over it. Negative amounts and those from 10^14 on are no prices.
    """
    if not text:
        return None
    if _PLAIN.fullmatch(text):
        plain = Decimal(text)
        return Price(plain, plain, currency)
    text = plain_digits(text)
    currency = currency_in(text, currency)
    amounts = _amounts(text, currency)
    low, high, list_price = _choose(text, amounts)
    if low is None:
        return None
    return Price(low, high if high is not None else low, currency, list_price, price_note(_own_words(text, amounts)))


def read_number(text: str, *, point_is_decimal: bool = False, comma_is_decimal: bool = False) -> Decimal | None:
    """The number in `text`, with either kind of grouping: `1.234,56`, `1,23,456`, `1 234`; None for anything else.

    `1.234` and `1,234` are more than a thousand, unless the currency says otherwise.
    """
    text = text.strip().rstrip(".,")
    if not _GROUPED.fullmatch(text):
        return None
    text = re.sub(r"[\s'’]", "", text)
    last = max(text.rfind("."), text.rfind(","))
    if last >= 0:
        whole, decimals, separator = text[:last], text[last + 1 :], text[last]
        alone = not {".", ","} <= set(text)
        # One kind of separator before exactly three digits groups thousands: 1,234 and 1.234 (but 0.125 is a fraction).
        groups = alone and len(decimals) == 3 and whole.strip("0") != "" and (separator == "," or len(whole) <= 3)
        decimal = point_is_decimal if separator == "." else comma_is_decimal
        if (groups and not decimal) or text.count(separator) > 1:
            whole, decimals = f"{whole}{separator}{decimals}", ""
        if not _is_grouped(whole):
            return None
        text = re.sub(r"[.,]", "", whole) + ("." + decimals if decimals else "")
    if len(text) > _MOST_DIGITS + 1:
        return None
    number = Decimal(text)
    return number if number < _ABSURD else None


def _is_grouped(whole: str) -> bool:
    """Whether separators stand where thousands are grouped (by twos before the last three in India): not in 1.5.3."""
    separators = set(whole) & {".", ","}
    if not separators:
        return True
    first, *groups = re.split(r"[.,]", whole)
    return len(separators) == 1 and 1 <= len(first) <= 3 and len(groups[-1]) == 3 and {*map(len, groups)} <= {2, 3}


def _amounts(text: str, currency: str | None) -> list[tuple[re.Match[str], Decimal]]:
    """The amounts in a text, from the first one on that a symbol marks as a price, up to what is no whole number."""
    matches = [match for match in _AMOUNT.finditer(text) if not is_tail(text, match.start(2))]
    amounts, labelled = [], 0
    for match in _from_first_symbol(text, matches):
        if goes_on(text, match.end()):
            break
        amount = _amount(match, text, currency)
        before = text[max(labelled, match.start() - _LOOK_BACK) : match.start()]
        if deposit := _DEPOSIT_BEHIND.match(text, match.end()):
            labelled = deposit.end()
        elif amount is not None and not _OTHER_SUM.search(before):
            amounts.append((match, amount))
    return amounts


def _amount(match: re.Match[str], text: str, currency: str | None) -> Decimal | None:
    # "12-35" is a range, "-5" is no price
    if match[1] and not _NUMBER_BEFORE.search(text[max(0, match.start() - _LOOK_BACK) : match.start()]):
        return None
    number = read_number(
        match[2],
        point_is_decimal=bool(match[3]) or currency in POINT_IS_DECIMAL,
        comma_is_decimal=currency in COMMA_IS_DECIMAL,
    )
    if number is None or text[match.end() : match.end() + 2].lstrip().startswith(("%", "折")):
        return None
    if match[3]:
        number = _scaled(number, match[3])
    return number if number < _ABSURD else None


def _scale(word: str) -> int:
    return SCALES.get(word.lower()) or _MILLIONS[word.lower()]


def _scaled(number: Decimal, word: str) -> Decimal:
    number *= _scale(word)
    return number.to_integral_value() if number == number.to_integral_value() else number


def _from_first_symbol(text: str, matches: list[re.Match[str]]) -> list[re.Match[str]]:
    """The numbers from the first one on that a symbol marks as a price: 12.00 in "3 pieces US $12.00"."""
    for place, match in enumerate(matches):
        start = match.start(2)
        if _SYMBOL_BEFORE.search(text[max(0, start - _LOOK_BACK) : start]):
            return matches[place:]
    return matches


def _choose(
    text: str, amounts: list[tuple[re.Match[str], Decimal]]
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """The lowest and the highest price asked, and the list price, by the words between the amounts."""
    low: Decimal | None = None
    high: Decimal | None = None
    list_price: Decimal | None = None
    previous_end, scaled = 0, False
    for match, amount in amounts:
        between = text[previous_end : match.start()] + match[1]
        previous_end = match.end()
        if _LIST_WORDS.search(between):
            list_price = amount if list_price is None else list_price
        elif low is None:
            low, scaled = amount, bool(match[3])
        elif high is None and list_price is None and _RANGE.match(between):
            high = amount
            # "1.2-3.5万": the scale stands behind the second number only
            if match[3] and low < amount / _scale(match[3]) and not scaled:
                low = _scaled(low, match[3])
        else:
            break
    if low is None:
        low, list_price = list_price, None
    if low is not None and high is not None and high < low:
        low, high = high, low
    return low, high, list_price


def _own_words(text: str, amounts: list[tuple[re.Match[str], Decimal]]) -> str:
    """The text without labels close before further amounts: the first price in "¥80 会员价¥50" is everyone's."""
    words, end, priced = "", 0, False
    for match, _ in amounts:
        between = text[end : match.start()]
        words += _LAST_WORD.sub("", between) if priced and not _RANGE.match(between) else between
        priced = priced or not _LIST_WORDS.search(between)
        end = match.end()
    return words + text[end:]
