"""A platform's answer to a case is kept. Rows are only ever added."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection

from monitor.store.db.bulk import insert_rows
from monitor.store.db.schema_cases import CaseAnswerRow


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """An answer to be written, as in `CaseAnswerRow`. Times: UTC."""

    case_id: str
    received_at: datetime
    entered_at: datetime
    who: str
    kind: str | None
    text: str


def add_case_answer(connection: Connection, answer: NewAnswer) -> None:
    """Write an answer, which has been checked."""
    insert_rows(connection, CaseAnswerRow, [asdict(answer)])
