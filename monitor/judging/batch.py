"""The work on one batch of listings that only reads, so that several processes can do it at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.indicators import judge
from monitor.indicators.case import Case
from monitor.indicators.groups import Groups, groups_of, offers_key
from monitor.indicators.judge import is_flagged_by_itself
from monitor.indicators.related_sellers import SellerLink, seller_links_of
from monitor.indicators.unauthorised_vendor import is_authorised
from monitor.judging.context import StoredCase, with_context
from monitor.judging.groups import keys_of
from monitor.judging.sellers import with_sellers
from monitor.model import Finding
from monitor.store.read.groups import GroupFacts, groupings_of
from monitor.store.read.listings import known_rows, matches_of, stored_listing
from monitor.store.store import Connection
from monitor.watchlist import Brand

Brands = Mapping[str, Brand]


@dataclass(slots=True)
class JudgedListing:
    """The findings of a listing, one per brand, and when a page showed something new of it last."""

    changed_at: datetime
    findings: list[Finding] = field(default_factory=list)
    links: set[SellerLink] = field(default_factory=set)
    """What links it to listings of the same operator; empty where nothing but its seller's record flags it."""


def group_rows(
    connection: Connection, brands: Brands, _stats: GroupFacts | None, keys: list[str]
) -> tuple[list[dict[str, Any]], set[str]]:
    """The rows of `grouping` for the listings, and the groups that they are in now or were in before."""
    before = groupings_of(connection, keys)
    touched = {key for row in before for key in (row.vendor, row.market, row.text) if key}
    rows = []
    for stored in with_sellers(connection, _stored_cases(connection, brands, keys)):
        groups = groups_of(stored.case, stored.seller)
        touched |= {key for key in keys_of(groups) if not key.startswith("offers|")}
        row: dict[str, Any] = {
            "listing_key": stored.key,
            "brand": stored.case.brand.id,
            "seller": stored.seller,
            "price": groups.price,
            "authorised": is_authorised(stored.case),
            "gone": stored.gone,
        }
        rows.append({**row, "vendor": groups.vendor, "market": groups.market, "text": groups.text})
    return rows, touched


def judge_batch(
    connection: Connection, brands: Brands, stats: GroupFacts | None, keys: list[str]
) -> dict[str, JudgedListing]:
    """Judge listings of watched brands; returns them by key.

    They are judged in the groups that `group_rows` gave them. `stats`: the statistics of all groups, if at hand.
    """
    stored = with_sellers(connection, _stored_cases(connection, brands, keys))
    cases = with_context(connection, stored, _groups_of(connection, stored, keys), stats)
    judged: dict[str, JudgedListing] = {}
    for known, case in zip(stored, cases, strict=True):
        listing = judged.setdefault(known.key or "", JudgedListing(known.changed_at))
        finding = judge(case)
        listing.findings.append(finding)
        if is_flagged_by_itself(finding):
            listing.links |= seller_links_of(case.listing, tuple(case.brand.names))
    return judged


def _stored_cases(connection: Connection, brands: Brands, keys: list[str]) -> list[StoredCase]:
    """The stored listings with their matches of watched brands."""
    rows = known_rows(connection, keys)
    cases = []
    for key, match in matches_of(connection, keys):
        row, brand = rows.get(key), brands.get(match.brand)
        if row is not None and brand is not None:
            case = Case(stored_listing(row), match, brand, row.marketplace, row.changed_at.date())
            cases.append(StoredCase(row.key, row.seller, case, row.gone, row.changed_at))
    return cases


def _groups_of(connection: Connection, stored: list[StoredCase], keys: list[str]) -> list[Groups]:
    """The groups of each case, as they are stored; of one that a page brought meanwhile, as they would be."""
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
    return [
        by_match.get((known.key or "", known.case.brand.id)) or groups_of(known.case, known.seller) for known in stored
    ]
