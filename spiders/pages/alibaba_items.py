"""Alibaba.com's item pages without their data: as a browser saves them."""

from collections.abc import Iterator
from typing import ClassVar

from monitor.model import Listing
from monitor.pages.extract import attr_of, first_match, text_of, without_query
from monitor.pages.number_words import number_in
from monitor.pages.page import DESCRIBED, ListingPage
from spiders.pages.alibaba_cards import SUPPLIER


class AlibabaSavedItem(ListingPage):
    """What a page shows, and what it tells of itself as JSON-LD."""

    layouts: ClassVar = {"rendered": "2025-2026", "described_product": DESCRIBED}

    def rendered(self) -> Iterator[Listing]:
        title = text_of(self.dom, "[data-module-name=module_title] h1") or text_of(self.dom, "h1")
        company = self.dom.css_first("[data-module-name=module_company]")
        link = attr_of(company, "a[href*='.alibaba.com']", "href")
        listing_id = self.address_id or first_match(r"[?&]productId=(\d+)", link)
        place = self.dom.css_first("[data-testid=product-price]")
        if not title or not listing_id or not (company or place) or (place is None and self.says_nothing()):
            return
        steps = place.css("[data-testid=ladder-price] .price-item") if place else []
        ladder = [(text_of(step, "div"), text_of(step, "span")) for step in steps]  # "300 - 1000 pairs", "GH₵80.51"
        words = (text_of(place) or "").partition("Sample price")[0]  # the sample's own price and minimum come last
        yield self.listing(
            listing_id, title, url=without_query(self.url) if self.address_id else None,
            price=None if ladder else words, price_steps=ladder,
            vendor_id=first_match(SUPPLIER, link),
            vendor_name=attr_of(company, ".company-name a", "title") or text_of(company, ".company-name"),
            vendor_url=without_query(link),
            min_order=ladder[0][0] if ladder else number_in(r"(?:Min\. order|MOQ):? ?(\d\S*)", words),
            location=text_of(company, ".register-country"),
            images=[attr_of(image, "", "src") for image in self.dom.css("[data-testid=media-image] img")],
            ad=False,
        )  # fmt: skip

    def described_product(self) -> Iterator[Listing]:
        company = self.dom.css_first(".company-name a, a.company-name, [class*=company-name] a")
        home = attr_of(company, "", "href")
        yield from self.described(
            vendor_id=first_match(SUPPLIER, home), vendor_name=text_of(company), vendor_url=without_query(home)
        )
