"""Chinese has every sentence of the review: its catalogue is what the pages say, and no page is half in English."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.account import Role
from monitor.model import Vendor
from monitor.review.language import LOCALES, NAMES
from monitor.words import LANGUAGES
from tests.judged_cases import CASES, findings_of
from tests.review_app import InProcess, shared
from tests.store_helper import decide, finding, listing, make_store, visit
from tools.translations import TRANSLATIONS, read_translations, sentences, translated, update

FILES = sorted(TRANSLATIONS.glob("*.po"))


def test_each_language_has_its_file() -> None:
    """English is in the pages themselves."""
    assert {path.stem for path in FILES} == set(LANGUAGES) - {"en"}
    assert set(LOCALES) == set(NAMES) == set(LANGUAGES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_the_pages_say_is_translated(path: Path) -> None:
    """All of it, nothing else, nothing guessed. Mend it with `make translations` and an editor."""
    said, catalog = sentences(), read_translations(path)
    assert {(message.context, message.id) for message in catalog} == {(message.context, message.id) for message in said}
    assert not catalog.obsolete
    for message in catalog:
        if message.id:
            assert not message.fuzzy, message.id
            assert all(translated(message)), message.id
            assert not list(message.check(catalog)), message.id
            assert _placeholders(message) == {_named(_first(message))}, message.id
            in_english = said.get(message.id, message.context)
            assert in_english is not None
            assert _of_scripts(message) == _of_scripts(in_english), f"{message.id}: run `make translations`"


def _of_scripts(message: Message) -> bool:
    """Whether the sentence is sent to the browser, for its scripts."""
    return any(file.endswith(".js") for file, _ in message.locations)


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _placeholders(message: Message) -> set[frozenset[str]]:
    """Those of each form of the translation."""
    return {_named(form or "") for form in translated(message)}


def _named(sentence: str) -> frozenset[str]:
    """What is filled in, and markup. A percent sign alone would end in an error when the page is made."""
    assert not re.search(r"%(?!\(\w+\)[sr])", sentence.replace("%%", "")), sentence
    return frozenset(re.findall(r"%\(\w+\)[sr]|\{\w+\}|</?\w+>|%%", sentence))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_tool_keeps_translations(path: Path, tmp_path: Path) -> None:
    """And changes nothing the second time."""
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    assert update(copy) == []
    once = copy.read_bytes()
    assert update(copy) == []
    assert copy.read_bytes() == once
    before, after = read_translations(path), read_translations(copy)
    assert {message.id: message.string for message in before} == {message.id: message.string for message in after}


def test_the_tool_adds_and_takes_out_and_guesses_nothing(tmp_path: Path) -> None:
    source = (TRANSLATIONS / "zh.po").read_text(encoding="utf-8")
    old = source.replace('msgid "Queue"', 'msgid "Queues"').replace('"审核队列"', '"老队列"')
    (tmp_path / "zh.po").write_text(old, encoding="utf-8")
    assert update(tmp_path / "zh.po") == ["Queue"]
    catalog = read_translations(tmp_path / "zh.po")
    assert catalog.get("Queues") is None
    assert catalog["Queue"].string == ""
    assert catalog["undo"].string == "撤销"


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> InProcess:
    """Findings with every reason and every missing fact; two are decided."""
    pairs = [
        (listing(str(number), f"诺德沃克 X200 电钻 {number}", vendor=Vendor("7001", "工具小铺")), findings_of(name))
        for number, name in enumerate(CASES, 1)
        if name != "an odd currency"
    ]
    store = make_store(tmp_path_factory.mktemp("zh"), [visit(*pairs, (listing("0"), finding()), kept="ab" * 32)])
    decide(store, "taobao:2:nordwerk", "watch")
    decide(store, "taobao:3:nordwerk", "dismissed")
    (store.root / "watchlist.toml").write_bytes(Path("monitor/watchlist/example.toml").read_bytes())
    store.close()
    return shared(store.root)


def test_no_page_is_half_in_english(review: InProcess) -> None:
    """Outside strangers' words, code and keys, the Latin words are names and units."""
    addresses = {route.address for route in review.pages if route.method == "GET"}
    addresses |= {f"/finding/taobao:{number}:nordwerk" for number in range(len(CASES) + 1)}
    addresses |= {"/?state=new,watch,dismissed", "/?level=high", "/case?state=watch", "/case?after=0~x", "/nowhere"}
    strange = _strange_words(review, addresses)
    assert len(strange) > len(CASES)
    assert {address: words for address, words in strange.items() if words} == {}


def test_the_first_page_of_an_empty_store_is_not_half_in_english(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    store.close()
    strange = _strange_words(shared(store.root), {"/", "/start", "/case", "/overview"})
    assert "/start" in strange
    assert not set().union(*strange.values())


def _strange_words(review: InProcess, addresses: set[str]) -> dict[str, set[str]]:
    """Latin words of each page, in Chinese by the browser or by the person's choice."""
    session = review.cookie_of(Role.OWNER)
    strange: dict[str, set[str]] = {}
    for number, address in enumerate(sorted(addresses)):
        chosen, asked = ("", "zh-CN,zh;q=0.9") if number % 2 else ("; monitor_language=zh", "en")
        page = review.ask("GET", address, Cookie=session + chosen, Accept_Language=asked)
        assert page.status < 500, address
        if page.headers.get("content-type", "").startswith("text/html"):
            assert "<html" not in page.body or '<html lang="zh">' in page.body, address
            told = _told(LexborHTMLParser(page.body))
            strange[address] = {word for text in told for word in _LATIN.findall(_QUOTED.sub("", text))} - _NAMES
    return strange


_LATIN = re.compile(r"[A-Za-z]{2,}")
_QUOTED = re.compile(r"“[^”]*”|\w*/[\w./-]+")
"""Sentences quote strangers' words and name files."""
_NAMES = frozenset(
    "UTC SHA EUR CNY XYZ CN DW EU Ctrl Shift Mac Chrome Edge Firefox eBay Etsy Lazada Shopee Nordwerk Excel CSV "
    "JSON Lines unauthorised vendor id".split()
)
_NOT_READ = frozenset({"bdi", "code", "kbd", "script", "style", "template", "textarea", "pre", "option", "datalist"})
_SPOKEN = ("aria-label", "title", "placeholder", "alt")


def _told(tree: LexborHTMLParser) -> Iterator[str]:
    """What a page says in its own words: text, and what a screen reader says."""
    waiting = [tree.root] if tree.root is not None else []
    while waiting:
        node: LexborNode = waiting.pop()
        if node.tag == "-text":
            yield node.text_content or ""
        if node.tag in _NOT_READ or node.attributes.get("lang") == "en":
            continue
        yield from (node.attributes.get(name) or "" for name in _SPOKEN)
        waiting += list(node.iter(include_text=True))
