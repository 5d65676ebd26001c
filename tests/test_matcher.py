"""Does a title name the brand, and where: real kinds of disguise, hostile text, and the place in the original."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.matching import Matcher
from monitor.matching.candidate import Candidate
from monitor.matching.names import Name
from monitor.matching.overlaps import uncovered
from monitor.matching.typos import Typos
from monitor.text.fold import fold
from monitor.watchlist import Brand, Product
from tests.limits import calls, limited

NORDWERK = Brand(
    name="Nordwerk",
    chinese=["诺德沃克", "北工"],
    aliases=["Nord-Werk", "诺沃"],
    weak_names=["NW"],
    not_names=["Nordwerkstatt", "Nordwerk Verlag", "北工大学"],
    categories=["cordless drills", "电钻"],
    product=[Product(name="X200", aliases=["X-200"])],
)
SOLVANTA = Brand(name="Solvanta", chinese=["索凡塔"], aliases=["Solvanta Nordwerk Edition"])
MATCHER = Matcher([NORDWERK, SOLVANTA])


def named(title: str, *brands: Brand) -> list[str]:
    return [match.brand for match in (Matcher(brands) if brands else MATCHER).match(title)]


@pytest.mark.parametrize(
    ("title", "mention", "kind", "score"),
    [
        ("Nordwerk X200 cordless drill", "Nordwerk", "exact", 1.0),
        ("new NORDWERK drill", "NORDWERK", "exact", 1.0),
        ("nordwerk", "nordwerk", "exact", 1.0),
        ("全新诺德沃克电钻", "诺德沃克", "exact", 1.0),
        ("正品北工无线", "北工", "exact", 1.0),
        ("德国Nordwerk电钻", "Nordwerk", "exact", 1.0),
        ("[Nordwerk]", "Nordwerk", "exact", 1.0),
        ("정품Nordwerk는", "Nordwerk", "exact", 1.0),
        ("Nordwerk/Solvan", "Nordwerk", "exact", 1.0),
        ("drill,Nordwerk.", "Nordwerk", "exact", 1.0),
        ("Nordwerk\r\nX200", "Nordwerk", "exact", 1.0),
        ("drill\x0bNordwerk\x85drill", "Nordwerk", "exact", 1.0),
        ("drill\u2028Nordwerk\u3000drill", "Nordwerk", "exact", 1.0),
        ("Ｎｏｒｄｗｅｒｋ 电钻", "Ｎｏｒｄｗｅｒｋ", "folded", 0.95),
        ("Nord\u200bwerk drill", "Nord\u200bwerk", "folded", 0.95),
        ("\u202eN\u00ador\u2060dwerk\ufeff", "N\u00ador\u2060dwerk", "folded", 0.95),
        ("Nord\x00werk", "Nord\x00werk", "folded", 0.95),
        ("Nórdwérk", "Nórdwérk", "folded", 0.95),
        ("No\u0301rdwerk\u0301", "No\u0301rdwerk", "folded", 0.95),
        ("N⃝ordwerk", "N⃝ordwerk", "folded", 0.95),
        ("诺\u200d德沃克", "诺\u200d德沃克", "folded", 0.95),
        ("𝐍𝐨𝐫𝐝𝐰𝐞𝐫𝐤 drill", "𝐍𝐨𝐫𝐝𝐰𝐞𝐫𝐤", "folded", 0.95),
        ("Nord-Werk drill", "Nord-Werk", "alias", 0.9),
        ("NORD-WERK drill", "NORD-WERK", "alias", 0.9),
        ("正品诺沃电动工具", "诺沃", "alias", 0.9),
        ("NW cordless drills 20V", "NW", "weak", 0.6),
        ("nw 电钻", "nw", "weak", 0.6),
        ("NW X-200", "NW", "weak", 0.6),
        ("the Nord-Werk or Nordwerk drill", "Nordwerk", "exact", 1.0),
        ("Nordwerk and Nordwerk", "Nordwerk", "exact", 1.0),
    ],
)
def test_the_best_mention(title: str, mention: str, kind: str, score: float) -> None:
    (match,) = MATCHER.match(title)
    assert (match.brand, match.mention, match.kind, match.score) == ("nordwerk", mention, kind, score)
    assert title[match.start : match.end] == mention
    assert match.start == title.index(mention)
    assert mention in match.why


@pytest.mark.parametrize(
    "title",
    [
        "",
        " ",
        "\u200b\u200b",
        "Nordwerkxy drill",
        "Nordwerkstatt Katalog",
        "NORDWERKSTATT",
        "Nordwerk Verlag Buch",
        "北工大学纪念品",
        "NW shoes",
        "Snow boots cordless drills",
        "NWX cordless drills",
        "诺德",
        "沃克",
        "电钻 X200",
    ],
)
def test_no_mention(title: str) -> None:
    assert MATCHER.match(title) == ()


def test_no_title_and_no_names() -> None:
    assert MATCHER.match(None) == ()
    assert Matcher([]).match("Nordwerk") == ()


def test_a_mention_beside_what_it_is_not() -> None:
    (match,) = MATCHER.match("Nordwerkstatt, Nordwerk Verlag, Nordwerk drill")
    assert match.start == 32


def test_a_name_that_is_never_another_brand_says_nothing_of_this_one() -> None:
    """`not_names` are one brand's own business."""
    other = Brand(name="B", chinese=["北工"])
    assert named("北工铁件", Brand(name="A", not_names=["北工铁件"]), other) == ["b"]
    assert named("北工铁件", Brand(name="A", chinese=["北工"], not_names=["北工铁件"]), other) == ["b"]


def test_a_longer_name_of_another_brand_covers() -> None:
    assert named("Solvanta Nordwerk Edition") == ["solvanta"]
    assert sorted(named("Solvanta Nordwerk Edition and Nordwerk")) == ["nordwerk", "solvanta"]
    assert sorted(named("Solvanta, Nordwerk")) == ["nordwerk", "solvanta"]
    short, long, longest = (Brand(name=n, id=i) for n, i in (("北", "a"), ("北工", "b"), ("北工业", "c")))
    assert named("北工", short, long, longest) == ["b"]
    assert named("大北工业", short, long, longest) == ["c"]
    # overlapping is not covering
    assert sorted(named("北工业大", Brand(name="北工业", id="a"), Brand(name="工业大", id="b"))) == ["a", "b"]


def test_the_longer_name_of_the_same_brand_does_not_cover() -> None:
    assert [m.mention for m in Matcher([Brand(name="Solva", aliases=["Solva Paris"])]).match("Solva Paris")] == [
        "Solva"
    ]


def test_a_title_seen_before_is_not_read_again() -> None:
    title = "Nordwerk beside Solvanta"
    assert MATCHER.match(title) is MATCHER.match(title)
    page = "Nordwerk drill " * 200  # a page pasted into a title is not kept
    assert MATCHER.match(page) == MATCHER.match(page)
    assert MATCHER.match(page) is not MATCHER.match(page)


def test_identical_names_of_two_brands() -> None:
    assert sorted(named("Nordwerk", NORDWERK, Brand(name="NORDWERK", id="other"))) == ["nordwerk", "other"]


def test_best_first() -> None:
    matches = MATCHER.match("Solvanta beside Nord-Werk")
    assert [(m.brand, m.score) for m in matches] == [("solvanta", 1.0), ("nordwerk", 0.9)]


def test_a_weak_name_needs_context_of_its_own_brand() -> None:
    other = Brand(name="Other", categories=["shoes"])
    assert named("NW shoes", NORDWERK, other) == []
    assert named("NW X200 shoes", NORDWERK, other) == ["nordwerk"]
    assert named("NW drillsX200", NORDWERK) == [], "context words want their edges too"


# --- hostile titles

_NASTY = st.characters(codec=None, categories=None) | st.sampled_from(
    "\ud800\udfff\u202e\u200f\x00\x1b\u200b\u0301ﷺ㎏ßİǅ"
)
_WORDS = st.sampled_from(
    ["Nordwerk", "诺德沃克", "NW", "电钻", "Nordwerkstatt", "Ｎｏｒｄ", "werk", "Nord-", "索凡塔", " "]
)
_TITLES = st.lists(_WORDS | st.text(_NASTY, max_size=4), max_size=12).map("".join)


@settings(max_examples=300, deadline=None)
@given(_TITLES)
def test_any_title(title: str) -> None:
    """The place is always that of the mention; best first; one match a brand."""
    matches = MATCHER.match(title)
    for match in matches:
        assert 0 <= match.start < match.end <= len(title)
        assert title[match.start : match.end] == match.mention
        assert match.mention in match.why
    assert [m.score for m in matches] == sorted((m.score for m in matches), reverse=True)
    assert len({m.brand for m in matches}) == len(matches)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(_NASTY, min_size=1, max_size=3).filter(lambda n: n.strip()), min_size=1, max_size=4), _TITLES)
def test_any_names(names: list[str], title: str) -> None:
    brands = [Brand.model_construct(id=str(n), name=name, **_EMPTY) for n, name in enumerate(names)]
    for match in Matcher(brands).match(title + " " + names[0]):
        assert (title + " " + names[0])[match.start : match.end] == match.mention


_EMPTY: dict[str, Any] = {
    "chinese": [], "aliases": [], "weak_names": [], "not_names": [], "categories": [], "product": [],
}  # fmt: skip


_SPANS = st.tuples(st.integers(0, 6), st.integers(1, 3)).map(lambda span: (span[0], sum(span)))


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["alias", "not"]), _SPANS)))
def test_two_passes_find_what_the_definition_says(given_hits: list[tuple[str, str, tuple[int, int]]]) -> None:
    """The rule of `uncovered` in its plain, quadratic form."""
    hits = {(Name(brand, "x", kind), *span) for brand, kind, span in given_hits}
    free = {
        (name.brand, start, end)
        for name, start, end in hits
        if name.kind != "not"
        and not any(
            s <= start and end <= e
            and (n.brand == name.brand if n.kind == "not" else n.brand != name.brand and e - s > end - start)
            for n, s, e in hits
        )
    }  # fmt: skip
    found = [Candidate(name, start, end, "exact", 1.0) for name, start, end in hits]
    assert {(one.name.brand, one.start, one.end) for one in uncovered(found)} == free


@pytest.mark.parametrize(
    "piece",
    [
        "Nordwerk ",
        "诺德沃克",
        "Nordwerkstatt ",
        "NW ",
        "Nord\u200bwerk",
        "ﷺ",
        "\ud800",
        "NW 电钻",
        "\u0301",
    ],
)
@limited(cpu_seconds=60)
def test_a_very_long_title_is_read_in_linear_time(piece: str) -> None:
    """Eight times the title costs about eight times the work, never 64 times."""
    MATCHER.match(piece * 100)  # what is made once does not count
    width = len(piece.encode("utf-8", "surrogatepass"))
    short, longer, longest = (piece * (size // width) for size in (5_000, 40_000, 200_000))
    assert calls(lambda: MATCHER.match(longer)) < 12 * calls(lambda: MATCHER.match(short))
    MATCHER.match(longest)


# --- folding


@pytest.mark.parametrize(
    ("given_text", "folded"),
    [
        ("", ""),
        ("NordWerk X-200", "nordwerk x-200"),
        ("Ｎｏｒｄ　１２", "nord 12"),
        ("a\u200bb\u200cc\u200dd\ufeffe\u2060f\u00adg", "abcdefg"),
        ("\u202eabc\u202c\u200f", "abc"),
        ("tab\there\nand\r\nthere\x0b\x0c", "tab here and  there  "),
        ("\x00a\x07b\x1b", "ab"),
        ("STRASSE Straße", "strasse strasse"),
        ("Åéîõü", "aeiou"),
        ("A\u030ae\u0301", "ae"),
        ("5\ufe0f\u20e3", "5"),
        ("ﬁne ㎏ ①", "fine kg 1"),
        ("诺德沃克", "诺德沃克"),
        ("한국 각", "한국 각"),
        ("İI", "ii"),
    ],
)
def test_folding(given_text: str, folded: str) -> None:
    assert fold(given_text).text == folded


@settings(max_examples=300, deadline=None)
@given(st.text(_NASTY))
def test_folding_twice_is_folding_once(given_text: str) -> None:
    once = fold(given_text)
    assert fold(once.text).text == once.text
    assert len(once.origins) == len(once.text)
    assert list(once.origins) == sorted(once.origins)
    assert all(0 <= at < len(given_text) for at in once.origins)


@given(st.text())
def test_folding_hides_what_nobody_sees(given_text: str) -> None:
    """No zero-width, control or combining character is left, and no capital."""
    text = fold(given_text).text
    assert not {unicodedata.category(char) for char in text} & {"Cf", "Cc", "Mn", "Me"}
    assert text == text.casefold()


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_the_short_way_for_ascii_is_the_long_way(plain: str) -> None:
    assert fold(plain).text + "\u4e00" == fold(plain + "\u4e00").text


def test_a_span_covers_what_stands_inside() -> None:
    title = "\u200b诺\u200b\u200b德沃克\u200b!"
    folded = fold(title)
    assert folded.text == "诺德沃克!"
    start, end = folded.span(0, 4)
    assert title[start:end] == "诺\u200b\u200b德沃克"


@pytest.mark.parametrize("names", [("Valentino", "Valentin"), ("Valentin", "Valentino")])
def test_of_two_names_equally_near_the_longer_is_meant(names: tuple[str, str]) -> None:
    """The same in every process, whatever its hashes: Valentio misspells Valentino."""
    typos = Typos([Name("v", text, "alias") for text in names])
    assert [near[1] for near in typos.near("valentio")] == ["valentino", "valentin"]
