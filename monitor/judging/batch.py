"""What is worked out of a batch of listings by reading alone: so that several processes can do it at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from monitor.indicators import judge
from monitor.indicators.case import Case
from monitor.indicators.groups import Groups, groups_of, offers_key
from monitor.indicators.related_sellers import SellerLink, seller_links_of
from monitor.indicators.unauthorised_vendor import is_authorised
from monitor.judging.context import StoredCase, with_context
from monitor.judging.groups import keys_of
from monitor.model import Finding
from monitor.store.read.groups import GroupFacts, groupings_of
from monitor.store.read.listings import known_rows, matches_of, stored_listing
from monitor.store.store import Connection
from monitor.watchlist import Brand

Brands = Mapping[str, Brand]
Judged = tuple[datetime, tuple[Finding, ...], frozenset[SellerLink]]
"""When a listing was told last, its findings, and its signs if it is flagged. Plain: it goes between processes."""


def group_rows(
    connection: Connection, brands: Brands, _told: GroupFacts | None, keys: list[str]
) -> tuple[list[dict[str, Any]], set[str]]:
    """The rows of `grouping` for the listings, and the groups that they are in now or were in before."""
    before = groupings_of(connection, keys)
    touched = {key for row in before for key in (row.vendor, row.market, row.text) if key}
    rows = []
    for one in _known(connection, brands, keys):
        groups = groups_of(one.case, one.seller)
        touched |= {key for key in keys_of(groups) if not key.startswith("offers|")}
        row: dict[str, Any] = {
            "listing_key": one.key,
            "brand": one.case.brand.id,
            "seller": one.seller,
            "price": groups.price,
        }
        row |= {"authorised": is_authorised(one.case), "gone": one.gone}
        rows.append({**row, "vendor": groups.vendor, "market": groups.market, "text": groups.text})
    return rows, touched


def judge_batch(connection: Connection, brands: Brands, told: GroupFacts | None, keys: list[str]) -> dict[str, Judged]:
    """The findings of each listing, in the groups that `grouped` found.

    `told`: what all groups tell, if at hand.
    """
    known = _known(connection, brands, keys)
    found: dict[str, Judged] = {}
    for one, case in zip(
        known, with_context(connection, known, _groups_of(connection, known, keys), told), strict=True
    ):
        _, findings, signs = found.get(one.key or "", (None, (), frozenset()))
        finding = judge(case)
        if finding.level is not None:
            signs |= seller_links_of(case.listing, tuple(case.brand.names))
        found[one.key or ""] = (one.changed_at, (*findings, finding), signs)
    return found


def _known(connection: Connection, brands: Brands, keys: list[str]) -> list[StoredCase]:
    """The stored listings with their matches of watched brands."""
    rows = known_rows(connection, keys)
    found = []
    for key, match in matches_of(connection, keys):
        row, brand = rows.get(key), brands.get(match.brand)
        if row is not None and brand is not None:
            case = Case(stored_listing(row), match, brand, row.marketplace, row.changed_at.date())
            found.append(StoredCase(row.key, row.vendor_key, case, row.gone, row.changed_at))
    return found


def _groups_of(connection: Connection, known: list[StoredCase], keys: list[str]) -> list[Groups]:
    by_match = {
        (row.listing_key, row.brand): Groups(
            row.vendor,
            row.market,
            offers_key(row.market, row.seller) if row.market and row.seller else None,
            row.text,
            row.price,
        )
        for row in groupings_of(connection, keys)
    }
    return [by_match[one.key or "", one.case.brand.id] for one in known]
