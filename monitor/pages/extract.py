"""Small readers that page classes share: embedded data, nodes, addresses. Strict where it matters, pure always."""

import html
import json
import math
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

import chompjs
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from monitor.pages.limits import MAX_ID, MAX_INTEGER, MAX_SEARCHED

Number = str | int | float | None
"""A number as embedded data hold it: as one, or in words ("¥12-35", "3万+")."""

_decoder = json.JSONDecoder()
_TAGS = re.compile(r"<[/!]?[a-zA-Z-][^<>]*>")  # not "<500g>" in a title; one look at each character
# "while(1);" and the like, with which sites keep others from running their answers
_JSON_GUARD = re.compile(r"(?:\)\]\}',?|for ?\(;;\);|while ?\(1\);|/\*\*/|try ?\{|;)\s*")
_CALLBACK = re.compile(r"(?:typeof [\w$.]{1,100} ?={2,3} ?['\"]function['\"] ?&& ?)?[\w$.\[\]'\"]{1,100}\(\s*")
_CALL_END = re.compile(r"\s*\)?\s*;?\s*(?:\}\s*catch\s*\(\w{0,20}\)\s*\{\s*\})?\s*")
_SHOWN_TEXT = re.compile(r"(?:<(?!pre\b|script\b)[^<>]{0,300}>\s*){0,12}<pre\b[^<>]{0,300}>\s*", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))")
_SPACE = re.compile(r"\s+")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
# Most addresses on a page: absolute, or without a scheme on pages that are served by https; nothing odd in them.
_PLAIN_ADDRESS = re.compile(r"(https?:)?//[a-zA-Z0-9.-]+(?:/[a-zA-Z0-9._~!$&'()*+,;=:@%/?-]*)?")


def parse_html(text: str) -> LexborHTMLParser:
    """The parsed page. Raises `MemoryError` for one that needs more than there is."""
    try:
        return LexborHTMLParser(text)
    except SelectolaxError:  # "Can't parse HTML": lexbor reads any text, so only memory can lack
        raise MemoryError from None


def json_after(text: str, marker: str, start: int = 0) -> Any:
    """The JSON value that follows `marker` (an assignment's left side, say); None when none does or it is broken."""
    at = text.find(marker, start)
    if at < 0:
        return None
    at += len(marker)
    begin = min((i for i in (text.find("{", at, at + 200), text.find("[", at, at + 200)) if i >= 0), default=-1)
    if begin < 0:
        return None
    try:
        return _decoder.raw_decode(text, begin)[0]
    except (ValueError, RecursionError):
        return None


def json_answer(text: str) -> Any:
    """The value of a text that is JSON or JSONP (`callback({…})`) as a whole; None for anything else.

    Also of a browser's page that shows such a text in its only element (`<pre>`), which is what it saves.
    """
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("<") and (shown := _SHOWN_TEXT.match(text)):
        text = html.unescape(text[shown.end() :].partition("</pre>")[0]).lstrip()
    guard = _JSON_GUARD.match(text)
    callback = _CALLBACK.match(text, guard.end() if guard else 0)
    begin = callback.end() if callback else guard.end() if guard else 0
    if text[begin : begin + 1] not in ("{", "["):
        return None
    try:
        value, end = _decoder.raw_decode(text, begin)
    except (ValueError, RecursionError):
        return None
    return value if _CALL_END.fullmatch(text, end) else None


def json_where(text: str, pattern: str) -> Any:
    """The JSON value behind the first match of `pattern` that one follows: names are also mentioned elsewhere."""
    for match in islice(re.finditer(pattern, text), 5):
        if (value := json_after(text, match[0], match.start())) is not None:
            return value
    return None


def js_after(text: str, marker: str, start: int = 0) -> Any:
    """As `json_after` for a JavaScript literal: unquoted keys, single quotes, trailing commas."""
    at = text.find(marker, start)
    if at < 0:
        return None
    try:
        return chompjs.parse_js_object(text[at + len(marker) :])
    except (ValueError, RecursionError):
        return None


def js_string(text: str, key: str) -> str | None:
    r"""The string after `key:` or `key =` in a script, decoded; None when there is none.

    For scripts that hold expressions or calls and so can't be read as data. With the key `nick`, in

        var config = {ownernick: "x", "nick" : 'A\'s \u5e97', time: now()};

    the expression finds `nick` with no letter before it, the quote that may close it, a colon or an equals sign, and a
    string in either quotes on one line: runs of plain characters, and between them backslashes, each of which takes any
    character with it, so that `\'` doesn't end the string. The result is `A's 店`.
    """
    name = re.escape(key)
    match = re.search(
        # the name first, what may not stand before it second: so it is found at the speed of a plain search
        rf"""{name}(?<![\w$]{name})["']?\s*[:=]\s*(?:'([^'\\\n]*+(?:\\.[^'\\\n]*+)*+)'|"([^"\\\n]*+(?:\\.[^"\\\n]*+)*+)")""",
        text,
    )
    if match is None:
        return None
    body = match[1] if match[1] is not None else match[2]
    plain = _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else m[3], body)
    # JavaScript writes one character beyond U+FFFF as two halves
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace") or None


def json_or_none(text: str | None) -> Any:
    """The value of a JSON text, None for anything that is none."""
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None


def json_ld(dom: LexborHTMLParser, kind: str) -> Iterator[dict[str, Any]]:
    """The objects of a schema.org type (`Product`) that a page describes itself with."""
    for script in dom.css("script[type='application/ld+json']"):
        description = json_or_none(script.text())
        several = description if isinstance(description, list) else get_path(description, "@graph")
        for record in records(several or [description]):
            types = record.get("@type")
            if types == kind or (isinstance(types, list) and kind in types):
                yield record


def next_flight(text: str) -> str:
    """The data of a page made by Next.js: the strings that it pushes, put together."""
    pushed = re.findall(r'self\.__next_f\.push\(\[1,("(?:[^"\\]++|\\.)*+")\]\)', text)
    return "".join(part for code in pushed if isinstance(part := json_or_none(code), str))


def get_path(data: Any, path: str) -> Any:
    """Follow `a.b.0.c` through objects and lists; None where a step is missing. The empty path leads to the whole."""
    for step in path.split(".") if path else ():
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and step.isascii() and step.isdecimal() and len(step) < 10:
            data = data[int(step)] if int(step) < len(data) else None
        else:
            return None
    return data


def records(data: Any, path: str = "") -> Iterator[dict[str, Any]]:
    """The objects of the list at `path`; other members of the list are passed over."""
    members = get_path(data, path)
    if isinstance(members, list):
        yield from (record for record in members if isinstance(record, dict))


def strings(data: Any, path: str = "") -> list[str]:
    """The texts of the list at `path`; other members of the list are passed over."""
    members = get_path(data, path)
    return [text for text in members if isinstance(text, str)] if isinstance(members, list) else []


def text_at(data: Any, path: str = "") -> str | None:
    """The text at `path`; None for anything else, and for a blank one."""
    text = get_path(data, path)
    return text if isinstance(text, str) and text.strip() else None


def int_at(data: Any, path: str = "") -> int | None:
    """The whole number at `path`; None for anything else, and for one that no shop means."""
    number = get_path(data, path)
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    return number if abs(number) < MAX_INTEGER else None


def number_at(data: Any, path: str = "") -> Number:
    """The number at `path`, or the words that tell one; None for anything else (not a number, infinity, truth)."""
    number = get_path(data, path)
    if isinstance(number, float):
        return number if math.isfinite(number) else None
    return text_at(number) if isinstance(number, str) else int_at(number)


def id_at(data: Any, path: str = "") -> str | None:
    """The id at `path` as text; None for what is neither text nor a whole number of less than 61 digits."""
    value = get_path(data, path)
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() <= MAX_ID:
        return str(value)
    return clean(value) if isinstance(value, str) else None


def ids_at(data: Any, **paths: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """All ids at some paths, with the kinds that they are of: the paths of each kind are given by its name."""
    for kind, of_kind in paths.items():
        yield from ((kind, value) for path in of_kind if (value := id_at(data, path)))


def text_of(node: LexborNode | LexborHTMLParser | None, css: str = "", *, deep: bool = True) -> str | None:
    """The text of a node (or of the first match of `css` in it), white space collapsed; None when absent or empty."""
    match = node.css_first(css) if css and node is not None else node
    if match is None:
        return None
    return clean(match.text(deep=deep) if isinstance(match, LexborNode) else match.text())


def attr_of(node: LexborNode | LexborHTMLParser | None, css: str, name: str) -> str | None:
    """An attribute of the first match of `css` (of the node itself for an empty `css`); None when absent or empty."""
    match = node.css_first(css) if css and node is not None else node
    if not isinstance(match, LexborNode):
        return None
    return (match.attributes.get(name) or "").strip() or None


def clean(text: str | None) -> str | None:
    """Collapse white space, replace what no file can hold (embedded data brings half characters); empty: None."""
    if text and text.isprintable() and "  " not in text:  # the usual case
        return text.strip() or None
    return _UNWRITABLE.sub("�", _SPACE.sub(" ", text)).strip() or None if text else None


def strip_tags(markup: Any) -> str | None:
    """Text of a snippet of markup as it stands in embedded data: tags dropped, entities undone."""
    if not isinstance(markup, str):
        return None
    text = _TAGS.sub("", markup) if "<" in markup else markup
    try:
        return clean(html.unescape(text))
    except ValueError:  # "&#" and more digits than Python takes for a number
        return clean(text)


def web_address(address: Any, base: str) -> str | None:
    """`address` made absolute; None unless it is http(s): pages also hold javascript:, data: and file: addresses."""
    if not isinstance(address, str) or not address.strip():
        return None
    if plain := _PLAIN_ADDRESS.fullmatch(address):
        return address if plain[1] else f"{base.partition(':')[0]}:{address}"
    try:
        url = urljoin(base, address.strip())
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return _UNWRITABLE.sub("%EF%BF%BD", url) if parts.scheme in ("http", "https") and host else None


def without_scheme(url: str) -> str:
    """The address as `Page.address` sees it: host, path and query; with another scheme than http(s) as it is.

    `//host/path`, as pages write addresses, has none.
    """
    return re.sub(r"^(?:https?:)?//", "", url.strip(), flags=re.IGNORECASE)


def without_query(address: Any) -> str | None:
    """An address up to its query: where that is nothing but tracking."""
    return (address.partition("?")[0].partition("#")[0] or None) if isinstance(address, str) else None


def first_match_among(pattern: str, texts: Iterable[str | None]) -> str | None:
    """The first group of the first text that matches: a card's lines differ by their form only."""
    return next((group for text in texts if (group := first_match(pattern, text))), None)


def first_match(pattern: str, text: Any) -> str | None:
    """The first group that took part in the first match (of `a(1)|b(2)` either), or None (also for what is no text).

    Searched are the first `MAX_SEARCHED` characters; what only ends because they do is no match.
    """
    if not isinstance(text, str):
        return None
    match = re.compile(pattern).search(text, 0, MAX_SEARCHED)
    if match is None or (match.end() == MAX_SEARCHED and len(text) > MAX_SEARCHED):
        return None
    return next((group for group in match.groups() if group is not None), None)


def first_match_in_page(pattern: str, page: str) -> str | None:
    """As `first_match`, in the text of a whole page."""
    match = re.search(pattern, page)
    return next((group for group in match.groups() if group is not None), None) if match else None
