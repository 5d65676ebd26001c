"""Pages that hold nothing but a program for the browser: what a person sees is fetched and drawn later."""

from selectolax.lexbor import LexborHTMLParser

from monitor.pages.extract import parse_html
from monitor.pages.parse_budget import TooCostly
from monitor.text.decode import decode_page

_LITTLE = 600
"""Characters of text in the body; headers and footers of real shells have fewer, result pages far more."""


def is_script_shell(body: bytes, content_type: str | None) -> bool:
    """Whether a page is a client-side shell: scripts, and hardly a word."""
    try:
        dom = parse_html(decode_page(body, content_type))
    except TooCostly:
        return False
    return bool(dom.css_first("script")) and len(_words(dom)) < _LITTLE


def _words(dom: LexborHTMLParser) -> str:
    if dom.body is None:
        return ""
    for node in dom.css("script, style, noscript, template"):
        node.decompose()
    return " ".join(dom.body.text(separator=" ").split())
