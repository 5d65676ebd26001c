"""Pages of four marketplaces as they are made: what tells a listing, and which of a seller's identifiers.

A search page and a listing's own page tell different ones, and so do the layouts of one kind of page.
"""

import html
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bench.market.shops.identity import Identity


@dataclass(frozen=True)
class Shown:
    """What a marketplace shows of a listing; None where it doesn't."""

    number: str
    title: str
    price: Decimal
    seller: Identity
    sold: int | None
    stock: int | None


def search_page(dice: random.Random, place: str, shown: Sequence[Shown], number: int) -> tuple[str, bytes]:
    """Address and bytes of a page of search results, in one of the marketplace's layouts."""
    address, layouts = _SEARCHES[place]
    return address.format(number=number), dice.choice(layouts)(shown).encode()


def listing_page(dice: random.Random, place: str, shown: Shown) -> tuple[str, bytes]:
    """Address and bytes of a listing's own page."""
    address, layouts = _ITEMS[place]
    return address.format(number=shown.number), dice.choice(layouts)(shown).encode()


def _document(inside: str, script: str = "") -> str:
    return f"<html><head><meta charset='utf-8'></head><body>{inside}<script>{script}</script></body></html>"


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")


# Taobao


def _taobao_of_2018(shown: Sequence[Shown]) -> str:
    """User number and login."""
    auctions = [
        {
            "nid": one.number, "title": html.escape(one.title), "raw_title": one.title, "view_price": str(one.price),
            "view_sales": f"{one.sold}人付款" if one.sold is not None else None, "item_loc": "浙江 杭州",
            "user_id": one.seller.user, "nick": one.seller.login, "category": "50019780",
            "detail_url": f"//item.taobao.com/item.htm?id={one.number}",
            "shopLink": f"//store.taobao.com/shop/view_shop.htm?user_number_id={one.seller.user}",
        }
        for one in shown
    ]  # fmt: skip
    pager = {"pageSize": 44, "totalPage": 100, "currentPage": 1, "totalCount": 4400}
    config = {"mods": {"itemlist": {"data": {"auctions": auctions}}, "pager": {"data": pager}}}
    return _document("", f"g_page_config = {_json(config)};\n g_srp_loadCss();")


def _taobao_answer(shown: Sequence[Shown]) -> str:
    """User number, the shop's name, and its address by user number."""
    items = [
        {
            "item_id": one.number, "title": html.escape(one.title), "price": str(one.price),
            "realSales": f"{one.sold}人付款" if one.sold is not None else None, "procity": "浙江 杭州",
            "userId": one.seller.user, "nick": one.seller.login,
            "shopInfo": {
                "title": one.seller.name,
                "url": f"//store.taobao.com/shop/view_shop.htm?user_number_id={one.seller.user}",
            },
        }
        for one in shown
    ]  # fmt: skip
    return json.dumps(
        {"api": "mtop.relationrecommend", "ret": ["SUCCESS"], "data": {"itemsArray": items}}, ensure_ascii=False
    )


def _taobao_item_of_2020(one: Shown) -> str:
    """User number, login, shop number and the shop's name."""
    seller = one.seller
    config = (
        f"g_config = {{\n itemId : '{one.number}',\n shopId : '{seller.shop}',\n shopName : {_js(seller.name)},\n"
        f" sellerId : '{seller.user}',\n sellerNick : {_js(seller.login)}\n}};"
    )
    stock = f"<span id='J_SpanStock'>{one.stock}</span>" if one.stock is not None else ""
    title = html.escape(one.title)
    return _document(
        f"<h3 class='tb-main-title' data-title=\"{title}\">{title}</h3>"
        f"<strong id='J_StrPrice'><em class='tb-rmb'>¥</em><em class='tb-rmb-num'>{one.price}</em></strong>{stock}",
        config,
    )


def _taobao_item_of_2026(one: Shown) -> str:
    """User number, shop number, the shop's name and its address by shop number."""
    seller = one.seller
    data = {
        "item": {"itemId": one.number, "title": one.title, "images": []},
        "seller": {
            "shopName": seller.name, "shopId": seller.shop, "sellerId": seller.user, "sellerType": "C",
            "pcShopUrl": f"//shop{seller.shop}.taobao.com",
        },
        "componentsVO": {"priceVO": {"price": {"priceText": str(one.price), "priceUnit": "￥"}}},
        "skuCore": {"sku2info": {"0": _quantity(one)}},
    }  # fmt: skip
    context = {"loaderData": {"home": {"data": {"res": data}}}}
    return _document(
        "",
        "(function(){var a = window.__ICE_APP_CONTEXT__ || {};"
        f"var b = {_json(context)};for (var k in a) {{b[k] = a[k]}}window.__ICE_APP_CONTEXT__=b;}})();",
    )


def _quantity(one: Shown) -> dict[str, str]:
    return {} if one.stock is None else {"quantity": str(one.stock), "moreQuantity": "false"}


def _js(text: str) -> str:
    """A script's text in single quotes, with escapes as the site writes them."""
    return "'" + "".join(char if char.isascii() and char not in "'\\" else f"\\u{ord(char):04X}" for char in text) + "'"


# JD


def _jd_cards(shown: Sequence[Shown]) -> str:
    """Vendor number, and the shop's number in its link."""
    return _jd_list(shown, '<span><a class="curr-shop" href="//mall.jd.com/index-{shop}.html">{name}</a></span>')


def _jd_cards_of_books(shown: Sequence[Shown]) -> str:
    """Vendor number and the shop's name."""
    return _jd_list(shown, "{name}", "p-shopnum")


def _jd_list(shown: Sequence[Shown], shop: str, css_class: str = "p-shop") -> str:
    cards = "".join(
        f'<li class="gl-item" data-sku="{one.number}"><div class="gl-i-wrap"><div class="p-img">'
        f'<a href="//item.jd.com/{one.number}.html"></a><div data-venid="{one.seller.user}"></div></div>'
        f'<div class="p-price"><strong><em>￥</em><i>{one.price}</i></strong></div>'
        f'<div class="p-name"><a href="//item.jd.com/{one.number}.html"><em>{html.escape(one.title)}</em></a></div>'
        f'<div class="{css_class}">{shop.format(shop=one.seller.shop, name=html.escape(one.seller.name))}</div>'
        "</div></li>"
        for one in shown
    )
    return _document(f'<div id="J_goodsList"><ul class="gl-warp">{cards}</ul></div>')


def _jd_item(one: Shown) -> str:
    """Vendor number and shop number; the shop's name beside them."""
    config = (
        f"var pageConfig = {{ product: {{ skuid: {one.number}, name: {_js(one.title)}, isSelf:false,"
        f" venderId:{one.seller.user}, shopId:'{one.seller.shop}' }} }};"
    )
    return _document(
        f'<div id="popbox"><div class="mt"><a href="//mall.jd.com/index-{one.seller.shop}.html">'
        f"{html.escape(one.seller.name)}</a></div></div>"
        f'<div id="J_FinalPrice"><span class="price">{one.price}</span></div>',
        config,
    )


# 1688


def _1688_cards(shown: Sequence[Shown]) -> str:
    """Member id, the company's name, and the shop's address by subdomain."""
    cards = "".join(
        f'<a class="search-offer-wrapper" data-renderkey="1_{place}_normal_{one.seller.user}_{one.number}"'
        f' href="http://detail.m.1688.com/page/index.html?offerId={one.number}">'
        f'<div class="title-text">{html.escape(one.title)}</div>'
        f'<div class="offer-price-row"><div class="price-item">¥{one.price}</div>{_pieces(one)}</div>'
        f'<div class="offer-shop-row"><div class="col-left"><a href="http://{one.seller.subdomain}.1688.com"'
        f' class="offer-desc-item"><div class="desc-text">{html.escape(one.seller.name)}</div></a></div></div></a>'
        for place, one in enumerate(shown, 1)
    )
    return _document(f'<div class="feeds-wrapper">{cards}</div>')


def _pieces(one: Shown) -> str:
    return f'<div class="desc-text">{one.sold}件</div>' if one.sold is not None else ""


def _1688_offers(shown: Sequence[Shown]) -> str:
    """Member id, login and the company's name."""
    offers = [
        {
            "offerid": one.number, "title": html.escape(one.title), "memberId": one.seller.user, "isP4P": False,
            "attr": {
                "id": one.number,
                "aliTalk": {"loginId": one.seller.login},
                "company": {"name": one.seller.name, "province": "广东", "city": "深圳"},
                "tradePrice": {"offerPrice": {"originalValue": _in_two(one.price), "value": _in_two(one.price)}},
                "tradeQuantity": {"quantityBegin": 1, "quantitySumMonth": one.sold},
            },
        }
        for one in shown
    ]  # fmt: skip
    return _document("", f'var pageConfig = {{ "listOffer": {_json(offers)} }};')


def _in_two(price: Decimal) -> dict[str, int]:
    return {"integer": int(price), "decimals": int(price * 100) % 100}


def _1688_item_of_2019(one: Shown) -> str:
    """Member id, login, the company's name, and the shop's address by subdomain."""
    seller = one.seller
    config = (
        f"var iDetailConfig = {{ 'offerid':'{one.number}', 'memberid':'{seller.user}', 'loginId':{_js(seller.login)},"
        f" 'beginAmount':'1', 'companySiteLink':'//{seller.subdomain}.1688.com' }};"
        f" var iDetailData = {{'sku':{{'price':'{one.price}','canBookCount':'{one.stock or ''}'}}}};"
    )
    return _document(
        f'<meta property="og:product:nick" content="name={html.escape(seller.name)};url=">'
        f'<h1 class="d-title">{html.escape(one.title)}</h1>'
        f'<div class="obj-price"><span class="price-now">{one.price}</span></div>',
        config,
    )


def _1688_item_of_2026(one: Shown) -> str:
    """Member id, the account's number, and the company's name."""
    price = {"offerMinPrice": str(one.price), "offerMaxPrice": str(one.price), "offerBeginAmount": 1}
    facts = {
        "offerBaseInfo": {"offerId": int(one.number), "sellerUserId": int(one.seller.shop)},
        "tempModel": {"sellerMemberId": one.seller.user},
        "orderParamModel": {"orderParam": {"canBookCount": one.stock, "beginNum": 1}},
    }  # fmt: skip
    data = {
        "productTitle": {"fields": {"title": one.title, "shopInfo": {"companyName": one.seller.name}}},
        "mainPrice": {"fields": {"finalPriceModel": {"tradeWithoutPromotion": price}}},
        "Root": {"fields": {"dataJson": facts}},
    }
    return _document("", f"(function(a,b){{}})(window.contextPath,{_json({'result': {'data': data}})});")


# AliExpress


def _aliexpress_search(shown: Sequence[Shown]) -> str:
    """Store number and member number; the address by store number."""
    content = [
        {
            "productId": one.number, "productType": "natural", "title": {"displayTitle": html.escape(one.title)},
            "prices": {"salePrice": {
                "minPrice": float(one.price), "currencyCode": "USD", "formattedPrice": f"US ${one.price}",
            }},
            "trade": {"tradeDesc": f"{one.sold} sold"} if one.sold is not None else {},
            "store": {
                "storeName": one.seller.name, "storeId": int(one.seller.shop), "aliMemberId": int(one.seller.user),
                "storeUrl": f"//www.aliexpress.com/store/{one.seller.shop}",
            },
        }
        for one in shown
    ]  # fmt: skip
    fields = {"mods": {"itemList": {"content": content}}}
    whole = {"data": {"root": {"fields": fields}}}
    return _document("", f"window._dida_config_ = {{}};window._dida_config_._init_data_= {{ data: {_json(whole)} }};")


def _aliexpress_item(one: Shown) -> str:
    """The answer that the page's script gets: store number and member number."""
    seller = one.seller
    price = {"originalPrice": {"currency": "USD", "value": float(one.price)}, "salePriceString": f"US ${one.price}"}
    result = {
        "PRODUCT_TITLE": {"text": one.title},
        "GLOBAL_DATA": {"globalData": {"productId": one.number, "storeId": seller.shop, "sellerId": seller.user}},
        "PRICE": {"targetSkuPriceInfo": price},
        "QUANTITY_PC": {"totalAvailableInventory": one.stock},
        "SHOP_CARD_PC": {
            "storeName": seller.name,
            "sellerInfo": {
                "storeNum": int(seller.shop), "adminSeq": int(seller.user),
                "storeURL": f"//www.aliexpress.com/store/{seller.shop}",
            },
        },
    }  # fmt: skip
    return json.dumps({"api": "mtop.aliexpress.pdp.pc.query", "ret": ["SUCCESS"], "data": {"result": result}})


def _aliexpress_drawn_item(one: Shown) -> str:
    """Store number alone."""
    return _document(
        f'<h1 data-pl="product-title">{html.escape(one.title)}</h1>'
        f'<span class="price--currentPriceText--x1">US ${one.price}</span>'
        f'<a data-pl="store-name" href="//www.aliexpress.com/store/{one.seller.shop}">'
        f"{html.escape(one.seller.name)}</a>"
    )


_Search = Callable[[Sequence[Shown]], str]
_SEARCHES: dict[str, tuple[str, list[_Search]]] = {
    "taobao": ("https://s.taobao.com/search?q=x&s={number}", [_taobao_of_2018, _taobao_answer]),
    "jd": ("https://search.jd.com/Search?keyword=x&enc=utf-8&page={number}", [_jd_cards, _jd_cards_of_books]),
    "alibaba_1688": (
        "https://s.1688.com/selloffer/offer_search.htm?keywords=x&beginPage={number}",
        [_1688_cards, _1688_offers],
    ),
    "aliexpress": ("https://www.aliexpress.com/w/wholesale-x.html?page={number}", [_aliexpress_search]),
}
_ITEMS: dict[str, tuple[str, list[Callable[[Shown], str]]]] = {
    "taobao": ("https://item.taobao.com/item.htm?id={number}", [_taobao_item_of_2020, _taobao_item_of_2026]),
    "jd": ("https://item.jd.com/{number}.html", [_jd_item]),
    "alibaba_1688": ("https://detail.1688.com/offer/{number}.html", [_1688_item_of_2019, _1688_item_of_2026]),
    "aliexpress": ("https://www.aliexpress.com/item/{number}.html", [_aliexpress_item, _aliexpress_drawn_item]),
}
"""By marketplace: the address, and the layouts between which the dice choose."""
