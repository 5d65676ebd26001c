"""Amazon's product pages, for a desk and a phone: what is asked there, by whom, and how they say that nothing is."""

from collections.abc import Iterator
from typing import ClassVar

from monitor.model import Listing
from monitor.pages.extract import attr_of, first_match, first_match_in_page, text_of
from monitor.pages.number_words import number_in
from monitor.pages.page import ListingPage
from monitor.pages.values import lowest_price

# "300+ bought in past month", in the words of the national sites.
SOLD = (
    r"(?i)^\D{0,20}(?<![\w.,])(\d\S{0,12}(?:\s\S{1,6})?)\D{0,30}(?:bought|gekauft|achet|comprad|veces|acquist"
    r"|gekocht|kupion|köpt|satın al|تم شراء)"
)
SOLD_JA = r"^過去\d?か月で(\d[^\s点]{0,12})点"
MEMBERS = r"(?i)(kindle unlimited|audible|prime (?:reading|video))"
"""What members read, hear or see for nothing."""
LEFT = (
    r"(?i)(?:only|nur noch|plus que|queda\(?n?\)?|solo|sólo|nog maar|tylko|apenas|endast|sadece|yalnızca)"
    r"\s(\d\S{0,5})(?!\S)"
    r"|残り(\d{1,4})点|仅剩 ?(\d{1,4})"
)
_LOST_PAGE = (
    r"(?i)(/images/G/\d\d/error/title\._TTD_|/ref=cs_404_|dogsofamazon"
    r"|<title[^>]{0,80}>\s*(?:Page Not Found|Seite nicht gefunden|Seite wurde nicht gefunden|Page introuvable"
    r"|Página no encontrada|Pagina non trovata|Pagina niet gevonden|Nie znaleziono strony|Sidan hittades inte"
    r"|Página não encontrada|Sayfa bulunamadı|ページが見つかりません|找不到网页|لم يتم العثور)"
    r"|<title[^>]{0,80}>\s*(?:404|Documento no encontrado|Sidan kunde inte hittas)\b)"
)
_PLACES = (
    "#corePrice_feature_div", "#corePriceDisplay_desktop_feature_div", "#corePriceDisplay_mobile_feature_div",
    "#apex_desktop", "#usedBuySection", "#usedAccordionRow",
)  # fmt: skip
_TEXTS = (
    "#priceblock_dealprice, #priceblock_saleprice, #priceblock_ourprice, #price_inside_buybox, #newBuyBoxPrice, "
    "#kindle-price"
)
"""Places of 2013-2021, and of books, that hold the words themselves."""
_AMOUNTS = ".a-price:not(.a-text-price) .a-offscreen", ".a-color-price"
# Boxes for who subscribes or rents; and the used copy beside the new one.
_OTHER_BOXES = "[id*=sns]", "[id*=Sns]", "[id*=subscri]", "[id*=rental]", "[id*=Rental]"
_USED_BOXES = "#usedBuySection", "[id^=usedAccordion]", "#usedOnlyBuybox", "#usedbuyBox"
_SELLER = (
    "a#sellerProfileTriggerId, #merchant-info a[href*='seller='], #tabular-buybox a[href*='seller='], "
    "#merchantInfoFeature_feature_div a[href*='seller=']"
)


class AmazonItemLayouts(ListingPage):
    """Product pages of 2024; without an offer in the box there is neither price nor seller."""

    layouts: ClassVar = {"product": "2024"}
    nothing = (
        "we're sorry. the web address you entered is not a functioning page", "sorry! we couldn't find that page",
        "we couldn't find that page", "ist keine funktionierende seite auf unserer website",
        "diese seite konnte nicht gefunden werden", "n'est pas une page fonctionnelle",
        "nous n'avons pas trouvé cette page",
        "no es una página que funcione en nuestro sitio", "no podemos encontrar esa página",
        "non corrisponde a una pagina attiva", "non riusciamo a trovare la pagina", "não é uma página ativa",
        "não foi possível encontrar esta página", "geen werkende pagina", "we kunnen die pagina niet vinden",
        "nie jest działającą stroną", "nie możemy znaleźć tej strony", "är inte en fungerande sida",
        "geçerli bir sayfa değil", "お探しのページは見つかりませんでした", "入力されたurlが見つかりません",
        "您输入的网址不是有效网页",
    )  # fmt: skip

    def says_empty(self) -> bool:
        return bool(first_match_in_page(_LOST_PAGE, self.text)) and not self.dom.css_first("#productTitle, h1#title")

    def product(self) -> Iterator[Listing]:
        title = text_of(self.dom, "span#productTitle, h1#title, span#title")
        if title is None:
            return
        seller = self.dom.css_first(_SELLER)
        bought = text_of(self.dom, "[id*=social-proofing-faceout-title-tk_bought]")
        prices = self.asked()
        ranges = [text_of(node) for node in self.dom.css(".a-price-range .a-price:not(.a-text-price) .a-offscreen")]
        yield self.listing(
            self.address_id,
            title,
            price=prices[0] if prices else None,
            price_max=ranges[1] if ranges[1:] and ranges[:1] == prices[:1] else None,
            price_list=text_of(self.dom, "#corePriceDisplay_desktop_feature_div .a-text-price .a-offscreen"),
            vendor_id=first_match(r"[?&]seller=([A-Z0-9]{8,20})", attr_of(seller, "", "href")),
            vendor_name=text_of(seller),
            vendor_url=attr_of(seller, "", "href"),
            units_sold=number_in(SOLD, bought) or number_in(SOLD_JA, bought),
            stock=number_in(LEFT, text_of(self.dom, "#availability")),
            images=[attr_of(self.dom, "#landingImage, #imgBlkFront, #main-image", "src")],
            ad=False,
        )

    def asked(self) -> list[str]:
        """What is asked of everyone for one copy, a new one first: no rent, no subscription, no nothing of members."""
        others = self._inside(_OTHER_BOXES)
        used = self._inside(_USED_BOXES)
        shown = [
            (node.mem_id, text_of(node) or "")
            for places in (*(", ".join(f"{place} {amount}" for amount in _AMOUNTS) for place in _PLACES), _TEXTS)
            for node in self.dom.css(places)
        ]
        prices = [(number, text) for number, text in shown if text and number not in others]
        free = [text for _, text in prices if lowest_price(text) == 0]
        if free and first_match(MEMBERS, text_of(self.dom, "#buybox, #desktop_buybox, #tmmSwatches, #tmm-grid")):
            prices = [(number, text) for number, text in prices if text not in free]
        return [text for _, text in sorted(prices, key=lambda price: price[0] in used)]

    def _inside(self, boxes: tuple[str, ...]) -> set[int]:
        return {node.mem_id for box in boxes for amount in _AMOUNTS for node in self.dom.css(f"{box} {amount}")}
