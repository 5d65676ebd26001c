"""What reviewers decide about findings."""

from datetime import datetime

from sqlalchemy import Connection, insert, update

from monitor.errors import StoreInputError
from monitor.store.db.schema import DecisionRow, FindingRow


def record_decision(
    connection: Connection,
    finding_id: str,
    state: str,
    *,
    at: datetime,
    reviewer: str,
    ground: str | None = None,
    note: str | None = None,
) -> int:
    """Add a decision and make its state that of the finding; returns the decision's id.

    Raises `StoreInputError` when there is no such finding.
    """
    # the finding first: of two at once the second waits here, so the newest decision is the one whose state stands
    finding = update(FindingRow).where(FindingRow.id == finding_id)
    if not connection.execute(finding, {"state": state}).rowcount:
        raise StoreInputError(f"no finding {finding_id!r} in this store; `monitor findings --json` shows their ids")
    row = {"finding_id": finding_id, "at": at, "reviewer": reviewer, "state": state, "ground": ground, "note": note}
    key = connection.execute(insert(DecisionRow), row).inserted_primary_key
    assert key is not None
    return int(key[0])
