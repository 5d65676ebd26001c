"""Markup that a page keeps until a script shows it, in a `<textarea>`, `<template>` or `<script type="text/html">`."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

_MOST = 40
"""Places of a page that are looked at: those that wait are few and long."""
_PLACES = "textarea, template, script[type^='text/']"
_MARKUP_TYPES = frozenset({"text/html", "text/template", "text/x-template", "text/plain", "text/xhtml", "text/x-html"})
_PLACEHOLDERS = "{{", "${", "<%", "{%", "[[", "%7B%7B"
"""What a pattern for cards holds, in the place of a card's facts."""


def unfold_waiting_markup(dom: LexborHTMLParser) -> None:
    """Put markup with links that waits in `dom` where its script would put it; patterns stay away.

    It is `hidden` there: selectors find it, but no visitor reads its words yet.
    """
    for node in [place for place in dom.css(_PLACES) if _may_wait(place)][:_MOST]:
        markup = _inner(node)
        if "href=" not in markup or any(sign in markup for sign in _PLACEHOLDERS):
            continue
        waiting = LexborHTMLParser(f"<div hidden>{markup}</div>").css_first("div")
        if waiting is not None:
            node.insert_before(waiting)
            node.decompose()


def _may_wait(node: LexborNode) -> bool:
    return node.tag != "script" or (node.attributes.get("type") or "").strip().lower() in _MARKUP_TYPES


def _inner(node: LexborNode) -> str:
    if node.tag != "template":
        return node.text() or ""
    return (node.html or "").partition(">")[2].rpartition("</")[0]
