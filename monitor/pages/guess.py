"""The general reader: listings on a page whose layout nobody has seen, told by what every such page has.

A guess never says that there is nothing or that a listing is gone, and leaves out what it is not sure of.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import unquote_plus, urlsplit

from monitor.model import Listing
from monitor.pages.extract import attr_of, id_at, number_at, text_at
from monitor.pages.guess_cards import Group, groups_of, in_heading, main_group, nothing_before, pictured_group
from monitor.pages.guess_data import lists_in
from monitor.pages.guess_facts import page_currency, pictures, price_of_card, titles, units_sold_of, vendor_of
from monitor.pages.guess_item import item_on
from monitor.pages.guess_links import LinkReader
from monitor.pages.guess_outline import Outline, outline_of
from monitor.pages.guess_words import says_nothing
from monitor.pages.normalised_url import short_id
from monitor.pages.values import currency_code, price_of

_SURE = 4
"""Cards with the site's own addresses from which on links of other kinds are left aside."""
_LEAST_IN_LIST = 3
"""Listings; what shows fewer may be one listing's page with others beside it."""

if TYPE_CHECKING:
    from monitor.pages.page import Page


def guessed(page: "Page") -> Iterator[Listing]:
    """The listings that a page seems to show; none when that is not clear.

    Of a page of any site nobody knows whether it is a list or a listing's own page: there a list is looked for first.
    """
    outline = outline_of(page.dom)
    if page.kind != "listing" or page.any_site:
        listings = list(_list(page, outline))
        if page.kind != "listing" or len(listings) >= _LEAST_IN_LIST:
            yield from listings
            return
    yield from _item(page, outline)


def _list(page: "Page", outline: Outline) -> Iterator[Listing]:
    leaves = outline.texts(0, len(outline.raw))
    if page.answer is None and any(says_nothing(outline.raw[leaf]) for leaf in leaves if _is_heading(outline, leaf)):
        return
    currency = page_currency(page)
    shown = list(_shown(page, outline, currency))
    told = list(_told(page, currency))
    yield from shown if len(shown) >= len(told) else told


def _is_heading(outline: Outline, leaf: int) -> bool:
    return any(
        outline.tags[node] in ("h1", "h2", "h3")
        for node in (outline.parent[leaf], outline.parent[outline.parent[leaf]])
    )


def _item(page: "Page", outline: Outline) -> Iterator[Listing]:
    item = item_on(page, outline, page_currency(page))
    if item is not None:
        yield page.listing(
            page.address_id,
            item.title,
            price=item.price,
            url=None if page.site.item_url else page.url,
            images=[item.image],
            **_shop_of(page, item.vendor_name),
        )


class _VendorFacts(TypedDict):
    """Arguments of `Page.listing`."""

    vendor_id: str | None
    vendor_name: str | None
    vendor_url: str | None
    seller_ids: list[tuple[str, str | None]]


def _shop_of(page: "Page", name: str | None, number: str | None = None, url: str | None = None) -> _VendorFacts:
    """The vendor's facts; of a shop that is no marketplace of ours, the shop is the vendor, whoever else is named."""
    if not page.any_site:
        # of what kind a guessed number is, is not known: it ties nothing
        return {"vendor_id": number, "vendor_name": name, "vendor_url": url, "seller_ids": [("", number)]}
    parts = urlsplit(page.url)
    host = (parts.hostname or "").removeprefix("www.")
    own_name = attr_of(page.dom, "meta[property='og:site_name']", "content")
    home = f"https://{parts.netloc}/"
    return {"vendor_id": host, "vendor_name": name or own_name or host, "vendor_url": home, "seller_ids": []}


def _id_of(page: "Page", address: str | None, number: str | None) -> str | None:
    """A listing's id: the site's own; where the site is not known, that of its address, alike for all links to it."""
    if not page.any_site:
        return number
    return page.id_of(address) if address else short_id(f"{urlsplit(page.url).netloc} {number}") if number else None


def _told(page: "Page", currency: str | None) -> Iterator[Listing]:
    """The listings of the array in the page's data that has the most of them."""
    best = max(lists_in(page), key=lambda found: found.priced, default=None)
    if best is None or best.priced * 2 < len(best.members):
        return
    paths = best.paths
    for member in best.members:
        url = text_at(member, paths.url) if paths.url else None
        address = page.address_of(url)
        listing_page = page.site.listing_page
        number = id_at(member, paths.listing_id) if paths.listing_id else None
        known = listing_page.id_of(address) if listing_page and address and not page.any_site else None
        number = known or number
        named = text_at(member, paths.currency) if paths.currency else None
        code = currency_code(named.upper()) if named else None
        price = price_of(number_at(member, paths.price), code or currency) if paths.price else None
        yield page.listing(
            _id_of(page, address, number),
            text_at(member, paths.title),
            price=price if price and price.currency else None,
            url=None if number and page.site.item_url else address,
            units_sold=number_at(member, paths.units_sold) if paths.units_sold else None,
            **_shop_of(
                page,
                text_at(member, paths.vendor_name) if paths.vendor_name else None,
                id_at(member, paths.vendor_id) if paths.vendor_id else None,
            ),
            images=[text_at(member, paths.picture) if paths.picture else None],
        )


def _shown(page: "Page", outline: Outline, currency: str | None) -> Iterator[Listing]:
    """The listings of the repeated structure that is the page's list."""
    group = results_on(page, outline)
    if group is None:
        return
    names = titles(outline, group.cards, unquote_plus(page.url))
    images = pictures(outline, group.cards)
    for card, title, image in zip(group.cards, names, images, strict=True):
        vendor_id, vendor_name, vendor_url = vendor_of(outline, card, page)
        link = card.link
        yield page.listing(
            _id_of(page, link.address, link.listing_id) if link else None,
            title,
            url=None if link and link.listing_id and page.site.item_url else link.address if link else None,
            price=price_of_card(outline, card, currency),
            units_sold=units_sold_of(outline, card),
            **_shop_of(page, vendor_name, vendor_id, vendor_url),
            images=[image],
        )


def results_on(page: "Page", outline: Outline) -> Group | None:
    """The cards of the page's list; None when it shows none, or may say before it that nothing was found."""
    anchors = {
        number: outline.attribute(number, "href")
        for number, tag in enumerate(outline.tags)
        if tag == "a" and outline.attributes[number].get("href")
    }
    group = _results(outline, LinkReader(page), anchors, is_engine=page.site.listing_page is None)
    return None if group is None or nothing_before(outline, group) else group


def _results(outline: Outline, reader: LinkReader, anchors: dict[int, str], *, is_engine: bool) -> Group | None:
    """The page's list: of links by the site's own addresses, or else of links that are alike."""
    if is_engine:
        outward = reader.outward(list(anchors.values()))
        links = {number: outward[href] for number, href in anchors.items() if href in outward}
        headed = {number: link for number, link in links.items() if in_heading(outline, number)}
        return main_group(groups_of(outline, headed, goods=False), priced=False) or main_group(
            groups_of(outline, links)
        )
    links = {number: link for number, href in anchors.items() if (link := reader.read(href))}
    kinds = reader.by_kind(list(anchors.values()), anywhere=reader.knows_site)
    alike = {number: kinds[href] for number, href in anchors.items() if href in kinds}
    of_site = groups_of(outline, links)
    results = main_group(of_site)
    if results is None or sum(card.link is not None for card in results.cards) < _SURE:
        with_alike = main_group(groups_of(outline, {**alike, **links}))
        results = max((results, with_alike), key=lambda group: len(group.cards) if group else 0)
    return results or pictured_group(of_site)
