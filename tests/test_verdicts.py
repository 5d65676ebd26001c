"""Whether a name found in a title counts: each cell of the table of kinds of names and of what else the title says."""

import pytest

from monitor.matching.candidate import Candidate
from monitor.matching.context_words import ContextWords
from monitor.matching.names import Name, watched_brand
from monitor.matching.title import Title
from monitor.matching.verdicts import VERDICTS, NameType, TitleSays, Verdict, counting, name_type, title_says
from monitor.watchlist import Brand

COLUMBIA = Name("columbia", "Columbia", "official", ambiguous=True)
SHELL = Name("shell", "Shell", "official", everyday=True)
NW = Name("nordwerk", "NW", "weak")
GOODS = {"columbia": ["jackets"], "shell": ["motor oil"], "nordwerk": ["drills"]}
NORDWERK = Name("nordwerk", "Nordwerk", "official")
NAMES = {NameType.PLAIN: NORDWERK, NameType.AMBIGUOUS: COLUMBIA, NameType.EVERYDAY: SHELL, NameType.DEPENDENT: NW}

CELLS = [
    (NameType.PLAIN, TitleSays.SUPPORT, "Nordwerk drill, travel book", Verdict.COUNTS),
    (NameType.PLAIN, TitleSays.OTHER_USE, "Nordwerk blue travel book", Verdict.DROPPED),
    (NameType.PLAIN, TitleSays.OTHER_GOODS, "Nordwerk phone case", Verdict.COUNTS),
    (NameType.PLAIN, TitleSays.NOTHING, "Nordwerk blue", Verdict.COUNTS),
    (NameType.AMBIGUOUS, TitleSays.OTHER_USE_BESIDE, "Columbia University jacket", Verdict.DROPPED),
    (NameType.AMBIGUOUS, TitleSays.SUPPORT, "Columbia jacket, travel poster", Verdict.COUNTS),
    (NameType.AMBIGUOUS, TitleSays.OTHER_USE, "Columbia blue travel poster", Verdict.DROPPED),
    (NameType.AMBIGUOUS, TitleSays.OTHER_GOODS, "Columbia phone case", Verdict.COUNTS),
    (NameType.AMBIGUOUS, TitleSays.NOTHING, "Columbia blue", Verdict.COUNTS),
    (NameType.EVERYDAY, TitleSays.OTHER_USE_BESIDE, "shell fossil, motor oil", Verdict.DROPPED),
    (NameType.EVERYDAY, TitleSays.SUPPORT, "shell motor oil, travel poster", Verdict.COUNTS_WITH_SUPPORT),
    (NameType.EVERYDAY, TitleSays.OTHER_USE, "shell blue travel poster", Verdict.DROPPED),
    (NameType.EVERYDAY, TitleSays.OTHER_GOODS, "shell phone case", Verdict.DROPPED),
    (NameType.EVERYDAY, TitleSays.NOTHING, "shell blue", Verdict.COUNTS_LESS),
    (NameType.DEPENDENT, TitleSays.OTHER_USE_BESIDE, "Columbia University jacket", Verdict.DROPPED),
    (NameType.DEPENDENT, TitleSays.SUPPORT, "NW drill, travel poster", Verdict.COUNTS_WITH_SUPPORT),
    (NameType.DEPENDENT, TitleSays.OTHER_USE, "NW blue travel poster", Verdict.DROPPED),
    (NameType.DEPENDENT, TitleSays.OTHER_GOODS, "NW phone case", Verdict.DROPPED),
    (NameType.DEPENDENT, TitleSays.NOTHING, "NW blue", Verdict.DROPPED),
]


def test_the_cells_below_are_the_table() -> None:
    never_asked = {(NameType.PLAIN, TitleSays.OTHER_USE_BESIDE): Verdict.COUNTS}
    assert never_asked | {(kind, says): verdict for kind, says, _, verdict in CELLS} == {
        (kind, says): verdict for kind, row in VERDICTS.items() for says, verdict in row.items()
    }
    assert len(CELLS) + len(never_asked) == (len(NameType) - 1) * len(TitleSays), "clear names have no row"


@pytest.mark.parametrize(("kind", "says", "raw", "verdict"), CELLS)
def test_cell(kind: NameType, says: TitleSays, raw: str, verdict: Verdict) -> None:
    name = COLUMBIA if raw.startswith("Columbia") else NAMES[kind]
    needs_context = kind is NameType.DEPENDENT  # of a name that is also a word the neighbours are looked at first
    candidate = Candidate(name, 0, len(name.letters), "exact", 0.9, needs_context=needs_context)
    goods = [] if says is TitleSays.NOTHING else GOODS[name.brand]
    context = ContextWords([watched_brand(Brand(id=name.brand, name=name.text, categories=goods))])
    title = Title(raw)
    words = context.goods_and_other_uses(title.text)

    assert name_type(candidate) is kind
    said, support = title_says(context, candidate, words, [candidate], title)
    assert said is says
    assert bool(support) == (says is TitleSays.SUPPORT)

    kept = [(counted.score, beside) for counted, beside in counting(context, title, [candidate], [])]
    assert (
        kept
        == {
            Verdict.COUNTS: [(0.9, "")],
            Verdict.COUNTS_WITH_SUPPORT: [(0.9, support)],
            Verdict.COUNTS_LESS: [(0.6, "")],
            Verdict.DROPPED: [],
        }[verdict]
    )


@pytest.mark.parametrize(
    ("name", "kind", "needs_context", "expected"),
    [
        (Name("a", "Nordwerk", "official"), "exact", False, NameType.PLAIN),
        (Name("a", "Nordwerk", "official"), "folded", False, NameType.PLAIN),
        (Name("a", "Nordwerk", "official"), "spaced", False, NameType.CLEAR),
        (SHELL, "leet", False, NameType.CLEAR),
        (COLUMBIA, "masked", False, NameType.CLEAR),
        (SHELL, "glued", False, NameType.EVERYDAY),
        (Name("a", "Target", "official", everyday=True, ambiguous=True), "exact", False, NameType.EVERYDAY),
        (COLUMBIA, "folded", False, NameType.AMBIGUOUS),
        (SHELL, "exact", True, NameType.DEPENDENT),
        (Name("a", "HP", "official"), "exact", False, NameType.DEPENDENT),
        (Name("a", "3-M", "alias"), "folded", False, NameType.DEPENDENT),
        (Name("a", "北工", "chinese"), "exact", False, NameType.PLAIN),
        (NW, "exact", False, NameType.DEPENDENT),
        (Name("a", "Nordwerk", "official"), "weak", False, NameType.DEPENDENT),
    ],
)
def test_kind_of_name(name: Name, kind: str, needs_context: bool, expected: NameType) -> None:
    assert name_type(Candidate(name, 0, 1, kind, 0.9, needs_context=needs_context)) is expected


def test_clear_names_count_whatever_the_title_says() -> None:
    nordwerk = Candidate(NORDWERK, 0, 8, "leet", 0.88)
    context = ContextWords([watched_brand(Brand(name="Nordwerk", categories=["drills"]))])
    assert list(counting(context, Title("N0rdw3rk university travel poster, a novel"), [nordwerk], [])) == [
        (nordwerk, "")
    ]
