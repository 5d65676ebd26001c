"""Samples and refills: a title says that it offers a part of the goods, or what goes into a package that one has."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from monitor.text.fold_hanzi import fold_hanzi

PortionKind = Literal["sample", "refill"]

_LONGEST = 1_000
"""Characters of a title that are looked at."""
_WORDS = re.compile(
    r"(?P<sample>(?=[小中分试体尝旅便随迷香q样非])(?:小样|中样|分装|试用[装品]|试喝装|试吃装|体验[装瓶]|体验套装|尝鲜装"
    r"|旅行装|便携装|随身装|迷你装|香水q版|q版香水|样品|非卖品)"
    r"|\b(?=[sdtpemc])(?:samples?(?! ?(?:sale|orders?|pads?|rates?|holders?|cups?|prep|library|available"
    r"|welcome|accepted|is|are|ok)\b)|decants?|travel[ -]?size|deluxe mini|trial[ -](?:size|pack|kit)"
    r"|probepackung|echantillons?|miniatures?|muestras?|campioncin[oi]|tester)\b)"
    r"|(?P<refill>(?=[替补内正])(?:替换[装芯]|补充[装液包瓶]|替芯|内芯替换|正装替换)"
    r"|\b(?=[nr])(?:refills?|nachfull\w{0,12}|recharges?(?= (?:parfum|eau|creme|serum|pour)\b)|ricarica)\b)"
)
_NOT_OFFERED = re.compile(
    r"(?:[送赠附]\S{0,6}|[加含+&]|不是|并?非|拒绝|无|可拿|支持|提供|免费|来|看|寄|拿"
    r"|\b(?:no|not|free|gift|with|plus|and|incl|includes?|including|bonus|get)(?: ?(?:a|free|gift|\d{1,2}|the))?) ?\Z"
)
"""Before such a word: a gift beside the goods, an offer to send one, or a denial."""
_TESTED = re.compile(
    r"(?:ml|oz|毫升|盎司|perfume|parfum|cologne|fragrance|toilette|\bed[pt]\b|香水|口红|lipstick|cream|serum|面霜|精华)"
)
"""Beside "tester", which is an instrument elsewhere: goods that shops have testers of."""


@dataclass(frozen=True, slots=True)
class Portion:
    """What a title says to offer: the kind, and the title's own words."""

    kind: PortionKind
    words: str


@lru_cache(maxsize=2048)
def portion_of(title: str) -> Portion | None:
    """Whether a title offers a sample or a refill; None where it offers the goods, or says nothing."""
    title = title[:_LONGEST]
    folded = fold_hanzi(title)
    for match in _WORDS.finditer(folded.text):
        start, end = match.span()
        if _NOT_OFFERED.search(folded.text[max(0, start - 16) : start]):
            continue
        if match[0] == "tester" and not _TESTED.search(folded.text):
            continue
        first, last = folded.span(start, end)
        return Portion("sample" if match["sample"] else "refill", title[first:last])
    return None


def without_portion(name: str) -> str:
    """A product's name without such a word."""
    portion = portion_of(name)
    return " ".join(name.replace(portion.words, " ", 1).split()) if portion else name
