"""What judging has to do: by which rules the store was judged, and which listings pages showed since."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from monitor.store.db.lists import listed
from monitor.store.db.schema import ListingRow, MatchRow, StoreInfoRow, UnjudgedVisitRow

RULES = "assessed"
"""Their key in `store_info`."""
CHANNEL = "authorised_sellers"
"""The key in `store_info` of what was known of the authorised sellers then."""
Channel = dict[str, dict[str, list[list[str]]]]
"""All identifiers of an authorised seller, by brand and marketplace ("nordwerk taobao") and its id in the watchlist."""

DECISIONS = "decided"
"""The key in `store_info` of the last decision that the sellers' records take into account."""

_SHOWN = listed("""
    SELECT j.value FROM json_each(:keys) AS k JOIN visit AS v ON v.id = k.value JOIN json_each(v.listing_keys) AS j
    UNION SELECT e.listing_key FROM json_each(:keys) AS k JOIN lifecycle AS e ON e.visit_id = k.value""")
_OF_BRAND = (
    select(MatchRow.listing_key)
    .join(ListingRow, ListingRow.key == MatchRow.listing_key)
    .where(MatchRow.brand == bindparam("brand"), ListingRow.marketplace == bindparam("marketplace"))
)
_EVERY = select(MatchRow.listing_key).distinct()


def judged_by(connection: Connection) -> dict[str, Any]:
    """The rules that all findings were judged by last; empty before the first time."""
    value = connection.execute(select(StoreInfoRow.value).where(StoreInfoRow.key == RULES)).scalar()
    return json.loads(value) if value else {}


def decisions_judged(connection: Connection) -> int:
    """The number of the last decision that the sellers' records take into account; 0 before the first time."""
    value = connection.execute(select(StoreInfoRow.value).where(StoreInfoRow.key == DECISIONS)).scalar()
    return int(value) if value and value.isdecimal() else 0


def channel_before(connection: Connection) -> Channel:
    """What was known of the authorised sellers when all findings were judged last."""
    value = connection.execute(select(StoreInfoRow.value).where(StoreInfoRow.key == CHANNEL)).scalar()
    return json.loads(value) if value else {}


def listings_of_brand(connection: Connection, brand: str, marketplace: str) -> list[str]:
    """The keys of all listings of a marketplace that name a brand."""
    return list(connection.execute(_OF_BRAND, {"brand": brand, "marketplace": marketplace}).scalars())


def unjudged_visits(connection: Connection) -> list[int]:
    """The visits that no judging has taken in, each marked by itself: one that is written late is not passed over."""
    return list(connection.execute(select(UnjudgedVisitRow.visit_id)).scalars())


def listings_of_visits(connection: Connection, visits: Sequence[int]) -> list[str]:
    """The keys of all listings that the visits showed or found gone."""
    return sorted(connection.execute(_SHOWN, {"keys": visits}).scalars())


def matched_listings(connection: Connection) -> list[str]:
    """The keys of all listings that name a brand."""
    return sorted(connection.execute(_EVERY).scalars())
