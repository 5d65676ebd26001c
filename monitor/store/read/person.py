"""All that the store holds about a seller as a person: who it is, by which words, and what of it must stay."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from monitor.seller_ids import current_vendor_key
from monitor.store.db.lists import listed
from monitor.store.read.custody import HELD, STANDING
from monitor.text.person_words import is_long_enough, usable_words

# ruff: noqa: S608 (our own words)
_ORDINARY = 5
"""A word that stands in titles of more other sellers is an ordinary word."""
_VENDORS = text("""
    SELECT key, marketplace, vendor_id, name, url FROM vendor
    WHERE seller = (SELECT seller FROM vendor WHERE key = :key) ORDER BY key""")
_IDENTIFIERS = listed("""
    SELECT DISTINCT i.value FROM json_each(:keys) AS k JOIN seller_identifier AS i ON i.vendor_key = k.value""")
_LISTINGS = listed("""
    SELECT DISTINCT o.listing_key FROM observation AS o JOIN json_each(:keys) AS k ON k.value = o.vendor_key
    UNION SELECT l.key FROM json_each(:keys) AS k JOIN listing AS l ON l.vendor_key = k.value""")
_SIGNS = listed("""
    SELECT DISTINCT s.value FROM json_each(:keys) AS k JOIN seller_link AS s ON s.listing_key = k.value
    UNION SELECT DISTINCT q.value
    FROM json_each(:keys) AS k JOIN finding AS f ON f.listing_key = k.value,
         json_each(f.reasons) AS r, json_each(r.value, '$.facts.quotes') AS q
    WHERE json_extract(r.value, '$.code') = 'off_platform_contact'""")
_COVERED = listed(f"""
    SELECT k.value AS key, k.value IN ({HELD}) AS held FROM json_each(:keys) AS k
    WHERE k.value IN ({HELD}) OR k.value IN
        (SELECT listing_key FROM capture_listing WHERE capture_id IN ({STANDING}))""")
_COVERED_VISITS = text(f"""
    SELECT visit_id FROM capture WHERE id IN ({STANDING})
    UNION SELECT v.id FROM visit AS v, json_each(v.listing_keys) AS j WHERE j.value IN ({HELD})""")
_TITLES_OF_OTHERS = listed(f"""
    SELECT count(*) FROM (SELECT DISTINCT vendor_key FROM listing WHERE instr(lower(title), lower(:word)) > 0
        AND vendor_key NOT IN (SELECT value FROM json_each(:keys)) LIMIT {_ORDINARY + 1})""")
_NAMESAKES = listed("""
    SELECT key FROM vendor WHERE name IN (SELECT value FROM json_each(:names))
      AND key NOT IN (SELECT value FROM json_each(:keys)) ORDER BY key""", "names", "keys")  # fmt: skip
_BRANDS = text("""
    SELECT json_extract(b.value, '$.id') AS id, json_extract(b.value, '$.name') AS name
    FROM run, json_each(run.plan, '$.watchlist.brand') AS b""")

_PAGES = listed("""
    WITH own AS MATERIALIZED (SELECT value AS key FROM json_each(:listings)),
         ids AS MATERIALIZED (SELECT value AS id FROM json_each(:words)),
         covered AS MATERIALIZED (SELECT value AS id FROM json_each(:covered))
    SELECT v.sha256_body,
        max(EXISTS (SELECT 1 FROM json_each(v.listing_keys) AS j WHERE j.value IN (SELECT key FROM own))) AS shows,
        max((v.page = 'listing' AND v.marketplace || substr(v.target, instr(v.target, ':')) IN (SELECT key FROM own))
            OR (v.page = 'shop' AND v.marketplace = :marketplace
                AND substr(v.target, instr(v.target, ':') + 1) IN (SELECT id FROM ids))) AS is_own
    FROM visit AS v WHERE v.sha256_body IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM removed_snapshot AS r WHERE r.sha256_body = v.sha256_body)
    GROUP BY v.sha256_body HAVING sum(v.id IN (SELECT id FROM covered)) = 0 ORDER BY 1""",
    "listings", "words", "covered")  # fmt: skip
_PICTURES = listed("""
    WITH own AS MATERIALIZED (SELECT value AS key FROM json_each(:keys)),
    going AS MATERIALIZED (
        SELECT p.* FROM picture AS p
        WHERE p.sha256 IN (SELECT l.sha256 FROM listing_picture AS l WHERE l.listing_key IN (SELECT key FROM own))
          AND NOT EXISTS (SELECT 1 FROM listing_picture AS l
                          WHERE l.sha256 = p.sha256 AND l.listing_key NOT IN (SELECT key FROM own))
          AND NOT EXISTS (SELECT 1 FROM reference_picture AS r WHERE r.sha256 = p.sha256)),
    bytes AS (SELECT sha256 FROM going UNION SELECT view FROM going UNION SELECT thumbnail FROM going)
    SELECT b.sha256 FROM bytes AS b
    WHERE NOT EXISTS (SELECT 1 FROM removed_snapshot AS r WHERE r.sha256_body = b.sha256)
      AND NOT EXISTS (SELECT 1 FROM picture AS p WHERE b.sha256 IN (p.sha256, p.view, p.thumbnail)
                      AND p.sha256 NOT IN (SELECT sha256 FROM going)) ORDER BY 1""")


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A kept page that may hold words of a person."""

    sha256: str
    shows: bool
    """A listing of the person's stood on it."""
    is_own: bool
    """It is the page of such a listing, or of the person's shop."""


@dataclass(frozen=True, slots=True)
class Person:
    """A seller, and what there is of it."""

    key: str
    """That stands for the seller."""
    marketplace: str
    vendors: Sequence[str]
    """The keys of all vendors that it is."""
    words: Sequence[str]
    """Names, identifiers, addresses, contacts; the longest first."""
    telling: Sequence[str]
    """Those of the words that mean this seller wherever they stand; the others are too short, or ordinary."""
    listings: Sequence[str]
    """The keys of its listings of which nothing must stay."""
    held: Sequence[str]
    """Its listings under a legal hold: all of theirs stays."""
    sealed: Sequence[str]
    """Its listings on sealed pages that are not held: all of theirs stays too."""
    namesakes: Sequence[str]
    """Other vendors with the same name."""


def person_of(connection: Connection, key: str) -> Person | None:
    """A seller by the key, which may be an old one, of any vendor that it is; None for an unknown one."""
    rows = connection.execute(_VENDORS, {"key": current_vendor_key(key)}).all()
    if not rows:
        return None
    vendors = [row.key for row in rows]
    keys = {"keys": vendors}
    listings = sorted(connection.execute(_LISTINGS, keys).scalars())
    told = [*connection.execute(_IDENTIFIERS, keys).scalars()]
    told += connection.execute(_SIGNS, {"keys": listings}).scalars()
    addresses = [row.url.partition("//")[2].rstrip("/") or row.url for row in rows if row.url]
    words = usable_words([*told, *addresses, *(word for row in rows for word in (row.name, row.vendor_id))])
    covered = {row.key: row.held for row in connection.execute(_COVERED, {"keys": listings})}
    names = [row.name for row in rows if row.name]
    return Person(
        key=connection.exec_driver_sql("SELECT seller FROM vendor WHERE key = ?", (vendors[0],)).scalar_one(),
        marketplace=rows[0].marketplace,
        vendors=vendors,
        words=words,
        telling=_telling(connection, words, vendors),
        listings=[listing for listing in listings if listing not in covered],
        held=[listing for listing, held in covered.items() if held],
        sealed=[listing for listing, held in covered.items() if not held],
        namesakes=connection.execute(_NAMESAKES, {"names": names, **keys}).scalars().all(),
    )


def covered_visits(connection: Connection) -> set[int]:
    """The visits whose rows and pages must stay: sealed ones, and those that show a listing under a legal hold."""
    return set(connection.execute(_COVERED_VISITS).scalars())


def _telling(connection: Connection, words: Sequence[str], vendors: Sequence[str]) -> list[str]:
    """The words that mean the seller wherever they stand: long ones that neither brands nor many others use."""
    brands = {str(word).lower() for row in connection.execute(_BRANDS) for word in row if word}
    return [
        word
        for word in words
        if is_long_enough(word)
        and not any(word.lower() in brand for brand in brands)
        and connection.execute(_TITLES_OF_OTHERS, {"word": word, "keys": list(vendors)}).scalar_one() <= _ORDINARY
    ]


def pages_to_look_at(connection: Connection, person: Person, covered: Collection[int]) -> list[KeptPage]:
    """All kept pages but those of visits (`covered`) whose pages must stay."""
    asked = {
        "listings": list(person.listings), "words": list(person.words), "covered": sorted(covered),
        "marketplace": person.marketplace,
    }  # fmt: skip
    return [KeptPage(row.sha256_body, bool(row.shows), bool(row.is_own)) for row in connection.execute(_PAGES, asked)]


def pictures_to_remove(connection: Connection, person: Person) -> list[str]:
    """The digests of the pictures that listings of the person alone show, and of their copies."""
    return list(connection.execute(_PICTURES, {"keys": list(person.listings)}).scalars())
