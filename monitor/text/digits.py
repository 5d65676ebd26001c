"""Which digits of a text are a whole number: a part of a number is never taken for the number.

`1e16`, `0x1F`, `12⁹⁹`, `1½` and `1万5千` are numbers that begin with other numbers. Who reads digits asks here what
stands around them.
"""

import re
import unicodedata
from collections.abc import Mapping

LONGEST = 400
"""Characters of a text that are looked at for a price or a count; no site writes more around one."""
_BROKEN = "\ue000"
"""Stands for a sign that belongs to a number and is no plain digit: a fraction, a superscript, an exponent's `e`."""
_SCALES = {
    "百": 100, "千": 1000, "万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8, "百万": 10**6, "百萬": 10**6,
    "千万": 10**7, "千萬": 10**7, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
    "천": 1000, "만": 10_000, "억": 10**8, "พัน": 1000, "หมื่น": 10_000, "แสน": 100_000, "ล้าน": 10**6,
    "लाख": 100_000, "करोड़": 10**7, "ألف": 1000, "مليون": 10**6,
    "k": 1000, "w": 10_000, "rb": 1000, "ribu": 1000, "jt": 10**6, "juta": 10**6, "lakh": 100_000, "lac": 100_000,
    "crore": 10**7, "cr": 10**7, "nghìn": 1000, "triệu": 10**6, "tr": 10**6, "тыс": 1000, "млн": 10**6,
    "mil": 1000, "tsd": 1000, "tys": 1000, "mio": 10**6, "mln": 10**6, "mila": 1000, "mille": 1000, "ngàn": 1000,
    "thousand": 1000, "tausend": 1000, "duizend": 1000, "tusen": 1000, "tusind": 1000, "tisíc": 1000,
    "тысяч": 1000, "тысячи": 1000, "тысяча": 1000, "тис": 1000, "тисяч": 1000, "тисячі": 1000, "хил": 1000,
    "хиляди": 1000, "χιλ": 1000, "χιλιάδες": 1000, "אלף": 1000, "אלפים": 1000, "آلاف": 1000, "الف": 1000,
    "हज़ार": 1000, "million": 10**6, "millions": 10**6, "millionen": 10**6, "milioni": 10**6, "milione": 10**6,
    "millón": 10**6, "millones": 10**6, "milhão": 10**6, "milhões": 10**6, "miljoen": 10**6, "miljoner": 10**6,
    "milion": 10**6, "milionów": 10**6, "milioane": 10**6, "milyon": 10**6, "миллион": 10**6, "миллионов": 10**6,
    "миллиона": 10**6, "ملايين": 10**6,
}  # fmt: skip
SCALES: Mapping[str, int] = {unicodedata.normalize("NFKC", name): scale for name, scale in _SCALES.items()}
"""What stands behind a number that is counted in thousands or more, in lower case."""
SCALE_PATTERN = "|".join(
    # a word ends where it ends; 千克 is a kilogram
    {"千": "千(?![克瓦米卡])"}.get(name, f"{name}(?!\\w)" if name[0].lower() != name[0].upper() else name)
    for name in sorted(SCALES, key=len, reverse=True)
)
"""Regular expression of a scale; to be compiled with IGNORECASE."""
_CURRENCY_WORDS = frozenset(
    "us usd eur euro euros gbp cny rmb yuan jpy yen aud cad hkd sgd twd nt hk myr rm idr rp thb vnd php inr rs krw won "
    "brl mxn chf sek nok dkk kr pln zł zl czk kč huf ft ron lei bgn лв rub руб р uah грн kzt тг try tl aed sar ngn zar "
    "kes ghs egp mad cop clp pen lkr pkr gel ils qar dh nzd a au ca c s r mx nz gh "
    "ars kwd bhd omr jod tnd kd bd jd dt sr qr dhs tk bdt ksh bs fr din дин ден đ vnđ đồng บาท".split()
)
"""Words (lower case) that stand directly before or behind an amount: `RM12`, `12kr`."""
_UNIT_WORDS = frozenset(
    "pc pcs piece pieces set sets pair pairs unit units pack packs box boxes bag bags lot lots roll rolls carton "
    "cartons kg g mg t ton tons lb lbs oz ml l cm mm km ft inch inches yd x ct st stk stück шт пар компл sold order "
    "orders left reviews results items vendus vendidos verkauft available off".split()
)
"""Words (lower case) that stand directly behind a number of things: `100pcs`."""
_WORD = re.compile(r"[^\W\d_]{1,24}")
_NEW_WORD = re.compile(r"[A-Z][a-z]{2}")  # "12.00Min. order": the texts of two elements in one
_WORD_BEFORE = re.compile(r"[^\W\d_]{1,24}\Z")
_NUMERALS = frozenset("〇零十拾百佰千仟万萬亿億兆")
_MORE_DIGITS = re.compile(r"['’·´`]\d| \d{3}[.,]\d| \d{1,4}천")
_EXPONENT = re.compile(r"(?<=\d)[eE][+\-−]?(?=\d)")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)(?:[·´`_⁄∕]|[\u0300-\u036f\u20d0-\u20ff\ufe0e\ufe0f])|⁄(?=\d)")
_POINTS = re.compile(r"(?<=\d)[点點](?=\d)|٫")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")


def plain_digits(text: str) -> str:
    """The beginning of a text with full-width and other digits as plain ones, and without invisible characters.

    What compatibility forms would make digits of (`½`, `⁹`, `①`) breaks the number that it touches instead; so does
    the place where a long text is cut.
    """
    cut = len(text) > LONGEST
    text = text[:LONGEST]
    if not text.isascii():
        odd = {ord(char): _BROKEN for char in set(text) if _is_odd(char)}
        text = _BETWEEN_DIGITS.sub(_BROKEN, _INVISIBLE.sub("", text).translate(odd))
        text = _POINTS.sub(".", unicodedata.normalize("NFKC", text)).replace("٬", ",")
        text = text.replace("İ", "I").replace("ı", "i")  # which IGNORECASE takes for an i
    text = _EXPONENT.sub(_BROKEN, text)
    return text + _BROKEN if cut else text


def goes_on(text: str, end: int) -> bool:
    """Whether what follows the digits before `end` makes them the beginning of another number, or of a word.

    `text`: as `plain_digits` gives it.
    """
    following = text[end : end + 1]
    if not following:
        return False
    if following in _NUMERALS or following in {_BROKEN, "_"} or following.isdecimal() or _MORE_DIGITS.match(text, end):
        return True
    if following.lower() == following.upper():  # no letter, or one of a script that sets words without spaces
        return False
    word = _WORD.match(text, end)
    if word is None or _NEW_WORD.match(word[0]):
        return word is None
    known = word[0].lower() in _CURRENCY_WORDS or word[0].lower() in _UNIT_WORDS
    return not known or text[word.end() : word.end() + 1].isdecimal()


def is_tail(text: str, start: int) -> bool:
    """Whether the digits from `start` on are the end of a word or of a number: `X200`, `.99`.

    `text`: as `plain_digits` gives it.
    """
    if start == 0:
        return False
    before = text[start - 1]
    if before in {".", ","}:  # "Rs.500", "S/.500" and "Price:,"
        return start < 2 or not (text[start - 2].isalpha() or text[start - 2] == "/")
    if before in {_BROKEN, "_"}:
        return True
    if before.lower() == before.upper():
        return False
    word = _WORD_BEFORE.search(text, max(0, start - 24), start)
    return word is not None and word[0].lower() not in _CURRENCY_WORDS


def _is_odd(char: str) -> bool:
    if char.isascii() or char.isdecimal():
        return False
    return unicodedata.category(char) == "No" or any(part.isdecimal() for part in unicodedata.normalize("NFKC", char))
