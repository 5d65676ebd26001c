"""No trick makes a hostile page look harmless to the bound on the parser's work, and no ordinary page looks hostile."""

import random
from contextlib import suppress
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor.pages.parse_budget import Bound, TooCostly, check_cost
from monitor.text.decode import decode_page
from tests.limits import calls, limited

FIXTURES = Path(__file__).parents[1] / "fixtures"
N = 100_000

DEEP = {
    "plain": "<div>" * N,
    "upper case": "<DIV>" * N,
    "space": "<div\n>" * N,
    "self-closing look-alike": "<div/>" * N,
    "void look-alike": "<br-x>" * N,
    "void look-alike with the Kelvin sign": "<lin\u212a>" * N,
    "end tags in comments": "<div><!--</div>-->" * N,
    "comment that ends early": "<div><!--></div><div><!-- -->" * N,
    "comment that ends early, too": "<div><!---><div></div><div><!-- -->" * N,
    "comment with an exclamation mark": "<div><!-- --!><div><!-- </div></div> -->" * N,
    "comment mark in a comment": "<!-- <!-- --><div>" * N,
    "empty comment": "<!----><div>" * N,
    "declaration with a tag": "<div><!x </div>" * N,
    "instruction with a tag": "<div><?x </div>" * N,
    "empty end tag": "</><div>" * N,
    "end tag of a space": "<div></ div>" * N,
    "CDATA outside SVG": "<div><![CDATA[ > <p> ]]>" * N,
    "end tags of others": "<div></p>" * N,
    "end tags of nothing": "<span></x></y></z>" * N,
    "end tag in an attribute": '<div title="</div>">' * N,
    "start tag after a quoted bracket": "<div title='>'>" * N,
    "quote that is a name": '<div "><p "><section ">' * N,
    "quote in a value": "<div a=b\"><div a=b'>" * N,
    "equals sign": "<div = a=><div>" * N,
    "end tags in scripts": "<div><script></div></script>" * N,
    "script that comes back": "<div><script><!--<script></script></div></script>" * N,
    "script that ends with a space": "<script></script ><div>" * N,
    "script in a comment": "<!-- <script> --><div>" * N,
    "textarea": "<div><textarea></div></textarea>" * N,
    "style in a drawing": "<svg><style><div></style>" * N,
    "label in a drawing": "<svg><title></desc><x/>" * N,
    "raw text in formulas": "<math><plaintext>" * N,
    "void elements in formulas": "<math>" + "<input>" * N,
    "cells in formulas": "<math>" + "<td>" * N,
    "drawing that is over": "<svg/><x/>" * N,
    "drawing that a paragraph ends": "<svg><p><x/></p>" * N,
    "table between": "<div><table><tr><td></div>" * N,
    "button between": "<div><button></div></button>" * N + "<div>" * N,
    "forms that lose their ends": "<form><table><tr><td></form></td></tr></table></form>" * N,
    "form in a form": "<form><table><td><form></form></td></table></form>" * N,
    "list items under spans": "<p><span><li></span></p><p><span><dd></span></p>" * N,
    "paragraphs that are over": "<p><div></p>" * N,
    "list items and definitions": "<li><dd>" * N,
    "raw text in a template for columns": "<template><col><xmp>" * N,
    "tags of one letter": "<a><b>" * N,
    "select": "<select><div>" * N,
    "body again": "".join(f"<body a{i}=1></body>" for i in range(20_000)),
    "attributes": "<div " + " ".join(f"a{i}" for i in range(40_000)) + ">",
    "attributes with brackets": "<div " + " ".join(f'a{i}=">"' for i in range(40_000)) + ">",
    "attributes with slashes": "<div" + "".join(f"/a{i}" for i in range(40_000)) + ">",
    "formatting": "<div>" + "".join(f"<font a={i}>" for i in range(2000)) + "</div>" + "<p>x</p>" * 20_000,
    "formatting and adoption": "".join(f"<b a={i}>" for i in range(4000)) + "<div>" * 4000 + "</b>" * 4000,
    "anchors": "<a><div>" * 20_000,
    "flood": "<p></p>" * 1_000_000,
    "frames": "<frameset></frameset><style>" + "".join(f"<html a{i}>" for i in range(N)),
}


@pytest.mark.parametrize("trick", DEEP)
@limited(cpu_seconds=60)
def test_hostile(trick: str) -> None:
    """Each would take the parser minutes or gigabytes."""
    with pytest.raises(TooCostly):
        check_cost(DEEP[trick])


@pytest.mark.parametrize("trick", ["plain", "self-closing look-alike", "end tags in comments", "table between"])
def test_hostile_behind_an_ordinary_page(trick: str) -> None:
    with pytest.raises(TooCostly):
        check_cost(_ordinary(20) + DEEP[trick])


_UNFINISHED = [
    "<", "</", "<a", "<a ", "<a b", "<a b=", '<a b="', "<a b='", "<!", "<!-", "<!--", "<!-- -", "<?", "<![CDATA[",
    "<script>", "<script><!--", "<textarea", "<svg>", "<svg><title>", "&", '"', "=", "/", " ", "<a\x00", "<\u212a>",
]  # fmt: skip


@pytest.mark.parametrize("piece", _UNFINISHED)
@limited(cpu_seconds=60)
def test_linear_in_unfinished_markup(piece: str) -> None:
    with suppress(TooCostly):
        check_cost(piece * (2_000_000 // len(piece)))


def _ordinary(cards: int) -> str:
    card = (
        '<li class="item"><a href="//x.example/1"><img src="a.jpg" alt="Nordwerk > X200"><br>'
        '<svg viewBox="0 0 1 1"><title>Stern</title><path d="M0"/><use href="#a"/></svg></a>'
        "<p>Akkuschrauber<p><b>189 €</b> <i>neu</i><form><input name=q><select><option>1<option>2</select></form>"
        "<script>if (a<b) { x = '<div>' + \"</span>\"; }</script><table><tr><td>1<td>2<tr><th>3</table>"
    )
    return f"<!DOCTYPE html><html><head><title>Suche</title><style>a>b {{}}</style></head><body><ul>{card * cards}</ul>"


def test_ordinary_pages_pass() -> None:
    for page in FIXTURES.glob("*/*/page.*"):
        check_cost(decode_page(page.read_bytes()))
    check_cost(_ordinary(300))


def test_sloppy_pages_pass() -> None:
    check_cost("<div><span><b><p>x</div>" * 1500)
    check_cost("</div></td></p>" * 10_000)
    check_cost("<a><font color=red><p>" * 500)


def test_an_ordinary_page_costs_a_few_calls_a_tag_and_none_for_its_scripts() -> None:
    page, script = _ordinary(120), f"<script>{'if (a<b) { x = 1; } ' * 15_000}</script>"
    assert calls(lambda: check_cost(page)) < 12 * page.count("<")
    assert calls(lambda: check_cost(page + script)) - calls(lambda: check_cost(page)) < 100


NAMES = (
    "div span p li ul dd dt td tr table tbody option select b i font a nobr svg math g path title desc style script "
    "textarea xmp template col caption button form object h1 section foreignobject mi br img input marquee body x"
).split()
ODD = (
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    '"',
    "'",
    " x ",
    "<!>",
    "</>",
    "<?",
    ">",
    "/>",
    "<",
    "<!-->",
    "</script",
    "<div/>",
    "<svg/>",
    "<LIN\u212a>",
    '<b a="',
    "<b a='>'>",
    "=",
    "<div ",
    "<font color=1>",
    "<!--<script>",
)


def _token(chance: random.Random) -> str:
    kind, name = chance.random(), chance.choice(NAMES)
    return f"<{name}>" if kind < 0.5 else f"</{name}>" if kind < 0.88 else chance.choice(ODD)


def _depth(page: LexborHTMLParser) -> int:
    deepest, left = 0, [(page.root, 1)]
    while left:
        node, depth = left.pop()
        deepest = max(deepest, depth)
        child = node.child if node else None
        while child is not None:
            if child.is_element_node:
                left.append((child, depth + 1))
            child = child.next
    return deepest


@pytest.mark.parametrize("seed", range(10))
def test_never_shallower_than_the_parser(seed: int) -> None:
    """Random markup again and again: what escapes the bound would grow with each repetition."""
    chance = random.Random(seed)
    for _ in range(150):
        piece = "".join(_token(chance) for _ in range(chance.randint(1, 12)))
        text = "".join(_token(chance) for _ in range(chance.randint(0, 3))) + piece * 60
        bound = Bound()
        try:
            bound.read(text)
        except TooCostly:
            continue
        # a table may imply three elements; formatting is repeated at most three times each
        assert _depth(LexborHTMLParser(text)) <= 4 * bound.deepest + 4 * text.count("<") // 60 + 12, piece
