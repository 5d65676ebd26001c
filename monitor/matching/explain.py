"""The sentence that tells a reader without Chinese what was found and why it counts."""

from monitor.matching.candidate import Candidate
from monitor.text.hanzi import toned

_WHAT = {
    "official": "the brand's name",
    "chinese": "the Chinese name",
    "alias": "a name listed for the brand,",
    "weak": "a weak name of the brand,",
}


def why(mention: str, found: Candidate, company: str) -> str:
    """Such as "耐*克: the Chinese name 耐克 (nài kè) with one character masked"."""
    name = found.name
    reading = f" ({toned(name.text)})" if name.chinese else ""
    what = _WHAT[name.kind]
    if found.kind in ("exact", "alias") and not reading and name.kind != "official":
        said = f"{what} {name.text}"
    elif found.kind == "exact" and name.kind == "official":
        said = what
    else:
        said = f"{what} {name.text}{reading}"
    how = f" {found.how}" if found.how else ""
    beside = f", beside {company}" if company else ""
    return f"{mention}: {said}{how}{beside}"
