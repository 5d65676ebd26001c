"""How often each indicator fired, and how often reviewers agreed: the only precision that the program shows."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from monitor.statistics import wilson

_FIRED = text("""
    SELECT f.brand, json_extract(r.value, '$.code') AS code, count(*) AS fired, count(f.level) AS flagged
    FROM finding AS f JOIN json_each(f.reasons) AS r GROUP BY 1, 2""")
# The codes are those that the reviewer saw. What is dismissed with its seller, without a decision of its own, is no
# reviewer's word about it. Old decisions have not kept what was seen.
_DECIDED = text("""
    WITH decided AS (
        SELECT f.brand, f.reasons, d.state, d.saw FROM decision AS d JOIN finding AS f ON f.id = d.finding_id
        WHERE d.state IN ('confirmed', 'dismissed') AND d.undoes IS NULL
          AND NOT EXISTS (SELECT 1 FROM decision AS u WHERE u.undoes = d.id)
          AND NOT EXISTS (SELECT 1 FROM decision AS n WHERE n.finding_id = d.finding_id AND n.id > d.id
                          AND n.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM decision AS u WHERE u.undoes = n.id))),
    coded AS (
        SELECT brand, state, c.value AS code FROM decided, json_each(saw, '$.codes') AS c WHERE saw IS NOT NULL
        UNION ALL
        SELECT brand, state, json_extract(c.value, '$.code') FROM decided, json_each(reasons) AS c WHERE saw IS NULL)
    SELECT brand, code, count(*) AS decided, sum(state = 'confirmed') AS confirmed FROM coded GROUP BY 1, 2""")


@dataclass(frozen=True, slots=True)
class Fired:
    """An indicator's record for a brand. `decided`: findings with it that decisions confirmed or dismissed."""

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
    decided = {(row.brand, row.code): (row.decided, row.confirmed) for row in connection.execute(_DECIDED)}
    record = []
    for row in connection.execute(_FIRED):
        number, confirmed = decided.get((row.brand, row.code), (0, 0))
        if brand in (None, row.brand):
            precision = wilson(confirmed, number)
            record.append(Fired(row.brand, row.code, row.fired, row.flagged, number, confirmed, precision))
    return sorted(record, key=lambda fired: (fired.brand, -fired.fired, fired.code))
