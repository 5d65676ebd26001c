"""How often each indicator fired, and how often reviewers agreed: the only precision that the program shows."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from monitor.statistics import wilson

_COUNTS = text("""
    WITH newest AS (SELECT finding_id, max(id) AS id FROM decision GROUP BY finding_id)
    SELECT f.brand, json_extract(r.value, '$.code') AS code, count(*) AS fired, sum(f.level IS NOT NULL) AS flagged,
           sum(coalesce(d.state = 'confirmed', 0)) AS confirmed, sum(coalesce(d.state = 'dismissed', 0)) AS dismissed
    FROM finding AS f JOIN json_each(f.reasons) AS r
    LEFT JOIN newest AS n ON n.finding_id = f.id LEFT JOIN decision AS d ON d.id = n.id
    GROUP BY 1, 2 ORDER BY 1, fired DESC, 2""")


@dataclass(frozen=True, slots=True)
class Fired:
    """An indicator's record for a brand. `decided`: findings confirmed or dismissed by their newest decision."""

    brand: str
    code: str
    fired: int
    flagged: int
    """In how many findings with a level."""
    decided: int
    confirmed: int
    precision: tuple[float, float, float] | None
    """The share confirmed, with its Wilson interval (95 %); None below 30 decisions."""


def indicator_record(connection: Connection, brand: str | None = None) -> list[Fired]:
    """Every indicator that fired, per brand, the most frequent first."""
    return [
        Fired(
            row.brand, row.code, row.fired, row.flagged, row.confirmed + row.dismissed, row.confirmed,
            wilson(row.confirmed, row.confirmed + row.dismissed),
        )
        for row in connection.execute(_COUNTS)
        if brand in (None, row.brand)
    ]  # fmt: skip
