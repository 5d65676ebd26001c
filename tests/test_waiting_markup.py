"""Cards that a page keeps for its script are read where they wait; patterns for cards and hidden words are not."""

import pytest

from monitor.pages.extract import parse_html
from monitor.pages.visible_words import says
from monitor.pages.waiting_markup import unfold_waiting_markup

CARD = '<li class="card"><a href="/item/1.html">Nordwerk</a></li>'


@pytest.mark.parametrize(
    "markup",
    [
        f"<textarea>{CARD}</textarea>",
        f'<TEXTAREA class="area-lazy" style="display:none">{CARD}</TEXTAREA>',
        f"<textarea>{CARD.replace('<', '&lt;')}</textarea>",
        f"<template>{CARD}</template>",
        f'<script type="text/html">{CARD}</script>',
        f"<script type='text/template' id=x>{CARD}</script>",
        f"<script type=text/x-template>{CARD}</script>",
        f"<noscript>{CARD}</noscript>",
    ],
)
def test_waiting_cards_are_found(markup: str) -> None:
    page = f"<body><ul>{markup}</ul>"
    dom = parse_html(page)
    unfold_waiting_markup(dom)
    assert [node.text() for node in dom.css("li.card a")] == ["Nordwerk"]


@pytest.mark.parametrize(
    "markup",
    [
        "<textarea>no markup</textarea>",
        f"<template>{CARD.replace('Nordwerk', '{{title}}')}</template>",
        f'<script type="text/html">{CARD.replace("1.html", "${id}.html")}</script>',
        f'<script type="text/javascript">let card = `{CARD}`</script>',
        f'<script type="text/x-unknown">{CARD}</script>',
        f"<script>let card = '{CARD}'</script>",
    ],
)
def test_patterns_and_programs_are_no_cards(markup: str) -> None:
    page = f"<body>{markup}"
    dom = parse_html(page)
    unfold_waiting_markup(dom)
    assert dom.css("li.card") == []


def test_what_waits_is_not_read_by_visitors() -> None:
    page = "<body><template><p><a href=/>Home</a> This item is no longer available</p></template>"
    dom = parse_html(page)
    unfold_waiting_markup(dom)
    assert not says(dom, "no longer available")
