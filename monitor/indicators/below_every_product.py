"""A price beside the brand's cheapest product, where a title does not say which product it offers."""

import re
from decimal import Decimal

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.codes import MissingCode, ReasonCode
from monitor.indicators.named_product import goods_of
from monitor.indicators.offered_price import (
    STRONG_POINTS,
    conversion,
    has_one_price,
    in_currency_of,
    list_price,
    seen_price,
    with_percent,
)
from monitor.indicators.offered_size import offered_size
from monitor.indicators.portions import portion_of
from monitor.indicators.wording import compared_with
from monitor.marketplaces import WHOLESALE
from monitor.model import Missing, Reason, decimal_text
from monitor.text.fold_hanzi import fold_hanzi
from monitor.text.hanzi import is_hanzi
from monitor.text.quantities import read_quantity
from monitor.watchlist import Brand

RATIO = 0.25
"""Of the cheapest product's price, below which no new goods of the kind are offered lawfully: clearances end at .5, and
a model that the watchlist lacks may cost half of the cheapest one that it has."""
POINTS, KIND_UNKNOWN_POINTS = 20, 10
"""Where the title names one of the brand's categories, and where the brand has none: half of what is given beside the
product itself at most, since the brand may have something cheaper."""
_FEWEST = 2
"""Products: a brand has more than its only one in the watchlist."""
_PRICED = 2 / 3
"""The share of the products at least whose price is known: what is cheaper may be among the others."""
_CHEAP_GOODS = re.compile(
    r"贴纸|钥匙[扣链圈]|徽章|胸针|海报|马克杯|玩具|玩偶|公仔|手办|模型|画册|说明书|图书|书籍|优惠券|代金券|礼品卡|儿童|宝宝|婴儿|童[装鞋]|袜"
    r"|帽子|手帕|挂绳|周边|赠品|空瓶|空盒|盲盒"
    r"|\b(?:stickers?|decals?|key ?(?:rings?|chains?)|patch(?:es)?|badges?|pins?|posters?|mugs?|toys?|dolls?|figures?"
    r"|catalog(?:ue)?s?|brochures?|manuals?|books?|magazines?|gift cards?|vouchers?|coupons?|kids?|child(?:ren)?"
    r"|bab(?:y|ies)|toddlers?|junior|socks?|caps?|hats?|t-?shirts?|lanyards?|merch(?:andise)?|pens?|samples?|empty)\b"
)
"""What brands lawfully have for little: goods for children, things to collect, print."""

_OTHER_MAKERS = re.compile(
    r"平替|同款|风格|类似|替代|代替|国产|无牌|无品牌|白牌|杂牌|自有品牌"
    r"|\b(?:inspired|dupes?|look[ -]?alike|alternative|no[ -]?brand|unbranded|off[ -]?brand|generic|non[ -]?original)\b"
)
"""The title says that somebody else made the goods, wherever it says so."""


def below_every_product(case: Case, price: Decimal) -> Verdict:
    """Points where an offer costs far less than any of the brand's products; which one it is stays a missing fact.

    Only for new goods of the brand's own kind, of which a whole one is offered.
    """
    missing = Missing(MissingCode.PRODUCT)
    points = _points(case)
    if not points or not has_one_price(case.listing):
        return Verdict(missing=missing)
    is_wholesale = case.marketplace in WHOLESALE
    products = case.brand.product
    priced = [(its, reference) for its in products if (reference := list_price(its, is_wholesale=is_wholesale))]
    if len(products) < _FEWEST or len(priced) < _PRICED * len(products):
        return Verdict(missing=missing)
    quantity = read_quantity(case.listing.title or "")
    shares = []
    for product, reference in priced:
        asked = in_currency_of(case, price, product)
        if isinstance(asked, Missing):
            return Verdict(missing=asked)
        if offered_size(goods_of((product.name, *product.aliases)).quantity, quantity).kind == "other":
            return Verdict(missing=missing)
        shares.append((asked.amount / reference, product, reference, asked))
    share, product, reference, asked = max(shares, key=lambda known: known[0])
    if float(share) >= RATIO:
        return Verdict(missing=missing)
    facts = seen_price(case.listing, price) | {
        "compared_with": "every_product",
        "reference": decimal_text(reference),
        "reference_currency": product.currency,
        "product": product.name,
    }
    facts |= conversion(case, product, asked)
    code = ReasonCode.BELOW_MARKET_PRICE
    points = points_of(case.brand, code, STRONG_POINTS) * points // STRONG_POINTS
    return Verdict(Reason(code, points, {**with_percent(facts, share), "far_below": True}), missing)


def _points(case: Case) -> int:
    """The points that a very low price has by the goods that the title names; 0 where it may be lawful."""
    title, match = case.listing.title, case.match
    if not title or portion_of(title) or compared_with(title, match.start, match.end):
        return 0
    if _OTHER_MAKERS.search(fold_hanzi(title).text):
        return 0
    own = fold_hanzi(" ".join([*case.brand.categories, *(product.name for product in case.brand.product)])).text
    if any(cheap[0] not in own for cheap in _CHEAP_GOODS.finditer(fold_hanzi(title).text)):
        return 0
    if not case.brand.categories:
        return KIND_UNKNOWN_POINTS
    return POINTS if _names_category(case.brand, title) else 0


def _names_category(brand: Brand, title: str) -> bool:
    """Whether the title names one of the brand's categories, in the singular or the plural."""
    text = fold_hanzi(title).text
    for category in brand.categories:
        word = fold_hanzi(category).text
        if any(map(is_hanzi, word)):
            if word in text:
                return True
        elif re.search(rf"(?<![a-z0-9]){re.escape(word.removesuffix('s'))}", text):
            return True
    return False
