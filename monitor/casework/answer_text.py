"""The words of an answer as it came: text, a mail, a saved page, or a record of the DSA Transparency Database."""

import re
from collections.abc import Iterator

from monitor.errors import InputError
from monitor.pages.extract import parse_html
from monitor.saved.mhtml import Part, read_mhtml
from monitor.text.decode import decode_page

LARGEST = 2 * 2**20
"""Bytes: a mail with a small picture in it."""
LONGEST = 50_000
"""Characters of the words; a long statement of reasons has a tenth."""
MOST_TAGS = 10_000
"""Of a page or a mail, open and close: nested, more take minutes to parse. A mail has some hundred."""
_DEEPEST = 5
"""Levels of parts in a mail."""
_MAIL = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]{0,2000}\r?\n(?:[ \t][^\n]{0,2000}\r?\n){0,60}){2}")
_MAIL_HEADS = (b"\nfrom:", b"\nsubject:", b"\ndate:", b"\nreceived:", b"\nmime-version:", b"\ncontent-type:")
_PAGE = re.compile(r"\s{0,99}(?:<!doctype html|<html|<head|<meta|<body|<div|<span|<p\b|<table|<!--)", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_LINES = frozenset({
    "p", "div", "li", "ul", "ol", "tr", "table", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "section",
    "article", "header", "footer", "blockquote", "pre", "dt", "dd", "body",
})  # fmt: skip
"""Elements that begin a line of their own."""
_SILENT = frozenset({"script", "style", "noscript", "template", "title", "head", "svg", "iframe", "textarea", "select"})
_HIDDEN_STYLE = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)


def answer_text(content: bytes, name: str) -> str:
    """The words of an answer. `name`: of the file, for errors. Raises `InputError`."""
    if len(content) > LARGEST:
        raise InputError(f"{name}: larger than {LARGEST // 2**20} MB; save the message alone, without attachments")
    text = _of_mail(content) if _is_mail(content) else decode_page(content)
    if _PAGE.match(text):
        if text.count("<") > MOST_TAGS:
            raise InputError(f"{name}: has more markup than an answer; paste its text alone")
        text = _of_page(text)
    text = "\n".join(line.rstrip() for line in text.replace("\x00", "\ufffd").splitlines()).strip("\n")
    if not text.strip():
        raise InputError(f"{name}: has no words; expected the platform's answer as text, .eml, HTML or JSON")
    if len(text) > LONGEST:
        raise InputError(f"{name}: more than {LONGEST:,} characters of text; take the answer alone, without its thread")
    return text


def _is_mail(content: bytes) -> bool:
    heads = b"\n" + content[:20_000].lower()
    return _MAIL.match(content) is not None and sum(head in heads for head in _MAIL_HEADS) >= 3


def _of_mail(content: bytes) -> str:
    """A mail's plain text, else its page."""
    try:
        parts = list(_parts(content, 0))
    except ValueError:
        return ""
    texts = [part for part in parts if _media_type(part) in ("", "text/plain")]
    part = next(iter(texts), None) or next((part for part in parts if part.is_html), None)
    if part is None:
        return ""
    return decode_page(part.content(), part.headers.get("content-type"))


def _parts(content: bytes, depth: int) -> Iterator[Part]:
    """The parts of a mail that hold no others, and are no attachments. Raises `ValueError` for too many."""
    whole, *inner = read_mhtml(content).parts
    if not inner:
        yield whole
    for part in inner:
        if part.headers.get("content-disposition", "").lower().startswith("attachment"):
            continue
        kind = part.headers.get("content-type", "")
        if kind.lower().startswith("multipart/") and depth < _DEEPEST:
            yield from _parts(b"content-type: " + kind.encode("utf-8", "replace") + b"\r\n\r\n" + part.raw, depth + 1)
        else:
            yield part


def _media_type(part: Part) -> str:
    return part.headers.get("content-type", "").partition(";")[0].strip().lower()


def _of_page(page: str) -> str:
    """What a reader sees, a line for each element that has one; what is quoted begins with "> ", as in mails."""
    lines: list[str] = []
    last = None
    for text, place, quoted in _shown(page):
        if place != last and not text.isspace():
            lines.append("> " if quoted else "")
            last = place
        if place == last:
            lines[-1] += _SPACE.sub(" ", text)
    return "\n".join(line.strip() for line in lines)


def _shown(page: str) -> Iterator[tuple[str, tuple[int, int], bool]]:
    """The texts that a reader sees, in order, with the place of their line, and whether they are quoted."""
    root = parse_html(page).body
    state = {0: (False, False, 0)}
    """Of the elements: whether they are hidden, and quoted, and which element's line they stand in."""
    breaks = 0
    for node in root.traverse(include_text=True) if root is not None else ():
        above = node.parent
        hidden, quoted, line = state.get(above.mem_id if above is not None else 0, state[0])
        if node.is_text_node:
            if not hidden:
                yield node.text_content or "", (line, breaks), quoted
            continue
        attributes = node.attributes
        style = (attributes.get("style") or "")[:500]
        hidden = hidden or node.tag in _SILENT or "hidden" in attributes or bool(_HIDDEN_STYLE.search(style))
        quoted = quoted or node.tag == "blockquote" or "gmail_quote" in (attributes.get("class") or "")
        breaks += node.tag == "br"
        state[node.mem_id] = hidden, quoted, node.mem_id if node.tag in _LINES else line
