"""What is to be sealed: the kept pages that show a finding's listing, and all that the store knows of such a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Connection, text

from monitor.store.db.lists import listed
from monitor.store.db.types import Json, Money, UtcTime

_FINDINGS = listed("""
    SELECT f.id, f.listing_key, f.state, l.gone FROM json_each(:keys) AS asked JOIN finding AS f ON f.id = asked.value
    JOIN listing AS l ON l.key = f.listing_key""").columns(gone=Boolean)
# a listing's own page shows it first; a page that told nothing new of it left no observation
_KEPT = listed("""
    WITH asked AS (SELECT l.key, l.last_kept FROM json_each(:keys) AS a JOIN listing AS l ON l.key = a.value),
    seen AS (
        SELECT asked.key, o.visit_id AS id FROM asked JOIN observation AS o ON o.listing_key = asked.key
        UNION SELECT asked.key, v.id FROM asked JOIN visit AS v ON v.sha256_body = asked.last_kept
        UNION SELECT asked.key, v.id FROM asked JOIN visit AS v
            ON v.marketplace = substr(asked.key, 1, instr(asked.key, ':') - 1)
            AND v.target = 'listing:' || substr(asked.key, instr(asked.key, ':') + 1)
        UNION SELECT asked.key, v.id FROM run AS r JOIN visit AS v ON v.run_id = r.id
            JOIN asked ON asked.key = json_extract(v.listing_keys, '$[0]')
            WHERE r.method != 'crawl' AND v.page = 'listing')
    SELECT s.key, v.id, v.at, v.sha256_body, v.page = 'listing' AND json_extract(v.listing_keys, '$[0]') = s.key AS own
    FROM seen AS s JOIN visit AS v ON v.id = s.id
    WHERE v.sha256_body IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM removed_snapshot AS x WHERE x.sha256_body = v.sha256_body)
        AND v.outcome = 'listings' AND v.state = 'done'
        AND EXISTS (SELECT 1 FROM json_each(v.listing_keys) AS shown WHERE shown.value = s.key)
    ORDER BY v.at DESC, v.id DESC""").columns(at=UtcTime, own=Boolean)
_SEALED = listed("""
    SELECT c.visit_id, max(c.id) AS id FROM json_each(:keys) AS asked JOIN capture AS c ON c.visit_id = asked.value
    WHERE NOT EXISTS (SELECT 1 FROM custody AS d WHERE d.capture_id = c.id AND d.event = 'deleted')
    GROUP BY c.visit_id""")
_DUE = listed(
    """
    SELECT f.id FROM finding AS f
    WHERE (f.level IN (SELECT value FROM json_each(:words)) AND f.state != 'dismissed'
           OR f.state IN (SELECT value FROM json_each(:words)))
        AND (:keys IS NULL OR f.id IN (SELECT value FROM json_each(:keys)))
        AND NOT EXISTS (SELECT 1 FROM capture_listing AS c WHERE c.listing_key = f.listing_key AND c.own)
    ORDER BY f.id""",
    "words",
    "keys",
)
_CAPTURED = listed("""
    SELECT DISTINCT listing_key FROM json_each(:keys) AS a JOIN capture_listing AS c ON c.listing_key = a.value""")
_PAGE = text("""
    SELECT v.id AS visit_id, v.run_id, v.marketplace, v.page, v.target, v.outcome, v.reason, v.url, v.final_url, v.at,
           v.recorded_at, v.method, v.session, v.stand_in, v.brand, v.keyword, v.layout, v.sha256_body, v.listing_keys,
           v.fetch, s.media_type, r.program, r.environment, json_extract(r.plan, '$.handed_in_by') AS handed_in_by
    FROM visit AS v JOIN snapshot AS s ON s.sha256_body = v.sha256_body JOIN run AS r ON r.id = v.run_id
    WHERE v.id = :visit""").columns(
    at=UtcTime, recorded_at=UtcTime, session=Boolean, listing_keys=Json, fetch=Json, environment=Json
)
_SHOWN = listed("""
    SELECT l.key, o.title, o.price_min, o.price_max, o.currency, o.stock, o.units_sold, o.id IS NOT NULL AS told
    FROM json_each(:keys) AS asked JOIN listing AS l ON l.key = asked.value
    LEFT JOIN observation AS o ON o.listing_key = l.key AND o.visit_id = :visit
    GROUP BY l.key ORDER BY min(asked.key)""").columns(price_min=Money, price_max=Money, told=Boolean)
_CERTIFICATES = listed("SELECT c.sha256, c.pem FROM certificate AS c JOIN json_each(:keys) AS a ON a.value = c.sha256")
# the addresses that this page told, else those of the listing's own page, which has more of them than a search
_PICTURES = listed("""
    SELECT l.key AS listing_key, coalesce((
        SELECT o.image_urls FROM observation AS o WHERE o.listing_key = l.key AND o.image_urls IS NOT NULL
        ORDER BY o.visit_id = :visit DESC, o.page = 'listing' DESC, o.id DESC LIMIT 1), l.image_urls) AS image_urls,
        p.url, p.sha256, p.at, i.format
    FROM json_each(:keys) AS asked JOIN listing AS l ON l.key = asked.value
    LEFT JOIN listing_picture AS p ON p.listing_key = l.key LEFT JOIN picture AS i ON i.sha256 = p.sha256
    ORDER BY asked.key""").columns(image_urls=Json, at=UtcTime)
_KEPT_PICTURES = listed("""
    SELECT p.url, p.sha256, p.at, i.format FROM json_each(:keys) AS asked
    JOIN listing_picture AS p ON p.url = asked.value JOIN picture AS i ON i.sha256 = p.sha256
    GROUP BY p.url ORDER BY min(asked.key)""").columns(at=UtcTime)


@dataclass(frozen=True, slots=True)
class SealableFinding:
    """A finding, and whose listing it is."""

    id: str
    listing_key: str
    state: str
    gone: bool
    """Whether the listing's own page said last that it is gone."""


@dataclass(frozen=True, slots=True)
class KeptVisit:
    """A kept page that shows a listing."""

    visit_id: int
    at: datetime
    sha256: str
    own: bool
    """The listing's own page; else a page that shows it among others."""


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A kept picture of a listing. `at`: when it came, UTC; `format`: as in `PictureRow`."""

    listing_key: str
    url: str
    sha256: str
    at: datetime
    format: str


def findings_to_seal(connection: Connection, ids: Sequence[str]) -> dict[str, SealableFinding]:
    """The findings by id; unknown ids are left out."""
    rows = connection.execute(_FINDINGS, {"keys": list(ids)})
    return {row.id: SealableFinding(row.id, row.listing_key, row.state, row.gone) for row in rows}


def kept_visits(connection: Connection, listing_keys: Sequence[str]) -> dict[str, list[KeptVisit]]:
    """The kept pages that show each listing, newest first."""
    kept: dict[str, list[KeptVisit]] = {key: [] for key in listing_keys}
    for row in connection.execute(_KEPT, {"keys": list(listing_keys)}):
        kept[row.key].append(KeptVisit(row.id, row.at, row.sha256_body, row.own))
    return kept


def captures_of_visits(connection: Connection, visit_ids: Sequence[int]) -> dict[int, str]:
    """The capture of each visit that is sealed; deleted ones don't count."""
    return {row.visit_id: row.id for row in connection.execute(_SEALED, {"keys": list(visit_ids)})}


def due_findings(connection: Connection, words: Sequence[str], ids: Sequence[str] | None = None) -> list[str]:
    """The findings of which no own page was ever sealed and whose level or state is one of the words.

    `ids`: only these. Dismissed ones are not due by their level.
    """
    given = {"words": list(words), "keys": list(ids) if ids is not None else None}
    return list(connection.execute(_DUE, given).scalars())


def captured_listings(connection: Connection, keys: Sequence[str]) -> set[str]:
    """Those of the listings that some capture shows, deleted ones included."""
    return set(connection.execute(_CAPTURED, {"keys": list(keys)}).scalars())


def page_facts(connection: Connection, visit_id: int) -> Mapping[str, Any]:
    """All that the store knows of a kept page, by column, with `handed_in_by` of the run's plan."""
    return dict(connection.execute(_PAGE, {"visit": visit_id}).mappings().one())


def listings_shown(connection: Connection, visit_id: int, keys: Sequence[str]) -> list[Mapping[str, Any]]:
    """Those of the listings that are followed, with what this visit told of them; `told` says whether that is new."""
    rows = connection.execute(_SHOWN, {"keys": list(keys), "visit": visit_id})
    return [dict(row) for row in rows.mappings()]


def certificates(connection: Connection, digests: Sequence[str]) -> dict[str, str]:
    """Certificates as PEM, by the SHA-256 of their DER form."""
    return {row.sha256: row.pem for row in connection.execute(_CERTIFICATES, {"keys": list(digests)})}


def pictures_to_seal(
    connection: Connection, visit_id: int, listing_keys: Sequence[str], most: int
) -> tuple[list[KeptPicture], list[str]]:
    """The kept pictures of listings that a visit's page shows, and the addresses of those that are not kept.

    `most`: besides a listing's first picture.
    """
    pictures: list[KeptPicture] = []
    missing: list[str] = []
    for row in connection.execute(_PICTURES, {"keys": list(listing_keys), "visit": visit_id}).all():
        if row.sha256 is not None:
            pictures.append(KeptPicture(row.listing_key, row.url, row.sha256, row.at, row.format))
        # a picture that the page itself holds is sealed with it
        named = [url for url in dict.fromkeys(row.image_urls or ()) if not url.startswith("data:")]
        others = [url for url in named if url != row.url or row.sha256 is None]
        rows = connection.execute(_KEPT_PICTURES, {"keys": others}).all() if others else []
        further = {other.url: other for other in rows[:most]}
        pictures += [KeptPicture(row.listing_key, o.url, o.sha256, o.at, o.format) for o in further.values()]
        missing += [url for url in others if url not in further]
    return pictures, missing
