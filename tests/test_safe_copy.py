"""Copies of kept pages are safe to open: whatever a page holds, nothing in its copy runs, links or asks the net."""

import re
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from monitor.evidence.snapshots import snapshot_name, write_snapshot
from monitor.fetch.chromium import browser_arguments, find_browser
from monitor.pages import safe_copy as module
from monitor.pages.safe_copy import STYLE, KeptPage, clean_html, safe_copy
from monitor.store.store import Store
from monitor.text.html_output import visible
from tests.export_helper import XSS
from tests.store_helper import NOON, finding, listing, make_store, run, visit

PAGE = KeptPage("a" * 64, "https://item.taobao.com/item.htm?id=1", NOON, "text/html; charset=utf-8")
CALL = "alert(1)"
HOSTILE = (
    *XSS,
    f"<SCRIPT>{CALL}</SCRIPT>",
    f"<script/x>{CALL}</script >",
    f"<scr<script>ipt>{CALL}</scr</script>ipt>",
    f"<script src=//evil.example/x.js>{CALL}",
    f"<svg><desc><![CDATA[</desc><script>{CALL}</script>]]></svg>",
    f"<svg><style><img src=x onerror={CALL}></style></svg>",
    f"<svg></p><style><a id='</style><img src=1 onerror={CALL}>'>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror={CALL}&gt;'>",
    f"<math><annotation-xml encoding='text/html'><script>{CALL}</script></annotation-xml></math>",
    f"<template><script>{CALL}</script></template>",
    f"<template shadowrootmode=open><script>{CALL}</script></template>",
    f"<noscript><p title='</noscript><img src=x onerror={CALL}>'></noscript>",
    f"<xmp><p title='</xmp><img src=x onerror={CALL}>'></xmp>",
    f"<noembed><img title='</noembed><img src onerror={CALL}>'></noembed>",
    f"<textarea></textarea><img src=x onerror={CALL}></textarea>",
    f"<select><template><style><!--</style><a rel='--></style></template></select><img src onerror={CALL}>'>",
    f"<form><button formaction=javascript:{CALL}>x</button><input autofocus onfocus={CALL}></form>",
    f"<a href='javascript:{CALL}'>x</a><a href='java&#10;script:{CALL}'>y</a>",
    f"<a href='data:text/html,<script>{CALL}</script>'>x</a>",
    "<a href=https://evil.example/ ping=https://evil.example/p>x</a><area href=//evil.example>",
    "<base href='https://evil.example/'><base target=_blank>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<meta http-equiv=Content-Security-Policy content=\"script-src 'unsafe-inline'\">",
    "<link rel=stylesheet href=//evil.example/x.css><link rel=dns-prefetch href=//evil.example>",
    "<style>@import '//evil.example/x.css'; p { background: url(//evil.example/y) }</style>",
    "<p style='background:url(//evil.example/y);position:fixed;inset:0' class=x id=y>z</p>",
    "<img src=//evil.example/1.gif srcset='//evil.example/2.gif 2x' alt='<script>alert(1)</script>'>",
    f"<iframe srcdoc='<script>{CALL}</script>'></iframe><iframe src=javascript:{CALL}></iframe>",
    "<object data=//evil.example/x.swf></object><embed src=//evil.example/x><applet code=x></applet>",
    "<video src=//evil.example/v poster=//evil.example/p></video><audio src=//evil.example/a autoplay></audio>",
    f"<details open ontoggle={CALL}><summary>s</summary>d</details>",
    f"<marquee onstart={CALL}>m</marquee><body onload={CALL}>",
    "<table background=//evil.example/x><td background=//evil.example/y colspan=9999999 rowspan=9999999>c</td></table>",
    f"+ADw-script+AD4-{CALL}+ADw-/script+AD4-",
    f"<!-- <p>--!><script>{CALL}</script>",
    f"<!--[if gte IE 4]><script>{CALL}</script><![endif]-->",
    f"<title><script>{CALL}</script>",
    f"<title></title><img src=x onerror={CALL}></title>",
    f"<p <img src=x onerror={CALL}",
    f"<img src=x onerror={CALL}//",
    f"<?xml version='1.0'?><x:script xmlns:x='http://www.w3.org/1999/xhtml'>{CALL}</x:script>",
    f"<plaintext><script>{CALL}</script>",
    f"</main></body></html><script>{CALL}</script><header><p>SHA-256 of another page</p></header>",
    "<h1><form><h1>nested</h1></form></h1><p><a><table><a><p>x",
    "\u202e<p>gpj.exe\u202c \u200bx \U000e0041</p>",
)
TAGS = {*module._KEPT, "html", "head", "body", "header", "main", "meta", "title", "style"}


def copy_of(page: str | bytes, **facts: str) -> str:
    body = page if isinstance(page, bytes) else page.encode()
    return safe_copy(body, KeptPage(**{**{name: getattr(PAGE, name) for name in PAGE.__dataclass_fields__}, **facts}))


def check(document: str) -> LexborHTMLParser:
    """Only our own style and policy, listed elements, and spans of cells; returns the parsed document."""
    tree = LexborHTMLParser(document)
    assert {node.tag for node in tree.css("*")} <= TAGS
    assert [node.attributes.get("http-equiv") for node in tree.css("meta[http-equiv]")] == ["Content-Security-Policy"]
    (style,) = tree.css("style")
    assert style.text() == STYLE
    assert len(tree.css("header, main, title")) == 3, "the banner is the program's alone"
    for node in tree.css("main, main *"):
        for name, value in node.attributes.items():
            assert (node.tag in ("td", "th"), name in ("colspan", "rowspan")) == (True, True), (node.tag, name)
            assert 1 <= int(value or 0) <= 100
    assert "<!--" not in document
    return tree


@pytest.mark.parametrize("page", HOSTILE)
def test_nothing_active_is_left(page: str) -> None:
    words = "<p>" + "many words " * 100 + "</p>"
    for text in (
        page,
        f"{words}{page}",
        f"{page}{words}",
        f"<html><body><table><tr><td>{page}</td></tr></table>{words}",
    ):
        check(copy_of(text))
        cleaned = clean_html(text)
        assert clean_html(cleaned) == cleaned


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from([f"<{tag}>" for tag in (*sorted(TAGS), *"svg math form select template a table".split())]),
            st.sampled_from([f"</{tag}>" for tag in (*sorted(TAGS), *"svg math form select template a table".split())]),
            st.sampled_from(
                ["<!--", "-->", "<![CDATA[", "]]>", "<img alt='<b>'>", "<td colspan=2", "x", "&lt;script&gt;"]
            ),
            st.text(max_size=5),
        ),
        max_size=25,
    )
)
def test_a_cleaned_page_stays_the_same(pieces: list[str]) -> None:
    cleaned = clean_html("".join(pieces))
    assert clean_html(cleaned) == cleaned
    check(copy_of("".join(pieces).encode("utf-8", "replace")))


def test_markup_that_never_settles_becomes_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_PASSES", 1)
    cleaned = clean_html('\n<h1><form><h1>"nested" &amp;lt;b&gt;\u00a0&lt;script&gt;</h1></form></h1>')
    assert cleaned == '<pre>"nested" &amp;lt;b&gt;&nbsp;&lt;script&gt;</pre>'
    assert clean_html(cleaned) == cleaned


def test_blank_lines_cost_no_structure() -> None:
    """A parser drops the first line break of preformatted text, each time that it reads it."""
    cleaned = clean_html("<h1>x</h1><pre>" + "\n" * 50 + "<script></script>\n<pre>\n\ny")
    assert cleaned == "<h1>x</h1><pre><pre>y</pre></pre>"
    assert clean_html(cleaned) == cleaned


def test_words_and_tables_are_kept() -> None:
    page = (
        "<title>电钻 &amp; more</title><h1>Drill <b>X200</b></h1><ul><li>one<li>two</ul>"
        "<table><tr><td colspan=2>price<td>260</table><a href=/x>first</a><a href=/y>second</a>"
        "<img alt='a &lt;red&gt; drill' src=/z>" + "<p>" + "words " * 200
    )
    tree = check(copy_of(page))
    main = tree.css_first("main")
    assert main.css_first("h1 b").text() == "X200"
    assert [node.text() for node in main.css("li")] == ["one", "two"]
    assert main.css_first("td").attributes == {"colspan": "2"}
    assert "first second" in main.text(), "links that stood side by side don't run into one another"
    assert "[picture: a <red> drill]" in main.text()
    assert "The page's source" not in main.text()
    header = tree.css_first("header").text()
    assert "A copy of what item.taobao.com sent, 2026-11-20 12:00:00 UTC." in header
    assert "a" * 64 in header
    assert "no evidence" in header
    assert "Title: 电钻 & more" in header


@pytest.mark.parametrize("origin", ["replay", "stand-in"])
def test_what_is_no_evidence_says_so(origin: str) -> None:
    assert "UTC: no evidence." in copy_of("x", origin=origin)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_the_page_is_decoded(encoding: str) -> None:
    body = f"<meta charset={encoding}><p>{'诺德沃克 ' * 200}".encode(encoding)
    assert "诺德沃克" in check(copy_of(body, content_type=f"text/html; charset={encoding}")).css_first("main p").text()


@pytest.mark.parametrize(
    "body", ['{"title": "<b>电钻</b>", "n": [1]}', 'mtopjsonp1({"title": "<b>电钻</b>", "n": [1]});']
)
def test_json_is_shown_as_indented_text(body: str) -> None:
    pre = check(copy_of(body, content_type="application/json")).css_first("main pre")
    assert pre.text() == '{\n "title": "<b>电钻</b>",\n "n": [\n  1\n ]\n}'


@pytest.mark.parametrize(
    "body", ["[" * 5_000, "[" * 500 + "]" * 500, '{"a": ' * 3_000, '{"broken": "<script>', "", "\x00\xff"]
)
def test_broken_and_deep_data_are_shown_as_text(body: str) -> None:
    check(copy_of(body))


def test_a_page_that_is_only_a_program_shows_its_source() -> None:
    config = r"g_page_config = {title: '\u8bfa\u5fb7 \ud83d\udd29 \u003cb \ud800 \u202e'}"
    tree = check(copy_of(f"<div id=root></div><script>{config}</script>"))
    assert "g_page_config = {title: '诺德 🔩 <b � [U+202E]'}" in tree.css_first("main pre").text()


def test_size_is_bounded_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LONGEST", 2_000)
    for body in ("<p>word " * 1_000, "[" + "1," * 5_000 + "1]", "word " * 1_000, "<b>" * 300 + "<p>x" * 1_000):
        document = copy_of(body)
        check(document)
        assert "Cut off" in document
        assert len(document) < 20_000


def test_hidden_characters_become_visible() -> None:
    assert visible("a\u202eb\u200bc\U000e0041d\x9be\ud800") == "a[U+202E]b[U+200B]c[U+E0041]d�e�"
    assert visible("👩\u200d🔧 co\u00adoperate") == "👩\u200d🔧 co\u00adoperate", "ordinary text is left alone"


_PAGE = b"<html><body><h1>\xe7\x94\xb5\xe9\x92\xbb</h1><script>alert(1)</script>" + b"<p>word</p>" * 300
_DIGEST = sha256(_PAGE).hexdigest()
_DAMAGED, _FOREIGN = "ab" * 32, "cd" * 32


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A finding with a kept page, one without, one whose kept page is damaged."""
    made = make_store(
        tmp_path,
        [
            visit((listing("1"), finding()), kept=_DIGEST),
            visit((listing("2"), finding()), number=2),
            visit((listing("3"), finding()), number=3, kept=_DAMAGED),
        ],
    )
    write_snapshot(made.snapshots, _PAGE, "text/html")
    made.snapshots.put(snapshot_name(_DAMAGED), b"no zstd")
    return made


@pytest.mark.parametrize("name", ["taobao:1:nordwerk", _DIGEST, _DIGEST[:8], _DIGEST.upper()])
def test_page_command(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    code, out, err = run(monkeypatch, capfd, "page", name, "--store", store.root)
    assert (code, err) == (0, "")
    assert check(out).css_first("h1").text() == "电钻"
    target = tmp_path / "page.html"
    assert run(monkeypatch, capfd, "page", name, "-o", target, "--store", store.root)[0] == 0
    assert target.read_text(encoding="utf-8") == out
    assert target.stat().st_mode & 0o777 == 0o600
    code, _, err = run(monkeypatch, capfd, "page", name, "-o", target, "--raw", "--store", store.root)
    assert (code, "--force" in err, target.read_text(encoding="utf-8")) == (2, True, out)
    code, _, err = run(monkeypatch, capfd, "page", name, "-o", target, "--raw", "--force", "--store", store.root)
    assert (code, target.read_bytes()) == (0, _PAGE)
    assert "run the site's programs" in err


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("taobao:2:nordwerk", 2, "no page of this finding is kept"),
        ("taobao:9:nordwerk", 2, "there is no such finding"),
        ("taobao:3:nordwerk", 3, "kept page can't be read"),
        (_FOREIGN, 2, "no kept page"),
        ("abc", 2, "at least 8"),
        ("x" * 64, 2, "at least 8"),
        (f"{_DIGEST}0", 2, "at least 8"),
        ("%", 2, "at least 8"),
        ("", 2, "at least 8"),
    ],
)
def test_what_cannot_be_had_is_one_line(
    store: Store, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], name: str, code: int, words: str
) -> None:
    for options in ((), ("--raw",)):
        given, out, err = run(monkeypatch, capfd, "page", "--store", store.root, *options, "--", name)
        assert (given, out, len(err.splitlines())) == (code, "", 1)
        assert words in err


def test_a_page_that_costs_too_much_is_one_line(
    store: Store, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The parser's time grows with the square of the depth; the worker is ended at its limit."""
    body = b"<div>" * 200_000
    digest = write_snapshot(store.snapshots, body, "text/html").sha256_body
    with closing(make_store(store.root.parent / "other", [visit((listing("1"), finding()), kept=digest)])) as other:
        write_snapshot(other.snapshots, body, "text/html")
        monkeypatch.setattr("monitor.sandbox.worker.Worker.__init__.__defaults__", (lambda: False, 1.0))
        code, out, err = run(monkeypatch, capfd, "page", digest, "--store", other.root)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "can't be cleaned: it took more than 1 seconds of work" in err


@pytest.mark.skipif(find_browser(None) is None, reason="no Chromium: apt-get install chromium")
def test_a_browser_runs_and_asks_for_nothing(tmp_path: Path) -> None:
    """Requests are counted at the server that all addresses of the page lead to."""
    from tests.server import serve

    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: it comes with scrapy-playwright")
    with serve(lambda *_: (200, {}, b"alert(1)")) as site, playwright.sync_playwright() as program:
        page = "".join(
            re.sub(r"(https?:)?//evil\.example", site.url, one) + "<p>next " + "word " * 20 for one in HOSTILE
        )
        fetching = (
            f"<script>fetch('{site.url}/fetch')</script><img src='{site.url}/i'><script src='{site.url}/s'></script>"
        )
        file = tmp_path / "copy.html"
        file.write_text(copy_of(f"{fetching}{page}{fetching}"), encoding="utf-8")
        browser = program.chromium.launch(executable_path=find_browser(None), args=browser_arguments())
        opened = browser.new_page()
        dialogs: list[str] = []
        opened.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        faults: list[object] = []
        opened.on("pageerror", lambda fault: faults.append(fault))  # noqa: PLW0108 (Playwright sets an attribute on it)
        opened.goto(file.as_uri(), wait_until="networkidle")
        assert opened.locator("main").inner_text().count("next word") > 20
        assert opened.evaluate("document.scripts.length + document.images.length + document.links.length") == 0
        names = opened.evaluate("[...document.querySelectorAll('main, main *')].map((node) => node.localName)")
        assert set(names) <= {*module._KEPT, "main"}
        attributes = opened.evaluate(
            "[...document.querySelectorAll('main *')].flatMap((node) => node.getAttributeNames())"
        )
        assert set(attributes) <= {"colspan", "rowspan"}
        assert opened.evaluate("document.body.children.length") == 2, "the banner and the page's words"
        browser.close()
        assert (site.asked, dialogs, faults) == ([], [], [])
