"""What runs brought that is new and flagged."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.engine import Row

from monitor.store.db.types import Money, Reasons

_NEW = text("""
    SELECT f.id, f.level, f.score, f.reasons, l.title, l.url, l.price_min, l.currency, n.name AS vendor,
           count(*) OVER () AS number
    FROM visit AS v JOIN listing AS l ON l.first_visit = v.id JOIN finding AS f ON f.listing_key = l.key
    LEFT JOIN vendor AS n ON n.key = l.vendor_key
    WHERE f.level IS NOT NULL AND f.state != 'dismissed' AND v.run_id > :after AND v.run_id <= :upto
    ORDER BY f.score DESC, f.id LIMIT :most""").columns(reasons=Reasons, price_min=Money)


def new_findings(connection: Connection, after: int, upto: int, most: int) -> Sequence[Row[Any]]:
    """The flagged findings whose listings the runs after run `after` up to `upto` saw first; `number` is of all.

    Without dismissed ones: a seller may be of no concern before a listing of theirs is seen.
    Run numbers can be compared: a run gets its own under the store's lock and ends before its news are asked for, so
    none is written late behind one that was told of.
    """
    return connection.execute(_NEW, {"after": after, "upto": upto, "most": most}).all()
