"""Keep what was learned from titles."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select

from monitor.store.db.bulk import insert_new_rows, upsert_rows
from monitor.store.db.lists import is_among
from monitor.store.db.schema import ExaminedTitleRow, StoreInfoRow
from monitor.store.read.titles import EXAMINED_BY
from monitor.store.store import Store

_BATCH = 5_000
"""Rows in a transaction: some hundredths of a second."""
_DIGEST = ExaminedTitleRow.__table__.c.digest


def keep_examined(
    store: Store, rules: str, new: Mapping[str, Mapping[str, Sequence[Any]]], forgotten: Iterable[str]
) -> None:
    """Keep what was read in `new` titles, by digest, and drop that of titles that are not looked at now."""
    with store.write() as connection:
        by = connection.execute(select(StoreInfoRow.value).where(StoreInfoRow.key == EXAMINED_BY)).scalar()
        if by != rules:
            connection.execute(delete(ExaminedTitleRow))
            upsert_rows(connection, StoreInfoRow, [{"key": EXAMINED_BY, "value": rules}], ["value"])
    digests, old = list(new), list(forgotten)
    for start in range(0, len(digests), _BATCH):
        rows = [
            {"digest": digest, "misspellings": new[digest] if any(new[digest].values()) else None}
            for digest in digests[start : start + _BATCH]
        ]
        with store.write() as connection:
            insert_new_rows(connection, ExaminedTitleRow, rows)
    for start in range(0, len(old), _BATCH):
        with store.write() as connection:
            connection.execute(delete(ExaminedTitleRow).where(is_among(_DIGEST)), {"keys": old[start : start + _BATCH]})
