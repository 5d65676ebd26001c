"""1688's search as data: today's answer, the offers in pages of 2021-2023, and the advertising search of 2024."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from monitor.model import Listing
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.extract import Number, get_path, id_at, ids_at, int_at, number_at, records, strings, text_at
from monitor.pages.page import DESCRIBED, SearchPage
from monitor.pages.price_condition import condition_among
from monitor.pages.values import count_of

_OFFER_PARTS = ("tradePrice.offerPrice", "tradeQuantity", "company")
_PIECES = re.compile(r"\D{0,6}\d[\d.,]*[万千亿]?\+?\s?(?:$|[件个条套包台支盒瓶双笔单只张])")
"""Units sold; "成交2.4万+元" is a turnover."""


class OfferAnswers(AlibabaGroupPage):
    """Mixin: offers as today's answers and older scripts have them, as described."""

    data_after = r"(?:offerresultData|offerV2Showed)\s*="
    data_path = ("OFFER", "data.OFFER", "content", "data", "")

    def total(self) -> int | None:
        return count_of(_number(self.data, "found", "totalCount")) if self._offers() else None

    def says_empty(self) -> bool:
        return count_of(number_at(self.data, "found")) == 0 and not self._offers()

    def next_page(self) -> str | bool | None:
        more = get_path(self.data, "hasMore")
        return more in (True, "true") if more is not None else super().next_page()

    def _offers(self) -> list[dict[str, Any]]:
        return list(records(self.data, "items")) or list(records(self.data, "offerList"))

    def offer_answer(self) -> Iterator[Listing]:
        for cell in self._offers():
            offer = cell["data"] if isinstance(cell.get("data"), dict) else cell
            if not (offer_id := id_at(offer, "offerId") or id_at(offer, "id")):
                continue
            prices = "shopAddition.quantityPrices", "priceInfo.quantityPrices", "tradePrice.offerPrice.quantityPrices"
            steps = next((found for path in prices if (found := list(records(offer, path)))), [])
            ladder = [(number_at(step, "quantity"), _number(step, "value", "valueString")) for step in steps]
            sold = [_text(offer, "afterPrice.text"), _text(offer, "bookedCount", "saledCount")]
            yield self.listing(
                offer_id,
                _text(offer, "title", "subject", "information.subject", "information.simpleSubject"),
                price=_price(offer) or (ladder[0][1] if ladder else None),
                price_steps=ladder,
                vendor_id=id_at(offer, "memberId") or id_at(offer, "company.memberId"),
                seller_ids=[
                    *ids_at(
                        offer,
                        member=("memberId", "company.memberId"),
                        user=("userId", "company.userId", "sellerUserId"),
                        login=("loginId", "company.loginId"),
                    )
                ],
                vendor_name=_text(offer, "shop.text", "shopAddition.text", "company.name", "companyName", "loginId"),
                vendor_url=_text(offer, "shopAddition.shopLinkUrl", "winPortUrl", "company.url"),
                units_sold=next((words for words in sold if words and _PIECES.match(words)), None)
                or _number(offer, "tradeQuantity.saleQuantity", "saleQuantity"),
                min_order=_number(offer, "quantityBegin", "tradeQuantity.quantityBegin")
                or (ladder[0][0] if ladder else None),
                location=_place(offer) or _place(get_path(offer, "company")),
                images=[_text(offer, "odPicUrl", "offerPicUrl", "image.imgUrl", "imgUrl")],
                ad=get_path(offer, "isP4P") in (True, "true"),
            )


class Alibaba1688Answers(OfferAnswers, SearchPage):
    """The answer is that to `mtop.relationrecommend.wirelessrecommend.recommend`."""

    layouts: ClassVar = {"list_offer": "2024", "offer_answer": DESCRIBED}

    def list_offer(self) -> Iterator[Listing]:
        for offer in records(self.data_behind(r"[\"']?listOffer[\"']?\s*:", "listOffer", "")):
            prices, amounts, company = (get_path(offer, f"attr.{key}") for key in _OFFER_PARTS)
            ladder = [
                (number_at(step, "quantity"), _money(step.get("value"))) for step in records(prices, "quantityPrices")
            ]
            # shown is the price before a personal discount, and of a ladder the lowest
            asked = [price for _, price in ladder if price is not None]
            shown = min(asked) if len(asked) > 1 else _money(get_path(prices, "originalValue"))
            yield self.listing(
                id_at(offer, "offerid") or id_at(offer, "attr.id"), text_at(offer, "title"),
                price=shown or _money(get_path(prices, "value")), price_steps=ladder,
                vendor_id=id_at(offer, "memberId"),
                seller_ids=[*ids_at(offer, user=("userId",), login=("loginId", "attr.aliTalk.loginId"))],
                vendor_name=text_at(company, "name"),
                units_sold=number_at(amounts, "quantitySumMonth"),
                min_order=number_at(amounts, "quantityBegin"),
                location=" ".join(strings([text_at(company, "province"), text_at(company, "city")])),
                images=[text_at(offer, "imgUrl")], ad=offer.get("isP4P") is True,
            )  # fmt: skip


def _money(value: Any) -> Decimal | None:
    """A price that the site writes in two whole numbers: 5 decimals are .05."""
    whole, decimals = int_at(value, "integer"), int_at(value, "decimals")
    if whole is None or decimals is None or whole < 0 or not 0 <= decimals < 100:
        return None
    return Decimal(whole) + Decimal(decimals).scaleb(-2)


def _price(offer: dict[str, Any]) -> str | None:
    """The price, with the words beside it that name its condition."""
    shown = _number(offer, "priceInfo.price", "displayPrice", "tradePrice.offerPrice.valueString", "price")
    condition = condition_among([_text(offer, "priceInfo.priceDescription", "priceDescription", "priceInfo.priceText")])
    return f"{shown} | {condition}" if shown is not None else None


def _place(box: Any) -> str | None:
    return " ".join(strings([text_at(box, "province"), text_at(box, "city")])) or None


def _text(box: Any, *paths: str) -> str | None:
    """The first text that one of the paths leads to."""
    return next((text for path in paths if (text := text_at(box, path))), None)


def _number(box: Any, *paths: str) -> Number:
    return next((number for path in paths if (number := number_at(box, path)) is not None), None)
