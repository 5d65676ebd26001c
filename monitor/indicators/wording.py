"""What the words of a title say besides the brand's name: slang, contacts, used goods, accessories, comparisons."""

import re
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick

from monitor.lexicon.slang import SlangTerm, slang_terms
from monitor.matching.title import has_edges
from monitor.text.hanzi import is_hanzi, toned
from monitor.text.skeleton import skeleton

_DENIED = re.compile(r"(?:\b(?:no|not|never|non|without|anti)[ -]?(?:a |any )?|拒绝|不是|并非|绝非|非|杜绝|打击|无)$")
"""Before a term: the title says that the goods are none."""
_DENIED_WITHIN = 14
"""Characters before a term in which a denial counts."""
_LONGEST = 1_000
"""Characters of a title that are looked at."""

_CONTACTS = (
    r"(?:加|十|\+)\s?(?:我)?\s?(?:微信|微|v信|v|薇信|薇|徽信|vx|wx|wechat)",
    r"(?:微信|v信|薇信|徽信|wei信|威信号|vx|wx|wechat|weixin|qq|扣扣|企鹅号)\s?(?:号|同号|id|联系)?\s?[:：+]?\s?[a-z0-9][a-z0-9_-]{4,19}",
    r"(?:whats ?app|telegram|telegram群|signal|viber|line id)\s?[:：+]?\s?\+?[0-9@][0-9a-z_ -]{5,18}",
    r"(?<![0-9])1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9])",
    r"(?:加|进|扫码进?)\s?(?:群|qq群|微信群)",
)
_CONTACT = re.compile("|".join(_CONTACTS))
_USED = re.compile(
    r"二手|闲置|自用|转让|[789八九]{1,2}\.?5?成新|九九新|9[05-9]新|旧款出|中古|vintage|\bused\b|second[ -]?hand"
    r"|pre[ -]?owned|pre[ -]?loved|refurbished|gebraucht|d'occasion|usato"
)
# Before the name: what follows is what the goods go with.
_FOR = re.compile(
    r"(?:适用于?|适配于?|兼容|配套|替代|代替|通用于?|用于|(?<![a-z])(?:for|fits?|suits?|compatible with|replacement for"
    r"|replaces|works with|instead of|für|pour|para))[ :：【\[(（]{0,2}(?:(?:the|your|all|any|[0-9]+[a-z]*) ){0,2}$"
)
# After the name: what stands before is what the goods go with.
_AFTER = re.compile(
    r"^[^,，。;；|]{0,16}?(?:专用|适用|通用|适配|兼容|替换|配件|compatible|replacement|accessor(?:y|ies)|aftermarket)"
)
_PART = re.compile(
    "电池|充电器|数据线|保护壳|保护套|手机壳|贴膜|钢化膜|表带|支架|收纳包|收纳盒|配件|零件|鞋垫|鞋带|替换头|滤芯|滤网|耗材"
    r"|挂件|外壳|\b(?:batter(?:y|ies)|charger|adapter|cable|case|cover|sleeve|strap|watch ?band|holder|stand|insoles?"
    r"|laces|screen protector|filter|spare parts?|screws?|storage bag|dust bag|refill|sticker|decal)\b"
)
"""What goes with goods."""
_BEFORE_OTHER_GOODS = ("for ", "fits ", "für ", "pour ", "para ", "适用", "适用于")
_LIKE = re.compile(r"^\s?(?:家)?(?:同款|同款式|风格|款式|风|类似|style\b|[- ]?inspired|[- ]?like\b|look[ -]?alike)")
_LIKE_BEFORE = re.compile(
    r"(?:同款|类似|平替|媲美|inspired by|similar to|dupe for|in the style of|like|tipo|аналог)\s?$"
)


@dataclass(frozen=True, slots=True)
class TitleWords:
    """What the words of a title show."""

    slang: tuple[SlangTerm, ...]
    contact: str | None
    used: str | None


@lru_cache(maxsize=2048)
def words_of_title(title: str) -> TitleWords:
    """The words of a title. Cached: several indicators ask."""
    text = skeleton(title[:_LONGEST]).text
    contact, used = _CONTACT.search(text), _USED.search(text)
    return TitleWords(tuple(_slang(text)), contact[0] if contact else None, used[0] if used else None)


@lru_cache(maxsize=2048)
def goes_with(title: str, start: int, end: int, goods: tuple[str, ...] = ()) -> str | None:
    """The words that make the goods an accessory or a spare part for the brand's; None without.

    Words beside the mention (for, 适用于), or a word for a part where none of the brand's own `goods` is named.
    """
    before, after = title[max(0, start - 40) : start].lower(), title[end : end + 40].lower()
    if match := _FOR.search(before) or _AFTER.search(after):
        return match[0].strip()
    text = title.lower()
    if goods and not any(_offers(word.lower(), text) for word in goods) and (part := _PART.search(text)):
        return part[0]
    return None


def _offers(word: str, text: str) -> bool:
    """Whether a title names goods, in the plural or not, as what is sold: not "battery for cordless drill"."""
    singular = word.removesuffix("s") if word.isascii() and not word.endswith("ss") else word
    return singular in text and not any(before + singular in text for before in _BEFORE_OTHER_GOODS)


def compared_with(title: str, start: int, end: int) -> str | None:
    """The words that say "like the brand's" beside the mention; None without."""
    before, after = title[max(0, start - 20) : start].lower(), title[end : end + 20].lower()
    match = _LIKE.search(after) or _LIKE_BEFORE.search(before)
    return match[0].strip() if match else None


def _slang(text: str) -> list[SlangTerm]:
    """The terms in a title's skeleton, without denied ones ("not a replica"); the longest where they overlap."""
    hits: list[tuple[int, int, SlangTerm]] = []
    for last, (length, term) in _terms().iter(text):
        start, end = last + 1 - length, last + 1
        if has_edges(text, start, end) and not _DENIED.search(text[max(0, start - _DENIED_WITHIN) : start]):
            hits.append((start, end, term))
    return [
        term
        for start, end, term in hits
        if not any(a <= start and end <= b and (a, b) != (start, end) for a, b, _ in hits)
    ]


@lru_cache(maxsize=1)
def _terms() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for term in sorted(slang_terms(), key=lambda term: not term.ambiguous):
        spelt = skeleton(term.term).text.strip()
        if spelt:
            automaton.add_word(spelt, (len(spelt), term))
    automaton.make_automaton()
    return automaton


def quoted(words: str) -> dict[str, str]:
    """Words of a title as facts of a reason; with their pinyin, where there is Chinese among them."""
    chinese = "".join(filter(is_hanzi, words))
    return {"words": words, "reading": _reading(chinese)} if chinese else {"words": words}


@lru_cache(maxsize=4096)
def _reading(chinese: str) -> str:
    return toned(chinese)
