"""Chinese: why a listing is suspicious or is not, and which facts are missing.

Each function gets the facts of one reason, as its indicator made them (`monitor.indicators`), and returns what was
seen, what one would expect, and a sentence. Words of a title are quoted without a gloss.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from monitor.words.zh_decisions import chinese_day
from monitor.words.zh_names import MARKETPLACE_NAMES

Facts = Mapping[str, Any]
Words = tuple[str, str, str]

_NEW_GOODS, _OWN_GOODS = "批量新品", "声称是该品牌的商品"


def _unauthorised_vendor(facts: Facts) -> Words:
    vendor = facts["vendor"]
    return _called(vendor), _one_of(facts["sellers"]), f"{_seller(vendor)}不在该品牌的授权卖家之列。"


def _authorised_seller(facts: Facts) -> Words:
    vendor = facts["vendor"]
    return _called(vendor), _one_of(facts["sellers"]), f"{_seller(vendor)}是授权卖家：不列为可疑。"


def _imitated_seller(facts: Facts) -> Words:
    vendor = facts["vendor"]
    like = f"模仿“{facts['poses_as']}”" if facts["poses_as"] else "以品牌官方店铺自居"
    return _called(vendor), _one_of(facts["sellers"]), f"{_seller(vendor)}{like}，但并未获得授权。"


def _called(vendor: Facts) -> str:
    return vendor.get("name") or f"卖家编号 {vendor['id']}"


def _seller(vendor: Facts) -> str:
    return f"卖家“{vendor['name']}”" if vendor.get("name") else f"编号为 {vendor['id']} 的卖家"


def _one_of(sellers: list[Facts]) -> str:
    return f"授权卖家：{'、'.join(map(_called, sellers))}"


def _many_listings(facts: Facts) -> Words:
    saw = f"在目前的搜索中至少有 {facts['listings']:,} 件涉及该品牌的商品"
    seller = f"卖家“{facts['vendor']}”" if facts["vendor"] else "该卖家"
    return saw, f"少于 {facts['limit']} 件", f"{seller}{saw}。"


def _below_market_price(facts: Facts) -> Words:
    return _price(facts, "远低于市场价" if facts["far_below"] else "低于市场价")


def _reference_price_met(facts: Facts) -> Words:
    return _price(facts, "并不低")


def _price(facts: Facts, verdict: str) -> Words:
    saw = f"{facts['price']} {facts['currency']}"
    if "converted" in facts:
        rate_of = chinese_day(date.fromisoformat(facts["rate_of"]))
        saw += f"（折合 {facts['converted']} {facts['reference_currency']}，按{rate_of}的汇率）"
    about = f"约 {facts['reference']} {facts['reference_currency']}"
    if facts["compared_with"] in ("reference", "wholesale"):
        kind = "批发价" if facts["compared_with"] == "wholesale" else "参考价"
        price = f"“{facts['product']}”{kind}"
        return saw, f"{about}（{price}）", f"价格为{price}的 {facts['percent']}%：{verdict}。"
    who = "授权卖家"
    if facts["compared_with"] == "vendors":
        who = f"至少 {facts['vendors']} 家卖家"
    text = f"价格为{who}对“{facts['product']}”报价的 {facts['percent']}%：{verdict}。"
    return saw, f"{about}（{who}报价的中位数）", text


def _price_spread(facts: Facts) -> Words:
    saw = f"{facts['low']} 至 {facts['high']} {facts['currency']}"
    text = f"该卖家对同一商品的报价为 {saw}：同一商品的价格通常更为接近。"
    return saw, f"价格相差不超过 {facts['ratio']} 倍", text


def _market_price_spread(facts: Facts) -> Words:
    market = f"{facts['low']} 至 {facts['high']}"
    saw = f"{facts['price']} {facts['currency']}，市场报价为 {market}"
    text = f"各卖家对该商品的报价为 {market} {facts['currency']}；此报价处于低端。"
    return saw, f"价格相差不超过 {facts['ratio']} 倍", text


def _large_volume(facts: Facts) -> Words:
    numbers = (("stock", "库存 {:,} 件"), ("units_sold", "已售 {:,} 件"), ("min_order", "{:,} 件起订"))
    saw = "，".join(words.format(facts[name]) for name, words in numbers if name in facts)
    return saw, f"少于 {facts['limit']} 件", f"数量很大：{saw}。一件或几件可能属于合法转售。"


def _replica_slang(facts: Facts) -> Words:
    saw = "".join(f"“{term}”" for term in facts["terms"])
    kinds = "、".join(_SLANG_CATEGORIES.get(category, category) for category in facts["categories"])
    return saw, "没有仿品用词", f"标题中有{saw}：仿品用词（{kinds}）。"


_SLANG_CATEGORIES = {
    "replica_word": "仿品或假货",
    "grade": "仿制的档次",
    "origin_claim": "所称的出厂来源",
    "replica_factory": "仿品的制造者",
    "verification_pass": "声称能通过鉴定",
    "evasion_spelling": "规避过滤的写法",
    "evasion_hint": "给仿品买家的暗示",
    "hidden_link": "标题未写明的商品在何处展示",
    "community": "仿品买家的圈内用语",
}


def _disguised_name(facts: Facts) -> Words:
    how = _DISGUISES.get(facts.get("kind", ""))
    text = f"品牌名没有照常书写：标题中的“{facts['mention']}”即“{facts['name']}”{f'（{how}）' if how else ''}。"
    return facts["mention"], facts["name"], text


_DISGUISES = {
    "look-alike": "使用形近字符",
    "leet": "以数字或符号代替字母",
    "masked": "略去或遮盖部分字符",
    "homophone": "使用同音字",
    "reversed": "倒写",
    "split": "拆字",
    "spaced": "字符之间加入间隔",
    "pinyin": "以拼音书写",
    "weak": "使用简称或别称",
    "typo": "拼写有误",
}
"""What was done to the name, by kind of match."""


def _off_platform_contact(facts: Facts) -> Words:
    contact = str(facts["words"])
    return contact, "标题中没有联系方式", f"标题引导买家在平台之外联系：“{contact}”。"


def _same_text(facts: Facts) -> Words:
    saw = f"至少 {facts['vendors']} 家卖家使用相同的标题"
    return saw, "自己的标题", f"{saw}：可能是同一经营者的多家店铺，或是照抄的文案。"


def _came_back(facts: Facts) -> Words:
    saw = f"下架后重新上架 {facts['times']} 次"
    return saw, "下架后不再出现", f"该商品曾{saw}。"


def _price_drop(facts: Facts) -> Words:
    saw = f"{facts['price']} {facts['currency']}，此前为 {facts['before']}"
    return saw, "价格稳定", f"价格在 {facts['days']} 天内降至此前的 {facts['percent']}%。"


def _sales_jump(facts: Facts) -> Words:
    when = "一周" if facts["days"] == 7 else f"{facts['days']} 天"
    saw = f"已售 {facts['sold']:,} 件，{when}前为 {facts['before']:,} 件"
    return saw, "销量平稳", f"销量骤增：{saw}。"


def _few_used_units(facts: Facts) -> Words:
    used, stock = str(facts["words"]), facts["stock"]
    if stock is None:
        return used, _NEW_GOODS, f"标题写有“{used}”：属于二手物品，法律允许个人转卖自己的物品。"
    return f"{used}，库存 {stock} 件", _NEW_GOODS, f"标题写有“{used}”，且仅有 {stock} 件：不列为可疑。"


def _few_units(facts: Facts) -> Words:
    units = f"{facts['stock']} 件"
    return units, _NEW_GOODS, f"仅有 {units}：可能属于合法转售。"


def _accessory(facts: Facts) -> Words:
    words = str(facts["words"])
    return words, _OWN_GOODS, f"该商品与品牌商品配套使用（“{words}”）：属于配件或备件。"


def _comparison(facts: Facts) -> Words:
    words = str(facts["words"])
    return words, _OWN_GOODS, f"标题只是作比较（“{words}”），并未声称是该品牌的商品。"


FINDING_REASONS: Mapping[str, Callable[[Facts], Words]] = {
    "unauthorised_vendor": _unauthorised_vendor,
    "imitated_seller": _imitated_seller,
    "many_listings": _many_listings,
    "below_market_price": _below_market_price,
    "price_spread": _price_spread,
    "market_price_spread": _market_price_spread,
    "large_volume": _large_volume,
    "replica_slang": _replica_slang,
    "disguised_name": _disguised_name,
    "off_platform_contact": _off_platform_contact,
    "same_text": _same_text,
    "came_back": _came_back,
    "price_drop": _price_drop,
    "sales_jump": _sales_jump,
    "authorised_seller": _authorised_seller,
    "reference_price_met": _reference_price_met,
    "few_used_units": _few_used_units,
    "few_units": _few_units,
    "accessory": _accessory,
    "comparison": _comparison,
}

MISSING_FACTS: Mapping[str, Callable[[Facts], str]] = {
    "authorised_sellers": lambda facts: f"{_marketplace(facts)}上的授权卖家",
    "vendor": lambda _: "卖家",
    "price": lambda _: "价格",
    "unit_price": lambda _: "单件价格（页面只给出起价、样品价或跨度很大的价格）",
    "product": lambda _: "是哪一款产品",
    "reference_price": lambda facts: f"监控清单中“{facts['product']}”的参考价",
    "wholesale_price": lambda facts: f"监控清单中“{facts['product']}”的批发价",
    "exchange_rate": lambda facts: (
        f"{chinese_day(date.fromisoformat(facts['day']))} {facts['currency']} 兑 {facts['to']} 的汇率"
    ),
    "units": lambda _: "库存或销量",
    "used_units": lambda _: "二手商品的数量",
}


def _marketplace(facts: Facts) -> str:
    return MARKETPLACE_NAMES.get(facts["marketplace"]) or f" {facts['marketplace']} "


_SIGNS = {"shop name": "店名", "contact": "联系方式"}


def shared_words(by: str, sign: str) -> str:
    """What look-alikes share; a title's group, which is only a number, is not named."""
    return "标题" if by == "title" else f"{_SIGNS.get(by, by)} {sign}"


def look_alikes_words(by: str, sign: str, on: Mapping[str, int]) -> str:
    """What listings elsewhere share with a listing, and how many: `店名 powertools：eBay 2、敦煌网 1`."""
    places = (f"{MARKETPLACE_NAMES.get(place, place)} {number}" for place, number in on.items())
    return f"{shared_words(by, sign)}：{'、'.join(places)}"
