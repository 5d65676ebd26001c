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
    attr_of, first_match, get_path, id_at, ids_at, json_or_none, number_at, records, text_at, without_query,
)  # fmt: skip
from monitor.pages.page import ShopPage
from monitor.pages.paging import Paging
from monitor.seller_ids import identifiers_in
from spiders.pages.alibaba_cards import SUPPLIER, AlibabaCards
from spiders.pages.alibaba_items import AlibabaSavedItem


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


class AlibabaSearchPage(AlibabaGroupPage, AlibabaCards, site=AlibabaSpider):
    """Results of 2025: all offers stand in `_offer_list`, or in an answer; the markup shows one card until drawn."""

    address = r"([\w-]+\.)*alibaba\.com/(trade/search|products?/|showroom/|wholesale/|search/)"
    layouts = {"offer_list": "2025", **AlibabaCards.layouts}
    data_after = r"\._offer_list\s*=|\bwindow\.__page__data(?:__config)?\s*="
    data_path = ("offerResultData", "props.offerResultData", "data.offerResultData", "model", "data", "")
    paging = Paging(items="offers", total="totalCount", pages="paginationData.pageCount", rule="paginationData.urlRule")
    nothing = (
        "did not match any products", "no results for", "no results found", "we couldn't find any", "no matches found",
        "we could not find any", "sorry, no products",
    )  # fmt: skip

    def offer_list(self) -> Iterator[Listing]:
        offers = (offer for offer in records(self.data, "offers") if id_at(offer, "productId"))  # else a supplier's
        for offer in offers:
            yield self.listing(
                id_at(offer, "productId"), text_at(offer, "title"),
                url=first_match(r"^([^?#]*/product-detail/[^?#]+)", text_at(offer, "productUrl")),
                price=number_at(offer, "promotionPrice") or number_at(offer, "price"),
                price_list=number_at(offer, "price") if number_at(offer, "promotionPrice") else None,
                vendor_id=first_match(SUPPLIER, text_at(offer, "supplierHomeHref")) or id_at(offer, "companyId"),
                seller_ids=[*ids_at(offer, company=("companyId",))],
                vendor_name=text_at(offer, "companyName"),
                vendor_url=text_at(offer, "supplierHomeHref"),
                units_sold=number_at(offer, "soldOrder"), min_order=number_at(offer, "moq"),
                location=text_at(offer, "countryCode"), images=[text_at(offer, "mainImage")],
                # the top ad is `isNewAd` and not `isP4P`
                ad=offer.get("isP4P") is True or offer.get("isNewAd") is True,
            )  # fmt: skip


class AlibabaListingPage(AlibabaGroupPage, AlibabaSavedItem, site=AlibabaSpider):
    """Item pages: `detailData` of 2026, and rendered pages that were saved without their scripts."""

    address = r"([\w-]+\.)*alibaba\.com/(product-detail/([^/?#]*[_-])?|product/)(?P<id>\d+)(\.html|/|$)"
    layouts = {"detail_data": "2026", **AlibabaSavedItem.layouts}
    data_after = r"window\.detailData\s*="
    data_path = ("globalData", "data.globalData", "data")
    nothing = (
        "product is no longer available", "product has been removed", "product is not available any more",
        "product is currently unavailable", "product you are looking for is no longer", "product does not exist",
        "product has been taken down", "product cannot be found", "page you requested cannot be found",
    )  # fmt: skip

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
            vendor_id=first_match(SUPPLIER, text_at(seller, "subDomain")) or id_at(seller, "companyId"),
            seller_ids=[*ids_at(seller, company=("companyId",), member=("memberId", "accountId", "loginId"))],
            vendor_name=text_at(seller, "companyName"),
            vendor_url=text_at(seller, "companyProfileUrl"), min_order=number_at(product, "moq"),
            location=text_at(seller, "companyRegisterCountry"),
            images=[text_at(image, "imageUrl.big") for image in records(product, "mediaItems")],
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
        """The data of the list itself, in the page or in the answer for a further page of it."""
        if self.answer is not None:
            return self.data_behind(None, "mds.moduleData.data", "moduleData.data", "data", "")
        return self.module("productListPc")

    def product_list(self) -> Iterator[Listing]:
        shop = self.module("shopSign")
        home = text_at(shop, "esiteSubDomain")
        for product in records(self.data, "productList"):
            yield self.listing(
                id_at(product, "id"), text_at(product, "subject"),
                url=without_query(text_at(product, "url")),
                price=number_at(product, "fobPriceWithoutUnit"),
                vendor_id=first_match(SUPPLIER, home) or self.address_id or id_at(shop, "companyId"),
                seller_ids=[*ids_at(shop, company=("companyId",)), *identifiers_in(self.site.name, self.url)],
                vendor_name=text_at(shop, "companyName"),
                vendor_url=f"https://{home}/" if home else None,
                units_sold=number_at(product, "prodSold180") or None,  # shown only when it is not 0
                min_order=number_at(product, "moq"),
                location=text_at(shop, "companyLocation.value"),
                images=[text_at(product, "imageUrlList.0.original")], ad=False,
            )  # fmt: skip
