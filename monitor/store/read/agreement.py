"""How often each indicator fired, and how often reviewers agreed: the only precision that the program shows."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection, case, select, text, type_coerce

from monitor.decision import DecisionState
from monitor.statistics import wilson
from monitor.store.db.schema import FindingRow
from monitor.store.db.schema_review import DecisionRow
from monitor.store.db.types import Reasons
from monitor.store.read.decisions import effective_decision, stored_seen

_FIRED = text("""
    SELECT f.brand, json_extract(r.value, '$.code') AS code, count(*) AS fired, count(f.level) AS flagged
    FROM finding AS f JOIN json_each(f.reasons) AS r GROUP BY 1, 2""")
# old decisions have not kept what was seen
_UNSEEN_REASONS = type_coerce(case((DecisionRow.saw.is_(None), FindingRow.reasons)), Reasons).label("reasons")
# What is dismissed with its seller, without a decision of its own, is no reviewer's word about it.
_DECIDED = (
    select(FindingRow.brand, _UNSEEN_REASONS, DecisionRow.state, DecisionRow.saw)
    .join(FindingRow, FindingRow.id == DecisionRow.finding_id)
    .where(
        DecisionRow.state.in_([DecisionState.CONFIRMED.value, DecisionState.DISMISSED.value]),
        DecisionRow.id == effective_decision(),
    )
)


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
    decided, confirmed = _decided(connection)
    record = []
    for row in connection.execute(_FIRED):
        if brand in (None, row.brand):
            counts = decided[row.brand, row.code], confirmed[row.brand, row.code]
            record.append(Fired(row.brand, row.code, row.fired, row.flagged, *counts, wilson(counts[1], counts[0])))
    return sorted(record, key=lambda fired: (fired.brand, -fired.fired, fired.code))


def _decided(connection: Connection) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """How many findings were decided about, and confirmed, by brand and code of the reasons that the reviewer saw."""
    decided: Counter[tuple[str, str]] = Counter()
    confirmed: Counter[tuple[str, str]] = Counter()
    for row in connection.execute(_DECIDED):
        seen = stored_seen(row.saw)
        codes = seen.codes if seen is not None else [reason.code for reason in row.reasons]
        decided.update((row.brand, code) for code in codes)
        if row.state == DecisionState.CONFIRMED:
            confirmed.update((row.brand, code) for code in codes)
    return decided, confirmed
