"""Alibaba.com: wholesale for the world; prices are per quantity, in the visitor's currency."""

# ruff: noqa: I001 (names in few lines)
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.extract import (
    attr_of, first_match, get_path, id_at, json_or_none, number_at, records, text_at, text_of, without_query,
)  # fmt: skip
from monitor.pages.page import ListingPage, SearchPage, ShopPage
from monitor.pages.paging import Paging

_SUPPLIER = r"(?:^|//)([\w-]+)\.(?:m\.)?[a-z]{2}\.alibaba\.com"


class AlibabaSpider(MarketplaceSpider):
    """The search's answer holds its data; suppliers are known by their subdomain; last looked at 2026-11."""

    name = "alibaba"
    allowed_domains = ["alibaba.com"]
    search_url = "https://www.alibaba.com/trade/search?SearchText={keyword}&page={page}"
    item_url = "https://www.alibaba.com/product-detail/_{id}.html"
    shop_url = "https://{id}.en.alibaba.com/productlist.html"
    page_size = 48
    languages = ("en",)
    wholesale = True


class AlibabaSearchPage(AlibabaGroupPage, SearchPage, site=AlibabaSpider):
    """Results of 2025: all offers stand in `_offer_list`, the markup shows one card only."""

    address = r"([\w-]+\.)*alibaba\.com/(trade/search|products?/|showroom/|wholesale/)"
    layouts = {"offer_list": "2025"}
    data_after = r"\._offer_list\s*="
    data_path = "offerResultData"
    paging = Paging(items="offers", total="totalCount", pages="paginationData.pageCount", rule="paginationData.urlRule")

    def offer_list(self) -> Iterator[Listing]:
        offers = (offer for offer in records(self.data, "offers") if id_at(offer, "productId"))  # else a supplier's
        for offer in offers:
            yield self.listing(
                id_at(offer, "productId"), text_at(offer, "title"),
                url=first_match(r"^([^?#]*/product-detail/[^?#]+)", text_at(offer, "productUrl")),
                price=number_at(offer, "promotionPrice") or number_at(offer, "price"),
                price_list=number_at(offer, "price") if number_at(offer, "promotionPrice") else None,
                vendor_id=first_match(_SUPPLIER, text_at(offer, "supplierHomeHref")) or id_at(offer, "companyId"),
                vendor_name=text_at(offer, "companyName"),
                vendor_url=text_at(offer, "supplierHomeHref"),
                units_sold=number_at(offer, "soldOrder"), min_order=number_at(offer, "moq"),
                location=text_at(offer, "countryCode"), images=[text_at(offer, "mainImage")],
                # the top ad is `isNewAd` and not `isP4P`
                ad=offer.get("isP4P") is True or offer.get("isNewAd") is True,
            )  # fmt: skip


class AlibabaListingPage(AlibabaGroupPage, ListingPage, site=AlibabaSpider):
    """Item pages: `detailData` of 2026, and rendered pages that were saved without their scripts."""

    address = r"([\w-]+\.)*alibaba\.com/product-detail/([^/?#]*[_-])?(?P<id>\d+)\.html"
    layouts = {"detail_data": "2026", "rendered": "2025-2026"}
    data_after = r"window\.detailData\s*="
    data_path = "globalData"
    nothing = ("product is no longer available", "product has been removed", "product is not available any more")

    def detail_data(self) -> Iterator[Listing]:
        product, seller = get_path(self.data, "product"), get_path(self.data, "seller")
        if not text_at(product, "subject"):
            return
        ladder = records(product, "price.productLadderPrices")
        yield self.listing(
            id_at(product, "productId") or self.address_id, text_at(product, "subject"),
            url=without_query(self.url) if self.address_id else None,
            # the dollar prices: those in the visitor's currency depend on where he is
            currency="USD",
            price=number_at(product, "price.productRangePrices.dollarPriceRangeLow"),
            price_max=number_at(product, "price.productRangePrices.dollarPriceRangeHigh"),
            price_steps=((number_at(step, "min"), number_at(step, "dollarPrice")) for step in ladder),
            vendor_id=first_match(_SUPPLIER, text_at(seller, "subDomain")) or id_at(seller, "companyId"),
            vendor_name=text_at(seller, "companyName"),
            vendor_url=text_at(seller, "companyProfileUrl"), min_order=number_at(product, "moq"),
            location=text_at(seller, "companyRegisterCountry"),
            images=[text_at(image, "imageUrl.big") for image in records(product, "mediaItems")],
            ad=False,
        )  # fmt: skip

    def rendered(self) -> Iterator[Listing]:
        title = text_of(self.dom, "[data-module-name=module_title] h1") or text_of(self.dom, "h1")
        company = self.dom.css_first("[data-module-name=module_company]")
        link = attr_of(company, "a[href*='.alibaba.com']", "href")
        listing_id = self.address_id or first_match(r"[?&]productId=(\d+)", link)
        place = self.dom.css_first("[data-testid=product-price]")
        if not title or not listing_id or not (company or place):
            return
        steps = place.css("[data-testid=ladder-price] .price-item") if place else []
        ladder = [(text_of(step, "div"), text_of(step, "span")) for step in steps]  # "300 - 1000 pairs", "GH₵80.51"
        words = (text_of(place) or "").partition("Sample price")[0]  # the sample's own price and minimum come last
        yield self.listing(
            listing_id, title, url=without_query(self.url) if self.address_id else None,
            price=None if ladder else words, price_steps=ladder,
            vendor_id=first_match(_SUPPLIER, link),
            vendor_name=attr_of(company, ".company-name a", "title") or text_of(company, ".company-name"),
            vendor_url=without_query(link),
            min_order=ladder[0][0] if ladder else first_match(r"(?:Min\. order|MOQ):? ?(\d\S*)", words),
            location=text_of(company, ".register-country"),
            images=[attr_of(image, "", "src") for image in self.dom.css("[data-testid=media-image] img")],
            ad=False,
        )  # fmt: skip


class AlibabaShopPage(AlibabaGroupPage, ShopPage, site=AlibabaSpider):
    """A supplier's list of 2025: each module's data is percent-encoded JSON; the carousel's cards don't count."""

    address = r"(?!www\.)(?P<id>[\w-]+)\.(m\.)?[a-z]{2}\.alibaba\.com/"
    layouts = {"product_list": "2025"}
    paging = Paging(
        items="productList",
        total="pageNavView.totalLines",
        page="pageNavView.currentPage",
        size="pageNavView.pageLines",
        rule="pageNavView.formatString",
    )

    def module(self, name: str) -> Any:
        """The data of a module of the page."""
        code = attr_of(self.dom, f"[module-name$={name}][module-data]", "module-data")
        return get_path(json_or_none(unquote(code)), "mds.moduleData.data") if code else None

    @cached_property
    def data(self) -> Any:
        """The data of the list itself."""
        return self.module("productListPc")

    def product_list(self) -> Iterator[Listing]:
        shop = self.module("shopSign")
        home = text_at(shop, "esiteSubDomain")
        for product in records(self.data, "productList"):
            yield self.listing(
                id_at(product, "id"), text_at(product, "subject"),
                url=without_query(text_at(product, "url")),
                price=number_at(product, "fobPriceWithoutUnit"),
                vendor_id=first_match(_SUPPLIER, home) or self.address_id or id_at(shop, "companyId"),
                vendor_name=text_at(shop, "companyName"),
                vendor_url=f"https://{home}/" if home else None,
                units_sold=number_at(product, "prodSold180") or None,  # shown only when it is not 0
                min_order=number_at(product, "moq"),
                location=text_at(shop, "companyLocation.value"),
                images=[text_at(product, "imageUrlList.0.original")], ad=False,
            )  # fmt: skip
