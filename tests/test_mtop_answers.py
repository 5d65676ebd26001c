"""Answers of the Alibaba group's gateway, in every wrapper that saves and scripts give them; shops are invented."""

import html
import json
from typing import Any

import pytest

from monitor.pages.extract import json_answer
from monitor.pages.page import Page
from monitor.pages.read import read_page
from spiders.alibaba_1688 import Alibaba1688ListingPage, Alibaba1688SearchPage
from spiders.taobao import TaobaoListingPage, TaobaoSearchPage
from spiders.tmall import TmallListingPage

SEARCH_1688 = "https://s.1688.com/selloffer/offer_search.htm?keywords=x"
OFFER_1688 = "https://detail.1688.com/offer/820000000701.html"
SEARCH_TAOBAO = "https://s.taobao.com/search?q=x"
ITEM_TAOBAO = "https://item.taobao.com/item.htm?id=710000000101"
ITEM_TMALL = "https://detail.tmall.com/item.htm?id=710000000101"

_ITEM = {
    "item": {"itemId": "710000000101", "title": "诺德沃克电钻", "vagueSellCount": "2000+"},
    "seller": {"sellerId": "880200301", "shopName": "劲拓木石工具铺"},
    "componentsVO": {"priceVO": {"price": {"priceText": "388"}}},
}
_OFFER = {"offerId": "820000000701", "title": "诺德沃克电钻", "priceInfo": {"price": "39.90"}}
_MODULES = {
    "productTitle": {"fields": {"title": "诺德沃克电钻", "shopInfo": {"companyName": "金华劲拓工具厂"}}},
    "mainPrice": {"fields": {"finalPriceModel": {"tradeWithoutPromotion": {"offerMinPrice": "39.90"}}}},
}
_AUCTION = {"nid": "710000000101", "title": "诺德沃克电钻", "view_price": "88.00"}
_FOUND = {"item_id": "710000000101", "title": "诺德沃克电钻", "price": "88"}

DATA: list[tuple[type[Page], str, dict[str, Any]]] = [
    (TaobaoListingPage, ITEM_TAOBAO, _ITEM),
    (TmallListingPage, ITEM_TMALL, _ITEM),
    (
        TaobaoSearchPage,
        SEARCH_TAOBAO,
        {"itemsArray": [_FOUND]},
    ),
    (TaobaoSearchPage, SEARCH_TAOBAO, {"mods": {"itemlist": {"data": {"auctions": [_AUCTION]}}}}),
    (Alibaba1688SearchPage, SEARCH_1688, {"data": {"OFFER": {"found": 1, "items": [{"data": _OFFER}]}}}),
    (Alibaba1688SearchPage, SEARCH_1688, {"offerList": [_OFFER]}),
    (Alibaba1688ListingPage, OFFER_1688, {"model": {"dataModel": _MODULES}}),
    (Alibaba1688ListingPage, OFFER_1688, {"result": {"data": _MODULES}}),
]


def _answer(data: Any, *ret: str) -> str:
    return json.dumps({"api": "mtop.demo", "data": data, "ret": list(ret), "v": "1.0"}, ensure_ascii=False)


def _wrapped(data: Any) -> dict[str, str]:
    plain, inner = _answer(data, "SUCCESS::调用成功"), _answer(json.dumps(data), "SUCCESS::调用成功")
    return {
        "JSON": plain,
        "JSON in JSON": inner,
        "JSONP": f" mtopjsonp1({plain})",
        "JSONP with a semicolon": f"jQuery19_1({plain});\n",
        "JSONP behind a comment": f"/**/typeof cb === 'function' && cb({plain});",
        "JSONP that catches": f"try{{cb({plain})}}catch(e){{}}",
        "a guard": f")]}}',\n{plain}",
        "a browser's page": f"<html><head></head><body><pre style='a'>{html.escape(inner)}</pre></body></html>",
        "a byte order mark": f"\ufeff{plain}",
    }


@pytest.mark.parametrize(("page", "url", "data"), DATA)
@pytest.mark.parametrize("wrapper", _wrapped({}))
def test_data_in_an_answer(page: type[Page], url: str, data: dict[str, Any], wrapper: str) -> None:
    reading = read_page(page, _wrapped(data)[wrapper].encode(), url)
    assert reading.outcome == "listings", reading
    assert reading.listings[0].title == "诺德沃克电钻"
    assert reading.listings[0].price_min is not None


@pytest.mark.parametrize("page_and_url", [case[:2] for case in DATA])
@pytest.mark.parametrize(
    ("ret", "reason"),
    [
        ("RGV587_ERROR::SM::哎哟喂,被挤爆啦,请稍后重试!", "wall"),
        ("FAIL_SYS_USER_VALIDATE", "wall"),
        ("FAIL_SYS_SESSION_EXPIRED::Session过期", "login"),
        ("FAIL_SYS_TOKEN_EXOIRED::令牌过期", "login"),
        ("FAIL_SYS_ILLEGAL_ACCESS::非法请求", "login"),
        ("FAIL_SYS_TRAFFIC_LIMIT::限流", "rate_limit"),
        ("FAIL_SYS_FLOWLIMIT", "rate_limit"),
        ("FAIL_SYS_SERVICE_TIMEOUT::服务超时", "rate_limit"),
        ("FAIL_DEMO_UNHEARD_OF", "wall"),
    ],
)
def test_refusals(page_and_url: tuple[type[Page], str], ret: str, reason: str) -> None:
    page, url = page_and_url
    for text in (_answer({}, ret), f"mtopjsonp1({_answer({}, ret)})", _answer("", ret)):
        reading = read_page(page, text.encode(), url)
        assert (reading.outcome, reading.reason) == ("blocked", reason)


def test_a_refusal_that_sends_to_the_login() -> None:
    text = _answer({"url": "https://login.taobao.com/member/login.jhtml"}, "FAIL_SYS_USER_VALIDATE")
    assert read_page(TaobaoSearchPage, text.encode(), SEARCH_TAOBAO).reason == "login"


def test_a_refusal_without_the_gateways_form() -> None:
    text = '{"rgv587_flag":"sm","url":"https://s.taobao.com/search/_____tmd_____/punish?x5secdata=demo"}'
    assert read_page(TaobaoSearchPage, text.encode(), SEARCH_TAOBAO).reason == "wall"


def test_a_listing_that_the_gateway_does_not_know() -> None:
    reading = read_page(TaobaoListingPage, _answer({}, "FAIL_BIZ_ITEM_NOT_EXIST::宝贝不存在").encode(), ITEM_TAOBAO)
    assert (reading.outcome, reading.reason) == ("empty", "gone")


def test_nothing_found_in_an_answer() -> None:
    text = _answer({"data": {"OFFER": {"found": 0, "items": []}}}, "SUCCESS::调用成功")
    assert read_page(Alibaba1688SearchPage, text.encode(), SEARCH_1688).outcome == "empty"


@pytest.mark.parametrize("text", ["", "(", "cb(", "{", "cb({}) + 1", "<pre>", "<p>x</p><pre>{}</pre>", "try{", ")]}',"])
def test_no_answer(text: str) -> None:
    assert json_answer(text) is None
