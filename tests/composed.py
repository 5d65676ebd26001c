"""Small Taobao pages made on the spot, for tests that need many or strange ones (invented shops and ids)."""

import json
from collections.abc import Sequence
from typing import Any

SHELL = (
    "<html><head><title>淘宝搜索</title></head><body><div id='root'></div><script src='app.js'></script></body></html>"
)
"""A search page whose listings a script has yet to fetch."""
ANSWER = json.dumps(
    {
        "api": "mtop.search",
        "ret": ["SUCCESS"],
        "data": {
            "itemsArray": [
                {
                    "item_id": "77", "title": "<span class=H>诺德沃克</span> 电钻", "price": "99.00", "nick": "小铺",
                    "realSales": "1000+人付款", "procity": "浙江 杭州", "pic_path": "https://img.example/77.jpg",
                }
            ]
        },
    },
    ensure_ascii=False,
)  # fmt: skip
"""What that script is answered."""


def item(
    nid: int | str, title: str, price: str = "260.00", *, shop: str = "工具小铺", shop_id: str = "7001", **more: Any
) -> dict[str, Any]:
    """One search result as the page's data object has it."""
    return {
        "nid": str(nid), "title": title, "raw_title": title, "view_price": price, "view_sales": "12人付款",
        "item_loc": "浙江 杭州", "user_id": shop_id, "nick": shop, "detail_url": f"//item.taobao.com/item.htm?id={nid}",
        "pic_url": f"//g-search1.alicdn.com/{nid}.jpg", "category": "50012345", **more,
    }  # fmt: skip


def search_page(items: Sequence[dict[str, Any]], *, page: int = 1, pages: int = 1, total: int | None = None) -> bytes:
    """A search page of 2018: all data in `g_page_config`."""
    config = {
        "pageName": "mainsrp",
        "mods": {
            "itemlist": {"data": {"auctions": list(items)}},
            "pager": {
                "data": {"pageSize": 44, "totalPage": pages, "currentPage": page, "totalCount": total or len(items)}
            },
        },
    }
    data = json.dumps(config, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")
    script = f"<script>\n g_page_config = {data};\n g_srp_loadCss();\n</script>"
    return f"<html><head><title>搜索_淘宝</title>{script}</head><body></body></html>".encode()


def no_result_page() -> bytes:
    """The site's own word for nothing."""
    config = {"mods": {"noresult": {"status": "show"}, "itemlist": {"status": "hide"}}}
    return f"<html><script>\n g_page_config = {json.dumps(config)};\n g_srp_loadCss();</script></html>".encode()


def listing_page(
    nid: int | str,
    title: str,
    price: str = "260.00",
    *,
    shop: str = "工具小铺",
    shop_id: str = "7001",
    stock: int = 900,
) -> bytes:
    """An item page of 2020."""
    return (
        f"<html><head><title>{title}</title><script>var g_config = {{itemId:'{nid}', shopId:'1', shopName:'{shop}', "
        f"sellerId:'{shop_id}'}};</script></head><body><h3 class='tb-main-title' data-title='{title}'>{title}</h3>"
        f"<strong id='J_StrPrice'><em class='tb-rmb'>¥</em><em class='tb-rmb-num'>{price}</em></strong>"
        f"<span id='J_SpanStock'>{stock}</span></body></html>"
    ).encode()


def gone_page() -> bytes:
    """The site's own word for a listing that is no longer there."""
    words = "很抱歉，您查看的宝贝不存在，可能已下架或者被转移。"
    return f"<html><body><div class='error-notice-hd'>{words}</div></body></html>".encode()


def wall_page() -> bytes:
    """A captcha at the search's own address, with status 200."""
    return b"<html><title>Captcha</title><div id='nc_1_n1z'></div><input id='x5secdata'></html>"
