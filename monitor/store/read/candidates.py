"""Listings whose own page is worth a look now, in five lists by why it is."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam
from sqlalchemy.engine import Row

from monitor.marketplaces import SEARCH_ENGINES
from monitor.store.db.lists import listed
from monitor.store.db.schema import CAPTURE
from monitor.store.db.types import UtcTime

# What this run's pages showed, what they told anew, and what stood on the same search pages at the reading before.
_THIS_RUN = """
    seen AS (
        SELECT DISTINCT j.value AS key FROM visit AS v, json_each(v.listing_keys) AS j
        WHERE v.run_id = :run AND v.outcome = 'listings'),
    stood AS (
        SELECT DISTINCT j.value AS key FROM visit AS now, visit AS past, json_each(past.listing_keys) AS j
        WHERE now.run_id = :run AND now.page = 'search' AND now.outcome IN ('listings', 'empty')
          AND past.id = (SELECT max(v.id) FROM visit AS v WHERE v.marketplace = now.marketplace
                         AND v.target = now.target AND v.run_id < :run AND v.outcome = 'listings')),
    told AS (
        SELECT DISTINCT o.listing_key AS key FROM visit AS v CROSS JOIN observation AS o ON o.visit_id = v.id
        WHERE v.run_id = :run)"""

# Listings with findings that may be read: on this marketplace, not gone, and found by a search that has ended.
_POSSIBLE = """
    SELECT l.key, l.listing_id, l.url, l.changed_at,
           max(f.score + coalesce((
               SELECT max(w.value) FROM json_each(f.missing) AS g JOIN json_each(:own_page_gives) AS w
               ON w.key = json_extract(g.value, '$.code')), 0)) AS score,
           (SELECT max(CASE WHEN v.outcome IN ('listings', 'empty') THEN v.at END) FROM visit AS v
            WHERE v.marketplace = :marketplace AND v.target = 'listing:' || l.listing_id AND v.page = 'listing'
            AND v.state = 'done') AS read_at,
           l.key IN (SELECT key FROM seen) AS seen_now, l.key IN (SELECT key FROM told) AS told_now,
           l.key IN (SELECT key FROM stood) AS stood_before
    FROM {rows}
    WHERE l.marketplace = :marketplace AND NOT l.gone
      AND (:late OR first.run_id < :run OR first.marketplace = :marketplace) AND {which}
    GROUP BY l.key"""
_FLAGGED = _POSSIBLE.format(
    rows="finding AS f CROSS JOIN listing AS l ON l.key = f.listing_key "
    "CROSS JOIN visit AS first ON first.id = l.first_visit",
    which="f.level IN ('high', 'medium', 'low')",
)
_LED_TO = _POSSIBLE.format(
    rows="json_each(:engines) AS e CROSS JOIN visit AS first ON first.marketplace = e.value "
    "CROSS JOIN listing AS l ON l.first_visit = first.id CROSS JOIN finding AS f ON f.listing_key = l.key",
    which="true",
)

LISTS = {
    # somebody wants to see it again: flagged or not, gone or not, read before or not
    "wished": """
        SELECT l.key, l.listing_id, l.url, coalesce(max(f.score), 0) AS score, 0 AS later
        FROM look_again AS w CROSS JOIN listing AS l ON l.key = w.listing_key
        LEFT JOIN finding AS f ON f.listing_key = l.key
        WHERE w.until > :now AND l.marketplace = :marketplace GROUP BY l.key""",
    # new, or a page told something new of it since its own was read
    "moved": """
        SELECT key, listing_id, url, score, 0 AS later FROM flagged
        WHERE changed_at > read_at OR (read_at IS NULL AND told_now)""",
    # no longer on the page of a search on which it was: is it gone?
    "vanished": """
        SELECT key, listing_id, url, score, 0 AS later FROM flagged WHERE stood_before AND NOT seen_now""",
    # nobody has looked at its page; or not for a week, and this run has not seen it
    "unread": """
        SELECT key, listing_id, url, score, 1 AS later FROM flagged
        WHERE read_at IS NULL OR (read_at < :week_ago AND NOT seen_now)""",
    # a search engine led to it, and nobody has looked at its page: what it is, is not known
    "lead": """
        SELECT key, listing_id, url, score, NOT (told_now OR (stood_before AND NOT seen_now)) AS later FROM led_to
        WHERE read_at IS NULL""",
}
"""Why a page is worth a look, each as SQL: key, listing_id, url, score, and whether it can wait (`later`)."""

_ALL_LISTS = " UNION ALL ".join(f"SELECT '{name}' AS why, * FROM ({sql})" for name, sql in LISTS.items())  # noqa: S608
_CANDIDATES = listed(
    f"""
    WITH {_THIS_RUN}, flagged AS MATERIALIZED ({_FLAGGED}), led_to AS MATERIALIZED ({_LED_TO}),
    candidate AS ({_ALL_LISTS})
    SELECT c.listing_id, c.url, max(c.score) AS score, min(c.later) AS later, group_concat(c.why) AS why,
           EXISTS (SELECT 1 FROM look_again AS w WHERE w.listing_key = c.key AND w.why = '{CAPTURE}'
                   AND w.until > :now) AS capture
    FROM candidate AS c
    WHERE NOT EXISTS (SELECT 1 FROM visit AS v WHERE v.run_id = :run AND v.marketplace = :marketplace
                      AND v.target = 'listing:' || c.listing_id)
    GROUP BY c.key ORDER BY capture DESC, later, score DESC, c.key LIMIT :most""",  # noqa: S608 (our own words)
    "engines",
    "own_page_gives",
).bindparams(bindparam("week_ago", type_=UtcTime), bindparam("now", type_=UtcTime))


def detail_candidates(
    connection: Connection,
    run_id: int,
    marketplace: str,
    *,
    most: int,
    late: bool,
    own_page_gives: Mapping[str, int],
    now: datetime | None = None,
) -> Sequence[Row[Any]]:
    """Listings whose own page is worth a look now, the most suspicious first.

    `own_page_gives`: codes of missing facts that the listing's own page may give, and the points that each may bring.
    `why` names their lists; `capture`: a case needs a capture of the page. First these, then those that are wished
    for or moved: new, changed since their page was read, or no longer on the page of a search on which they were. Then,
    with `later` set, those that nobody has looked at yet, or for a week and that this run has not seen. Of the listings
    that other marketplaces' searches found in this run only `late`, when those searches have ended. What this run has
    read is left out.
    """
    values = {"run": run_id, "marketplace": marketplace, "most": most, "late": late}
    now = now or datetime.now(UTC)
    values |= {
        "engines": sorted(SEARCH_ENGINES),
        "own_page_gives": dict(own_page_gives),
        "now": now,
        "week_ago": now - timedelta(days=7),
    }
    return connection.execute(_CANDIDATES, values).all()
