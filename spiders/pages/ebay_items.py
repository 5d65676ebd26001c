"""eBay's item pages, and the words of its national sites on cards and item pages."""

import re
from collections.abc import Iterator
from typing import ClassVar, TypedDict

from monitor.model import Listing
from monitor.pages.cards import texts_in
from monitor.pages.extract import attr_of, first_match, first_match_among, text_of
from monitor.pages.number_words import number_among
from monitor.pages.page import DESCRIBED, ListingPage

SOLD = (
    r"(?i)^(\d[\d.,\s]{0,12}\+? (?:sold|verkauft|vendue?s?|vendut[oi]|vendidos?|verkocht|sprzedan\w{1,3}))\b"
    r"|^已售(?:出)? ?(\d\S{0,8})"
)
LOCATION = (
    r"^(?:Located in:?|From|from|aus|Aus|Standort:?|Artikelstandort:?|Lieu ?:|Situé\w{0,2} en|Provenance ?:"
    r"|Provenienza:?|Ubicado en:?|Bevindt zich in:?|Locatie:?|Uit|uit|Lokalizacja:?|Znajduje się w:?|de|da|z)"
    r" (\D.{0,80})$"
)
SELLER = (
    r"^(\S.{0,60}?) \(?\d[\d.,]{0,5}\s?% "
    r"(?:d['’]évaluations |de (?:votos|comentarios|valoraciones) |di feedback )?(?:posi|pozy)"
)
LAST = (
    r"(?i)^(last one|letzter artikel|derni(?:er|ère)(?: objet| article| pièce)?|ultimo(?: oggetto)?|última unidad"
    r"|laatste)$"
)
LEFT = (
    r"(?i)^(?:only|nur noch|plus que|solo|sólo|nog maar|tylko|quedan)? ?(\d{1,5}) "
    r"(?:left|available|verfügbar|disponibl\w{1,2}|disponibil\w|beschikbaar|dostępn\w{1,3})"
)
_NO_STOCK = r"(?i)^(out of stock|nicht vorrätig|en rupture de stock|esaurito|agotado|niet op voorraad|brak w magazynie)"
_LOGIN = r"[?&]_ssn=([^&#%]{3,64})|/usr/([^/?#%]{3,64})|/feedback_profile/([^/?#%]{3,64})"
_LOGIN_LINKS = ".x-sellercard-atf a, .x-seller-card a, [data-testid=x-sellercard-atf] a, #mbgLink"
"""The links of the seller's own card."""
_PLACE = (
    r"^(?:Located in|Item location|Artikelstandort|Lieu où se trouve l['’]objet|Luogo|Ubicado en)\s?:\s?(\D.{0,80})$"
)
_NEW_LISTING = (
    r"New Listing|Neues Angebot|Nouvelle annonce|Nuova inserzione|Nuevo anuncio|Nieuwe aanbieding|Nowa oferta|SPONSORED"
)
_NEW_WINDOW = (
    r"Opens in a new window or tab|Wird in neuem Fenster oder Tab geöffnet"
    r"|La page s['’]ouvre dans une nouvelle fenêtre ou un nouvel onglet|Si apre in una nuova finestra o scheda"
    r"|Se abre en una (?:ventana o pestaña nueva|nueva ventana o pestaña)|Wordt in een nieuw venster of tabblad geopend"
    r"|Otwiera się w nowym oknie lub (?:nowej )?karcie"
)
# Words inside the title's own node that are none of it.
_NOT_TITLE = re.compile(rf"^(?:{_NEW_LISTING}) ?| ?(?:{_NEW_WINDOW})$|^Details about\s+")


class ShownFacts(TypedDict):
    """Arguments of `Page.listing` that a page shows beside its description."""

    vendor_name: str | None
    vendor_url: str | None
    seller_ids: list[tuple[str, str | None]]
    units_sold: str | None
    stock: str | None
    location: str | None


def item_title(text: str | None) -> str | None:
    """The title out of the words of its node."""
    return _NOT_TITLE.sub("", text) if text else None


class EbayItemLayouts(ListingPage):
    """What a page tells of itself as JSON-LD, and what it shows: described only, no real page could be had."""

    layouts: ClassVar = {"item": DESCRIBED, "rendered": DESCRIBED}
    # of a listing that ended the description stays on its page
    nothing = (
        "looks like this page is missing", "we looked everywhere", "this listing was ended", "this listing has ended",
        "this listing ended on", "this listing sold on", "this item sold on", "bidding ended on", "bidding has ended",
        "this listing has been removed", "this listing was removed", "listing you're looking for has ended",
        "listing you’re looking for has ended", "this listing is no longer available",
        "dieses angebot wurde beendet", "dieses angebot wurde entfernt", "das angebot wurde beendet",
        "dieses angebot ist beendet", "dieses angebot wurde vom verkäufer beendet", "dieses angebot wurde verkauft",
        "dieser artikel wurde verkauft", "dieses angebot ist nicht mehr verfügbar", "das bieten endete am",
        "diese seite wurde nicht gefunden", "wir haben überall gesucht",
        "cette annonce a été supprimée", "cette annonce est terminée", "cette annonce a pris fin",
        "l'annonce est terminée", "cette vente est terminée", "cette annonce n'est plus disponible",
        "a mis fin à cette annonce", "cet objet a été vendu le", "nous avons cherché partout",
        "questa inserzione è stata rimossa", "questa inserzione è scaduta", "questa inserzione è terminata",
        "questa inserzione è stata chiusa", "l'inserzione è scaduta", "questa inserzione non è più disponibile",
        "abbiamo cercato ovunque", "esta publicación ha finalizado", "este anuncio ha finalizado",
        "el anuncio ha finalizado", "este anuncio ha sido eliminado", "este anuncio se ha eliminado",
        "este anuncio ya no está disponible", "hemos buscado por todas partes",
        "deze aanbieding is beëindigd", "deze aanbieding is verwijderd", "deze advertentie is beëindigd",
        "deze aanbieding is niet meer beschikbaar", "we hebben overal gezocht",
        "ta oferta została zakończona", "ta oferta została usunięta", "ta oferta zakończyła się",
        "oferta została zakończona", "ta oferta nie jest już dostępna",
        "此刊登已结束", "此物品已下架", "此刊登物品已結束",
    )  # fmt: skip

    def item(self) -> Iterator[Listing]:
        yield from self.described(**self.beside())

    def rendered(self) -> Iterator[Listing]:
        title = item_title(text_of(self.dom, ".x-item-title__mainTitle, #itemTitle"))
        if title is None or self.says_nothing():
            return
        yield self.listing(
            self.address_id,
            title,
            price=text_of(self.dom, ".x-price-primary, #prcIsum, #mm-saleDscPrc, #prcIsum_bidPrice"),
            price_list=text_of(self.dom, ".x-additional-info .ux-textspans--STRIKETHROUGH, #orgPrc"),
            images=[
                attr_of(self.dom, ".ux-image-carousel-item img, #icImg", name) for name in ("data-zoom-src", "src")
            ],
            ad=False,
            **self.beside(),
        )

    def beside(self) -> ShownFacts:
        """The facts that a page shows beside its description."""
        seller = (
            self.dom.css_first(".x-sellercard-atf__info__about-seller a, .x-sellercard-atf a[href*='/str/']")
            or self.dom.css_first(".x-sellercard-atf__about-seller-item--seller-name, #mbgLink, .mbg-nw")
        )  # fmt: skip
        rows = texts_in(self.dom, ".x-quantity__availability span, #qtySubTxt, .vi-qtyS-hot-red")
        places = texts_in(self.dom, ".ux-labels-values--shipping .ux-textspans, #itemLocation span")
        links = self.dom.css(_LOGIN_LINKS)
        none_left = first_match_among(_NO_STOCK, rows)
        return ShownFacts(
            vendor_name=text_of(seller),
            vendor_url=attr_of(seller, "", "href"),
            seller_ids=[("login", first_match(_LOGIN, attr_of(link, "", "href"))) for link in links],
            units_sold=number_among(SOLD, rows),
            stock="0" if none_left else "1" if first_match_among(LAST, rows) else number_among(LEFT, rows),
            location=first_match_among(_PLACE, places),
        )
