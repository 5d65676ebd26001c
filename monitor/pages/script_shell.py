"""Pages that hold nothing but a program for the browser: what a person sees is fetched and drawn later."""

from selectolax.lexbor import LexborHTMLParser

_LITTLE = 600
"""Characters of text in the body; headers and footers of real shells have fewer, result pages far more."""


def is_script_shell(dom: LexborHTMLParser) -> bool:
    """Whether a page, on which nothing could be read, is a client-side shell: scripts, and hardly a word.

    Takes what is not shown out of `dom`: asked last.
    """
    return bool(dom.css_first("script")) and len(_shown_text(dom)) < _LITTLE


def _shown_text(dom: LexborHTMLParser) -> str:
    if dom.body is None:
        return ""
    for node in dom.css("script, style, noscript, template"):
        node.decompose()
    return " ".join(dom.body.text(separator=" ").split())
