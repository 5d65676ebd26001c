"""The page of the speed benchmark: 300 kB, 48 listings, as data object and as rendered cards (invented shops)."""

import json
from collections.abc import Iterator

LISTINGS = 48
_SIZE = 300_000
_TITLES = (
    "诺德沃克 X200 无线电钻 充电式家用多功能手电钻工具套装 {n}",
    "博朗牌冲击钻 家用小型电动螺丝刀套装 锂电池两用 {n}",
    "工业级电锤 大功率混凝土打孔电镐三用多功能 {n}",
)
_CARD = """
<div class="item J_MouserOnverReq" data-category="auctions" data-index="{i}">
 <div class="pic-box J_MouseEneterLeave J_PicBox"><div class="pic"><a class="pic-link J_ClickStat" data-nid="{nid}"
  href="//item.taobao.com/item.htm?id={nid}&amp;ns=1"><img class="J_ItemPic img" data-src="//g-search1.alicdn.com/{nid}.jpg"
  alt="{title}"></a></div></div>
 <div class="ctx-box J_MouseEneterLeave"><div class="row row-1 g-clearfix"><div class="price g_price"><span>¥</span>
  <strong>{price}</strong></div><div class="deal-cnt">{sold}人付款</div></div>
  <div class="row row-2 title"><a class="J_ClickStat" data-nid="{nid}" href="//item.taobao.com/item.htm?id={nid}">{title}</a></div>
  <div class="row row-3 g-clearfix"><div class="shop"><a class="shopname J_MouseEneterLeave" data-userid="{shop}"
   href="//store.taobao.com/shop/view_shop.htm?user_number_id={shop}"><span>五金小铺{shop}</span></a></div>
   <div class="location">浙江 杭州</div></div></div>
</div>"""
_FILL = '<li class="cat-item"><a href="/list?cat={n}" trace="srp_cat_{n}"><span class="text">分类 {n}</span></a></li>\n'


def listings(page: int) -> Iterator[dict[str, str]]:
    """The facts of one page's listings: other ids on every page, a third of them name the brand."""
    for i in range(LISTINGS):
        number = page * LISTINGS + i
        yield {
            "i": str(i),
            "nid": str(600_000_000_000 + number),
            "title": _TITLES[i % len(_TITLES)].format(n=number),
            "price": f"{150 + number % 900}.00",
            "sold": str(number % 5000),
            "shop": str(70_000 + number % 211),
        }


def search_page(page: int) -> bytes:
    """One search page, about 300 kB."""
    found = list(listings(page))
    auctions = [
        {
            "nid": one["nid"],
            "category": "50012345",
            "title": one["title"],
            "raw_title": one["title"],
            "pic_url": f"//g-search1.alicdn.com/{one['nid']}.jpg",
            "detail_url": f"//item.taobao.com/item.htm?id={one['nid']}",
            "view_price": one["price"],
            "view_fee": "0.00",
            "item_loc": "浙江 杭州",
            "view_sales": f"{one['sold']}人付款",
            "comment_count": "12",
            "user_id": one["shop"],
            "nick": f"五金小铺{one['shop']}",
            "shopcard": {"isTmall": False, "sellerCredit": 14},
            "shopLink": f"//store.taobao.com/shop/view_shop.htm?user_number_id={one['shop']}",
            "icon": [{"title": "运费险", "dom_class": "icon-service-yunfeixian", "position": "1"}],
        }
        for one in found
    ]
    config = {
        "pageName": "mainsrp",
        "mods": {
            "itemlist": {"status": "show", "data": {"auctions": auctions}},
            "pager": {
                "status": "show",
                "data": {"pageSize": 44, "totalPage": 100, "currentPage": 1, "totalCount": 4400},
            },
        },
    }
    cards = "".join(_CARD.format(**one) for one in found)
    head = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>电钻_淘宝搜索</title></head><body><div id='page'>"
    script = f"<script>\n g_page_config = {json.dumps(config, ensure_ascii=False)};\n g_srp_loadCss();\n</script>"
    body = f"{head}<div class='m-itemlist'><div class='items'>{cards}</div></div>{script}<ul class='m-cat'>"
    size = len(body.encode())
    fill = []
    while size < _SIZE:
        fill.append(_FILL.format(n=len(fill)))
        size += len(fill[-1].encode())
    return f"{body}{''.join(fill)}</ul></div></body></html>".encode()
