"""Chinese: why a listing is suspicious or is not, and which facts are missing.

Each function gets the facts of one reason, as its indicator made them (`monitor.indicators`), and returns what was
seen, what one would expect, and a sentence. Words of a title are quoted without a gloss.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from monitor.lexicon.slang import slang_terms
from monitor.words.zh_decisions import chinese_day
from monitor.words.zh_names import MARKETPLACE_NAMES, REASON_NAMES

Facts = Mapping[str, Any]
Words = tuple[str, str, str]

_MOST_LINES = 3
"""Identifiers of a seller that are named as lines of the watchlist."""
_NEW_GOODS, _OWN_GOODS = "批量新品", "声称是该品牌的商品"


def _unauthorised_vendor(facts: Facts) -> Words:
    vendor = facts["vendor"]
    return _called(vendor), _one_of(facts["sellers"]), f"{_seller(vendor)}不在该品牌的授权卖家之列。"


def _authorised_seller(facts: Facts) -> Words:
    vendor = facts["vendor"]
    return _called(vendor), _one_of(facts["sellers"]), f"{_seller(vendor)}是授权卖家：不列为可疑。"


def _imitated_seller(facts: Facts) -> Words:
    vendor = facts["vendor"]
    like = f"的店名与“{facts['poses_as']}”几乎相同" if facts["poses_as"] else "的店名自称是该品牌的店铺"
    kind = _SHOP_KINDS.get(facts.get("shop_kind", ""), "")
    return _called(vendor), _one_of(facts["sellers"]), f"{_seller(vendor)}{like}，但并未获得授权。{kind}"


_SHOP_KINDS = {
    "flagship": "在天猫，“旗舰店”是品牌自己开设或授权开设的店铺。",
    "exclusive": "在天猫，“专卖店”是经品牌授权、只卖该品牌的店铺。",
    "several_brands": "在天猫，“专营店”经营多个品牌，这个词并不说明是谁的店铺。",
}


def _called(vendor: Facts) -> str:
    return vendor.get("name") or f"卖家编号 {vendor['id']}"


def _seller(vendor: Facts) -> str:
    return f"卖家“{vendor['name']}”" if vendor.get("name") else f"编号为 {vendor['id']} 的卖家"


def _one_of(sellers: list[Facts]) -> str:
    if not sellers:
        return "授权卖家：该平台上没有"
    return f"授权卖家：{'、'.join(map(_called, sellers))}"


def _seller_record(facts: Facts) -> Words:
    of = f"{facts['listings']:,}" if facts["exact"] else f"至多 {facts['listings']:,}"
    number = f"{facts['suspicious']:,}" if facts["exact"] else f"至少 {facts['suspicious']:,}"
    saw = f"另外 {of} 件商品中有 {number} 件可疑"
    signs = "、".join(REASON_NAMES.get(code, code) for code in facts["signs"])
    states = (("confirmed", "确认"), ("dismissed", "排除"))
    decided = "，".join(f"{word} {facts[state]:,} 件" for state, word in states if facts[state])
    text = f"{_seller(facts['vendor'])}涉及监控品牌的{saw}"
    text += f"（{signs}）" if signs else ""
    text += f"；人工{decided}" if decided else ""
    return saw, "几乎没有", f"{text}。例如：{_keys(facts['examples'])}。"


def _operator_record(facts: Facts) -> Words:
    other = _seller(facts["other"])
    signs = "、".join(dict.fromkeys(_sign(kind, value) for kind, value in facts["signs"]))
    of = f"{facts['listings']:,}" if facts["exact"] else f"至多 {facts['listings']:,}"
    number = f"{facts['suspicious']:,}" if facts["exact"] else f"至少 {facts['suspicious']:,}"
    text = f"{_seller(facts['vendor'])}与{other}可能是同一经营者（{signs}相同）；"
    text += f"后者 {of} 件商品中有 {number} 件可疑"
    return f"与{other}的{signs}相同", "自己的特征", f"{text}。例如：{_keys(facts['examples'])}。"


def _sign(kind: str, value: str) -> str:
    return _SIGNS[kind] if kind in ("title", "picture") else f"{_SIGNS[kind]}“{value}”"


def _keys(keys: list[str]) -> str:
    return "、".join(f"“{key}”" for key in keys)


def _many_listings(facts: Facts) -> Words:
    saw = f"在目前的搜索中至少有 {facts['listings']:,} 件涉及该品牌的商品"
    seller = f"卖家“{facts['vendor']}”" if facts["vendor"] else "该卖家"
    return saw, f"少于 {facts['limit']} 件", f"{seller}{saw}。"


def _below_market_price(facts: Facts) -> Words:
    return _price(facts, "远低于市场价" if facts["far_below"] else "低于市场价")


def _reference_price_met(facts: Facts) -> Words:
    return _price(facts, "并不低")


def _price(facts: Facts, verdict: str) -> Words:
    saw, about = _seen_price(facts), f"约 {facts['reference']} {facts['reference_currency']}"
    percent, subject = _percent(facts), _subject(facts)
    if facts["compared_with"] == "every_product":
        text = f"价格低于该品牌的所有产品：最便宜的“{facts['product']}”{about}，{subject}为其{percent}。"
        return saw, f"{about}或以上（该品牌最便宜的产品）", text
    if facts["compared_with"] in ("reference", "wholesale"):
        kind = "批发价" if facts["compared_with"] == "wholesale" else "参考价"
        price = f"“{facts['product']}”{kind}"
        one = "折合单件的" if "pieces" in facts else "的"
        return saw, f"{about}（{price}）", f"{subject}为{price}{one}{percent}：{verdict}。"
    who = "授权卖家"
    if facts["compared_with"] == "vendors":
        who = f"至少 {facts['vendors']} 家卖家"
    text = f"{subject}为{who}对“{facts['product']}”报价的{percent}：{verdict}。"
    return saw, f"{about}（{who}报价的中位数）", text


def _seen_price(facts: Facts) -> str:
    """A listing's price as its page shows it, what it is for, and what it is in the currency it is compared in."""
    saw = str(facts["price"])
    if "price_max" in facts:
        saw += f" 至 {facts['price_max']}"
    saw += f" {facts['currency']}"
    if "min_qty" in facts:
        saw += f"（{facts['min_qty']:,} 件起）"
    details = []
    if "converted" in facts:
        rate_of = chinese_day(date.fromisoformat(facts["rate_of"]))
        age = f"，已是{facts['rate_days']}天前" if facts.get("rate_days") else ""
        lowest = "最低价" if "price_max" in facts else ""
        details.append(f"{lowest}折合 {facts['converted']} {facts['reference_currency']}，按{rate_of}的汇率{age}")
    if "piece_price" in facts:
        details.append(f"{_quoted(facts)}，每件约 {facts['piece_price']} {facts['currency']}")
    elif "quotes" in facts:
        details.append(_quoted(facts))
    return f"{saw}（{'；'.join(details)}）" if details else saw


def _quoted(facts: Facts) -> str:
    return "".join(f"“{words}”" for words in facts["quotes"])


def _subject(facts: Facts) -> str:
    """Which of a listing's prices is compared."""
    if "pieces" in facts:
        return "单件价格"
    return "最低价" if "price_max" in facts else "价格"


def _percent(facts: Facts) -> str:
    """A share, with 约 where it is rounded; a share that rounds to nothing is less than 1 %."""
    if facts["percent"] == 0:
        return "不到 1%"
    return f"{_about(facts, 'percent')} {facts['percent']}%"


def _about(facts: Facts, name: str) -> str:
    return "约" if name in facts.get("rounded", ()) else ""


def _price_spread(facts: Facts) -> Words:
    low, high = (f"{_about(facts, bound)} {facts[bound]}".strip() for bound in ("low", "high"))
    saw = f"{low} 至 {high} {facts['currency']}".replace("至 约", "至约")
    this = f"（此商品为 {facts['price']}）" if "price" in facts else ""
    text = f"该卖家对同一商品的报价为 {saw}{this}：同一商品的价格通常更为接近。"
    return saw, f"价格相差不超过 {facts['ratio']} 倍", text


def _market_price_spread(facts: Facts) -> Words:
    saw = f"{facts['price']} {facts['currency']}"
    text = (
        f"九成卖家对该商品的报价约为 {facts['low']} {facts['currency']} 或以上，一成约为 {facts['high']} 或以上；"
        f"此报价为 {saw}，处于低端。"
    )
    return saw, f"价格相差不超过 {facts['ratio']} 倍", text


def _large_volume(facts: Facts) -> Words:
    numbers = (("stock", "库存 {:,} 件"), ("units_sold", "已售 {:,} 件"), ("min_order", "{:,} 件起订"))
    saw = "，".join(words.format(facts[name]) for name, words in numbers if name in facts)
    return saw, _fewer_units(facts), f"数量很大：{saw}。一件或几件可能属于合法转售。"


def _fewer_units(facts: Facts) -> str:
    """Below which numbers an offer is no large one, for the numbers that it tells."""
    fewer = [f"少于 {facts['limit']} 件"] if "stock" in facts or "units_sold" in facts else []
    if "order_limit" in facts:
        fewer.append(f"起订量少于 {facts['order_limit']} 件")
    return "，".join(fewer) or f"少于 {facts['limit']} 件"


def _replica_slang(facts: Facts) -> Words:
    uses = list(zip(facts["terms"], facts.get("quotes") or facts["terms"], strict=True))
    clear, others = (
        "".join(_slang(*use) for use in uses if (use[0] in _ambiguous_terms()) == common) for common in (False, True)
    )
    beside = f"；另有{others}，正规卖家也会使用" if others else ""
    return clear + others, "没有仿品用词", f"标题中有{clear}：属于仿品用词{beside}。"


@cache
def _ambiguous_terms() -> frozenset[str]:
    known = {term.term: term for term in reversed(slang_terms())}
    return frozenset(term for term, use in known.items() if use.ambiguous)


def _slang(term: str, written: str) -> str:
    """The words as the title writes them, with what they mean."""
    meaning = _SLANG_MEANINGS.get(_slang_categories().get(term, ""))
    return f"“{written}”（{meaning}）" if meaning else f"“{written}”"


@cache
def _slang_categories() -> dict[str, str]:
    return {known.term: known.category for known in reversed(slang_terms())}


_SLANG_MEANINGS = {
    "replica_word": "指仿制品",
    "grade": "形容仿制品的质量",
    "origin_claim": "称出自品牌的工厂、订单或仿制品产地",
    "replica_factory": "仿制品作坊或批次的名称",
    "verification_pass": "称能通过真伪查验",
    "evasion_spelling": "仿品用词的其他写法",
    "evasion_hint": "不明说而请买家自行领会",
    "hidden_link": "所售商品在他处展示",
    "community": "仿制品买家的用语",
}
"""What the terms of a category mean, as the title says it."""


def _disguised_name(facts: Facts) -> Words:
    how = _DISGUISES.get(facts.get("kind", ""))
    text = f"品牌名没有照常书写：标题中的“{facts['mention']}”即“{facts['name']}”{f'（{how}）' if how else ''}。"
    return facts["mention"], facts["name"], text


_DISGUISES = {
    "look-alike": "使用形近字符",
    "leet": "以数字或符号代替字母",
    "masked": "略去或遮盖部分字符",
    "homophone": "使用同音字",
    "reversed": "颠倒字序",
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
    return saw, "价格稳定", f"价格在 {facts['days']} 天内降至此前的{_percent(facts)}。"


def _sales_jump(facts: Facts) -> Words:
    when = "一周" if facts["days"] == 7 else f"{facts['days']} 天"
    saw = f"已售 {facts['sold']:,} 件，{when}内此前为 {facts['before']:,} 件"
    return saw, "销量平稳", f"销量骤增：{saw}。"


def _copying_supplies(facts: Facts) -> Words:
    saw = "".join(f"“{quote}”" for quote in facts["quotes"])
    kinds = "、".join(_SUPPLY_KINDS.get(kind, kind) for kind in facts["kinds"])
    return saw, _OWN_GOODS, f"标题出售带有品牌名的{saw}：与商品分开销售的{kinds}。"


_SUPPLY_KINDS = {"label": "标签吊牌", "packaging": "包装", "proof": "卡片、证书和小票", "tool": "模具、印模和刻字"}


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


def _sample_or_refill(facts: Facts) -> Words:
    words = str(facts["words"])
    what = "属于替换装或补充装" if facts["portion"] == "refill" else "属于小样或分装"
    return words, "商品本身", f"标题写有“{words}”：{what}，其价格不作比较。"


FINDING_REASONS: Mapping[str, Callable[[Facts], Words]] = {
    "unauthorised_vendor": _unauthorised_vendor,
    "imitated_seller": _imitated_seller,
    "seller_record": _seller_record,
    "operator_record": _operator_record,
    "many_listings": _many_listings,
    "below_market_price": _below_market_price,
    "price_spread": _price_spread,
    "market_price_spread": _market_price_spread,
    "large_volume": _large_volume,
    "replica_slang": _replica_slang,
    "disguised_name": _disguised_name,
    "copying_supplies": _copying_supplies,
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
    "sample_or_refill": _sample_or_refill,
}


def _seller_number(facts: Facts) -> str:
    """What the owner checks, and adds to the watchlist where it is the seller."""
    lines = "或 ".join(f'id = "{value}"' for _, value in facts["identifiers"][:_MOST_LINES])
    add = f"若是，请在监控清单的该条目中加上 {lines}" if lines else "页面没有给出编号"
    return f"{_seller(facts)}与一家授权卖家同名：请核对编号（{add}）"


MISSING_FACTS: Mapping[str, Callable[[Facts], str]] = {
    "authorised_sellers": lambda facts: f"{_marketplace(facts)}上的授权卖家",
    "vendor": lambda _: "卖家",
    "seller_number": _seller_number,
    "price": lambda _: "价格",
    "unit_price": lambda _: "单件价格（页面只给出起价、样品价或跨度很大的价格）",
    "product": lambda _: "是哪一款产品",
    "size": lambda facts: f"监控清单中该规格（{_quoted(facts) or '标题所写'}）的价格，清单中只有“{facts['product']}”",
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


_SIGNS = {"shop name": "店名", "contact": "联系方式", "title": "标题", "picture": "图片"}


def shared_words(by: str, sign: str) -> str:
    """What sellers share; the number of a title or a picture is not named."""
    return _SIGNS[by] if by in ("title", "picture") else f"{_SIGNS.get(by, by)} {sign}"


def look_alikes_words(by: str, sign: str, on: Mapping[str, int]) -> str:
    """What listings elsewhere share with a listing, and how many: `店名 powertools：eBay 2、敦煌网 1`."""
    places = (f"{MARKETPLACE_NAMES.get(place, place)} {number}" for place, number in on.items())
    return f"{shared_words(by, sign)}：{'、'.join(places)}"
