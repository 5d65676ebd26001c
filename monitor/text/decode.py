"""Decoding the bytes of a page whose declared charset may be missing or wrong."""

import codecs
import re

# Byte order marks, and how a page in UTF-16 without one begins.
_BEGINNINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_:.-]{2,40})""", re.I)
_HEADER_CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
# Python's names of the charsets that browsers know, with the supersets that they read in their place. Python knows
# more, and not all of it is text: base64 and zlib unpack bombs, "undefined" and "idna" raise whatever one asks.
_CODECS = {
    "utf-8": "utf-8", "gbk": "gb18030", "gb2312": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs",
    "big5hkscs": "big5hkscs", "euc_jp": "euc_jp", "shift_jis": "cp932", "cp932": "cp932",
    "euc_kr": "cp949", "cp949": "cp949", "koi8-r": "koi8-r", "koi8-u": "koi8-u", "cp866": "cp866", "cp874": "cp874",
    "tis-620": "cp874", "ascii": "cp1252", "iso8859-1": "cp1252", "mac-roman": "mac-roman",
    "utf-16": "utf-16-le", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be",
    **{f"cp125{i}": f"cp125{i}" for i in range(9)},
    **{f"iso8859-{i}": f"iso8859-{i}" for i in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)},
}  # fmt: skip
_NAMES = {"gb_2312-80": "gb18030", "x-gbk": "gb18030", "x-sjis": "cp932", "x-euc-jp": "euc_jp", "x-x-big5": "big5hkscs"}
# Charsets that refuse bytes that are not theirs. The others take nearly any bytes: that they fit proves nothing.
_STRICT = frozenset({"utf-8", "gb18030", "big5hkscs", "euc_jp", "cp932", "cp949"})
_META_WINDOW = 4096


def decode_page(body: bytes, content_type: str | None = None) -> str:
    """The text of a page; never raises.

    `body`: the bytes with Content-Encoding undone; `content_type`: the header's value. Tried in this order: the byte
    order mark; UTF-8, also when its end is cut off or a few characters are broken (text in other charsets is
    practically never valid UTF-8, so a wrong `gbk` label loses); the declared charsets; GB18030. What can't be decoded
    becomes U+FFFD, and the page class will say `unreadable`.
    """
    for beginning, encoding in _BEGINNINGS:
        if body.startswith(beginning):
            return body.decode(encoding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
    damage = text.count("�")
    if len(text) - len(text.encode("ascii", "ignore")) > 3 * damage:
        return text
    best, least = text, damage
    for encoding in _candidates(body, content_type):
        text = body.decode(encoding, "replace")
        damage = text.count("�")
        if damage == 0:
            return text
        if damage < least:
            best, least = text, damage
    return best


def _candidates(body: bytes, content_type: str | None) -> list[str]:
    declared = []
    if content_type and (header := _HEADER_CHARSET.search(content_type)):
        declared.append(header[1])
    if meta := _META_CHARSET.search(body, 0, _META_WINDOW):
        declared.append(meta[1].decode("ascii"))
    known = [encoding for name in declared if (encoding := _codec(name))]
    strict = [encoding for encoding in known if encoding in _STRICT]
    return list(dict.fromkeys([*strict, *known, "gb18030"]))


def _codec(name: str) -> str | None:
    if name.lower() in _NAMES:
        return _NAMES[name.lower()]
    try:
        return _CODECS.get(codecs.lookup(name).name)
    except (LookupError, ValueError):
        return None
