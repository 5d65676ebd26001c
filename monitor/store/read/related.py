"""Which flagged listings of other marketplaces share a shop's name, a contact or a title with a listing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

from monitor.store.db.types import Json

TITLE = "title"


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

    def text(self) -> str:
        """In words: `shop name powerbargaindepot: ebay 2, dhgate 1`."""
        return f"{self.shared}: " + ", ".join(f"{name} {number}" for name, number in self.on.items())

    @property
    def shared(self) -> str:
        """What is shared, the same words for all who share it; a title's group says nothing to people."""
        return self.by if self.by == TITLE else f"{self.by} {self.sign}"


# A listing's key begins with its marketplace and a colon: those of one marketplace lie between "ebay:" and "ebay;".
# Most signs are of one marketplace alone, which the first and the last key in the index tell.
_OWN_LINKS = text("""
    WITH asked AS (
        SELECT value AS key, substr(value, 1, instr(value, ':')) AS first,
               substr(value, 1, instr(value, ':') - 1) || ';' AS beyond
        FROM json_each(:keys))
    SELECT asked.key AS listing_key, s.kind, s.sign FROM asked JOIN sign AS s ON s.listing_key = asked.key
    WHERE (SELECT min(listing_key) FROM sign WHERE kind = s.kind AND sign = s.sign) < asked.first
       OR (SELECT max(listing_key) FROM sign WHERE kind = s.kind AND sign = s.sign) > asked.beyond
    UNION ALL
    SELECT asked.key, 'title', g.text FROM asked JOIN grouping AS g ON g.listing_key = asked.key
    WHERE (SELECT min(listing_key) FROM grouping WHERE text = g.text) < asked.first
       OR (SELECT max(listing_key) FROM grouping WHERE text = g.text) > asked.beyond
    ORDER BY 1, 2, 3""").bindparams(bindparam("keys", type_=Json))
# Signs are those of flagged listings alone; a title's group holds all, so the others of it are asked for their flag.
_GROUPS = text("""
    WITH shared AS (
        SELECT json_extract(value, '$[0]') AS kind, json_extract(value, '$[1]') AS sign FROM json_each(:signs)),
    alike AS (
        SELECT s.kind, s.sign, s.listing_key FROM shared JOIN sign AS s ON s.kind = shared.kind AND s.sign = shared.sign
        UNION ALL
        SELECT 'title', g.text, g.listing_key FROM shared JOIN grouping AS g ON g.text = shared.sign
        JOIN finding AS f ON f.listing_key = g.listing_key AND f.brand = g.brand
        WHERE shared.kind = 'title' AND f.level IS NOT NULL)
    SELECT kind, sign, substr(listing_key, 1, instr(listing_key, ':') - 1) AS marketplace,
           count(*) AS listings, min(listing_key) AS one
    FROM alike GROUP BY 1, 2, 3 ORDER BY 1, 2, 4 DESC, 3""").bindparams(bindparam("signs", type_=Json))


def together(alike: Mapping[str, Sequence[LookAlikes]]) -> list[list[str]]:
    """The listings' keys in groups of one hand, in their order: joined by any sign, on several marketplaces each."""
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
    hands: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, groups in alike.items():
        if groups:
            hands[leader((groups[0].by, groups[0].sign))].append(key)
    return [keys for keys in hands.values() if len({key.partition(":")[0] for key in keys}) > 1]


def look_alikes_of(connection: Connection, keys: Sequence[str]) -> dict[str, tuple[LookAlikes, ...]]:
    """The look-alikes of listings, by key; those without are left out."""
    mine = connection.execute(_OWN_LINKS, {"keys": list(keys)}).all()
    signs = sorted({(row.kind, row.sign) for row in mine})
    groups: dict[tuple[str, str], list[tuple[str, int, str]]] = defaultdict(list)
    for row in connection.execute(_GROUPS, {"signs": signs}) if signs else ():
        groups[row.kind, row.sign].append((row.marketplace, row.listings, row.one))
    found: dict[str, tuple[LookAlikes, ...]] = defaultdict(tuple)
    for row in mine:
        own = row.listing_key.partition(":")[0]
        others = [group for group in groups[row.kind, row.sign] if group[0] != own]
        if others:
            on = {marketplace: number for marketplace, number, _ in others}
            found[row.listing_key] += (LookAlikes(row.kind, row.sign, on, tuple(one for _, _, one in others)),)
    return dict(found)
