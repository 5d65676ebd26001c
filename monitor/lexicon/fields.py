"""Fields of goods (shoes, tools …): words for goods of each, and which fields a watchlist's category means."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from monitor.lexicon.tables import read_table

_UMBRELLAS = {
    "fashion": "clothing shoes bags",
    "luxury": "clothing shoes bags watches jewellery eyewear perfume",
    "designer": "clothing shoes bags",
    "leather goods": "bags luggage",
    "accessories": "bags jewellery eyewear watches clothing",
    "beauty": "cosmetics perfume haircare",
    "personal care": "cosmetics haircare health",
    "hygiene": "household health",
    "electronics": "phones computers audio cameras appliances",
    "gaming": "computers toys audio",
    "automotive": "cars carparts",
    "auto": "cars carparts",
    "auto parts": "carparts",
    "car accessories": "carparts",
    "home": "household furniture kitchen appliances",
    "household goods": "household kitchen",
    "home textiles": "household",
    "sanitary": "household",
    "lighting": "electrics",
    "hardware": "tools industrial household",
    "machinery": "industrial tools",
    "automation": "industrial electrics",
    "components": "industrial electrics",
    "medical": "health",
    "pharmacy": "health",
    "cycling": "bicycles sport",
    "fitness": "sport",
    "camping": "outdoor",
    "fishing": "outdoor",
    "confectionery": "food",
    "groceries": "food drinks household",
    "games": "toys",
    "office": "stationery computers furniture",
    "photography": "cameras",
    "服饰": "clothing shoes",
    "服装": "clothing",
    "鞋靴": "shoes",
    "鞋履": "shoes",
    "鞋服": "clothing shoes",
    "箱包": "bags luggage",
    "皮具": "bags luggage",
    "奢侈品": "clothing shoes bags watches jewellery eyewear perfume",
    "美妆": "cosmetics perfume haircare",
    "护肤": "cosmetics",
    "个护": "cosmetics haircare health",
    "数码": "phones computers audio cameras",
    "电子产品": "phones computers audio cameras appliances",
    "家电": "appliances",
    "电器": "appliances electrics",
    "汽配": "carparts",
    "汽车配件": "carparts",
    "家居": "household furniture kitchen",
    "家纺": "household",
    "卫浴": "household",
    "照明": "electrics",
    "五金": "tools industrial",
    "机械": "industrial tools",
    "医疗": "health",
    "户外": "outdoor sport",
    "运动": "sport clothing shoes",
    "母婴": "baby",
    "办公": "stationery computers",
    "食品": "food",
    "酒": "alcohol",
    "sockets": "electrics",
    "switches": "electrics",
    "tape": "stationery tools",
    "masks": "health cosmetics",
    "bottles": "kitchen outdoor",
    "software": "computers",
    "memory": "computers",
    "sewing machines": "appliances",
    "filters": "carparts appliances industrial",
    "knives": "kitchen outdoor tools",
    "乐器": "music",
    "宠物": "pet",
    "玩具": "toys",
    "工具": "tools",
    "眼镜": "eyewear",
    "钟表": "watches",
}
"""Categories that mean several fields, or one without being a word for goods."""

_OTHER_NAMES = {"jewelry": "jewellery", "sports": "sport", "accessory": "accessories"}
_PIECES = re.compile(r"[a-z0-9']+|[一-鿿]")
_BESIDE_HANZI = re.compile(r" ?([一-鿿]) ?")
_LONGEST_PHRASE = 8  # pieces: English words, Chinese characters


@lru_cache(maxsize=1)
def _fields_by_word() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for row in read_table("fields.tsv"):
        word = row["word"].casefold()
        table[word] = table.get(word, frozenset()) | {row["field"]}
    return table


@lru_cache(maxsize=1)
def all_fields() -> frozenset[str]:
    """The names of all fields."""
    return frozenset(row["field"] for row in read_table("fields.tsv"))


def words_of(fields: Iterable[str]) -> frozenset[str]:
    """The English and Chinese words for goods of these fields, in small letters: `t-shirt`."""
    wanted = frozenset(fields)
    return frozenset(word for word, fields_of_word in _fields_by_word().items() if fields_of_word & wanted)


def examples_of(field: str) -> tuple[str, str]:
    """An English and a Chinese word for goods of a field, as an owner could write them: ("clothes", "衣服")."""
    rows = [row for row in read_table("fields.tsv") if row["field"] == field]
    english, chinese = (next(row["word"] for row in rows if row["language"] == language) for language in ("en", "zh"))
    return english, chinese


@lru_cache(maxsize=1024)
def fields_of(category: str) -> frozenset[str]:
    """The fields that a watchlist's free-text category means; empty when none of its words is known.

    Words for goods win over names of fields and umbrella terms: `luxury watches` and `baby shoes` are watches and
    shoes. Without such words all that is named counts: `fashion-sport` is the fields of both.
    """
    goods, broad = set[str](), set[str]()
    for phrase in _phrases(category):
        goods |= _goods(phrase)
        broad |= _broad(phrase)
    return frozenset(goods or broad)


def _goods(phrase: str) -> frozenset[str]:
    """The fields of a word for goods; of `watches` or `toy`, which also name a field, only that one."""
    fields = _fields_by_phrase().get(phrase, frozenset())
    named = fields & {phrase, f"{phrase}s", _OTHER_NAMES.get(phrase, "")}
    return named or fields


def _broad(phrase: str) -> frozenset[str]:
    name = _OTHER_NAMES.get(phrase, phrase)
    if name in _UMBRELLAS:
        return frozenset(_UMBRELLAS[name].split())
    return all_fields() & {name, f"{name}s"}


@lru_cache(maxsize=1)
def _fields_by_phrase() -> dict[str, frozenset[str]]:
    """The fields of each word for goods, spelt as `_phrases` yields them: without hyphens."""
    return {_joined(_PIECES.findall(word)): fields for word, fields in _fields_by_word().items()}


def _phrases(category: str) -> Iterator[str]:
    """The category cut into phrases from left to right, each the longest known one; unknown pieces by themselves."""
    pieces = _PIECES.findall(category.casefold())
    at = 0
    while at < len(pieces):
        size = min(_LONGEST_PHRASE, len(pieces) - at)
        while size > 1 and not _is_known(_joined(pieces[at : at + size])):
            size -= 1
        yield _joined(pieces[at : at + size])
        at += size


def _is_known(phrase: str) -> bool:
    return bool(_goods(phrase) or _broad(phrase))


def _joined(pieces: list[str]) -> str:
    """The pieces joined, English words with spaces, Chinese characters without: `power drill`, `t恤`."""
    return _BESIDE_HANZI.sub(r"\1", " ".join(pieces))
