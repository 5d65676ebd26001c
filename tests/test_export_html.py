"""The report: whole, readable, with nothing in it that a seller's text makes active, and only safe links."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor.decision import Changes, Decided
from monitor.reports.write import write_export
from monitor.store.read.findings import FindingRecord
from monitor.text.safe_link import safe_link
from tests.export_helper import XSS, about, two_records, with_text, written
from tests.store_helper import NOON


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[FindingRecord]:
    return two_records(tmp_path_factory.mktemp("export"))


@pytest.mark.parametrize("text", XSS)
def test_no_text_is_active_in_html(tmp_path: Path, records: list[FindingRecord], text: str) -> None:
    page = written(tmp_path, "html", [with_text(records[0], text), records[0]]).read_text(encoding="utf-8")
    tree = LexborHTMLParser(page)
    (script,) = tree.css("script")
    (style,) = tree.css("style")
    policy = tree.css_first("meta[http-equiv]").attributes["content"] or ""
    assert len(tree.css("meta[http-equiv]")) == 1
    assert policy.startswith("default-src 'none'; img-src data:;")
    for node in (script, style):
        assert b64encode(sha256((node.text() or "").encode()).digest()).decode() in policy
    names = {node.tag for node in tree.css("*")}
    assert not names & {"img", "svg", "iframe", "object", "embed", "base", "form", "math", "link", "video", "audio"}
    for node in tree.css("*"):
        assert not [name for name in node.attributes if name.startswith("on") or name in ("style", "srcdoc", "src")]
    for anchor in tree.css("a"):
        assert (anchor.attributes["href"] or "").startswith("https://")
        assert anchor.attributes["rel"] == "noreferrer noopener"
    shown = re.sub(r"\s+", "", tree.css_first("td.title").text())
    assert re.sub(r"[\s\x01]+", "", text) in shown.replace("�", ""), "it is shown as what it is"


def test_html_says_what_it_is_and_opens_nothing(tmp_path: Path, records: list[FindingRecord]) -> None:
    tree = LexborHTMLParser(written(tmp_path, "html", records).read_text(encoding="utf-8"))
    text = tree.body.text() if tree.body else ""
    assert "a person judges" in text
    assert "2026-11-20T12:00:00Z" in text
    first, second = tree.css("#findings > tbody > tr")
    assert [node.text() for node in first.css(".reasons table td.number")] == ["+40", "+25", "65"]
    assert first.css_first(".title a").attributes["href"] == "https://item.taobao.com/item.htm?id=1"
    assert "picture 1" in first.text()
    assert "260.00 – 299.50 CNY" in re.sub(r"\s+", " ", first.text())
    assert re.search(r"not known\s*未知信息: price", second.text())
    assert "not told" in second.text()
    assert not tree.css("img")
    assert "价格" in tree.css_first("#findings > thead").text()


def test_html_says_what_was_decided_and_what_changed_since(tmp_path: Path, records: list[FindingRecord]) -> None:
    decision = Decided(
        1, records[0].id, NOON, "A. Weber", "confirmed", "mark", None, "See file 7.", None, None, None, None
    )
    changed = Changes((65, 80), ("replica_slang",), (), None)
    decided = replace(records[0], state="confirmed", decision=decision, changed=changed)
    tree = LexborHTMLParser(written(tmp_path, "html", [decided, records[1]]).read_text(encoding="utf-8"))
    first, second = (re.sub(r"\s+", " ", node.text()) for node in tree.css("#findings > tbody > tr"))
    assert "confirmed (mark used without permission) by A. Weber on 2026-11-20: “See file 7.”" in first
    assert "Changed since: score 65 → 80; now also: words for copies" in first
    assert "Changed since" not in second
    assert tree.css_first("td.state .is.confirmed").text() == "confirmed"


def test_html_has_names_and_explains_chinese(tmp_path: Path, records: list[FindingRecord]) -> None:
    path = tmp_path / "out.html"
    write_export(path, "html", records, replace(about(records), brand_names={"nordwerk": "Nordwerk GmbH"}))
    tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
    first, second = tree.css("#findings > tbody > tr")
    assert (first.css_first("td.place").text(), first.css_first("td.brand").text()) == ("Taobao", "Nordwerk GmbH")
    assert "diànzuàn: electric drill" in first.css_first("td.title .gloss").text()
    assert "tool" in first.css_first("td.vendor .gloss").text()
    assert second.css(".gloss") == []
    assert "Nordwerk GmbH" in tree.css_first(".counts").text()


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://item.taobao.com/item.htm?id=1&x=电钻", True),
        ("HTTP://a.example/", True),
        ("javascript:alert(1)//https://a.example", False),
        ("//a.example/", False),
        ("https://a.example/\u202e", False),
        (" https://a.example/", False),
        ("http://user:pw@evil.example/", False),
        ("http://user@evil.example/", False),
        ("http://your-bank.example\uff20evil.example/", False),
        ("http://your-bank.example@evil.example", False),
        ("https://a.example/@shop?to=b@c.example#@", True),
        ("https://a.example?x=@", True),
        ("https:///a.example", False),
        ("https://?x", False),
        ("ftp://a.example/", False),
        ("https://a.example/\n", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_links(url: str | None, fine: bool) -> None:
    assert (safe_link(url) is not None) is fine
