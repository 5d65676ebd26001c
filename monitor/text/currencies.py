"""Which currency the signs and words around an amount name; an unknown sign names none, never another one."""

import re
import unicodedata

# Signs that name one currency. "$" and "¥" alone do not: there the page's own currency decides.
_SIGNS = {
    "US $": "USD", "US$": "USD", "U$S": "USD", "HK$": "HKD", "HK $": "HKD", "NT$": "TWD", "NT $": "TWD",
    "AU $": "AUD", "AU$": "AUD", "A$": "AUD", "C $": "CAD", "CA $": "CAD", "CA$": "CAD", "C$": "CAD", "S$": "SGD",
    "S $": "SGD", "SG$": "SGD", "R$": "BRL", "MX$": "MXN", "MXN$": "MXN", "NZ$": "NZD", "NZ $": "NZD", "AR$": "ARS",
    "ARS$": "ARS", "CLP$": "CLP", "COL$": "COP", "COP$": "COP", "UY$": "UYU", "RD$": "DOP", "GH₵": "GHS",
    "E£": "EGP", "S/.": "PEN", "S/": "PEN", "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "руб": "RUB", "₩": "KRW",
    "₫": "VND", "฿": "THB", "₱": "PHP", "₺": "TRY", "₪": "ILS", "₴": "UAH", "₸": "KZT", "₦": "NGN", "₾": "GEL",
    "৳": "BDT", "₡": "CRC", "₲": "PYG", "₭": "LAK", "៛": "KHR", "₮": "MNT", "₼": "AZN", "֏": "AMD", "₵": "GHS",
    "zł": "PLN", "Kč": "CZK", "Rp": "IDR", "RM": "MYR", "CHF": "CHF", "RMB": "CNY", "KSh": "KES",
    "元": "CNY", "円": "JPY", "원": "KRW", "CN¥": "CNY", "JP¥": "JPY", "港元": "HKD", "港币": "HKD", "港幣": "HKD",
    "美元": "USD", "美金": "USD", "欧元": "EUR", "歐元": "EUR", "日元": "JPY", "英镑": "GBP", "英鎊": "GBP",
    "韩元": "KRW", "台币": "TWD", "臺幣": "TWD", "台幣": "TWD", "澳元": "AUD", "加元": "CAD", "卢布": "RUB",
    "บาท": "THB", "د.إ": "AED", "درهم إماراتي": "AED", "ر.س": "SAR", "ريال سعودي": "SAR", "ر.ق": "QAR", "د.ك": "KWD",
    "دينار كويتي": "KWD", "د.ب": "BHD", "ر.ع": "OMR", "د.أ": "JOD", "د.ت": "TND", "د.م": "MAD", "د.ج": "DZD",
    "ج.م": "EGP", "جنيه مصري": "EGP", 'ש"ח': "ILS", "ש״ח": "ILS",
}  # fmt: skip
_WORDS = {
    "Ft": "HUF", "lei": "RON", "Lei": "RON", "LEI": "RON", "TL": "TRY", "грн": "UAH", "лв": "BGN", "тг": "KZT",
    "ден": "MKD", "đ": "VND", "Đ": "VND", "VNĐ": "VND", "vnđ": "VND", "đồng": "VND", "euro": "EUR", "euros": "EUR",
    "Euro": "EUR", "Euros": "EUR", "EURO": "EUR", "yuan": "CNY", "Tk": "BDT",
}  # fmt: skip
_CODES = frozenset(
    "AED ARS AUD AZN BDT BGN BHD BOB BRL BYN CAD CHF CLP CNY COP CRC CZK DKK DOP DZD EGP EUR GBP GEL GHS GTQ HKD HNL "
    "HUF IDR ILS INR ISK JMD JOD JPY KES KHR KRW KWD KZT LAK LKR MAD MKD MUR MXN MYR NGN NOK NPR NZD OMR PEN PHP PKR "
    "PLN PYG QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD TZS UAH UGX USD UYU UZS VES VND ZAR".split()
)
# What these can mean; the first is what they mean where the page's own currency is another or not known.
_AMBIGUOUS_SIGNS = {
    "$": "USD ARS AUD BRL CAD CLP COP DOP HKD MXN NZD SGD TWD UYU".split(),
    "¥": "CNY JPY".split(),
}
_CROWNS = "SEK", "NOK", "DKK", "ISK"
# What these mean beside an amount, where the page's own currency is one of them; "" where it is not: none is sure.
_AMBIGUOUS_WORDS = {
    "kr": ["", *_CROWNS], "Kr": ["", *_CROWNS], "KR": ["", *_CROWNS],
    "Rs": ["INR", "PKR", "LKR", "NPR", "MUR"], "Fr": ["", "CHF"], "Bs": ["", "BOB", "VES"], "Br": ["", "BYN"],
    "KD": ["KWD"], "BD": ["", "BHD"], "JD": ["", "JOD"], "DT": ["", "TND"], "DH": ["", "MAD", "AED"],
    "Dh": ["", "MAD", "AED"], "Dhs": ["", "AED", "MAD"], "SR": ["SAR"], "QR": ["QAR"], "RO": ["", "OMR"],
    "LE": ["", "EGP"], "дин": ["", "RSD"], "din": ["", "RSD"], "р": ["", "RUB", "BYN"],
    "ريال": ["", "SAR", "QAR", "OMR"],
    "درهم": ["", "AED", "MAD"], "دينار": ["", "KWD", "BHD", "JOD", "TND"], "جنيه": ["", "EGP"], "kn": ["", "HRK"],
    "R": ["", "ZAR"],
}  # fmt: skip
POINT_IS_DECIMAL = frozenset(
    "USD AED AUD BDT BHD CAD CHF CNY DOP EGP GBP GTQ HKD HNL ILS INR JOD JPY KES KRW KWD LKR MXN MYR NGN NPR NZD OMR "
    "PHP PKR QAR SAR SGD THB TND TWD".split()
)
"""Where a point stands before decimals, never between thousands: "US $1.255" is a wholesale price, not a thousand."""
COMMA_IS_DECIMAL = frozenset({"TND"})
"""Where a comma before three digits stands before decimals: millimes."""

_LETTER = r"[^\W\d_]"


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_ASCII_SIGNS = _alternatives([sign for sign in _SIGNS if sign[0].isascii()])
_OTHER_SIGNS = _alternatives([sign for sign in _SIGNS if not sign[0].isascii()])
_SIGN = re.compile(rf"(?<![A-Za-z])(?:{_ASCII_SIGNS})(?![A-Za-z])|{_OTHER_SIGNS}")
ANY_SIGN = rf"(?:{_SIGN.pattern}|[$¥])"
"""Regular expression of a sign that makes a number a price."""
_WORD = re.compile(rf"(?<!{_LETTER})(?:{_alternatives(list(_WORDS))})(?!{_LETTER})")
_BESIDE = _alternatives(list(_AMBIGUOUS_WORDS))
_AMBIGUOUS_WORD = re.compile(rf"(?<!{_LETTER})({_BESIDE})\.?\s?(?=[-−]?\d)|(?<=[\d.,\-–])\s?({_BESIDE})(?!{_LETTER})")
_FOREIGN_DOLLAR = re.compile(r"(?<![A-Za-z])[A-Z]{1,3}\s?\$")
_CODE_WORD = re.compile(r"(?<![A-Za-z])([A-Z]{3})(?![A-Za-z])")


def currency_in(text: str, own: str | None) -> str | None:
    """The currency (ISO 4217) of the amounts in a text; `own`: the page's, for bare numbers and signs of several."""
    if sign := _SIGN.search(text):
        return _SIGNS[sign[0]]
    for word in _CODE_WORD.findall(text):
        if word in _CODES:
            return str(word)
    if named := _WORD.search(text):
        return _WORDS[named[0]]
    if _FOREIGN_DOLLAR.search(text):
        return None
    for sign_of_several, meanings in _AMBIGUOUS_SIGNS.items():
        if sign_of_several in text:
            return own if own in meanings else meanings[0]
    if beside := _AMBIGUOUS_WORD.search(text):
        meanings = _AMBIGUOUS_WORDS[beside[1] or beside[2]]
        return own if own in meanings else meanings[0] or None
    if not text.isascii() and any(unicodedata.category(char) == "Sc" for char in text):
        return None
    return own
