"""Pages whose cards are links with links in them: a parser of HTML tears these apart."""

import re

from selectolax.lexbor import LexborHTMLParser

from monitor.pages.extract import parse_html

_LINK_TAG = re.compile(r"<(/?)a(?=[\s>])", re.IGNORECASE)


def parse_with_nested_links(text: str) -> LexborHTMLParser:
    """The page with its links renamed `x-a`, so that a card of a saved page stays whole."""
    return parse_html(_LINK_TAG.sub(r"<\1x-a", text))
