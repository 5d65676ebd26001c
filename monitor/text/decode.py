"""Bytes of a page to text, for pages whose declared charset is wrong, missing or a lie."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
# GBK and GB2312 are subsets of GB18030; pages that declare them do use characters outside.
_CHINESE = {"gbk", "gb2312", "gb_2312-80", "cp936", "x-gbk"}
_META_WINDOW = 4096


def decode_page(body: bytes, content_type: str | None = None) -> str:
    """Return the text of a page; never raises.

    `body` is what is left after Content-Encoding; `content_type` the header's value. The order is: byte order
    mark; UTF-8 when the bytes are valid UTF-8 (other charsets practically never are, so a wrong `gbk` label loses);
    the declared charsets; GB18030. What can't be decoded becomes U+FFFD, and the page class will say `unreadable`.
    """
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return body.decode(encoding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    best: tuple[int, str] | None = None
    for encoding in _candidates(body, content_type):
        text = body.decode(encoding, "replace")
        damage = text.count("�")
        if damage == 0:
            return text
        if best is None or damage < best[0]:
            best = damage, text
    assert best is not None, "utf-8 is always a candidate"
    return best[1]


def _candidates(body: bytes, content_type: str | None) -> list[str]:
    declared = []
    if content_type and (header := _HEADER_CHARSET.search(content_type)):
        declared.append(header[1])
    if meta := _META_CHARSET.search(body, 0, _META_WINDOW):
        declared.append(meta[1].decode("ascii"))
    names = []
    for name in [*declared, "utf-8", "gb18030"]:
        encoding = "gb18030" if name.lower() in _CHINESE else name.lower()
        try:
            info = codecs.lookup(encoding)
        except LookupError:
            continue
        # codecs also knows transforms (base64, zlib): not text, and a bomb in a page's hands
        if info._is_text_encoding and info.name not in names:  # noqa: SLF001
            names.append(info.name)
    return names
