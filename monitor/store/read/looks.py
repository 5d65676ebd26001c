"""What pages told of the listings of filed cases: its own page, and others of the marketplaces that showed it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, Connection, bindparam, text

from monitor.marketplaces import PLACES, SEARCH_ENGINES
from monitor.store.db.lists import listed
from monitor.store.db.types import UtcTime

_LINKS = text("""
    SELECT l.case_id, l.position, l.listing_key, l.finding_id, l.url, c.platform, c.marketplace, c.brand, c.reason
    FROM case_file AS c JOIN case_listing AS l ON l.case_id = c.id
    WHERE EXISTS (SELECT 1 FROM case_event AS e WHERE e.case_id = c.id AND e.state = 'filed')
    ORDER BY l.case_id, l.position""")

# Its own page by its target; pages that said first that it is gone or back, handed-in ones among them, which have other
# targets; and all that showed it since, but for search engines, whose results may be old.
_LOOKS = listed(
    """
    SELECT l.key AS listing_key, v.id AS visit_id, v.at, true AS own,
           CASE WHEN v.state != 'done' THEN NULL
                WHEN v.outcome = 'listings' AND l.key IN (SELECT value FROM json_each(v.listing_keys)) THEN true
                WHEN v.outcome = 'empty' AND v.reason = 'gone' THEN false END AS there
    FROM json_each(:keys) AS k JOIN listing AS l ON l.key = k.value
    JOIN visit AS v ON v.marketplace = l.marketplace AND v.target = 'listing:' || l.listing_id
    UNION
    SELECT e.listing_key, v.id, v.at, v.page = 'listing', e.event = 'back'
    FROM json_each(:keys) AS k JOIN lifecycle AS e ON e.listing_key = k.value JOIN visit AS v ON v.id = e.visit_id
    UNION
    SELECT j.value, v.id, v.at, v.page = 'listing', true
    FROM json_each(:places) AS p CROSS JOIN visit AS v CROSS JOIN json_each(v.listing_keys) AS j
    WHERE v.marketplace = p.value AND v.outcome = 'listings' AND v.at >= :since AND v.state = 'done'
          AND j.value IN (SELECT value FROM json_each(:keys))
    ORDER BY 3, 2""",
    "keys",
    "places",
).columns(at=UtcTime, own=Boolean, there=Boolean)
_LOOKS = _LOOKS.bindparams(bindparam("since", type_=UtcTime))


@dataclass(frozen=True, slots=True)
class FiledLink:
    """A link of a case that was filed at some time."""

    case_id: str
    position: int
    listing_key: str
    finding_id: str
    url: str
    platform: str
    marketplace: str
    brand: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class StoredLook:
    """What one page told of a listing."""

    listing_key: str
    visit_id: int
    at: datetime
    """UTC."""
    own: bool
    """The listing's own page; else a search or a shop that showed it."""
    there: bool | None
    """None: the page was blocked or unreadable, or the program failed on it, and it tells nothing."""


def filed_links(connection: Connection) -> list[FiledLink]:
    """All links of the cases that were filed, in order."""
    return [FiledLink(**row) for row in connection.execute(_LINKS).mappings()]


def looks_at(connection: Connection, keys: Collection[str], since: datetime) -> dict[str, list[StoredLook]]:
    """What pages told of each listing, the oldest first; other pages than its own: since a time (UTC) only."""
    places = sorted(set(PLACES) - set(SEARCH_ENGINES))
    looks: dict[str, list[StoredLook]] = defaultdict(list)
    for row in connection.execute(_LOOKS, {"keys": sorted(keys), "places": places, "since": since}).mappings():
        looks[row["listing_key"]].append(StoredLook(**row))
    return dict(looks)
