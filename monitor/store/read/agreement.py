"""How often each indicator fired, and how often reviewers agreed: the only precision that the program shows."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from monitor.statistics import wilson

_COUNTS = text("""
    SELECT f.brand, json_extract(r.value, '$.code') AS code, count(*) AS fired,
           count(f.level) AS flagged, count(CASE WHEN f.state = 'confirmed' THEN 1 END) AS confirmed,
           count(CASE WHEN f.state = 'dismissed' THEN 1 END) AS dismissed
    FROM finding AS f JOIN json_each(f.reasons) AS r GROUP BY 1, 2 ORDER BY 1, fired DESC, 2""")


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
