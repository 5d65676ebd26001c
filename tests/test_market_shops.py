"""The simulated market of shops: the same for a seed, and its pages tell what the marketplaces' own pages tell."""

from pathlib import Path
from random import Random

import pytest

from bench.market.shops.brands import MARKETPLACES, watchlist
from bench.market.shops.pages import listing_page, search_page
from bench.market.shops.run import simulate_shops
from bench.market.shops.world import INFRINGING, World
from monitor.crawling.registry import spider_class
from monitor.pages.read import read_page


def _world() -> World:
    world = World(Random(7))
    world.open(0.3)
    world.pass_day()
    return world


def test_the_same_market_for_a_seed() -> None:
    one, other = _world(), _world()
    assert [(offer.kind, offer.shown) for offer in one.offers] == [(offer.kind, offer.shown) for offer in other.offers]
    assert {offer.kind for offer in one.offers} >= INFRINGING - {"careful copy, operator known"}
    assert len({(offer.seller.place, offer.shown.number) for offer in one.offers}) == len(one.offers)


@pytest.mark.parametrize("place", MARKETPLACES)
def test_pages_are_read_as_they_are_meant(place: str) -> None:
    spider = spider_class(place)
    assert spider.search_page is not None
    assert spider.listing_page is not None
    shown = [offer.shown for offer in _world().offers if offer.seller.place == place][:20]
    for seed in range(4):  # all layouts
        address, body = search_page(Random(seed), place, shown, 1)
        listings = read_page(spider.search_page, body, address).listings
        assert [(listing.listing_id, listing.title, listing.price_min) for listing in listings] == [
            (one.number, one.title, one.price) for one in shown
        ]
        address, body = listing_page(Random(seed), place, shown[0])
        (listing,) = read_page(spider.listing_page, body, address).listings
        assert (listing.listing_id, listing.title, listing.price_min) == (
            shown[0].number, shown[0].title, shown[0].price,
        )  # fmt: skip
        assert listing.vendor.id is not None
        assert listing.vendor.name == shown[0].seller.name


def test_owners_list_sellers_by_identifiers_of_different_kinds() -> None:
    world = _world()
    kinds = set()
    for brand in watchlist(world.people.authorised).brand:
        for seller in brand.authorised_seller:
            identity = next(
                known for known in world.people.authorised[brand.name, seller.marketplace] if known.name == seller.name
            )
            kinds |= {kind for kind in ("user", "login", "shop", "subdomain") if seller.id == identity.value(kind)}
    assert kinds == {"user", "login", "shop", "subdomain"}


def test_every_listing_has_its_outcome(tmp_path: Path) -> None:
    outcomes = simulate_shops(tmp_path, 5, 0.05, 2)
    world = World(Random(5))
    world.open(0.05)
    world.pass_day()
    assert [outcome.truth.title for outcome in outcomes] == [offer.shown.title for offer in world.offers]
    assert any(outcome.flagged() for outcome in outcomes if outcome.truth.infringes)
