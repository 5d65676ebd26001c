"""Chinese marketplaces: walls, refusals and conditions in the words of the sites; shops and goods are invented."""

import json
from typing import Any

import pytest

from monitor.pages.read import read_page
from monitor.pages.reading import PageReading
from monitor.pages.walls import common_wall
from monitor.text.money import read_price
from spiders.jd import JdSearchPage
from spiders.taobao import TaobaoListingPage, TaobaoSearchPage
from spiders.tmall import TmallListingPage

TAOBAO_SEARCH = "https://s.taobao.com/search?q=x"
TAOBAO_ITEM = "https://item.taobao.com/item.htm?id=600000000001"
JD_SEARCH = "https://search.jd.com/Search?keyword=x"


def _read(page_class: Any, text: str, url: str) -> PageReading:
    return read_page(page_class, text.encode(), url)


@pytest.mark.parametrize(
    "title",
    [
        "登录",
        "用户登录",
        "京东-欢迎登录",
        "淘宝网 - 淘！我喜欢 请登录",
        "会员登陆页",
        "登入",
        "Sign in | Example",
        "Log in",
        "Login",
    ],
)
def test_a_login_page_is_known_by_its_title(title: str) -> None:
    padding = f"<script>/*{'x' * 5000}*/</script>"
    assert common_wall(f"<title>{title}</title><body>{padding}", TAOBAO_SEARCH) == "login"


@pytest.mark.parametrize(
    "title", ["登录宝盒 电钻", "电钻登录器_淘宝搜索", "Sign in bracket 12 inch", "Log in basket, oak"]
)
def test_goods_with_login_in_their_names_are_no_login_page(title: str) -> None:
    assert common_wall(f"<title>{title}</title><p>x", TAOBAO_SEARCH) is None


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ('div class="ns-content"', "抱歉，没有找到“<em>zz</em>”的搜索结果，为您推荐以下结果"),
        ('div class="check-error"', "没有找到与“zz”相关的商品，为您推荐“z”的相关商品"),
        ('div class="ns-content"', "<span>抱歉，没有搜索到与“zz”相关的商品</span>"),
        ("p", "没有找到相关商品"),
    ],
)
def test_jd_says_nothing_in_several_words(place: str, words: str) -> None:
    goods = '<li class="gl-item" data-sku="1"><div class="p-name"><em>其他</em></div></li>'
    other = goods if "class" in place else ""
    assert _read(JdSearchPage, f"<{place}>{words}</{place.partition(' ')[0]}>{other}", JD_SEARCH).outcome == "empty"


@pytest.mark.parametrize(
    ("title", "note"),
    [("券后", "coupon"), ("补贴后", "subsidy"), ("国补价", "subsidy"), ("用券后", "coupon"), ("优惠后", None)],
)
def test_taobao_tells_the_condition_of_a_price_in_its_title(title: str, note: str | None) -> None:
    prices = {"extraPrice": {"priceTitle": title, "priceText": "341"}, "price": {"priceText": "388"}}
    stock = {"sku2info": {"0": {"quantity": 5, "moreQuantity": "false"}}}
    data = {
        "item": {"itemId": "600000000001", "title": "诺德沃克电钻"},
        "skuCore": stock,
        "componentsVO": {"priceVO": prices, "deliveryVO": {"deliveryFromAddr": "广东深圳"}},
    }
    whole = json.dumps({"loaderData": {"home": {"data": {"res": data}}}})
    listing = _read(
        TaobaoListingPage, f"<script>__ICE_APP_CONTEXT__ || 0;var b = {whole};</script>", TAOBAO_ITEM
    ).listings[0]
    assert (str(listing.price_min), str(listing.price_list), listing.price_note) == ("341", "388", note)
    assert (listing.stock, listing.location) == (5, "广东深圳")


def test_a_taobao_login_at_a_search_address() -> None:
    assert _read(TaobaoSearchPage, "<title>登录</title>", TAOBAO_SEARCH).reason == "login"


@pytest.mark.parametrize(("words", "note"), [("抢券立减 ¥12", "coupon"), ("¥12 国补", "subsidy"), ("¥12 立减", None)])
def test_sisters_of_the_coupon_price(words: str, note: str | None) -> None:
    price = read_price(words, "CNY")
    assert price is not None
    assert price.note == note


@pytest.mark.parametrize(
    ("notice", "outcome"),
    [
        ('<div class="noResult--demo">没有找到与“zz”相关的宝贝，为您推荐以下宝贝</div>', "empty"),
        ('<div class="Content--emptyContent--a1">没找到相关宝贝</div>', "empty"),
        ('<div class="noResult--demo" style="display: none">没有找到相关的宝贝</div>', "listings"),
        ('<div class="title--a">找不到的宝贝</div>', "listings"),
        ("", "listings"),
    ],
)
def test_goods_below_a_notice_of_nothing_are_no_results(notice: str, outcome: str) -> None:
    card = '<a id="item_id_1" class="doubleCardWrapper--x"><div class="title--x">诺德沃克</div></a>'
    assert _read(TaobaoSearchPage, f"<body>{notice}{card}", TAOBAO_SEARCH).outcome == outcome


@pytest.mark.parametrize(
    "words",
    [
        '<div class="error-notice-hd">很抱歉，您查看的宝贝不存在，可能已下架或者被转移</div>',
        '<strong class="sold-out-tit">此商品已下架</strong>',
        '<p class="tb-hint"><strong>此宝贝已下架</strong></p>',
        '<div class="soldOut--demo">商品已失效</div>',
        "<p>该商品已被删除</p>",
    ],
)
def test_a_listing_that_is_gone_in_its_own_words(words: str) -> None:
    for page, url in ((TaobaoListingPage, TAOBAO_ITEM), (TmallListingPage, "https://detail.tmall.com/item.htm?id=1")):
        reading = _read(page, f"<body>{words}<h4>您可能还喜欢</h4>", url)
        assert (reading.outcome, reading.reason) == ("empty", "gone")


@pytest.mark.parametrize(
    ("words", "reason"),
    [("亲，请拖动下方滑块完成验证", "wall"), ("亲，小二正忙，滑动一下马上回来", "wall"), ("亲，请登录后查看", "login")],
)
def test_walls_in_the_pages_own_words(words: str, reason: str) -> None:
    assert _read(TaobaoSearchPage, f"<title>淘宝</title><p>{words}</p>", TAOBAO_SEARCH).reason == reason
