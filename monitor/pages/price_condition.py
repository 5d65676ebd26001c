"""Conditions of a price that a card shows as a label of its own: 券后, 新人价, 补贴价."""

import re
from collections.abc import Iterable

from monitor.text.price_words import price_note

_LABEL = re.compile(r"(?:88 ?VIP|[^\d¥￥]){1,10}", re.IGNORECASE)


def condition_among(labels: Iterable[str | None]) -> str:
    """The first of a card's short texts that says under which condition its price is meant; "" when none does.

    For `price=f"{price} | {condition_among(labels)}"`. Texts with amounts are offers (满200减20), not conditions.
    """
    return next((text for text in labels if text and _LABEL.fullmatch(text) and price_note(text)), "")
