"""Which number of a text is that of units sold: sites write slogans, views and turnovers in the same place."""

import re

_NUMBER = r"\d[\d.,]{0,12}+\s?+[百千万亿]?+\+?+"
_SOLD_FIRST = re.compile(
    r"(?:已售|已拼|售出|已抢|热销|[月年周总]销量?|月售|销量|成交|卖出)([^\d元|]{0,6}" + _NUMBER + r"(?!\s?元).{0,8})"
)
_NUMBER_FIRST = re.compile(
    _NUMBER + r"\s?(?:多)?(?:人|笔|件|单|位)?\s?(?:已|在)?(?:付款|收货|购买|买过|下单|售出|成交|拼单)"
)
_ALONE = re.compile(r"\s*" + _NUMBER + r"\s?[件笔单]?\s*")
_WORD = re.compile(r"[\s|]")


def units_sold_in(text: str | None) -> str | None:
    """The words of "1万+人付款", "已售 2000+件", "月销3.2万", or a number alone; None for "48小时内发货" and such.

    For `read_count`: with what stands close to the number, which may be a part of another one.
    """
    if not text:
        return None
    text = text[:200]
    if sold := _SOLD_FIRST.search(text):
        return sold[1]
    if paid := _NUMBER_FIRST.search(text):
        return _WORD.split(text[: paid.start()])[-1] + paid[0]
    return text if _ALONE.fullmatch(text) else None
