"""A fast stand-in for Taobao's search, for the speed benchmark: pages of 300 kB and 48 listings (all invented).

`python -m bench.server` prints its port, then answers until it is killed. Every search and page has listings of its
own, both in the data object of 2018 (`g_page_config`) and as rendered cards; the same address gets the same page again.
`/__count` tells how many pages were served, `/__reset` sets that to 0.
"""

import asyncio
import socket
import sys
import zlib
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

PAGE_BYTES = 300_000
LISTINGS = 48
LAST_PAGE = 100
_OFFSET = 44
"""Results that an address counts for a page: Taobao shows more than it counts."""


def _encoded(*words: str) -> list[bytes]:
    return [word.encode() for word in words]


_BRANDS = _encoded("诺德沃克", "Nordwerk", "NORDWERK诺德沃克 ")
_MODELS = _encoded("X200", "M5", "X-200")
_OTHERS = _encoded("凌格", "Torvaal", "海岳工匠", "Brisma", "铁砚", "Nordwerkstatt ", "巧鲁", "Kellmark")
_KINDS = _encoded("电钻", "手电钻", "冲击钻", "电动螺丝刀", "锂电钻", "角磨机", "电锤")
_POWERS = _encoded("充电式", "无线锂电", "大功率无刷", "双速可调", "12V小型", "21V家用", "工业级")
_USES = _encoded("家用多功能木工打孔", "装修混凝土墙面打孔", "汽修扳手拧螺丝", "户外工地施工", "迷你便携手持")
_EXTRAS = _encoded("套装两电一充", "正品包邮", "全套配件工具箱 40件", "顺丰发货", "裸机 不含电池", "送钻头 质保两年")
_PLACES = _encoded("浙江 杭州", "广东 深圳", "江苏 南通", "上海", "山东 临沂", "浙江 金华", "福建 泉州")
_SHOPS = _encoded("五金小铺", "工具大全", "机电直营店", "小丘电动工具", "专营店")

_HEAD = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>电钻_淘宝搜索</title><style>
{style}</style></head><body><div id="page"><div class="m-nav"><ul>
{nav}</ul></div><script>
    g_page_config = {{"pageName":"mainsrp","mods":{{"itemlist":{{"status":"show","data":{{"auctions":["""
_MIDDLE = (
    """]}}}},"pager":{{"status":"show","data":{{"pageSize":44,"totalPage":{last},"currentPage":{page},"""
    """"totalCount":{total}}}}}}},"mainInfo":{{"currentUrl":"https://s.taobao.com/search"}}}};
    g_srp_loadCss();
</script><div class="m-itemlist"><div class="grid g-clearfix"><div class="items">"""
)
_TAIL = b"</div></div></div><script>\n"
_END = b"\n</script></div></body></html>"

_AUCTION = (
    """{"i2iTags":{"samestyle":{"url":""},"similar":{"url":"/search?type\\u003dsimilar\\u0026app\\u003di2i\\u0026"""
    """rec_type\\u003d1\\u0026uniqpid\\u003d\\u0026nid\\u003d%(nid)s"}},"p4pTags":[],"nid":"%(nid)s","""
    """"category":"%(category)s","pid":"","title":"%(before)s\\u003cspan class\\u003dH\\u003e%(kind)s\\u003c/span"""
    """\\u003e%(after)s","raw_title":"%(before)s%(kind)s%(after)s","pic_url":"//img.example/uploaded/i4/%(shop)s/"""
    """TB2%(nid)s_!!%(shop)s.jpg","detail_url":"//%(host)s/item.htm?id\\u003d%(nid)s\\u0026ns\\u003d1\\u0026abbucket"""
    """\\u003d5#detail","view_price":"%(price)s","view_fee":"0.00","item_loc":"%(place)s","view_sales":"%(sold)s人付款","""
    """"comment_count":"%(comments)s","user_id":"%(shop)s","nick":"%(nick)s","shopcard":{"levelClasses":[{"levelClass":"""
    """"icon-supple-level-guan"},{"levelClass":"icon-supple-level-guan"},{"levelClass":"icon-supple-level-guan"}],"""
    """"isTmall":%(tmall)s,"delivery":[483,1,971],"description":[479,1,1182],"service":[484,1,1034],"encryptedUserId":"""
    """"UvCkuvFILMGN%(shop)s","sellerCredit":14,"totalRate":9973},"icon":[{"title":"保险理赔","dom_class":"""
    """"icon-service-baoxian","position":"1","show_type":"0","icon_category":"baobei","outer_text":"0","html":"","""
    """"icon_key":"icon-service-baoxian","trace":"srpservice","traceIdx":%(i)s,"innerText":"保险理赔","url":"//www.taobao"""
    """.com/"}],"comment_url":"//%(host)s/item.htm?id\\u003d%(nid)s\\u0026on_comment\\u003d1","shopLink":"//store.taobao"""
    """.com/shop/view_shop.htm?user_number_id\\u003d%(shop)s","risk":""}"""
).encode()
_CARD = """
<div class="item J_MouserOnverReq" data-category="auctions" data-index="%(i)s">
 <div class="pic-box J_MouseEneterLeave J_PicBox">
  <div class="pic-box-inner">
   <div class="pic">
    <a id="J_Itemlist_PLink_%(nid)s" class="pic-link J_ClickStat J_ItemPicA" data-nid="%(nid)s" target="_blank"
     href="//%(host)s/item.htm?id=%(nid)s&amp;ns=1&amp;abbucket=5#detail" trace="msrp_auction" traceidx="%(i)s"
     trace-nid="%(nid)s" trace-num="48" trace-price="%(price)s" trace-pid=""><img id="J_Itemlist_Pic_%(nid)s"
     class="J_ItemPic img" src="//img.example/s.gif" alt="%(before)s%(kind)s%(after)s"
     data-src="//img.example/uploaded/i4/%(shop)s/TB2%(nid)s_!!%(shop)s.jpg"></a>
   </div>
   <div class="similars"><div class="bg"></div><ul>
    <li class="type similar"><div class="text"><a class="J_SimilarLink" data-type="similar" target="_blank"
     href="/search?type=similar&amp;app=i2i&amp;rec_type=1&amp;uniqpid=&amp;nid=%(nid)s">找相似</a></div></li></ul></div>
  </div>
 </div>
 <div class="ctx-box J_MouseEneterLeave J_IconMoreNew">
  <div class="row row-1 g-clearfix">
   <div class="price g_price g_price-highlight"><span>¥</span><strong>%(price)s</strong></div>
   <div class="deal-cnt">%(sold)s人付款</div>
   <div class="ship icon-service-free"></div>
  </div>
  <div class="row row-2 title">
   <a id="J_Itemlist_TLink_%(nid)s" class="J_ClickStat" data-nid="%(nid)s" target="_blank"
    href="//%(host)s/item.htm?id=%(nid)s&amp;ns=1&amp;abbucket=5#detail" trace="msrp_auction" traceidx="%(i)s"
    trace-nid="%(nid)s">%(before)s<span class="H">%(kind)s</span>%(after)s</a>
  </div>
  <div class="row row-3 g-clearfix">
   <div class="shop"><a class="shopname J_MouseEneterLeave J_ShopInfo" data-userid="%(shop)s" data-nid="%(nid)s"
    href="//store.taobao.com/shop/view_shop.htm?user_number_id=%(shop)s" target="_blank"><span class="dsrs"><span
    class="dsr morethan"></span><span class="dsr morethan"></span><span class="dsr equalthan"></span></span
    ><span>%(nick)s</span></a></div>
   <div class="location">%(place)s</div>
  </div>
  <div class="row row-4 g-clearfix">
   <div class="feature-icons"><ul class="icons"><li class="icon"><a target="_blank" href="//www.taobao.com/"
    ><span class="icon-service-baoxian" title="保险理赔"></span></a></li></ul></div>
   <div class="wangwang"><span class="ww-light ww-small" data-item="%(nid)s" data-nick="%(nick)s"></span></div>
  </div>
 </div>
</div>""".encode()
_RULE = ".m-itemlist .items .item-{n} .row{{margin:0 {n}px;height:22px;line-height:22px;overflow:hidden}}\n"
_LINK = '<li class="cat"><a href="/list?cat={n}" trace="srp_cat"><span class="text">分类{n}</span></a></li>\n'
_CODE = 'KISSY.add("srp/mods/part{n}",function(S,D,E){{var n=D.get("#J_part{n}");E.on(n,"click",S.log)}});\n'

_FIRST = _HEAD.format(
    style="".join(_RULE.format(n=n) for n in range(250)), nav="".join(_LINK.format(n=n) for n in range(350))
).encode()
_FILL = "".join(_CODE.format(n=n) for n in range(2000)).encode()


def listings(search: str, page: int) -> Iterator[dict[bytes, bytes]]:
    """The facts of one page's listings; a third of the titles names the brand of examples/watchlist.toml."""
    first = 100_000_000_000 + zlib.crc32(search.encode()) % 80_000_000 * 10_000 + page * LISTINGS
    for i in range(LISTINGS):
        nid = b"%d" % (first + i)
        drawn = zlib.crc32(nid)
        shop = drawn % 40_009
        names, model = (_BRANDS, _MODELS[drawn % 5 % 3]) if i % 3 == 0 else (_OTHERS, b"K%d" % (drawn % 900))
        tmall = drawn % 7 == 0
        yield {
            b"i": b"%d" % i,
            b"nid": nid,
            b"category": b"%d" % (50_000_000 + drawn % 9973),
            b"before": names[drawn % len(names)] + _POWERS[drawn % 11 % 7],
            b"kind": _KINDS[drawn % 13 % 7],
            b"after": b" %b %b%b" % (model, _USES[drawn % 17 % 5], _EXTRAS[drawn % 19 % 6]),
            b"price": b"%d.%d0" % (drawn % 1900 + 29, drawn % 10),
            b"place": _PLACES[drawn % 23 % 7],
            b"sold": b"%d" % (drawn % 5003),
            b"comments": b"%d" % (drawn % 2003),
            b"shop": b"%d" % (700_000 + shop),
            b"nick": b"%b%d" % (_SHOPS[shop % 5], shop),
            b"tmall": b"true" if tmall else b"false",
            b"host": b"detail.tmall.com" if tmall else b"item.taobao.com",
        }


def search_page(search: str, page: int) -> bytes:
    """Page `page` (from 0) of a search."""
    shown = list(listings(search, page))
    auctions = b",".join([_AUCTION % listing for listing in shown])
    cards = b"".join([_CARD % listing for listing in shown])
    middle = _MIDDLE.format(last=LAST_PAGE, page=page + 1, total=LAST_PAGE * _OFFSET).encode()
    parts = [_FIRST, auctions, middle, cards, _TAIL]
    left = PAGE_BYTES - sum(map(len, parts)) - len(_END)
    return b"".join([*parts, _FILL[:left], _END])


class _Site(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, by hand: nothing that could be slower than the crawlers."""

    served = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        # room for a whole page: one system call instead of several
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * PAGE_BYTES)
        self._transport = transport
        self._buffer = b""

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            request, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            status, body = self._answer(request.split(b" ", 2)[1].decode())
            head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
            self._transport.write(head.encode())
            self._transport.write(body)

    def _answer(self, address: str) -> tuple[str, bytes]:
        parts = urlsplit(address)
        if parts.path == "/search":
            asked = parse_qs(parts.query)
            _Site.served += 1
            return "200 OK", search_page(asked["q"][0], int(asked.get("s", ["0"])[0]) // _OFFSET)
        if parts.path == "/__reset":
            _Site.served = 0
        if parts.path in ("/__count", "/__reset"):
            return "200 OK", str(_Site.served).encode()
        return "404 Not Found", b""


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Site, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
