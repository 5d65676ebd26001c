"""The brand's name spelt in a way that a filter or a search does not find."""

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.codes import ReasonCode
from monitor.model import Reason

CODE = ReasonCode.DISGUISED_NAME
POINTS = {
    "look-alike": 30, "leet": 30, "masked": 30, "homophone": 30, "reversed": 30, "split": 30, "spaced": 30,
    "pinyin": 15, "weak": 10, "typo": 10,
}  # fmt: skip
"""By kind of match. A wrong letter may be a slip; a name in another script or width is no disguise."""


def disguised_name(case: Case) -> Verdict:
    """Points by how the title spells the name."""
    points = POINTS.get(case.match.kind)
    if points is None or (case.match.kind == "spaced" and len(case.match.mention.split()) == 2):
        return Verdict()
    own = points_of(case.brand, CODE, max(POINTS.values()))
    points = points * own // max(POINTS.values())
    match = case.match
    # `why` is the matcher's own explanation, as `monitor match` gives it
    facts = {"kind": match.kind, "mention": match.mention, "name": case.brand.name, "why": match.why}
    return Verdict(Reason(CODE, points, facts))
