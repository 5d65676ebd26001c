"""The least quantity that a wholesale card or page asks for, told apart from the prices and numbers beside it."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.pages.extract import clean
from monitor.pages.limits import MAX_SEARCHED

# The words of wholesale sites in the languages of their national pages (Alibaba.com, Made-in-China, DHgate, 1688).
_LABEL = (
    r"(?:MOQ|min(?:imum|\.)? ?order(?: quantity)?|min\. ?qty|(?:最小|最低)?起[订批]量|mindest(?:bestell|abnahme)menge"
    r"|(?:orden|pedido|cantidad|quantidade|commande|quantité|ordine|quantità) (?:de (?:pedido|commande) )?m[ií]n"
    r"(?:im[ao]|imale?|\.)?|мин(?:имальный|\.) ?заказ)"
)
_GAP = r"[\s|:：.(≥]{0,6}"
_NUMBER = r"(\d[^\s|]{0,20})"  # to its end: what is a part of a longer number is none
_LABEL_FIRST = re.compile(rf"(?i){_LABEL}{_GAP}{_NUMBER}")  # "Min. Order: 1 Piece"
_NUMBER_FIRST = re.compile(
    rf"(?i)(?:^|\|) ?{_NUMBER}(?: [^\W\d_]{{1,20}}){{0,2}}[ |]{{0,3}}\(?{_LABEL}"  # "1 Piece (MOQ)"
    r"|(?:^|[|≥]) ?(\d[^\s|起]{0,20})起[批订](?!量)"  # "2件起批"
)
_MONEY = re.compile(r"(?:[$€£¥￥₹₽]|[A-Z]{3})[\s|]{0,3}$")


def min_order_in(box: LexborNode | LexborHTMLParser | None) -> str | None:
    """The number in "Min. Order: 5 Pieces", "1 Piece (MOQ)" or "2件起批" of a card; None when it tells none.

    A number with the words before it wins; one before the words must begin its own element, and be no price.
    """
    if box is None:
        return None
    text = (clean(box.text(separator="|")) or "")[:MAX_SEARCHED]
    text = re.sub(r"(?: ?\| ?)+", "|", text)
    if behind := _LABEL_FIRST.search(text):
        return behind[1]
    for before in _NUMBER_FIRST.finditer(text):
        number = before[1] or before[2]
        start = before.start(1) if before[1] else before.start(2)
        if not _MONEY.search(text[max(0, start - 6) : start]):
            return number
    return None
