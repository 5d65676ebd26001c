"""English: why a listing is suspicious or is not, and which facts are missing.

Each function gets the facts of one reason, as its indicator made them (`monitor.indicators`), and returns what was
seen, what one would expect, and a sentence.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from monitor.lexicon.slang import SlangTerm, slang_terms
from monitor.text.hanzi import is_hanzi

Facts = Mapping[str, Any]
Words = tuple[str, str, str]

_NEW_GOODS, _OWN_GOODS = "new goods in numbers", "goods that are said to be the brand's"


def _unauthorised_vendor(facts: Facts) -> Words:
    vendor = _called(facts["vendor"])
    return vendor, _one_of(facts["sellers"]), f"{vendor} is not among the authorised sellers of the brand."


def _authorised_seller(facts: Facts) -> Words:
    vendor = _called(facts["vendor"])
    return vendor, _one_of(facts["sellers"]), f"{vendor} is an authorised seller: no finding."


def _imitated_seller(facts: Facts) -> Words:
    vendor = _called(facts["vendor"])
    like = facts["poses_as"] or "the brand's own shop"
    return vendor, _one_of(facts["sellers"]), f"{vendor} poses as {like} and is not authorised."


def _called(vendor: Facts) -> str:
    return vendor.get("name") or f"vendor {vendor['id']}"


def _one_of(sellers: list[Facts]) -> str:
    return "one of " + ", ".join(map(_called, sellers))


def _many_listings(facts: Facts) -> Words:
    saw = f"at least {facts['listings']:,} listings of the brand in the searches so far"
    return saw, f"fewer than {facts['limit']}", f"{facts['vendor'] or 'The vendor'} has {saw}."


def _below_market_price(facts: Facts) -> Words:
    return _price(facts, "far below the market" if facts["far_below"] else "below the market")


def _reference_price_met(facts: Facts) -> Words:
    return _price(facts, "not cheap")


def _price(facts: Facts, verdict: str) -> Words:
    saw = f"{facts['price']} {facts['currency']}"
    if "converted" in facts:
        saw += f" (= {facts['converted']} {facts['reference_currency']}, rate of {facts['rate_of']})"
    about = f"about {facts['reference']} {facts['reference_currency']}"
    if facts["compared_with"] in ("reference", "wholesale"):
        price = f"{facts['compared_with']} price of {facts['product']}"
        return saw, f"{about} ({price})", f"The price is {facts['percent']}% of the {price}: {verdict}."
    who = "the authorised sellers"
    if facts["compared_with"] == "vendors":
        who = f"{facts['vendors']} vendors or more"
    text = f"The price is {facts['percent']}% of what {who} ask for {facts['product']}: {verdict}."
    return saw, f"{about} (the middle price of {who})", text


def _price_spread(facts: Facts) -> Words:
    saw = f"{facts['low']} to {facts['high']} {facts['currency']}"
    text = f"The vendor asks {saw} for the same product: prices of one product lie closer together."
    return saw, f"prices within {facts['ratio']} : 1", text


def _market_price_spread(facts: Facts) -> Words:
    market = f"{facts['low']} to {facts['high']}"
    saw = f"{facts['price']} {facts['currency']}, among {market}"
    text = f"Vendors ask {market} {facts['currency']} for the product; this offer is at the cheap end."
    return saw, f"prices within {facts['ratio']} : 1", text


def _large_volume(facts: Facts) -> Words:
    numbers = (("stock", "{:,} in stock"), ("units_sold", "{:,} sold"), ("min_order", "at least {:,} to order"))
    saw = ", ".join(words.format(facts[name]) for name, words in numbers if name in facts)
    text = f"A large number of units: {saw}. One or a few could be a lawful resale."
    return saw, f"fewer than {facts['limit']}", text


def _replica_slang(facts: Facts) -> Words:
    saw = ", ".join(map(_slang, facts["terms"]))
    kinds = ", ".join(_SLANG_CATEGORIES.get(category, category) for category in facts["categories"])
    return saw, "no words for copies", f"The title says {saw}: words for copies ({kinds})."


_SLANG_CATEGORIES = {
    "replica_word": "a copy or a fake",
    "grade": "how good the copy is",
    "origin_claim": "which factory it is said to come from",
    "replica_factory": "who makes the copy",
    "verification_pass": "that it passes for genuine",
    "evasion_spelling": "spelt past a filter",
    "evasion_hint": "a hint to buyers of copies",
    "hidden_link": "where the goods are shown that the title does not name",
    "community": "an expression of buyers of copies",
}


def _slang(term: str) -> str:
    known = _slang_by_term().get(term)
    if known is None or not known.meaning:
        return term
    return f"{term} ({known.reading}: {known.meaning})" if known.reading else f"{term} ({known.meaning})"


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
    text = f"The same title {by}: one operator behind several shops, or a copied text."
    return f"the same title {by}", "a title of its own", text


def _came_back(facts: Facts) -> Words:
    saw = "gone and back once" if facts["times"] == 1 else f"gone and back {facts['times']} times"
    return saw, "a listing that stays gone", f"The listing was {saw}: taken down, and put up again."


def _price_drop(facts: Facts) -> Words:
    saw = f"{facts['price']} {facts['currency']}, before {facts['before']}"
    return saw, "a steady price", f"The price fell to {facts['percent']}% within {facts['days']} days."


def _sales_jump(facts: Facts) -> Words:
    when = "a week" if facts["days"] == 7 else f"{facts['days']} days"
    saw = f"{facts['sold']:,} sold, {when} before {facts['before']:,}"
    return saw, "steady sales", f"The sales jumped: {saw}."


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
    "authorised_sellers": lambda facts: f"the authorised sellers on {facts['marketplace']}",
    "vendor": lambda _: "vendor",
    "price": lambda _: "price",
    "unit_price": lambda _: "the price of one unit (the page shows a from, sample or wide-range price)",
    "product": lambda _: "which product it is",
    "reference_price": lambda facts: f"reference price of {facts['product']} in the watchlist",
    "wholesale_price": lambda facts: f"wholesale price of {facts['product']} in the watchlist",
    "exchange_rate": lambda facts: f"exchange rate {facts['currency']} to {facts['to']} on {facts['day']}",
    "units": lambda _: "units in stock or sold",
    "used_units": lambda _: "number of units of the used product",
}


def shared_words(by: str, sign: str) -> str:
    """What look-alikes share; a title's group, which is only a number, is not named."""
    return by if by == "title" else f"{by} {sign}"


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
    "加": "add", "群": "group", "电话": "phone",
}  # fmt: skip
"""What the Chinese words mean that `monitor.indicators.wording` looks for."""
