"""Pages that hold nothing but a program for the browser: what a person sees is fetched and drawn later."""

from selectolax.lexbor import LexborHTMLParser

_LITTLE = 600
"""Characters of text in the body; headers and footers of real shells have fewer, result pages far more."""


def is_script_shell(dom: LexborHTMLParser) -> bool:
    """Whether a page, on which nothing could be read, is a client-side shell: scripts, and hardly a word."""
    return bool(dom.css_first("script")) and len(shown_text(dom)) < _LITTLE


def shown_text(dom: LexborHTMLParser) -> str:
    """The text of the body as a browser shows it, white space collapsed."""
    copy = dom.clone()
    if copy.body is None:
        return ""
    for node in copy.css("script, style, noscript, template, [hidden]"):
        node.decompose()
    return " ".join(copy.body.text(separator=" ").split())
