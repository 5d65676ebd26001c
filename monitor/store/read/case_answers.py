"""What platforms answered to cases."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from monitor.store.db.schema_cases import CaseAnswerRow


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it was entered."""

    id: int
    case_id: str
    received_at: datetime
    entered_at: datetime
    who: str
    kind: str | None
    text: str


def case_answers(connection: Connection, case_id: str) -> list[StoredAnswer]:
    """The answers to a case, in the order in which they came."""
    answer = CaseAnswerRow
    query = select(answer.__table__).where(answer.case_id == case_id).order_by(answer.received_at, answer.id)
    return [StoredAnswer(**row) for row in connection.execute(query).mappings()]
