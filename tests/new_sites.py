"""Composed pages of marketplaces that have no spider: what `monitor new-marketplace --from` makes one of."""

import json

_TITLES = (
    "Nordwerk X200 cordless drill with two batteries",
    "Nordwerk M5 mini drill, boxed",
    "Drill bits for Nordwerk X200, 12 pieces",
    "Nordwerk X90 jigsaw, workshop stock",
    "Nordwerk X200 charger only",
    "Case for the Nordwerk X200 drill",
)
_PRICES = ("49.90", "19.50", "9.95", "64.00", "24.00", "15.20")
_SELLERS = ("Power Bargain Depot", "OEM ToolLab", "Brightfield Outlet")

CARDS_URL = "https://www.lampenmarkt.example/suche?q=nordwerk+x200&sort=neu"
_CARD = """<li class="offer-tile" data-pos="{number}">
<a class="offer-tile__link" href="/angebot/{slug}-{id}.html">
<img src="/blank.gif" data-src="/bilder/{id}.jpg" alt=""></a>
<h3 class="offer-tile__name"><a href="/angebot/{slug}-{id}.html">{title}</a></h3>
<div class="offer-tile__money"><del class="old-price">€ 99,00</del>
<span class="offer-tile__price">{price} €</span></div>
<p class="offer-tile__shop"><a class="shop-link" href="/haendler/{shop_id}">{shop}</a></p>
<span class="offer-tile__sales">{sold} sold</span>
</li>"""


def cards_page() -> bytes:
    """Results as markup: lazy pictures, an old price that is crossed out, other goods below, a link to page 2."""
    cards = "\n".join(
        _CARD.format(
            number=number,
            id=8800100 + number,
            slug=title.split(",")[0].lower().replace(" ", "-"),
            title=title,
            price=_PRICES[number].replace(".", ","),
            shop=_SELLERS[number % 3],
            shop_id=70 + number % 3,
            sold=120 - number,
        )
        for number, title in enumerate(_TITLES)
    )
    return f"""<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>nordwerk x200</title></head>
<body><header><a href="/">Lampenmarkt</a><a href="/hilfe">Hilfe</a></header>
<main><h1>nordwerk x200</h1><ul class="offers">{cards}</ul>
<nav><a href="/suche?q=nordwerk+x200&sort=neu&page=2">2</a></nav></main>
<aside class="recommended"><h2>You may also like</h2><ul>
<li class="mini"><a href="/angebot/lamp-990001.html">Lamp</a></li></ul></aside></body></html>""".encode()


DATA_URL = "https://toolbazaar.example/find/nordwerk?page=1"


def data_page() -> bytes:
    """Results as data in a script, in the middle of other code; the markup shows nothing yet."""
    hits = [
        {
            "itemId": 55500 + number,
            "name": title,
            "salePrice": {"value": float(_PRICES[number]), "currencyCode": "USD"},
            "url": f"https://toolbazaar.example/i/{55500 + number}",
            "images": [{"src": f"https://img.toolbazaar.example/{number}/a.jpg"}],
            "seller": {"id": f"s-{number % 3}", "name": _SELLERS[number % 3]},
            "soldCount": 10 * number,
        }
        for number, title in enumerate(_TITLES)
    ]
    state = {"user": None, "catalog": {"sections": [{"kind": "results", "hits": hits}]}}
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Find</title></head>
<body><div id="root"></div>
<script>var started = Date.now(); window.__STATE__ = {json.dumps(state)}; boot();</script>
</body></html>""".encode()
