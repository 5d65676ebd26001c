"""The brand's name spelt in a way that a filter or a search does not find."""

import re

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.codes import ReasonCode
from monitor.lexicon.brands import known_brand
from monitor.model import Reason
from monitor.text.skeleton import skeleton

CODE = ReasonCode.DISGUISED_NAME
POINTS = {
    "look-alike": 30, "leet": 30, "masked": 30, "homophone": 30, "reversed": 30, "split": 30, "spaced": 30,
    "pinyin": 15, "weak": 10, "typo": 10,
}  # fmt: skip
"""By kind of match. A wrong letter may be a slip; a name in another script or width is no disguise."""


def disguised_name(case: Case) -> Verdict:
    """Points by how the title spells the name."""
    if not is_disguised(case):
        return Verdict()
    own = points_of(case.brand, CODE, max(POINTS.values()))
    match = case.match
    points = POINTS[match.kind] * own // max(POINTS.values())
    # `why` is the matcher's own explanation, as `monitor match` gives it
    facts = {"kind": match.kind, "mention": match.mention, "name": case.brand.name, "why": match.why}
    return Verdict(Reason(CODE, points, facts))


def is_disguised(case: Case) -> bool:
    """Whether the title spells the name otherwise than the brand does; a weak name as it is listed is none."""
    match = case.match
    if match.kind not in POINTS or (match.kind == "spaced" and len(match.mention.split()) == 2):
        return False
    return not (match.kind == "weak" and _is_listed(case))


def _is_listed(case: Case) -> bool:
    """Whether the mention is one of the brand's weak names, the owner's or those commonly known of the brand."""
    known = known_brand(case.brand.name)
    listed = [*case.brand.weak_names, *((*known.weak, *known.lines) if known else ())]
    letters = _letters(case.match.mention)
    return any(_shape(name).fullmatch(letters) for name in listed)


def _letters(text: str) -> str:
    return "".join(char for char in skeleton(text).text if char.isalnum())


def _shape(name: str) -> re.Pattern[str]:
    """The letters of a weak name; in a shape of model numbers # stands for a digit and @ for a letter: RB####."""
    wild = {"#": "[0-9]", "@": "[a-z]"}
    letters = "".join(wild.get(char) or re.escape(_letters(char)) for char in name)
    return re.compile(letters + ("[a-z]{0,3}" if "#" in name else ""))
