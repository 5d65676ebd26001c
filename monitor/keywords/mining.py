"""Chinese names mined from titles: strings that stand beside a brand's Latin name (耐克/Nike) and seldom elsewhere.

They are suggestions: the owner reads the list and writes what is right into the watchlist.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick

from monitor.keywords.ordinary_words import commonness, is_ordinary, word_edges
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
_REACH = 16  # characters before the Latin name in which a Chinese one is looked for
_TITLES = 2
"""A string in fewer titles is left out as chance."""
_MOST = 200
"""Strings for each brand that are ranked, those of the most titles."""


@dataclass(frozen=True, slots=True)
class MinedName:
    """A Chinese string that may be a brand's name."""

    brand: str
    chinese: str
    titles: int
    """The number of titles in which it stands beside the Latin name."""
    vendors: int
    """The number of vendors of those titles."""
    elsewhere: int
    """The number of titles in which it stands without the Latin name."""
    ranked: RankedName
    score: float
    """Higher is better; from 0.8 on it is worth suggesting (`suggest.py`)."""


def mine(brands: Sequence[Brand], titles: Sequence[tuple[str, str | None]]) -> list[MinedName]:
    """Candidates for each brand, best first: of many vendors, seldom elsewhere, alike in sound or meaning.

    `titles`: each with its vendor, None if unknown. Names that the watchlist has in any list are left out.
    """
    folded = [(_plain(title), vendor or title) for title, vendor in titles]
    beside = {brand.id: _beside(brand, folded) for brand in brands if _latin_names(brand)}
    everywhere = _counted({text for texts in beside.values() for text in texts}, [title for title, _ in folded])
    mined = []
    for brand in brands:
        listed = {_plain(name) for name in (*brand.names, *brand.weak_names, *brand.not_names)}
        frequent = _worth_a_look(beside.get(brand.id, {}))
        unlisted = [text for text in frequent if not any(name in text or text in name for name in listed)]
        mined += [
            _mined(brand, ranked, beside[brand.id][ranked.chinese], everywhere[ranked.chinese])
            for ranked in rank(brand.name, unlisted)
            if not is_ordinary(ranked.chinese, ranked.score)
        ]
    return sorted(_without_parts(mined), key=lambda name: (name.brand, -name.score))


def _mined(brand: Brand, ranked: RankedName, vendors: list[str], everywhere: int) -> MinedName:
    """`vendors`: of each title with the string beside the Latin name; `everywhere`: all titles with the string."""
    titles, sellers = len(vendors), len(set(vendors))
    specific = titles / max(everywhere, titles)
    score = specific * math.log2(1 + sellers) + 3 * ranked.score - commonness(ranked.chinese)
    return MinedName(brand.id, ranked.chinese, titles, sellers, max(everywhere - titles, 0), ranked, round(score, 2))


def _latin_names(brand: Brand) -> list[str]:
    names = (_plain(name) for name in (brand.name, *brand.aliases))
    return [name for name in names if name.isascii() and len(name) > 1]


def _beside(brand: Brand, titles: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Each string beside one of the Latin names, with the vendor of every title."""
    pattern = re.compile("|".join(f"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])" for name in _latin_names(brand)))
    vendors: dict[str, list[str]] = defaultdict(list)
    for title, vendor in titles:
        neighbours = (text for name in pattern.finditer(title) for text in _neighbours(title, *name.span()))
        for text in dict.fromkeys(neighbours):  # a set's order would differ from process to process
            vendors[text].append(vendor)
    return vendors


def _neighbours(title: str, start: int, end: int) -> Iterator[str]:
    """The strings right after and right before a name that begin and end where words do."""
    if after := _AFTER.match(title, end):
        run = after[1]
        yield from (run[:edge] for edge in sorted(word_edges(run)) if 2 <= edge <= _LONGEST_NAME)
    if before := _BEFORE.search(title[max(0, start - _REACH) : start]):
        run = before[1]
        yield from (run[edge:] for edge in sorted(word_edges(run)) if 2 <= len(run) - edge <= _LONGEST_NAME)


def _worth_a_look(vendors: dict[str, list[str]]) -> list[str]:
    """The strings of several titles that are no ordinary words and neither begin nor end with one."""
    kept = [text for text, of_titles in vendors.items() if len(of_titles) >= _TITLES and not _is_ordinary(text)]
    return sorted(kept, key=lambda text: -len(vendors[text]))[:_MOST]


def _is_ordinary(text: str) -> bool:
    if is_everyday_chinese(text) or text in _goods() or not _TRADE.isdisjoint((text[:2], text[-2:])):
        return True
    return len(text) > 3 and any(
        part in _goods() or (len(part) > 2 and is_everyday_chinese(part)) for part in (text[:2], text[-2:], text[-3:])
    )


@lru_cache(maxsize=1)
def _goods() -> frozenset[str]:
    """Words for goods, and what sellers say of any goods."""
    return words_of(all_fields()).union((term.term for term in slang_terms()), _TRADE)


_TRADE = frozenset(
    """
正品 官方 专柜 专卖 旗舰店 旗舰 代购 进口 原装 原厂 全新 新款 新品 男款 女款 男士 女士 男女 同款 现货 包邮 特价 促销
限量 购正品 柜正品 经典 系列 品牌 正版 授权 国行 行货 联名 秋冬 春夏 夏季 冬季 中国 美国 德国 法国 英国 意大利 日本
韩国 瑞士 香港 海外
顺丰 圆通 中通 申通 韵达 邮政 京东 天猫 淘宝 拼多多 闲鱼 支付宝 花呗 微信 速运 直邮 联保 分期 免息 发票
""".split()
)
"""What sellers say of any goods, and of how they are paid and sent."""


def _without_parts(mined: list[MinedName]) -> Iterator[MinedName]:
    """Of strings that contain each other only the one that is the name.

    施华洛 is a part of 施华洛世奇 if it seldom stands alone; of 施华洛世奇 and 施华洛世奇项链 the shorter sounds more
    alike.
    """
    for name in mined:
        nested = [
            other
            for other in mined
            if other.brand == name.brand
            and other is not name
            and (name.chinese in other.chinese or other.chinese in name.chinese)
        ]
        if not any(_is_better(other, name) for other in nested):
            yield name


def _is_better(other: MinedName, name: MinedName) -> bool:
    """Whether of two strings that contain each other `other` is the brand's name rather than `name`."""
    more_alike = other.ranked.score - name.ranked.score
    if len(other.chinese) > len(name.chinese):
        return other.titles >= 0.8 * name.titles and more_alike > -0.05
    return more_alike > 0.05 or name.titles < 0.3 * other.titles


def _counted(texts: set[str], titles: Iterable[str]) -> Counter[str]:
    """The number of titles that hold each string."""
    counted: Counter[str] = Counter()
    searched = ahocorasick.Automaton()
    for text in texts:
        searched.add_word(text, text)
    if texts:
        searched.make_automaton()
        for title in titles:
            counted.update({text for _, text in searched.iter(title)})
    return counted


def _plain(text: str) -> str:
    return "".join(map(simplified, fold(text).text)).strip()
