"""Kinds of disguise one by one, each with titles that name the brand and innocent ones like them."""

import pytest

from monitor.matching import Matcher
from monitor.watchlist import Brand

MATCHER = Matcher(
    [
        Brand(name="Nordwerk", chinese=["诺德沃克"], categories=["cordless drills", "电钻"]),
        Brand(name="Solvanta", chinese=["索凡塔"], categories=["skin cream", "面霜"]),
        Brand(name="Maison Veldt", chinese=["维尔海之家"], categories=["handbag", "手提包"]),
        Brand(name="Lumeo", chinese=["鹿美"], categories=["lamps", "台灯"]),
    ]
)


@pytest.mark.parametrize(
    ("title", "mention", "kind", "why"),
    [
        # turned around
        ("werknord 电钻", "werknord", "reversed", "with its end before its beginning"),
        ("werk nord drill", "werk nord", "reversed", "with its end before its beginning, beside its category"),
        ("沃克诺德 充电", "沃克诺德", "reversed", "with its end before its beginning"),
        ("沃克 诺德 充电", "沃克 诺德", "reversed", "with its end before its beginning"),
        ("诺沃德克 充电", "诺沃德克", "reversed", "with two characters in each other's place"),
        ("塔索凡 面霜", "塔索凡", "reversed", "with its end before its beginning, beside its category"),
        ("Veldt, Maison", "Veldt, Maison", "reversed", "with its end before its beginning"),
        ("tdlev nosiam", "tdlev nosiam", "reversed", "written backwards"),
        ("ʞɹǝʍpɹoN", "ʞɹǝʍpɹoN", "look-alike", "upside down"),
        # drawn alike
        ("Lurneo", "Lurneo", "look-alike", "with rn, which is drawn like m"),
        ("Nordvverk", "Nordvverk", "look-alike", "with vv, which is drawn like w"),
        ("N()rdw3r|< drill", "N()rdw3r|<", "leet", "with signs for letters"),
        ("So|vanta", "So|vanta", "leet", "with signs for letters"),
        ("₦ord₩erk", "₦ord₩erk", "leet", "with 2 signs or digits for letters"),
        ("维尔每之家", "维尔每之家", "look-alike", "with 每, which is drawn like 海"),
        ("⻈若德沃克", "⻈若德沃克", "split", "with 诺 written as its parts 讠若"),
        # emoji and invisible letters
        ("N🍎rdwerk", "N🍎rdwerk", "masked", "with an emoji for one character"),
        ("N👁️‍🗨️rdwerk", "N👁️‍🗨️rdwerk", "masked", "with an emoji for one character"),
        ("诺🔥沃克", "诺🔥沃克", "masked", "with an emoji for one character"),
        ("💡umeo lamps", "💡umeo", "masked", "with an emoji for one character, beside its category"),
        ("🇳🇴rdwerk", "🇳🇴rdwerk", "look-alike", "in letters that only look like its own"),
        ("诺德👨‍👩‍👧‍👦沃克", "诺德👨‍👩‍👧‍👦沃克", "spaced", "with other words between its characters"),
        ("Nord\u3164werk", "Nord\u3164werk", "folded", "in other characters"),
        ("Nord\uffa0werk\u115f", "Nord\uffa0werk", "folded", "in other characters"),
        # split by other words
        ("Nord 正品 werk", "Nord 正品 werk", "spaced", "with other words between its characters"),
        ("Nord original werk", "Nord original werk", "spaced", "with other words between its characters"),
        ("诺德【同款】沃克", "诺德【同款】沃克", "spaced", "with other words between its characters"),
        ("诺 新款 德沃克", "诺 新款 德沃克", "spaced", "with other words between its characters"),
        ("诺1德2沃3克", "诺1德2沃3克", "spaced", "with other words between its characters"),
        ("诺德------沃克", "诺德------沃克", "spaced", "with other words between its characters"),
        ("索【新】凡塔 面霜", "索【新】凡塔", "spaced", "with other words between its characters, beside its category"),
        # longer words
        ("myNordwerk", "Nordwerk", "glued", "glued to other words (myNordwerk)"),
        ("XNordwerkX", "Nordwerk", "glued", "glued to other words (XNordwerkX)"),
        ("nordwerkusa", "nordwerk", "glued", "glued to other words (nordwerkusa)"),
        ("nordwerk2024", "nordwerk", "glued", "glued to other words (nordwerk2024)"),
        ("mysolvantacream", "solvanta", "glued", "glued to other words (mysolvantacream)"),
        ("SolvantaParis", "Solvanta", "glued", "glued to other words (SolvantaParis)"),
    ],
)
def test_the_brand_is_named(title: str, mention: str, kind: str, why: str) -> None:
    (match,) = MATCHER.match(title)
    assert (match.mention, match.kind) == (mention, kind)
    assert title[match.start : match.end] == mention
    assert why in match.why
    assert 0.5 <= match.score < 1


@pytest.mark.parametrize(
    "title",
    [
        # turned around
        "werk nord",
        "vanta sol band",
        "veldt shoes by Maison",
        "沃克 手册 诺德",
        "塔索凡 诗集",
        # drawn alike
        "lumen columns",
        "sol|van tab",
        "⻈⻈⻈",
        # emoji
        "N🍎 and rdwerks",
        "🇳🇴 🇩🇪",
        "诺🔥 克",
        "l🍎 meo",
        # split by other words
        "nord lights by werk studio",
        "sol 正品 advantage",
        "许诺 新款 德国 沃克",
        "探索 新款 凡塔",
        # longer words
        "Fjordwerkz",
        "Columeo",
        "volumeon",
        "nordwerken",
        "Solvantaine",
        "NORDWERKEN",
    ],
)
def test_no_brand_is_named(title: str) -> None:
    assert MATCHER.match(title) == ()


def test_a_short_name_in_a_longer_word() -> None:
    """Two letters before a name may be a syllable, and a place's name is no maker's."""
    ford, casio = Matcher([Brand(name="Ford")]), Matcher([Brand(name="Casio")])
    assert not any(map(ford.match, ("Fordham", "Stanford", "Bedford", "FORDHAM", "affordable", "deford")))
    assert not any(map(casio.match, ("Casiopea vinyl", "occasion", "Picasio")))
    assert all(map(casio.match, ("casiowatch", "CasioWatch", "mycasio", "casio2024")))
