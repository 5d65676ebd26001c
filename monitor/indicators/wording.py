"""What the words of a title say besides the brand's name: slang, contacts, used goods, accessories, comparisons."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from monitor.lexicon.slang import SlangTerm
from monitor.matching.slang import slang_in
from monitor.text.hanzi import is_hanzi, toned
from monitor.text.skeleton import skeleton

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
    r"二手|闲置|自用|转让|[789八九]{1,2}\.?5?成新|九九新|9[05-9]新|几乎全新|旧款出|低价出|便宜出|急出|闲出|中古|vintage"
    r"|\bused\b|second[ -]?hand|pre[ -]?owned|pre[ -]?loved|refurbished|(?:good|excellent|great|fair) condition"
    r"|gently worn|worn (?:once|twice)|gebraucht|d'occasion|usato"
)
# All that follows is looked for in a title's skeleton: in small letters, without accents, in simplified characters.
# Before the name: what follows is what the goods go with.
_FOR = re.compile(
    r"(?:适用于?|适配于?|兼容|配套|替代|代替|通用于?|用于|(?<![a-z])(?:for|fits?|suits?|compatible with|replacement for"
    r"|replaces|works with|instead of|fur|pour|para))[ :：【\[(（]{0,2}(?:(?:the|your|all|any|[0-9]+[a-z]*) ){0,2}$",
)
# After the name: what stands before is what the goods go with.
_AFTER = re.compile(
    r"[^,，。;；|]{0,16}?(?:专用|适用|通用|适配|兼容|替换(?!装)|配件|compatible|replacement|accessor(?:y|ies)|aftermarket)",
)
_PART = re.compile(
    "电池|充电器|数据线|充电线|连接线|电源线|耳机线|充电底座|充电盒|保护壳|保护套|保护膜|手机壳|贴膜|钢化膜|硅胶套|皮套|耳机套|耳塞套"
    "|表带|表扣|表节|肩带|背带|包带|链条|包挂|挂件|内胆|支架|置物架|展示架|挂架|底座|挂钩|收纳包|收纳盒|收纳箱|收纳架|收纳袋"
    "|配件|零件|鞋垫|鞋带|替换头|刷头|喷嘴|滤芯|滤网|耗材|砂纸|锯片|钻头|夹头|开关|螺丝|外壳|遥控器|笔芯|墨囊|镜布|镜盒"
    "|挖勺|化妆包|护理油|保养油|清洁剂|碳刷|泵头|底板|生耳|轴承|齿轮|密封圈|垫片|拉链头|挂绳|耳罩|海绵套|适配器"
    r"|\b(?:batter(?:y|ies)|charger|adapter|cable|case|cover|sleeve|strap|watch ?band|holder|stand|rack|insoles?|laces"
    r"|screen protector|filter|spare parts?|screws?|storage (?:bag|box)|dust bag|sticker|decal|docking station"
    r"|bag (?:chain|shaper|organi[sz]er)|base shaper|cosmetic bag|spatula|leather (?:care|cleaner|conditioner)"
    r"|ear ?(?:tips|pads|cushions)|brush head|saw blades?|drill bits?|chuck|switch|nibs?|ink cartridges?|rain cover)\b",
)
"""What goes with goods."""
_BEFORE_OTHER_GOODS = ("for ", "fits ", "fur ", "pour ", "para ", "适用", "适用于")
_LIKE = re.compile(
    r"(?:[/|·][^\s/|·]{1,12}?)?\s?(?:家)?"  # the brand's other name may stand between: Nordwerk/诺德沃克同款
    r"(?P<words>同款式?|风格|款式|风(?![扇衣机筒帽镜管炉暖力干险味云])|类似|平替|style\b"
    r"|[- ]?inspired|[- ]?like\b|look[ -]?alike)",
)
_LIKE_BEFORE = re.compile(
    r"(?:同款|类似|平替|媲美|inspired by|similar to|dupe for|in the style of|like|tipo|"
    + skeleton("аналог").text
    + r")\s?$"
)


@dataclass(frozen=True, slots=True)
class SlangUse:
    """A term of the lexicon in a title, and its letters as the title writes them: 復刻, REPLICA, 高*仿."""

    term: SlangTerm
    words: str


@dataclass(frozen=True, slots=True)
class TitleWords:
    """What the words of a title show besides slang, each as the title writes it."""

    contact: str | None
    used: str | None


@lru_cache(maxsize=2048)
def words_of_title(title: str) -> TitleWords:
    """The words of a title. Cached: several indicators ask."""
    words = _Words(title)
    contact, used = _CONTACT.search(words.text), _USED.search(words.text)
    return TitleWords(
        words.as_written(*contact.span()) if contact else None,
        words.as_written(*used.span()) if used else None,
    )


@lru_cache(maxsize=2048)
def slang_of_title(title: str, name: tuple[int, int]) -> tuple[SlangUse, ...]:
    """The slang in a title. Cached: several indicators ask.

    `name`: where the brand's name stands, in code points: slang may be glued to it ("1:1Nordwerk").
    """
    words = _Words(title)
    return tuple(
        SlangUse(hit.term, words.as_written(hit.start, hit.end)) for hit in slang_in(words.text, words.places(name))
    )


@lru_cache(maxsize=2048)
def goes_with(title: str, start: int, end: int, goods: tuple[str, ...] = ()) -> str | None:
    """The words that make the goods an accessory or a spare part for the brand's; None without.

    Words beside the mention (for, 适用于), which stands between two code points, or a word for a part where none of the
    brand's own `goods` is named.
    """
    words = _Words(title)
    first, last = words.places((start, end))
    if beside := _FOR.search(words.text, max(0, first - 40), first) or _AFTER.match(words.text, last, last + 40):
        written = words.as_written(*beside.span()).strip()
        if not written.lower().startswith("fur"):  # für, not fur
            return written
    if goods and not any(_offers(skeleton(word).text, words.text) for word in goods):
        part = _PART.search(words.text)
        return words.as_written(*part.span()) if part else None
    return None


def _offers(word: str, text: str) -> bool:
    """Whether a title names goods, in the plural or not, as what is sold: not "battery for cordless drill"."""
    singular = word.removesuffix("s") if word.isascii() and not word.endswith("ss") else word
    return singular in text and not any(before + singular in text for before in _BEFORE_OTHER_GOODS)


@lru_cache(maxsize=2048)
def compared_with(title: str, start: int, end: int) -> str | None:
    """The words that say "like the brand's" beside the mention, which stands between two code points; None without."""
    words = _Words(title)
    first, last = words.places((start, end))
    if after := _LIKE.match(words.text, last, last + 20):
        return words.as_written(*after.span("words")).strip()
    before = _LIKE_BEFORE.search(words.text, max(0, first - 20), first)
    return words.as_written(*before.span()).strip() if before else None


class _Words:
    """A title's skeleton, in which words are looked for, with the way back to its own letters."""

    def __init__(self, title: str) -> None:
        self._given = title[:_LONGEST]
        self._folded = skeleton(self._given)
        self.text = self._folded.text

    def as_written(self, start: int, end: int) -> str:
        """What the title has between two places of its skeleton, letter for letter."""
        first, last = self._folded.span(start, end)
        return self._given[first:last]

    def places(self, points: tuple[int, int]) -> tuple[int, int]:
        """The places in the skeleton of two code points of the title."""
        first, last = (bisect_left(self._folded.origins, point) for point in points)
        return first, last


def quoted(words: str) -> dict[str, str]:
    """Words of a title as facts of a reason; with their pinyin, where there is Chinese among them."""
    chinese = "".join(filter(is_hanzi, words))
    return {"words": words, "reading": _reading(chinese)} if chinese else {"words": words}


@lru_cache(maxsize=4096)
def _reading(chinese: str) -> str:
    return toned(chinese)
