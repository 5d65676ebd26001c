"""The readers that page classes share: strict where it matters, and never surprised by what a page holds."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from monitor.pages.extract import (
    attr_of,
    clean,
    first_match,
    get_path,
    js_after,
    js_string,
    json_after,
    json_or_none,
    json_where,
    records,
    strings,
    strip_tags,
    text_of,
    web_address,
)
from monitor.pages.visible_words import says
from tests.limits import limited

BASE = "https://s.example.com/search?q=x"
MIB = 1024 * 1024


def test_json_after() -> None:
    assert json_after('x; g_config = {"a": [1]};', "g_config =") == {"a": [1]}
    assert json_after("list: [1, 2] tail", "list:") == [1, 2]
    assert json_after('a={"n":1} a={"n":2}', "a=", 5) == {"n": 2}


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "a=", "a=1", "a={", 'a={"b":', "a={b:1}", "a={'b':1}", "a=" + " " * 300 + "{}",
        "a=[" + "1" * 5000 + "]",
        "a=" + "[" * 200_000, 'a={"x":' * 100_000, "a=" + "{" * MIB,
    ],
    ids=range(13),
)  # fmt: skip
def test_json_after_broken(text: str) -> None:
    assert json_after(text, "a=") is None
    assert json_or_none(text) is None


def test_json_where_passes_over_mentions() -> None:
    assert json_where('if (_data_ = x) {}; _data_ = {"a": 1}', r"_data_\s*=\s*(?=\{)") == {"a": 1}
    assert json_where("_data_ = " * 20, r"_data_\s*=") is None


def test_js_after() -> None:
    assert js_after("var d = {a: 'x', b: [1,2,],};", "var d =") == {"a": "x", "b": [1, 2]}
    for text in (
        "",
        "var d =",
        "var d = x",
        "var d = " + "[" * 200_000,
        "var d = {a:" * 50_000,
        "var d = {a: '" + "x" * MIB,
    ):
        assert js_after(text, "var d =") is None


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("itemId: '12'", "12"),
        ('"itemId" : "12"', "12"),
        ("itemId='1\\'2'", "1'2"),
        ("x.itemId = '3'", "3"),
        (r"itemId: '\u8bfa\x41\ud83d\ude00'", "诺A😀"),
        (r"itemId: '\ud83d'", "�"),
        ("itemId: ''", None),
        ("myitemId: '1'", None),
        ("itemId: 12", None),
        ("itemId: 'a\nb'", None),
        ("itemId: 'a", None),
        ("", None),
    ],
)
def test_js_string(script: str, found: str | None) -> None:
    assert js_string(script, "itemId") == found


@pytest.mark.parametrize(
    "text", ["k='" + "a" * 20 * MIB, "k='" + "\\a" * 10 * MIB, "k='\n" * 5 * MIB, "k" + " " * 20 * MIB]
)
@limited(cpu_seconds=60)
def test_js_string_is_linear(text: str) -> None:
    assert js_string(text, "k") is None


def test_paths_records_strings() -> None:
    data = {"a": [{"b": 1}, "x", None, {"c": ["s", 1, None]}]}
    assert get_path(data, "a.0.b") == 1
    assert get_path(data, "a.3.c") == ["s", 1, None]
    assert get_path(data, "") is data, "an empty path is the data itself"
    for path in ("x", "a.9", "a.-1", "a.b", "a.0.b.c", "a.1.0"):
        assert get_path(data, path) is None
    assert list(records(data, "a")) == [{"b": 1}, {"c": ["s", 1, None]}]
    assert strings(data, "a.3.c") == ["s"]
    for odd in (None, 1, "text", {}, {"a": 1}):
        assert list(records(odd, "a")) == strings(odd, "a") == []


def test_nodes() -> None:
    dom = LexborHTMLParser(
        '<div class="a" title=" t "> x <b>y\n z</b></div><p></p><script>nothing found</script><i x></i>'
    )
    assert text_of(dom, ".a") == "x y z"
    assert text_of(dom, ".a", deep=False) == "x"
    assert text_of(dom, "p") is text_of(dom, ".none") is text_of(None, "a") is text_of(None) is None
    assert attr_of(dom, ".a", "title") == "t"
    assert (
        attr_of(dom, "i", "x")
        is attr_of(dom, ".a", "id")
        is attr_of(dom, ".none", "x")
        is attr_of(None, "", "x")
        is None
    )
    assert not says(dom, "nothing found")
    assert says(LexborHTMLParser("<p>Sorry, <b>x</b> Nothing FOUND</p>"), "nothing found")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, None),
        ("", None),
        (" \n\t ", None),
        (" a \n b ", "a b"),
        ("a\u3000b", "a b"),
        ("\xa0", None),
        ("a\x00b", "a�b"),
        ("a\ud800", "a�"),
    ],
)
def test_clean(text: str | None, expected: str | None) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<span class=H>Nordwerk</span> X200 &amp; M5", "Nordwerk X200 & M5"),
        ("5 < 10 > 3", "5 < 10 > 3"),
        ("<500g>", "<500g>"),
        ("a<br/>b", "ab"),
        ("<b", "<b"),
        ("&#x8bfa;&nbsp;", "诺"),
        ("&#55357;", "�"),
        (None, None),
        (1, None),
        ({"a": 1}, None),
        (["x"], None),
        ("&#" + "1" * 5000 + ";", "&#" + "1" * 5000 + ";"),
    ],
)
def test_strip_tags(markup: Any, expected: str | None) -> None:
    assert strip_tags(markup) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("//a.example/x", "https://a.example/x"),
        ("/x?y=1", "https://s.example.com/x?y=1"),
        (" https://a.example/ ", "https://a.example/"),
        ("http://a.example", "http://a.example"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("ftp://a/", None),
        ("JaVaScRiPt:x", None),
        ("java\nscript:x", None),
        ("http://[::1", None),
        ("http://", None),
        (None, None),
        (1, None),
        ({}, None),
        ("", None),
        (" ", None),
        ("mailto:a@b.example", None),
        ("/\ud800", "https://s.example.com/%EF%BF%BD"),
    ],
)
def test_web_address(address: Any, expected: str | None) -> None:
    assert web_address(address, BASE) == expected


def test_first_match() -> None:
    assert first_match(r"id=(\d+)", "?id=12") == "12"
    assert first_match(r"(\d+) pieces|MOQ: (\d+)", "MOQ: 5") == "5", "whichever of several ways it is written in"
    assert first_match(r"id=(\d+)", None) is first_match(r"id=(\d+)", 12) is first_match(r"id=(\d+)", "") is None


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON, st.text())
def test_any_data(data: Any, path: str) -> None:
    get_path(data, path)
    list(records(data, path))
    for text in (strip_tags(data), web_address(data, BASE), first_match("(a)", data), *map(clean, strings(data))):
        if text is not None:
            text.encode("utf-8")


@given(st.text())
def test_any_text(text: str) -> None:
    for reader in (json_after, js_after, js_string):
        reader("k=" + text, "k=" if reader is not js_string else "k")
    LexborHTMLParser(text.encode("utf-8", "replace").decode())
    strip_tags("<" + text)


@given(JSON.filter(lambda data: isinstance(data, dict | list)))
def test_embedded_data_comes_back(data: Any) -> None:
    text = json.dumps(data)
    assert json.dumps(json_after(f"<script>x = {text};</script>", "x =")) == text
