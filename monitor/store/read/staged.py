"""Whether what lies in the staging folder of evidence was named by a transaction that is in the database."""

import re

from sqlalchemy import ColumnElement, Connection, exists, select

from monitor.store.db.schema_evidence import EvidenceBatchRow, StampRow

_BATCH = re.compile(r"batch-(\d{6,12})", re.ASCII)
_STAMP = re.compile(r"stamp-(\d{6,12})-([a-z0-9-]{1,30})-(\d{1,9})", re.ASCII)


def batch_token(batch: int) -> str:
    """The staging token of a batch's captures and ledger files."""
    return f"batch-{batch:06d}"


def stamp_token(batch: int, authority: str, number: int) -> str:
    """The staging token of an authority's n-th stamp of a batch."""
    return f"stamp-{batch:06d}-{authority}-{number}"


def is_committed(connection: Connection, token: str) -> bool:
    """Whether the row that a staging token names exists."""
    if batch := _BATCH.fullmatch(token):
        return _exists(connection, EvidenceBatchRow.number == int(batch[1]))
    if stamp := _STAMP.fullmatch(token):
        number = StampRow.number == int(stamp[3])
        return _exists(connection, StampRow.batch == int(stamp[1]), StampRow.authority == stamp[2], number)
    return False


def _exists(connection: Connection, *conditions: ColumnElement[bool]) -> bool:
    return bool(connection.execute(select(exists().where(*conditions))).scalar())
