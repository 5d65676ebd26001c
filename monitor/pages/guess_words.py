"""Words that a page of any shop may say: prices with their sign, units sold, and "nothing" or "gone" in many languages.

What says "nothing" or "gone" only makes a guess keep silent; it is never taken for the site's word.
"""

import re

from monitor.pages.number_words import whole_number
from monitor.pages.values import price_of
from monitor.text.counts import read_count
from monitor.text.money import Price

_SIGN = (
    r"US\s?\$|HK\s?\$|NT\s?\$|AU?\s?\$|CA?\s?\$|S\$|R\$|MX\s?\$|NZ\s?\$|AR\$|[$€£¥￥₹₽₩₫฿₱₺₪₴₸₦₾₵]|元|円|원|zł|Kč"
    r"|Ft\b|lei\b|kr\b"
    r"|руб|\bRp|\bRM|\bRs\.?|\bCHF\b|\bRMB\b|\bTL\b|S/"
    r"|\b(?:AED|AUD|BGN|BRL|CAD|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|GHS|HKD|HUF|IDR|ILS|INR|JPY|KRW|KZT|MAD|MXN|MYR|NGN"
    r"|NOK"
    r"|NZD|PEN|PHP|PKR|PLN|QAR|RON|RUB|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|VND|ZAR)\b"
)
_NUMBER = r"(?<![\d.,'’])\d[\d.,'’]{0,15}+(?:[ \u00a0\u202f]\d{3}(?!\d)){0,3}+(?:[.,]\d{1,2})?+"
_NOT_WITHIN = r"(?<![0-9A-Za-z_.,'’·´`⁄¹²³½¼¾⁰-⁹])"
"""What may not stand before a number: then it is the end of a word or of another number (`1e16`)."""
HAS_SIGN = re.compile(rf"{_SIGN}|(?<=\d)(?:TL|kr|Ft|lei)\b")
"""A sign or code of a currency anywhere in a text."""
_PRICE = re.compile(rf"(?:{_SIGN})\s{{0,3}}{_NUMBER}|{_NOT_WITHIN}{_NUMBER}\s{{0,3}}(?:{_SIGN})")
PRICE_ALONE = re.compile(
    rf"\s{{0,5}}(?:(?:from|ab|desde|à partir de|da|от|now|sale|price|preis|precio|preço|prix|цена|价格?|售价"
    rf"|现价)\s{{0,3}}[:：]?\s{{0,3}})?"
    rf"(?:{_SIGN}|[\d.,'’\s\u00a0\u202f万+起~〜–—-]|\bto\b|\bbis\b|\ba\b)++"
    r"(?:/\s{0,2}[^\W\d]{1,12})?\s{0,5}",
    re.IGNORECASE,
)
"""A text that is nothing but a price, or a range of them."""
_OTHER_MONEY = re.compile(
    r"(?i)to rent|rent\b|shipping|delivery|postage|versand|livraison|env[ií]o|frete|spedizione|доставк|wysy[łl]k"
    r"|verzend|ongkir|运费"
    r"|邮费|快递|配送|送料|배송"
    r"|\bsaves?\b|you save|discount|\boff\b|coupon|voucher|cash ?back|gutschein|sparen|rabatt|rabais|descuento|ahorra"
    r"|desconto|sconto|скидк"
    r"|满|减|省|立减|优惠券|红包|抵|返|押金|定金|sample|样品|deposit|per month|/mo\b|monthly|installment|cuotas"
    r"|parcelas|em \d|рассрочк"
    r"|free over|orders? over|\d\s?x\s"
)
_LIST_PRICE = re.compile(
    r"(?i)\b(?:was|list|rrp|uvp|msrp|statt|avant|antes|de:|before|regular|original)\b|原价|市场价|吊牌价|划线价|定价"
    r"|门市价|专柜价|参考价|定価"
)
_LONG = 25
"""Characters; a longer text is a title that has a price in it."""


def price_in(text: str, before: str, currency: str | None) -> Price | None:
    """The price that a text beside a currency's sign shows; None when it shows none, or money for something else.

    `before`: what stands directly before the text; `currency`: what "$" and "¥" mean.
    """
    match = _PRICE.search(text)
    if match is None:
        return None
    said = f"{before[-24:]} {text[: match.start()][-24:]}"
    if _OTHER_MONEY.search(said) or _LIST_PRICE.search(said):
        return None
    if _OTHER_MONEY.match(text[match.end() : match.end() + 24].lstrip(" ()")):
        return None
    if len(text) > _LONG and "元" in match[0]:  # "2元包邮" in a title
        return None
    before_sign = match[0][0].isdigit()
    words = whole_number(text, match.start(), match.start() + 60) if before_sign else text[match.start() :][:60]
    price = price_of(words, currency)
    return price if price and price.high > 0 else None


_SOLD_BEHIND = re.compile(
    rf"(?i)({_NOT_WITHIN}\d[\d.,\u00a0 ]{{0,12}}+(?:\s?(?:k|w|m|rb|jt|mil|tsd|tys|тыс|万|千|萬)\.?)?\s?\+?)\s{{0,3}}"
    r"(?:件|個|个|人|笔|台|套|单)?\s{0,2}"
    r"(?:sold\b|orders?\b(?! now)|(?:have )?bought\b|terjual|vendid[oa]s?\b|verkauft|vendus?\b|vendut[ioe]\b|verkocht"
    r"|sprzedan\w{0,4}|sprzeda\w{1,4}|продан\w{0,4}|заказ\w{0,3}|куп(?:ил|лен)\w{0,3}|đã bán|satıldı|已售|付款|收货"
    r"|成交|销量|人买过|已买|판매|구매|販売)"
)
_SOLD_BEFORE = re.compile(
    r"(?i)(?:\bsold\s?[:：]|\borders?\s?[:：(]|\bsales\s?[:：]|已售|售出|销量|月销|月成交|总销量|成交|销|đã bán"
    r"|ขายแล้ว|terjual|продано|verkauft:)"
    r"\s{0,3}[:：(]?\s{0,2}(\d[\d.,]{0,12}(?:\s?(?:k|w|m|rb|万|千|萬|พัน|หมื่น))?\+?)(?!\d|\s?元|万元"
    r"|[\d.万]{0,8}\+?元)"
)
_NOT_SOLD = re.compile(r"(?i)元|\$|€|£|¥|sold by|sold out|in (?:the )?last|watch|view")


def units_sold_in(text: str) -> int | None:
    """The units sold that a text counts with a known word; None when it counts none, or money."""
    if len(text) > 80 or _NOT_SOLD.search(text) or not any(char.isdigit() for char in text):
        return None
    match = _SOLD_BEHIND.search(text) or _SOLD_BEFORE.search(text)
    return read_count(whole_number(text, *match.span(1))) if match else None


_NOTHING = re.compile(
    r"(?i)no results? (?:found|for|match)|no (?:exact )?matches found|\b0 (?:results?|items|products|listings"
    r"|matches)\b|did(?:n['’]t| not) match any"
    r"|(?:could|can)(?:n['’]t| not) find (?:any|what|anything)|nothing (?:was )?found|no (?:items|products|listings"
    r"|matches)(?: were| was)? found"
    r"|we found 0|no search results|no products match|sorry, (?:we|no)|did not match|there are no results"
    r"|keine (?:ergebnisse|treffer|artikel|produkte|passenden)|nichts gefunden|\b0 (?:ergebnisse|treffer|artikel)\b"
    r"|aucun (?:r[ée]sultat|article|produit)|\b0 r[ée]sultats?\b|no (?:se )?(?:encontr|hay resultados"
    r"|hemos encontrado)|sin resultados|\b0 resultados\b"
    r"|nenhum (?:resultado|produto|item)|n[ãa]o encontr|nessun (?:risultato|prodotto|articolo)|\b0 risultati\b"
    r"|geen (?:resultaten|producten)"
    r"|brak wynik|nie znale|ничего не на[йш]|не найдено|нет результатов|inga (?:resultat|träffar)|ingen resultater"
    r"|bulunamad|sonuç yok"
    r"|tidak (?:ditemukan|ada hasil)|không tìm thấy|ไม่พบ|没有找到|未找到|找不到|没找到|暂无|无结果|没有相关|未能找到"
    r"|沒有找到|查無|(?<![\d.,])0 ?(?:个|件|條)(?:商品|结果|結果)"
    r"|(?:見|み)つかりません|該当する.{0,12}ありません|一致する.{0,12}ありません|검색 ?결과가 없|לא נמצאו"
    r"|لم يتم العثور|لا توجد نتائج"
)
_GONE = re.compile(
    r"(?i)page not found|\b404\b|no longer (?:available|exist|for sale|sold)|(?:item|product|listing|offer|page"
    r"|ad) (?:has been|was|is) (?:removed|deleted|ended|sold|unavailable|not available|not found)"
    r"|not available|unavailable|(?:isn['’]t|is not|aren['’]t) available|does(?:n['’]t| not) exist|(?:could"
    r"|can)(?:n['’]t|not| not) (?:be )?f(?:ou|i)nd|out of (?:print|business)|listing (?:has )?ended"
    r"|nicht (?:mehr )?(?:verf[üu]gbar|gefunden|vorhanden|angeboten)|existiert nicht|beendet|n['’]est plus"
    r"|introuvable|n['’]existe pas|indisponible|supprim"
    r"|ya no (?:est[áa]|existe)|no (?:est[áa] )?disponible|no existe|no se encuentra"
    r"|n[ãa]o (?:est[áa] )?(?:mais )?dispon|n[ãa]o existe|indispon[íi]vel|non (?:è )?(?:più )?disponibile|non esiste"
    r"|niet (?:meer )?(?:beschikbaar|gevonden)|niedost[ęe]pn|nie istnieje|не найден|недоступ|снят с продаж|удал[её]н"
    r"|больше не"
    r"|已下架|已失效|已删除|不存在|已售罄下架|已过期|页面找不到|找不到|走丢了|没有找到|不见了|下架|已结束"
    r"|見つかりません|存在しません|販売(?:終了|停止)|판매 ?(?:종료|중지)|찾을 수 없"
)


_GONE_ITSELF = re.compile(
    r"(?i)page not found|no longer (?:available|exist|for sale|sold)|listing (?:has )?ended"
    r"|(?:item|product|listing|offer|page|ad) (?:has been|was|is) (?:removed|deleted|ended|sold|unavailable|not)"
    r"|(?:item|product|listing|offer|page) (?:isn['’]t|does(?:n['’]t| not)|could not|can(?:no|['’])t)"
    r"|nicht mehr (?:verf[üu]gbar|vorhanden|angeboten)|existiert nicht|angebot (?:wurde )?beendet"
    r"|n['’]est plus (?:dispo|en vente)"
    r"|(?:article|annonce|produit) (?:introuvable|supprim)|ya no est[áa] disponible|ya no existe"
    r"|n[ãa]o est[áa] mais dispon"
    r"|n[ãa]o existe mais|non è più disponibile|niet meer beschikbaar|nie istnieje|снят с продаж|товар (?:удал"
    r"|не найден)"
    r"|больше не (?:прода|доступ)|已下架|已失效|已删除|不存在|已过期|找不到|走丢了|不见了|存在しません|販売(?:終了"
    r"|停止)"
    r"|판매 ?(?:종료|중지)"
)


def says_nothing(text: str) -> bool:
    """Whether a short text of a page may say that a search found nothing."""
    return len(text) < 300 and bool(_NOTHING.search(text))


def says_gone(text: str, *, of_itself: bool = False) -> bool:
    """Whether a short text of a page may say that a listing is gone, or sold out for good.

    `of_itself`: only what is said of the listing, not of a way of delivery or payment that there is not.
    """
    return len(text) < 300 and bool((_GONE_ITSELF if of_itself else _GONE).search(text))
