"""From a search address back to its words and page, for pages that somebody saved."""

import re
from urllib.parse import parse_qsl, unquote_to_bytes, urlsplit

from monitor.text.fold import fold_char


def parse_search(
    url: str, template: str, *, encoding: str, space: str, first_page: int, page_step: int, page_size: int
) -> tuple[str, int] | None:
    """The keyword and the page number (from 1) of a search address made like `template`; None when it is none.

    Words may be percent-encoded in UTF-8 or in the site's own charset. A page number that is missing is 1.
    """
    wanted, given = urlsplit(template), urlsplit(url)
    names = {value: name for name, value in parse_qsl(wanted.query)}
    values = dict(pair.split("=", 1) for pair in given.query.split("&") if "=" in pair)
    parts = re.escape(wanted.path)
    for name in ("keyword", "page"):
        parts = parts.replace(re.escape(f"{{{name}}}"), f"(?P<{name}>[^/]+)")
    in_path = re.fullmatch(parts, given.path)
    numbers = in_path.groupdict() if in_path else {}
    raw = values.get(names["{keyword}"]) if "{keyword}" in names else numbers.get("keyword")
    if not raw:
        return None
    keyword = _decoded(raw.replace(space, " "), encoding).strip()
    if "{page}" in names or "page" in numbers:
        text = values.get(names["{page}"]) if "{page}" in names else numbers["page"]
        number = (_number(text, first_page) - first_page) // page_step + 1
    elif "{offset}" in names:
        number = _number(values.get(names["{offset}"]), 0) // max(page_size, 1) + 1
    else:
        number = 1
    return keyword, max(number, 1)


def _decoded(raw: str, encoding: str) -> str:
    octets = unquote_to_bytes(raw.replace("+", " ").encode("utf-8", "replace"))
    try:
        words = octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode(encoding, "replace")
    # a character of GBK may also be one Greek or Cyrillic letter of UTF-8; three bytes and more are no accident
    is_utf8 = encoding == "utf-8" or all(char.isascii() or char >= "\u0800" for char in words)
    return words if is_utf8 else octets.decode(encoding, "replace")


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def encodable(words: str, encoding: str) -> str:
    """The words with what the charset lacks folded (ö to o, ™ to tm), or dropped where that lacks too."""
    return "".join(_in_charset(char, encoding) or _in_charset(fold_char(char), encoding) or "" for char in words)


def _in_charset(text: str, encoding: str) -> str | None:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return None
    return text
