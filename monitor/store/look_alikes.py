"""Which flagged listings of other marketplaces share a shop's name, a contact or a title with a listing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

from monitor.store.types import Json

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


# Signs are those of flagged listings alone; a title's group holds all, so the others of it are asked for their flag. A
# listing's key begins with its marketplace.
_GROUPS = text("""
    WITH asked AS (SELECT value AS key FROM json_each(:keys)),
    shared AS (
        SELECT DISTINCT s.kind, s.sign FROM asked JOIN sign AS s ON s.listing_key = asked.key),
    titles AS (
        SELECT DISTINCT g.text FROM asked JOIN grouping AS g ON g.listing_key = asked.key WHERE g.text IS NOT NULL),
    alike AS (
        SELECT s.kind, s.sign, o.listing_key FROM shared AS s JOIN sign AS o ON o.kind = s.kind AND o.sign = s.sign
        UNION ALL
        SELECT 'title', g.text, g.listing_key FROM titles JOIN grouping AS g ON g.text = titles.text
        JOIN finding AS f ON f.listing_key = g.listing_key AND f.brand = g.brand WHERE f.level IS NOT NULL)
    SELECT kind, sign, substr(listing_key, 1, instr(listing_key, ':') - 1) AS marketplace,
           count(*) AS listings, min(listing_key) AS one
    FROM alike GROUP BY 1, 2, 3 ORDER BY 1, 2, 4 DESC, 3""").bindparams(bindparam("keys", type_=Json))
_MINE = text("""
    WITH asked AS (SELECT value AS key FROM json_each(:keys))
    SELECT s.listing_key, s.kind, s.sign FROM asked JOIN sign AS s ON s.listing_key = asked.key
    UNION ALL
    SELECT g.listing_key, 'title', g.text FROM asked JOIN grouping AS g ON g.listing_key = asked.key
    WHERE g.text IS NOT NULL
    ORDER BY 1, 2, 3""").bindparams(bindparam("keys", type_=Json))


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
    groups: dict[tuple[str, str], list[tuple[str, int, str]]] = defaultdict(list)
    for row in connection.execute(_GROUPS, {"keys": list(keys)}):
        groups[row.kind, row.sign].append((row.marketplace, row.listings, row.one))
    found: dict[str, tuple[LookAlikes, ...]] = defaultdict(tuple)
    for row in connection.execute(_MINE, {"keys": list(keys)}):
        own = row.listing_key.partition(":")[0]
        others = [group for group in groups[row.kind, row.sign] if group[0] != own]
        if others:
            on = {marketplace: number for marketplace, number, _ in others}
            found[row.listing_key] += (LookAlikes(row.kind, row.sign, on, tuple(one for _, _, one in others)),)
    return dict(found)
