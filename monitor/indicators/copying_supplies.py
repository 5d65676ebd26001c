"""Labels, tags, boxes, certificates, moulds and engraving with the brand's name: what copying needs, sold by itself.

The guide doesn't have it; customs and courts treat marks and packaging that are sold apart from the goods as
counterfeits of their own (TRIPS footnote 14; EU Regulation 608/2013, article 2 (5) b and c: "packaging, label, sticker
… presented separately", moulds in article 2 (7)).
"""

import re
from collections.abc import Mapping
from functools import lru_cache

import ahocorasick

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.codes import ReasonCode
from monitor.indicators.wording import goes_with, words_of_title
from monitor.lexicon.supplies import Supply, supplies
from monitor.matching.title import has_edges
from monitor.model import Reason
from monitor.text.skeleton import skeleton

CODE = ReasonCode.COPYING_SUPPLIES
POINTS = 40
_LONGEST = 1_000
"""Characters of a title that are looked at."""
_BESIDE = 8
"""Characters between the name and the thing at most, where a word for the goods may stand: Nordwerk 电钻 包装盒."""
# Before the thing: goods that come with it, or in it.
_COMES_WITH = re.compile(
    r"(?:带|含|送|附|配|有|全套|原装|原包|赠|包括|可|免费|支持|提供"
    r"|\b(?:with|w/|incl\.?|including|includes|in|and|plus|has|mit|avec|con|no|without|free|anti))"
    r"[ ,，+/-]{0,2}(?:(?:the|its|a|an|original|full|all|原装|原厂|精美|全新) ?){0,2}$"
)
# After the thing: it is still on the goods, or is another word (吊牌价: list price; 刻字机: engraving machine).
_SAYS_OTHERWISE = re.compile(
    r"^ ?(?:齐|完整|都在|全在|还在|未拆|未剪|没剪|俱全|装|价|可查|查询|验证|[机笔刀器枪架]"
    r"|(?:included|attached|intact|on|complete|remover|cleaner|machine|printer|gun)\b)"
)
# Words of a trade in such things: as many as wanted, made to order.
_IN_BULK = re.compile(
    r"定制|定做|订做|订制|批发|厂家|一卷|整卷|\d ?(?:张|枚|个装|片|套装|卷)|可印|印刷|代刻|加工"
    r"|\b(?:custom|customi[sz]ed|customi[sz]able|wholesale|bulk|rolls?)\b|\b\d{1,6} ?(?:pcs|pieces|sets?|pack|sheets)\b"
)
# What may follow the thing where it is what the title offers.
_ENDS = re.compile(
    r"^(?:$|[^a-z0-9\u3400-\u9fff ]| (?:$|for\b|of\b|logo\b|custom|wholesale|bulk|[^a-z])|定|订|批|厂|可印|印)"
)


def copying_supplies(case: Case) -> Verdict:
    """Points where the title offers such things with the brand's name; not for goods that come with them."""
    offer = supplies_of(case)
    if not offer:
        return Verdict()
    facts = {"quotes": list(offer), "terms": [supply.term for supply in offer.values()]}
    facts["kinds"] = list(dict.fromkeys(supply.kind for supply in offer.values()))
    return Verdict(Reason(CODE, points_of(case.brand, CODE, POINTS), facts))


def supplies_of(case: Case) -> Mapping[str, Supply]:
    """What copying needs, as far as the title offers it by itself: the title's words, and what they are."""
    if not case.listing.title:
        return {}
    return _offered(case.listing.title, case.match.start, case.match.end, tuple(case.brand.categories))


@lru_cache(maxsize=2048)
def _offered(title: str, name_start: int, name_end: int, categories: tuple[str, ...]) -> Mapping[str, Supply]:
    """Cached: several indicators ask. `name_start`, `name_end`: of the brand's name, in code points."""
    given = title[:_LONGEST]
    folded = skeleton(given)
    text = folded.text
    named = _in(text)
    in_bulk = bool(named) and bool(_IN_BULK.search(text))
    if not named or (words_of_title(title).used is not None and not in_bulk):
        return {}
    own_goods = [category.lower() for category in categories]
    for_the_brand = goes_with(title, name_start, name_end) is not None
    offered: dict[str, Supply] = {}
    for start, end, supply in named:
        first, last = folded.span(start, end)
        beside = -1 <= first - name_end <= _BESIDE or -1 <= name_start - last <= _BESIDE
        ends = 0 <= name_start - last <= 1 or _ENDS.search(text[end : end + 12])
        by_itself = supply.whole or ((in_bulk or beside) and ends)
        with_goods = _COMES_WITH.search(text[max(0, start - 24) : start])
        a_box_for = for_the_brand and supply.kind == "packaging" and not in_bulk
        sells_such = any(goods in supply.term or supply.term in goods for goods in own_goods)
        if by_itself and not (with_goods or _SAYS_OTHERWISE.search(text[end : end + 12]) or a_box_for or sells_such):
            offered[given[first:last]] = supply
    return offered


def _in(text: str) -> list[tuple[int, int, Supply]]:
    """The things that are named; the longest where words overlap."""
    hits = []
    for last, (length, supply) in _terms().iter(text):
        start, end = last + 1 - length, last + 1 + _plural(text, last + 1)
        if has_edges(text, start, end):
            hits.append((start, end, supply))
    return [hit for hit in hits if not any(a <= hit[0] and hit[1] <= b and (a, b) != hit[:2] for a, b, _ in hits)]


def _plural(text: str, end: int) -> int:
    """How many letters make an English word a plural: box, boxes; tag, tags."""
    return next((len(s) for s in ("es", "s") if text.startswith(s, end) and not text[end + len(s) :][:1].isalpha()), 0)


@lru_cache(maxsize=1)
def _terms() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for supply in supplies():
        spelt = skeleton(supply.term).text
        automaton.add_word(spelt, (len(spelt), supply))
    automaton.make_automaton()
    return automaton
