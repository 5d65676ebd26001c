"""The sentence that tells a reader without Chinese what was found in a title and why it counts."""

from monitor.matching.candidate import Candidate
from monitor.text.hanzi import toned

_NAME_KINDS = {
    "official": "the brand's name",
    "chinese": "the Chinese name",
    "alias": "a name listed for the brand,",
    "weak": "a weak name of the brand,",
    "product": "the brand's product",
}


def explanation(mention: str, candidate: Candidate, support: str) -> str:
    """Such as "耐*克: the Chinese name 耐克 (nài kè) with one character masked, beside replica slang (高仿)".

    `mention`: as the title has it; `support`: what the name needs beside it, empty if nothing.
    """
    name = candidate.name
    reading = f" ({toned(name.text)})" if name.chinese else ""
    what = _NAME_KINDS[name.kind]
    if not (candidate.kind == "exact" and name.kind == "official"):
        what += f" {name.text}{reading}"
    how = f" {candidate.how}" if candidate.how else ""
    beside = f", beside {support}" if support else ""
    return f"{mention}: {what}{how}{beside}"
