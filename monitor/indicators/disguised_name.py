"""A name spelt past a filter: who has nothing to hide writes it as it is."""

from monitor.indicators.case import Case, Verdict, points_of
from monitor.model import Reason

CODE = "disguised_name"
POINTS = {
    "look-alike": 30, "leet": 30, "masked": 30, "homophone": 30, "reversed": 30, "split": 30, "spaced": 30,
    "pinyin": 15, "weak": 10, "typo": 10,
}  # fmt: skip
"""By kind of match. A wrong letter may be a slip; a name in another script, width or glued to a word is no disguise."""


def disguised_name(case: Case) -> Verdict:
    """Points by how the title spells the name."""
    points = POINTS.get(case.match.kind)
    if points is None or (case.match.kind == "spaced" and len(case.match.mention.split()) == 2):
        return Verdict()
    own = points_of(case.brand, CODE, max(POINTS.values()))
    points = points * own // max(POINTS.values())
    text = f"The name is not written as it is: {case.match.why}."
    return Verdict(Reason(CODE, points, case.match.mention, case.brand.name, text))
