"""Alibaba.com's search as it was before 2024, and the cards that a browser draws."""

# ruff: noqa: I001 (names in few lines)
from collections.abc import Iterator
from typing import ClassVar

from monitor.model import Listing
from monitor.pages.cards import texts_in
from monitor.pages.dividers import searched_cards
from monitor.pages.extract import (
    attr_of, first_match, id_at, ids_at, number_at, records, text_at, text_of, without_query,
)  # fmt: skip
from monitor.pages.number_words import number_among
from monitor.pages.page import DESCRIBED, SearchPage

SUPPLIER = r"(?:^|//)([\w-]+)\.(?:m\.)?[a-z]{2}\.alibaba\.com"
"""A supplier's own name, in the address of its pages."""
_CARDS = ".searchx-offer-item", ".fy26-product-card-wrapper", ".fy23-search-card", ".organic-gallery-offer-outter"
_CARD_PRICE = (
    ".searchx-product-price-price-main, .search-card-e-price-main, .elements-offer-price-normal__price, "
    ".searchx-product-price"
)
_PRODUCT = r"/product-detail/(?:[^/?#]*[_-])?(\d+)\.html"


class AlibabaCards(SearchPage):
    """Offers in the data of 2019-2023, and cards of 2023-2026 as a browser saves them."""

    layouts: ClassVar = {"gallery_offers": DESCRIBED, "cards": DESCRIBED}

    def gallery_offers(self) -> Iterator[Listing]:
        """The data of 2019-2023, in the page or in the answer for its further offers."""
        for offer in records(self.data, "offerList"):
            home = text_at(offer, "supplier.supplierHref")
            yield self.listing(
                id_at(offer, "id") or id_at(offer, "information.id"),
                text_at(offer, "information.puretitle") or text_at(offer, "information.title"),
                url=without_query(text_at(offer, "information.productUrl")),
                price=number_at(offer, "tradePrice.price") or number_at(offer, "tradePrice.priceMini"),
                vendor_id=first_match(SUPPLIER, home) or id_at(offer, "company.companyId"),
                seller_ids=[*ids_at(offer, company=("company.companyId",))],
                vendor_name=text_at(offer, "supplier.supplierName"), vendor_url=home,
                min_order=number_at(offer, "tradePrice.minOrder"),
                location=text_at(offer, "supplier.supplierCountry.name"), images=[text_at(offer, "image.mainImage")],
            )  # fmt: skip

    def cards(self) -> Iterator[Listing]:
        """The cards that a browser draws; class names of 2023 and of 2026."""
        for card in searched_cards(self.dom, next((box for box in _CARDS if self.dom.css_first(box)), _CARDS[0])):
            link = card.css_first("h2 a[href*='/product-detail/']") or card.css_first("a[href*='/product-detail/']")
            company = card.css_first(".searchx-product-e-company, .search-card-e-company")
            words = texts_in(card, "div, span")
            yield self.listing(
                attr_of(card, "", "data-ctrdot") or first_match(_PRODUCT, attr_of(link, "", "href")),
                text_of(card, "h2") or text_of(link), url=without_query(attr_of(link, "", "href")),
                price=text_of(card, _CARD_PRICE),
                vendor_id=first_match(SUPPLIER, attr_of(company, "", "href")), vendor_name=text_of(company),
                vendor_url=without_query(attr_of(company, "", "href")),
                units_sold=number_among(r"(?i)^(\d\S{0,12}) sold$", words),
                min_order=number_among(r"(?i)^(?:min\. order|moq):? ?(\d\S{0,12})", words),
                location=first_match(r"\b([A-Z]{2})\b", text_of(card, ".searchx-product-e-supplier__year"))
                or attr_of(card, ".search-card-e-country-flag__wrapper img", "alt"),
                images=[attr_of(card, "[class*=slider__img]", "src") or attr_of(card, "img", "src")],
            )  # fmt: skip
