"""A kept page as a document that is safe to open: its words and tables, and nothing that runs, asks the net or steers.

The page goes through an HTML parser (nh3, of the Rust library ammonia), which writes down again only what stands on a
list. That is done until parsing changes nothing more, so no browser can read another structure into it.
"""

import html
import json
import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import nh3

from monitor.text.decode import decode_page
from monitor.text.html_output import policy_source, visible

_LONGEST = 2_000_000
"""Characters of a copy's content; what is more is cut off, and the copy says so."""
_LITTLE = 600
"""Characters of visible text below which a page may be only a program: its source is shown as well."""
_TITLE = re.compile(r"<title\b[^>]{0,500}>([^<]{0,2000})", re.IGNORECASE)
_HEAD = 200_000
"""Characters in which the title is looked for."""
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_JSONP = re.compile(r"\s*[\w$.]{1,100}\s*\((.*)\)\s*(?:;\s*)?", re.DOTALL)

_KEPT = frozenset(
    "p br hr div span h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody tfoot tr th td blockquote pre code "
    "b strong i em u s del ins mark small sub sup q abbr cite kbd samp var ruby rt rp figure figcaption".split()
)
_READ_FIRST = frozenset("img a button label option summary".split())
"""Kept by the first pass alone: pictures for their descriptions, the others for the space that parts them."""
_WITH_CONTENT = frozenset(
    "script style template noscript svg math iframe object embed applet audio video canvas frameset noframes noembed "
    "xmp plaintext title".split()
)
"""Taken out with all that is in them."""
_SPANS = frozenset(map(str, range(1, 101)))
_CELL = {"colspan": set(_SPANS), "rowspan": set(_SPANS)}
_PICTURE = re.compile(r'<img(?: alt="([^"]*)")?>')
_PARTED = re.compile(r"</(?:a|button|label|option|summary)>")
_BLANK = re.compile(r"<pre>\n+")
"""Each time that it is read, a parser drops one line break here."""
_TAG = re.compile(r"<[^<>]*>")
_MOST_PASSES = 8

STYLE = """
body { margin: 0; font: 15px/1.5 system-ui, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #1c2126; overflow-wrap: anywhere; }
header { padding: .8rem 1.2rem; background: #fff7dd; border-bottom: 3px double #8a6100; }
header p { margin: .2rem 0; max-width: 70rem; }
main { padding: 1rem 1.2rem; max-width: 70rem; }
table { border-collapse: collapse; }
td, th { border: 1px solid #d5dadf; padding: .2rem .4rem; vertical-align: top; text-align: left; }
pre { white-space: pre-wrap; }
@media print { header { background: none; } }
"""  # noqa: E501


@dataclass(frozen=True, slots=True)
class KeptPage:
    """What is known of a kept page."""

    sha256: str
    url: str
    at: datetime
    """When it was received; UTC."""
    content_type: str | None = None
    """The header's value."""
    origin: str = "site"
    """site | replay | stand-in | hand-saved: from where the bytes came."""


def safe_copy(body: bytes, page: KeptPage) -> str:
    """An HTML document with the words and tables of a page (HTML, JSON or text), and a banner that says what it is.

    Made for a worker: a hostile page can make the parser slow.
    """
    text = decode_page(body, page.content_type)
    content, cut = _content(text)
    title = _TITLE.search(text, 0, _HEAD)
    banner = [*_banner(page), *([f"Title: {_escaped(html.unescape(title[1]).strip())}"] if title else [])]
    if cut:
        banner.append(f"Cut off: only the first {_LONGEST:,} characters are shown.")
    return _DOCUMENT.format(
        policy=f"default-src 'none'; style-src {policy_source(STYLE)}; base-uri 'none'; form-action 'none'",
        style=STYLE,
        site=_escaped(_site(page)),
        banner="\n".join(f"<p>{line}</p>" for line in banner),
        content=visible(content),
    )


def clean_html(markup: str) -> str:
    """The harmless part of a page's markup: a fragment without links, addresses and attributes but cells' spans.

    What comes out stays the same when it is parsed and cleaned again.
    """
    return _settled(_read_once(markup)[:_LONGEST])


def _read_once(markup: str) -> str:
    """The page as the parser understands it, without all that is not kept; pictures as their descriptions."""
    first = nh3.clean(
        markup,
        tags=set(_KEPT | _READ_FIRST),
        clean_content_tags=set(_WITH_CONTENT),
        attributes={"img": {"alt"}},
        tag_attribute_values={"td": _CELL, "th": _CELL},
        link_rel=None,
    )
    return _PARTED.sub(" ", _PICTURE.sub(_description, first))


def _settled(markup: str) -> str:
    """Markup that parsing and cleaning leaves as it is; where that never comes about, its text alone."""
    for _ in range(_MOST_PASSES):
        before, markup = markup, _BLANK.sub("<pre>", _cleaned(markup))
        if markup == before:
            return markup
    words = html.unescape(_TAG.sub(" ", markup)).strip()
    return _cleaned(f"<pre>{html.escape(words)}</pre>")


def _cleaned(markup: str) -> str:
    return nh3.clean(
        markup,
        tags=set(_KEPT),
        clean_content_tags=set(_WITH_CONTENT),
        attributes={},
        tag_attribute_values={"td": _CELL, "th": _CELL},
        link_rel=None,
    )


def _description(picture: re.Match[str]) -> str:
    description = html.unescape(picture[1] or "").strip()
    return f" [picture: {_escaped(description)}] " if description else " "


def _content(text: str) -> tuple[str, bool]:
    """The copy's content as markup, and whether it was cut off."""
    data = _json_text(text)
    if data is not None:
        return _preformatted(data), len(data) > _LONGEST
    if "<" not in text:
        return _preformatted(text), len(text) > _LONGEST
    read = _read_once(text)
    cleaned = _settled(read[:_LONGEST])
    if len(_TAG.sub("", cleaned).strip()) >= _LITTLE:
        return cleaned, len(read) > _LONGEST
    shown = f"{cleaned}\n<hr>\n" if cleaned.strip() else ""
    return f"{shown}{_SOURCE_NOTE}\n{_preformatted(_unescaped(text[:_LONGEST]))}", len(text) > _LONGEST


_SOURCE_NOTE = (
    "<h2>The page's source</h2>\n<p>The page shows few words by itself; this is what it consists of. Characters that "
    "it writes as numbers (\\u…) are shown as characters.</p>"
)


def _unescaped(source: str) -> str:
    """Source with the escapes of JavaScript and JSON as characters, so that Chinese can be read."""
    characters = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), source)
    return characters.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _json_text(text: str) -> str | None:
    """JSON (also in the brackets of a callback), indented, one character longer than shown at most; None for others."""
    called = _JSONP.fullmatch(text) if text.lstrip()[:1] not in ("<", "{", "[") else None
    data = called[1] if called else text
    if data.lstrip()[:1] not in ("{", "["):
        return None
    parts, length = [], 0
    try:
        for part in json.JSONEncoder(indent=1, ensure_ascii=False).iterencode(json.loads(data)):
            parts.append(part)
            length += len(part)
            if length > _LONGEST:
                break
    except (ValueError, RecursionError):
        return None if "<" in data else data
    return "".join(parts)


def _preformatted(text: str) -> str:
    return f"<pre>{_escaped(text[:_LONGEST])}</pre>"


def _escaped(text: str) -> str:
    return html.escape(visible(text))


def _site(page: KeptPage) -> str:
    try:
        return urlsplit(page.url).hostname or page.url
    except ValueError:
        return page.url


_ORIGINS = {
    "replay": "A copy of a saved page that was replayed as {site}, {at:%Y-%m-%d %H:%M:%S} UTC: no evidence.",
    "stand-in": "A copy of what a stand-in for {site} (a test) sent, {at:%Y-%m-%d %H:%M:%S} UTC: no evidence.",
    "hand-saved": "A copy of a page of {site} that a person saved by hand, {at:%Y-%m-%d %H:%M:%S} UTC.",
}


_CLEANED = (
    "Cleaned, so that it is safe to open: no programs, no forms, pictures as their descriptions, links as text. "
    "By itself this copy is no evidence: the monitor keeps the site's own bytes."
)


def _banner(page: KeptPage) -> list[str]:
    origin = _ORIGINS.get(page.origin, "A copy of what {site} sent, {at:%Y-%m-%d %H:%M:%S} UTC.")
    return [
        f"<b>{origin.format(site=_escaped(_site(page)), at=page.at)}</b>",
        f"Address: {_escaped(page.url)}",
        f"SHA-256 of the kept page: {_escaped(page.sha256)}",
        _CLEANED,
    ]


_DOCUMENT = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kept page of {site}</title>
<style>{style}</style>
</head>
<body>
<header>
{banner}
</header>
<main>
{content}
</main>
</body>
</html>
"""
