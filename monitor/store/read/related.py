"""Which flagged listings of other marketplaces share a shop's name, a contact or a title with a listing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from monitor.store.db.lists import listed


@dataclass(frozen=True, slots=True)
class LookAlikes:
    """The listings elsewhere that share one sign with a listing."""

    by: str
    """shop name | contact | title"""
    sign: str
    """The name or the contact in one spelling, or the title's group."""
    on: dict[str, int]
    """How many there are, by marketplace."""
    listings: tuple[str, ...]
    """The key of one of them on each marketplace."""


# Most links are of one marketplace alone, which the first and the last in the index tell. A title's group holds no
# marketplaces; its listings' keys begin with them: those of one lie between "ebay:" and "ebay;".
_OWN_LINKS = listed("""
    WITH asked AS (
        SELECT value AS key, substr(value, 1, instr(value, ':')) AS first,
               substr(value, 1, instr(value, ':') - 1) || ';' AS beyond
        FROM json_each(:keys))
    SELECT s.listing_key, s.kind, s.value FROM asked JOIN seller_link AS s ON s.listing_key = asked.key
    WHERE (SELECT min(o.marketplace) FROM seller_link AS o WHERE o.kind = s.kind AND o.value = s.value) != s.marketplace
       OR (SELECT max(o.marketplace) FROM seller_link AS o WHERE o.kind = s.kind AND o.value = s.value) != s.marketplace
    UNION ALL
    SELECT asked.key, 'title', g.text FROM asked JOIN grouping AS g ON g.listing_key = asked.key
    WHERE (SELECT min(listing_key) FROM grouping WHERE text = g.text) < asked.first
       OR (SELECT max(listing_key) FROM grouping WHERE text = g.text) > asked.beyond
    ORDER BY 1, 2, 3""")
# Links are those of flagged listings alone; a title's group holds all, so the others of it are asked for their flag.
_SHARED_LINKS = listed(
    """
    WITH shared AS (
        SELECT json_extract(value, '$[0]') AS kind, json_extract(value, '$[1]') AS value FROM json_each(:links)),
    alike AS (
        SELECT s.kind, s.value, s.marketplace, s.listing_key FROM shared
        JOIN seller_link AS s ON s.kind = shared.kind AND s.value = shared.value
        UNION ALL
        SELECT 'title', g.text, l.marketplace, g.listing_key FROM shared JOIN grouping AS g ON g.text = shared.value
        JOIN finding AS f ON f.listing_key = g.listing_key AND f.brand = g.brand
        JOIN listing AS l ON l.key = g.listing_key
        WHERE shared.kind = 'title' AND f.level IS NOT NULL)
    SELECT kind, value, marketplace, count(*) AS listings, min(listing_key) AS example
    FROM alike GROUP BY 1, 2, 3 ORDER BY 1, 2, 4 DESC, 3""",
    "links",
)


def together(alike: Mapping[str, Sequence[LookAlikes]]) -> list[list[str]]:
    """The listings' keys in clusters of one operator, in order: joined by any link, on several marketplaces each."""
    leads_to: dict[tuple[str, str], tuple[str, str]] = {}

    def leader(sign: tuple[str, str]) -> tuple[str, str]:
        while leads_to[sign] != sign:
            leads_to[sign] = leads_to[leads_to[sign]]
            sign = leads_to[sign]
        return sign

    for groups in alike.values():
        for group in groups:
            leads_to.setdefault((group.by, group.sign), (group.by, group.sign))
            leads_to[leader((group.by, group.sign))] = leader((groups[0].by, groups[0].sign))
    clusters: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, groups in alike.items():
        if groups:
            clusters[leader((groups[0].by, groups[0].sign))].append(key)
    return [keys for keys in clusters.values() if len({key.partition(":")[0] for key in keys}) > 1]


def look_alikes_of(connection: Connection, keys: Sequence[str]) -> dict[str, tuple[LookAlikes, ...]]:
    """The look-alikes of listings, by key; those without are left out."""
    links = connection.execute(_OWN_LINKS, {"keys": list(keys)}).all()
    shared = sorted({(row.kind, row.value) for row in links})
    groups: dict[tuple[str, str], list[tuple[str, int, str]]] = defaultdict(list)
    for row in connection.execute(_SHARED_LINKS, {"links": shared}) if shared else ():
        groups[row.kind, row.value].append((row.marketplace, row.listings, row.example))
    alike: dict[str, tuple[LookAlikes, ...]] = defaultdict(tuple)
    for row in links:
        own = row.listing_key.partition(":")[0]
        elsewhere = [group for group in groups[row.kind, row.value] if group[0] != own]
        if elsewhere:
            on = {marketplace: number for marketplace, number, _ in elsewhere}
            examples = tuple(example for _, _, example in elsewhere)
            alike[row.listing_key] += (LookAlikes(row.kind, row.value, on, examples),)
    return dict(alike)
