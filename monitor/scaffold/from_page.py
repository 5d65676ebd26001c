"""A saved page of a site that has no spider yet: its addresses and its layout, told by the general reader."""

from collections import Counter
from dataclasses import dataclass, replace

from monitor.crawling.registry import marketplace_of_site, spider_class
from monitor.errors import InputError
from monitor.marketplaces import WEB
from monitor.model import Listing
from monitor.pages.extract import attr_of
from monitor.pages.guess import guessed, results_on
from monitor.pages.guess_outline import outline_of
from monitor.pages.page import Page
from monitor.scaffold.addresses import check_address, id_in, listing_url_of, search_url_of
from monitor.scaffold.from_cards import cards_layout
from monitor.scaffold.from_data import data_layout, listing_url_in, readable_list
from monitor.scaffold.page_layout import PageLayout
from monitor.text.decode import decode_page
from monitor.text.web_address import checked_address

_LEAST = 2
"""Listings of a list."""


@dataclass(frozen=True, slots=True)
class SitePage:
    """What a saved page of results tells of its site. `currency`: None where the page does not tell it.

    `listings`: what the general reader reads on it, which the new page class is compared with.
    """

    url: str
    body: bytes
    search_url: str
    listing_url: str
    layout: PageLayout
    listings: tuple[Listing, ...]
    currency: str | None
    language: str


def site_page(body: bytes, url: str, search_url: str | None = None, listing_url: str | None = None) -> SitePage:
    """Read a saved page of results. `search_url`, `listing_url`: given by the user, instead of what the page tells.

    Raises `InputError` for an address of a known marketplace, a page without a list of listings, one whose structure
    can't be named, or one that does not tell the addresses.
    """
    url = checked_address("--url", url)
    if search_url is not None:
        check_address("--search", search_url, "{keyword}")
    if listing_url is not None:
        check_address("--listing", listing_url, "{id}")
    if known := marketplace_of_site(url):
        raise InputError(f"--url {url!r}: the site is the marketplace {known!r} already; see `monitor extract`")
    page_class = spider_class(WEB).page_for(url)
    if page_class is None:
        raise InputError(f"--url {url!r}: expected the https address of the page")
    page = page_class(decode_page(body, None), url)
    listings = tuple(guessed(page))
    if len(listings) < _LEAST:
        raise InputError("--from: no list of listings with prices is told on the page; save a search that has results")
    unknown: list[str] = []
    hrefs = [address for link in page.dom.css("a[href]") if (address := page.address_of(link.attributes.get("href")))]
    titles = [listing.title for listing in listings if listing.title]
    if search_url is None:
        search_url, has_page = search_url_of(url, titles, hrefs)
        if search_url is None:
            raise InputError(f"--url {url!r}: it does not tell where the words of a search stand; give --search")
        if not has_page:
            unknown.append("the next page: no link to a second page; give --search with {page} or {offset}")
    layout, listing_url = _layout(page, listing_url)
    currency = Counter(listing.currency for listing in listings if listing.currency).most_common(1)
    is_chinese = (attr_of(page.dom, "html", "lang") or "").lower().startswith("zh")
    unknown += layout.unknown
    unknown += [] if currency else ["the currency: give --currency"]
    unknown.append('the words for "nothing found" and "gone", walls, the listings\' own pages: save such pages too')
    return SitePage(
        url,
        body,
        search_url,
        listing_url,
        replace(layout, unknown=unknown),
        listings,
        currency[0][0] if currency else None,
        "zh" if is_chinese else "en",
    )


def _layout(page: Page, given: str | None) -> tuple[PageLayout, str]:
    """The layout, of the cards or of the data, whichever has more listings; and a listing's address."""
    outline = outline_of(page.dom)
    group = results_on(page, outline)
    cards = group.cards if group else []
    data = readable_list(page)
    no_address = InputError("--from: the page tells no addresses of listings that are alike; give --listing with {id}")
    if data is not None and data[0].priced > len(cards):
        listing_url = given or listing_url_in(page, data[0])
        if listing_url is None:
            raise no_address
        return data_layout(page, *data, listing_url), listing_url
    links = [(card.link.address, card.link.listing_id) for card in cards if card.link]
    if given and links and not any(id_in(address, given) for address, _ in links):
        raise InputError(f"--listing {given!r}: the page's listings have other addresses, such as {links[0][0]}")
    listing_url = given or listing_url_of(links)
    if listing_url is None and cards:
        raise no_address
    layout = cards_layout(page, outline, cards, listing_url) if listing_url and cards else None
    if layout is not None and listing_url:
        return layout, listing_url
    if data is not None and (listing_url := given or listing_url_in(page, data[0])):
        return data_layout(page, *data, listing_url), listing_url
    raise InputError("--from: nothing in the page names its cards or their titles; begin without --from")
