"""Chinese names found in titles: what stands beside a brand's Latin name (耐克/Nike, 博世（BOSCH）) and nowhere else.

Nothing found here is searched or matched: the owner reads the list and writes what is right into the watchlist.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick

from monitor.keywords.rank import RankedName, rank
from monitor.lexicon.fields import all_fields, words_of
from monitor.lexicon.ordinary_chinese import is_everyday_chinese
from monitor.lexicon.slang import slang_terms
from monitor.text.fold import fold
from monitor.text.hanzi import simplified
from monitor.watchlist import Brand

_LONGEST_NAME = 6
_RUN = "[㐀-鿿]"
# What sellers put between the two names: 耐克/Nike, 博世（BOSCH）, 【Nike】耐克.
_BETWEEN = r"[ /|·・,，、()（）\[\]【】:：~-]{0,3}"
_AFTER = re.compile(f"{_BETWEEN}({_RUN}{{2,12}})")
_BEFORE = re.compile(f"({_RUN}{{2,12}}){_BETWEEN}$")
_REACH = 16
_TITLES = 2
"""In fewer titles than this a string is chance."""
_MOST = 200
"""Candidates for each brand that are looked at closely."""


@dataclass(frozen=True, slots=True)
class MinedName:
    """A Chinese string that may be a brand's name."""

    brand: str
    chinese: str
    titles: int
    """In how many titles it stands beside the Latin name."""
    vendors: int
    elsewhere: int
    """In how many titles it stands without the Latin name."""
    ranked: RankedName
    score: float


def mine(brands: Sequence[Brand], titles: Sequence[tuple[str, str | None]]) -> list[MinedName]:
    """Candidates for each brand, best first: many vendors, specific to the brand, alike in sound or meaning.

    `titles`: each with its vendor, if known. Names that the watchlist has, or says are never the brand, are left out.
    """
    folded = [(_plain(title), vendor or title) for title, vendor in titles]
    found = {brand.id: _beside(brand, folded) for brand in brands if _latin_names(brand)}
    elsewhere = _counted({text for of in found.values() for text in of}, [title for title, _ in folded])
    mined = []
    for brand in brands:
        taken = {_plain(name) for name in (*brand.names, *brand.weak_names, *brand.not_names)}
        fresh = _worth_a_look(found.get(brand.id, {}))
        wanted = [text for text in fresh if not any(name in text or text in name for name in taken)]
        mined += [
            _mined(brand, ranked, found[brand.id][ranked.chinese], elsewhere[ranked.chinese])
            for ranked in rank(brand.name, wanted)
        ]
    return sorted(_without_parts(mined), key=lambda one: (one.brand, -one.score))


def _mined(brand: Brand, ranked: RankedName, vendors: list[str], everywhere: int) -> MinedName:
    titles, sellers = len(vendors), len(set(vendors))
    specific = titles / max(everywhere, titles)
    score = specific * math.log2(1 + sellers) + 3 * ranked.score
    return MinedName(brand.id, ranked.chinese, titles, sellers, max(everywhere - titles, 0), ranked, round(score, 2))


def _latin_names(brand: Brand) -> list[str]:
    names = (_plain(name) for name in (brand.name, *brand.aliases))
    return [name for name in names if name.isascii() and len(name) > 1]


def _beside(brand: Brand, titles: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Each string beside one of the Latin names, with the vendor of every title."""
    pattern = re.compile("|".join(f"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])" for name in _latin_names(brand)))
    found: dict[str, list[str]] = defaultdict(list)
    for title, vendor in titles:
        here = {text for place in pattern.finditer(title) for text in _neighbours(title, *place.span())}
        for text in here:
            found[text].append(vendor)
    return found


def _neighbours(title: str, start: int, end: int) -> Iterator[str]:
    if after := _AFTER.match(title, end):
        yield from (after[1][:size] for size in range(2, min(len(after[1]), _LONGEST_NAME) + 1))
    if before := _BEFORE.search(title[max(0, start - _REACH) : start]):
        yield from (before[1][-size:] for size in range(2, min(len(before[1]), _LONGEST_NAME) + 1))


def _worth_a_look(found: dict[str, list[str]]) -> list[str]:
    """The strings of several titles that are no ordinary words and have none at an end."""
    kept = [text for text, vendors in found.items() if len(vendors) >= _TITLES and not _is_ordinary(text)]
    return sorted(kept, key=lambda text: -len(found[text]))[:_MOST]


def _is_ordinary(text: str) -> bool:
    if is_everyday_chinese(text) or text in _goods():
        return True
    return len(text) > 3 and any(
        part in _goods() or (len(part) > 2 and is_everyday_chinese(part)) for part in (text[:2], text[-2:], text[-3:])
    )


@lru_cache(maxsize=1)
def _goods() -> frozenset[str]:
    """Words for goods, and what sellers say of any of them."""
    return words_of(all_fields()).union((term.term for term in slang_terms()), _OF_ANY.split())


_OF_ANY = """
正品 官方 专柜 专卖 旗舰店 旗舰 代购 进口 原装 原厂 全新 新款 新品 男款 女款 男士 女士 男女 同款 现货 包邮 特价 促销
限量 购正品 柜正品 经典 系列 品牌 正版 授权 国行 行货 联名 秋冬 春夏 夏季 冬季 中国 美国 德国 法国 英国 意大利 日本
韩国 瑞士 香港 海外
""".strip()


def _without_parts(mined: list[MinedName]) -> Iterator[MinedName]:
    """Of strings within each other the one that is the name.

    施华洛 is a part of 施华洛世奇 if it seldom stands alone; of 施华洛世奇项链 the shorter one sounds more alike.
    """
    for one in mined:
        nested = [
            other
            for other in mined
            if other.brand == one.brand
            and other is not one
            and (one.chinese in other.chinese or other.chinese in one.chinese)
        ]
        if not any(_is_rather(other, one) for other in nested):
            yield one


def _is_rather(other: MinedName, one: MinedName) -> bool:
    """Whether of two strings within each other `other` is the name."""
    better = other.ranked.score - one.ranked.score
    if len(other.chinese) > len(one.chinese):
        return other.titles >= 0.8 * one.titles and better > -0.05
    return better > 0.05 or one.titles < 0.3 * other.titles


def _counted(texts: set[str], titles: Iterable[str]) -> Counter[str]:
    """In how many titles each string stands."""
    counted: Counter[str] = Counter()
    automaton = ahocorasick.Automaton()
    for text in texts:
        automaton.add_word(text, text)
    if texts:
        automaton.make_automaton()
        for title in titles:
            counted.update({text for _, text in automaton.iter(title)})
    return counted


def _plain(text: str) -> str:
    return "".join(map(simplified, fold(text).text)).strip()
