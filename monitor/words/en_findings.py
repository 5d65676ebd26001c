"""English: why a listing is suspicious or is not, and which facts are missing.

Each function gets the facts of one reason, as its indicator made them (`monitor.indicators`), and returns what was
seen, what one would expect, and a sentence.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from monitor.lexicon.slang import SlangTerm, slang_terms
from monitor.lexicon.supplies import supplies
from monitor.text.hanzi import is_hanzi
from monitor.words.en_names import REASON_NAMES

Facts = Mapping[str, Any]
Words = tuple[str, str, str]

_MOST_LINES = 3
"""Identifiers of a seller that are named as lines of the watchlist."""
_NEW_GOODS, _OWN_GOODS = "new goods in numbers", "goods that are said to be the brand's"


def _unauthorised_vendor(facts: Facts) -> Words:
    vendor = _called(facts["vendor"])
    return vendor, _one_of(facts["sellers"]), f"{vendor} is not among the authorised sellers of the brand."


def _authorised_seller(facts: Facts) -> Words:
    vendor = _called(facts["vendor"])
    return vendor, _one_of(facts["sellers"]), f"{vendor} is an authorised seller: no finding."


def _imitated_seller(facts: Facts) -> Words:
    vendor = _called(facts["vendor"])
    like = f"almost as {facts['poses_as']}" if facts["poses_as"] else "as the brand's shop"
    kind = _SHOP_KINDS.get(facts.get("shop_kind", ""), "")
    return vendor, _one_of(facts["sellers"]), f"{vendor} names itself {like} and is not authorised.{kind}"


_SHOP_KINDS = {
    "flagship": " On Tmall a 旗舰店 (flagship store) is the brand's own shop or one that it lets sell for it.",
    "exclusive": " On Tmall a 专卖店 (exclusive store) sells one brand, which has authorised it.",
    "several_brands": " On Tmall a 专营店 (specialist store) sells several brands; the word does not say whose.",
}
"""What the marketplace means by the word in a shop's name: https://rule.tmall.com (kinds of shops, read 2026-11)."""


def _called(vendor: Facts) -> str:
    return vendor.get("name") or f"vendor {vendor['id']}"


def _one_of(sellers: list[Facts]) -> str:
    if not sellers:
        return "an authorised seller, of which the marketplace has none"
    return "one of " + ", ".join(map(_called, sellers))


def _seller_record(facts: Facts) -> Words:
    of = f"{facts['listings']:,}" if facts["exact"] else f"at most {facts['listings']:,}"
    number = f"{facts['suspicious']:,}" if facts["exact"] else f"at least {facts['suspicious']:,}"
    saw = f"{number} of {of} other listings"
    signs = ", ".join(REASON_NAMES.get(code, code) for code in facts["signs"])
    decided = [f"{facts[state]:,} {state}" for state in ("confirmed", "dismissed") if facts[state]]
    text = f"{saw} of {_called(facts['vendor'])} for watched brands are suspicious by themselves"
    text += f" ({signs})" if signs else ""
    text += f"; people decided: {', '.join(decided)}" if decided else ""
    return saw, "hardly any", f"{text}. Among them: {', '.join(facts['examples'])}."


def _operator_record(facts: Facts) -> Words:
    other = _called(facts["other"])
    signs = ", ".join(dict.fromkeys(shared_words(kind, value) for kind, value in facts["signs"]))
    of = f"{facts['listings']:,}" if facts["exact"] else f"at most {facts['listings']:,}"
    number = f"{facts['suspicious']:,}" if facts["exact"] else f"at least {facts['suspicious']:,}"
    text = f"{_called(facts['vendor'])} and {other} are probably one operator (both bear the same {signs})"
    text += f"; {number} of {of} listings of {other} are suspicious by themselves"
    return f"the same {signs} as {other}", "signs of its own", f"{text}. Among them: {', '.join(facts['examples'])}."


def _many_listings(facts: Facts) -> Words:
    saw = f"at least {facts['listings']:,} listings of the brand in the searches so far"
    return saw, f"fewer than {facts['limit']}", f"{facts['vendor'] or 'The vendor'} has {saw}."


def _below_market_price(facts: Facts) -> Words:
    return _price(facts, "far below the market" if facts["far_below"] else "below the market")


def _reference_price_met(facts: Facts) -> Words:
    return _price(facts, "not cheap")


def _age(facts: Facts) -> str:
    """How old the rate was on the day of the listing; nothing when it was of that day."""
    days = facts.get("rate_days")
    return f", {days} {'day' if days == 1 else 'days'} old" if days else ""


def _price(facts: Facts, verdict: str) -> Words:
    saw, about = _seen_price(facts), f"about {facts['reference']} {facts['reference_currency']}"
    percent, subject = _percent(facts), _subject(facts)
    if facts["compared_with"] == "every_product":
        text = f"The price is below every product of the brand: the cheapest, {facts['product']}, costs {about}; "
        return saw, f"{about} or more (the brand's cheapest product)", f"{text}{subject.lower()} is {percent} of that."
    if facts["compared_with"] in ("reference", "wholesale"):
        price = f"{facts['compared_with']} price of {facts['product']}"
        one = f"one piece by the {price}" if "pieces" in facts else f"the {price}"
        return saw, f"{about} ({price})", f"{subject} is {percent} of {one}: {verdict}."
    who = "the authorised sellers"
    if facts["compared_with"] == "vendors":
        who = f"{facts['vendors']} vendors or more"
    text = f"{subject} is {percent} of what {who} ask for {facts['product']}: {verdict}."
    return saw, f"{about} (the middle price of {who})", text


def _seen_price(facts: Facts) -> str:
    """A listing's price as its page shows it, what it is for, and what it is in the currency it is compared in."""
    saw = str(facts["price"])
    if "price_max" in facts:
        saw += f" to {facts['price_max']}"
    saw += f" {facts['currency']}"
    if "min_qty" in facts:
        saw += f" for {facts['min_qty']:,} or more"
    details = []
    if "converted" in facts:
        lowest = "lowest " if "price_max" in facts else ""
        rate = f"rate of {facts['rate_of']}{_age(facts)}"
        details.append(f"{lowest}= {facts['converted']} {facts['reference_currency']}, {rate}")
    if "piece_price" in facts:
        details.append(f"{_quoted(facts)}: about {facts['piece_price']} {facts['currency']} a piece")
    elif "quotes" in facts:
        details.append(f"for {_quoted(facts)}")
    return f"{saw} ({'; '.join(details)})" if details else saw


def _quoted(facts: Facts) -> str:
    return ", ".join(facts["quotes"])


def _subject(facts: Facts) -> str:
    """Which of a listing's prices is compared."""
    if "pieces" in facts:
        return "The price of one piece"
    return "The lowest price" if "price_max" in facts else "The price"


def _percent(facts: Facts) -> str:
    """A share, with "about" where it is rounded; a share that rounds to nothing is less than 1 %."""
    if facts["percent"] == 0:
        return "less than 1%"
    return f"{_about(facts, 'percent')}{facts['percent']}%"


def _about(facts: Facts, name: str) -> str:
    return "about " if name in facts.get("rounded", ()) else ""


def _price_spread(facts: Facts) -> Words:
    low, high = (f"{_about(facts, bound)}{facts[bound]}" for bound in ("low", "high"))
    saw = f"{low} to {high} {facts['currency']}"
    this = f", {facts['price']} in this offer" if "price" in facts else ""
    text = f"The vendor asks {saw} for the same product{this}: prices of one product lie closer together."
    return saw, f"prices within {facts['ratio']} : 1", text


def _market_price_spread(facts: Facts) -> Words:
    saw = f"{facts['price']} {facts['currency']}"
    text = (
        f"Nine in ten vendors ask about {facts['low']} {facts['currency']} or more for the product, one in ten about "
        f"{facts['high']} or more; this offer, at {saw}, is at the cheap end."
    )
    return saw, f"prices within {facts['ratio']} : 1", text


def _large_volume(facts: Facts) -> Words:
    numbers = (("stock", "{:,} in stock"), ("units_sold", "{:,} sold"), ("min_order", "at least {:,} to order"))
    saw = ", ".join(words.format(facts[name]) for name, words in numbers if name in facts)
    text = f"A large number of units: {saw}. One or a few could be a lawful resale."
    return saw, _fewer_units(facts), text


def _fewer_units(facts: Facts) -> str:
    """Below which numbers an offer is no large one, for the numbers that it tells."""
    fewer = [f"fewer than {facts['limit']}"] if "stock" in facts or "units_sold" in facts else []
    if "order_limit" in facts:
        fewer.append(f"fewer than {facts['order_limit']} to order")
    return ", ".join(fewer) or f"fewer than {facts['limit']}"


def _replica_slang(facts: Facts) -> Words:
    uses = list(zip(facts["terms"], facts.get("quotes") or facts["terms"], strict=True))
    clear, others = ([_slang(*use) for use in uses if _is_ambiguous(use[0]) == common] for common in (False, True))
    beside = f"; beside it {', '.join(others)}, which honest sellers say too" if others else ""
    text = f"The title says {', '.join(clear)}: {'a word' if len(clear) == 1 else 'words'} for copies{beside}."
    return ", ".join(clear + others), "no words for copies", text


def _is_ambiguous(term: str) -> bool:
    known = _slang_by_term().get(term)
    return known is not None and known.ambiguous


def _slang(term: str, written: str) -> str:
    """The words as the title writes them, explained by the term of the lexicon that they are."""
    known = _slang_by_term().get(term)
    return _explained(written, known.reading, known.meaning) if known is not None else written


def _explained(words: str, reading: str, meaning: str) -> str:
    """Words of a title with what is known of them: their reading, if they are Chinese, and their meaning."""
    explanation = ": ".join(filter(None, [reading, meaning]))
    return f"{words} ({explanation})" if explanation and meaning not in ("", words) else words


@cache
def _slang_by_term() -> dict[str, SlangTerm]:
    return {known.term: known for known in reversed(slang_terms())}


def _disguised_name(facts: Facts) -> Words:
    return facts["mention"], facts["name"], f"The name is not written as it is: {facts['why']}."


def _off_platform_contact(facts: Facts) -> Words:
    contact = _glossed(facts)
    return contact, "no contact in the title", f"The title asks to write past the marketplace: {contact}."


def _same_text(facts: Facts) -> Words:
    by = f"by at least {facts['vendors']} vendors"
    text = f"The same title {by}: it may be one operator's, or a copied text."
    return f"the same title {by}", "a title of its own", text


def _came_back(facts: Facts) -> Words:
    saw = "gone and back once" if facts["times"] == 1 else f"gone and back {facts['times']} times"
    return saw, "a listing that stays gone", f"The listing was {saw}: taken down, and put up again."


def _price_drop(facts: Facts) -> Words:
    saw = f"{facts['price']} {facts['currency']}, before {facts['before']}"
    return saw, "a steady price", f"The price fell to {_percent(facts)} within {facts['days']} days."


def _sales_jump(facts: Facts) -> Words:
    when = "a week" if facts["days"] == 7 else f"{facts['days']} days"
    saw = f"{facts['sold']:,} sold, {when} or less before {facts['before']:,}"
    return saw, "steady sales", f"The sales jumped: {saw}."


def _copying_supplies(facts: Facts) -> Words:
    known = {supply.term: supply for supply in supplies()}
    saw = ", ".join(
        _explained(quote, known[term].reading, known[term].meaning) if term in known else quote
        for quote, term in zip(facts["quotes"], facts["terms"], strict=False)
    )
    kinds = ", ".join(_SUPPLY_KINDS.get(kind, kind) for kind in facts["kinds"])
    text = f"The title offers {saw} with the brand's name: {kinds} sold apart from the goods."
    return saw, _OWN_GOODS, text


_SUPPLY_KINDS = {
    "label": "labels and tags",
    "packaging": "packaging",
    "proof": "cards, certificates and receipts",
    "tool": "moulds, stamps and engraving",
}


def _few_used_units(facts: Facts) -> Words:
    used, stock = _glossed(facts), facts["stock"]
    if stock is None:
        return used, _NEW_GOODS, f"The title says {used}: used goods, of which the law lets anybody sell his own."
    there = "there is one unit" if stock == 1 else f"there are {stock} units"
    return f"{used}, {stock} in stock", _NEW_GOODS, f"The title says {used}, and {there}: no finding."


def _few_units(facts: Facts) -> Words:
    units = "one unit" if facts["stock"] == 1 else f"{facts['stock']} units"
    return units, _NEW_GOODS, f"Only {units}: it may be a lawful resale."


def _accessory(facts: Facts) -> Words:
    words = _glossed(facts)
    return words, _OWN_GOODS, f"The goods go with the brand's ({words}): an accessory or a spare part."


def _comparison(facts: Facts) -> Words:
    words = _glossed(facts)
    return words, _OWN_GOODS, f"The title compares ({words}) and does not say that the goods are the brand's."


def _sample_or_refill(facts: Facts) -> Words:
    words = _glossed(facts)
    what = "a refill" if facts["portion"] == "refill" else "a sample or a part of a package"
    return words, "the goods themselves", f"The title says {words}: {what}, whose price is not compared."


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
    lines = " or ".join(f'id = "{value}"' for _, value in facts["identifiers"][:_MOST_LINES])
    add = f"if it is that seller, add {lines} to its entry" if lines else "the page tells none"
    return f"{_called(facts)} has the name of an authorised seller: check its number ({add})"


MISSING_FACTS: Mapping[str, Callable[[Facts], str]] = {
    "authorised_sellers": lambda facts: f"the authorised sellers on {facts['marketplace']}",
    "vendor": lambda _: "vendor",
    "seller_number": _seller_number,
    "price": lambda _: "price",
    "unit_price": lambda _: "the price of one unit (the page shows a from, sample or wide-range price)",
    "product": lambda _: "which product it is",
    "size": lambda facts: (
        f"the price of this size ({_quoted(facts) or 'the title'}) in the watchlist, beside that of {facts['product']}"
    ),
    "reference_price": lambda facts: f"reference price of {facts['product']} in the watchlist",
    "wholesale_price": lambda facts: f"wholesale price of {facts['product']} in the watchlist",
    "exchange_rate": lambda facts: f"exchange rate {facts['currency']} to {facts['to']} on {facts['day']}",
    "units": lambda _: "units in stock or sold",
    "used_units": lambda _: "number of units of the used product",
}


def shared_words(by: str, sign: str) -> str:
    """What sellers share; the number of a title or a picture is not named."""
    return by if by in ("title", "picture") else f"{by} {sign}"


def look_alikes_words(by: str, sign: str, on: Mapping[str, int]) -> str:
    """What listings elsewhere share with a listing, and how many: `shop name powertools: ebay 2, dhgate 1`."""
    return f"{shared_words(by, sign)}: " + ", ".join(f"{marketplace} {number}" for marketplace, number in on.items())


def _glossed(facts: Facts) -> str:
    """Words of a title; the Chinese ones with how they are read and what they mean."""
    words = str(facts["words"])
    if "reading" not in facts:
        return words
    chinese = "".join(filter(is_hanzi, words))
    meant = [meaning for word, meaning in _MEANINGS.items() if word in chinese]
    return f"{words} ({facts['reading']}{': ' + ', '.join(meant) if meant else ''})"


_MEANINGS = {
    "二手": "second-hand", "闲置": "lying unused", "自用": "own use", "转让": "passed on", "成新": "tenths new",
    "九九新": "99 % new", "新": "new", "旧款": "old model", "中古": "vintage", "适用": "fits", "适配": "fits",
    "兼容": "compatible with", "配套": "goes with", "替代": "instead of", "代替": "instead of", "通用": "fits all",
    "专用": "made for", "用于": "for", "替换": "replacement", "配件": "spare part", "零件": "part", "电池": "battery",
    "充电器": "charger", "数据线": "cable", "保护": "protective", "壳": "case", "贴膜": "film", "表带": "watch strap",
    "支架": "holder", "收纳": "for storing", "鞋垫": "insole", "鞋带": "laces", "滤": "filter", "耗材": "supplies",
    "同款": "same style", "风格": "style", "款式": "style", "类似": "similar", "平替": "cheaper substitute",
    "媲美": "a match for", "微信": "WeChat", "薇": "WeChat", "徽信": "WeChat", "扣扣": "QQ", "企鹅": "QQ",
    "小样": "small sample", "中样": "larger sample", "分装": "decanted", "试用": "for trying", "体验": "for trying",
    "旅行装": "travel size", "样品": "sample", "替换装": "refill", "补充": "refill", "替芯": "refill",
    "加": "add", "群": "group", "电话": "phone",
}  # fmt: skip
"""What the Chinese words mean that `monitor.indicators.wording` looks for."""
