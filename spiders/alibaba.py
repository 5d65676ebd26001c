"""Alibaba.com: wholesale for the world; prices are per quantity, in the visitor's currency."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing, PriceStep
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.extract import (
    attr_of,
    first_match,
    get_path,
    int_at,
    json_or_none,
    json_where,
    records,
    text_of,
    web_address,
    without_query,
)
from monitor.pages.page import ListingPage, SearchPage, ShopPage
from monitor.text.counts import read_count
from monitor.text.money import read_price

_SUPPLIER = r"(?:^|//)([\w-]+)\.(?:m\.)?[a-z]{2}\.alibaba\.com"


class AlibabaSearchPage(AlibabaGroupPage, SearchPage):
    """Results of 2025: all offers stand in `_offer_list`, the markup shows one card only."""

    address = r"([\w-]+\.)*alibaba\.com/(trade/search|products?/|showroom/|wholesale/)"
    layouts = {"offer_list": "2025"}
    item_url = "https://www.alibaba.com/product-detail/_{id}.html"

    @cached_property
    def result(self) -> Any:
        """The page's own data object, or the same object as the site's own script gets it."""
        found = (
            json_or_none(self.text) if self.text.lstrip()[:1] == "{" else json_where(self.text, r"\._offer_list\s*=")
        )
        return get_path(found, "offerResultData")

    def says_empty(self) -> bool:
        return self.total() == 0 and get_path(self.result, "offers") == []

    def total(self) -> int | None:
        return int_at(self.result, "totalCount")

    def next_page(self) -> str | bool | None:
        pages = get_path(self.result, "paginationData.pageCount")
        rule = get_path(self.result, "paginationData.urlRule")
        now = int(first_match(r"[?&]page=(\d{1,6})\b", self.url) or 1)
        if not isinstance(pages, int) or not isinstance(rule, str):
            return None
        return web_address(rule.replace("{0}", str(now + 1)), self.url) if now < pages else False

    def offer_list(self) -> Iterator[Listing]:
        for offer in records(self.result, "offers"):
            if not offer.get("productId"):  # a supplier's card
                continue
            yield self.listing(
                offer.get("productId"),
                offer.get("title"),
                url=first_match(r"^([^?#]*/product-detail/[^?#]+)", offer.get("productUrl")),
                price=offer.get("promotionPrice") or offer.get("price"),
                price_list=offer.get("price") if offer.get("promotionPrice") else None,
                vendor_id=first_match(_SUPPLIER, offer.get("supplierHomeHref")) or offer.get("companyId"),
                vendor_name=offer.get("companyName"),
                vendor_url=offer.get("supplierHomeHref"),
                units_sold=offer.get("soldOrder"),
                min_order=offer.get("moq"),
                location=offer.get("countryCode"),
                images=[offer.get("mainImage")],
                # the top ad is `isNewAd` and not `isP4P`
                ad=offer.get("isP4P") is True or offer.get("isNewAd") is True,
            )


class AlibabaListingPage(AlibabaGroupPage, ListingPage):
    """Item pages: `detailData` of 2026, and rendered pages that were saved without their scripts."""

    address = r"([\w-]+\.)*alibaba\.com/product-detail/([^/?#]*[_-])?(?P<id>\d+)\.html"
    layouts = {"detail_data": "2026", "rendered": "2025-2026"}
    item_url = AlibabaSearchPage.item_url
    nothing = ("product is no longer available", "product has been removed", "product is not available any more")

    @cached_property
    def detail(self) -> Any:
        """The page's own data object."""
        return get_path(json_where(self.text, r"window\.detailData\s*="), "globalData")

    @property
    def own_url(self) -> str | None:
        """The address as it was asked for, which has the product's words in it; without tracking."""
        return without_query(self.url) if self.address_id else None

    def detail_data(self) -> Iterator[Listing]:
        product, seller = get_path(self.detail, "product"), get_path(self.detail, "seller")
        if not get_path(product, "subject"):
            return
        yield self.listing(
            get_path(product, "productId") or self.address_id,
            get_path(product, "subject"),
            url=self.own_url,
            # in dollars, which do not depend on where the visitor is
            price=get_path(product, "price.productRangePrices.dollarPriceRangeLow"),
            price_max=get_path(product, "price.productRangePrices.dollarPriceRangeHigh"),
            price_steps=_dollar_steps(product),
            currency="USD",
            vendor_id=first_match(_SUPPLIER, get_path(seller, "subDomain")) or get_path(seller, "companyId"),
            vendor_name=get_path(seller, "companyName"),
            vendor_url=get_path(seller, "companyProfileUrl"),
            min_order=get_path(product, "moq"),
            location=get_path(seller, "companyRegisterCountry"),
            images=[get_path(image, "imageUrl.big") for image in records(product, "mediaItems")],
            ad=False,
        )

    def rendered(self) -> Iterator[Listing]:
        title = text_of(self.dom, "[data-module-name=module_title] h1") or text_of(self.dom, "h1")
        company = self.dom.css_first("[data-module-name=module_company]")
        link = attr_of(company, "a[href*='.alibaba.com']", "href")
        listing_id = self.address_id or first_match(r"[?&]productId=(\d+)", link)
        place = self.dom.css_first("[data-testid=product-price]")
        if not title or not listing_id or not (company or place):
            return
        currency, steps = _shown_steps(place)
        # the sample's price and its minimum stand behind the product's own
        words = (text_of(place) or "").partition("Sample price")[0]
        yield self.listing(
            listing_id,
            title,
            url=self.own_url,
            price=None if steps else words,
            price_steps=steps,
            currency=currency,
            vendor_id=first_match(_SUPPLIER, link),
            vendor_name=attr_of(company, ".company-name a", "title") or text_of(company, ".company-name"),
            vendor_url=without_query(link),
            min_order=steps[0].min_qty if steps else first_match(r"(?:Min\. order|MOQ):? ?([\d,]+)", words),
            location=text_of(company, ".register-country"),
            images=[attr_of(image, "", "src") for image in self.dom.css("[data-testid=media-image] img")],
            ad=False,
        )


class AlibabaShopPage(AlibabaGroupPage, ShopPage):
    """A supplier's list of 2025: each module's data is percent-encoded JSON; the carousel's cards don't count."""

    address = r"(?!www\.)(?P<id>[\w-]+)\.(m\.)?[a-z]{2}\.alibaba\.com/"
    layouts = {"product_list": "2025"}
    item_url = AlibabaSearchPage.item_url

    def module(self, name: str) -> Any:
        """The data of a module of the page."""
        code = attr_of(self.dom, f"[module-name$={name}][module-data]", "module-data")
        return get_path(json_or_none(unquote(code)), "mds.moduleData.data") if code else None

    @cached_property
    def products(self) -> Any:
        """The data of the list itself."""
        return self.module("productListPc")

    def says_empty(self) -> bool:
        return self.total() == 0 and get_path(self.products, "productList") == []

    def total(self) -> int | None:
        return int_at(self.products, "pageNavView.totalLines")

    def next_page(self) -> str | bool | None:
        now, size = get_path(self.products, "pageNavView.currentPage"), get_path(self.products, "pageNavView.pageLines")
        rule, total = get_path(self.products, "pageNavView.formatString"), self.total()
        if not (isinstance(now, int) and isinstance(size, int) and isinstance(rule, str) and total is not None):
            return None
        return web_address(rule.replace("{0}", str(now + 1)), self.url) if now * size < total else False

    def product_list(self) -> Iterator[Listing]:
        sign = self.module("shopSign")
        home = get_path(sign, "esiteSubDomain")
        for product in records(self.products, "productList"):
            yield self.listing(
                product.get("id"),
                product.get("subject"),
                url=without_query(product.get("url")),
                price=product.get("fobPriceWithoutUnit"),
                vendor_id=first_match(_SUPPLIER, home) or self.address_id or get_path(sign, "companyId"),
                vendor_name=get_path(sign, "companyName"),
                vendor_url=f"https://{home}/" if isinstance(home, str) else None,
                # shown only when it is not 0
                units_sold=product.get("prodSold180") or None,
                min_order=product.get("moq"),
                location=get_path(sign, "companyLocation.value"),
                images=[get_path(product, "imageUrlList.0.original")],
                ad=False,
            )


class AlibabaSpider(MarketplaceSpider):
    """The search's answer holds its data; suppliers are known by their subdomain; last looked at 2026-11."""

    name = "alibaba"
    allowed_domains = ["alibaba.com"]
    search_url = "https://www.alibaba.com/trade/search?SearchText={keyword}&page={page}"
    page_size = 48
    languages = ("en",)
    wholesale = True

    search_page = AlibabaSearchPage
    listing_page = AlibabaListingPage
    shop_page = AlibabaShopPage
    shop_url = "https://{id}.en.alibaba.com/productlist.html"


def _dollar_steps(product: Any) -> Iterator[PriceStep]:
    """The quantity ladder in dollars."""
    for step in records(product, "price.productLadderPrices"):
        quantity, price = step.get("min"), read_price(str(step.get("dollarPrice")))
        if isinstance(quantity, int) and quantity > 0 and price:
            yield PriceStep(quantity, price.low)


def _shown_steps(place: LexborNode | None) -> tuple[str | None, tuple[PriceStep, ...]]:
    """The quantity ladder of a rendered page, "300 - 1000 pairs GH₵80.51", and its currency."""
    currency, steps = None, []
    for step in place.css("[data-testid=ladder-price] .price-item") if place else ():
        quantity, price = read_count(text_of(step, "div")), read_price(text_of(step, "span"))
        if quantity and price:
            currency = price.currency
            steps.append(PriceStep(quantity, price.low))
    return currency, tuple(steps)
